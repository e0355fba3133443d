"""Faults in what a thing is: its class, or a node of another kind than its properties."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import ID
from mutation_graph import Graph
from mutations import (
    TYPE,
    Fact,
    Mutant,
    akg,
    also,
    is_register,
    is_thing,
    local,
    misspelt,
    operator,
    said,
)

_THINGS = (
    *("Country", "Institution", "Post", "Person", "Instrument", "Commitment", "Event"),
    *("Project", "Result", "Theme"),
)
_NODES = ("Responsibility", "Tenure", "Membership", "Participation", "Chairmanship", "Statement")


def mentions(graph: Graph, mutant: Mutant | None, thing: ox.NamedNode) -> Mutant | None:
    """Take it for right as well to tell a fault where the thing is spoken of or named."""
    facts = [f for f in graph.naming[thing] if mutant and f.path not in mutant.files]
    return also(mutant, ((f.path, graph.lines(f.path)[said(f)]) for f in facts))


def class_of(graph: Graph, random: Random, *, register: bool) -> Fact:
    found = graph.which(
        lambda f: (
            f.predicate == TYPE
            and is_thing(f.subject)
            and is_register(f.path) == register
            and len({g.path for g in graph.of[f.subject, "type"]}) == 1
        ),
        random,
    )
    assert found
    return found


@operator()
def class_dropped(graph: Graph, random: Random) -> Mutant | None:
    """A thing of the register has no class."""
    return graph.change("class-dropped", [class_of(graph, random, register=True)])


@operator()
def class_of_a_node_dropped(graph: Graph, random: Random) -> Mutant | None:
    """The node of a statement has no class."""
    return graph.change("class-of-a-node-dropped", [class_of(graph, random, register=False)])


@operator()
def class_misspelt(graph: Graph, random: Random) -> Mutant | None:
    """The name of a class is misspelt."""
    one = class_of(graph, random, register=random.random() < 0.5)
    value = akg(misspelt(local(one.object), random))
    return graph.change("class-misspelt", [one], [one.but(object=value)])


@operator()
def class_of_others(graph: Graph, random: Random) -> Mutant | None:
    """The class is one of another vocabulary."""
    one = class_of(graph, random, register=random.random() < 0.5)
    iri = random.choice(
        [
            "http://xmlns.com/foaf/0.1/Person",
            "https://schema.org/Organization",
            "http://www.w3.org/ns/org#Organization",
            "http://www.w3.org/2002/07/owl#Thing",
        ]
    )
    return graph.change("class-of-others", [one], [one.but(object=ox.NamedNode(iri))])


@operator()
def class_swapped(graph: Graph, random: Random) -> Mutant | None:
    """A thing of the register has another class."""
    one = class_of(graph, random, register=True)
    value = akg(random.choice([name for name in _THINGS if name != local(one.object)]))
    return graph.change("class-swapped", [one], [one.but(object=value)])


@operator()
def class_of_a_node_swapped(graph: Graph, random: Random) -> Mutant | None:
    """The node of a statement has another class."""
    one = class_of(graph, random, register=False)
    if local(one.object) == "InstitutionalChange":
        return None
    value = akg(random.choice([name for name in _NODES if name != local(one.object)]))
    return graph.change("class-of-a-node-swapped", [one], [one.but(object=value)])


@operator()
def two_classes(graph: Graph, random: Random) -> Mutant | None:
    """A thing has two classes."""
    one = class_of(graph, random, register=random.random() < 0.5)
    if local(one.object) in ("Statement", "InstitutionalChange"):
        return None
    value = akg(random.choice([name for name in _THINGS if name != local(one.object)]))
    return graph.change("two-classes", add=[one.but(object=value)])


@operator()
def thing_dropped(graph: Graph, random: Random) -> Mutant | None:
    """A thing is gone from the register, but sources still speak of it; told where they do."""
    one = class_of(graph, random, register=True)
    mutant = graph.change("thing-dropped", graph.about[one.path, one.subject])
    return mentions(graph, mutant, one.subject)


@operator()
def thing_renamed(graph: Graph, random: Random) -> Mutant | None:
    """The id of a thing is changed in the register only; told where the old one still stands."""
    one = class_of(graph, random, register=True)
    own = graph.about[one.path, one.subject]
    new = ox.NamedNode(ID + misspelt(one.subject.value.removeprefix(ID), random))
    mutant = graph.change("thing-renamed", own, [f.but(subject=new) for f in own])
    return mentions(graph, mutant, one.subject)
