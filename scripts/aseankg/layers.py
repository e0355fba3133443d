"""Places for the boxes of a network in columns, so that its lines run from side to side.

The way is that of Sugiyama: cycles are opened, every node gets a column, the order within the
columns is changed until few lines cross, and the boxes are moved towards their neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Knot = str | tuple[str, str, int]  # a node, or a point on the way of a line over several columns
_SWEEPS = 12
_LONG = 24
_POINT = 14.0


@dataclass
class Layout:
    """Where things are: the column and the middle of each node, and the way of each line.

    `columns` are numbered from the left; heights are counted from the top of the layout.
    """

    columns: dict[str, int] = field(default_factory=dict)
    middles: dict[str, float] = field(default_factory=dict)
    ways: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    height: float = 0.0

    @property
    def count(self) -> int:
        """Count the columns."""
        return 1 + max(self.columns.values(), default=0)


def is_trunk_last(graph: nx.DiGraph) -> bool:
    """Tell whether lines run from many beginnings to few ends, as from members to a body."""
    sinks = sum(1 for node in graph if not graph.out_degree(node))
    return sinks < sum(1 for node in graph if not graph.in_degree(node))


def arrange(
    graph: nx.DiGraph, heights: Mapping[str, float], gap: float, *, turned: bool = False
) -> Layout:
    """Place a connected network; `heights` are those of the boxes, `gap` stands between them.

    `ways` gives, for each pair of linked nodes with the left one first, the heights at which
    their line passes the columns between them. `turned` puts the ends of lines on the left.
    """
    forward = _opened(graph, turned=turned)
    columns = _columns(forward)
    links = [(a, b) if columns[a] < columns[b] else (b, a) for a, b in sorted(forward.edges)]
    levels, neighbours = _with_points(columns, links)
    levels = _ordered(levels, neighbours)
    sizes = {knot: heights[knot] if isinstance(knot, str) else _POINT for knot in neighbours}
    middles = _heights(levels, neighbours, sizes, gap)
    top = min(middles[knot] - sizes[knot] / 2 for knot in middles)
    bottom = max(middles[knot] + sizes[knot] / 2 for knot in middles)
    placed = Layout(columns, height=bottom - top)
    placed.middles = {knot: middles[knot] - top for knot in middles if isinstance(knot, str)}
    for a, b in links:
        between = range(columns[a] + 1, columns[b])
        placed.ways[a, b] = [middles[a, b, column] - top for column in between]
    return placed


def _opened(graph: nx.DiGraph, *, turned: bool) -> nx.DiGraph:
    """Turn round the lines that close a cycle, or all the others."""
    import networkx as nx

    plain = nx.DiGraph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted((a, b) for a, b in graph.edges if a != b))
    if turned:
        plain = plain.reverse(copy=True)
    places: dict[str, int] = {}
    starts = sorted(plain, key=lambda node: (plain.in_degree(node) - plain.out_degree(node), node))
    for start in starts:
        if start not in places:
            after = [node for node in nx.dfs_postorder_nodes(plain, start) if node not in places]
            places |= {node: len(places) + number for number, node in enumerate(after)}
    found = nx.DiGraph()
    found.add_nodes_from(sorted(plain))
    found.add_edges_from((a, b) if places[a] > places[b] else (b, a) for a, b in plain.edges)
    return found


def _columns(forward: nx.DiGraph) -> dict[str, int]:
    """Give each node a column after those of its predecessors, so that lines are short."""
    import networkx as nx

    columns: dict[str, int] = {}
    for node in nx.lexicographical_topological_sort(forward):
        columns[node] = 1 + max((columns[one] for one in forward.predecessors(node)), default=-1)
    steps = [(node, way) for node in sorted(forward) for way in (1, -1)]
    while any(_shift(forward, columns, node, way) for node, way in steps):
        pass
    _part(forward, columns)
    first = min(columns.values())
    return {node: column - first for node, column in columns.items()}


def _shift(forward: nx.DiGraph, columns: dict[str, int], node: str, way: int) -> bool:
    """Move a node by a column with all that is in its way, if that makes the lines shorter."""
    group, pending = {node}, [node]
    while pending:
        here = pending.pop()
        for one in forward.successors(here) if way > 0 else forward.predecessors(here):
            if one not in group and abs(columns[one] - columns[here]) == 1:
                group.add(one)
                pending.append(one)
    out = sum(1 for here in group for one in forward.successors(here) if one not in group)
    into = sum(1 for here in group for one in forward.predecessors(here) if one not in group)
    if (out - into) * way <= 0:
        return False
    for one in group:
        columns[one] += way
    return True


def _part(forward: nx.DiGraph, columns: dict[str, int]) -> None:
    """Put half of a long last column on the other side of the few that it hangs on."""
    last = max(columns.values())
    leaves = [node for node in sorted(columns) if columns[node] == last]
    trunk = [node for node in columns if columns[node] == last - 1]
    if last != 1 or len(leaves) < _LONG or len(leaves) < 2 * len(trunk):
        return
    leaves.sort(key=lambda node: (sorted(forward.predecessors(node)), node))
    for node in leaves[::2]:
        columns[node] = -1


def _with_points(
    columns: Mapping[str, int], links: Iterable[tuple[str, str]]
) -> tuple[list[list[Knot]], dict[Knot, list[Knot]]]:
    """Put a point into each column that a line passes; give the columns and who is linked."""
    levels: list[list[Knot]] = [[] for _ in range(1 + max(columns.values()))]
    neighbours: dict[Knot, list[Knot]] = {node: [] for node in columns}
    for node in sorted(columns):
        levels[columns[node]].append(node)
    for a, b in links:
        points: list[Knot] = [(a, b, column) for column in range(columns[a] + 1, columns[b])]
        for point in points:
            levels[point[2]].append(point)  # type: ignore[index]
            neighbours[point] = []
        for one, other in pairwise([a, *points, b]):
            neighbours[one].append(other)
            neighbours[other].append(one)
    return levels, neighbours


def _ordered(
    levels: list[list[Knot]], neighbours: Mapping[Knot, Sequence[Knot]]
) -> list[list[Knot]]:
    """Sort each column by the middle of its neighbours, to and fro; keep what crosses least."""
    best, least = levels, _crossings(levels, neighbours)
    current = [list(level) for level in levels]
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        order = range(1, len(levels)) if forth else range(len(levels) - 2, -1, -1)
        for number in order:
            fixed = current[number - 1 if forth else number + 1]
            current[number] = _sorted(current[number], fixed, neighbours)
        count = _crossings(current, neighbours)
        if count < least:
            best, least = [list(level) for level in current], count
    return best


def _sorted(
    level: list[Knot], fixed: Sequence[Knot], neighbours: Mapping[Knot, Sequence[Knot]]
) -> list[Knot]:
    places = {knot: place for place, knot in enumerate(fixed)}

    def middle(item: tuple[int, Knot]) -> float:
        found = [places[one] for one in neighbours[item[1]] if one in places]
        share = item[0] / max(1, len(level)) * len(fixed)
        return sum(found) / len(found) if found else share

    return [knot for _, knot in sorted(enumerate(level), key=lambda item: (middle(item), item[0]))]


def _crossings(levels: list[list[Knot]], neighbours: Mapping[Knot, Sequence[Knot]]) -> int:
    count = 0
    for left, right in pairwise(levels):
        places = {knot: place for place, knot in enumerate(right)}
        ends = [sorted(places[n] for n in neighbours[knot] if n in places) for knot in left]
        seen: list[int] = []
        for mine in ends:
            count += sum(1 for end in mine for other in seen if other > end)
            seen += mine
    return count


def _heights(
    levels: list[list[Knot]],
    neighbours: Mapping[Knot, Sequence[Knot]],
    sizes: Mapping[Knot, float],
    gap: float,
) -> dict[Knot, float]:
    middles: dict[Knot, float] = {}
    for level in levels:
        top = 0.0
        for knot in level:
            middles[knot] = top + sizes[knot] / 2
            top += sizes[knot] + gap
    for sweep in range(2 * _SWEEPS):
        for level in levels if sweep % 2 else reversed(levels):
            wanted = [_wanted(knot, neighbours[knot], middles) for knot in level]
            apart = [(sizes[a] + sizes[b]) / 2 + _space(a, b, gap) for a, b in pairwise(level)]
            middles |= dict(zip(level, spread(wanted, apart), strict=True))
    return middles


def _space(one: Knot, other: Knot, gap: float) -> float:
    return gap if isinstance(one, str) or isinstance(other, str) else gap / 3


def _wanted(knot: Knot, neighbours: Sequence[Knot], middles: Mapping[Knot, float]) -> float:
    near = [middles[one] for one in neighbours]
    return sum(near) / len(near) if near else middles[knot]


def spread(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Give the heights nearest to those wanted that are in order and so far apart.

    Least squares by pooling neighbours that come too close; `apart` is one shorter than `wanted`.
    """
    offsets = [0.0]
    for one in apart:
        offsets.append(offsets[-1] + one)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        total, size = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            before = pools.pop()
            total, size = total + before[0], size + before[1]
        pools.append((total, size))
    bases = [total / size for total, size in pools for _ in range(size)]
    return [base + offset for base, offset in zip(bases, offsets, strict=False)]
