"""Numbers for the place of each thing in a network; the same graph gives the same numbers.

Parallel edges count as one with the sum of their weights. Where a distance is needed it is the
inverse of the weight: who shares more goals stands nearer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

Scores = dict[str, float]
SEED = 2045
SAMPLED_ABOVE = 1000  # betweenness of larger graphs is estimated
SAMPLE = 100
_ROUNDS = 1000
_TOLERANCE = 1e-12


def is_directed(graph: nx.MultiDiGraph) -> bool:
    """Tell whether the direction of an edge means something in this network."""
    return bool(graph.graph.get("directed", True))


def simple(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """Give the directed graph with one edge for all parallel ones: `weight` and `distance`.

    In a network without direction there is one edge each way.
    """
    import networkx as nx

    flat = nx.DiGraph()
    flat.add_nodes_from(sorted(graph))
    for start, end, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        _add(flat, start, end, data["weight"])
        if not is_directed(graph):
            _add(flat, end, start, data["weight"])
    return flat


def undirected(graph: nx.MultiDiGraph) -> nx.Graph:
    """Give the graph without direction, one edge for all between two things, no loops."""
    import networkx as nx

    flat = nx.Graph()
    flat.add_nodes_from(sorted(graph))
    for start, end, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        if start != end:
            _add(flat, start, end, data["weight"])
    return flat


def _add(flat: Any, start: str, end: str, weight: float) -> None:
    total = weight + (flat[start][end]["weight"] if flat.has_edge(start, end) else 0.0)
    flat.add_edge(start, end, weight=total, distance=1.0 / total if total > 0 else float("inf"))


def degree(graph: nx.MultiDiGraph) -> Scores:
    """Count the edges of each thing, parallel ones each."""
    return {node: float(number) for node, number in graph.degree()}


def in_degree(graph: nx.MultiDiGraph) -> Scores:
    """Count the edges that point at each thing; all of its edges where direction means nothing."""
    counted = graph.in_degree() if is_directed(graph) else graph.degree()
    return {node: float(number) for node, number in counted}


def out_degree(graph: nx.MultiDiGraph) -> Scores:
    """Count the edges that point away; all of them where direction means nothing."""
    counted = graph.out_degree() if is_directed(graph) else graph.degree()
    return {node: float(number) for node, number in counted}


def weighted_degree(graph: nx.MultiDiGraph) -> Scores:
    """Sum the weights of the edges of each thing."""
    return {node: float(number) for node, number in graph.degree(weight="weight")}


def neighbours(graph: nx.MultiDiGraph) -> Scores:
    """Count the different things that each thing is tied to."""
    return {node: float(number) for node, number in undirected(graph).degree()}


def pagerank(graph: nx.MultiDiGraph) -> Scores:
    """Give the share of time at each thing of one who follows edges by weight; damping 0.85."""
    import networkx as nx

    return _floats(nx.pagerank(simple(graph), weight="weight", max_iter=_ROUNDS)) if graph else {}


def betweenness(graph: nx.MultiDiGraph) -> Scores:
    """Give the share of shortest paths that run through each thing, direction left aside.

    Paths are short where weights are high. Above `SAMPLED_ABOVE` things the share is estimated from
    the paths that begin at `SAMPLE` of them, the same ones each time.
    """
    import networkx as nx

    flat = undirected(graph)
    sample = SAMPLE if len(flat) > SAMPLED_ABOVE else None
    return _floats(nx.betweenness_centrality(flat, k=sample, weight="distance", seed=SEED))


def closeness(graph: nx.MultiDiGraph) -> Scores:
    """Give how near each thing is to those it can reach, times the share of things it can reach.

    The formula of Wasserman and Faust, on distances without direction.
    """
    return _by_distance(graph, _closeness)


def harmonic(graph: nx.MultiDiGraph) -> Scores:
    """Give the mean of the inverse distances to all other things; out of reach counts nothing."""
    return _by_distance(graph, _harmonic)


def eigenvector(graph: nx.MultiDiGraph) -> Scores:
    """Give a high value to who is tied to things of high value; the greatest is 1."""
    return _power(graph, directed=False, step=lambda matrix, x: matrix @ x + x)


def authorities(graph: nx.MultiDiGraph) -> Scores:
    """Give a high value to what good hubs point at (HITS); the values sum to 1."""
    scores = _power(graph, directed=True, step=lambda matrix, x: matrix.T @ (matrix @ x))
    return _shares(scores)


def hubs(graph: nx.MultiDiGraph) -> Scores:
    """Give a high value to who points at good authorities (HITS); the values sum to 1."""
    scores = _power(graph, directed=True, step=lambda matrix, x: matrix @ (matrix.T @ x))
    return _shares(scores)


def _by_distance(graph: nx.MultiDiGraph, score: Callable[[NDArray[np.float64]], float]) -> Scores:
    from scipy.sparse.csgraph import shortest_path

    flat = undirected(graph)
    nodes = list(flat)
    if len(nodes) < 2:
        return dict.fromkeys(nodes, 0.0)
    found = shortest_path(_matrix(flat, nodes, "distance"), method="D", directed=False)
    return {node: float(score(found[row])) for row, node in enumerate(nodes)}


def _closeness(distances: NDArray[np.float64]) -> float:
    reached = distances[distances < float("inf")]
    total = float(reached.sum())
    others = len(reached) - 1
    return others / total * others / (len(distances) - 1) if total > 0 else 0.0


def _harmonic(distances: NDArray[np.float64]) -> float:
    reached = distances[(distances > 0) & (distances < float("inf"))]
    return float((1.0 / reached).sum()) / (len(distances) - 1)


def _power(
    graph: nx.MultiDiGraph, *, directed: bool, step: Callable[[Any, NDArray[np.float64]], Any]
) -> Scores:
    """Repeat a step from equal values until they no longer change; the greatest is then 1."""
    import numpy as np

    flat = simple(graph) if directed else undirected(graph)
    nodes = list(flat)
    if not flat.number_of_edges():
        return dict.fromkeys(nodes, 0.0)
    matrix = _matrix(flat, nodes, "weight")
    values = np.ones(len(nodes))
    for _ in range(_ROUNDS):
        before, values = values, step(matrix, values)
        values = values / values.max()
        if np.abs(values - before).max() < _TOLERANCE:
            break
    return {node: round(float(value), 9) for node, value in zip(nodes, values, strict=True)}


def _matrix(flat: nx.Graph, nodes: Iterable[str], what: str) -> Any:
    import networkx as nx

    return nx.to_scipy_sparse_array(flat, nodelist=list(nodes), weight=what, dtype=float)


def _shares(scores: Scores) -> Scores:
    total = sum(scores.values())
    return {node: value / total if total else 0.0 for node, value in scores.items()}


def _floats(scores: dict[str, Any]) -> Scores:
    return {node: float(value) for node, value in scores.items()}
