"""What things are called, in every language, and which thing a name means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, DCTERMS, ID, RDFS, SKOS, SRC, expand, shorten

_NAMING = (
    SKOS + "prefLabel",
    RDFS + "label",
    SKOS + "altLabel",
    AKG + "abbreviation",
    DCTERMS + "title",
)
_CHOICES = 8


def fold(text: str) -> str:
    """Reduce a name to what people type: no case, no accents, no tone marks."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def find_thing(store: ox.Store, text: str) -> str:
    """Give the IRI of the thing with this slug, CURIE, IRI, name or abbreviation.

    Raises `InputError` when nothing is called so, with what comes near, and when several things
    are, with the candidates.
    """
    by_id = _by_id(store, text)
    if by_id:
        return by_id
    names = list(_names(store))
    wanted = unicodedata.normalize("NFC", text.strip())
    found = {iri for name, iri in names if unicodedata.normalize("NFC", name) == wanted}
    found = found or {iri for name, iri in names if fold(name) == fold(text)}
    if len(found) == 1:
        return found.pop()
    if found:
        message = f"'{text}' is the name of {len(found)} things"
        raise InputError("thing", 0, None, message, f"name one: {_choices(store, sorted(found))}")
    raise InputError("thing", 0, None, f"nothing is called '{text}'", _near(store, names, text))


def _by_id(store: ox.Store, text: str) -> str:
    word = text.strip()
    for iri in (expand(word), ID + word, SRC + word, SRC + word.removeprefix("src-")):
        if ":" in iri and not set(iri) & set(' <>"{}|^`\\') and _exists(store, iri):
            return iri
    return ""


def _exists(store: ox.Store, iri: str) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def _names(store: ox.Store) -> Iterator[tuple[str, str]]:
    for predicate in _NAMING:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            iri = quad.subject.value
            if iri.startswith((ID, SRC)):
                yield quad.object.value, iri


def _choices(store: ox.Store, iris: list[str]) -> str:
    shown = [f"{shorten(iri).removeprefix('id:')} ({label(store, iri)})" for iri in iris[:_CHOICES]]
    return ", ".join(shown) + (", ..." if len(iris) > _CHOICES else "")


def _near(store: ox.Store, names: list[tuple[str, str]], text: str) -> str:
    wanted = fold(text)
    holders = {iri for name, iri in names if wanted and wanted in fold(name)}
    if not holders:
        folded = {fold(name): iri for name, iri in names}
        folded |= {shorten(iri).partition(":")[2]: iri for _, iri in names}
        holders = {folded[name] for name in get_close_matches(wanted, folded, 3, 0.6)}
    if not holders:
        return "give its id, its IRI, or a name or abbreviation in any language"
    return f"did you mean {_choices(store, sorted(holders))}"


def label(store: ox.Store, iri: str, lang: str = "en") -> str:
    """Give the best name of a node: in the language asked for, in English, in any, or its slug."""
    found: dict[str, str] = {}
    for predicate in (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title"):
        for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None):
            tag = quad.object.language or ""
            if predicate == SKOS + "prefLabel" or tag not in found:
                found[tag] = quad.object.value
    best = found.get(lang) or found.get("en") or next(iter(sorted(found.values())), "")
    return best or shorten(iri).removeprefix("id:")
