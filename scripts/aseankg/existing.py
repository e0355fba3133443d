"""What the graph already holds, as far as an import must know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from aseankg.cells import akg
from aseankg.namespaces import CODE, DCTERMS, ID, RDF, SKOS, SRC
from aseankg.positions import parse
from aseankg.tables import OF_CLASS
from aseankg.terms import value_of


@dataclass
class Existing:
    """Files by graph stem, things by table, labels, codes by scheme, countries by ISO code.

    `disputed` gives the two values of each contradiction, by its id and the property of the side.
    """

    files: dict[str, Path] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    language: dict[str, str] = field(default_factory=dict)
    disputed: dict[str, dict[str, str]] = field(default_factory=dict)


def triples_of(path: Path) -> Iterator[ox.Triple]:
    """Read the statements of one Turtle file; raises `InputError` as `positions.parse` does."""
    for triple, _ in parse(path):
        yield triple


def read_codes(root: Path) -> dict[str, frozenset[str]]:
    """Give the allowed values of each code list of the ontology."""
    codes: dict[str, set[str]] = {}
    notations: dict[object, str] = {}
    schemes: dict[object, str] = {}
    for triple in triples_of(root / "ontology" / "codes.ttl"):
        if triple.predicate.value == SKOS + "notation":
            notations[triple.subject] = value_of(triple.object)
        elif triple.predicate.value == SKOS + "inScheme":
            schemes[triple.subject] = value_of(triple.object).rsplit("/", 1)[1]
    for concept, scheme in schemes.items():
        if concept in notations:
            codes.setdefault(scheme, set()).add(notations[concept])
    return {scheme: frozenset(values) for scheme, values in codes.items()}


def read_existing(root: Path) -> Existing:
    """Read what an import needs to know of the graph under `root`."""
    found = Existing(codes=read_codes(root))
    statuses: dict[str, str] = {}
    for path in sorted((root / "graph").rglob("*.ttl")):
        if path.parent.name == "register":
            _read_register(path, found)
            continue
        found.files[path.stem] = path
        for triple in triples_of(path):
            _note(triple, path.stem, found, statuses)
    found.members = {
        iso: slug for slug, iso in statuses.items() if found.things.get(slug) == "countries"
    }
    return found


def _read_register(path: Path, found: Existing) -> None:
    for triple in triples_of(path):
        slug = value_of(triple.subject).removeprefix(ID)
        if triple.predicate.value == RDF + "type" and value_of(triple.object) in OF_CLASS:
            found.things[slug] = OF_CLASS[value_of(triple.object)].name
        elif triple.predicate.value == SKOS + "prefLabel":
            found.labels[slug] = value_of(triple.object)


def _note(triple: ox.Triple, stem: str, found: Existing, iso: dict[str, str]) -> None:
    predicate = triple.predicate.value
    if predicate == akg("isoAlpha2"):
        iso[value_of(triple.subject).removeprefix(ID)] = value_of(triple.object).lower()
    elif predicate in (akg("leftValue"), akg("rightValue")):
        slug = value_of(triple.subject).removeprefix(ID)
        found.disputed.setdefault(slug, {})[predicate] = value_of(triple.object)
    elif value_of(triple.subject) == SRC + stem and predicate == DCTERMS + "issued":
        found.published[f"src-{stem}"] = value_of(triple.object)
    elif value_of(triple.subject) == SRC + stem and predicate == DCTERMS + "language":
        found.language[f"src-{stem}"] = value_of(triple.object).removeprefix(CODE + "language-")
