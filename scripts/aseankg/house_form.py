"""Rules on the form of files: canonical, nothing without an id, nothing that is not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import pyoxigraph as ox

from aseankg.corpus import File, Known, Row, Whole, finding_at, misnamed_for
from aseankg.findings import Finding, Place
from aseankg.house_registry import rule, whole_rule
from aseankg.minimums import NAME as MINIMUMS
from aseankg.turtle import format_turtle

_READ = (".ttl", ".md")


@whole_rule
def empty_graph(whole: Whole) -> Iterator[Finding]:
    """There is at least one source; everything holds of nothing."""
    if not whole.sources:
        place = Place(whole.root / "graph", 0)
        yield finding_at(
            place, "empty-graph", "no source is in the graph", "name the folder that has it"
        )


@whole_rule
def stray_file(whole: Whole) -> Iterator[Finding]:
    """Below `graph` lie files of Turtle, named .ttl, and nothing else that may hold facts."""
    for path in sorted((whole.root / "graph").rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(whole.root).parts)
        read = path.suffix in _READ or path == whole.root / MINIMUMS
        if not read and not hidden and path.is_file():
            message = "this file is not read: nothing that it says is in the graph"
            remedy = "write it as Turtle in a file named .ttl, or import it if it is a table"
            yield finding_at(Place(path, 0), "stray-file", message, remedy)


@rule
def not_canonical(file: File, known: Known) -> Iterator[Finding]:
    """Files of the graph are in canonical form, so that a change of one fact is one line."""
    if file.is_ontology:
        return
    blank = next(filter(nameless, file.rows), None)
    if blank:
        message = "something without an id stands here, so nobody can cite it"
        yield finding_at(blank.stated, "nameless-thing", message, "give it an id: id:...")
    elif line := _first_difference(file, known):
        remedy = f"run: aseankg fmt {file.path.relative_to(file.root)}"
        message = "from here on the file is not in canonical form"
        place = Place(file.path, line)
        yield finding_at(place, "not-canonical", message, remedy, level="warning")


def _first_difference(file: File, known: Known) -> int:
    """Give the first line of a file that is not canonical; 0 if there is none."""
    first = misnamed_for(file, known) or file.graph  # of a misnamed file that alone is told
    wanted = format_turtle((one.quad.triple for one in file.said), first)
    text = file.path.read_bytes().decode()  # line ends count: git shows a file with others as new
    if text == wanted:
        return 0
    pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
    alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return sum(1 for _ in alike) + 1


def nameless(row: Row) -> bool:
    """Tell whether a statement is on, or names, something that has no id."""
    quad = row.stated.quad
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
