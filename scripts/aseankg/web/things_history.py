"""What happened to a thing and when: a list, and the same as bars beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aseankg.lettering import fit
from aseankg.markup import escape, tag
from aseankg.namespaces import AKG
from aseankg.web.telling import Teller, Value
from aseankg.web.templating import View
from aseankg.web.things_rows import Row

MOST = 24
_NAME, _BARS, _LINE = 300.0, 460.0, 26.0
# Dates of the thing itself; pairs of them are one span.
_OWN = ("founded", "dissolved", "memberSince", "adoptedOn", "inForceFrom", "periodFrom",
        "periodTo", "date", "endDate", "due", "statusAsOf")  # fmt: skip
_SPANS = {"periodFrom": "periodTo", "founded": "dissolved", "date": "endDate"}
_UNTIMED = {AKG + "Result", AKG + "Function"}
_LONG = {"Responsibility", "Tenure", "Membership", "Chairmanship"}


@dataclass(frozen=True, order=True)
class Moment:
    """A dated fact: the days that it may mean, what was printed, what it says.

    `last` is "" for a fact that goes on, and the same as `first` for what took a day.
    """

    first: str
    last: str
    printed: str
    relation: Value
    value: Value
    group: str


def moments(teller: Teller, iri: str, rows: Iterable[Row]) -> list[Moment]:
    """Give the dated facts of a thing, the earliest first."""
    found = set(_own(teller, iri))
    for row in rows:
        first = row.when.first or row.when.last or row.when.seen
        if not first or row.group == "mentions" or row.kind in _UNTIMED:
            continue
        lasting = row.kind.removeprefix(AKG) in _LONG and bool(row.when.first)
        last = row.when.last or ("" if lasting else first)
        dates = [text for name, text in row.when.printed if name != "asOf" or not lasting]
        printed = " - ".join(dates) + (" -" if lasting and not row.when.last else "")
        value = row.values[0] if row.values else Value("")
        found.add(Moment(first, last, printed, row.relation, value, row.group))
    return sorted(found, key=lambda one: (one.first, one.last, one.value.text))


def _own(teller: Teller, iri: str) -> Iterable[Moment]:
    used = set()
    for name in _OWN:
        first = teller.first(iri, f"{AKG}{name}Earliest")
        if not first or name in used:
            continue
        printed = teller.first(iri, AKG + name)
        other = _SPANS.get(name, "")
        last = max(teller.all(iri, f"{AKG}{other}Latest"), default="") if other else ""
        if last and other:
            used.add(other)
            printed += f" - {teller.first(iri, AKG + other)}"
        yield Moment(first, last or first, printed, teller.relation(AKG + name), Value(""), "is")


def timeline(view: View, found: Sequence[Moment]) -> Markup:
    """Draw the moments as bars over the years; nothing where there are fewer than two."""
    drawn = list(found[-MOST:])
    if len(drawn) < 2:
        return Markup()
    today = view.day.isoformat()
    start = _year(drawn[0].first) - 0.3
    end = max(_year(today), *(_year(one.last or today) for one in drawn)) + 0.3
    scale = _BARS / max(end - start, 1.0)
    high = len(drawn) * _LINE + 34
    parts = [*_years(start, end, scale, high), *_today(today, start, scale, high)]
    for number, one in enumerate(drawn):
        parts.append(_bar(view, one, 28 + number * _LINE, start, scale, today))
    wide = _NAME + _BARS + 20
    about = {
        "class": "timeline", "role": "group", "viewBox": f"0 0 {wide:g} {high:g}",
        "aria-label": view.words("Timeline"), "width": f"{wide:g}", "height": f"{high:g}",
    }  # fmt: skip
    return Markup(tag("svg", about, "".join(parts)))


def _year(day: str) -> float:
    year, month, date = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 372


def _years(start: float, end: float, scale: float, high: float) -> list[str]:
    span = end - start
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 1000) if span / one <= 8)
    found = []
    for year in range(int(start // step + 1) * step, int(end) + 1, step):
        x = f"{_NAME + (year - start) * scale:.1f}"
        line = {"x1": x, "x2": x, "y1": 20, "y2": f"{high:g}", "class": "rule"}
        found.append(tag("line", line))
        found.append(tag("text", {"x": x, "y": 13, "class": "year"}, str(year)))
    return found


def _today(today: str, start: float, scale: float, high: float) -> list[str]:
    x = f"{_NAME + (_year(today) - start) * scale:.1f}"
    return [tag("line", {"x1": x, "x2": x, "y1": 20, "y2": f"{high:g}", "class": "now"})]


def _bar(view: View, one: Moment, y: float, start: float, scale: float, today: str) -> str:
    left = _NAME + (_year(one.first) - start) * scale
    right = _NAME + (_year(one.last or max(today, one.first)) - start) * scale
    words = f"{one.relation.text}: {one.value.text}" if one.value.text else one.relation.text
    bar = {
        "x": f"{left:.1f}", "y": f"{y + 5:g}", "width": f"{max(right - left, 5):.1f}",
        "height": 13, "rx": 3, "class": "bar" if one.last else "bar open",
    }  # fmt: skip
    name = tag("text", {"x": 0, "y": f"{y + 16:g}"}, escape(fit(words, _NAME - 14, 12.5, 1)[0]))
    told = tag("title", {}, escape(f"{one.printed} {words}")) + name + tag("rect", bar)
    if not one.value.iri:
        return tag("g", {}, told)
    hit = tag("rect", {"x": 0, "y": f"{y:g}", "width": f"{_NAME + _BARS:g}",
                       "height": f"{_LINE:g}", "class": "hit"})  # fmt: skip
    return tag("a", {"href": view.to(one.value.iri)}, told + hit)
