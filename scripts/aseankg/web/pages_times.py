"""When texts were adopted and run, and when institutions merged: a table, and bars over years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.lettering import fit
from aseankg.markup import escape, tag
from aseankg.namespaces import AKG, CODE, HOUSE_GRAPHS, RDF
from aseankg.things import facts_of
from aseankg.web.inquiries import in_thread
from aseankg.web.pages_coverage import pillar_of, pillar_options, things_of
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.templating import View, page

MOST = 80
_NAME, _BARS, _LINE = 380.0, 680.0, 30.0
_KINDS = ("vision", "charter", "blueprint", "strategic-plan", "roadmap")
_CHANGES = "changes"


@dataclass(frozen=True)
class Moment:
    """A text or a change: the days that it spans (`last` is "" for one day), what was printed."""

    first: str
    last: str
    printed: str
    kind: str
    what: Value
    pillar: str
    merger: bool
    cites: Sequence[Cite]


def times(request: Request) -> Response:
    """Show what happened between two years."""
    view, params = View(request), request.query_params
    teller = Teller(view)
    asked = {name: params.get(name, "") for name in ("kind", "pillar", "since", "until")}
    found = sorted(_moments(teller, asked), key=lambda one: (one.first, one.what.text))
    kept = [one for one in found if _within(one, asked["since"], asked["until"])]
    shown = kept[-MOST:]
    instruments = things_of(teller.store, RDF + "type", AKG + "Instrument")
    kinds = {code for iri in instruments for code in teller.all(iri, AKG + "kind")}
    prefix = CODE + "instrument-kind-"
    options = sorted(((one.removeprefix(prefix), teller.name(one).text) for one in kinds),
                     key=lambda one: one[1])  # fmt: skip
    return page(
        view,
        "times.html",
        moments=kept,
        shown=len(shown),
        picture=_picture(view, shown),
        chosen=asked,
        kinds=[
            ("all", view.words("all texts and changes")),
            (_CHANGES, view.words("mergers and other changes")),
            *options,
        ],
        pillars=pillar_options(teller, (pillar_of(teller, iri) for iri in instruments)),
    )


def _moments(teller: Teller, asked: dict[str, str]) -> Iterable[Moment]:
    kind = asked["kind"]
    if kind != _CHANGES:
        for iri in things_of(teller.store, RDF + "type", AKG + "Instrument"):
            own = teller.first(iri, AKG + "kind").removeprefix(CODE + "instrument-kind-")
            wanted = kind == "all" or (own == kind if kind else own in _KINDS)
            if wanted and asked["pillar"] in ("", pillar_of(teller, iri)):
                yield from _text(teller, iri)
    if kind in ("", "all", _CHANGES) and not asked["pillar"]:
        for iri in things_of(teller.store, RDF + "type", AKG + "InstitutionalChange"):
            yield from _change(teller, iri)


def _text(teller: Teller, iri: str) -> Iterable[Moment]:
    names = ("adoptedOn", "inForceFrom", "periodFrom")
    starts = [(teller.first(iri, f"{AKG}{one}Earliest"), one) for one in names]
    dated = [one for one in starts if one[0]]
    last = max(teller.all(iri, AKG + "periodToLatest"), default="")
    if not dated and not last:
        return
    first = min(dated)[0] if dated else last
    ends = [teller.first(iri, AKG + one) for one in ("periodFrom", "periodTo")]
    adopted = teller.first(iri, AKG + "adoptedOn")
    period = "\N{EN DASH}".join(ends) if any(ends) else ""
    told = "; ".join(filter(None, (adopted, period)))
    kind = teller.name(teller.first(iri, AKG + "kind")).text
    pillar = teller.first(iri, AKG + "pillar")
    name = teller.name(pillar).text if pillar else ""
    told = told or teller.first(iri, AKG + "inForceFrom")
    yield Moment(first, last, told, kind, teller.name(iri), name, False, _cites(teller, iri))


def _change(teller: Teller, iri: str) -> Iterable[Moment]:
    first = teller.first(iri, AKG + "dateEarliest")
    if first:
        kind = teller.name(teller.first(iri, AKG + "changeKind")).text
        printed = teller.first(iri, AKG + "date")
        before = teller.first(iri, AKG + "before")
        old = teller.name(before).text if before else teller.first(iri, AKG + "beforeText")
        new = teller.name(teller.first(iri, AKG + "after")).text
        what = Value(f"{old} → {new}", "", iri)
        yield Moment(first, "", printed, kind, what, "", True, _cites(teller, iri))


def _cites(teller: Teller, iri: str) -> list[Cite]:
    graphs = {graph for one in facts_of(teller.store, iri) for graph in one.graphs}
    return [teller.cite(one, iri) for one in sorted(graphs - set(HOUSE_GRAPHS))]


def _within(one: Moment, since: str, until: str) -> bool:
    return (not since or (one.last or one.first)[:4] >= since) and (
        not until or one.first[:4] <= until
    )


def _picture(view: View, found: Sequence[Moment]) -> Markup:
    if not found:
        return Markup()
    start = _year(found[0].first) - 0.5
    end = max(_year(one.last or one.first) for one in found) + 0.8
    scale = _BARS / (end - start)
    high = len(found) * _LINE + 34
    title = view.words("Texts and mergers over the years")
    about = view.words("Bars are texts with a period, dots days of adoption, diamonds mergers.")
    parts = [tag("title", {}, escape(title)), tag("desc", {}, escape(about))]
    parts += _years(start, end, scale, high)
    now = f"{_NAME + (_year(view.day.isoformat()) - start) * scale:.1f}"
    parts.append(tag("line", {"x1": now, "x2": now, "y1": 20, "y2": f"{high:g}", "class": "now"}))
    parts += [
        _row(view, one, 28 + number * _LINE, start, scale) for number, one in enumerate(found)
    ]
    wide = _NAME + _BARS + 20
    about_it = {"class": "times", "role": "group", "viewBox": f"-2 0 {wide:g} {high:g}",
                "width": f"{wide:g}", "height": f"{high:g}", "aria-label": title}  # fmt: skip
    return Markup(tag("svg", about_it, "".join(parts)))


def _year(day: str) -> float:
    year, month, date = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 372


def _years(start: float, end: float, scale: float, high: float) -> list[str]:
    span = end - start
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100) if span / one <= 12)
    found = []
    for year in range(int(start // step + 1) * step, int(end) + 1, step):
        x = f"{_NAME + (year - start) * scale:.1f}"
        line = {"x1": x, "x2": x, "y1": 20, "y2": f"{high:g}", "class": "rule"}
        found += [tag("line", line), tag("text", {"x": x, "y": 13, "class": "year"}, str(year))]
    return found


def _row(view: View, one: Moment, y: float, start: float, scale: float) -> str:
    left, middle = _NAME + (_year(one.first) - start) * scale, y + _LINE / 2
    if one.merger:
        shape = f"M{left:.1f} {middle - 7:g}l7 7l-7 7l-7 -7z"
        mark = tag("path", {"d": shape, "class": "merger"})
    elif one.last and one.last != one.first:
        right = _NAME + (_year(one.last) - start) * scale
        mark = tag("rect", {"x": f"{left:.1f}", "y": f"{middle - 6:g}", "rx": 3, "height": 12,
                            "width": f"{max(right - left, 5):.1f}", "class": "bar"})  # fmt: skip
    else:
        mark = tag("circle", {"cx": f"{left:.1f}", "cy": f"{middle:g}", "r": 5.5, "class": "bar"})
    hit = {"x": 0, "y": f"{y:g}", "width": f"{_NAME + _BARS:g}", "height": f"{_LINE:g}"}
    told = tag("title", {}, escape(f"{one.printed} {one.kind}: {one.what.text}"))
    lang = {"lang": one.what.lang} if one.what.lang and one.what.lang != view.lang else {}
    words = escape(fit(one.what.text, _NAME - 16, 13, 1)[0])
    name = tag("text", {"x": 2, "y": f"{middle + 4:g}", **lang}, words)
    content = told + tag("rect", {**hit, "class": "hit"}) + name + mark
    return tag("a", {"href": view.to(one.what.iri)}, content)


routes = [Route("/times", in_thread(times))]
