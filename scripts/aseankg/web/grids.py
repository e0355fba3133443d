"""An answer as a page shows it: rows in groups, names as links, long lists folded, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from aseankg.answers import row_sources
from aseankg.catalogue import SOURCES, Cell, Table
from aseankg.namespaces import BASE, CODE, ID, SKOS, SRC
from aseankg.web.telling import Origin, Teller, Value, origin

ROWS = 50
_SHOWN = 3
_BADGES = (CODE + "basis-", CODE + "coverage-")
_COVERAGE = ("stated", "inferred", "checked and none found", "not checked")
_WRITTEN = ("commitment", "end of instrument", "end of project", "planned event")
_MEANT = (CODE + "basis-", CODE + "means-")
_DEFINITION = ox.NamedNode(SKOS + "definition")
_NUMBERS = ("integer", "decimal", "double", "float")
_DAY = re.compile(r"\d{4}(-\d\d){1,2}")
Row = dict[str, Cell]


@dataclass(frozen=True)
class Item:
    """A thing or words in a cell; `badge` names the look of how something is known."""

    value: Value
    badge: str = ""


@dataclass(frozen=True)
class Box:
    """A cell: what is shown at once, what is folded away, whether it is a number or a day."""

    items: Sequence[Item]
    more: Sequence[Item] = ()
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A row: a box for each column, and the sources."""

    boxes: Sequence[Box]
    origins: Sequence[Origin]


@dataclass(frozen=True)
class Group:
    """Rows that share the values of the first columns, which stand above them."""

    heads: Sequence[Item]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Grid:
    """A window on an answer; `columns` are those of the rows, `empty` those that hold nothing."""

    columns: Sequence[str]
    grouped: Sequence[str]
    empty: Sequence[str]
    groups: Sequence[Group]
    first: int
    last: int
    total: int

    @property
    def origins(self) -> list[Origin]:
        """Give the sources of the rows shown, each once, by title."""
        lines = (line for group in self.groups for line in group.lines)
        found = {one.iri: one for line in lines for one in line.origins}
        return sorted(found.values(), key=lambda one: (one.title.casefold(), one.iri))

    @property
    def pages(self) -> int:
        """Count the pages of the answer."""
        return max(1, -(-self.total // ROWS))

    @property
    def page(self) -> int:
        """Give the number of this page, from 1."""
        return (self.first - 1) // ROWS + 1


def grid(teller: Teller, table: Table, page: int) -> Grid:
    """Show one page of an answer."""
    columns = [name for name in table.columns if name != SOURCES]
    grouped = _leading(table.rows, columns)
    rest = columns[len(grouped) :]
    empty = [name for name in rest if name != "due" and not any(r[name].value for r in table.rows)]
    kept = [name for name in rest if name not in empty] if table.rows else rest
    start = (page - 1) * ROWS
    window = table.rows[start : start + ROWS]
    groups = [
        Group(
            [_items(teller, name, rows[0][name])[0] for name in grouped], _lines(teller, kept, rows)
        )
        for rows in _together(window, grouped)
    ]
    first, last = start + 1, start + len(window)
    return Grid(kept, grouped, empty if table.rows else [], groups, first, last, len(table.rows))


def _lines(teller: Teller, columns: Sequence[str], rows: Sequence[Row]) -> list[Line]:
    return [
        Line(
            [_box(teller, name, row[name], _single(row)) for name in columns],
            [origin(teller.view.release, iri) for iri in row_sources(row)],
        )
        for row in rows
    ]


def _leading(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Give the first columns whose values last for two rows or more, on the average."""
    chosen: list[str] = []
    for name in columns[:-2]:
        if not all(_heads(row[name]) for row in rows):
            break
        if not rows or 2 * len(_together(rows, [*chosen, name])) > len(rows):
            break
        chosen.append(name)
    return chosen


def _heads(cell: Cell) -> bool:
    """Tell whether a cell can stand above rows: it holds one thing, or some words."""
    return bool(cell.value) and len(cell.names) < 2 and not cell.value.startswith(CODE)


def _together(rows: Sequence[Row], columns: Sequence[str]) -> list[list[Row]]:
    key = lambda row: [row[name].value for name in columns]  # noqa: E731
    return [list(group) for _, group in groupby(rows, key)]


def _single(row: Row) -> set[str]:
    """Give the things that stand in a row by themselves: a list need not show them again."""
    return {cell.iri for cell in row.values() if cell.iri}


def _box(teller: Teller, column: str, cell: Cell, single: set[str]) -> Box:
    items = _items(teller, column, cell)
    told = () if cell.iri else single
    things = [one for one in items if "--" not in one.value.iri and one.value.iri not in told]
    things = things or items[:1]
    shown = things if len(things) <= _SHOWN + 1 else things[:_SHOWN]
    return Box(shown, [one for one in items if one not in shown], _kind(cell))


def _kind(cell: Cell) -> str:
    """Give the look of a cell: numbers stand under each other, days in one line."""
    if (cell.datatype or "").rpartition("#")[2] in _NUMBERS:
        return "number"
    return "day" if _DAY.fullmatch(cell.value) else ""


def _items(teller: Teller, column: str, cell: Cell) -> list[Item]:
    iris = cell.value.split() if cell.names else []
    if iris:
        return [Item(_value(teller, iri), _badge(iri)) for iri in dict.fromkeys(iris)]
    if not cell.value:
        return []
    if column == "what" and cell.value in _WRITTEN:
        return [Item(Value(teller.view.words(cell.value), teller.view.lang))]
    known = column == "coverage" and cell.value in _COVERAGE
    return [Item(Value(cell.value, cell.lang or ""), cell.value.replace(" ", "-") if known else "")]


def _value(teller: Teller, iri: str) -> Value:
    if iri.startswith(SRC):
        source = origin(teller.view.release, iri)
        return Value(source.title, source.lang, iri)
    if iri.startswith((ID, CODE)) or not iri.startswith(BASE):
        return teller.name(iri)
    relation = teller.relation(iri)
    return Value(relation.text, relation.lang, iri)


def _badge(iri: str) -> str:
    found = [iri.removeprefix(prefix) for prefix in _BADGES if iri.startswith(prefix)]
    return found[0] if found else ""


def meanings(teller: Teller, shown: Grid) -> list[tuple[Value, Value]]:
    """Give what the codes mean by which something is known, of those that a page shows."""
    boxes = (box for group in shown.groups for line in group.lines for box in line.boxes)
    iris = {item.value.iri for box in boxes for item in box.items}
    found = [iri for iri in sorted(iris) if iri.startswith(_MEANT)]
    told = [(teller.name(iri), _definition(teller, iri)) for iri in found]
    return [(name, meaning) for name, meaning in told if meaning.text]


def _definition(teller: Teller, iri: str) -> Value:
    quads = teller.store.quads_for_pattern(ox.NamedNode(iri), _DEFINITION, None, None)
    said = {
        quad.object.language or "": quad.object.value
        for quad in quads
        if isinstance(quad.object, ox.Literal)
    }
    tag = next((one for one in (teller.lang, "en", *sorted(said)) if one in said), "")
    return Value(said.get(tag, ""), tag)
