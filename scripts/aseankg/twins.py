"""One thing under two ids: pairs that have one class and one name, address or code."""

from __future__ import annotations

import string
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlsplit

import pyoxigraph as ox

from aseankg.names import fold
from aseankg.namespaces import AKG, DCTERMS, RDF, RDFS, SCHEMA, SKOS
from aseankg.terms import value_of

_TYPE, _LABEL = RDF + "type", SKOS + "prefLabel"
URL, CODE = SCHEMA + "url", AKG + "isoAlpha2"
_NAMES = {_LABEL, RDFS + "label", DCTERMS + "title"}
# What tells two things of one name apart, where both state it and not the same.
_TELLING = {
    "Commitment": ("instrument", "partOf"),
    "Event": ("date", "place"),
    "Function": ("agent",),
    "Institution": ("country",),
    "Instrument": ("adoptedOn", "country", "jurisdiction", "periodFrom"),
    "Person": ("nationality",),
    "Post": ("country", "postIn"),
    "Project": ("country", "periodFrom", "proponent"),
    "Result": ("country", "periodFrom", "referencePeriod", "scope", "subject", "unit", "value"),
    "Theme": ("kind",),
}
_TOLD = {AKG + name for names in _TELLING.values() for name in names}
_SAID = _NAMES | _TOLD | {_TYPE, URL, CODE}
_APART = str.maketrans(dict.fromkeys(string.punctuation, " "))
Said = Mapping[str, set[str]]
Key = Callable[[str], str]


class Twins(NamedTuple):
    """Two ids, the lesser first, that seem to be one thing; `sure` where nothing speaks against it.

    `property` is what they share, `value` what it says of the first.
    """

    first: str
    second: str
    property: str
    value: str
    sure: bool


def twins(quads: Iterable[ox.Quad]) -> list[Twins]:
    """Give the pairs among all that the statements describe, each pair once, in order.

    Of one class, and one ISO code; or one address of two sources (sure if the title is one too);
    or one name, whatever its case, accents and language (sure if it is the preferred one), unless
    both state of themselves what tells them apart: another country, date, plan and so on. Nodes
    that only state something of others have no names and are left out.
    """
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if quad.predicate.value in _SAID and isinstance(quad.subject, ox.NamedNode):
            said[quad.subject.value][quad.predicate.value].add(value_of(quad.object))
    found: dict[tuple[str, str], Twins] = {}
    for pair in [*_by_name(said), *_by_address(said), *_by_code(said)]:
        known = found.setdefault((pair.first, pair.second), pair)
        if pair.sure and not known.sure:
            found[pair.first, pair.second] = pair
    return sorted(found.values())


def _by_name(said: Mapping[str, Said]) -> Iterator[Twins]:
    for group in _alike(said, sorted(_NAMES - {DCTERMS + "title"}), folded):
        for first, second in combinations(group, 2):
            if not _told_apart(said[first], said[second]):
                yield _named(first, second, said)


def _named(first: str, second: str, said: Mapping[str, Said]) -> Twins:
    labels = [{folded(name) for name in said[iri].get(_LABEL, ())} for iri in (first, second)]
    if labels[0] & labels[1]:
        value = min(name for name in said[first][_LABEL] if folded(name) in labels[1])
        return Twins(first, second, _LABEL, value, True)
    others = {folded(name) for kind in _NAMES for name in said[second].get(kind, ())}
    names = ((kind, name) for kind in sorted(_NAMES) for name in sorted(said[first].get(kind, ())))
    kind, value = next(one for one in names if folded(one[1]) in others)
    return Twins(first, second, kind, value, False)


def _by_address(said: Mapping[str, Said]) -> Iterator[Twins]:
    titles = {iri: {folded(t) for t in one.get(DCTERMS + "title", ())} for iri, one in said.items()}
    for group in _alike(said, [URL], address):
        for first, second in combinations(group, 2):
            sure = bool(titles[first] & titles[second]) or not (titles[first] and titles[second])
            yield Twins(first, second, URL, min(said[first][URL]), sure)


def _by_code(said: Mapping[str, Said]) -> Iterator[Twins]:
    for group in _alike(said, [CODE], str.casefold):
        for first, second in combinations(group, 2):
            yield Twins(first, second, CODE, min(said[first][CODE]), True)


def _alike(said: Mapping[str, Said], properties: Sequence[str], key: Key) -> list[list[str]]:
    """Group ids of one class that share a value of properties, as a key makes it comparable."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, one in said.items():
        kinds = [kind for kind in one.get(_TYPE, ()) if kind.startswith(AKG)]
        for name in {key(value) for kind in properties for value in one.get(kind, ())}:
            for kind in kinds:
                groups[kind, name].add(iri)
    return [sorted(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _told_apart(first: Said, second: Said) -> bool:
    """Tell whether two things of one class state, each of itself, what no one thing is both of."""
    kinds = first.get(_TYPE, set()) & second.get(_TYPE, set())
    names = {AKG + name for kind in kinds for name in _TELLING.get(kind.removeprefix(AKG), ())}
    return any(_differ(first.get(name, set()), second.get(name, set())) for name in names)


def _differ(first: Iterable[str], second: Iterable[str]) -> bool:
    """Tell whether values have nothing in common; a year has its days in common with it."""
    pairs = [(one, other) for one in first for other in second]
    return bool(pairs) and not any(a.startswith(b) or b.startswith(a) for a, b in pairs)


def folded(name: str) -> str:
    """Reduce a name to its letters and digits, without case, accents, width or punctuation."""
    plain = fold(unicodedata.normalize("NFKC", name))
    if plain.isascii():
        return " ".join(plain.translate(_APART).split()) or name
    apart = (" " if unicodedata.category(one)[0] in "PSZ" else one for one in plain)
    return " ".join("".join(apart).split()) or name


def address(url: str) -> str:
    """Reduce an address to what tells pages apart: no scheme, www, fragment, last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are no address of version 6
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"
