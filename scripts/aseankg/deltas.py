"""A difference as a table that can be applied: ADD, MOD and DEL rows of N-Triples terms.

Tab-separated, a header first; no term holds a tab or the end of a line, so nothing is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from aseankg.differences import Change
from aseankg.errors import InputError

COLUMNS = ("change", "source", "thing", "property", "old", "new")
_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})
_REMEDY = "take the delta as aseankg diff wrote it"


def delta(found: Iterable[Change]) -> str:
    """Write changes as a table; what moved is deleted in one source and added in the other."""
    rows = sorted(row for change in found for row in _rows(change))
    return "".join("\t".join(row) + "\n" for row in [COLUMNS, *rows])


def _rows(change: Change) -> Sequence[tuple[str, ...]]:
    old, new = change.old, change.new
    if old and new and change.kind == "changed":
        return [("MOD", *_place(new), _term(old.object), _term(new.object))]
    rows = [("DEL", *_place(old), _term(old.object), "")] if old else []
    return rows + ([("ADD", *_place(new), "", _term(new.object))] if new else [])


def _place(quad: ox.Quad) -> tuple[str, str, str]:
    source = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _term(quad.graph_name)
    return source, _term(quad.subject), _term(quad.predicate)


def _term(term: object) -> str:
    return str(term).translate(_ESCAPES)


def apply(quads: Iterable[ox.Quad], text: str, file: Path | str = "delta") -> set[ox.Quad]:
    """Give the statements that a delta makes of those of its old state.

    Raises `InputError` with the line of a row that is none, or that does not fit: what it deletes
    is not there, or what it adds is there already.
    """
    now = set(quads)
    lines = text.removesuffix("\n").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise InputError(file, 1, None, f"the header is not: {' '.join(COLUMNS)}", _REMEDY)
    parsed = [_read(line, number, file) for number, line in enumerate(lines[1:], 2)]
    for number, (old, _) in enumerate(parsed, 2):
        if old and old not in now:
            raise InputError(file, number, "old", f"nothing says this: {old}", _WRONG_STATE)
        now -= {old} if old else set()
    for number, (_, new) in enumerate(parsed, 2):
        if new and new in now:
            raise InputError(file, number, "new", f"this is said already: {new}", _WRONG_STATE)
        now |= {new} if new else set()
    return now


_WRONG_STATE = "apply the delta to the state that it was made from"
_FILLED = {"ADD": (False, True), "DEL": (True, False), "MOD": (True, True)}


def _read(line: str, number: int, file: Path | str) -> tuple[ox.Quad | None, ox.Quad | None]:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        message = f"the row has {len(cells)} cells, not {len(COLUMNS)}"
        raise InputError(file, number, None, message, _REMEDY)
    change, source, thing, property_, old, new = cells
    if _FILLED.get(change) != (bool(old), bool(new)):
        message = (
            f"'{change}' with {'an' if old else 'no'} old and {'a' if new else 'no'} new value"
        )
        raise InputError(file, number, "change", message, _REMEDY)
    place = (thing, property_, source)
    return _quad(place, old, number, file), _quad(place, new, number, file)


def _quad(place: tuple[str, str, str], value: str, number: int, file: Path | str) -> ox.Quad | None:
    if not value:
        return None
    thing, property_, source = place
    statement = f"{thing} {property_} {value} {source} .\n"
    try:
        (quad,) = ox.parse(statement, format=ox.RdfFormat.N_QUADS)
        assert isinstance(quad, ox.Quad)
    except (SyntaxError, ValueError) as error:
        message = "the row holds something that is no N-Triples term"
        raise InputError(file, number, None, message, _REMEDY) from error
    return quad
