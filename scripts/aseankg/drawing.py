"""What is drawn of a network: its core if it is large, its colours and shapes, its legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from aseankg.edges import Edge, edges_of, nodes_of

if TYPE_CHECKING:
    import networkx as nx

MOST_NODES = 60
_MOST_CHORDS = 250
_SLACK = 1.25  # a network that is hardly larger is drawn whole
# Paul Tol's bright scheme for things and Okabe and Ito's colours for lines: told apart by all eyes.
FILLS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#AA3377", "#66CCEE")
_STROKES = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#B58900", "#56B4E9")
REST = "#777777"
MARKS = ("circle", "square", "diamond", "triangle", "cross", "ring", "dot")


@dataclass(frozen=True)
class Look:
    """How a kind of node or line is drawn, and what the legend calls it."""

    name: str
    colour: str
    mark: str = ""
    count: int = 0


@dataclass(frozen=True)
class Drawn:
    """The part of a network that is drawn, and how: looks by the value of an attribute."""

    graph: nx.MultiDiGraph
    nodes: list[tuple[str, Mapping[str, Any]]]
    edges: list[Edge]
    all_nodes: int
    all_edges: int
    node_key: str
    node_looks: dict[str, Look]
    edge_looks: dict[str, Look]

    def node_look(self, data: Mapping[str, Any]) -> Look:
        """Give the look of a node."""
        return self.node_looks.get(str(data.get(self.node_key, "")), self.node_looks[""])

    def edge_look(self, edge: Edge) -> Look:
        """Give the look of an edge."""
        return self.edge_looks.get(_relation(edge), self.edge_looks[""])

    @property
    def directed(self) -> bool:
        """Tell whether lines lead from one node to another."""
        return bool(self.graph.graph.get("directed", True))

    @property
    def part(self) -> str:
        """Say how much of the network is drawn, "" if all of it."""
        if len(self.nodes) == self.all_nodes and len(self.edges) == self.all_edges:
            return ""
        return (
            f"The core: {len(self.nodes)} of {self.all_nodes} nodes, those with the most links "
            f"among themselves, and {len(self.edges)} of {self.all_edges} lines"
            f"{'' if self.directed else ', the heaviest'}. "
            "The table (csv, xlsx, html) has all of them."
        )


def drawn(graph: nx.MultiDiGraph, most: int = MOST_NODES) -> Drawn:
    """Choose what is drawn of a network and how."""
    directed = bool(graph.graph.get("directed", True))
    kept = _core(graph, most)
    edges = [edge for edge in edges_of(graph) if edge.source in kept and edge.target in kept]
    if not directed:
        edges = _heaviest(edges)
        kept &= {end for edge in edges for end in (edge.source, edge.target)}
    core = graph.subgraph(kept)
    nodes = nodes_of(core)
    key = _node_key(nodes, directed=directed)
    return Drawn(
        core,
        nodes,
        edges,
        len(graph),
        graph.number_of_edges(),
        key,
        _looks((str(data.get(key, "")) for _, data in nodes), FILLS),
        _looks(map(_relation, edges), _STROKES),
    )


def _core(graph: nx.MultiDiGraph, most: int) -> set[str]:
    """Take away the node with the fewest neighbours again and again until few enough are left."""
    if len(graph) <= most * _SLACK:
        return set(graph)
    near = {node: (set(graph.pred[node]) | set(graph.succ[node])) - {node} for node in graph}
    counts = {node: len(others) for node, others in near.items()}
    queue = [(count, counts[node], node) for node, count in counts.items()]
    heapify(queue)
    kept, focus = set(graph), graph.graph.get("focus")
    while queue and len(kept) > most:
        count, _, node = heappop(queue)
        if node not in kept or node == focus or count != counts[node]:
            continue
        kept.discard(node)
        for one in near[node] & kept:
            counts[one] -= 1
            heappush(queue, (counts[one], len(near[one]), one))
    return {node for node in kept if near[node] & kept or node == focus}


def _heaviest(edges: list[Edge]) -> list[Edge]:
    """Keep the lines of the greatest weight where there are more than an eye can follow."""
    weights = sorted((float(edge.data.get("weight", 1.0)) for edge in edges), reverse=True)
    least = weights[_MOST_CHORDS - 1] if len(edges) > _MOST_CHORDS else 0.0
    kept = [edge for edge in edges if float(edge.data.get("weight", 1.0)) > least]
    return kept if kept or not least else edges[:_MOST_CHORDS]


def _node_key(nodes: Sequence[tuple[str, Mapping[str, Any]]], *, directed: bool) -> str:
    """Name the attribute by which nodes are coloured: the first that tells them apart."""
    keys = ("kind", "type", "pillar", "country")
    for key in keys if directed else keys[::-1]:
        values = Counter(str(data.get(key, "")) for _, data in nodes).values()
        if len(values) > 1 and max(values) < 0.9 * sum(values):
            return key
    return "kind"


def _relation(edge: Edge) -> str:
    return str(edge.data.get("label") or edge.data.get("relation", ""))


def _looks(values: Iterable[str], colours: tuple[str, ...]) -> dict[str, Look]:
    """Give the most frequent values a colour and mark each; "" stands for all others."""
    counts = Counter(values)
    order = sorted((name for name in counts if name), key=lambda name: (-counts[name], name))
    named = order[: len(colours)]
    found = {
        name: Look(name, colours[number], MARKS[number], counts[name])
        for number, name in enumerate(named)
    }
    rest = sum(counts.values()) - sum(look.count for look in found.values())
    return {**found, "": Look("other", REST, MARKS[-1], rest)}


def plain(name: str) -> str:
    """Write the name of a class or code as words: "SectoralBody" and "sectoral-body" alike."""
    words = "".join(f" {c.lower()}" if c.isupper() and not name.isupper() else c for c in name)
    return words.replace("-", " ").strip()
