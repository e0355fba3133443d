"""How many things of each class the graph must hold at least: `graph/minimums.csv`."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, RDF

NAME = Path("graph") / "minimums.csv"
COLUMNS = ["class", "minimum"]
_TYPE = ox.NamedNode(RDF + "type")


class Minimum(NamedTuple):
    """What a line of the file says: of a class, this many at least."""

    name: str
    least: int
    line: int


def minimums(root: Path) -> dict[str, Minimum]:
    """Read the minimums below a root, by class ("Institution"); none where there is no file.

    Raises `InputError` for the first line that is none.
    """
    path = root / NAME
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path, 0, None, "is not UTF-8", "save the file as UTF-8") from error
    reader = csv.reader(io.StringIO(text))
    if next(reader, None) != COLUMNS:
        raise InputError(path, 1, None, "the header is not: class,minimum", "write it so")
    found: dict[str, Minimum] = {}
    for cells in reader:
        one = _read(path, reader.line_num, cells)
        if one.name in found:
            message = f"{one.name} stands in line {found[one.name].line} already"
            raise InputError(path, one.line, "class", message, "keep one of the two lines")
        found[one.name] = one
    return found


def _read(path: Path, line: int, cells: list[str]) -> Minimum:
    if len(cells) != len(COLUMNS):
        message = f"the line has {len(cells)} cells, not {len(COLUMNS)}"
        raise InputError(path, line, None, message, "write a class and a number: Institution,400")
    name, least = cells
    if not (name.isascii() and name.isalpha() and name[0].isupper()):
        remedy = "write the local name of a class of the ontology: Institution"
        raise InputError(path, line, "class", f"'{name}' is no class", remedy)
    if not (least.isascii() and least.isdigit()):
        remedy = "write a whole number: 400"
        raise InputError(path, line, "minimum", f"'{least}' is no number", remedy)
    return Minimum(name, int(least), line)


def counted(quads: Iterable[ox.Quad]) -> dict[str, int]:
    """Count the things of each class of the ontology; one of many sources counts once."""
    things: dict[str, set[object]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            things[quad.object.value.removeprefix(AKG)].add(quad.subject)
    return {name: len(found) for name, found in things.items() if ":" not in name}
