"""The pages of codes and of the vocabulary, of rules and questions as IRIs, and the context."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from aseankg.headers import Question
from aseankg.namespaces import AKG, ONTOLOGY, QUERY, RDF, RDFS, RULE, SH, SKOS
from aseankg.rules import Rule
from aseankg.web import representations, term_facts
from aseankg.web.dereference import answer, iri_of
from aseankg.web.links import with_query
from aseankg.web.release import Release
from aseankg.web.representations import HTML
from aseankg.web.telling import Teller
from aseankg.web.templating import View

_TYPE = ox.NamedNode(RDF + "type")


def term(request: Request) -> Response:
    """Answer for a code, a list of codes, or a term of the vocabulary."""
    return answer(request, iri_of(request), _term, _said)


def _said(view: View, iri: str) -> Iterable[ox.Quad]:
    """Give what the vocabulary says of a term, and of the codes of a list."""
    store, node = view.release.store, ox.NamedNode(iri)
    yield from store.quads_for_pattern(node, None, None, None)
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(SKOS + "inScheme"), node, None)):
        if isinstance(quad.subject, ox.NamedNode):
            yield from store.quads_for_pattern(quad.subject, None, None, None)


def _term(view: View, iri: str) -> tuple[str, dict[str, object]]:
    teller = Teller(view)
    kinds = teller.all(iri, RDF + "type")
    return "term.html", {
        "name": teller.name(iri),
        "kinds": [teller.relation(one) for one in kinds],
        "labels": term_facts.texts(teller, iri, SKOS + "prefLabel", RDFS + "label"),
        "definitions": term_facts.texts(teller, iri, SKOS + "definition"),
        "told": term_facts.facts(teller, iri),
        "members": term_facts.members(teller, iri),
        "is_list": SKOS + "ConceptScheme" in kinds,
        "uses": term_facts.uses(teller, iri),
    }


def vocabulary(request: Request) -> Response:
    """Answer for the vocabulary as a whole."""
    return answer(request, term_facts.VOCABULARY, _vocabulary, _whole)


def _vocabulary(view: View, iri: str) -> tuple[str, dict[str, object]]:
    teller = Teller(view)
    return "vocabulary.html", {
        "name": teller.name(iri),
        "descriptions": term_facts.texts(teller, iri, "http://purl.org/dc/terms/description"),
        "parts": term_facts.vocabulary(teller),
    }


def _whole(view: View, iri: str) -> Iterable[ox.Quad]:
    """Give the vocabulary with its alignments, without the lists of codes."""
    for quad in view.release.store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY)):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith((AKG, iri)):
            yield quad


def rule(request: Request) -> Response:
    """Answer for a rule by which statements follow from others."""
    iri = iri_of(request)
    known = {one.iri: one for one in request.state.release.rules}
    if iri not in known:
        raise HTTPException(404, f"there is no rule {iri.removeprefix(RULE)}")
    values: dict[str, object] = {"rule": known[iri]}
    return answer(
        request,
        iri,
        lambda *_: ("rule.html", values),
        lambda *_: _constructs(known[iri]),
        known=True,
    )


def _constructs(one: Rule) -> list[ox.Quad]:
    told = f"{one.summary} {one.description}".strip()
    return _executable(one.iri, "SPARQLConstructExecutable", "construct", one.text, told)


def question(request: Request) -> Response:
    """Answer for a question by its IRI: its page is that of the question, its RDF the query."""
    view, asked = View(request), representations.asked(request)
    iri = iri_of(request)
    name = iri.removeprefix(QUERY)
    found = view.release.questions.get(name) or view.release.networks.get(name)
    if not found:
        raise HTTPException(404, f"there is no question {name}")
    if asked.form is HTML:
        return RedirectResponse(with_query(f"/questions/{name}", request.query_params), 303)
    quads = _selects(iri, found)
    return representations.unchanged(view, asked) or representations.rdf(view, asked, iri, quads)


def _selects(iri: str, found: Question) -> list[ox.Quad]:
    return _executable(iri, "SPARQLSelectExecutable", "select", found.text, found.summary)


def _executable(iri: str, kind: str, name: str, text: str, told: str) -> list[ox.Quad]:
    """Tell a query in the words of SHACL."""
    node, graph = ox.NamedNode(iri), ox.NamedNode(ONTOLOGY)
    return [
        ox.Quad(node, _TYPE, ox.NamedNode(SH + kind), graph),
        ox.Quad(node, ox.NamedNode(RDFS + "comment"), ox.Literal(told, language="en"), graph),
        ox.Quad(node, ox.NamedNode(SH + name), ox.Literal(text), graph),
    ]


def context(request: Request) -> Response:
    """Give the context of JSON-LD that is published with the graph."""
    release: Release = request.state.release
    told = {"access-control-allow-origin": "*", "cache-control": "public, max-age=3600"}
    return Response(release.context, media_type="application/ld+json", headers=told)


_SUFFIXES = ("", *(f".{form.suffix}" for form in representations.FORMS))
routes = [
    *(Route(f"/ns{suffix}", vocabulary) for suffix in _SUFFIXES),
    Route("/ns/{name:path}", term),
    Route("/code/{name:path}", term),
    Route("/rule/{name}", rule),
    Route("/query/{name:path}", question),
    Route("/context.jsonld", context),
]
