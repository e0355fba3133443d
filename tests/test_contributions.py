"""The main question computed a second time, by walks over a NetworkX graph of what is stated.

Nothing here uses the rules, what they infer, or SPARQL: statements are edges, ways are paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import networkx as nx
import pyoxigraph as ox
import pytest

from aseankg.catalogue import ask, questions
from aseankg.dataset import quads
from aseankg.namespaces import AKG, CODE, EDITORIAL, ID, RDF
from aseankg.store import open_store
from aseankg.terms import value_of

Row = tuple[str, str, str, str, str, str, str]
# fmt: off
ASEAN_KINDS = {
    "centre", "community-pillar", "council", "entity", "fund", "intergovernmental-organization",
    "international-organization", "organ", "secretariat", "sectoral-ministerial-body",
    "senior-officials-body",
}
# fmt: on
PARTS = {"proponent": "lead", "implementer": "implement", "funder": "fund"}


@cache
def said() -> nx.MultiDiGraph[str]:
    """Give all statements as edges from subject to value, the property as key."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for quad in quads():
        predicate = quad.predicate.value.removeprefix(AKG)
        if isinstance(quad.object, ox.Literal) and not predicate.endswith(
            ("Earliest", "Latest", "date")
        ):
            continue
        ends = (value_of(quad.subject), value_of(quad.object))
        data = graph.get_edge_data(*ends, predicate) or {"graphs": set()}
        data["graphs"].add(value_of(quad.graph_name))
        graph.add_edge(*ends, predicate, graphs=data["graphs"])
    for name, of in (("partOf", "Commitment"), ("implements", "Instrument")):
        graph.graph[name] = nx.DiGraph(
            (low, high)
            for low, high, key in graph.edges(keys=True)
            if key == name and is_a(graph, low, of) and is_a(graph, high, of)
        )
    return graph


def is_a(graph: nx.MultiDiGraph[str], node: str, kind: str) -> bool:
    return bool(graph.has_edge(node, AKG + kind, RDF + "type"))


def values(node: str, name: str) -> list[str]:
    """Give the values of a property; none for a node that nothing is said of."""
    graph = said()
    found = graph.out_edges(node, keys=True) if node in graph else ()
    return sorted({high for _, high, key in found if key == name})


def holders(name: str, value: str) -> list[str]:
    graph = said()
    return sorted({low for low, _, key in graph.in_edges(value, keys=True) if key == name})


def instances(kind: str) -> list[str]:
    return holders(RDF + "type", AKG + kind)


def code(scheme: str, value: str) -> str:
    return f"{CODE}{scheme}-{value}"


def above(name: str, node: str) -> set[str]:
    chain = said().graph[name]
    return nx.descendants(chain, node) if node in chain else set()


def below(name: str, node: str) -> set[str]:
    chain = said().graph[name]
    return nx.ancestors(chain, node) if node in chain else set()


@cache
def tops(instrument: str) -> frozenset[str]:
    """Give the commitments of an instrument that are part of none other."""
    return frozenset(one for one in holders("instrument", instrument) if not values(one, "partOf"))


@cache
def home(body: str) -> tuple[str, ...]:
    """Give the Member State whose national body this is."""
    kinds = values(body, "kind")
    kinds += [kind for parent in values(body, "partOf") for kind in values(parent, "kind")]
    if not is_a(said(), body, "Institution") or set(kinds) & {
        code("institution-kind", kind) for kind in ASEAN_KINDS
    }:
        return ()
    member = code("country-status", "member")
    return tuple(state for state in values(body, "country") if member in values(state, "status"))


class Duty:
    """A responsibility, stated or inherited; `begins` and `ends` hold what each source says."""

    def __init__(self, agent: str, role: str, target: str, basis: list[str]) -> None:
        self.agent, self.role, self.target, self.basis = agent, role, target, basis
        self.begins: list[str] = []
        self.begins_latest: list[str] = []
        self.ends: list[str] = []
        self.inherited = False


@cache
def duties() -> tuple[Duty, ...]:
    """Give the stated responsibilities and those that pass to successors."""
    found = []
    for node in instances("Responsibility"):
        (agent,), (target,), (role,) = (values(node, name) for name in ("agent", "target", "role"))
        duty = Duty(agent, role, target, values(node, "basis"))
        duty.begins, duty.ends = values(node, "fromEarliest"), values(node, "toLatest")
        found.append(duty)
    pending = list(found)
    while pending:
        new = [heir for duty in pending for heir in heirs(duty, found)]
        found += new
        pending = new
    return tuple(found)


