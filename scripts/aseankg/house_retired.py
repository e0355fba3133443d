"""The rule on ids that are no more in use: `graph/register/retired.ttl` keeps them, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from aseankg.corpus import File, Known, Row, finding_at
from aseankg.findings import Finding
from aseankg.house_registry import rule
from aseankg.namespaces import DCTERMS, OWL, SKOS, shorten

NAME = Path("graph") / "register" / "retired.ttl"
DEPRECATED, REPLACED = OWL + "deprecated", DCTERMS + "isReplacedBy"
_NOTE = SKOS + "editorialNote"
_SAID = {DEPRECATED, REPLACED, _NOTE, SKOS + "prefLabel"}


def keeps_retired(file: File) -> bool:
    """Tell whether a file is the one for retired ids."""
    return file.path == file.root / NAME


@rule
def retired_thing(file: File, known: Known) -> Iterator[Finding]:
    """A retired id has no class, says that it is retired, and what took its place or why."""
    if file.is_ontology:
        return
    if not keeps_retired(file):
        for row in file.rows:
            if row.predicate in (DEPRECATED, REPLACED):
                remedy = f"move what retires {shorten(row.subject)} to {NAME.as_posix()}"
                yield finding_at(row.stated, "retired-thing", "ids retire elsewhere", remedy)
        return
    things: dict[str, list[Row]] = defaultdict(list)
    for row in file.rows:
        things[row.subject].append(row)
    for name, rows in things.items():
        for row, message, remedy in _faults(name, rows, known):
            yield finding_at(row.stated, "retired-thing", message, remedy)


def _faults(name: str, rows: list[Row], known: Known) -> Iterator[tuple[Row, str, str]]:
    said = {row.predicate: row for row in rows}
    if known.described(name):
        yield rows[0], "a retired id still has a class", "take the class out where it stands"
    if DEPRECATED not in said or said[DEPRECATED].value != "true":
        yield rows[0], "it does not say that the id is retired", "write: owl:deprecated true"
    if REPLACED not in said and _NOTE not in said:
        remedy = "write dcterms:isReplacedBy, or why in skos:editorialNote"
        yield rows[0], "it does not say what took the place of the id", remedy
    for row in rows:
        if row.predicate not in _SAID:
            message = f"{shorten(row.predicate)} is said of an id that is no more in use"
            yield row, message, "move it to the thing that took its place"
