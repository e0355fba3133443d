"""The coverage of goals: a table for each plan, a row for each goal, a cell for each country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aseankg.formats import row_sources, shown, slug
from aseankg.report_content import COVERAGE, Content, Row

# What the question says of a cell: the class of the mark, its sign, its meaning.
_CELLS = {
    "stated": ("stated", "S", "stated: sources name a ministry, or show it at work"),
    "inferred": ("inferred", "i", "inferred: by a rule, from what editors conclude"),
    "checked and none found": ("none", "\N{EN DASH}", "checked, and none found"),
    "not checked": ("unchecked", "?", "not checked"),
}


@dataclass(frozen=True)
class Cell:
    """What is known of one Member State and one goal."""

    code: str
    sign: str
    text: str


@dataclass(frozen=True)
class Goal:
    """A row of the matrix."""

    number: str
    name: str
    cells: list[Cell]
    sources: list[str]


@dataclass(frozen=True)
class Matrix:
    """The coverage of the goals of several plans by Member States (short name and name)."""

    key: list[tuple[str, str, str]]
    members: list[tuple[str, str]]
    plans: list[tuple[str, list[Goal]]]


def matrix(told: Content) -> Matrix:
    """Set the answer on coverage as tables, for the plans that a report tells of."""
    plans = dict(told.plans)
    rows = [row for row in told.answers[COVERAGE].table.rows if row["plan"].value in plans]
    members = sorted({(shown(row["country"]), row["country"].value) for row in rows})
    order = [iri for _, iri in members]
    tables = [
        (name, _goals([row for row in rows if row["plan"].value == plan], order))
        for plan, name in told.plans
    ]
    names = [(told.codes.get(iri, slug(iri)), name) for name, iri in members]
    return Matrix(list(_CELLS.values()), names, tables)


def _goals(rows: Sequence[Row], countries: Sequence[str]) -> list[Goal]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["goal"].value, {})[row["country"].value] = row
    goals = [_goal(cells, countries) for cells in found.values()]
    return sorted(goals, key=lambda goal: _natural(goal.number))


def _goal(cells: dict[str, Row], countries: Iterable[str]) -> Goal:
    first = next(iter(cells.values()))
    cited = sorted({iri for row in cells.values() for iri in row_sources(row)})
    states = [_cell(cells[one]) for one in countries]
    return Goal(shown(first["number"]), shown(first["goal"]), states, cited)


def _cell(row: Row) -> Cell:
    state = shown(row["coverage"])
    code, sign, _ = _CELLS[state]
    names = ", ".join(row["bodies"].names)
    text = f"{shown(row['country'])}: {state}" + (f" ({names})" if names else "")
    return Cell(code, sign, text)


def _natural(number: str) -> tuple[bool, list[tuple[str, int]]]:
    """Sort numbers in numbers as numbers: SG2 before SG10; what has none comes last."""
    parts = re.findall(r"(\D*)(\d*)", number)
    return not re.search(r"\d", number), [(word, int(part or 0)) for word, part in parts]
