"""From goals through the bodies that answer for them to the ministries: bands beside a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, CODE, ID, RDF
from aseankg.web.inquiries import Row, in_thread, inquire
from aseankg.web.layered import Link, Node, picture
from aseankg.web.telling import Origin, Teller, Value, origin
from aseankg.web.templating import View, page

QUESTION = "which-ministries-contribute-to-which-goals"
PILLARS = ("ASCC", "AEC", "APSC", "connectivity")
MOST_BODIES, MOST_MINISTRIES = 14, 18
_HIGH = 760.0
_OTHERS = "others"


@dataclass(frozen=True)
class Strand:
    """That a ministry contributes to a goal through a body, or by another way, in a source."""

    goal: str
    middle: str
    ministry: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A row of the table: who contributes to a goal through one body."""

    goal: Value
    middle: Value
    ministries: Sequence[Value]
    bases: Sequence[Value]
    origins: Sequence[Origin]


def flows(request: Request) -> Response:
    """Show the flow of a pillar."""
    view, params = View(request), request.query_params
    teller = Teller(view)
    pillar = params.get("pillar", "")
    pillar = pillar if pillar in PILLARS else PILLARS[0]
    rows = inquire(view, QUESTION, pillar=pillar, as_of=view.day.isoformat()).rows
    homes = {row["country"].value: row["country"].label or "" for row in rows}
    home = params.get("country", "")
    kept = [row for row in rows if not home or row["country"].value == ID + home]
    strands = [one for row in kept for one in _strands(teller, row)]
    bodies = _most((one.middle for one in strands), MOST_BODIES)
    ministries = _most((one.ministry for one in strands), MOST_MINISTRIES)
    return page(
        view,
        "flows.html",
        pillar=pillar,
        pillars=[(one, teller.name(f"{CODE}pillar-{one}").text) for one in PILLARS],
        countries=sorted(
            ((iri.removeprefix(ID), name) for iri, name in homes.items() if iri),
            key=lambda one: one[1],
        ),
        home=home,
        lines=_lines(teller, strands),
        picture=_picture(view, teller, strands, bodies, ministries),
        left_out=(
            len({one.middle for one in strands}) - len(bodies),
            len({one.ministry for one in strands}) - len(ministries),
        ),
        totals=(len({one.ministry for one in strands}), len({one.goal for one in strands})),
    )


def _strands(teller: Teller, row: Row) -> list[Strand]:
    """Part a row by the bodies it leads through; without one by the way that is named."""
    via = [iri for iri in row["via"].value.split() if "--" not in iri]
    bodies = [iri for iri in via if AKG + "Institution" in teller.all(iri, RDF + "type")]
    through = bodies if row["means"].value.endswith("-body") else []
    goal, ministry, basis = (row[name].value for name in ("goal", "ministry", "basis"))
    sources = tuple(row["sources"].value.split())
    middles = through or [row["means"].value]
    return [Strand(goal, one, ministry, basis, sources) for one in middles]


def _most(found: Iterable[str], most: int) -> list[str]:
    """Give those that occur most often; all of them if one more would do."""
    counts = Counter(found)
    order = sorted(counts, key=lambda iri: (-counts[iri], iri))
    return order if len(order) <= most + 1 else order[:most]


def _lines(teller: Teller, strands: Iterable[Strand]) -> list[Line]:
    groups: dict[tuple[str, str], list[Strand]] = {}
    for one in strands:
        groups.setdefault((one.goal, one.middle), []).append(one)
    return [_line(teller, *ends, groups[ends]) for ends in sorted(groups)]


def _line(teller: Teller, goal: str, middle: str, strands: Sequence[Strand]) -> Line:
    release = teller.view.release
    names = {one.ministry: _ministry(teller, one.ministry) for one in strands}
    bases = sorted({one.basis for one in strands})
    cited = sorted({iri for one in strands for iri in one.sources})
    return Line(
        teller.name(goal),
        teller.name(middle),
        sorted(names.values(), key=lambda one: one.text),
        [teller.name(iri) for iri in bases],
        [origin(release, iri) for iri in cited],
    )


def _ministry(teller: Teller, iri: str) -> Value:
    """Name a ministry with its country: several are called alike."""
    name = teller.name(iri)
    home = teller.first(iri, AKG + "country")
    told = f"{name.text} ({teller.name(home).text})" if home else name.text
    return Value(told, name.lang, iri)


def _picture(
    view: View,
    teller: Teller,
    strands: Sequence[Strand],
    bodies: Sequence[str],
    ministries: Sequence[str],
) -> Markup:
    if not strands:
        return Markup()
    first: Counter[tuple[str, str]] = Counter()
    second: Counter[tuple[str, str]] = Counter()
    for one in strands:
        middle = f"b {one.middle if one.middle in bodies else _OTHERS}"
        ministry = f"m {one.ministry if one.ministry in ministries else _OTHERS}"
        first[f"g {one.goal}", middle] += 1
        second[middle, ministry] += 1
    nodes = {key: _node(view, teller, key) for pair in [*first, *second] for key in pair}
    columns = [sorted((nodes[key] for key in nodes if key[0] == layer), key=lambda one: one.text)
               for layer in "gbm"]  # fmt: skip
    links = [
        Link(
            start,
            end,
            f"{nodes[start].text} \N{EN DASH} {nodes[end].text}: {number}",
            number,
            "" if _is_body(start) or _is_body(end) else "direct",
        )
        for (start, end), number in [*first.items(), *second.items()]
    ]
    title = view.words("From goals to ministries")
    about = view.words(
        "Bands from goals on the left through bodies in the middle to ministries on the right, as "
        "thick as the number of contributions. The table tells the same."
    )
    heads = [view.words("Goals"), view.words("Bodies and ways"), view.words("Ministries")]
    return picture(view, (title, about), heads, columns, links, _HIGH / len(strands))


def _is_body(key: str) -> bool:
    return key.startswith(("b " + ID, "b " + _OTHERS))


def _node(view: View, teller: Teller, key: str) -> Node:
    iri = key[2:]
    if iri == _OTHERS:
        return Node(key, view.words("others, see the table"), look="absent")
    name = _ministry(teller, iri) if key.startswith("m ") else teller.name(iri)
    path = f"/duties/{iri.removeprefix(ID)}" if key.startswith("m ") else iri
    return Node(key, name.text, name.lang, view.to(path))


routes = [Route("/flows", in_thread(flows))]
