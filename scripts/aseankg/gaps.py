"""What a network does not reach: goals that nobody or only one body answers for, things alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.centralities import is_directed
from aseankg.namespaces import AKG, CODE, FOAF, RDF
from aseankg.network import describe
from aseankg.terms import Term, value_of

if TYPE_CHECKING:
    import networkx as nx

Things = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Support:
    """A thing that others point at, with those others and the keys of the edges from them."""

    thing: str
    holders: list[str]
    edges: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Coverage:
    """For one country and one pillar: the things there are, and those that it reaches."""

    country: str
    pillar: str
    reached: list[str]
    missed: list[str]


def supports(graph: nx.MultiDiGraph) -> list[Support]:
    """Give for each thing pointed at who points at it, those with the fewest first.

    Where direction means nothing, each thing with all that it is tied to.
    """
    edges: dict[str, list[tuple[str, str, str]]] = {}
    for start, end, key in graph.edges(keys=True):
        edges.setdefault(end, []).append((start, end, key))
        if not is_directed(graph):
            edges.setdefault(start, []).append((start, end, key))
    found = [
        Support(thing, sorted({_other(one, thing) for one in ties}), sorted(ties))
        for thing, ties in edges.items()
    ]
    return sorted(found, key=lambda one: (len(one.holders), one.thing))


def _other(edge: tuple[str, str, str], thing: str) -> str:
    return edge[0] if edge[1] == thing else edge[1]


def coverage(graph: nx.MultiDiGraph, targets: Things, countries: Iterable[str]) -> list[Coverage]:
    """Give for each country and pillar which of the targets a thing of that country is tied to.

    What belongs to a country counts for that country only, and is reached by any edge. What belongs
    to none counts for all, unless no edge of the network begins at a thing of a country.
    """
    national = any(graph.nodes[start]["country"] for start, _ in graph.edges())
    reached: dict[str, set[str]] = {country: set() for country in sorted(countries)}
    for one, other in graph.edges():
        for country in graph.nodes[one]["country"].split() + graph.nodes[other]["country"].split():
            reached.get(country, set()).update((one, other))
    return [
        _covered(country, pillar, targets, reached[country], national=national)
        for country in reached
        for pillar in sorted({told["pillar"] for told in targets.values()})
    ]


def _covered(
    country: str, pillar: str, targets: Things, reached: set[str], *, national: bool
) -> Coverage:
    concerned = [
        iri
        for iri, told in sorted(targets.items())
        if told["pillar"] == pillar
        and (country in told["country"].split() if told["country"] else national)
    ]
    met = [iri for iri in concerned if iri in reached]
    return Coverage(country, pillar, met, [iri for iri in concerned if iri not in reached])


def members(store: ox.Store) -> list[str]:
    """Give the ids of the Member States."""
    status = ox.NamedNode(CODE + "country-status-member")
    quads = store.quads_for_pattern(None, ox.NamedNode(AKG + "status"), status, None)
    return sorted({value_of(quad.subject).rpartition("/")[2] for quad in quads})


def universe(store: ox.Store, graph: nx.MultiDiGraph, terms: Mapping[str, Term]) -> Things:
    """Give all things of the kinds in a network that what was asked for does not leave out.

    Countries are not among them: they are ends of lines and not to be reached. `terms` are the
    values that the network was asked with: a country, a pillar, a plan, a level and a day leave
    out what is not of it or had ended.
    """
    kinds = {told["kind"] for _, told in graph.nodes(data=True)} - {"Country"}
    things = {iri for kind in sorted(kinds) for iri in _instances(store, kind)}
    described = describe(store, sorted(things))
    for name, prefix in (("pillar", "pillar-"), ("level", "commitment-level-")):
        if name in terms:
            code = value_of(terms[name]).removeprefix(CODE).removeprefix(prefix)
            described = _of(described, "type" if name == "level" else name, code)
    if "country" in terms:
        described = _of(described, "country", value_of(terms["country"]).rpartition("/")[2])
    if "plan" in terms:
        kept = _subjects(store, "instrument", terms["plan"]) | {value_of(terms["plan"])}
        described = _only(described, kept, ("Commitment", "Instrument"))
    return _standing(store, described, terms)


def _of(things: Things, name: str, value: str) -> Things:
    """Keep what has a value in `name`; a level is a matter of commitments only."""
    exempt = name == "type"
    return {
        iri: told
        for iri, told in things.items()
        if (exempt and told["kind"] != "Commitment") or value in told[name].split()
    }


def _only(things: Things, kept: set[str], kinds: tuple[str, ...]) -> Things:
    return {iri: told for iri, told in things.items() if told["kind"] not in kinds or iri in kept}


def _standing(store: ox.Store, things: Things, terms: Mapping[str, Term]) -> Things:
    """Leave out what had ended on the day that was asked for: bodies, and goals of past plans."""
    day = terms.get("as_of")
    if day is None:
        return things
    ended = {
        value_of(quad.subject)
        for name in ("dissolvedLatest", "periodToLatest")
        for quad in store.quads_for_pattern(None, ox.NamedNode(AKG + name), None, None)
        if value_of(quad.object) < value_of(day)
    }
    for quad in store.quads_for_pattern(None, ox.NamedNode(AKG + "instrument"), None, None):
        if value_of(quad.object) in ended:
            ended.add(value_of(quad.subject))
    return {iri: told for iri, told in things.items() if iri not in ended}


def _instances(store: ox.Store, kind: str) -> set[str]:
    namespaces = (AKG, FOAF)
    return {
        value_of(quad.subject)
        for namespace in namespaces
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(namespace + kind), None
        )
    }


def _subjects(store: ox.Store, name: str, value: Term) -> set[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(AKG + name), value, None)
    return {value_of(quad.subject) for quad in quads}
