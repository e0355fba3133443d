"""Faults in where a fact stands and what it rests on: sources, statements, conclusions."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import DCTERMS, OWL, XSD
from mutation_graph import Graph
from mutations import (
    LABEL,
    TYPE,
    Fact,
    Mutant,
    akg,
    also,
    is_register,
    is_thing,
    lines_of,
    local,
    operator,
    said,
)

_DERIVED = ("evidence", "nationalOf", "partOfTransitive", "byRule", "inheritedFrom")


def node_of(graph: Graph, random: Random, *kinds: str) -> list[Fact]:
    """Give what one file says of a node of some class."""
    one = graph.which(lambda f: f.predicate == TYPE and local(f.object) in kinds, random)
    assert one
    return graph.about[one.path, one.subject]


def part(own: list[Fact], name: str) -> Fact | None:
    return next((f for f in own if local(f.predicate) == name), None)


def plain_fact(graph: Graph, own: list[Fact]) -> Fact | None:
    """Give the plain fact that stands beside a statement."""
    parts = [part(own, name) for name in ("subject", "predicate", "object")]
    if None in parts:
        return None
    wanted = tuple(f.object for f in parts if f)
    said = graph.about.get((own[0].path, wanted[0]), [])  # type: ignore[arg-type]
    return next((f for f in said if f[1:] == wanted), None)


def beside(mutant: Mutant | None, one: Fact | None) -> Mutant | None:
    """Take it for right as well to tell a fault at another statement of the same file."""
    data = mutant.files.get(one.path) if mutant and one else None
    line = lines_of(data.decode()).get(said(one)) if one and isinstance(data, bytes) else None
    return also(mutant, [(one.path, line)] if one and line else [])


@operator()
def plain_fact_dropped(graph: Graph, random: Random) -> Mutant | None:
    """The plain fact beside a statement is gone; told at the statement."""
    own = node_of(graph, random, "Statement", "Conclusion")
    fact = plain_fact(graph, own)
    return beside(fact and graph.change("plain-fact-dropped", [fact]), part(own, "object"))


@operator()
def part_of_a_statement_swapped(graph: Graph, random: Random) -> Mutant | None:
    """A statement is changed, but not the plain fact beside it; told at either."""
    own = node_of(graph, random, "Statement", "Conclusion")
    one, fact = part(own, random.choice(["object", "subject", "predicate"])), plain_fact(graph, own)
    if not one or not fact:
        return None
    other = graph.which(
        lambda f: (
            f.predicate == one.predicate
            and f.object != one.object
            and graph.kinds.get(f.object) == graph.kinds.get(one.object)
        ),
        random,
    )
    new = other and [one.but(object=other.object)]
    mutant = graph.change("part-of-a-statement-swapped", [one], new) if new else None
    return beside(beside(mutant, part(own, "object")), fact)


@operator()
def node_moved_without_its_fact(graph: Graph, random: Random) -> Mutant | None:
    """A statement is moved to another source's file; the plain fact stays behind."""
    own = node_of(graph, random, "Statement")
    target = random.choice(graph.sources)
    if not plain_fact(graph, own) or target == own[0].path:
        return None
    return graph.change("node-moved-without-its-fact", own, [f._replace(path=target) for f in own])


@operator()
def facts_moved_to_the_register(graph: Graph, random: Random) -> Mutant | None:
    """What a source says is written in the register, where it has no source."""
    one = graph.which(lambda f: f.path in graph.sources and is_thing(f.subject), random)
    assert one
    minted = [f.path for f in graph.of.get((one.subject, "type"), ()) if is_register(f.path)]
    moved = [one._replace(path=path) for path in minted]
    return graph.change("facts-moved-to-the-register", [one], moved) if moved else None


@operator()
def class_in_a_source(graph: Graph, random: Random) -> Mutant | None:
    """A source's file gives a thing of the register its class or label."""
    one = graph.which(
        lambda f: (
            f.path in graph.sources
            and is_thing(f.subject)
            and any(is_register(g.path) for g in graph.of.get((f.subject, "type"), ()))
        ),
        random,
    )
    assert one
    value = random.choice([LABEL, TYPE])
    name = ox.Literal("Another name", language="en")
    given = name if value == LABEL else graph.of[one.subject, "type"][0].object
    return graph.change("class-in-a-source", add=[one.but(predicate=value, object=given)])


@operator()
def derived_in_a_file(graph: Graph, random: Random) -> Mutant | None:
    """What rules and the loading of dates derive is written in a file."""
    one = graph.which(lambda f: f.path in graph.sources and is_thing(f.subject), random)
    assert one
    name = random.choice([*_DERIVED, "fromLatest", "toEarliest"])
    day = ox.Literal("2024-01-01", datatype=ox.NamedNode(XSD + "date"))
    value = random.choice(graph.things["Country"]) if name in _DERIVED else day
    made = one.but(predicate=akg(name), object=value)
    return graph.change("derived-in-a-file", add=[made])


@operator()
def agent_and_target_swapped(graph: Graph, random: Random) -> Mutant | None:
    """Who is responsible and what for are swapped."""
    own = node_of(graph, random, "Responsibility")
    agent, target = part(own, "agent"), part(own, "target")
    if not agent or not target or graph.kinds.get(target.object) == "Institution":
        return None
    new = [agent.but(object=target.object), target.but(object=agent.object)]
    return graph.change("agent-and-target-swapped", [agent, target], new)


@operator()
def agent_that_cannot_act(graph: Graph, random: Random) -> Mutant | None:
    """A person, a theme or an event is made responsible for a commitment."""
    own = node_of(graph, random, "Responsibility")
    agent = part(own, "agent")
    value = random.choice(graph.things[random.choice(["Person", "Theme", "Event", "Post"])])
    return agent and graph.change("agent-that-cannot-act", [agent], [agent.but(object=value)])


@operator()
def retired_but_in_use(graph: Graph, random: Random) -> Mutant | None:
    """An id is retired, but things are still said of it."""
    kind = random.choice(["Institution", "Person", "Instrument"])
    thing, other = random.sample(graph.things[kind], 2)
    path = graph.root / "graph" / "register" / "retired.ttl"
    retired = Fact(path, thing, ox.NamedNode(OWL + "deprecated"), ox.Literal(True))
    replaced = Fact(path, thing, ox.NamedNode(DCTERMS + "isReplacedBy"), other)
    return graph.change("retired-but-in-use", add=[retired, replaced])
