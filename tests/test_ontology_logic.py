"""The logic of the vocabulary: nothing that is said contradicts it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import Graph

from aseankg.dataset import as_rdflib
from aseankg.namespaces import AKG, BASE, ONTOLOGY, OWL, PREFIXES, RDFS, SKOS, shorten
from aseankg.terms import value_of
from vocabulary import TYPE

# What people read of terms: it takes no part in reasoning.
WORDS = {SKOS + "definition", SKOS + "example", SKOS + "prefLabel", SKOS + "notation"}
WORDS |= {SKOS + "editorialNote", RDFS + "label", RDFS + "isDefinedBy", AKG + "question"}
# All of OWL that the vocabulary may use; owlrl knows the rules for each.
LOGIC = {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "disjointWith")}
LOGIC |= {OWL + name for name in ("AnnotationProperty", "Ontology", "versionIRI", "versionInfo")}
LOGIC |= {OWL + f"{name}Property" for name in ("Transitive", "Asymmetric", "Irreflexive")}
DEADLINE = 90.0


# --- domains and ranges hold in the data ----------------------------------------------------------


def test_domains_and_ranges_hold(terms: dict[str, dict[str, set[Any]]], store: ox.Store) -> None:
    """Reasoners make anything fit a domain; here a thing must be said to be of the class."""
    types = _types(terms, store)
    data = [quad for quad in store if value_of(quad.graph_name) != ONTOLOGY]
    wrong: set[str] = set()
    for quad in data:
        said = terms[quad.predicate.value]
        for domain in said[RDFS + "domain"]:
            if value_of(domain) not in types[value_of(quad.subject)]:
                wrong.add(f"{quad.subject} {shorten(quad.predicate.value)} is no {domain}")
        for one in said[RDFS + "range"]:
            if not _fits(quad.object, value_of(one), types):
                wrong.add(f"{shorten(quad.predicate.value)} {quad.object} is no {one}")
    assert not sorted(wrong)[:20]


def _types(terms: dict[str, dict[str, set[Any]]], store: ox.Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), None, None):
        pending = [value_of(quad.object)]
        while pending:
            kind = pending.pop()
            found[value_of(quad.subject)].add(kind)
            pending += [value_of(one) for one in terms[kind][RDFS + "subClassOf"]]
    return found


def _fits(term: Any, wanted: str, types: dict[str, set[str]]) -> bool:
    if isinstance(term, ox.Literal):
        return term.datatype.value == wanted
    return wanted in types[term.value] or not term.value.startswith(BASE)


def test_kinds_of_properties_hold(terms: dict[str, dict[str, set[Any]]], store: ox.Store) -> None:
    for quad in store:
        kinds = {shorten(value_of(one)) for one in terms[quad.predicate.value][TYPE]}
        if "owl:ObjectProperty" in kinds:
            assert isinstance(quad.object, ox.NamedNode), quad
        if "owl:DatatypeProperty" in kinds:
            assert isinstance(quad.object, ox.Literal), quad


# --- nothing contradicts the vocabulary -----------------------------------------------------------


def test_only_known_logic_is_used(terms: dict[str, dict[str, set[Any]]]) -> None:
    found = {name for said in terms.values() for name in said if name.startswith(OWL)}
    found |= {
        value_of(one) for said in terms.values() for kinds in said.values() for one in kinds
        if isinstance(one, ox.NamedNode) and one.value.startswith(OWL)
    }  # fmt: skip
    assert found <= LOGIC


def logic(store: ox.Store) -> list[ox.Triple]:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY))
    return [quad.triple for quad in quads if quad.predicate.value not in WORDS]


def contradictions(triples: Iterable[ox.Triple]) -> set[str]:
    """Give what is wrong in the closure under the rules of OWL 2 RL."""
    graph = Graph()
    for one in triples:
        graph.add((as_rdflib(one.subject), as_rdflib(one.predicate), as_rdflib(one.object)))
    closure: Any = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, False, False, False)
    closure.expand(graph)
    return {str(text) for _, name, text in graph if str(name).endswith("agent-ont#error")}


def test_data_and_vocabulary_are_consistent(store: ox.Store) -> None:
    """All that is stated, concluded and inferred, under OWL 2 RL.

    Of several literals of one node, property and datatype one stands for all, because no rule
    looks into them; links to sources and words for readers are left out.
    """
    kept: dict[tuple[object, ...], ox.Triple] = {}
    for quad in sorted(store, key=str):
        value: Any = quad.object
        look = (value.datatype, bool(value.language)) if isinstance(value, ox.Literal) else value
        if quad.predicate.value not in WORDS | {AKG + "evidence"}:
            kept.setdefault((quad.subject, quad.predicate, look), quad.triple)
    assert len(kept) > 50_000
    begun = time.monotonic()
    assert not contradictions(kept.values())
    assert time.monotonic() - begun < DEADLINE


PLANTED = {
    "an institution that is a commitment": "id:x rdf:type akg:Institution, akg:Commitment",
    "a subject outside the domain": "id:asean rdf:type akg:Institution ; akg:chair id:viet-nam",
    "an object outside the range": "id:x akg:chair id:y . id:y rdf:type akg:Commitment",
    "a person that holds a goal": "id:x akg:post id:y ; akg:holder id:z . id:y a akg:Person",
    "an instrument that supersedes itself": "id:x akg:supersedes id:x",
    "two that supersede each other": "id:x akg:supersedes id:y . id:y akg:supersedes id:x",
    "a body that is part of its part": "id:x akg:partOf id:y . id:y akg:partOf id:x",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_contradiction_is_found(fault: str, store: ox.Store) -> None:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    quads = ox.parse(f"{head}{PLANTED[fault]} .", format=ox.RdfFormat.TURTLE)
    assert contradictions([*logic(store), *(quad.triple for quad in quads)])


def test_the_vocabulary_alone_is_consistent(store: ox.Store) -> None:
    assert not contradictions(logic(store))
