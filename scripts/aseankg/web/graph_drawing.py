"""A network drawn by the server: marks with names, lines between them; the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from aseankg.lettering import FONTS, fit, width
from aseankg.markup import HEAD, escape, tag
from aseankg.placement import Places
from aseankg.sketch import n
from aseankg.web.graph_words import Look

if TYPE_CHECKING:
    import networkx as nx

_SIZE, _ROOM, _MARGIN = 13.0, 190.0, 60.0
_LINE, _DASHED = "#8a939e", "5 4"
_WIDEST = 1.6  # what is flatter than this is given air above and below


@dataclass(frozen=True)
class Scene:
    """What is drawn: the graph, places and sizes of its things, looks and the key of each thing."""

    graph: nx.MultiDiGraph
    places: Places
    sizes: Mapping[str, float]
    looks: Mapping[str, Look]
    keys: Mapping[str, str]
    title: str
    about: str


def picture(scene: Scene, links: Mapping[str, str]) -> Markup:
    """Draw the picture of a page; things lead to their pages, the table beside is for keyboards."""
    x, y, wide, high = _frame(scene)
    attributes = {
        "class": "network",
        "viewBox": f"{n(x)} {n(y)} {n(wide)} {n(high)}",
        "role": "group",
        "aria-label": scene.title,
    }
    return Markup(tag("svg", attributes, "".join(_content(scene, links))))


def file(scene: Scene, lang: str) -> str:
    """Draw the picture as a file of its own: with its title, legend, and what it does not show."""
    x, y, wide, high = _frame(scene)
    wide = max(wide, 700.0)
    head, top = _written([(scene.title, 20.0)], x, wide, 0.0)
    legend, top = _legend(scene, x, wide, top)
    foot, bottom = _written(
        [(scene.about, _SIZE), ("aseankg, https://w3id.org/aseankg, CC BY 4.0", _SIZE)],
        x,
        wide,
        high,
    )
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{n(x)} {n(y - top)} {n(wide)} {n(top + bottom + 30)}",
        "width": n(wide),
        "height": n(top + bottom + 30),
        "lang": lang,
        "font-family": FONTS,
    }
    ground = {"x": n(x), "y": n(y - top), "width": "100%", "height": "100%", "fill": "#fff"}
    links = {iri: iri for iri in scene.graph}
    above = tag("g", {"transform": f"translate(0 {n(y - top)})"}, "".join(head + legend))
    below = tag("g", {"transform": f"translate(0 {n(y)})"}, "".join(foot))
    parts = [tag("title", {}, escape(scene.title)), tag("desc", {}, escape(scene.about))]
    parts += [tag("rect", ground), above, *_content(scene, links), below]
    return HEAD + tag("svg", attributes, "\n".join(parts)) + "\n"


def _frame(scene: Scene) -> tuple[float, float, float, float]:
    """Give left, top, width and height of the part of the plane that is drawn on."""
    across = [x for x, _ in scene.places.values()] or [0.0]
    down = [y for _, y in scene.places.values()] or [0.0]
    wide = max(max(across) - min(across) + 2 * _MARGIN, 480.0)
    high = max(max(down) - min(down) + 2 * _MARGIN, wide / _WIDEST / 2)
    middle = ((max(across) + min(across)) / 2, (max(down) + min(down)) / 2)
    return middle[0] - wide / 2, middle[1] - high / 2, wide, high


def _content(scene: Scene, links: Mapping[str, str]) -> list[str]:
    """Write lines, marks and names, the largest things last: they lie above the others."""
    order = sorted(scene.graph, key=lambda one: (scene.sizes[one], one))
    names = _names(scene, order[::-1])
    things = [_thing(scene, one, links[one], names.get(one)) for one in order]
    return [*_lines(scene), tag("g", {"font-size": n(_SIZE), "fill": "#1d2430"}, "".join(things))]


def _lines(scene: Scene) -> list[str]:
    """Write all lines of one sort as one path: there are many of them."""
    sorts: dict[bool, list[str]] = {}
    for one, other, data in scene.graph.edges(data=True):
        (x, y), (to_x, to_y) = scene.places[one], scene.places[other]
        path = f"M{n(x)} {n(y)}L{n(to_x)} {n(to_y)}"
        sorts.setdefault(data["basis"] == "inferred", []).append(path)
    style = {"fill": "none", "stroke": _LINE, "stroke-opacity": ".45"}
    return [
        tag("path", {**style, **({"stroke-dasharray": _DASHED} if dashed else {}), "d": "".join(d)})
        for dashed, d in sorted(sorts.items())
    ]


def _thing(scene: Scene, iri: str, link: str, name: tuple[str, float, float, str] | None) -> str:
    data = scene.graph.nodes[iri]
    look = scene.looks[scene.keys[iri]]
    told = tag("title", {}, escape(f"{data['label']} ({look.name.text})"))
    content = told + mark(look, *scene.places[iri], scene.sizes[iri])
    if name:
        text, x, y, anchor = name
        place = {"x": n(x), "y": n(y), "text-anchor": anchor, "paint-order": "stroke"}
        place |= {"stroke": "#fff", "stroke-width": "3", "stroke-linejoin": "round"}
        content += tag("text", {**place, "lang": data["lang"]}, escape(text))
    return tag("a", {"href": link, "tabindex": "-1"}, content)


def mark(look: Look, x: float, y: float, r: float) -> str:
    """Draw the mark of a look, told apart by shape as well as by colour."""
    style = {"fill": look.colour, "stroke": "#fff", "stroke-width": "1"}
    if look.mark in ("circle", "dot"):
        return tag("circle", {"cx": n(x), "cy": n(y), "r": n(r), **style})
    if look.mark == "ring":
        ring = {"fill": "#fff", "stroke": look.colour, "stroke-width": n(r * 0.45)}
        return tag("circle", {"cx": n(x), "cy": n(y), "r": n(r * 0.8), **ring})
    b = n(r * 1.25)
    shapes = {
        "square": f"M{n(x - r * 0.9)} {n(y - r * 0.9)}h{n(r * 1.8)}v{n(r * 1.8)}h-{n(r * 1.8)}z",
        "diamond": f"M{n(x)} {n(y - r * 1.25)}l{b} {b}l-{b} {b}l-{b} -{b}z",
        "triangle": f"M{n(x)} {n(y - r * 1.2)}l{n(r * 1.2)} {n(r * 2.05)}h-{n(r * 2.4)}z",
        "cross": (
            f"M{n(x - r * 0.42)} {n(y - r * 1.1)}h{n(r * 0.84)}v{n(r * 0.68)}h{n(r * 0.68)}"
            f"v{n(r * 0.84)}h-{n(r * 0.68)}v{n(r * 0.68)}h-{n(r * 0.84)}v-{n(r * 0.68)}"
            f"h-{n(r * 0.68)}v-{n(r * 0.84)}h{n(r * 0.68)}z"
        ),
    }
    return tag("path", {"d": shapes[look.mark], **style})


def _names(scene: Scene, order: Sequence[str]) -> dict[str, tuple[str, float, float, str]]:
    """Place as many names as there is room for, those of the largest things first."""
    import numpy as np

    taken = np.full((2 * len(order), 4), np.inf)  # a box of each thing, then one of each name
    for number, one in enumerate(order):
        (x, y), r = scene.places[one], scene.sizes[one]
        taken[number] = (x - r, y - r, x + r, y + r)
    found = {}
    for number, one in enumerate(order):
        text = fit(scene.graph.nodes[one]["label"], _ROOM, _SIZE, 1)[0]
        for left, base, anchor in _sides(scene, one, long := width(text, _SIZE) * 0.9):
            box = (left, base - 11, left + long, base + 4)
            met: Any = (taken[:, :2] < box[2:]).all(axis=1) & (taken[:, 2:] > box[:2]).all(axis=1)
            met[number] = False
            if not met.any():
                taken[len(order) + number] = box
                at = {"start": 0.0, "end": long, "middle": long / 2}[anchor]
                found[one] = (text, left + at, base, anchor)
                break
    return found


def _sides(scene: Scene, iri: str, long: float) -> list[tuple[float, float, str]]:
    """Give where the name of a thing may stand: its left end, its base line, its anchor."""
    (x, y), r = scene.places[iri], scene.sizes[iri]
    return [
        (x + r + 4, y + 4.5, "start"),
        (x - r - 4 - long, y + 4.5, "end"),
        (x - long / 2, y - r - 5, "middle"),
        (x - long / 2, y + r + 14, "middle"),
    ]


def _written(
    texts: Iterable[tuple[str, float]], x: float, room: float, y: float
) -> tuple[list[str], float]:
    """Write texts below each other; give them and where the next may begin."""
    out = []
    for text, size in texts:
        for line in fit(text, room - 40, size, 4) if text else ():
            y += size * 1.45
            place = {"x": n(x + 20), "y": n(y), "font-size": n(size), "fill": "#1d2430"}
            out.append(tag("text", place, escape(line)))
    return out, y + 8


def _legend(scene: Scene, x: float, room: float, y: float) -> tuple[list[str], float]:
    out, at = [], 20.0
    y += 14
    for look in scene.looks.values():
        name = f"{look.name.text} ({look.count})"
        long = width(name, _SIZE) + 40
        if at > 20 and at + long > room:
            at, y = 20.0, y + 22
        out.append(mark(look, x + at + 7, y - 4, 6))
        place = {"x": n(x + at + 20), "y": n(y), "font-size": n(_SIZE), "fill": "#1d2430"}
        out.append(tag("text", place, escape(name)))
        at += long
    return out, y + 16
