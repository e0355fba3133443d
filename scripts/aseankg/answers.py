"""An answer with what a reader must know of it, and the words of its cells and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aseankg.namespaces import shorten

if TYPE_CHECKING:
    from aseankg.catalogue import Cell, SourceInfo, Table

SOURCES = "sources"


@dataclass(frozen=True)
class Answer:
    """A table with what a reader must know of it: a name, a sentence, what was asked for."""

    name: str
    summary: str
    table: Table
    asked: Mapping[str, str] = field(default_factory=dict)
    spreadsheet_safe: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns without that of the sources."""
        return [name for name in self.table.columns if name != SOURCES]


def row_sources(row: Mapping[str, Cell]) -> list[str]:
    """Give the IRIs of the sources of a row."""
    cell = row.get(SOURCES)
    return cell.value.split() if cell else []


def shown(cell: Cell | None) -> str:
    """Give the words of a cell as a person reads them."""
    return "" if cell is None else cell.label or cell.value


def heading(name: str) -> str:
    """Give the heading of a column."""
    return name.replace("_", " ")


def numbered(found: Table) -> dict[str, int]:
    """Give each source of a table its number, in the order of the rows."""
    numbers: dict[str, int] = {}
    for row in found.rows:
        for iri in row_sources(row):
            numbers.setdefault(iri, len(numbers) + 1)
    return numbers


def citation(info: SourceInfo, iri: str) -> str:
    """Give a source in one line: title, publisher, date, address."""
    parts = [info.title or shorten(iri), info.publisher, info.issued, info.url or shorten(iri)]
    return ", ".join(part for part in parts if part)
