"""The sources: a list to choose from, and the page of each with everything that it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, CODE, HOUSE_GRAPHS, ID, RDF, SKOS
from aseankg.terms import value_of
from aseankg.things import Fact, facts_of
from aseankg.web import things_page
from aseankg.web.dereference import answer, iri_of
from aseankg.web.sources_list import PAGE, choices, chosen, language_of, listed, publishers
from aseankg.web.telling import Teller, Value, origin
from aseankg.web.templating import View, page
from aseankg.web.things_rows import Row, row_of_fact, row_of_node

_MOST = 80
_QUIET = {RDF + "type", AKG + "locator"}
_ASKED = ("kind", "country", "language", "publisher", "checked", "order")


@dataclass(frozen=True)
class Told:
    """A thing of which a source speaks, and what it says, each with the place in the source."""

    thing: Value
    kind: Value | None
    rows: Sequence[tuple[Row, str]]


def sources(request: Request) -> Response:
    """Show the sources that were asked for."""
    view = View(request)
    teller = Teller(view)
    every = listed(view.release)
    wanted = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    found = chosen(every, {name: text for name, text in wanted.items() if text})
    number = request.query_params.get("page", "1")
    first = (max(1, int(number)) - 1) * PAGE if number.isdecimal() and len(number) < 6 else 0
    return page(
        view,
        "sources.html",
        found=found[first : first + PAGE],
        total=len(found),
        every=len(every),
        unchecked=sum(not one.origin.checked for one in every),
        first=first,
        size=PAGE,
        choices=choices(teller, every),
        publishers=publishers(every),
        wanted=wanted,
        kind_of=lambda one: teller.name(CODE + one.kind) if one.kind else None,
        place_of=lambda one: _place(teller, one.country),
    )


def _place(teller: Teller, slug: str) -> Value | None:
    """Name where a source comes from: ASEAN goes by its short name, as people call it."""
    if slug == "asean":
        return Value("ASEAN", "", ID + slug)
    return teller.name(ID + slug) if slug else None


def source(request: Request) -> Response:
    """Answer for a source."""
    return answer(request, iri_of(request), told, statements)


def statements(view: View, iri: str) -> Iterable[ox.Quad]:
    """Give all that a source says; of the parts of the graph itself only what is said of them."""
    node = ox.NamedNode(iri)
    if iri in HOUSE_GRAPHS:
        return view.release.store.quads_for_pattern(node, None, None, None)
    return view.release.store.quads_for_pattern(None, None, None, node)


def told(view: View, iri: str) -> tuple[str, dict[str, object]]:
    """Give what stands on the page of a source."""
    teller = Teller(view)
    things = [] if iri in HOUSE_GRAPHS else subjects(teller, iri)
    whole = view.request.query_params.get("all", "")
    shown = things if whole else things[:_MOST]
    kind = teller.first(iri, AKG + "kind", iri)
    return "source.html", {
        "name": Value(origin(view.release, iri).title, origin(view.release, iri).lang),
        "origin": origin(view.release, iri),
        "kind": teller.name(kind) if kind else None,
        "language": language_of(teller, iri),
        "notes": teller.all(iri, SKOS + "editorialNote", iri),
        "no_address": teller.all(iri, AKG + "noAddressReason", iri),
        "house": iri in HOUSE_GRAPHS,
        "told": [_told(teller, iri, one, nodes) for one, nodes in shown],
        "left_out": len(things) - len(shown),
        "disputes": _disputes(teller, iri),
        "bases": things_page.BASES,
        "dates": things_page.DATES,
    }


def subjects(teller: Teller, source: str) -> list[tuple[str, list[str]]]:
    """Give the things of which a source speaks, by name, each with the nodes that are about it."""
    quads = teller.store.quads_for_pattern(None, None, None, ox.NamedNode(source))
    found: dict[str, list[str]] = {}
    for node in sorted({value_of(quad.subject) for quad in quads}):
        if node.startswith(ID):
            found.setdefault(node.partition("--")[0], []).append(node)
    return sorted(found.items(), key=lambda one: teller.name(one[0]).text.casefold())


def _told(teller: Teller, source: str, thing: str, nodes: list[str]) -> Told:
    rows: list[tuple[Row, str]] = []
    covered: set[tuple[str, str]] = set()
    for node in sorted(nodes, key=lambda one: one == thing):
        facts = [fact for fact in facts_of(teller.store, node) if source in fact.graphs]
        place = teller.cite(source, node, thing).locator
        if node != thing:
            row = row_of_node(teller, thing, node, facts)
            rows += [(row, place)] if row else []
            covered |= _covered(facts)
        else:
            rows = [(one, place) for one in _plain(teller, facts, covered)] + rows
    kind = things_page.class_of(teller, thing)
    return Told(teller.name(thing), teller.relation(kind) if kind else None, rows)


def _plain(teller: Teller, facts: Iterable[Fact], covered: set[tuple[str, str]]) -> list[Row]:
    return [
        row_of_fact(teller, fact)
        for fact in facts
        if fact.predicate not in _QUIET and (fact.predicate, fact.value.value) not in covered
    ]


def _covered(facts: Iterable[Fact]) -> set[tuple[str, str]]:
    said = {fact.predicate: fact.value.value for fact in facts}
    predicate = said.get(RDF + "predicate")
    return {(predicate, said.get(RDF + "object", ""))} if predicate else set()


def _disputes(teller: Teller, source: str) -> int:
    """Count the contradictions in which a source is one side."""
    node = ox.NamedNode(source)
    sides = (ox.NamedNode(AKG + "leftSource"), ox.NamedNode(AKG + "rightSource"))
    quads = (
        one for side in sides for one in teller.store.quads_for_pattern(None, side, node, None)
    )
    return len({value_of(quad.subject) for quad in quads})


routes = [Route("/sources", sources), Route("/source/{name:path}", source)]
