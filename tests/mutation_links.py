"""Faults in what is tied to what: things of another class, ids of nothing, cycles."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import AKG, CODE, ID
from mutation_graph import Graph
from mutation_shapes import fitting
from mutations import TYPE, Fact, Mutant, is_code, is_register, is_thing, local, misspelt, operator

_CYCLES = (
    *("partOf", "reportsTo", "supersedes", "implements", "broader", "continues", "mergedInto"),
    "succeeds",
)


@operator()
def value_of_another_class(graph: Graph, random: Random) -> Mutant | None:
    """A thing of a class that makes no sense there is named: a person as the country."""
    one = graph.which(
        lambda f: (
            f.predicate.value.startswith(AKG)
            and is_thing(f.object)
            and local(f.predicate) not in ("about", "contradiction")
        ),
        random,
    )
    assert one
    taken = graph.values[graph.kinds.get(one.subject, ""), local(one.predicate)]
    taken = taken | fitting()[local(one.predicate)]
    names = ("Country", "Person", "Event", "Theme", "Institution", "Result")
    kinds = [name for name in names if name not in taken]
    value = random.choice(graph.things[random.choice(kinds)])
    return graph.change("value-of-another-class", [one], [one.but(object=value)])


@operator()
def value_of_nothing(graph: Graph, random: Random) -> Mutant | None:
    """The id of the thing named is misspelt."""
    one = graph.which(lambda f: is_thing(f.object), random)
    assert one
    assert isinstance(one.object, ox.NamedNode)
    value = ox.NamedNode(ID + misspelt(one.object.value.removeprefix(ID), random))
    known = value in graph.kinds
    return None if known else graph.change("value-of-nothing", [one], [one.but(object=value)])


@operator()
def subject_of_nothing(graph: Graph, random: Random) -> Mutant | None:
    """The id of the thing spoken of is misspelt, in the whole block."""
    one = graph.which(lambda f: is_thing(f.subject) and not is_register(f.path), random)
    assert one
    own = graph.about[one.path, one.subject]
    if any(f.predicate == TYPE for f in own):
        return None
    thing = ox.NamedNode(ID + misspelt(one.subject.value.removeprefix(ID), random))
    return graph.change("subject-of-nothing", own, [f.but(subject=thing) for f in own])


@operator()
def id_in_capitals(graph: Graph, random: Random) -> Mutant | None:
    """An id is written in capitals."""
    one = graph.which(lambda f: is_thing(f.object), random)
    assert one
    value = ox.NamedNode(ID + str(one.object)[1:-1].removeprefix(ID).upper())
    return graph.change("id-in-capitals", [one], [one.but(object=value)])


@operator()
def prefix_swapped(graph: Graph, random: Random) -> Mutant | None:
    """The prefix code: stands where id: is meant, or the other way round."""
    one = graph.which(lambda f: is_thing(f.object) or is_code(f.object), random)
    assert one
    old, new = (ID, CODE) if is_thing(one.object) else (CODE, ID)
    value = ox.NamedNode(new + str(one.object)[1:-1].removeprefix(old))
    return graph.change("prefix-swapped", [one], [one.but(object=value)])


@operator()
def cycle_closed(graph: Graph, random: Random) -> Mutant | None:
    """By way of others, a thing becomes part of itself, or takes its own place."""
    name = random.choice(_CYCLES)
    one = graph.which(lambda f: local(f.predicate) == name and is_thing(f.object), random)
    if one is None:
        return None
    chain = [one]
    while len(chain) < 4:
        more = [f for f in graph.naming[chain[-1].object] if f.predicate == one.predicate]
        more = [f for f in more if f.subject == chain[-1].object]
        if not more:
            break
        chain.append(more[0])
    assert isinstance(chain[-1].object, ox.NamedNode)
    closing = Fact(chain[-1].path, chain[-1].object, one.predicate, one.subject)
    return graph.change("cycle-closed", add=[closing])


@operator()
def linked_to_itself(graph: Graph, random: Random) -> Mutant | None:
    """A thing is tied to itself."""
    names = {*_CYCLES, "agent", "member"}
    one = graph.which(lambda f: local(f.predicate) in names and is_thing(f.object), random)
    assert one
    value = one.subject
    if local(one.predicate) in ("agent", "member"):
        part = "target" if local(one.predicate) == "agent" else "organization"
        others = graph.of[one.subject, part]
        if not others:
            return None
        assert isinstance(others[0].object, ox.NamedNode)
        value = others[0].object
    return graph.change("linked-to-itself", [one], [one.but(object=value)])
