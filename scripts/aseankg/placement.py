"""Where the things of a network stand in a picture: near what they are linked to, not on it.

Pieces that no edge joins are laid out one by one and set side by side, the largest in the middle.
Within a piece forces work as in ForceAtlas2 (Jacomy and others, 2014): all nodes push each other
away, well-linked ones more; edges draw together. They begin from distances along edges (pivot
MDS), so that few rounds are enough and no chance is needed: same edges, same places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

_ROUNDS = 240
_WORK = 60_000  # rounds by nodes: many nodes get fewer rounds, as each takes longer
_PIVOTS = 40
_GAP = 6.0
_ANGLE = 2.399963  # the golden one: points along it fill a disc evenly

Link = tuple[str, str, float]
Places = dict[str, tuple[float, float]]


def place(radii: Mapping[str, float], links: Sequence[Link]) -> Places:
    """Give each node of `radii`, the room it takes, its place; links are pairs with a weight."""
    import numpy as np

    names = sorted(radii)
    if not names:
        return {}
    ends, weights = _ends(names, links)
    sizes = np.array([radii[name] for name in names])
    pieces = _pieces(len(names), ends)
    placed = _side_by_side(
        [_piece(one, ends, weights, sizes) for one in pieces], [sizes[one] for one in pieces]
    )
    found = np.zeros((len(names), 2))
    for piece, points in zip(pieces, placed, strict=True):
        found[piece] = points
    return {
        name: (round(float(x), 1), round(float(y), 1))
        for name, (x, y) in zip(names, found, strict=True)
    }


def _ends(names: Sequence[str], links: Sequence[Link]) -> tuple[Any, Any]:
    """Give each pair of linked nodes once, by number, with the weight of all its links."""
    import numpy as np

    numbers = {name: number for number, name in enumerate(names)}
    found: dict[tuple[int, int], float] = {}
    for one, other, weight in links:
        a, b = sorted((numbers[one], numbers[other]))
        if a != b:
            found[a, b] = found.get((a, b), 0.0) + weight
    order = sorted(found)
    pairs = np.array(order, dtype=np.int64).reshape(-1, 2)
    return pairs, np.array([found[pair] for pair in order])


def _pieces(count: int, ends: Any) -> list[Any]:
    """Give the numbers of the nodes of each piece, the largest piece first."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(ends))
    matrix = coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, of = connected_components(matrix, directed=False)
    pieces = [np.flatnonzero(of == number) for number in range(of.max() + 1)]
    return sorted(pieces, key=lambda one: (-len(one), int(one[0])))


def _piece(piece: Any, ends: Any, weights: Any, sizes: Any) -> Points:
    """Lay out one piece around the origin."""
    import numpy as np

    if len(piece) == 1:
        return np.zeros((1, 2))
    inside = np.isin(ends[:, 0], piece)
    pairs = np.searchsorted(piece, ends[inside])
    strength = np.log1p(weights[inside])
    points = _settle(_distant(len(piece), pairs), pairs, strength / strength.mean())
    return _apart(points, sizes[piece])


def _distant(count: int, pairs: Any) -> Points:
    """Place nodes by their distances along edges to a few of them that are far from each other."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    ones = np.ones(len(pairs))
    matrix = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    pivots, far = [0], np.full(count, np.inf)
    rows = []
    for _ in range(min(_PIVOTS, count)):
        row = dijkstra(matrix, directed=False, unweighted=True, indices=pivots[-1])
        rows.append(row)
        far = np.minimum(far, row)
        pivots.append(int(far.argmax()))
    square = np.array(rows).T ** 2
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None] + square.mean()
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    points: Points = -0.5 * centred @ axes[: min(2, len(axes))].T
    if points.shape[1] < 2:
        points = np.hstack([points, np.zeros((count, 1))])
    # Nodes at one distance from all would lie on each other and never part.
    turn = _ANGLE * np.arange(count)[:, None]
    points /= np.abs(points).max() or 1.0
    points += 0.05 * np.hstack([np.cos(turn), np.sin(turn)])
    points *= 30.0 * np.sqrt(count)
    return points


def _settle(points: Points, pairs: Any, strength: Any) -> Points:
    """Let the forces work, less and less far at a time."""
    import numpy as np

    rounds = int(min(_ROUNDS, 8 * len(points), max(_WORK // len(points), 60)))
    count = len(points)
    degree = np.bincount(pairs.ravel(), minlength=count) + 1.0
    push = 900.0 * np.outer(degree, degree) ** 0.75
    one, other = pairs[:, 0], pairs[:, 1]
    pull = strength * 18.0
    reach = 12.0 * np.sqrt(count)
    for number in range(rounds):
        x = points[:, 0][:, None] - points[:, 0]
        y = points[:, 1][:, None] - points[:, 1]
        share = push / (x * x + y * y + 1.0)
        force = np.stack([(share * x).sum(axis=1), (share * y).sum(axis=1)], axis=1)
        drawn = (points[one] - points[other]) * pull[:, None]
        np.add.at(force, one, -drawn)
        np.add.at(force, other, drawn)
        force -= points * degree[:, None] * 1.5
        length = np.sqrt((force**2).sum(axis=1)) + 1e-9
        step = reach * (1 - number / rounds) ** 1.5
        points = points + force * (np.minimum(length / degree / 40.0, step) / length)[:, None]
    return points


def _apart(points: Points, sizes: Any) -> Points:
    """Push away from each other what still lies on each other."""
    import numpy as np

    room = sizes[:, None] + sizes + _GAP
    np.fill_diagonal(room, 0.0)
    for _ in range(60):
        x = points[:, 0][:, None] - points[:, 0]
        y = points[:, 1][:, None] - points[:, 1]
        far = np.sqrt(x * x + y * y) + 1e-6
        short = np.maximum(room - far, 0.0) / far * 0.4
        if not short.any():
            break
        points = points + np.stack([(short * x).sum(axis=1), (short * y).sum(axis=1)], axis=1)
    return points


def _side_by_side(laid: Sequence[Points], sizes: Sequence[Any]) -> list[Points]:
    """Set pieces, the largest first, each as near to the middle as there is room for its disc."""
    import numpy as np

    discs: list[tuple[float, float, float]] = []
    placed = []
    for points, room in zip(laid, sizes, strict=True):
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        points = points - middle
        radius = float((np.sqrt((points**2).sum(axis=1)) + room).max()) + 10.0
        x, y = _free(discs, radius)
        discs.append((x, y, radius))
        placed.append(points + np.array([x, y]))
    return placed


def _free(discs: Sequence[tuple[float, float, float]], radius: float) -> tuple[float, float]:
    """Find the place nearest to the middle where a disc touches no other."""
    import numpy as np

    if not discs:
        return 0.0, 0.0
    known = np.array(discs)
    turns = np.linspace(0.0, 2 * np.pi, 72, endpoint=False)
    spread = known[:, 2] + radius
    x = (known[:, 0][:, None] + spread[:, None] * np.cos(turns)).ravel()
    y = (known[:, 1][:, None] + spread[:, None] * np.sin(turns)).ravel()
    # A picture is wider than high, so what stands beside is nearer than what stands below.
    order = np.argsort(x * x * 0.5 + y * y, kind="stable")
    for some in np.array_split(order, max(len(order) // 64, 1)):
        far = np.hypot(known[:, 0] - x[some][:, None], known[:, 1] - y[some][:, None])
        free = (far >= spread - 1e-6).all(axis=1)
        if free.any():
            one = some[free.argmax()]
            return float(x[one]), float(y[one])
    return float(x.max() + radius), 0.0
