"""How two things hang together: the shortest ways over links, each step with what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from aseankg.catalogue import SOURCES, Cell, SourceInfo, Table
from aseankg.labels import labels_of, sources_of
from aseankg.links import Link
from aseankg.namespaces import AKG, XSD, shorten
from aseankg.network import describe, notations
from aseankg.phrases import CODES, PROPERTIES, phrase

if TYPE_CHECKING:
    import networkx as nx

COLUMNS = ["path", "step", "from", "relation", "to", "start", "end", "basis", "words", SOURCES]
# With these in between everything hangs together with everything, and it tells nothing.
HUBS = ("Country", "Theme")
# Among ways of the same length those come first that rest on sources and avoid busy things.
_INFERRED = 0.01
_BUSY = 0.001


@dataclass(frozen=True)
class Step:
    """One step of a way: from where, to where, by which links."""

    start: str
    end: str
    links: tuple[Link, ...]


Way = tuple[Step, ...]


def web(links: Iterable[Link], aside: Collection[str] = ()) -> nx.Graph:
    """Make the graph of links; without direction, all links of two things on one edge.

    What is `aside` is left out. The cost of an edge is one step and a little more for what is
    inferred or leads to busy things.
    """
    import networkx as nx

    between: dict[tuple[str, str], list[Link]] = {}
    for link in sorted(links):
        if link.start != link.end and not {link.start, link.end} & set(aside):
            pair = (min(link.start, link.end), max(link.start, link.end))
            between.setdefault(pair, []).append(link)
    graph = nx.Graph()
    graph.add_edges_from((*pair, {"links": tuple(found)}) for pair, found in between.items())
    for one, other, told in graph.edges(data=True):
        busy = log2(graph.degree(one)) + log2(graph.degree(other))
        stated = any(link.basis != "inferred" for link in told["links"])
        told["cost"] = 1.0 + _BUSY * busy + (0.0 if stated else _INFERRED)
    return graph


def hubs(store: ox.Store, things: Iterable[str], kept: Collection[str] = ()) -> set[str]:
    """Give those of the things that are hubs of a kind that is not to be kept."""
    kinds = {iri: told["kind"] for iri, told in describe(store, things).items()}
    return {iri for iri, kind in kinds.items() if kind in HUBS and kind not in kept}


def ways(graph: nx.Graph, one: str, other: str, number: int = 3, longest: int = 6) -> list[Way]:
    """Give the shortest ways between two things that pass no thing twice, at most `longest` steps.

    Empty when there is none, or when one of the two has no link at all.
    """
    import networkx as nx

    if one not in graph or other not in graph:
        return []
    found: list[Way] = []
    try:
        for nodes in nx.shortest_simple_paths(graph, one, other, weight="cost"):
            if len(nodes) - 1 > longest or len(found) == number:
                break
            found.append(_way(graph, nodes))
    except nx.NetworkXNoPath:
        return []
    return found


def _way(graph: nx.Graph, nodes: list[str]) -> Way:
    return tuple(Step(*pair, graph.edges[pair]["links"]) for pair in pairwise(nodes))


def links_of(graph: nx.MultiDiGraph) -> list[Link]:
    """Give the edges of a network as links."""
    return [
        Link(
            start, end, _relation(told), told["basis"], told["start"], told["end"], "", "",
            tuple(told["sources"]),
        )
        for start, end, told in graph.edges(data=True)
    ]  # fmt: skip


def _relation(told: Mapping[str, Any]) -> str:
    """Give what an edge says as a property, or by its label."""
    word = str(told["relation"])
    if word in PROPERTIES and word not in CODES:
        return AKG + word
    return str(told["label"])


def table(store: ox.Store, found: Iterable[Way], lang: str = "en") -> Table:
    """Give the ways as a table: a row for each link of each step, every one with its sources.

    `from` and `to` are the ends of the link as it is stated, which may run against the way;
    `words` says it as a sentence.
    """
    numbered = [
        (number, position, link)
        for number, way in enumerate(found, start=1)
        for position, step in enumerate(way, start=1)
        for link in step.links
    ]
    codes = notations(store)
    iris = {iri for *_, link in numbered for iri in (link.start, link.end, link.relation)}
    names = labels_of(store, {iri for iri in iris if ":" in iri and " " not in iri}, lang)
    rows = [_row(number, position, link, names, codes, lang) for number, position, link in numbered]
    told = sources_of(store, {iri for *_, link in numbered for iri in link.sources})
    return Table(COLUMNS, rows, {iri: SourceInfo(*info) for iri, info in told.items()})


def _row(
    path: int,
    step: int,
    link: Link,
    names: dict[str, tuple[str, str]],
    codes: dict[str, str],
    lang: str,
) -> dict[str, Cell]:
    relation = names.get(link.relation, (link.relation, ""))[0]
    word = codes.get(link.relation) or shorten(link.relation).replace(" ", "-")
    start, end = names[link.start], names[link.end]
    return {
        "path": Cell(str(path), datatype=XSD + "integer"),
        "step": Cell(str(step), datatype=XSD + "integer"),
        "from": Cell(link.start, link.start, start[0], start[1] or None),
        "relation": Cell(link.relation, None, relation)
        if link.relation in names
        else Cell(relation),
        "to": Cell(link.end, link.end, end[0], end[1] or None),
        "start": Cell(link.since),
        "end": Cell(link.until),
        "basis": Cell(link.basis),
        "words": Cell(phrase(start[0], word, relation, end[0], lang) + _when(link)),
        SOURCES: Cell(" ".join(link.sources)),
    }


def _when(link: Link) -> str:
    if link.since and link.until:
        period = link.since if link.since == link.until else f"{link.since} - {link.until}"
    else:
        period = f"{link.since} -" if link.since else f"- {link.until}" if link.until else ""
    parts = [period, link.basis if link.basis != "stated" else ""]
    told = "; ".join(filter(None, parts))
    return f" ({told})" if told else ""
