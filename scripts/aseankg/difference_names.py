"""The words for a difference: what things, properties, values and sources are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from aseankg import labels
from aseankg.catalogue import SourceInfo
from aseankg.difference_facts import TYPE, Fact
from aseankg.namespaces import CODE, DCTERMS, ID, RDF, RDFS, SCHEMA, SKOS, shorten
from aseankg.states import State
from aseankg.terms import value_of
from aseankg.things import property_cell

_NAMING = {
    TYPE,
    RDFS + "label",
    SKOS + "prefLabel",
    SCHEMA + "url",
    *(DCTERMS + name for name in ("title", "publisher", "issued")),
}
_PREDICATE, _OBJECT = RDF + "predicate", RDF + "object"
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What a literal is, for people.
_KINDS = {
    "xsd:anyURI": "an address",
    "xsd:boolean": "yes or no",
    "xsd:date": "a day",
    "xsd:decimal": "a number",
    "xsd:gYear": "a year",
    "xsd:gYearMonth": "a month",
    "xsd:integer": "a whole number",
    "xsd:string": "words only",
}
Shown = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """A fact in words: what it is of its thing, the value before and after, further details."""

    fact: Fact
    what: str
    before: str
    after: str
    details: tuple[Shown, ...]


class Words:
    """Names things in a language, by what the new state calls them or else the old one."""

    def __init__(self, old: State, new: State, lang: str = "en") -> None:
        """Take in all names of both states."""
        self.lang = lang
        self._store = ox.Store()
        naming = [quad for quad in new.quads if quad.predicate.value in _NAMING]
        known = {quad.subject for quad in naming}
        past = (q for q in old.quads if q.predicate.value in _NAMING and q.subject not in known)
        self._store.bulk_extend([*naming, *past])
        self._names: dict[str, str] = {}
        self._properties: dict[str, str] = {}
        self._old, self._new = old, new

    @cached_property
    def _described(self) -> tuple[set[str], set[str]]:
        """Give what has a class in the old state, and in the new one."""
        return _subjects(self._old, TYPE), _subjects(self._new, TYPE)

    @cached_property
    def _spoken_of(self) -> tuple[set[str], set[str]]:
        return _subjects(self._old), _subjects(self._new)

    def fate(self, iri: str) -> str:
        """Say whether a thing is "new" or "gone"; empty if it was there and is.

        What has no class in either state counts as there where anything is said of it.
        """
        old, new = self._described
        if iri not in old | new:
            old, new = self._spoken_of
        return "" if (iri in old) == (iri in new) else "new" if iri in new else "gone"

    @cached_property
    def _states(self) -> dict[str, tuple[object, object]]:
        """Give the property and the value that nodes state of something."""
        found: dict[str, dict[str, object]] = {}
        for quad in (*self._old.quads, *self._new.quads):
            if quad.predicate.value in (_PREDICATE, _OBJECT):
                found.setdefault(value_of(quad.subject), {})[quad.predicate.value] = quad.object
        return {
            node: (said[_PREDICATE], said[_OBJECT]) for node, said in found.items() if len(said) > 1
        }

    def name(self, iri: str) -> str:
        """Give the name of a thing, flat and harmless."""
        if iri not in self._names:
            self._names[iri] = _flat(labels.labels_of(self._store, [iri], self.lang)[iri][0])
        return self._names[iri]

    def property(self, iri: str) -> str:
        """Give the name of a property or class as it stands within a sentence."""
        if iri not in self._properties:
            name = property_cell(self._store, iri, self.lang).label or iri
            self._properties[iri] = _flat(
                name[:1].lower() + name[1:] if name[1:2].islower() else name
            )
        return self._properties[iri]

    def classes(self, iri: str) -> str:
        """Give the names of the classes of a thing."""
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TYPE), None, None)
        return ", ".join(sorted({self.property(value_of(quad.object)) for quad in found}))

    def source(self, iri: str) -> SourceInfo:
        """Give what is known of a source."""
        title, *others = labels.sources_of(self._store, [iri])[iri]
        return SourceInfo(_flat(title), *others)

    def text(self, term: object) -> str:
        """Give a value in words: the name of a thing, or a text with its language."""
        if not isinstance(term, ox.Literal):
            iri = value_of(term)
            return _flat(iri) if shorten(iri).startswith("http") else self.name(iri)
        language = term.language or "en"
        return _flat(term.value) + (f" ({language})" if language != "en" else "")

    def exact(self, term: object) -> str:
        """Give a value so that it differs from every other: with id, language or datatype."""
        if not isinstance(term, ox.Literal):
            return f"{self.text(term)} ({shorten(value_of(term))})"
        if term.language:
            return f"{_flat(term.value)} ({term.language})"
        kind = shorten(term.datatype.value)
        return f"{_flat(term.value)} ({_KINDS.get(kind, kind)})"

    def row(self, fact: Fact) -> Row:
        """Put a fact in words."""
        what, value, told = self._whole(fact) if fact.whole else self._single(fact)
        before, after = self._values(fact) if fact.kind == "changed" else (value, value)
        details = () if not fact.whole else self._details(fact, told)
        return Row(
            fact,
            what,
            before if fact.kind != "added" else "",
            after if fact.kind != "removed" else "",
            details,
        )

    def _values(self, fact: Fact) -> Shown:
        (change,) = fact.changes
        assert change.old
        assert change.new
        terms = (change.old.object, change.new.object)
        before, after = map(self.text, terms)
        if before != after:
            return before, after
        return self.exact(terms[0]), self.exact(terms[1])

    def _single(self, fact: Fact) -> tuple[str, str, set[str]]:
        quad = fact.changes[0].quad
        what = self.property(quad.predicate.value)
        if fact.subject != fact.about:
            what = f"{self._own_name(fact)}: {what}"
        return what, self.text(quad.object), set()

    def _whole(self, fact: Fact) -> tuple[str, str, set[str]]:
        """Name what came or went as a whole: its class and its name, or the fact that it states."""
        predicate, value = fact.value(_PREDICATE), fact.value(_OBJECT)
        told = {TYPE, SKOS + "prefLabel", DCTERMS + "title"}
        if predicate and value:
            told |= {_PREDICATE, _OBJECT, RDF + "subject", predicate.value}
            return self.property(predicate.value), self.text(value), told
        kinds = {
            change.quad.object for change in fact.changes if change.quad.predicate.value == TYPE
        }
        what = ", ".join(sorted(self.property(value_of(kind)) for kind in kinds))
        return what, self._own_name(fact), told

    def _own_name(self, fact: Fact) -> str:
        """Name a statement node without the thing that it is about; by what it states, if told."""
        if fact.subject in self._states:
            predicate, value = self._states[fact.subject]
            kind = self.classes(fact.subject) or "statement"
            return f"{kind} ({self.property(value_of(predicate))}: {self.text(value)})"
        name, owner = self.name(fact.subject), f"{self.name(fact.about)} - "
        return name.removeprefix(owner) if fact.subject != fact.about else name

    def _details(self, fact: Fact, told: set[str]) -> tuple[Shown, ...]:
        parts = set(fact.subject.removeprefix(ID).split("--"))
        quads = (change.quad for change in fact.changes)
        rest = (quad for quad in quads if quad.predicate.value not in told)
        return tuple(
            sorted(
                (self.property(quad.predicate.value), self.text(quad.object))
                for quad in rest
                if fact.subject == fact.about or not _in_id(quad.object, parts)
            )
        )


def _subjects(state: State, predicate: str = "") -> set[str]:
    """Give what a state says something of, or has a property."""
    quads = state.quads
    return {value_of(one.subject) for one in quads if predicate in ("", one.predicate.value)}


def _in_id(term: object, parts: Iterable[str]) -> bool:
    """Tell whether the id of a statement node names a value already."""
    if not isinstance(term, ox.NamedNode):
        return False
    iri = term.value
    in_code = iri.startswith(CODE) and any(iri.endswith(f"-{part}") for part in parts)
    return in_code or iri.removeprefix(ID) in parts


def _flat(text: str) -> str:
    """Set a text in one line, without characters that act on a screen."""
    return _HARMFUL.sub("\ufffd", " ".join(text.split()))
