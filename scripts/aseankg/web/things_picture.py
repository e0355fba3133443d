"""What lies around a thing as a picture: it in the middle, its links left and right, as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aseankg.lettering import fit
from aseankg.markup import escape, tag
from aseankg.web.telling import Teller, Value
from aseankg.web.templating import View
from aseankg.web.things_places import HEADINGS
from aseankg.web.things_rows import Row

_MOST = 12
_WIDE, _GUTTER, _GAP, _PAD = 250.0, 150.0, 8.0, 7.0
_SIZE, _LEADING = 12.5, 15.5
_LEFT_OUT = {"is", "disputes", "remarks"}


@dataclass
class _Box:
    value: Value
    relation: str
    lines: list[str]
    outward: bool
    inferred: bool
    y: float = 0.0

    @property
    def high(self) -> float:
        return max(len(self.lines) * _LEADING + 2 * _PAD, 44.0)  # a finger needs that much

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


@dataclass(frozen=True)
class Picture:
    """The picture, how many neighbours it shows, and how many there are."""

    svg: Markup
    shown: int
    total: int


def picture(view: View, teller: Teller, iri: str, rows: Iterable[Row]) -> Picture | None:
    """Draw a thing with its neighbours, some of each group; None where it has fewer than two."""
    boxes, total = _boxes(iri, rows)
    if len(boxes) < 2:
        return None
    left, right = _sides(boxes)
    high = max(_stack(left), _stack(right), 80.0)
    for side in (left, right):
        _centre(side, high)
    middle = _Box(
        teller.name(iri), "", fit(teller.name(iri).text, _WIDE - 16, _SIZE, 5), True, False
    )
    middle.y = (high - middle.high) / 2
    xs = (0.0, _WIDE + _GUTTER, 2 * (_WIDE + _GUTTER)) if left else (0.0, 0.0, _WIDE + _GUTTER)
    wide = xs[2] + _WIDE
    parts = [_head()]
    parts += [_line(one, xs[0] + _WIDE, xs[1], middle, mirrored=True) for one in left]
    parts += [_line(one, xs[2], xs[1] + _WIDE, middle, mirrored=False) for one in right]
    parts += [_drawn(view, one, xs[0]) for one in left] + [
        _drawn(view, one, xs[2]) for one in right
    ]
    parts.append(_drawn(view, middle, xs[1], focus=True))
    about = {
        "class": "around", "role": "group", "viewBox": f"-4 -4 {wide + 8:g} {high + 8:g}",
        "width": f"{wide + 8:g}", "height": f"{high + 8:g}",
        "aria-label": view.words("What it is linked with"),
    }  # fmt: skip
    return Picture(Markup(tag("svg", about, "".join(parts))), len(boxes), total)


def _boxes(iri: str, rows: Iterable[Row]) -> tuple[list[_Box], int]:
    """Choose neighbours: of each group in turn, so that none crowds out the others."""
    groups: dict[str, dict[str, _Box]] = {key: {} for key in HEADINGS}
    for row in rows:
        value = row.values[0] if row.values else Value("")
        if row.group in _LEFT_OUT or not value.iri or value.iri == iri or "--" in value.iri:
            continue
        words = fit(value.text, _WIDE - 2 * _PAD - 4, _SIZE, 2)
        doubted = row.basis in ("editors", "rule", "inferred")
        box = _Box(value, row.relation.text, words, row.outward, doubted)
        groups[row.group].setdefault(value.iri, box)
    total = len({one for group in groups.values() for one in group})
    queues = [list(group.values()) for group in groups.values()]
    chosen: dict[str, _Box] = {}
    for depth in range(2 * _MOST):
        for queue in queues:
            if depth < len(queue) and len(chosen) < 2 * _MOST:
                chosen.setdefault(queue[depth].value.iri, queue[depth])
    places = {one: number for number, group in enumerate(groups.values()) for one in group}
    return sorted(chosen.values(), key=lambda one: places[one.value.iri]), total


def _sides(boxes: Sequence[_Box]) -> tuple[list[_Box], list[_Box]]:
    """Put what points at the thing left and what it points at right, evenly if one has too many."""
    left = [one for one in boxes if not one.outward]
    right = [one for one in boxes if one.outward]
    while len(left) > _MOST:
        right.append(left.pop())
    while len(right) > _MOST:
        left.append(right.pop())
    return left, right


def _stack(side: Sequence[_Box]) -> float:
    y = 0.0
    for one in side:
        one.y = y
        y += one.high + _GAP
    return max(0.0, y - _GAP)


def _centre(side: Sequence[_Box], high: float) -> None:
    if side:
        down = (high - side[-1].y - side[-1].high) / 2
        for one in side:
            one.y += down


def _head() -> str:
    shape = tag("path", {"d": "M0 0L8 4L0 8z", "class": "tip"})
    marker = {"id": "tip", "viewBox": "0 0 8 8", "refX": 7, "refY": 4, "markerWidth": 8,
              "markerHeight": 8, "markerUnits": "userSpaceOnUse", "orient": "auto"}  # fmt: skip
    return tag("defs", {}, tag("marker", marker, shape))


def _line(box: _Box, far: float, near: float, middle: _Box, *, mirrored: bool) -> str:
    """Draw a line between a neighbour and the thing, with its relation above the outer end."""
    a, b = (far, box.middle), (near, middle.middle)
    start, end = (b, a) if box.outward else (a, b)
    half = (a[0] + b[0]) / 2
    curve = f"C{half:g} {start[1]:.1f} {half:g} {end[1]:.1f} {end[0]:g} {end[1]:.1f}"
    path = f"M{start[0]:g} {start[1]:.1f}{curve}"
    shape = {
        "d": path,
        "class": "line doubted" if box.inferred else "line",
        "marker-end": "url(#tip)",
    }
    x = far + 6 if mirrored else far - 6
    words = fit(box.relation, _GUTTER - 44, 11, 1)[0]
    label = {"x": f"{x:g}", "y": f"{box.middle - 4:.1f}", "class": "start" if mirrored else "end"}
    return tag("path", shape) + tag("text", label, escape(words))


def _drawn(view: View, box: _Box, x: float, *, focus: bool = False) -> str:
    rect = {"x": f"{x:g}", "y": f"{box.y:.1f}", "width": f"{_WIDE:g}", "height": f"{box.high:g}",
            "rx": 4, "class": "box"}  # fmt: skip
    top = box.y + (box.high - len(box.lines) * _LEADING) / 2
    lines = [
        tag(
            "tspan",
            {"x": f"{x + _PAD + 2:g}", "y": f"{top + (number + 0.78) * _LEADING:.1f}"},
            escape(line),
        )
        for number, line in enumerate(box.lines)
    ]
    lang = {"lang": box.value.lang} if box.value.lang and box.value.lang != view.lang else {}
    text = tag("rect", rect) + tag("text", lang, "".join(lines))
    if focus:
        return tag("g", {"class": "focus"}, text)
    title = tag("title", {}, escape(f"{box.relation}: {box.value.text}"))
    return tag("a", {"href": view.to(box.value.iri)}, title + text)
