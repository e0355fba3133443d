"""What the things and lines of a network are called on its page, and how each kind is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aseankg.drawing import FILLS, MARKS, REST
from aseankg.labels import labels_of
from aseankg.namespaces import AKG, CODE, ID
from aseankg.web.telling import Teller, Value

if TYPE_CHECKING:
    import networkx as nx

_LOOKS = 6
_ALIKE = 0.75  # a network of which so much is of one class is coloured by kinds within the class
OTHER = "other"


@dataclass(frozen=True)
class Look:
    """How a kind of thing is drawn, what it is called, how many of it are shown."""

    name: Value
    colour: str
    mark: str
    count: int


class Names:
    """Gives the names of kinds, codes and relations in the language of a page, each once."""

    def __init__(self, teller: Teller) -> None:
        """Take who knows the names of things."""
        self.teller = teller
        self._known: dict[tuple[str, ...], Value] = {}

    def kind(self, kind: str, of: str = "") -> Value:
        """Give the name of a class, or of a kind of things within it."""
        if not of:
            return self._first("class", kind, AKG + kind)
        scheme = "commitment-level" if kind == "Commitment" else f"{kind.lower()}-kind"
        return self._first("kind", of, f"{CODE}{scheme}-{of}")

    def pillar(self, notation: str) -> Value:
        """Give the name of a pillar."""
        return self._first("pillar", notation, f"{CODE}pillar-{notation}")

    def basis(self, notation: str) -> Value:
        """Give the name of a way in which something is known."""
        return self._first("basis", notation, f"{CODE}basis-{notation}")

    def country(self, slug: str) -> Value:
        """Give the name of a country."""
        return self._first("country", slug, ID + slug)

    def relation(self, data: Mapping[str, Any]) -> Value:
        """Give what a line says; its language, if it is another one than that of the page."""
        key = ("relation", str(data["label"]))
        if key not in self._known:
            places = (f"{CODE}role-", f"{CODE}membership-status-", AKG)
            named = labels_of(
                self.teller.store, [one + data["relation"] for one in places], self.teller.lang
            )
            langs = [lang for name, lang in named.values() if name == data["label"] and lang]
            self._known[key] = Value(data["label"], next(iter(sorted(langs)), ""))
        return self._known[key]

    def _first(self, what: str, text: str, iri: str) -> Value:
        key = (what, text)
        if key not in self._known:
            if what == "class":
                self._known[key] = self.teller.relation(iri)
            else:
                self._known[key] = self.teller.name(iri)
        return self._known[key]


def sort_of(graph: nx.MultiDiGraph) -> str:
    """Give the attribute by which a network is coloured: class, kind within it, or country."""
    if not graph.graph["directed"]:
        return "country"
    classes = Counter(data["kind"] for _, data in graph.nodes(data=True))
    few = len(classes) <= 2 or max(classes.values()) > _ALIKE * len(graph)
    return "type" if few else "kind"


def looks(
    names: Names, whole: nx.MultiDiGraph, shown: nx.MultiDiGraph
) -> tuple[dict[str, Look], dict[str, str]]:
    """Give the looks of a network by key, and the key of each thing that is shown.

    The most frequent kinds of the whole network have each a look of their own, whatever is shown.
    """
    sort = sort_of(whole)
    every = Counter(_key(data, sort) for _, data in whole.nodes(data=True))
    named = sorted((key for key in every if key), key=lambda key: (-every[key], key))
    named = named[: 2 * _LOOKS if sort == "country" else _LOOKS]
    keys = {one: _key(data, sort) for one, data in shown.nodes(data=True)}
    keys = {one: key if key in named else OTHER for one, key in keys.items()}
    counts = Counter(keys.values())
    found = {key: Look(_name(names, key, sort), *_drawn(n), counts[key])
             for n, key in enumerate(named)}  # fmt: skip
    found[OTHER] = Look(Value(names.teller.view.words("others")), REST, MARKS[-1], counts[OTHER])
    return {key: look for key, look in found.items() if look.count}, keys


def _drawn(number: int) -> tuple[str, str]:
    """Give a colour and a mark; after the first round the colours come back with other marks."""
    turn = number // _LOOKS
    return FILLS[number % _LOOKS], MARKS[(number + turn) % _LOOKS]


def _key(data: Mapping[str, str], sort: str) -> str:
    """Give what a thing is drawn by: of several values the first."""
    if sort == "type":
        kind = data["type"].partition(" ")[0]
        return f"{data['kind']} {kind}".strip()
    return data[sort].partition(" ")[0]


def _name(names: Names, key: str, sort: str) -> Value:
    if sort == "country":
        return names.country(key)
    return names.kind(*key.split())


def options(named: Iterable[tuple[str, Value]]) -> list[tuple[str, Value]]:
    """Put values in the order of their names."""
    return sorted(named, key=lambda one: (one[1].text.casefold(), one[0]))
