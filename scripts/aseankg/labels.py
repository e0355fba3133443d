"""What the IRIs of an answer are called, all in one look, and what the sources cited are."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from aseankg.namespaces import (
    DCTERMS,
    EDITORIAL,
    ID,
    INFERRED,
    ONTOLOGY,
    RDFS,
    REGISTER,
    SCHEMA,
    SKOS,
    shorten,
)
from aseankg.terms import value_of

Names = dict[str, dict[str, list[str]]]

_HOUSE = {
    EDITORIAL: "Conclusions of the editors of this graph",
    INFERRED: "What follows by the rules of this graph",
    ONTOLOGY: "The vocabulary of this graph",
    REGISTER: "The register of things of this graph",
}
_SOURCE = (DCTERMS + "title", SCHEMA + "url", DCTERMS + "publisher", DCTERMS + "issued")
_NAMING = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")


def labels_of(store: ox.Store, iris: Iterable[str], lang: str = "en") -> dict[str, tuple[str, str]]:
    """Give each IRI its best name and the language of it ("" for none).

    The order is: the language asked for, English, any, and then the name made from the IRI. A
    node of a statement is named after its parts ("Ministry A - lead - Plan B").
    """
    wanted = set(iris)
    parts = {f"{ID}{part}" for iri in wanted for part in _parts(iri)}
    names = _names(store, wanted | parts)
    return {iri: _best(names, iri, lang) for iri in wanted}


def _names(store: ox.Store, iris: set[str]) -> Names:
    """Look up the names of all IRIs by language; a preferred label comes first."""
    found: Names = {}
    for iri, predicate, name in _values(store, iris, _NAMING):
        if isinstance(name, ox.Literal):
            names = found.setdefault(iri, {}).setdefault(name.language or "", [])
            names.insert(0 if predicate == SKOS + "prefLabel" else len(names), name.value)
    return found


def _values(
    store: ox.Store, iris: Iterable[str], predicates: Iterable[str]
) -> list[tuple[str, str, object]]:
    """Look up some properties of some nodes, each value once, in a fixed order.

    One by one: a query with all of them takes ten times as long.
    """
    names = [ox.NamedNode(predicate) for predicate in predicates]
    found = {
        (iri, name.value, quad.object)
        for iri in iris
        for name in names
        for quad in store.quads_for_pattern(ox.NamedNode(iri), name, None, None)
    }
    return sorted(found, key=lambda row: (row[0], row[1], str(row[2])))


def _best(names: Names, iri: str, lang: str) -> tuple[str, str]:
    own = names.get(iri, {})
    for tag in (lang, "en", *sorted(own)):
        if tag in own:
            return own[tag][0], tag
    if iri in _HOUSE:
        return _HOUSE[iri], "en"
    parts = _parts(iri)
    if parts:
        return " - ".join(_best(names, ID + part, lang)[0] for part in parts), ""
    return _readable(iri), ""


def _parts(iri: str) -> list[str]:
    """Take the id of a statement node apart; nothing for the id of a thing."""
    if not iri.startswith(ID) or "--" not in iri:
        return []
    return iri.removeprefix(ID).split("--")


def _readable(iri: str) -> str:
    """Make words of an IRI: a slug as it is, a property without its prefix and in words."""
    short = shorten(iri)
    prefix, _, local = short.partition(":")
    if prefix in ("id", "src", "code", "query", "rule"):
        return local
    if prefix in ("http", "https", "sdg"):
        return short
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


def sources_of(store: ox.Store, iris: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """Give title, address, publisher and day of issue of each source ("" where not known)."""
    wanted = sorted(set(iris))
    values = {(iri, name): value_of(value) for iri, name, value in _values(store, wanted, _SOURCE)}
    return {iri: _details(values, iri) for iri in wanted}


def _details(values: dict[tuple[str, str], str], iri: str) -> tuple[str, str, str, str]:
    title, url, publisher, issued = (values.get((iri, name), "") for name in _SOURCE)
    return title or _HOUSE.get(iri, shorten(iri)), url, publisher, issued
