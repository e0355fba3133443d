"""The list of sources: what is known of each, which were asked for, what to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.namespaces import AKG, CODE, DCTERMS, HOUSE_GRAPHS, ID, RDF, SRC
from aseankg.terms import value_of
from aseankg.web.memory import once
from aseankg.web.release import Release
from aseankg.web.telling import Origin, Teller, Value, origin

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A source with what it can be found by; `country` is the slug of its folder."""

    origin: Origin
    kind: str
    country: str
    facts: int


@dataclass(frozen=True)
class Choice:
    """Something to choose: its value, its name, how many sources have it."""

    value: str
    name: Value
    count: int


def listed(release: Release) -> Sequence[Listed]:
    """Give all sources, by title."""
    return once(release, "sources", lambda: _listed(release))


def _listed(release: Release) -> Sequence[Listed]:
    store = release.store
    quads = store.quads_for_pattern(
        None, ox.NamedNode(RDF + "type"), ox.NamedNode(AKG + "Source"), None
    )
    facts = Counter(value_of(quad.graph_name) for quad in store)
    places = release.places
    found = [
        Listed(
            origin(release, iri),
            _kind(store, iri),
            places.get(iri.removeprefix(SRC), ""),
            facts[iri],
        )
        for iri in {value_of(quad.subject) for quad in quads} - set(HOUSE_GRAPHS)
    ]
    return sorted(found, key=lambda one: (one.origin.title.casefold(), one.origin.iri))


def _kind(store: ox.Store, iri: str) -> str:
    node = ox.NamedNode(iri)
    quads = store.quads_for_pattern(node, ox.NamedNode(AKG + "kind"), None, node)
    return min((value_of(quad.object) for quad in quads), default="").removeprefix(CODE)


def chosen(every: Iterable[Listed], asked: Mapping[str, str]) -> list[Listed]:
    """Give the sources that were asked for, in the order asked for."""
    found = [
        one
        for one in every
        if asked.get("kind", one.kind) in ("", one.kind)
        and asked.get("country", one.country) in ("", one.country)
        and asked.get("language", one.origin.lang) in ("", one.origin.lang)
        and asked.get("publisher", "").casefold() in one.origin.publisher.casefold()
        and (asked.get("checked") != "no" or not one.origin.checked)
    ]
    order = asked.get("order", "")
    if order == "most":
        return sorted(found, key=lambda one: -one.facts)
    if order in ("oldest", "newest"):
        dated = sorted(
            (one for one in found if one.origin.issued), key=lambda one: one.origin.issued
        )
        undated = [one for one in found if not one.origin.issued]
        return (dated if order == "oldest" else dated[::-1]) + undated
    return found


def choices(teller: Teller, every: Iterable[Listed]) -> dict[str, list[Choice]]:
    """Give what sources can be chosen by, with how many there are of each."""
    every = list(every)
    return {
        "kind": _counted((one.kind for one in every), lambda text: teller.name(CODE + text)),
        "country": _counted((one.country for one in every), lambda text: teller.name(ID + text)),
        "language": _counted(
            (one.origin.lang for one in every), lambda text: teller.name(f"{CODE}language-{text}")
        ),
    }


def _counted(values: Iterable[str], name) -> list[Choice]:  # type: ignore[no-untyped-def]
    counts = Counter(value for value in values if value)
    return [Choice(value, name(value), count) for value, count in counts.most_common()]


def publishers(every: Iterable[Listed]) -> list[str]:
    """Give who published most, to be proposed."""
    counts = Counter(one.origin.publisher for one in every if one.origin.publisher)
    return [name for name, _ in counts.most_common(60)]


def language_of(teller: Teller, iri: str) -> Value | None:
    """Give the language of a source by its name."""
    code = teller.first(iri, DCTERMS + "language", iri)
    return teller.name(code) if code else None
