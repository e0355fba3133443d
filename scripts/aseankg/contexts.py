"""The JSON-LD context: each class and property of the vocabulary as a plain word of JSON."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from aseankg.namespaces import (
    AKG,
    DCTERMS,
    ONTOLOGY,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
)
from aseankg.paths import data_root
from aseankg.terms import value_of

Context = dict[str, str | dict[str, str]]

ID = "https://w3id.org/aseankg/context.jsonld"
_ONTOLOGY = ox.NamedNode(ONTOLOGY)
_TEXTS = ("prefLabel", "altLabel", "definition", "editorialNote", "example")
# Words for what the graph says in the terms of others: text by language, links, and the rest.
_BY_LANGUAGE = {**{name: SKOS + name for name in _TEXTS}, "label": RDFS + "label"}
_LINKS = {
    "broader": SKOS + "broader",
    "closeMatch": SKOS + "closeMatch",
    "inScheme": SKOS + "inScheme",
    "relatedMatch": SKOS + "relatedMatch",
    "seeAlso": RDFS + "seeAlso",
    "subClassOf": RDFS + "subClassOf",
    "subPropertyOf": RDFS + "subPropertyOf",
    "topConceptOf": SKOS + "topConceptOf",
    "wasDerivedFrom": PROV + "wasDerivedFrom",
}
_PLAIN = {
    "issued": DCTERMS + "issued",
    "language": DCTERMS + "language",
    "license": DCTERMS + "license",
    "notation": SKOS + "notation",
    "publisher": DCTERMS + "publisher",
    "title": DCTERMS + "title",
    "url": SCHEMA + "url",
}
_CLASSES = {"Concept": SKOS + "Concept", "ConceptScheme": SKOS + "ConceptScheme"}


def context(store: ox.Store) -> Context:
    """Make the context from the vocabulary in a store.

    A property of things is a link, one of days is an xsd:date, names are maps by language. What
    has no word is written with its prefix. Raises `ValueError` where two would have one word.
    """
    made: Context = dict(PREFIXES)
    words: Context = dict(_CLASSES)
    words |= {name: {"@id": iri, "@container": "@language"} for name, iri in _BY_LANGUAGE.items()}
    words |= {name: {"@id": iri, "@type": "@id"} for name, iri in _LINKS.items()}
    words |= _PLAIN
    for iri in sorted(_declared(store)):
        name = iri.removeprefix(AKG)
        if name in words or name in made:
            raise ValueError(f"akg:{name} and {words.get(name, name)} would be one word")
        words[name] = _meaning(store, iri)
    return made | dict(sorted(words.items()))


def document(store: ox.Store) -> str:
    """Write the context as the file that is published."""
    return json.dumps({"@context": context(store)}, indent=1, ensure_ascii=False) + "\n"


@lru_cache(maxsize=4)
def published(path: Path | None = None) -> Context:
    """Read the published context, `ontology/context.jsonld`."""
    path = path or data_root() / "ontology" / "context.jsonld"
    found: Context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return found


def _declared(store: ox.Store) -> set[str]:
    """Give our classes and properties."""
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None, _ONTOLOGY)
    kinds = {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty"}
    kinds.add(OWL + "AnnotationProperty")
    found = {value_of(quad.subject) for quad in quads if value_of(quad.object) in kinds}
    return {iri for iri in found if iri.startswith(AKG)}


def _meaning(store: ox.Store, iri: str) -> str | dict[str, str]:
    kinds = _objects(store, iri, RDF + "type")
    if OWL + "ObjectProperty" in kinds:
        return {"@id": iri, "@type": "@id"}
    if XSD + "date" in _objects(store, iri, RDFS + "range"):
        return {"@id": iri, "@type": XSD + "date"}
    return iri


def _objects(store: ox.Store, iri: str, predicate: str) -> set[str]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, _ONTOLOGY)
    return {value_of(quad.object) for quad in quads}
