"""What a thing is called, and what people type for it."""

from __future__ import annotations

import unicodedata

import pyoxigraph as ox

from aseankg.namespaces import DCTERMS, RDFS, SKOS, shorten
from aseankg.terms import value_of


def fold(text: str) -> str:
    """Reduce a name to what people type: no case, no accents, no tone marks."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.split())


def label(store: ox.Store, iri: str, lang: str = "en") -> str:
    """Give the best name of a node: in the language asked for, in English, in any, or its slug."""
    found: dict[str, str] = {}
    for predicate in (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title"):
        for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None):
            tag = (quad.object.language or "") if isinstance(quad.object, ox.Literal) else ""
            if predicate == SKOS + "prefLabel" or tag not in found:
                found[tag] = value_of(quad.object)
    best = found.get(lang) or found.get("en") or next(iter(sorted(found.values())), "")
    return best or shorten(iri).removeprefix("id:")
