"""Which things belong together: communities, and the pieces into which a network falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aseankg.centralities import SEED, undirected

if TYPE_CHECKING:
    import networkx as nx

RUNS = 5


@dataclass(frozen=True)
class Communities:
    """A division of a network: the groups, how good it is, how far each group can be relied on.

    `stability` is, for each group, the mean over the other runs of the likeness (Jaccard) to the
    group that comes nearest to it; 1 means that every run finds just this group.
    """

    groups: list[list[str]]
    modularity: float
    stability: list[float]


def communities(graph: nx.MultiDiGraph) -> Communities:
    """Divide a network by the Louvain method: the best of `RUNS` runs with fixed seeds.

    Direction is left aside, weights count. The largest group comes first; within a group the
    things with most weight to others of it come first.
    """
    import networkx as nx

    flat = undirected(graph)
    if not flat.number_of_edges():
        alone = [[node] for node in flat]
        return Communities(alone, 0.0, [1.0] * len(alone))
    names = list(flat)
    # whole numbers as nodes: sets of names have another order in each process
    numbered = nx.convert_node_labels_to_integers(flat)
    runs = [
        nx.community.louvain_communities(numbered, weight="weight", seed=SEED + run)
        for run in range(RUNS)
    ]
    worth = [nx.community.modularity(numbered, run, weight="weight") for run in runs]
    best = max(range(RUNS), key=lambda run: (round(worth[run], 9), -run))
    groups = sorted(runs[best], key=lambda group: (-len(group), min(group)))
    others = [run for number, run in enumerate(runs) if number != best]
    return Communities(
        [[names[number] for number in _by_weight(numbered, group)] for group in groups],
        float(worth[best]),
        [_stability(group, others) for group in groups],
    )


def _by_weight(graph: nx.Graph, group: set[int]) -> list[int]:
    inside = graph.subgraph(group)
    return sorted(group, key=lambda node: (-float(inside.degree(node, weight="weight")), node))


def _stability(group: set[int], others: list[list[set[int]]]) -> float:
    nearest = [max(len(group & one) / len(group | one) for one in run) for run in others]
    return sum(nearest) / len(nearest)


def components(graph: nx.MultiDiGraph) -> list[list[str]]:
    """Give the pieces that no edge joins, the largest first, each in order of ids."""
    import networkx as nx

    pieces = [sorted(piece) for piece in nx.connected_components(undirected(graph))]
    return sorted(pieces, key=lambda piece: (-len(piece), piece))


@dataclass(frozen=True)
class Cut:
    """A thing or link that holds pieces together: how many come apart, and what is cut off."""

    ends: tuple[str, ...]
    pieces: int
    cut_off: list[str]


def articulation_points(graph: nx.MultiDiGraph) -> list[Cut]:
    """Give each thing without which a piece of the network falls apart, the worst first.

    `cut_off` are the things that then no longer hang on the largest of the pieces.
    """
    import networkx as nx

    flat = undirected(graph)
    found = [_without(flat, point) for point in nx.articulation_points(flat)]
    return sorted(found, key=lambda cut: (-len(cut.cut_off), cut.ends))


def _without(flat: nx.Graph, point: str) -> Cut:
    import networkx as nx

    piece = nx.node_connected_component(flat, point) - {point}
    parts = sorted(
        (sorted(part) for part in nx.connected_components(flat.subgraph(piece))),
        key=lambda part: (-len(part), part),
    )
    return Cut((point,), len(parts), sorted(node for part in parts[1:] for node in part))


def bridges(graph: nx.MultiDiGraph) -> list[Cut]:
    """Give each pair of things whose tie alone holds two pieces together, the worst first.

    Parallel edges are one tie. `cut_off` is the smaller side.
    """
    import networkx as nx

    flat = undirected(graph)
    found = []
    for start, end in sorted(tuple(sorted(pair)) for pair in nx.bridges(flat)):
        weight = flat[start][end]
        flat.remove_edge(start, end)
        sides = [sorted(nx.node_connected_component(flat, node)) for node in (start, end)]
        flat.add_edge(start, end, **weight)
        found.append(Cut((start, end), 2, min(sides, key=lambda side: (len(side), side))))
    return sorted(found, key=lambda cut: (-len(cut.cut_off), cut.ends))
