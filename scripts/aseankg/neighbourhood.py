"""What lies around a thing: the network of its links, and all that is said of what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.labels import labels_of
from aseankg.namespaces import (
    AKG,
    CODE,
    EDITORIAL,
    HOUSE_GRAPHS,
    ID,
    INFERRED,
    RDF,
    SKOS,
    SRC,
    shorten,
)
from aseankg.network import describe, notations
from aseankg.terms import value_of

if TYPE_CHECKING:
    import networkx as nx

# Nodes that stand for one link: which properties lead to its two ends, and what names it.
_LINKS = {
    "Responsibility": ("agent", "target", "role"),
    "Tenure": ("holder", "post", "holds"),
    "Membership": ("member", "organization", "status"),
    "Chairmanship": ("chair", "organization", "chairs"),
    "Participation": ("participant", "event", "role"),
    "Statement": (RDF + "subject", RDF + "object", RDF + "predicate"),
    "Conclusion": (RDF + "subject", RDF + "object", RDF + "predicate"),
}
_MORE = ("Contribution", "Claim", "Contradiction", "Remark", "InstitutionalChange")
_INNER = {AKG + name for name in (*_LINKS, *_MORE)}
_CAUTION = "Only what the sources of this graph say is shown; what they leave out is not."


@dataclass(frozen=True)
class Link:
    """A link of two things: what it is called, since and until when, and who says so."""

    source: str
    target: str
    relation: str
    basis: str
    start: str
    end: str
    sources: tuple[str, ...]


def surroundings(store: ox.Store, thing: str, hops: int = 1, lang: str = "en") -> nx.MultiDiGraph:
    """Give the network of a thing and what is at most `hops` links away from it.

    Nodes and edges have the attributes that `network.project` gives them. Links between the
    things on the rim are left out, so that the network stays that of the thing.
    """
    import networkx as nx

    links = _reached(store, thing, hops)
    iris = {thing, *(end for link in links for end in (link.source, link.target))}
    names = labels_of(store, iris | {link.relation for link in links}, lang)
    described, codes = describe(store, iris), notations(store)
    graph = nx.MultiDiGraph()
    for iri in sorted(iris):
        graph.add_node(iri, label=names[iri][0], lang=names[iri][1], **described[iri])
    for link in links:
        code = codes.get(link.relation) or shorten(link.relation).partition(":")[2]
        _add(graph, link, code, names[link.relation][0])
    steps = "directly" if hops == 1 else f"over at most {hops} steps"
    graph.graph |= {
        "name": f"around-{shorten(thing).partition(':')[2]}",
        "title": f"What is linked with {names[thing][0]}",
        "lang": lang,
        "caution": f"Linked {steps}. {_CAUTION}",
        "focus": thing,
    }
    return graph


def _add(graph: nx.MultiDiGraph, link: Link, code: str, name: str) -> None:
    beside = graph.get_edge_data(link.source, link.target) or {}
    number = 1 + sum(one["relation"] == code for one in beside.values())
    graph.add_edge(
        link.source,
        link.target,
        f"{code}-{number}",
        relation=code,
        label=name,
        weight=1.0,
        basis=link.basis,
        start=link.start,
        end=link.end,
        sources=list(link.sources),
    )


def _reached(store: ox.Store, thing: str, hops: int) -> list[Link]:
    found: set[Link] = set()
    seen, rim = {thing}, {thing}
    for _ in range(hops):
        new = {link for iri in sorted(rim) for link in links_of(store, iri)}
        found |= new
        rim = {end for link in new for end in (link.source, link.target)} - seen
        seen |= rim
    return sorted(found, key=lambda link: (link.source, link.target, repr(link)))


def links_of(store: ox.Store, thing: str) -> set[Link]:
    """Give the links of a thing: plain statements, and the nodes that tell more of a link.

    Short cuts that rules infer between things are no links of their own.
    """
    node = ox.NamedNode(thing)
    found: set[Link] = set()
    plain: dict[tuple[str, str, str], set[str]] = {}
    told: set[tuple[str, str, str]] = set()
    for quad in (
        *store.quads_for_pattern(node, None, None, None),
        *store.quads_for_pattern(None, None, node, None),
    ):
        here, there = value_of(quad.subject), value_of(quad.object)
        if _is_inner(store, here):
            link = _link(store, here)
            if link and thing in (link.source, link.target):
                found.add(link)
                told.add((link.source, link.relation, link.target))
        elif _is_plain(store, quad):
            plain.setdefault((here, quad.predicate.value, there), set()).add(
                value_of(quad.graph_name)
            )
    for (here, relation, there), graphs in plain.items():
        if (here, relation, there) not in told:
            found.add(Link(here, there, relation, _basis(graphs), "", "", _cited(graphs)))
    return found


def _is_inner(store: ox.Store, iri: str) -> bool:
    """Tell whether an IRI stands for a link or a remark and for no thing of the register."""
    return iri.startswith(ID) and "--" in iri and bool(_classes(store, iri) & _INNER)


def _is_plain(store: ox.Store, quad: ox.Quad) -> bool:
    if value_of(quad.graph_name) == INFERRED or not isinstance(quad.object, ox.NamedNode):
        return False
    both = value_of(quad.subject), quad.object.value
    return all(iri.startswith(ID) and not _is_inner(store, iri) for iri in both)


def _classes(store: ox.Store, iri: str) -> set[str]:
    return set(_values(store, iri, RDF + "type"))


def _values(store: ox.Store, iri: str, name: str) -> list[str]:
    """Give the values of a property, the same in the same order."""
    predicate = ox.NamedNode(name if ":" in name else AKG + name)
    quads = store.quads_for_pattern(ox.NamedNode(iri), predicate, None, None)
    return sorted({value_of(quad.object) for quad in quads})


def _link(store: ox.Store, node: str) -> Link | None:
    """Read the link that a node stands for, if both its ends are things."""
    kinds = {iri.removeprefix(AKG) for iri in _classes(store, node)} & set(_LINKS)
    if not kinds:
        return None
    start, end, name = _LINKS[min(kinds)]
    ends = [next(iter(_values(store, node, one)), "") for one in (start, end)]
    if not all(one.startswith(ID) for one in ends):
        return None
    relation = next(iter(_values(store, node, name)), AKG + name)
    basis = [value.removeprefix(f"{CODE}basis-") for value in _values(store, node, "basis")]
    return Link(
        ends[0],
        ends[1],
        relation,
        basis[0] if basis else "stated",
        min(_values(store, node, "from"), default=""),
        max(_values(store, node, "to"), default=""),
        _cited(_values(store, node, "evidence") or _graphs(store, node)),
    )


def _graphs(store: ox.Store, node: str) -> Iterator[str]:
    for quad in store.quads_for_pattern(ox.NamedNode(node), None, None, None):
        yield value_of(quad.graph_name)


def _cited(graphs: Iterable[str]) -> tuple[str, ...]:
    """Give the sources; what the house itself says counts only where no source does."""
    found = sorted(set(graphs))
    outside = [iri for iri in found if iri not in HOUSE_GRAPHS]
    return tuple(outside or [iri for iri in found if iri == EDITORIAL])


def _basis(graphs: set[str]) -> str:
    return "inferred" if graphs == {EDITORIAL} else "stated"


def excerpt(store: ox.Store, things: Iterable[str]) -> ox.Store:
    """Give the statements about some things: theirs, those of their links, and their sources.

    Of what is only pointed at, the class and the names come along.
    """
    kept: set[ox.Quad] = set()
    inner: set[str] = set()
    for thing in things:
        node = ox.NamedNode(thing)
        kept |= set(store.quads_for_pattern(node, None, None, None))
        incoming = list(store.quads_for_pattern(None, None, node, None))
        kept |= set(incoming)
        inner |= {one for one in (value_of(q.subject) for q in incoming) if _is_inner(store, one)}
    for one in inner:
        kept |= set(store.quads_for_pattern(ox.NamedNode(one), None, None, None))
    kept |= set(_descriptions(store, kept))
    found = ox.Store()
    found.bulk_extend(kept)
    return found


def _descriptions(store: ox.Store, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    mentioned = {value_of(q.graph_name) for q in quads} - set(HOUSE_GRAPHS)
    for quad in quads:
        ends = (quad.subject, quad.object)
        mentioned |= {one.value for one in ends if isinstance(one, ox.NamedNode)}
    for iri in mentioned:
        node = ox.NamedNode(iri)
        if iri.startswith(SRC):
            yield from store.quads_for_pattern(node, None, None, node)
        for name in (RDF + "type", SKOS + "prefLabel"):
            yield from store.quads_for_pattern(node, ox.NamedNode(name), None, None)
