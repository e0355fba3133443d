"""Instruments: a list, the chains of what superseded what, and the tree of each plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, CODE, HOUSE_GRAPHS, ID, INFERRED, RDF
from aseankg.things import facts_of
from aseankg.web.inquiries import Row, cites, in_thread, inquire, iri_in, value
from aseankg.web.layered import Link, Node, picture
from aseankg.web.pages_coverage import pillar_of, pillar_options, things_of
from aseankg.web.plan_tree import Tree, levels
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.templating import View, page

_NAMES = ("kind", "pillar", "status")


@dataclass(frozen=True)
class Instrument:
    """One instrument of the list; dates are as they are printed, "" where none is known."""

    instrument: Value
    id: str
    kind: Value
    pillar: str
    status: Value
    adopted: str
    period: str
    commitments: int
    cites: Sequence[Cite]


@dataclass(frozen=True)
class Succession:
    """That one instrument took the place of another, or changed it."""

    new: Value
    relation: Value
    old: Value
    since: str
    basis: Value
    cites: Sequence[Cite]


def plans(request: Request) -> Response:
    """List the instruments, and show the chains of those listed."""
    view = View(request)
    teller = Teller(view)
    asked = {name: request.query_params.get(name, "") for name in (*_NAMES, "running")}
    everything = things_of(teller.store, RDF + "type", AKG + "Instrument")
    kept = [iri for iri in everything if _fits(teller, iri, asked)]
    found = sorted((_instrument(teller, iri) for iri in kept), key=_order)
    chain = [one for one in _chain(view, teller) if {one.new.iri, one.old.iri} & set(kept)]
    groups: dict[str, list[Instrument]] = {}
    for one in found:
        groups.setdefault(one.kind.text, []).append(one)
    return page(
        view,
        "plans.html",
        groups=groups,
        total=len(found),
        everything=len(everything),
        chosen=asked,
        options={name: _options(teller, everything, name) for name in ("kind", "status")},
        pillars=pillar_options(teller, (pillar_of(teller, iri) for iri in everything)),
        chain=chain,
        picture=_picture(view, chain, set(everything)),
    )


def _fits(teller: Teller, iri: str, asked: Mapping[str, str]) -> bool:
    for name in _NAMES:
        scheme = "pillar" if name == "pillar" else f"instrument-{name}"
        if asked[name] and f"{CODE}{scheme}-{asked[name]}" not in teller.all(iri, AKG + name):
            return False
    if not asked["running"]:
        return True
    first = teller.first(iri, AKG + "periodFromEarliest")
    last = max(teller.all(iri, AKG + "periodToLatest"), default="")
    day = teller.view.day.isoformat()
    return bool(first or last) and first <= day and (not last or day <= last)


def _options(teller: Teller, everything: Iterable[str], name: str) -> list[tuple[str, str]]:
    codes = {code for iri in everything for code in teller.all(iri, AKG + name)}
    prefix = f"{CODE}instrument-{name}-"
    return sorted(
        ((iri.removeprefix(prefix), teller.name(iri).text) for iri in codes),
        key=lambda one: one[1],
    )


def _instrument(teller: Teller, iri: str) -> Instrument:
    pillar, status, kind = (teller.first(iri, AKG + name) for name in ("pillar", "status", "kind"))
    ends = [teller.first(iri, AKG + name) for name in ("periodFrom", "periodTo")]
    return Instrument(
        teller.name(iri),
        iri.removeprefix(ID),
        teller.name(kind),
        teller.name(pillar).text if pillar else "",
        teller.name(status) if status else Value(""),
        teller.first(iri, AKG + "adoptedOn"),
        "\N{EN DASH}".join(ends) if any(ends) else "",
        len(things_of(teller.store, AKG + "instrument", iri)),
        _cites(teller, iri),
    )


def _order(one: Instrument) -> tuple[str, int, str]:
    return one.kind.text, -one.commitments, one.instrument.text


def _cites(teller: Teller, iri: str) -> list[Cite]:
    """Give the sources that say something of an instrument."""
    graphs = frozenset(graph for one in facts_of(teller.store, iri) for graph in one.graphs)
    kept = sorted(graphs - set(HOUSE_GRAPHS) - {INFERRED})
    return [teller.cite(one, iri) for one in kept]


def _chain(view: View, teller: Teller) -> list[Succession]:
    table = inquire(view, "what-superseded-what")
    return [
        _succession(teller, row)
        for row in table.rows
        if not row["relation"].value.endswith("continues")
    ]


def _succession(teller: Teller, row: Row) -> Succession:
    new, relation, old, basis = (value(row[one]) for one in ("new", "relation", "old", "basis"))
    since = row["since"].value.replace("\n", ", ")
    return Succession(new, relation, old, since, basis, cites(teller, row, new.iri))


def _picture(view: View, chain: Sequence[Succession], texts: set[str]) -> Markup:
    """Draw what superseded what, the older texts on the left; a body too can amend a text."""
    if not chain:
        return Markup()
    depths: dict[str, int] = {}
    names = {one.iri: one for pair in chain for one in (pair.old, pair.new)}
    for _ in names:
        for one in chain:
            deeper = depths.get(one.old.iri, 0) + 1
            depths[one.new.iri] = max(depths.get(one.new.iri, 0), min(deeper, len(names)))
    for one in sorted(chain, key=lambda pair: -depths[pair.new.iri]):
        after = [depths[two.new.iri] for two in chain if two.old.iri == one.old.iri]
        depths[one.old.iri] = min(after) - 1
    columns: list[list[Node]] = [[] for _ in range(max(depths.values()) + 1)]
    for iri, name in names.items():
        place = view.to(f"/plans/{_id(iri)}" if iri in texts else iri)
        columns[depths[iri]].append(Node(iri, name.text, name.lang, place))
    links = [
        Link(
            one.old.iri,
            one.new.iri,
            f"{one.new.text}: {one.relation.text} {one.old.text} {one.since}".strip(),
            look="doubted" if one.basis.iri.endswith("inferred") else "",
        )
        for one in chain
    ]
    title = view.words("What superseded what")
    about = view.words("Older texts stand left, those that took their place right of them.")
    heads = [view.words("Older")] + [""] * (len(columns) - 2) + [view.words("Newer")]
    return picture(view, (title, about), heads, columns, links)


def _id(iri: str) -> str:
    return iri.removeprefix(ID)


def plan(request: Request) -> Response:
    """Show the tree of an instrument."""
    view, iri = View(request), iri_in(request)
    teller = Teller(view)
    if AKG + "Instrument" not in teller.all(iri, RDF + "type"):
        raise HTTPException(404, f"there is no instrument {_id(iri)}")
    tree = Tree(teller, iri, view.day.isoformat())
    own = _instrument(teller, iri)
    chain = inquire(view, "chain-of-authority-to-the-vision", start=_id(iri)).rows
    around = [one for one in _chain(view, teller) if iri in (one.new.iri, one.old.iri)]
    return page(
        view,
        "plan.html",
        own=own,
        pillar=pillar_of(teller, iri),
        tree=tree,
        levels=levels(tree.branches),
        chain=[[value(row[name]) for name in ("from", "relation", "to")] for row in chain],
        around=around,
    )


routes = [Route("/plans", in_thread(plans)), Route("/plans/{name:path}", in_thread(plan))]
