"""What can be looked up: everything that has a name, with all its names and what it stands with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from aseankg.headers import Question
from aseankg.namespaces import (
    AKG,
    BASE,
    CODE,
    DCTERMS,
    ID,
    OWL,
    QUERY,
    RDF,
    RDFS,
    SKOS,
    SRC,
    shorten,
)
from aseankg.search_words import indexed, key
from aseankg.terms import value_of

# Kinds of things, those first that people look for first.
KINDS = (
    *("Institution", "Country", "Instrument", "Commitment", "Person"),
    *("Post", "Theme", "Project", "Event"),
    *("Question", "Source"),
    *("Result", "Function", "Pillar", "Concept", "ConceptScheme", "Class", "Property"),
)
_TERMS = {"ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
_NAMING = {
    SKOS + "prefLabel": "prefLabel",
    RDFS + "label": "label",
    SKOS + "altLabel": "altLabel",
    AKG + "abbreviation": "abbreviation",
    AKG + "isoAlpha2": "isoAlpha2",
    SKOS + "notation": "notation",
    DCTERMS + "title": "title",
}
_COUNTRY = (AKG + "country", AKG + "nationality", AKG + "jurisdiction")
# A thing is also found by the words of these.
_BESIDE = (AKG + "instrument", AKG + "postIn", SKOS + "inScheme")

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Name:
    """A name of a thing: the text, its language ("" for none), the property it is the value of.

    `key` is what it is compared by, `words` what it is found by, with spaces around each.
    """

    text: str
    lang: str
    role: str
    key: str
    words: str


@dataclass
class Entry:
    """A thing that can be found: its names, what it is, and the words of what it stands with.

    `type` is the IRI of a code, `country` a slug; `sources` tells how many sources speak of it.
    `around` are the IRIs of what it stands with, whose words are its `context`.
    """

    iri: str
    kind: str
    names: list[Name] = field(default_factory=list)
    type: str = ""
    country: str = ""
    context: str = " "
    sources: int = 0
    around: list[str] = field(default_factory=list)

    @property
    def abbreviation(self) -> str:
        """Give the first abbreviation, or nothing."""
        return min((one.text for one in self.names if one.role == "abbreviation"), default="")


def make_name(text: str, lang: str, role: str) -> Name:
    """Make a name that can be looked up."""
    return Name(text, lang, role, key(text), f" {' '.join(dict.fromkeys(indexed(text)))} ")


def read_entries(store: ox.Store, questions: Iterable[Question] = ()) -> list[Entry]:
    """Give everything with a name in a store, and questions, in a fixed order."""
    entries = {iri: Entry(iri, kind) for iri, kind in sorted(_kinds(store).items())}
    _add_names(store, entries)
    _add_details(store, entries)
    for one in questions:
        name = make_name(one.summary, "en", "summary")
        entries[QUERY + one.name] = Entry(QUERY + one.name, "Question", [name])
    for entry in entries.values():
        if not entry.iri.startswith(AKG):
            entry.names.append(make_name(_slug(entry.iri), "", "id"))
    return [entry for entry in entries.values() if len(entry.names) > 1 or _is_word(entry)]


def _is_word(entry: Entry) -> bool:
    return bool(entry.names) and entry.names[0].role != "id"


def _slug(iri: str) -> str:
    for prefix in (ID, SRC, CODE, QUERY):
        if iri.startswith(prefix):
            return iri.removeprefix(prefix)
    return iri


def _kinds(store: ox.Store) -> dict[str, str]:
    """Give the kind of each node of ours that may have a name; the one told first in `KINDS`."""
    found: dict[str, str] = {}
    for node, kinds in _values(store, RDF + "type").items():
        if not node.startswith(BASE):
            continue
        known = {"Property" if one in _TERMS else one for one in map(_local, kinds)}
        kind = next((one for one in KINDS if one in known), "")
        if kind:
            found[node] = kind
    return found


def _local(iri: str) -> str:
    for prefix in (AKG, SKOS, OWL):
        iri = iri.removeprefix(prefix)
    return iri


def _add_names(store: ox.Store, entries: Mapping[str, Entry]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for predicate, role in _NAMING.items():
        rows = store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        for node, text, lang in sorted({_row(quad) for quad in rows}):
            if node in entries and (node, text, lang) not in seen:
                seen.add((node, text, lang))
                entries[node].names.append(make_name(text, lang, role))


def _row(quad: ox.Quad) -> tuple[str, str, str]:
    lang = quad.object.language if isinstance(quad.object, ox.Literal) else ""
    return value_of(quad.subject), value_of(quad.object), lang or ""


def _add_details(store: ox.Store, entries: Mapping[str, Entry]) -> None:
    types = _values(store, AKG + "kind")
    countries = _countries(store)
    beside = _beside(store)
    evidence = _values(store, AKG + "evidence")
    for entry in entries.values():
        if entry.kind == "Country":
            countries[entry.iri] = [entry.iri]
        entry.sources = len(evidence.get(entry.iri, ()))
        entry.type = next(iter(types.get(entry.iri, ())), "")
        others = beside.get(entry.iri, [])
        homes = countries.get(entry.iri) or [one for o in others for one in countries.get(o, ())]
        entry.country = next((shorten(one).removeprefix("id:") for one in homes), "")
        entry.around = [one for one in dict.fromkeys((*others, *homes)) if one in entries]
        around = (entries[one] for one in entry.around)
        words = (name.words.strip() for one in around for name in one.names)
        entry.context = f" {' '.join(dict.fromkeys(' '.join(words).split()))} "


def _countries(store: ox.Store) -> Values:
    found: Values = {}
    for predicate in _COUNTRY:
        for node, values in _values(store, predicate).items():
            found.setdefault(node, []).extend(values)
    return found


def _beside(store: ox.Store) -> Values:
    """Give the plan of each commitment, the body of each post, the posts of each person."""
    found: Values = defaultdict(list)
    for predicate in _BESIDE:
        for node, values in _values(store, predicate).items():
            found[node] += values
    posts = _values(store, AKG + "post")
    for tenure, holders in _values(store, AKG + "holder").items():
        for holder in holders:
            found[holder] += posts.get(tenure, [])
    return found


def _values(store: ox.Store, predicate: str) -> Values:
    """Give the nodes that each node points at by a property, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        if isinstance(quad.object, ox.NamedNode):
            found[value_of(quad.subject)].add(quad.object.value)
    return {node: sorted(values) for node, values in found.items()}
