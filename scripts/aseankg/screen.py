"""An answer on a screen: what all rows share is said once, sources are numbered below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from string import ascii_lowercase
from typing import TYPE_CHECKING

import click

from aseankg import console
from aseankg.answers import SOURCES, Answer, citation, heading, numbered, row_sources, shown

if TYPE_CHECKING:
    from aseankg.catalogue import Cell, Table

_LONG = 30  # letters of a cell, on average, from which it may be noted below the table
_NARROW, _OFTEN = 100, 4
_INDENT = "  "
_DITTO, _SHORT = '"', 12
Row = Mapping[str, "Cell"]


def table(answer: Answer) -> str:
    """Write an aligned table that fits the width and, below it, notes and sources by number."""
    if not answer.table.rows:
        return f"{answer.summary}\nNothing is known that answers this.\n"
    sheet = _Sheet(answer, console.terminal_width())
    many = "1 row" if len(answer.table.rows) == 1 else f"{len(answer.table.rows)} rows"
    parts = [
        [*map(_strong, console.wrap(answer.summary, sheet.width)), *sheet.shared()],
        sheet.body(),
        [many],
        sheet.notes(),
        source_lines(answer.table, sheet.numbers),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def sections(answer: Answer, group: str) -> str:
    """Write a table as paragraphs under the values of one column, then the sources by number."""
    numbers = numbered(answer.table)
    width = console.terminal_width()
    lines = [_strong(answer.summary)]
    for about, rows in groupby(answer.table.rows, key=lambda row: shown(row[group])):
        lines += ["", _strong(about[:1].upper() + about[1:])]
        for row in rows:
            cited = "".join(f"[{run}]" for run in runs(numbers[iri] for iri in row_sources(row)))
            texts = [shown(row[name]) for name in answer.columns if name != group]
            lines += console.hanging([*filter(None, texts), cited], width)
    listed = source_lines(answer.table, numbers)
    return "\n".join([*lines, "", *listed] if listed else lines) + "\n"


def runs(numbers: Iterable[int]) -> list[str]:
    """Give numbers in order, three or more in a row as a range: 1-4 7 9."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [text for run in found for text in _run(run)]


def _run(run: Sequence[int]) -> list[str]:
    return [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]


def source_lines(found: Table, numbers: Mapping[str, int]) -> list[str]:
    """List the sources by number."""
    if not numbers:
        return []
    lines = [f"  [{number}] {citation(found.sources[iri], iri)}" for iri, number in numbers.items()]
    return [_strong("Sources"), *lines]


def _strong(text: str) -> str:
    return click.style(text, bold=True) if console.is_terminal() and text else text


