"""Everything the graph says of one thing, as a table: what it is, what it does, who names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg import labels
from aseankg.catalogue import Cell, Parameter, SourceInfo
from aseankg.errors import InputError
from aseankg.names import label
from aseankg.namespaces import (
    AKG,
    EDITORIAL,
    HOUSE_GRAPHS,
    ID,
    INFERRED,
    PROV,
    RDF,
    RDFS,
    SKOS,
    SRC,
)
from aseankg.parameters import resolve
from aseankg.terms import Term, value_of

_NAMES = {SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel", AKG + "abbreviation"}
# What people call the properties of others.
_PLAIN = {
    SKOS + "prefLabel": "name in this graph",
    RDFS + "label": "name",
    SKOS + "altLabel": "other name",
    SKOS + "notation": "number",
    SKOS + "editorialNote": "note",
    PROV + "wasDerivedFrom": "derived from",
}
# Told in a column of their own, or only there for machines.
QUIET = {
    RDF + "type",
    RDF + "predicate",
    AKG + "basis",
    AKG + "byRule",
    AKG + "evidence",
    AKG + "partOfTransitive",
    AKG + "implementsTransitive",
    AKG + "contradiction",
    PROV + "wasDerivedFrom",
}
_DERIVED_DATE = re.compile(r"(Earliest|Latest)\Z")


@dataclass(frozen=True)
class Fact:
    """A property of a node, its value, and the graphs that say it."""

    predicate: str
    value: Term
    graphs: frozenset[str]


def find_thing(store: ox.Store, text: str) -> str:
    """Give the IRI of the thing with this id, IRI, name or abbreviation in any language.

    Raises `InputError` when nothing or more than one thing is called so, with the candidates.
    """
    try:
        return resolve(store, Parameter("thing", "iri", "", "thing"), text).value
    except InputError as error:
        raise InputError("", 0, None, error.message, error.remedy) from error


def facts_of(store: ox.Store, iri: str) -> list[Fact]:
    """Give what is said of a node, each value once with all its graphs, in order."""
    found: dict[tuple[str, Term], set[str]] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
        if not _DERIVED_DATE.search(quad.predicate.value):
            key = (quad.predicate.value, _term(quad.object))
            found.setdefault(key, set()).add(value_of(quad.graph_name))
    facts = [
        Fact(predicate, value, frozenset(graphs)) for (predicate, value), graphs in found.items()
    ]
    return sorted(facts, key=lambda fact: (fact.predicate, str(fact.value)))


def source_infos(store: ox.Store, iris: Iterable[str]) -> dict[str, SourceInfo]:
    """Give what is known of each source, by IRI."""
    return {iri: SourceInfo(*told) for iri, told in labels.sources_of(store, iris).items()}


def own_rows(store: ox.Store, iri: str, lang: str) -> Iterator[dict[str, Cell]]:
    """Give a row for each name and plain fact of a thing."""
    facts = [fact for fact in facts_of(store, iri) if fact.predicate not in QUIET]
    for fact in sorted(facts, key=lambda one: one.predicate not in _NAMES):
        about = "names" if fact.predicate in _NAMES else "facts"
        language = fact.value.language if isinstance(fact.value, ox.Literal) else None
        yield {
            "about": text_cell(about),
            "property": property_cell(store, fact.predicate, lang),
            "value": term_cell(store, fact.value, lang),
            "details": text_cell(language or ""),
            "basis": text_cell(basis_of(fact.graphs)),
            "sources": text_cell(" ".join(sources_of(store, iri, fact.graphs))),
        }


def mentions(store: ox.Store, iri: str, lang: str) -> Iterator[dict[str, Cell]]:
    """Give a row for each other thing that points at a thing."""
    for predicate, node in sorted(pointers(store, iri)):
        if is_statement(node) or predicate in QUIET or not node.startswith((ID, SRC)):
            continue
        triple = (ox.NamedNode(node), ox.NamedNode(predicate), ox.NamedNode(iri))
        graphs = frozenset(value_of(q.graph_name) for q in store.quads_for_pattern(*triple, None))
        yield {
            "about": text_cell("mentioned by"),
            "property": property_cell(store, predicate, lang),
            "value": term_cell(store, ox.NamedNode(node), lang),
            "details": text_cell(""),
            "basis": text_cell(basis_of(graphs)),
            "sources": text_cell(" ".join(sources_of(store, node, graphs))),
        }


def pointers(store: ox.Store, iri: str) -> set[tuple[str, str]]:
    """Give the properties by which nodes point at a node, and those nodes."""
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri), None)
    return {(quad.predicate.value, value_of(quad.subject)) for quad in quads}


def is_statement(iri: str) -> bool:
    """Tell whether a node states something of others, rather than being a thing by itself."""
    return iri.startswith(ID) and "--" in iri


def sources_of(store: ox.Store, node: str, graphs: frozenset[str]) -> list[str]:
    """Give the sources behind a fact: its graphs, or what an editor or a rule derived it from."""
    direct = {graph for graph in graphs if graph not in HOUSE_GRAPHS}
    if direct:
        return sorted(direct)
    subject = ox.NamedNode(node)
    found: set[str] = set()
    for predicate in (PROV + "wasDerivedFrom", AKG + "evidence"):
        for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None):
            found.add(value_of(quad.object))
    return sorted(iri for iri in found if iri.startswith(SRC) and iri not in HOUSE_GRAPHS)


def basis_of(graphs: frozenset[str]) -> str:
    """Say who holds a plain fact true: a source, an editor or a rule."""
    if graphs - set(HOUSE_GRAPHS):
        return "stated"
    if EDITORIAL in graphs:
        return "concluded by editors"
    return "follows by a rule" if INFERRED in graphs else "register"


def term_cell(store: ox.Store, term: Term, lang: str) -> Cell:
    """Make a cell of a term: things and codes with their names."""
    if isinstance(term, ox.NamedNode):
        name = label(store, term.value, lang)
        return Cell(term.value, term.value, name)
    return Cell(term.value, None, None, term.language, term.datatype.value)


def property_cell(store: ox.Store, iri: str, lang: str) -> Cell:
    """Make a cell of a property or class: its name in the ontology, or its IRI made readable."""
    if lang == "en" and iri in _PLAIN:
        return Cell(iri, iri, _PLAIN[iri], lang)
    name, tag = labels.labels_of(store, [iri], lang)[iri]
    if not tag:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split("[#/]", iri)[-1]).lower()
    return Cell(iri, iri, name, tag or None)


def text_cell(value: str) -> Cell:
    """Make a cell of plain words."""
    return Cell(value)


def _term(term: object) -> Term:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term
    raise TypeError(f"neither an IRI nor a literal: {term}")
