"""The commitments of a plan as a tree: each with its due date, bodies in charge and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.namespaces import AKG, HOUSE_GRAPHS, INFERRED, SKOS
from aseankg.terms import value_of
from aseankg.web.pages_coverage import natural, things_of
from aseankg.web.telling import Origin, Teller, Value, origin


@dataclass(frozen=True)
class Body:
    """An ASEAN body in charge: by which node, in which role, and how that is known."""

    body: Value
    role: Value
    basis: Value
    node: str


@dataclass(frozen=True)
class Branch:
    """A commitment with those that are part of it; `due` is "" where no source sets a date.

    `national` counts the national bodies that contribute to it by name of the Member States.
    """

    commitment: Value
    id: str
    number: str
    level: Value
    due: str
    bodies: Sequence[Body]
    national: int
    countries: int
    notes: Sequence[int]
    parts: Sequence[Branch]

    @property
    def all(self) -> int:
        """Count what hangs on it at all depths."""
        return sum(1 + one.all for one in self.parts)


class Tree:
    """The tree of a plan on a day, with the sources of it, numbered in their order."""

    def __init__(self, teller: Teller, plan: str, day: str) -> None:
        """Read the commitments of a plan."""
        self.teller, self.store, self.day = teller, teller.store, day
        self.origins: list[Origin] = []
        self._numbers: dict[str, int] = {}
        self._commitments = things_of(self.store, AKG + "instrument", plan)
        wholes = {one: teller.all(one, AKG + "partOf") for one in self._commitments}
        known = set(self._commitments)
        self._parts: dict[str, list[str]] = {}
        for one, over in wholes.items():
            found = [whole for whole in over if whole in known]
            self._parts.setdefault(found[0] if found else "", []).append(one)
        self.branches = self._grown("")

    @property
    def total(self) -> int:
        """Count the commitments."""
        return len(self._commitments)

    def _grown(self, over: str) -> list[Branch]:
        found = [self._branch(one) for one in self._parts.get(over, ())]
        return sorted(found, key=lambda one: (natural(one.number), one.id))

    def _branch(self, iri: str) -> Branch:
        teller = self.teller
        bodies, agents = self._in_charge(iri)
        countries = {home for one in agents for home in teller.all(one, AKG + "country")}
        return Branch(
            teller.name(iri),
            iri.rpartition("/")[2],
            teller.first(iri, SKOS + "notation"),
            teller.name(teller.first(iri, AKG + "level")),
            ", ".join(teller.all(iri, AKG + "due")),
            bodies,
            len(agents),
            len(countries),
            self._notes(iri),
            self._grown(iri),
        )

    def _in_charge(self, iri: str) -> tuple[list[Body], set[str]]:
        """Give the ASEAN bodies in charge, and the national bodies that contribute."""
        bodies: list[Body] = []
        agents: set[str] = set()
        duties = [(node, True) for node in things_of(self.store, AKG + "target", iri)]
        given = [(node, False) for node in things_of(self.store, AKG + "commitment", iri)]
        for node, direct in duties + given:
            agent = self.teller.first(node, AKG + "agent")
            if not agent or not self._holds(node, agent):
                continue
            if self.teller.all(agent, AKG + "nationalOf"):
                agents.add(agent)
            elif direct:
                bodies.append(self._body(node, agent))
        return sorted(bodies, key=lambda one: (one.role.iri, one.body.text)), agents

    def _body(self, node: str, agent: str) -> Body:
        name = self.teller.name
        role, basis = (self.teller.first(node, AKG + one) for one in ("role", "basis"))
        return Body(name(agent), name(role), name(basis), node)

    def _holds(self, node: str, agent: str) -> bool:
        first = self.teller.first(node, AKG + "fromEarliest")
        lasts = (
            *self.teller.all(node, AKG + "toLatest"),
            *self.teller.all(agent, AKG + "dissolvedLatest"),
        )
        return first <= self.day and all(self.day <= one for one in lasts)

    def _notes(self, iri: str) -> list[int]:
        """Number the sources that place a commitment in its plan."""
        name = ox.NamedNode(AKG + "instrument")
        quads = self.store.quads_for_pattern(ox.NamedNode(iri), name, None, None)
        return [self._note(one) for one in sorted({value_of(q.graph_name) for q in quads})
                if one not in HOUSE_GRAPHS and one != INFERRED]  # fmt: skip

    def _note(self, source: str) -> int:
        if source not in self._numbers:
            self._numbers[source] = len(self._numbers) + 1
            self.origins.append(origin(self.teller.view.release, source))
        return self._numbers[source]


def levels(branches: Iterable[Branch]) -> dict[str, int]:
    """Count the commitments of a tree by level, in the order in which they are met."""
    found: dict[str, int] = {}
    for one in branches:
        found[one.level.text] = found.get(one.level.text, 0) + 1
        for level, number in levels(one.parts).items():
            found[level] = found.get(level, 0) + number
    return found
