"""The coverage of goals: for each plan a table of goals by Member States, a link in each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, CODE, ID, PREFIXES
from aseankg.terms import value_of
from aseankg.web.inquiries import Row, in_thread, inquire, value
from aseankg.web.memory import once
from aseankg.web.release import Release
from aseankg.web.telling import Origin, Teller, Value, origin
from aseankg.web.templating import View, page

QUESTION = "coverage-of-goals-by-member"
# What the question says of a cell -> its sign and its name here.
STATES = {
    "stated": ("S", "stated"),
    "inferred": ("i", "concluded by editors or by rule"),
    "checked and none found": ("\N{EN DASH}", "checked and none found"),
    "not checked": ("?", "not checked"),
}
_MAIN = """SELECT DISTINCT ?plan {
  ?plan akg:kind code:instrument-kind-strategic-plan ; akg:implements ?vision .
  ?vision akg:kind code:instrument-kind-vision
}"""


@dataclass(frozen=True)
class Cell:
    """What is known of one Member State and one goal."""

    state: str
    sign: str
    told: str
    href: str


@dataclass(frozen=True)
class Goal:
    """A row: a goal with a cell for each Member State, and the sources of them all."""

    number: str
    goal: Value
    cells: Sequence[Cell]
    origins: Sequence[Origin]


@dataclass(frozen=True)
class Plan:
    """The table of a plan, and how many of its cells are in which state."""

    plan: Value
    id: str
    goals: Sequence[Goal]
    counts: Counter[str]


def coverage(request: Request) -> Response:
    """Show the tables of the plans that are asked for."""
    view, params = View(request), request.query_params
    teller = Teller(view)
    rows = inquire(view, QUESTION, as_of=view.day.isoformat()).rows
    asked, pillar = params.get("plan", ""), params.get("pillar", "")
    main = main_plans(view.release)
    known = sorted({row["plan"].value for row in rows}, key=lambda iri: (iri not in main, iri))
    pillars = {iri: pillar_of(teller, iri) for iri in known}
    chosen = [
        iri
        for iri in known
        if (iri == ID + asked if asked else iri in main or pillar)
        and (not pillar or pillars[iri] == pillar)
    ]
    members = _members(rows)
    return page(
        view,
        "coverage.html",
        plans=[_plan(view, teller, iri, rows, members) for iri in chosen],
        members=members,
        states=STATES,
        plan_options=[(iri.removeprefix(ID), teller.name(iri).text) for iri in known],
        pillar_options=pillar_options(teller, pillars.values()),
        chosen=asked,
        pillar=pillar,
    )


def main_plans(release: Release) -> set[str]:
    """Give the strategic plans by which a Vision is implemented."""

    def find() -> set[str]:
        found = release.store.query(_MAIN, prefixes=PREFIXES, use_default_graph_as_union=True)
        return {row[0].value for row in found}  # type: ignore[union-attr]

    return once(release, "main plans", find)


def pillar_of(teller: Teller, iri: str) -> str:
    """Give the code of the pillar of an instrument, "" where none is known."""
    return teller.first(iri, AKG + "pillar").removeprefix(CODE + "pillar-")


def pillar_options(teller: Teller, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give some pillars with their names, for a form."""
    return [(one, teller.name(f"{CODE}pillar-{one}").text) for one in sorted(set(codes)) if one]


def _members(rows: Iterable[Row]) -> list[Value]:
    found = {row["country"].value: value(row["country"]) for row in rows}
    return sorted(found.values(), key=lambda one: one.text)


def _plan(
    view: View, teller: Teller, iri: str, rows: Iterable[Row], members: Sequence[Value]
) -> Plan:
    own = [row for row in rows if row["plan"].value == iri]
    goals: dict[str, dict[str, Row]] = {}
    for row in own:
        goals.setdefault(row["goal"].value, {})[row["country"].value] = row
    lines = [_goal(view, cells, members) for cells in goals.values()]
    counts = Counter(row["coverage"].value for row in own)
    told = sorted(lines, key=lambda one: natural(one.number))
    return Plan(teller.name(iri), iri.removeprefix(ID), told, counts)


def _goal(view: View, cells: dict[str, Row], members: Sequence[Value]) -> Goal:
    first = next(iter(cells.values()))
    cited = sorted({iri for row in cells.values() for iri in row["sources"].value.split()})
    states = [_cell(view, cells[one.iri]) for one in members]
    origins = [origin(view.release, iri) for iri in cited]
    return Goal(first["number"].value, value(first["goal"]), states, origins)


def _cell(view: View, row: Row) -> Cell:
    state = row["coverage"].value
    sign, words = STATES[state]
    goal, country = (row[name].value.removeprefix(ID) for name in ("goal", "country"))
    names = ", ".join(row["bodies"].names)
    told = f"{row['country'].label}: {view.words(words)}" + (f" ({names})" if names else "")
    href = view.to(f"/questions/{QUESTION}", goal=goal, country=country)
    return Cell(state.replace(" ", "-"), sign, told, href)


def natural(number: str) -> tuple[bool, list[tuple[str, int]]]:
    """Sort numbers in numbers as numbers: SG2 before SG10; what has none comes last."""
    parts = re.findall(r"(\D*)(\d*)", number)
    return not re.search(r"\d", number), [(word, int(part or 0)) for word, part in parts]


def things_of(store: ox.Store, predicate: str, target: str) -> list[str]:
    """Give what points at a thing with a property, in order."""
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(target), None)
    return sorted({value_of(quad.subject) for quad in quads})


routes = [Route("/coverage", in_thread(coverage))]
