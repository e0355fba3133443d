"""A picture of a network: boxes with names in columns, lines between them, a legend, a caution.

Same network, same bytes. Boxes and lines are links and tell more when pointed at. Where lines
have no direction the names stand around a ring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aseankg.boxes import columns
from aseankg.drawing import Drawn, Look, drawn, plain
from aseankg.edges import described
from aseankg.lettering import FONTS, fit, width
from aseankg.markup import HEAD, escape, tag
from aseankg.rings import ring
from aseankg.sketch import SIZE, mark, n, stroke, words

if TYPE_CHECKING:
    import networkx as nx

_MARGIN = 28.0
_NARROWEST = 620.0
_INFERRED = "inferred, no source says it in so many words"
_STYLE = f"""
.network text {{ font-family: {FONTS}; fill: #1d2430; }}
.network .title {{ font-size: 21px; font-weight: 600; }}
.network .soft {{ font-size: {SIZE}px; fill: #4d5765; }}
.network .name {{ font-size: {SIZE}px; }}
.network .box {{ fill: #fff; stroke: #b9c1ca; stroke-width: 1; }}
.network .focus .box {{ stroke: #1d2430; stroke-width: 2.2; }}
.network .focus .name {{ font-weight: 600; }}
.network .line {{ fill: none; stroke-opacity: .75; }}
.network .inferred .line {{ stroke-dasharray: 5 3.5; }}
.network .ring .line {{ stroke-dasharray: none; stroke-opacity: .85; }}
.network .ring .inferred .line {{ stroke-opacity: .3; }}
.network .hit {{ fill: none; stroke: #000; stroke-opacity: 0; stroke-width: 9; }}
.network .edge:hover .line, .network .lit .line {{ stroke-width: 3.4; stroke-opacity: 1; }}
.network a:hover .box, .network a:focus .box {{ stroke: #1d2430; stroke-width: 2; }}
.network .dim {{ opacity: .1; }}
"""


def svg(graph: nx.MultiDiGraph) -> str:
    """Draw a network as a file of its own."""
    return HEAD + picture(graph) + "\n"


def picture(graph: nx.MultiDiGraph, *, titled: bool = True) -> str:
    """Draw a network as an `svg` element, a large one by its core.

    In a page that has told them, the title, what was asked for and the caution can be left out.
    """
    part = drawn(graph)
    told = described(graph)
    drawing, across, down = _drawing(part)
    span = max(across, _NARROWEST)
    shown = told if titled else {}
    head, top = _head(part, shown, span)
    foot, high = _foot(shown, top + down + 26, span)
    wide = span + 2 * _MARGIN
    left = _MARGIN if part.directed else _MARGIN + (span - across) / 2
    place = {"transform": f"translate({n(left)} {n(top)})"}
    title = told.get("title", told["name"])
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {n(wide)} {n(high)}",
        "width": n(wide),
        "height": n(high),
        "class": "network",
        "role": "group",
        "lang": told.get("lang", "en"),
        "aria-label": title,
    }
    content = [
        tag("title", {}, escape(title)),
        tag("desc", {}, escape(" ".join(filter(None, [part.part, told.get("caution", "")])))),
        f"<style>{_STYLE}</style>",
        tag("rect", {"width": "100%", "height": "100%", "fill": "#fff"}),
        *head,
        tag("g", {"class": "lines" if part.directed else "ring", **place}, f"\n{drawing}"),
        *foot,
    ]
    return tag("svg", attributes, "\n" + "\n".join(content) + "\n")


def _drawing(part: Drawn) -> tuple[str, float, float]:
    if not part.nodes:
        return "", 0.0, 0.0
    return columns(part) if part.directed else ring(part)


def _head(part: Drawn, told: Mapping[str, str], room: float) -> tuple[list[str], float]:
    """Write title, what is drawn, and the legend; give them and where the picture may begin."""
    y = _MARGIN + 16
    out = [_defs(part)]
    for line in filter(None, fit(told.get("title", told.get("name", "")), room, 21, 3)):
        out.append(words(line, _MARGIN, y, "title"))
        y += 27
    for text in filter(None, [told.get("asked", ""), part.part or _counted(part)]):
        for line in fit(text, room, SIZE, 3):
            out.append(words(line, _MARGIN, y, "soft"))
            y += 18
    for looks, draw in ((part.node_looks, mark), (part.edge_looks, stroke)):
        rows, y = _legend(looks, draw, y + 8, room)
        out += rows
    if any(edge.data.get("basis") == "inferred" for edge in part.edges):
        sign = f"{'dashed' if part.directed else 'pale'}: {_INFERRED}"
        out.append(
            stroke(
                Look("", "#444" if part.directed else "#bbb"),
                _MARGIN + 9,
                y + 4,
                dashed=part.directed,
            )
        )
        out.append(words(sign, _MARGIN + 26, y + 8, "soft"))
        y += 20
    return out, y + 18


def _counted(part: Drawn) -> str:
    lines = "1 line" if len(part.edges) == 1 else f"{len(part.edges)} lines"
    return f"{len(part.nodes)} nodes, {lines}"


def _legend(
    looks: Mapping[str, Look], draw: Callable[..., str], y: float, room: float
) -> tuple[list[str], float]:
    x, out = _MARGIN, []
    for look in looks.values():
        if not look.count:
            continue
        name = f"{plain(look.name)} ({look.count})"
        across = 32 + width(name, SIZE) + 14
        if x > _MARGIN and x + across > _MARGIN + room:
            x, y = _MARGIN, y + 20
        out += [draw(look, x + 9, y - 4), words(name, x + 26, y, "soft")]
        x += across
    return out, y + 14


def _defs(part: Drawn) -> str:
    """Define an arrow's head for each colour of lines."""
    heads = [
        tag(
            "marker",
            {
                "id": f"head-{colour[1:]}",
                "viewBox": "0 0 8 8",
                "refX": 3,
                "refY": 4,
                "markerWidth": 8,
                "markerHeight": 8,
                "markerUnits": "userSpaceOnUse",
                "orient": "auto",
            },
            tag("path", {"d": "M0 0L8 4L0 8z", "fill": colour}),
        )
        for colour in sorted({look.colour for look in part.edge_looks.values()})
    ]
    return tag("defs", {}, "".join(heads))


def _foot(told: Mapping[str, str], y: float, room: float) -> tuple[list[str], float]:
    out = []
    about = "aseankg, https://w3id.org/aseankg, CC BY 4.0. Point at a line to see its sources."
    for text in filter(None, [told.get("caution", ""), about]):
        for line in fit(text, room, SIZE, 6):
            out.append(words(line, _MARGIN, y, "soft"))
            y += 17
    return out, y + 8
