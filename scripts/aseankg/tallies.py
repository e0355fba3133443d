"""The rows of the measures that look at groups, cuts and gaps, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg import communities, gaps
from aseankg.catalogue import SOURCES
from aseankg.namespaces import AKG, HOUSE_GRAPHS, ID
from aseankg.terms import Term, value_of

if TYPE_CHECKING:
    import networkx as nx


class Things(list[str]):
    """IRIs in a cell: of one thing or of several."""


Row = dict[str, str | float | Things]


@dataclass(frozen=True)
class Scene:
    """What a measure looks at: a network, the store it comes from, what it was asked with."""

    graph: nx.MultiDiGraph
    store: ox.Store
    terms: Mapping[str, Term] = field(default_factory=dict)


def thing_row(scene: Scene, node: str) -> Row:
    """Give a thing with its kind and country."""
    told = scene.graph.nodes[node]
    return {
        "thing": Things([node]),
        "kind": told["type"] or told["kind"],
        "country": _lands([told["country"]]),
    }


def cited(scene: Scene, nodes: Iterable[str]) -> Row:
    """Give the sources of all edges of some things."""
    found = set()
    for node in nodes:
        for graph in (scene.graph.in_edges, scene.graph.out_edges):
            found |= {iri for _, _, told in graph(node, data="sources") for iri in told}
    return {SOURCES: " ".join(sorted(found))}


def _of_edges(scene: Scene, edges: Iterable[tuple[str, str, str]]) -> Row:
    told = [scene.graph.edges[edge] for edge in edges]
    return {
        "relation": "; ".join(sorted({one["label"] for one in told})),
        "basis": "; ".join(sorted({one["basis"] for one in told})),
        SOURCES: " ".join(sorted({iri for one in told for iri in one["sources"]})),
    }


def community_rows(scene: Scene) -> list[Row]:
    """Give a row for each community, its most central things first."""
    found = communities.communities(scene.graph)
    return [
        {
            "community": float(number),
            "size": float(len(group)),
            "things": Things(group),
            "countries": _countries(scene, group),
            "stability": stability,
            "modularity": found.modularity,
            **cited(scene, group),
        }
        for number, (group, stability) in enumerate(
            zip(found.groups, found.stability, strict=True), start=1
        )
    ]


def _countries(scene: Scene, group: Iterable[str]) -> Things:
    return _lands(scene.graph.nodes[node]["country"] for node in group)


def _lands(texts: Iterable[str]) -> Things:
    """Give the countries of which the slugs stand in some texts."""
    return Things(sorted({ID + slug for text in texts for slug in text.split()}))


def component_rows(scene: Scene) -> list[Row]:
    """Give a row for each piece that hangs on no other."""
    return [
        {
            "component": float(number),
            "size": float(len(piece)),
            "things": Things(piece),
            "countries": _countries(scene, piece),
            **cited(scene, piece),
        }
        for number, piece in enumerate(communities.components(scene.graph), start=1)
    ]


def articulation_rows(scene: Scene) -> list[Row]:
    """Give a row for each thing that holds pieces together."""
    return [
        {
            **thing_row(scene, cut.ends[0]),
            "pieces": float(cut.pieces),
            "cut_off": float(len(cut.cut_off)),
            "things_cut_off": Things(cut.cut_off),
            **cited(scene, cut.ends),
        }
        for cut in communities.articulation_points(scene.graph)
    ]


def bridge_rows(scene: Scene) -> list[Row]:
    """Give a row for each tie that alone holds pieces together."""
    return [
        {
            "one": Things([cut.ends[0]]),
            "other": Things([cut.ends[1]]),
            "cut_off": float(len(cut.cut_off)),
            "things_cut_off": Things(cut.cut_off),
            **_of_edges(scene, _between(scene, *cut.ends)),
        }
        for cut in communities.bridges(scene.graph)
    ]


def _between(scene: Scene, one: str, other: str) -> list[tuple[str, str, str]]:
    pairs = ((one, other), (other, one))
    found = ((a, b, scene.graph.get_edge_data(a, b) or {}) for a, b in pairs)
    return [(a, b, key) for a, b, edges in found for key in edges]


def support_rows(scene: Scene) -> list[Row]:
    """Give for each thing pointed at the number of those that point at it."""
    return [_support_row(scene, one) for one in gaps.supports(scene.graph)]


def _support_row(scene: Scene, one: gaps.Support) -> Row:
    national = {h for h in one.holders if scene.graph.nodes[h]["country"]}
    return {
        **thing_row(scene, one.thing),
        "pillar": scene.graph.nodes[one.thing]["pillar"],
        "bodies": float(len(one.holders)),
        "national": float(len(national)),
        "countries": _countries(scene, one.holders),
        **_of_edges(scene, one.edges),
    }


def single_rows(scene: Scene) -> list[Row]:
    """Give the things at which one other alone points."""
    return [
        {**_support_row(scene, one), "hangs_on": Things(one.holders)}
        for one in gaps.supports(scene.graph)
        if len(one.holders) == 1
    ]


def _targets(scene: Scene) -> gaps.Things:
    """Give what might be pointed at: the things of the kinds that edges lead to."""
    ends = {end for pair in scene.graph.edges() for end in pair[1:]}
    kinds = {scene.graph.nodes[end]["kind"] for end in ends}
    terms = {name: term for name, term in scene.terms.items() if name != "country"}
    everything = gaps.universe(scene.store, scene.graph, terms)
    return {iri: told for iri, told in everything.items() if told["kind"] in kinds}


def _covering(scene: Scene) -> list[gaps.Coverage]:
    country = scene.terms.get("country")
    asked = [value_of(country).removeprefix(ID)] if country else gaps.members(scene.store)
    return gaps.coverage(scene.graph, _targets(scene), asked)


def coverage_rows(scene: Scene) -> list[Row]:
    """Give for each country and pillar how much of what there is it reaches."""
    return [
        {
            "country": _lands([one.country]),
            "pillar": one.pillar,
            "things": float(len(one.reached) + len(one.missed)),
            "reached": float(len(one.reached)),
            "not_reached": float(len(one.missed)),
            "share": len(one.reached) / (len(one.reached) + len(one.missed)),
            **_evidence(scene, one.reached + one.missed),
        }
        for one in _covering(scene)
        if one.reached or one.missed
    ]


def gap_rows(scene: Scene) -> list[Row]:
    """Give a row for each country and thing that it does not reach."""
    return [
        {
            "country": _lands([one.country]),
            "pillar": one.pillar,
            "not_reached": Things([iri]),
            **_evidence(scene, [iri]),
        }
        for one in _covering(scene)
        for iri in one.missed
    ]


def isolated_rows(scene: Scene) -> list[Row]:
    """Give the things of the kinds of a network that have no edge in it."""
    everything = gaps.universe(scene.store, scene.graph, scene.terms)
    return [
        {
            "thing": Things([iri]),
            "kind": told["type"] or told["kind"],
            "country": _lands([told["country"]]),
            "pillar": told["pillar"],
            **_evidence(scene, [iri]),
        }
        for iri, told in sorted(everything.items(), key=lambda one: (one[1]["kind"], one[0]))
        if iri not in scene.graph
    ]


def _evidence(scene: Scene, things: Iterable[str]) -> Row:
    """Give the sources that speak of things that the network itself says nothing of."""
    predicate = ox.NamedNode(AKG + "evidence")
    found = {
        value_of(quad.object)
        for iri in things
        for quad in scene.store.quads_for_pattern(ox.NamedNode(iri), predicate, None, None)
    }
    return {SOURCES: " ".join(sorted(found - set(HOUSE_GRAPHS)))}
