"""What a page needs of the graph to tell a fact: names in its language, sources with places."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.labels import labels_of
from aseankg.namespaces import AKG, DCTERMS, HOUSE_GRAPHS, RDF, RDFS, SCHEMA, SKOS
from aseankg.terms import Term, value_of
from aseankg.things import is_statement, property_cell
from aseankg.web.memory import once
from aseankg.web.release import Release
from aseankg.web.templating import View

_STATED = (
    (RDF + "subject", RDF + "predicate", RDF + "object"),
    (AKG + "agent", AKG + "role", AKG + "target"),
    (AKG + "agent", AKG + "role", AKG + "commitment"),
    (AKG + "holder", AKG + "post", AKG + "organization"),
    (AKG + "member", AKG + "status", AKG + "organization"),
    (AKG + "participant", AKG + "role", AKG + "event"),
)
# What people call the properties of others.
_PLAIN = {
    RDF + "type": "kind",
    RDFS + "label": "name",
    SKOS + "altLabel": "other name",
    SKOS + "editorialNote": "note",
    SKOS + "notation": "number",
    SKOS + "prefLabel": "name in this graph",
}


@dataclass(frozen=True)
class Value:
    """A thing with its IRI, or words; `lang` is "" where no language is known or matters."""

    text: str
    lang: str = ""
    iri: str = ""


@dataclass(frozen=True)
class Origin:
    """What is known of a source: its title and where, by whom, when it was published."""

    iri: str
    title: str
    lang: str
    url: str
    publisher: str
    issued: str
    checked: str


@dataclass(frozen=True)
class Cite:
    """A source of a fact, with the place in it."""

    origin: Origin
    locator: str = ""


class Teller:
    """Finds names and sources for one page, each once."""

    def __init__(self, view: View) -> None:
        """Take the view, which tells the language, and its release."""
        self.view, self.store, self.lang = view, view.release.store, view.lang
        self._names: dict[str, tuple[str, str]] = {}
        self._relations: dict[str, Value] = {}

    def name(self, iri: str) -> Value:
        """Give the name of a thing or code."""
        if iri not in self._names:
            named = self._statement(iri) if is_statement(iri) else ""
            found = (named, "") if named else labels_of(self.store, [iri], self.lang)[iri]
            self._names[iri] = found
        return Value(*self._names[iri], iri)

    def _statement(self, iri: str) -> str:
        """Say what a node states in a few words: its two ends, and what is between them."""
        for start, between, end in _STATED:
            found = [self.first(iri, name) for name in (start, between, end)]
            if all(one.startswith("http") for one in found):
                one, word, other = found
                link = self.relation(word) if between.startswith(RDF) else self.name(word)
                return f"{self.name(one).text} - {link.text} - {self.name(other).text}"
        return ""

    def relation(self, iri: str) -> Value:
        """Give the name of a property or class."""
        if iri not in self._relations and iri in _PLAIN:
            self._relations[iri] = Value(self.view.words(_PLAIN[iri]), self.lang)
        if iri not in self._relations:
            cell = property_cell(self.store, iri, self.lang)
            self._relations[iri] = Value(cell.label or cell.value, cell.lang or "")
        return self._relations[iri]

    def value(self, term: Term) -> Value:
        """Give a term as it is shown."""
        if isinstance(term, ox.NamedNode):
            return self.name(term.value)
        return Value(term.value, term.language or "")

    def first(self, node: str, predicate: str, graph: str | None = None) -> str:
        """Give the first value of a property of a node, "" for none."""
        return min(self.all(node, predicate, graph), default="")

    def all(self, node: str, predicate: str, graph: str | None = None) -> list[str]:
        """Give the values of a property of a node, in order."""
        place = ox.NamedNode(graph) if graph else None
        name = ox.NamedNode(predicate)
        quads = self.store.quads_for_pattern(ox.NamedNode(node), name, None, place)
        return sorted({value_of(quad.object) for quad in quads})

    def cite(self, source: str, *nodes: str) -> Cite:
        """Give a source and the place in it where it speaks of the first of some nodes."""
        places = (self.all(node, AKG + "locator", source) for node in nodes)
        return Cite(origin(self.view.release, source), "; ".join(next(filter(None, places), [])))

    def at(self, source: str, place: str) -> Cite:
        """Give a source with a place that is known."""
        return Cite(origin(self.view.release, source), place)


def origin(release: Release, iri: str) -> Origin:
    """Give what is known of a source; what the graph itself holds goes by a name of its own."""
    known: dict[str, Origin] = once(release, "origins", dict)
    if iri not in known:
        known[iri] = _origin(release, iri)
    return known[iri]


def _origin(release: Release, iri: str) -> Origin:
    said: dict[str, str] = {}
    lang = ""
    graph = None if iri in HOUSE_GRAPHS else ox.NamedNode(iri)
    for quad in release.store.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
        said.setdefault(quad.predicate.value, value_of(quad.object))
        if quad.predicate.value == DCTERMS + "language":
            lang = value_of(quad.object).rpartition("-")[2]
    name = said.get(DCTERMS + "title") or labels_of(release.store, [iri])[iri][0]
    names = (SCHEMA + "url", DCTERMS + "publisher", DCTERMS + "issued", AKG + "checkedOn")
    return Origin(iri, name, lang, *(said.get(one, "") for one in names))