def heirs(duty: Duty, known: list[Duty]) -> Iterator[Duty]:
    """Give a duty as it passes on, where its holder merged, was renamed or was reorganised."""
    for change in holders("before", duty.agent):
        kinds = values(change, "changeKind")
        if kinds == [code("change-kind", "function-transfer")] or not values(change, "date"):
            continue
        (earliest,), (latest,) = (values(change, f"date{end}") for end in ("Earliest", "Latest"))
        eve = (date.fromisoformat(earliest) - timedelta(days=1)).isoformat()
        if (duty.begins and min(duty.begins) >= latest) or (duty.ends and max(duty.ends) < eve):
            continue
        for successor in values(change, "after"):
            same = [o for o in known if (o.role, o.target) == (duty.role, duty.target)]
            own = [o for o in same if not o.inherited]
            lands = set(values(duty.agent, "country"))
            taken = [
                o for o in own if earliest in o.begins and lands & set(values(o.agent, "country"))
            ]
            if any(o.agent == successor for o in same) or taken:
                continue
            heir = Duty(successor, duty.role, duty.target, [code("basis", "inferred")])
            heir.begins, heir.inherited = [earliest], True
            heir.ends = [end for end in duty.ends if end > latest]
            yield heir


def ways(duty: Duty) -> Iterator[tuple[str, str, str, list[str]]]:
    """Give (commitment, means, role, basis) of all that a duty of a national body reaches."""
    target, role, basis = duty.target, duty.role, duty.basis
    if is_a(said(), target, "Commitment"):
        yield target, "direct", role, basis
        for part in below("partOf", target):
            yield part, "whole", role, basis
        for whole in above("partOf", target):
            yield whole, "part", role, basis
    if is_a(said(), target, "Instrument"):
        for top in tops(target):
            yield top, "whole", role, basis
        if set(values(target, "jurisdiction")) & set(home(duty.agent)):
            for plan in above("implements", target):
                for top in tops(plan):
                    yield top, "instrument", role, basis
    leads = role in (code("role", "lead"), code("role", "co-lead"))
    for mapping in holders("agent", target):
        edges = said().get_edge_data(mapping, target, "agent")
        if EDITORIAL not in edges["graphs"] or not is_a(said(), mapping, "Responsibility"):
            continue
        for commitment in values(mapping, "target"):
            if is_a(said(), commitment, "Commitment"):
                shown = values(mapping, "role")[0] if leads else role
                yield commitment, "body", shown, [code("basis", "inferred")]


def served(project: str) -> set[str]:
    """Give the commitments that a project serves."""
    found: set[str] = set()
    for what in values(project, "serves"):
        if is_a(said(), what, "Commitment"):
            found.add(what)
        for plan in {what} | above("implements", what):
            found |= tops(plan)
    return found


def holds(begins: list[str], ends: list[str], day: str) -> bool:
    return (not begins or min(begins) <= day) and (not ends or max(ends) >= day)


@cache
def contributions(day: str) -> frozenset[tuple[str, str, str, str, str]]:
    """Give (ministry, role, commitment, means, basis) of all that holds on a day."""
    found = set()
    for duty in duties():
        if home(duty.agent) and holds(duty.begins, duty.ends, day):
            for commitment, means, role, basis in ways(duty):
                found |= {(duty.agent, role, commitment, code("means", means), b) for b in basis}
    stated = code("basis", "stated")
    for project in instances("Project"):
        begins, ends = values(project, "periodFromEarliest"), values(project, "periodToLatest")
        for part, role in PARTS.items():
            for agent in filter(home, values(project, part)):
                if holds(begins, ends, day):
                    means = code("means", "project")
                    found |= {
                        (agent, code("role", role), c, means, stated) for c in served(project)
                    }
    return frozenset(found)


def expected(day: str, level: str) -> set[Row]:
    rows = set()
    for agent, role, commitment, means, basis in contributions(day):
        gone = values(agent, "dissolvedLatest")
        if level != "any" and code("commitment-level", level) not in values(commitment, "level"):
            continue
        for plan in values(commitment, "instrument"):
            ends = values(plan, "periodToLatest")
            if holds([], ends, day) and holds([], gone, day):
                for country in values(agent, "country"):
                    rows.add((country, agent, role, commitment, plan, means, basis))
    return rows


@pytest.mark.parametrize("day", ["2026-06-01", "2025-02-28", "2025-03-01", "2024-01-01"])
@pytest.mark.parametrize("level", ["goal", "any"])
def test_the_main_question_gives_what_walks_over_the_graph_find(day: str, level: str) -> None:
    question = questions()["which-ministries-contribute-to-which-goals"]
    table = ask(open_store(), question, {"as_of": day, "level": level})
    columns = ("country", "ministry", "role", "goal", "plan", "means", "basis")
    given = {tuple(row[name].iri or "" for name in columns) for row in table.rows}
    assert len(given) == len(table.rows)
    walked = expected(day, level)
    assert given - walked == set()
    assert walked - given == set()
    assert len(walked) > 500


def test_every_member_state_and_all_four_plans_are_covered() -> None:
    rows = expected("2026-06-01", "goal")
    assert len({row[0] for row in rows}) == 11
    plans = {row[4].removeprefix(ID) for row in rows}
    assert {
        "aec-strategic-plan-2026-2030",
        "apsc-strategic-plan-2026-2035",
        "ascc-strategic-plan-2026-2035",
        "asean-connectivity-strategic-plan-2026-2035",
    } <= plans
