"""What an institution owes: a table, and the same in layers from authority to institution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pyoxigraph as ox
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, CODE, ID, RDF
from aseankg.terms import value_of
from aseankg.web.inquiries import Row, cites, in_thread, inquire, iri_in, value, values
from aseankg.web.layered import Link, Node, picture
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.templating import View, page

MOST = 40
_NO_TEXT = "none"
_DECISION = CODE + "source-kind-decision"


@dataclass(frozen=True)
class Duty:
    """One duty; `due`, `since` and `until` are "" where no source sets them."""

    duty: Value
    role: Value
    way: Value
    authority: Value
    due: str
    since: str
    until: str
    inherited: Value
    because: str
    changed: str
    basis: Value
    cites: list[Cite]


@dataclass(frozen=True)
class Moved:
    """A duty that passed from one institution to others on a day."""

    duty: Value
    role: Value
    before: Value
    after: list[Value]
    basis: Value
    cites: list[Cite]


@dataclass(frozen=True)
class Change:
    """What happened to an institution on one day, and the duties that moved."""

    day: str
    eve: str
    nodes: list[tuple[str, Value, Value]]
    moved: list[Moved]


def duties(request: Request) -> Response:
    """Show what an institution owes on a day."""
    view, iri = View(request), iri_in(request)
    teller = Teller(view)
    if AKG + "Institution" not in teller.all(iri, RDF + "type"):
        raise HTTPException(404, f"there is no institution {iri.removeprefix(ID)}")
    reach = "all" if request.query_params.get("reach") == "all" else "direct"
    day = view.day.isoformat()
    table = inquire(
        view,
        "what-an-institution-owes",
        institution=iri.removeprefix(ID),
        as_of=day,
        reach=reach,
    )
    found = [_duty(teller, row) for row in table.rows]
    return page(
        view,
        "duties.html",
        iri=iri,
        id=iri.removeprefix(ID),
        name=teller.name(iri),
        reach=reach,
        duties=found,
        undated=sum(not one.due for one in found),
        inherited=sum(bool(one.inherited.text) for one in found),
        ended=_ended(teller, iri, day),
        picture=_picture(view, teller, iri, found[:MOST]),
        most=MOST,
        changes=_changes(view, teller, iri),
    )


def _duty(teller: Teller, row: Row) -> Duty:
    because = row["because"].value
    return Duty(
        value(row["duty"]),
        value(row["role"]),
        value(row["way"]),
        _authority(teller, row),
        row["due"].value,
        row["from"].value,
        row["to"].value,
        value(row["inherited_from"]),
        because,
        teller.first(because, AKG + "date") if because else "",
        value(row["basis"]),
        cites(teller, row, row["duty"].value),
    )


def _authority(teller: Teller, row: Row) -> Value:
    """Give the text that assigns a duty; of a legal function the decision that sources give."""
    duty = row["duty"].value
    if row["authority"].value or AKG + "Function" not in teller.all(duty, RDF + "type"):
        return value(row["authority"])
    origins = [one.origin for one in cites(teller, row)]
    texts = [one for one in origins if _DECISION in teller.all(one.iri, AKG + "kind")]
    return Value(texts[0].title, texts[0].lang, texts[0].iri) if texts else Value("")


def _ended(teller: Teller, iri: str, day: str) -> str:
    """Give the day on which an institution ended, if that was before a day."""
    last = teller.first(iri, AKG + "dissolvedLatest")
    return teller.first(iri, AKG + "dissolved") if last and last < day else ""


def _picture(view: View, teller: Teller, iri: str, found: list[Duty]) -> Markup:
    if not found:
        return Markup()
    texts: dict[str, Node] = {}
    boxes: dict[str, Node] = {}
    links: dict[tuple[str, str], Link] = {}
    name = teller.name(iri)
    for one in found:
        text = _text(view, one.authority)
        key = f"duty {one.duty.iri} {one.role.text}"
        texts.setdefault(text.key, text)
        boxes.setdefault(key, _box(view, one, key))
        look = "doubted" if one.basis.iri.endswith("inferred") else ""
        told = f"{text.text}: {one.duty.text}"
        links.setdefault((text.key, key), Link(text.key, key, told, look=look))
        told = f"{name.text}: {one.role.text}, {one.duty.text} ({one.basis.text})"
        links.setdefault((key, iri), Link(key, iri, told, look=look))
    own = Node(iri, name.text, name.lang, view.to(iri), look="focus")
    title = view.words("{name}: what it owes, and on whose authority", name=name.text)
    about = view.words(
        "Left the texts, in the middle {n} duties with their due dates, right the institution. "
        "The table above tells the same.",
        n=len(boxes),
    )
    heads = [view.words("Authority"), view.words("Duty"), view.words("Institution")]
    columns = [list(texts.values()), list(boxes.values()), [own]]
    return picture(view, (title, about), heads, columns, list(links.values()))


def _text(view: View, one: Value) -> Node:
    if not one.iri:
        return Node(_NO_TEXT, view.words("No text is named"), look="absent")
    return Node(f"text {one.iri}", one.text, one.lang, view.to(one.iri))


def _box(view: View, one: Duty, key: str) -> Node:
    due = view.words("due {day}", day=one.due) if one.due else view.words("no date set")
    said = [one.role.text or view.words("legal function"), due]
    if one.inherited.text:
        said.append(view.words("inherited from {name}", name=one.inherited.text))
    look = "inherited" if one.inherited.text else ""
    return Node(key, one.duty.text, one.duty.lang, view.to(one.duty.iri), " · ".join(said), look)


def _changes(view: View, teller: Teller, iri: str) -> list[Change]:
    """Tell of each day on which the institution merged, was renamed or handed something over."""
    days: dict[tuple[str, str], list[str]] = {}
    for end in ("before", "after"):
        quads = teller.store.quads_for_pattern(
            None, ox.NamedNode(AKG + end), ox.NamedNode(iri), None
        )
        for node in sorted({value_of(quad.subject) for quad in quads}):
            first = teller.first(node, AKG + "dateEarliest")
            if first and AKG + "InstitutionalChange" in teller.all(node, RDF + "type"):
                last = max(teller.all(node, AKG + "dateLatest"), default=first)
                days.setdefault((first, last), []).append(node)
    return [_change(view, teller, iri, *day, nodes) for day, nodes in sorted(days.items())]


def _change(
    view: View, teller: Teller, iri: str, first: str, last: str, nodes: list[str]
) -> Change:
    eve = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    name = "what-moved-in-a-merger"
    asked = {"institution": iri.removeprefix(ID), "before": eve, "after": last}
    moved = [
        Moved(
            value(row["duty"]),
            value(row["role"]),
            value(row["owed_before"]),
            values(teller, row["owed_after"]),
            value(row["basis"]),
            cites(teller, row, row["duty"].value),
        )
        for row in inquire(view, name, **asked).rows
    ]
    sides = [(node, _side(teller, node, "before"), _side(teller, node, "after")) for node in nodes]
    return Change(last, eve, sides, moved)


def _side(teller: Teller, node: str, end: str) -> Value:
    iri = teller.first(node, AKG + end)
    return teller.name(iri) if iri else Value(teller.first(node, f"{AKG}{end}Text"))


routes = [Route("/duties/{name:path}", in_thread(duties))]
