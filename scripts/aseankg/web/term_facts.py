"""What is told of a code, a list of codes, or a term of the vocabulary, and who uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.namespaces import AKG, BASE, CODE, ID, ONTOLOGY, OWL, RDF, RDFS, SKOS
from aseankg.terms import value_of
from aseankg.things import is_statement
from aseankg.web.telling import Teller, Value

_KNOWN = {RDF + "type", SKOS + "prefLabel", RDFS + "label", SKOS + "definition"}
_QUIET = {OWL + "disjointWith", RDFS + "isDefinedBy"}
_SHOWN = 40
VOCABULARY = AKG.removesuffix("#")
_KINDS = (
    ("Classes", OWL + "Class"),
    ("Properties that lead to things", OWL + "ObjectProperty"),
    ("Properties with a value", OWL + "DatatypeProperty"),
    ("Lists of codes", SKOS + "ConceptScheme"),
)


@dataclass(frozen=True)
class Term:
    """A term with its definition in the language of the page."""

    name: Value
    definition: Value
    short: str


@dataclass(frozen=True)
class Uses:
    """How often a term is used in which way, and things for which it is."""

    ways: list[tuple[Value, int]]
    things: list[Value]
    total: int


def texts(teller: Teller, iri: str, *predicates: str) -> list[Value]:
    """Give texts of a term, in the language of the page first."""
    quads = (
        quad
        for predicate in predicates
        for quad in teller.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, None
        )
    )
    found = {
        Value(one.value, one.language or "")
        for one in (quad.object for quad in quads)
        if isinstance(one, ox.Literal)
    }
    order = {teller.lang: 0, "en": 1}
    return sorted(found, key=lambda one: (order.get(one.lang, 2), one.lang, one.text))


def facts(teller: Teller, iri: str) -> list[tuple[Value, list[Value]]]:
    """Give what else the vocabulary says of a term."""
    found: dict[str, list[Value]] = {}
    for quad in teller.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
        name, value = quad.predicate.value, quad.object
        if name not in _KNOWN | _QUIET and isinstance(value, ox.NamedNode | ox.Literal):
            told = found.setdefault(name, [])
            told += [one] if (one := teller.value(value)) not in told else []
    return [(teller.relation(name), found[name]) for name in sorted(found)]


def members(teller: Teller, iri: str) -> list[Term]:
    """Give the codes of a list; of a code those beside it."""
    schemes = [*teller.all(iri, SKOS + "inScheme"), iri]
    quads = (
        quad
        for scheme in schemes
        for quad in teller.store.quads_for_pattern(
            None, ox.NamedNode(SKOS + "inScheme"), ox.NamedNode(scheme), None
        )
    )
    return terms(teller, {value_of(quad.subject) for quad in quads} - {iri})


def terms(teller: Teller, iris: Iterable[str]) -> list[Term]:
    """Give terms by name with their definitions."""
    found = [
        Term(teller.name(iri), next(iter(texts(teller, iri, SKOS + "definition")), Value("")), iri)
        for iri in iris
    ]
    return sorted(found, key=lambda one: one.name.text.casefold())


def uses(teller: Teller, iri: str) -> Uses:
    """Count in which way a term is used, and give the first things for which it is."""
    node = ox.NamedNode(iri)
    pairs: set[tuple[str, str]] = set()
    if iri.startswith(AKG):
        kind = ox.NamedNode(RDF + "type")
        typed = teller.store.quads_for_pattern(None, kind, node, None)
        pairs |= {(value_of(quad.subject), RDF + "type") for quad in typed}
        said = teller.store.quads_for_pattern(None, node, None, None)
        pairs |= {(value_of(quad.subject), iri) for quad in said}
    else:
        pointing = teller.store.quads_for_pattern(None, None, node, None)
        pairs |= {(value_of(q.subject), q.predicate.value) for q in pointing}
    pairs = {one for one in pairs if one[0].startswith(BASE) and not one[0].startswith((CODE, AKG))}
    counted = Counter(predicate for _, predicate in pairs)
    things = sorted({one for one, _ in pairs if one.startswith(ID) and not is_statement(one)})
    named = sorted((teller.name(one) for one in things[:400]), key=lambda one: one.text.casefold())
    ways = [(teller.relation(name), count) for name, count in counted.most_common()]
    return Uses(ways, named[:_SHOWN], len(things))


def vocabulary(teller: Teller) -> list[tuple[str, list[Term]]]:
    """Give all terms of the vocabulary by kind; days that the graph adds by itself are left out."""
    found = []
    for heading, kind in _KINDS:
        quads = teller.store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(kind), ox.NamedNode(ONTOLOGY)
        )
        iris = {value_of(quad.subject) for quad in quads}
        told = [
            one for one in iris if one.startswith(BASE) and not one.endswith(("Earliest", "Latest"))
        ]
        found.append((heading, terms(teller, told)))
    return found