@dataclass
class _Sheet:
    """The rows of an answer as texts, laid out for a width."""

    answer: Answer
    width: int
    columns: list[str] = field(init=False)
    rows: list[dict[str, str]] = field(init=False)
    numbers: dict[str, int] = field(init=False)
    letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Turn cells into texts; note long lists; find the columns that tell rows apart."""
        self.numbers = numbered(self.answer.table)
        self.columns = [*self.answer.columns, *([SOURCES] if self.numbers else [])]
        self.rows = [self._texts(row) for row in self.answer.table.rows]
        self.columns = [name for name in self.columns if any(row[name] for row in self.rows)]
        if not self._fits(self.columns):
            varying = [name for name in self.columns if name not in self._constant()]
            for name in varying[1:]:
                self._note(name)

    def _texts(self, row: Row) -> dict[str, str]:
        texts = {name: _text(row, name) for name in self.answer.columns}
        return texts | {SOURCES: " ".join(runs(self.numbers[iri] for iri in row_sources(row)))}

    def _note(self, name: str) -> None:
        """Put letters in the place of long texts, each letter standing for one text."""
        cells = [row[name] for row in self.rows]
        if sum(map(len, cells)) < _LONG * len(cells) or not self._notable(name, cells):
            return
        for text in filter(None, dict.fromkeys(cells)):
            self.letters.setdefault(text, _letter(len(self.letters)))
        for row in self.rows:
            row[name] = self.letters.get(row[name], "")

    def _notable(self, name: str, cells: Sequence[str]) -> bool:
        """Tell whether a column is one of lists; on a narrow screen also one that repeats."""
        listed = any(len(row[name].names) > 1 for row in self.answer.table.rows if name in row)
        repeats = len(set(cells)) * _OFTEN < len(cells)
        return listed or (self.width < _NARROW and repeats)

    def _fits(self, names: Iterable[str]) -> bool:
        widths = [max(console.width_of(row[name]) for row in self.rows) for name in names]
        return sum(widths) + 2 * len(widths) <= self.width

    def _constant(self) -> list[str]:
        if len(self.rows) < 2:
            return []
        return [
            name
            for name in self.columns
            if name != SOURCES and len({row[name] for row in self.rows}) == 1
        ]

    def shared(self) -> list[str]:
        """Say what all rows have in common, and the day if one was asked for."""
        told = [f"{heading(name)}: {self.rows[0][name]}" for name in self._constant()]
        return console.wrap("; ".join(told), self.width) if told else []

    def body(self) -> list[str]:
        """Set the rows; where they do not fit, under the values of the first column."""
        names = [name for name in self.columns if name not in self._constant()]
        first = names[0] if names else ""
        groups = [(key, list(rows)) for key, rows in groupby(self.rows, lambda row: row[first])]
        if len(names) < 3 or self._fits(names) or 2 * len(groups) > len(self.rows):
            return self._table(names, self.rows, self.width)
        every = [_ditto(self._grid(names[1:], rows)) for _, rows in groups]
        widths = console.fit([row for grid in every for row in grid], self.width - len(_INDENT))
        lines: list[str] = []
        for (key, _), grid in zip(groups, every, strict=True):
            head, rule, *rows = (_INDENT + line for line in console.set_table(grid, widths))
            lines += [*(() if lines else (head, rule)), "", _strong(key or "(not named)"), *rows]
        return lines

    def _table(self, names: Sequence[str], rows: Sequence[dict[str, str]], width: int) -> list[str]:
        grid = self._grid(names, rows)
        return console.set_table(grid, console.fit(grid, width))

    def _grid(self, names: Sequence[str], rows: Iterable[dict[str, str]]) -> list[list[str]]:
        return [[heading(one) for one in names], *([row[one] for one in names] for row in rows)]

    def notes(self) -> list[str]:
        """List the notes by letter."""
        lines = []
        for text, letter in self.letters.items():
            first, *rest = console.wrap(text, self.width - 8)
            lines += [f"  {letter:>3}  {first}", *(f"{'':7}{line}" for line in rest)]
        return [_strong("Notes"), *lines] if lines else []


def _ditto(grid: list[list[str]]) -> list[list[str]]:
    """Put a ditto mark in the place of long text that stands in the row above as well."""
    above = [["" for _ in grid[0]], *grid]
    return [
        [_DITTO if cell == over and len(cell) > _SHORT else cell for cell, over in pairs]
        for pairs in (
            zip(row, before, strict=True) for row, before in zip(grid, above, strict=False)
        )
    ]


def _text(row: Row, name: str) -> str:
    """Give the text of a cell; of a list only what the row does not name elsewhere."""
    cell = row.get(name)
    if cell is None or len(cell.names) < 2:
        return shown(cell)
    if all("--" in iri for iri in cell.value.split()):
        return shown(cell)
    return "; ".join(_told(row, name, cell))


def _told(row: Row, name: str, cell: Cell) -> Iterator[str]:
    others = {one.iri for key, one in row.items() if key != name}
    named = dict(zip(cell.value.split(), cell.names, strict=True))
    for iri, text in named.items():
        if "--" not in iri and iri not in others:
            yield text


def _letter(number: int) -> str:
    """Count with letters: a, b ... z, aa, ab ..."""
    more, last = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]
