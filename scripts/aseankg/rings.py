"""A network of lines without a direction: names around a ring, lines across it."""

from __future__ import annotations

from math import cos, pi, sin

from aseankg.drawing import Drawn
from aseankg.lettering import fit, width
from aseankg.markup import escape, tag
from aseankg.sketch import SIZE, language, line, mark, n, node

_PITCH = 19.0
_SMALLEST = 170.0
_ROOM = 300.0
_PAUSE = 0.6  # between two groups, in places of a name
_PULL = 0.32  # how far from the middle a line passes, as a share of the radius


def ring(part: Drawn) -> tuple[str, float, float]:
    """Draw a ring; give the elements, and how wide and high they are together."""
    angles, radius = _angles(part)
    names = {iri: _name(part, iri) for iri in angles}
    room = max(width(name, SIZE) for name in names.values()) + 24
    middle = radius + room
    ends = {iri: (middle + radius * cos(a), middle + radius * sin(a)) for iri, a in angles.items()}
    heaviest = max((float(edge.data.get("weight", 1.0)) for edge in part.edges), default=1.0)
    drawn = []
    for edge in sorted(part.edges, key=lambda one: (float(one.data.get("weight", 1.0)), one.id)):
        (x, y), (to_x, to_y) = ends[edge.source], ends[edge.target]
        by_x, by_y = (middle + ((a + b) / 2 - middle) * _PULL for a, b in ((x, to_x), (y, to_y)))
        path = f"M{n(x)} {n(y)}Q{n(by_x)} {n(by_y)} {n(to_x)} {n(to_y)}"
        share = float(edge.data.get("weight", 1.0)) / heaviest
        drawn.append(line(part, edge, path, thick=0.6 + 5 * share, arrow=False))
    drawn += [_label(part, iri, names[iri], middle, radius, angles[iri]) for iri in angles]
    return "".join(drawn), 2 * middle, 2 * middle


def _angles(part: Drawn) -> tuple[dict[str, float], float]:
    """Give each node its angle, those of one look side by side, and the radius of the ring."""
    order = sorted(
        part.nodes, key=lambda one: (part.node_look(one[1]).name, str(one[1].get("label")), one[0])
    )
    places: dict[str, float] = {}
    place, before = 0.0, part.node_look(order[0][1])
    for iri, data in order:
        look = part.node_look(data)
        place += _PAUSE if look != before else 0.0
        places[iri], before = place, look
        place += 1.0
    place += _PAUSE
    radius = max(_SMALLEST, place * _PITCH / (2 * pi))
    return {iri: 2 * pi * (one / place) - pi / 2 for iri, one in places.items()}, radius


def _name(part: Drawn, iri: str) -> str:
    return fit(str(part.graph.nodes[iri].get("label") or iri), _ROOM, SIZE, 1)[0]


def _label(part: Drawn, iri: str, name: str, middle: float, radius: float, angle: float) -> str:
    """Write a name outwards from the ring, never upside down, behind the mark of its kind."""
    left = cos(angle) < -1e-9
    turn = angle * 180 / pi + (180 if left else 0)
    place = (middle + (radius + 8) * cos(angle), middle + (radius + 8) * sin(angle))
    about = {
        "class": "name",
        "x": n(-10 if left else 10),
        "y": n(SIZE * 0.35),
        "text-anchor": "end" if left else "start",
        **language(part, iri),
    }
    sign = mark(part.node_look(part.graph.nodes[iri]), 0.0, 0.0)
    turned = f"translate({n(place[0])} {n(place[1])}) rotate({n(turn)})"
    content = tag("g", {"transform": turned}, sign + tag("text", about, escape(name)))
    return node(part, iri, content)
