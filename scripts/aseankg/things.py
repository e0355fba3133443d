"""Everything the graph says of one thing, as a table: what it is, what it does, who names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg import labels
from aseankg.catalogue import Cell, Parameter, SourceInfo, Table
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
    shorten,
)
from aseankg.parameters import resolve
from aseankg.terms import Term, value_of

COLUMNS = ["about", "property", "value", "details", "basis", "sources"]
_NAMES = {SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel", AKG + "abbreviation"}
# Told in a column of their own, or only there for machines.
_QUIET = {
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
# What a statement node is chiefly about, seen from one of its ends; the first that it has.
# fmt: off
_OTHER_END = (
    "target", "commitment", "after", "before", "afterText", "beforeText", "post", "holder",
    "member", "chair", "event", "participant", "organization", "object", "objectText", "subject",
    "agent", "prefLabel", "indicator",
)
# fmt: on
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
        raise InputError("thing", 0, None, error.message, error.remedy) from error


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


def describe(store: ox.Store, iri: str, lang: str = "en") -> Table:
    """Give everything about one thing: rows of `COLUMNS`, every one with its sources."""
    rows = [
        *_own_rows(store, iri, lang),
        *_node_rows(store, iri, lang),
        *_mentions(store, iri, lang),
    ]
    cited = {source for row in rows for source in row["sources"].value.split()}
    return Table(COLUMNS, rows, source_infos(store, cited))


def source_infos(store: ox.Store, iris: Iterable[str]) -> dict[str, SourceInfo]:
    """Give what is known of each source, by IRI."""
    return {iri: SourceInfo(*told) for iri, told in labels.sources_of(store, iris).items()}


def _own_rows(store: ox.Store, iri: str, lang: str) -> Iterator[dict[str, Cell]]:
    facts = [fact for fact in facts_of(store, iri) if fact.predicate not in _QUIET]
    for fact in sorted(facts, key=lambda one: one.predicate not in _NAMES):
        about = "names" if fact.predicate in _NAMES else "facts"
        language = fact.value.language if isinstance(fact.value, ox.Literal) else None
        yield {
            "about": _text(about),
            "property": property_cell(store, fact.predicate, lang),
            "value": term_cell(store, fact.value, lang),
            "details": _text(f"language: {language}" if language else ""),
            "basis": _text(basis_of(fact.graphs)),
            "sources": _text(" ".join(sources_of(store, iri, fact.graphs))),
        }


def _node_rows(store: ox.Store, iri: str, lang: str) -> Iterator[dict[str, Cell]]:
    """Give a row for each statement node (a duty, a tenure, a change ...) that points at it."""
    nodes = {node for _, node in _pointers(store, iri) if is_statement(node)}
    rows = [_node_row(store, iri, node, lang) for node in sorted(nodes)]
    yield from sorted(rows, key=lambda row: row["about"].value)


def _node_row(store: ox.Store, iri: str, node: str, lang: str) -> dict[str, Cell]:
    facts = facts_of(store, node)
    graphs = frozenset(graph for fact in facts for graph in fact.graphs)
    kinds = sorted(f.value.value for f in facts if f.predicate == RDF + "type")
    link = sorted(f.predicate for f in facts if f.value.value == iri)[-1]
    rest = [f for f in facts if f.predicate not in _QUIET and f.value.value != iri]
    main = min(rest, key=_importance, default=None)
    details = [f for f in rest if main and f.value != main.value]
    stated = [label(store, f.value.value, lang) for f in facts if f.predicate == AKG + "basis"]
    rule = [shorten(f.value.value) for f in facts if f.predicate == AKG + "byRule"]
    told = [_detail(store, fact, lang) for fact in details]
    told += [f"aseankg why {node.removeprefix(ID)}"] if rule else []
    return {
        "about": property_cell(store, kinds[0] if kinds else RDF + "Statement", lang),
        "property": property_cell(store, link, lang),
        "value": term_cell(store, main.value, lang) if main else _text(""),
        "details": _text("; ".join(told)),
        "basis": _text(", ".join(sorted({*stated, *rule}))),
        "sources": _text(" ".join(sources_of(store, node, graphs))),
    }


def _importance(fact: Fact) -> int:
    name = fact.predicate.rpartition("#")[2]
    return _OTHER_END.index(name) if name in _OTHER_END else len(_OTHER_END)


def _mentions(store: ox.Store, iri: str, lang: str) -> Iterator[dict[str, Cell]]:
    for predicate, node in sorted(_pointers(store, iri)):
        if is_statement(node) or predicate in _QUIET or not node.startswith((ID, SRC)):
            continue
        triple = (ox.NamedNode(node), ox.NamedNode(predicate), ox.NamedNode(iri))
        graphs = frozenset(value_of(q.graph_name) for q in store.quads_for_pattern(*triple, None))
        yield {
            "about": _text("mentioned by"),
            "property": property_cell(store, predicate, lang),
            "value": term_cell(store, ox.NamedNode(node), lang),
            "details": _text(""),
            "basis": _text(basis_of(graphs)),
            "sources": _text(" ".join(sources_of(store, node, graphs))),
        }


def _pointers(store: ox.Store, iri: str) -> set[tuple[str, str]]:
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
    name, tag = labels.labels_of(store, [iri], lang)[iri]
    if not tag:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split("[#/]", iri)[-1]).lower()
    return Cell(iri, iri, name, tag or None)


def _detail(store: ox.Store, fact: Fact, lang: str) -> str:
    cell = term_cell(store, fact.value, lang)
    return f"{property_cell(store, fact.predicate, lang).label}: {cell.label or cell.value}"


def _text(value: str) -> Cell:
    return Cell(value)


def _term(term: object) -> Term:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term
    raise TypeError(f"neither an IRI nor a literal: {term}")
