"""Where sources disagree: both sides with their sources, and how the editors judge."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, ID, RDF, SKOS, expand
from aseankg.terms import value_of
from aseankg.things import is_statement
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.templating import View, page


@dataclass(frozen=True)
class Dispute:
    """A point on which sources differ: what each side says, and what the editors hold of it."""

    name: str
    about: tuple[Value, ...]
    what: str
    left: str
    left_cites: tuple[Cite, ...]
    right: str
    right_cites: tuple[Cite, ...]
    notes: tuple[str, ...]
    judgement: str


def contradictions(request: Request) -> Response:
    """Show all contradictions, or those of one thing or one source."""
    view = View(request)
    teller = Teller(view)
    thing, source = (request.query_params.get(name, "") for name in ("thing", "source"))
    every = disputes(teller)
    found = [one for one in every if _concerns(one, _iri(thing, "id"), _iri(source, "src"))]
    judged = sum(bool(one.judgement) for one in found)
    only = _iri(thing, "id") or _iri(source, "src")
    counts = {"judged": judged, "all": len(every)}
    return page(view, "contradictions.html", only=only, found=found, counts=counts)


def _iri(text: str, prefix: str) -> str:
    return expand(text if ":" in text else f"{prefix}:{text}") if text else ""


def _concerns(one: Dispute, thing: str, source: str) -> bool:
    sides = {cite.origin.iri for cite in (*one.left_cites, *one.right_cites)}
    return (not thing or thing in {value.iri for value in one.about}) and (
        not source or source in sides
    )


def disputes(teller: Teller) -> list[Dispute]:
    """Give all contradictions, by the name of what they are about."""
    kind = ox.NamedNode(AKG + "Contradiction")
    quads = teller.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, None)
    found = [_dispute(teller, node) for node in {value_of(quad.subject) for quad in quads}]
    return sorted(found, key=lambda one: ([v.text.casefold() for v in one.about], one.name))


def _dispute(teller: Teller, node: str) -> Dispute:
    about = teller.all(node, AKG + "about")
    things = [one for one in about if not is_statement(one)] or about
    return Dispute(
        node.removeprefix(ID),
        tuple(teller.name(one) for one in things),
        _what(teller, node),
        teller.first(node, AKG + "leftValue"),
        _cites(teller, node, about, "leftSource"),
        teller.first(node, AKG + "rightValue"),
        _cites(teller, node, about, "rightSource"),
        tuple(teller.all(node, SKOS + "editorialNote")),
        teller.first(node, AKG + "rationale"),
    )


def _what(teller: Teller, node: str) -> str:
    """Name the property in the language of the page where it is one of the vocabulary."""
    properties = teller.all(node, AKG + "onProperty")
    if properties:
        return ", ".join(teller.relation(one).text for one in properties)
    return teller.first(node, AKG + "propertyText").replace("_", " ").replace("-", " ")


def _cites(teller: Teller, node: str, about: list[str], side: str) -> tuple[Cite, ...]:
    return tuple(teller.cite(one, node, *about) for one in teller.all(node, AKG + side))


routes = [Route("/contradictions", contradictions)]
