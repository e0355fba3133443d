"""A picture in layers: named boxes in columns, and bands between one column and the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aseankg.lettering import fit
from aseankg.markup import escape, tag
from aseankg.web.templating import View

WIDE, GUTTER = 270.0, 130.0
_GAP, _PAD, _TOP, _LEAST = 10.0, 8.0, 30.0, 44.0
_SIZE, _LEADING, _SMALL, _SMALL_LEADING = 13.0, 16.0, 11.5, 14.5
_SWEEPS = 6


@dataclass(frozen=True)
class Node:
    """A box: its name, words below it, where it leads to; `look` is a class of the style sheet."""

    key: str
    text: str
    lang: str = ""
    href: str = ""
    note: str = ""
    look: str = ""


@dataclass(frozen=True)
class Link:
    """A band between two boxes: what it tells when pointed at, how much it stands for."""

    start: str
    end: str
    told: str
    weight: float = 1.0
    look: str = ""


@dataclass
class _Box:
    node: Node
    x: float
    words: list[str]
    notes: list[str]
    high: float
    y: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


def picture(
    view: View,
    names: tuple[str, str],
    heads: Sequence[str],
    columns: Sequence[Sequence[Node]],
    links: Sequence[Link],
    thick: float = 0.0,
) -> Markup:
    """Draw columns of boxes from left to right.

    `names` are the title of the picture and what it shows in a sentence, `heads` the words above
    the columns, `thick` how many pixels a weight of one takes; without it all lines are thin.
    """
    boxes = _boxes(columns, links, thick)
    orders = _ordered(columns, links)
    high = _place(orders, boxes, links)
    ports = _ports(boxes, links, thick)
    wide = len(columns) * (WIDE + GUTTER) - GUTTER
    parts = [tag("title", {}, escape(names[0])), tag("desc", {}, escape(names[1]))]
    parts += [
        tag("text", {"x": f"{number * (WIDE + GUTTER):g}", "y": 13, "class": "head"}, escape(head))
        for number, head in enumerate(heads)
    ]
    parts += [_band(one, boxes, ports[number], thick) for number, one in enumerate(links)]
    parts += [_drawn(view, boxes[key]) for order in orders for key in order]
    about = {
        "class": "layered", "role": "group", "viewBox": f"-3 0 {wide + 6:g} {high + 4:g}",
        "width": f"{wide + 6:g}", "height": f"{high + 4:g}", "aria-label": names[0],
    }  # fmt: skip
    return Markup(tag("svg", about, "".join(parts)))


def _boxes(
    columns: Sequence[Sequence[Node]], links: Sequence[Link], thick: float
) -> dict[str, _Box]:
    weights: dict[tuple[str, str], float] = {}
    for one in links:
        for key in ((one.start, "right"), (one.end, "left")):
            weights[key] = weights.get(key, 0.0) + one.weight
    found = {}
    for number, column in enumerate(columns):
        for node in column:
            sides = (weights.get((node.key, side), 0.0) for side in ("left", "right"))
            found[node.key] = _box(node, number * (WIDE + GUTTER), max(sides) * thick)
    return found


def _box(node: Node, x: float, least: float) -> _Box:
    words = fit(node.text, WIDE - 2 * _PAD - 2, _SIZE, 3)
    notes = fit(node.note, WIDE - 2 * _PAD - 2, _SMALL, 2) if node.note else []
    high = len(words) * _LEADING + len(notes) * _SMALL_LEADING + 2 * _PAD
    return _Box(node, x, words, notes, max(high, least + 4, _LEAST))


def _ordered(columns: Sequence[Sequence[Node]], links: Sequence[Link]) -> list[list[str]]:
    """Order the boxes of each column by where their neighbours stand, so that few lines cross."""
    orders = [[node.key for node in column] for column in columns]
    near: dict[str, list[str]] = {}
    for one in links:
        near.setdefault(one.start, []).append(one.end)
        near.setdefault(one.end, []).append(one.start)
    for sweep in range(_SWEEPS):
        for number in range(len(orders))[:: 1 if sweep % 2 else -1]:
            other = number + (-1 if sweep % 2 else 1)
            if 0 <= other < len(orders):
                orders[number] = _sorted(orders[number], orders[other], near)
    return orders


def _sorted(order: list[str], other: list[str], near: Mapping[str, list[str]]) -> list[str]:
    places = {key: number / max(len(other), 1) for number, key in enumerate(other)}

    def wanted(key: str) -> float:
        found = [places[one] for one in near.get(key, ()) if one in places]
        return sum(found) / len(found) if found else order.index(key) / len(order)

    return sorted(order, key=wanted)


def _place(
    orders: Sequence[Sequence[str]], boxes: Mapping[str, _Box], links: Sequence[Link]
) -> float:
    """Stack the columns, each box as near to the middle of its neighbours as the others let it."""
    heights = [sum(boxes[key].high + _GAP for key in order) - _GAP for order in orders]
    high = max([*heights, 40.0])
    tallest = heights.index(max(heights))
    for order in orders:
        y = _TOP
        for key in order:
            boxes[key].y = y
            y += boxes[key].high + _GAP
    outwards = [*range(tallest - 1, -1, -1), *range(tallest + 1, len(orders))]
    for number in outwards:
        towards = orders[number + 1 if number < tallest else number - 1]
        _settle([boxes[key] for key in orders[number]], boxes, set(towards), links, high + _TOP)
    return high + _TOP


def _settle(
    column: Sequence[_Box],
    boxes: Mapping[str, _Box],
    towards: set[str],
    links: Sequence[Link],
    bottom: float,
) -> None:
    offsets = [0.0]
    for box in column:
        offsets.append(offsets[-1] + box.high + _GAP)
    wanted = [
        _wanted(box, boxes, towards, links) - down
        for box, down in zip(column, offsets, strict=False)
    ]
    most = bottom - offsets[-1] + _GAP
    for box, down, top in zip(column, offsets, _rising(wanted), strict=False):
        box.y = down + min(max(top, _TOP), most)


def _wanted(
    box: _Box, boxes: Mapping[str, _Box], towards: set[str], links: Sequence[Link]
) -> float:
    """Give the height at which a box would stand in the middle of its neighbours."""
    key = box.node.key
    ends = [one.end if one.start == key else one.start for one in links
            if key in (one.start, one.end)]  # fmt: skip
    near = [boxes[one].middle for one in ends if one in towards]
    return sum(near) / len(near) - box.high / 2 if near else box.y


def _rising(wanted: Sequence[float]) -> list[float]:
    """Give the numbers nearest to some that never fall: those in a wrong order share their mean."""
    blocks: list[tuple[float, int]] = []
    for one in wanted:
        total, size = one, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            other, more = blocks.pop()
            total, size = total + other, size + more
        blocks.append((total, size))
    return [total / size for total, size in blocks for _ in range(size)]


def _ports(
    boxes: Mapping[str, _Box], links: Sequence[Link], thick: float
) -> list[tuple[float, float]]:
    """Share the sides of the boxes among the bands, in the order of their far ends.

    Gives the heights at which each band begins and ends.
    """
    sides: dict[tuple[str, bool], list[tuple[float, int, float]]] = {}
    for number, one in enumerate(links):
        start, end = boxes[one.start], boxes[one.end]
        sides.setdefault((one.start, True), []).append((end.middle, number, one.weight))
        sides.setdefault((one.end, False), []).append((start.middle, number, one.weight))
    found: dict[tuple[int, bool], float] = {}
    for (key, begins), far in sides.items():
        box = boxes[key]
        thin = min(9.0, (box.high - 8) / len(far))
        sizes = [weight * thick if thick else thin for _, _, weight in sorted(far)]
        y = box.middle - sum(sizes) / 2
        for (_, number, _), size in zip(sorted(far), sizes, strict=True):
            found[number, begins] = y + size / 2
            y += size
    return [(found[number, True], found[number, False]) for number in range(len(links))]


def _band(one: Link, boxes: Mapping[str, _Box], ends: tuple[float, float], thick: float) -> str:
    x, stop = boxes[one.start].x + WIDE, boxes[one.end].x
    y, end = ends
    half = (x + stop) / 2
    path = f"M{x:g} {y:.1f}C{half:g} {y:.1f} {half:g} {end:.1f} {stop:g} {end:.1f}"
    kind = "flow" if thick else "line"
    wide = max(one.weight * thick, 1.0) if thick else 1.5
    shape = {"d": path, "class": f"{kind} {one.look}".strip(), "stroke-width": f"{wide:.1f}"}
    return tag("path", shape, tag("title", {}, escape(one.told)))


def _drawn(view: View, box: _Box) -> str:
    node = box.node
    rect = {"x": f"{box.x:g}", "y": f"{box.y:.1f}", "width": f"{WIDE:g}",
            "height": f"{box.high:.1f}", "rx": 4, "class": "box"}  # fmt: skip
    x = f"{box.x + _PAD + 1:g}"
    full = len(box.words) * _LEADING + len(box.notes) * _SMALL_LEADING
    y = box.middle - full / 2
    words = [
        tag("tspan", {"x": x, "y": f"{y + (row + 0.78) * _LEADING:.1f}"}, escape(line))
        for row, line in enumerate(box.words)
    ]
    y += len(box.words) * _LEADING
    notes = [
        tag("tspan", {"x": x, "y": f"{y + (row + 0.78) * _SMALL_LEADING:.1f}"}, escape(line))
        for row, line in enumerate(box.notes)
    ]
    lang = {"lang": node.lang} if node.lang and node.lang != view.lang else {}
    told = tag("title", {}, escape(". ".join(filter(None, (node.text, node.note)))))
    parts = told + tag("rect", rect) + tag("text", lang, "".join(words))
    parts += tag("text", {"class": "note"}, "".join(notes)) if notes else ""
    look = f"node {node.look}".strip()
    if not node.href:
        return tag("g", {"class": look}, parts)
    return tag("a", {"href": node.href, "class": look}, parts)
