"""Faults in what editors conclude, and in the disagreements that they record."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import PROV
from mutation_graph import Graph
from mutation_nodes import beside, node_of, part, plain_fact
from mutations import Mutant, is_thing, local, operator

_EDITORS = ("Conclusion", "Remark")


@operator()
def facts_moved_to_the_editors(graph: Graph, random: Random) -> Mutant | None:
    """What a source says is written in the editorial file as a plain fact that rests on nothing."""
    editorial = graph.root / "graph" / "editorial.ttl"
    one = graph.which(
        lambda f: (
            f.path in graph.sources
            and is_thing(f.subject)
            and is_thing(f.object)
            and graph.kinds.get(f.subject) in ("Institution", "Instrument", "Commitment", "Post")
            and len([g for g in graph.of[f.subject, local(f.predicate)] if g.object == f.object])
            == 1
        ),
        random,
    )
    assert one
    return graph.change("facts-moved-to-the-editors", [one], [one._replace(path=editorial)])


@operator()
def conclusion_dropped(graph: Graph, random: Random) -> Mutant | None:
    """The conclusion beside a plain fact of the editors is gone, and all that it rests on."""
    own = node_of(graph, random, "Conclusion")
    fact = plain_fact(graph, own)
    if not fact or any(f.subject != own[0].subject for f in graph.naming[own[0].subject]):
        return None
    return beside(graph.change("conclusion-dropped", own), fact)


@operator()
def conclusion_without_reason(graph: Graph, random: Random) -> Mutant | None:
    """A conclusion does not say why."""
    own = node_of(graph, random, *_EDITORS)
    one = part(own, "rationale")
    return one and graph.change("conclusion-without-reason", [one])


@operator()
def conclusion_without_origin(graph: Graph, random: Random) -> Mutant | None:
    """A conclusion does not say from what it was drawn."""
    own = node_of(graph, random, "Conclusion")
    gone = [f for f in own if local(f.predicate) == "wasDerivedFrom"]
    return graph.change("conclusion-without-origin", gone)


@operator()
def duty_of_editors_without_reason(graph: Graph, random: Random) -> Mutant | None:
    """A responsibility that editors infer lacks its reason or its origin."""
    own = node_of(graph, random, "Responsibility")
    basis, name = part(own, "basis"), random.choice(["rationale", "wasDerivedFrom"])
    gone = [f for f in own if local(f.predicate) == name]
    if not gone or not basis or local(basis.object) != "basis-inferred":
        return None
    return graph.change("duty-of-editors-without-reason", gone)


@operator()
def conclusion_in_a_source(graph: Graph, random: Random) -> Mutant | None:
    """What editors conclude stands in the file of a source."""
    own = node_of(graph, random, "Statement", "Responsibility", "Tenure", "Membership")
    basis = part(own, "basis")
    if not basis or basis.path not in graph.sources:
        return None
    if random.random() < 0.5:
        inferred = ox.NamedNode(str(basis.object)[1:-1].rpartition("-")[0] + "-inferred")
        return graph.change("conclusion-in-a-source", [basis], [basis.but(object=inferred)])
    origin = ox.NamedNode(PROV + "wasDerivedFrom")
    source = ox.NamedNode(graph.parts[basis.path].graph.value)
    return graph.change("conclusion-in-a-source", add=[basis.but(predicate=origin, object=source)])


@operator()
def contradiction_of_nobody(graph: Graph, random: Random) -> Mutant | None:
    """A contradiction gives a value that no source named there states."""
    own = node_of(graph, random, "Contradiction")
    one = part(own, random.choice(["leftValue", "rightValue"]))
    if not one:
        return None
    value = ox.Literal(random.choice(["something else", "2003", "1.5 million"]))
    return graph.change("contradiction-of-nobody", [one], [one.but(object=value)])


@operator()
def contradiction_of_one_side(graph: Graph, random: Random) -> Mutant | None:
    """A contradiction has one side only, or both sides are the same."""
    own = node_of(graph, random, "Contradiction")
    left, right = part(own, "leftValue"), part(own, "rightValue")
    if not left or not right:
        return None
    if random.random() < 0.5:
        return graph.change("contradiction-of-one-side", [right], [right.but(object=left.object)])
    name = random.choice(["leftSource", "rightSource"])
    gone = [f for f in own if local(f.predicate) == name]
    return graph.change("contradiction-of-one-side", gone)
