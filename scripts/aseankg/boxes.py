"""A network of lines with a direction: names in boxes, boxes in columns, lines between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aseankg.drawing import Drawn
from aseankg.edges import Edge
from aseankg.layers import Layout, arrange, is_trunk_last
from aseankg.lettering import fit
from aseankg.markup import escape, tag
from aseankg.sketch import LEADING, SIZE, language, line, mark, n, node

if TYPE_CHECKING:
    import networkx as nx

_GAP, _PAD, _MARK, _APART = 9.0, 7.0, 20.0, 26.0
_WIDE = 1180.0
_LINES = 4
_HIGHEST = 190.0


@dataclass
class _Box:
    """A node on the page: its corner, its size, the lines of its name."""

    iri: str
    words: list[str]
    wide: float
    lines: int = 0
    x: float = 0.0
    y: float = 0.0

    @property
    def high(self) -> float:
        """Give the height: room for its name, and for its lines to stay apart."""
        return max(len(self.words) * LEADING + 2 * _PAD, min(self.lines * 4.0 + 6, _HIGHEST))

    @property
    def middle(self) -> float:
        """Give the height of its middle on the page."""
        return self.y + self.high / 2


def columns(part: Drawn) -> tuple[str, float, float]:
    """Draw boxes in columns; give the elements, and how wide and high they are together."""
    boxes, layouts, span = _placed(part)
    ways = {ends: way for layout in layouts for ends, way in layout.ways.items()}
    ports = _ports(part, boxes)
    lines = [line(part, edge, _path(edge, boxes, ways, ports)) for edge in part.edges]
    drawn = [_box(part, box) for box in boxes.values()]
    return "".join(lines + drawn), span, max(box.y + box.high for box in boxes.values())


def _placed(part: Drawn) -> tuple[dict[str, _Box], list[Layout], float]:
    """Place each connected piece, the largest first, one below the other."""
    import networkx as nx

    simple = nx.DiGraph((edge.source, edge.target) for edge in part.edges)
    simple.add_nodes_from(iri for iri, _ in part.nodes)
    turned = is_trunk_last(simple)
    pieces = sorted(map(sorted, nx.weakly_connected_components(simple)), key=lambda p: (-len(p), p))
    deepest = max(
        (len(piece) > 1 and _depth(simple.subgraph(piece)) for piece in pieces), default=1
    )
    gutter = 120.0 if deepest < 4 else 84.0
    wide = max(178.0, min(330.0, (_WIDE - (deepest - 1) * gutter) / max(deepest, 1)))
    data = dict(part.nodes)
    boxes = {iri: _sized(iri, data[iri], wide) for piece in pieces for iri in piece}
    for iri, box in boxes.items():
        box.lines = max(part.graph.in_degree(iri), part.graph.out_degree(iri))
    layouts, x, y, shelf, right = [], 0.0, 0.0, 0.0, 0.0
    limit = max(_WIDE, deepest * (wide + gutter) - gutter)
    for piece in pieces:
        heights = {iri: boxes[iri].high for iri in piece}
        layout = arrange(simple.subgraph(piece), heights, _GAP, turned=turned)
        across = layout.count * (wide + gutter) - gutter
        if x and x + across > limit:
            x, y, shelf = 0.0, y + shelf + _APART, 0.0
        for iri in piece:
            box = boxes[iri]
            box.x = x + layout.columns[iri] * (wide + gutter)
            box.y = y + layout.middles[iri] - box.high / 2
        layout.ways = {ends: [y + one for one in way] for ends, way in layout.ways.items()}
        layouts.append(layout)
        right, shelf = max(right, x + across), max(shelf, layout.height)
        x += across + gutter
    return boxes, layouts, right


def _depth(graph: nx.DiGraph) -> int:
    return arrange(graph, dict.fromkeys(graph, 1.0), 1.0).count


def _sized(iri: str, data: Mapping[str, object], wide: float) -> _Box:
    room = wide - _MARK - 2 * _PAD
    return _Box(iri, fit(str(data.get("label") or iri), room, SIZE, _LINES), wide)


def _ports(part: Drawn, boxes: Mapping[str, _Box]) -> dict[tuple[str, str], float]:
    """Share the side of a box among the lines that end there, in the order of their far ends."""
    ends: dict[tuple[str, bool], list[tuple[float, str]]] = {}
    for edge in part.edges:
        here, there = boxes[edge.source], boxes[edge.target]
        if here is not there:
            ends.setdefault((here.iri, there.x > here.x), []).append((there.middle, edge.id))
            ends.setdefault((there.iri, here.x > there.x), []).append((here.middle, edge.id))
    ports = {}
    for (iri, _), far in ends.items():
        box = boxes[iri]
        step = min(9.0, (box.high - 8) / len(far))
        for number, (_, name) in enumerate(sorted(far)):
            ports[iri, name] = box.middle + (number - (len(far) - 1) / 2) * step
    return ports


def _path(
    edge: Edge,
    boxes: Mapping[str, _Box],
    ways: Mapping[tuple[str, str], list[float]],
    ports: Mapping[tuple[str, str], float],
) -> str:
    here, there = boxes[edge.source], boxes[edge.target]
    if here is there:
        x, y = here.x + here.wide, here.middle
        return f"M{n(x)} {n(y - 6)}c26 -14 26 26 3 12"
    back = here.x > there.x
    left, right = (there, here) if back else (here, there)
    start, end = ports[left.iri, edge.id], ports[right.iri, edge.id]
    x, y = left.x + left.wide, start
    way = ways.get((left.iri, right.iri), [])
    stop = right.x
    pitch = (right.x - left.x) / (len(way) + 1)
    points = [(x, y)]
    for number, height in enumerate(way, start=1):
        begin = left.x + number * pitch
        points += [(begin, height), (begin + left.wide, height)]
    points.append((stop, end))
    if back:
        points.reverse()
    # The head of the arrow ends at the box, not in it.
    points[-1] = (points[-1][0] + (5 if back else -5), points[-1][1])
    return _smooth(points)


def _smooth(points: Sequence[tuple[float, float]]) -> str:
    """Go through points with level tangents."""
    x, y = points[0]
    path = f"M{n(x)} {n(y)}"
    for to_x, to_y in points[1:]:
        half = (x + to_x) / 2
        path += f"C{n(half)} {n(y)} {n(half)} {n(to_y)} {n(to_x)} {n(to_y)}"
        x, y = to_x, to_y
    return path


def _box(part: Drawn, box: _Box) -> str:
    left = box.x + _MARK + _PAD
    look = part.node_look(part.graph.nodes[box.iri])
    rect = {"class": "box", "x": n(box.x), "y": n(box.y), "width": n(box.wide)}
    rect |= {"height": n(box.high), "rx": "4"}
    name = [
        tag("tspan", {"x": n(left), "y": n(_baseline(box, number))}, escape(row))
        for number, row in enumerate(box.words)
    ]
    text = tag("text", {"class": "name", **language(part, box.iri)}, "".join(name))
    return node(part, box.iri, tag("rect", rect) + mark(look, box.x + _PAD + 7, box.middle) + text)


def _baseline(box: _Box, number: int) -> float:
    return box.middle + (number - len(box.words) / 2) * LEADING + SIZE * 0.98
