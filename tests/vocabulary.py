"""What the files of the vocabulary say of each term."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from aseankg.namespaces import (
    OWL,
    RDF,
)
from aseankg.terms import value_of

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "ontology"
TYPE = RDF + "type"


def said_of_terms() -> dict[str, dict[str, set[Any]]]:
    """Give what the vocabulary says of each term: property -> values."""
    found: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for name in ("aseankg", "codes", "alignments"):
        for quad in ox.parse(path=FOLDER / f"{name}.ttl", format=ox.RdfFormat.TURTLE):
            found[value_of(quad.subject)][quad.predicate.value].add(quad.object)
    return found


def of_type(terms: dict[str, dict[str, set[Any]]], *kinds: str) -> list[str]:
    wanted = {ox.NamedNode(kind) for kind in kinds}
    return sorted(iri for iri, said in terms.items() if said[TYPE] & wanted)


def classes(terms: dict[str, dict[str, set[Any]]]) -> list[str]:
    return of_type(terms, OWL + "Class")


def properties(terms: dict[str, dict[str, set[Any]]]) -> list[str]:
    kinds = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    return of_type(terms, *(OWL + kind for kind in kinds))
