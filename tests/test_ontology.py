"""The vocabulary: every term is explained, used, and stands on others."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import pytest

from aseankg import __version__
from aseankg.headers import networks, questions
from aseankg.namespaces import (
    AKG,
    BASE,
    CODE,
    DCTERMS,
    ONTOLOGY,
    OWL,
    PREFIXES,
    QUERY,
    RDFS,
    SKOS,
    expand,
    shorten,
)
from aseankg.rules import rules
from aseankg.terms import value_of
from aseankg.turtle import format_turtle
from vocabulary import FOLDER, PROJECT, TYPE, classes, of_type, properties

VOCABULARIES = PROJECT.parent / "shared" / "facts" / "vocabularies.csv"
LANGUAGES = {"en", "id", "vi"}
HOUSE = BASE + "ns"
# What the loader makes of dates, of which the files say nothing.
BOUNDS = ("Earliest", "Latest")
OUTSIDE = ("org", "prov", "skos", "dcterms", "foaf", "schema", "eli", "cpov", "sdgo")


def languages(values: Iterable[Any]) -> list[str]:
    return sorted(value.language or "" for value in values)


# --- every term is explained ----------------------------------------------------------------------


def test_every_term_is_named_and_defined_once_in_each_language(
    terms: dict[str, dict[str, set[Any]]],
) -> None:
    ours = [*classes(terms), *properties(terms)]
    concepts = of_type(terms, SKOS + "Concept", SKOS + "ConceptScheme", AKG + "Pillar")
    assert len(ours) > 180
    assert len(concepts) > 250
    for iri in (*ours, *concepts):
        naming = SKOS + "prefLabel" if iri.startswith(CODE) else RDFS + "label"
        for name in (naming, SKOS + "definition"):
            assert languages(terms[iri][name]) == sorted(LANGUAGES), (iri, name)
            for value in terms[iri][name]:
                assert value.value.strip() == value.value != "", iri


def test_definitions_are_sentences_and_no_copies(terms: dict[str, dict[str, set[Any]]]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for iri in (*classes(terms), *properties(terms)):
        for value in terms[iri][SKOS + "definition"]:
            assert value.value.endswith("."), (iri, value)
            assert seen.setdefault((value.language, value.value), iri) == iri
        texts = {value.value for value in terms[iri][SKOS + "definition"]}
        assert len(texts) == 3, f"{iri}: one language repeats another"


def test_every_class_and_property_has_an_example_and_questions(
    terms: dict[str, dict[str, set[Any]]],
) -> None:
    known = {QUERY + name for name in questions()}
    missing: dict[str, list[str]] = defaultdict(list)
    for iri in (*classes(terms), *properties(terms)):
        assert terms[iri][SKOS + "example"], iri
        asked = {value_of(one) for one in terms[iri][AKG + "question"]}
        assert asked, iri
        for query in asked - known:
            missing[query].append(shorten(iri))
    assert not missing


def test_examples_are_true(terms: dict[str, dict[str, set[Any]]], store: ox.Store) -> None:
    """An example that is a thing or a statement is one of the graph."""
    checked = 0
    for iri in (*classes(terms), *properties(terms)):
        for example in terms[iri][SKOS + "example"]:
            words = example.value.split(" ", 2)
            if re.fullmatch(r"(id|src|code):\S+", words[0]) and shorten(iri) in words[1:2]:
                text = f"ASK {{ {example.value} }}"
                held = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
                assert bool(held), example.value
                checked += 1
            elif re.fullmatch(r"(id|src|code):\S+", example.value):
                kind = ox.NamedNode(iri)
                found = store.quads_for_pattern(
                    ox.NamedNode(expand(words[0])), ox.NamedNode(TYPE), kind, None
                )
                assert any(found), f"{example.value} is no {iri}"
                checked += 1
    assert checked > 90


# --- what is used is declared, what is declared is used -------------------------------------------


@pytest.fixture(scope="module")
def used(store: ox.Store) -> set[str]:
    """Give the terms that data, rules and questions use."""
    found: set[str] = set()
    for quad in store:
        if value_of(quad.graph_name) != ONTOLOGY:
            found.add(quad.predicate.value)
            if quad.predicate.value == TYPE:
                found.add(value_of(quad.object))
    for rule in rules():
        found |= rule.makes | rule.reads
    for one in (*questions().values(), *networks().values()):
        found |= {expand(name) for name in re.findall(r"\bakg:\w+", one.text)}
    return {iri for iri in found if iri.startswith(AKG)}


def test_what_is_used_is_declared(terms: dict[str, dict[str, set[Any]]], used: set[str]) -> None:
    # akg:none stands in questions for "no value" and is nowhere in the data.
    unknown = used - {*classes(terms), *properties(terms), AKG + "none"}
    assert not unknown


def test_what_is_declared_is_used(
    terms: dict[str, dict[str, set[Any]]], used: set[str], store: ox.Store
) -> None:
    """A term without data of its own must stand over others, on a term, or bound a date."""
    above = {
        value_of(parent)
        for iri, said in terms.items()
        if iri in used
        for parent in said[RDFS + "subPropertyOf"] | said[RDFS + "subClassOf"]
    }
    on_terms = {quad.predicate.value for quad in store if value_of(quad.graph_name) == ONTOLOGY}
    on_terms |= {value_of(kind) for said in terms.values() for kind in said[TYPE]}
    bounds = {iri + bound for iri in used for bound in BOUNDS}
    idle = {*classes(terms), *properties(terms)} - used - above - on_terms - bounds
    assert not {shorten(iri) for iri in idle}


def test_every_code_that_is_used_is_a_concept_of_a_scheme(
    terms: dict[str, dict[str, set[Any]]], store: ox.Store
) -> None:
    objects = {value_of(quad.object) for quad in store if isinstance(quad.object, ox.NamedNode)}
    codes = {iri for iri in objects if iri.startswith(CODE)}
    schemes = set(of_type(terms, SKOS + "ConceptScheme"))
    assert len(codes) > 150
    for iri in codes - schemes:
        assert terms[iri][SKOS + "inScheme"], iri
    for iri, said in terms.items():
        for scheme in said[SKOS + "inScheme"]:
            assert value_of(scheme) in schemes
            (notation,) = said[SKOS + "notation"]
            assert iri == f"{value_of(scheme)}-{notation.value.replace(' ', '-')}"


def test_nothing_points_to_a_thing_that_is_not_there(store: ox.Store) -> None:
    subjects = {quad.subject for quad in store}
    ours = (BASE + "id/", CODE, BASE + "source/", AKG)
    dangling = {
        quad.object.value
        for quad in store
        if isinstance(quad.object, ox.NamedNode)
        and quad.object.value.startswith(ours)
        and quad.object not in subjects
    }
    houses = {BASE + f"source/{name}" for name in ("editorial", "register", "inferred")}
    assert not dangling - houses


@pytest.mark.skipif(not VOCABULARIES.exists(), reason="the tables are not beside the project")
def test_every_value_of_the_vocabularies_is_a_concept(
    terms: dict[str, dict[str, set[Any]]],
) -> None:
    with VOCABULARIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    notations = {(value.value) for said in terms.values() for value in said[SKOS + "notation"]}
    assert len(rows) > 200
    for row in rows:
        assert row["value"] in notations, row


# --- what the vocabulary stands on ----------------------------------------------------------------


@pytest.mark.parametrize("prefix", OUTSIDE)
def test_the_vocabulary_is_aligned(prefix: str, terms: dict[str, dict[str, set[Any]]]) -> None:
    links = {
        value_of(value)
        for iri, said in terms.items()
        if iri.startswith(AKG)
        for name, values in said.items()
        if name.startswith((RDFS + "sub", SKOS, RDFS + "range"))
        for value in values
        if isinstance(value, ox.NamedNode)
    }
    assert any(link.startswith(PREFIXES[prefix]) for link in links)


def test_every_class_stands_on_a_standard_one(terms: dict[str, dict[str, set[Any]]]) -> None:
    matches = [SKOS + f"{kind}Match" for kind in ("close", "exact", "related", "broad")]
    for iri in classes(terms):
        said = terms[iri]
        over = {one for name in (RDFS + "subClassOf", *matches) for one in said[name]}
        assert any(not value_of(one).startswith(BASE) for one in over), iri


def test_the_version_is_that_of_the_package(terms: dict[str, dict[str, set[Any]]]) -> None:
    assert terms[HOUSE][OWL + "versionIRI"] == {ox.NamedNode(f"{HOUSE}/{__version__}")}
    assert terms[HOUSE][OWL + "versionInfo"] == {ox.Literal(__version__)}
    assert languages(terms[HOUSE][DCTERMS + "title"]) == sorted(LANGUAGES)


@pytest.mark.parametrize("name", ["aseankg", "codes", "alignments"])
def test_files_are_canonical(name: str) -> None:
    text = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    first = {"aseankg": HOUSE, "alignments": HOUSE + "/alignments"}.get(name, "")
    assert format_turtle(triples, first) == text
