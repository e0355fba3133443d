"""A picture of a network: boxes with names in columns, lines between them, a legend, a caution.

Same network, same bytes. Boxes and lines are links and tell more when pointed at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aseankg.drawing import Drawn, Look, drawn, plain
from aseankg.edges import Edge, described
from aseankg.layers import Layout, arrange
from aseankg.lettering import FONTS, fit, width
from aseankg.markup import HEAD, escape, tag
from aseankg.namespaces import shorten

if TYPE_CHECKING:
    import networkx as nx

_SIZE, _LEADING = 12.5, 15.5
_GAP, _PAD, _MARGIN = 9.0, 7.0, 28.0
_MARK = 20.0
_WIDE = 1180.0
_LINES = 3
_STYLE = f"""
text {{ font-family: {FONTS}; fill: #1d2430; }}
.title {{ font-size: 21px; font-weight: 600; }}
.soft {{ font-size: 12.5px; fill: #4d5765; }}
.name {{ font-size: {_SIZE}px; }}
.box {{ fill: #fff; stroke: #b9c1ca; stroke-width: 1; }}
.focus .box {{ stroke: #1d2430; stroke-width: 2.2; }}
.line {{ fill: none; stroke-width: 1.5; stroke-opacity: .75; }}
.inferred .line {{ stroke-dasharray: 5 3.5; }}
.hit {{ fill: none; stroke: #000; stroke-opacity: 0; stroke-width: 9; }}
.edge:hover .line, .edge:focus .line {{ stroke-width: 3.2; stroke-opacity: 1; }}
a:hover .box, a:focus .box {{ stroke: #1d2430; stroke-width: 2; }}
.dim {{ opacity: .12; }}
"""


@dataclass
class _Box:
    """A node on the page: its corner, its size, the lines of its name."""

    iri: str
    data: Mapping[str, Any]
    words: list[str]
    x: float = 0.0
    y: float = 0.0
    wide: float = 0.0

    @property
    def high(self) -> float:
        return len(self.words) * _LEADING + 2 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


def svg(graph: nx.MultiDiGraph) -> str:
    """Draw a network as a file of its own."""
    return HEAD + picture(graph) + "\n"


def picture(graph: nx.MultiDiGraph) -> str:
    """Draw a network as an `svg` element, to stand in a page as well; a large one by its core."""
    part = drawn(graph)
    told = described(graph)
    boxes, layouts, span = _placed(part)
    head, top = _head(part, told, max(span, 620.0))
    bottom = max((box.y + box.high for box in boxes.values()), default=0.0)
    wide = max(span, 620.0) + 2 * _MARGIN
    body = [tag("g", {"transform": f"translate({_n(_MARGIN)} {_n(top)})"},
                "".join(["\n", *_lines(part, boxes, layouts), *map(_box(part), boxes.values())]))]
    foot, high = _foot(told, top + bottom + 26, wide - 2 * _MARGIN)
    title = told.get("title", told["name"])
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_n(wide)} {_n(high)}",
        "width": _n(wide),
        "height": _n(high),
        "role": "img",
        "lang": told.get("lang", "en"),
        "aria-label": title,
    }
    content = [
        tag("title", {}, escape(title)),
        tag("desc", {}, escape(" ".join(filter(None, [part.part, told.get("caution", "")])))),
        f"<style>{_STYLE}</style>",
        tag("rect", {"width": "100%", "height": "100%", "fill": "#fff"}),
        *head,
        *body,
        *foot,
    ]
    return tag("svg", attributes, "\n" + "\n".join(content) + "\n")


# --- places ---------------------------------------------------------------------------------------


def _placed(part: Drawn) -> tuple[dict[str, _Box], list[Layout], float]:
    """Place each connected piece, the largest first, one below the other."""
    import networkx as nx

    simple = nx.DiGraph((edge.source, edge.target) for edge in part.edges)
    simple.add_nodes_from(iri for iri, _ in part.nodes)
    pieces = sorted(map(sorted, nx.weakly_connected_components(simple)), key=lambda p: (-len(p), p))
    deepest = max((len(piece) > 1 and _depth(simple.subgraph(piece)) for piece in pieces), default=1)
    gutter = 120.0 if deepest < 4 else 84.0
    wide = max(150.0, min(330.0, (_WIDE - (deepest - 1) * gutter) / max(deepest, 1)))
    data = dict(part.nodes)
    boxes = {iri: _sized(iri, data[iri], wide) for piece in pieces for iri in piece}
    layouts, x, y, shelf, right = [], 0.0, 0.0, 0.0, 0.0
    limit = max(_WIDE, deepest * (wide + gutter) - gutter)
    for piece in pieces:
        layout = arrange(simple.subgraph(piece), {iri: boxes[iri].high for iri in piece}, _GAP)
        across = layout.count * (wide + gutter) - gutter
        if x and x + across > limit:
            x, y, shelf = 0.0, y + shelf + 26, 0.0
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


def _sized(iri: str, data: Mapping[str, Any], wide: float) -> _Box:
    room = wide - _MARK - 2 * _PAD
    box = _Box(iri, data, fit(str(data.get("label") or iri), room, _SIZE, _LINES))
    box.wide = wide
    return box


# --- lines ----------------------------------------------------------------------------------------


def _lines(part: Drawn, boxes: Mapping[str, _Box], layouts: Sequence[Layout]) -> list[str]:
    ways = {ends: way for layout in layouts for ends, way in layout.ways.items()}
    ports = _ports(part, boxes)
    return [_line(part, edge, _path(edge, boxes, ways, ports)) for edge in part.edges]


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
        return f"M{_n(x)} {_n(y - 6)}c26 -14 26 26 3 12"
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
    path = f"M{_n(x)} {_n(y)}"
    for to_x, to_y in points[1:]:
        half = (x + to_x) / 2
        path += f"C{_n(half)} {_n(y)} {_n(half)} {_n(to_y)} {_n(to_x)} {_n(to_y)}"
        x, y = to_x, to_y
    return path


def _line(part: Drawn, edge: Edge, path: str) -> str:
    look = part.edge_look(edge)
    names = [str(part.graph.nodes[iri].get("label") or iri) for iri in (edge.source, edge.target)]
    told = [
        f"{names[0]} — {edge.data.get('label') or edge.data.get('relation', '')} → {names[1]}",
        edge.period,
        str(edge.data.get("basis", "")),
        *_cited(part, edge),
    ]
    attributes = {
        "class": f"edge {edge.data.get('basis', '')}".strip(),
        "data-source": edge.source,
        "data-target": edge.target,
        "data-key": edge.key,
        "data-start": edge.data.get("start", ""),
        "data-end": edge.data.get("end", ""),
    }
    weight = min(4.0, 1.2 + float(edge.data.get("weight", 1.0)) ** 0.5 * 0.3)
    style = {"class": "line", "d": path, "stroke": look.colour, "stroke-width": _n(weight)}
    shaft = tag("path", {**style, "marker-end": f"url(#head-{look.colour[1:]})"})
    title = tag("title", {}, escape("\n".join(filter(None, told))))
    return tag("g", attributes, title + tag("path", {"class": "hit", "d": path}) + shaft) + "\n"


def _cited(part: Drawn, edge: Edge) -> list[str]:
    infos = part.graph.graph.get("sources", {})
    names = [
        infos[iri].title if iri in infos else shorten(iri) for iri in edge.data.get("sources", ())
    ]
    return [f"Source: {name}" for name in names]


# --- boxes, head, foot ----------------------------------------------------------------------------


def _box(part: Drawn) -> Any:
    focus = part.graph.graph.get("focus")

    def draw(box: _Box) -> str:
        look = part.node_look(box.data)
        about = [plain(str(box.data.get(key, ""))) for key in ("kind", "type", "country", "pillar")]
        label = str(box.data.get("label") or box.iri)
        title = "\n".join([label, ", ".join(filter(None, about)), box.iri])
        rect = {"class": "box", "x": _n(box.x), "y": _n(box.y), "width": _n(box.wide)}
        rect |= {"height": _n(box.high), "rx": 4}
        text = {"class": "name", "lang": box.data.get("lang") or None}
        words = [
            tag("tspan", {"x": _n(box.x + _MARK + _PAD), "y": _n(_baseline(box, number))},
                escape(line))
            for number, line in enumerate(box.words)
        ]
        content = [
            tag("title", {}, escape(title)),
            tag("rect", rect),
            _mark(look, box.x + _PAD + 7, box.middle),
            tag("text", {k: v for k, v in text.items() if v}, "".join(words)),
        ]
        kind = "node focus" if box.iri == focus else "node"
        link = {"class": kind, "href": box.iri, "target": "_blank", "data-iri": box.iri}
        return tag("a", link, "".join(content)) + "\n"

    return draw


def _baseline(box: _Box, number: int) -> float:
    return box.y + _PAD + number * _LEADING + _SIZE * 0.98


def _mark(look: Look, x: float, y: float) -> str:
    """Draw the sign of a kind, told apart by shape as well as by colour."""
    r = 5.5
    style = {"fill": look.colour}
    if look.mark == "circle":
        return tag("circle", {"cx": _n(x), "cy": _n(y), "r": r, **style})
    if look.mark == "ring":
        ring = {"fill": "none", "stroke": look.colour, "stroke-width": 3}
        return tag("circle", {"cx": _n(x), "cy": _n(y), "r": r - 1, **ring})
    if look.mark == "dot":
        return tag("circle", {"cx": _n(x), "cy": _n(y), "r": r - 2, **style})
    shapes = {
        "square": f"M{_n(x - 5)} {_n(y - 5)}h10v10h-10z",
        "diamond": f"M{_n(x)} {_n(y - 6.5)}l6.5 6.5l-6.5 6.5l-6.5 -6.5z",
        "triangle": f"M{_n(x)} {_n(y - 6)}l6.3 11h-12.6z",
        "cross": f"M{_n(x - 2)} {_n(y - 6)}h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    }
    return tag("path", {"d": shapes[look.mark], **style})


def _head(part: Drawn, told: Mapping[str, str], room: float) -> tuple[list[str], float]:
    """Write title, what is drawn, and the legend; give them and where the picture may begin."""
    y = _MARGIN + 16
    out = [_defs(part)]
    for line in fit(told.get("title", told["name"]), room, 21, 3):
        out.append(_text(line, _MARGIN, y, "title"))
        y += 27
    for line in fit(part.part or _counted(part), room, 12.5, 3):
        out.append(_text(line, _MARGIN, y, "soft"))
        y += 18
    for looks, draw in ((part.node_looks, _mark), (part.edge_looks, _stroke)):
        rows, y = _legend(looks, draw, y + 8, room)
        out += rows
    if any(edge.data.get("basis") == "inferred" for edge in part.edges):
        out += [_stroke(Look("", "#444"), _MARGIN + 9, y + 8 - 4, dashed=True)]
        out += [_text("dashed: inferred, no source says it in so many words", _MARGIN + 32, y + 8,
                      "soft")]
        y += 20
    return out, y + 18


def _counted(part: Drawn) -> str:
    lines = "1 line" if len(part.edges) == 1 else f"{len(part.edges)} lines"
    return f"{len(part.nodes)} nodes, {lines}"


def _legend(
    looks: Mapping[str, Look], draw: Any, y: float, room: float
) -> tuple[list[str], float]:
    x, out = _MARGIN, []
    for look in looks.values():
        if not look.count:
            continue
        name = f"{plain(look.name)} ({look.count})"
        across = 32 + width(name, 12.5) + 14
        if x > _MARGIN and x + across > _MARGIN + room:
            x, y = _MARGIN, y + 20
        out += [draw(look, x + 9, y - 4), _text(name, x + 26, y, "soft")]
        x += across
    return out, y + 14


def _stroke(look: Look, x: float, y: float, *, dashed: bool = False) -> str:
    style = {"d": f"M{_n(x - 9)} {_n(y)}h17", "stroke": look.colour, "stroke-width": 2.4}
    return tag("path", {**style, **({"stroke-dasharray": "5 3.5"} if dashed else {})})


def _defs(part: Drawn) -> str:
    """Define an arrow's head for each colour of lines."""
    heads = [
        tag("marker", {"id": f"head-{colour[1:]}", "viewBox": "0 0 8 8", "refX": 3, "refY": 4,
                       "markerWidth": 8, "markerHeight": 8, "markerUnits": "userSpaceOnUse",
                       "orient": "auto"}, tag("path", {"d": "M0 0L8 4L0 8z", "fill": colour}))
        for colour in sorted({look.colour for look in part.edge_looks.values()})
    ]
    return tag("defs", {}, "".join(heads))


def _foot(told: Mapping[str, str], y: float, room: float) -> tuple[list[str], float]:
    out = []
    about = "aseankg, https://w3id.org/aseankg, CC BY 4.0. Point at a line to see its sources."
    for text in filter(None, [told.get("caution", ""), about]):
        for line in fit(text, room, 12.5, 6):
            out.append(_text(line, _MARGIN, y, "soft"))
            y += 17
    return out, y + 8


def _text(words: str, x: float, y: float, kind: str) -> str:
    return tag("text", {"x": _n(x), "y": _n(y), "class": kind}, escape(words))


def _n(number: float) -> str:
    """Write a number shortly."""
    return f"{number:.1f}".removesuffix(".0")
