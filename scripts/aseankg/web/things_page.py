"""What stands on the page of a thing: its names, its rows by the question they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from aseankg.headers import Question
from aseankg.namespaces import AKG, ID, RDF, RDFS, SKOS, TRANSLATIONS
from aseankg.terms import value_of
from aseankg.things import facts_of, sources_of
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.things_places import HEADINGS
from aseankg.web.things_rows import Row

MOST = 40
_ABOUT = ("kind", "level", "status", "country", "jurisdiction", "pillar", "nationality", "postIn")
_LATEST_FIRST = {"people", "posts", "events", "participants", "history", "figures"}
_KINDS = {
    RDFS + "label": "name in sources",
    SKOS + "prefLabel": "name in this graph",
    SKOS + "altLabel": "other name",
    AKG + "abbreviation": "abbreviation",
    TRANSLATIONS: "our own translation, not official",
}
_TITLES = {
    ("is", "Person"): "About the person",
    ("belongs", "Person"): "Nationality and memberships",
    ("posts", "Person"): "Posts held",
    ("posts", "Post"): "Who held it",
    ("people", "Country"): "Its people",
    ("answers", "Commitment"): "Who answers for it",
    ("parts", "Country"): "Its institutions, posts and instruments",
    ("plans", "Event"): "What was adopted there",
}

# How a fact is known, and what its dates are, in words of the interface.
BASES = {
    "stated": "stated",
    "observed": "seen in practice",
    "reported": "reported",
    "inferred": "concluded by editors",
    "editors": "concluded by editors",
    "rule": "follows by a rule",
    "register": "from the register of this graph",
}
DATES = {
    "from": "from",
    "to": "to",
    "date": "on",
    "endDate": "until",
    "asOf": "as of",
    "due": "due",
    "periodFrom": "from",
    "periodTo": "to",
}


@dataclass(frozen=True)
class Name:
    """A name of a thing: its language, what kind of name, who uses it."""

    value: Value
    kind: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Section:
    """One part of a page: its rows, and how many more there are."""

    key: str
    heading: str
    rows: Sequence[Row]
    left_out: int = 0
    other_days: int = 0


@dataclass(frozen=True)
class Contributions:
    """What rules infer of contributions, counted: by way, and how many things at the other end."""

    outward: bool
    total: int
    ways: Sequence[tuple[Value, int]]


def class_of(teller: Teller, iri: str) -> str:
    """Give the class of a thing, one of ours if it has several."""
    kinds = teller.all(iri, RDF + "type")
    return next((kind for kind in kinds if kind.startswith(AKG)), next(iter(kinds), ""))


def names_of(teller: Teller, iri: str) -> list[Name]:
    """Give each name with its language and sources; that of the register only if no other is it."""
    found = [
        Name(
            teller.value(fact.value),
            _KINDS[TRANSLATIONS if set(fact.graphs) == {TRANSLATIONS} else fact.predicate],
            tuple(teller.cite(one, iri) for one in sources_of(teller.store, iri, fact.graphs)),
        )
        for fact in facts_of(teller.store, iri)
        if fact.predicate in _KINDS
    ]
    named = {name.value for name in found if name.kind == "name in sources"}
    order = list(_KINDS.values())
    return sorted(
        (one for one in found if one.kind != "name in this graph" or one.value not in named),
        key=lambda one: (order.index(one.kind), one.value.lang, one.value.text),
    )


def about(rows: Iterable[Row]) -> list[Value]:
    """Give what a thing is in a few words: its kind, its country ..."""
    found: dict[str, Value] = {}
    for row in rows:
        name = row.predicate.removeprefix(AKG)
        if row.outward and name in _ABOUT:
            found.setdefault(name, row.values[0])
    return [found[name] for name in _ABOUT if name in found]


def sections(teller: Teller, rows: Iterable[Row], kind: str, day: str, whole: str) -> list[Section]:
    """Put rows under the questions that they answer; `whole` names the one to show in full."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [_section(teller, key, found[key], kind, day, whole) for key in HEADINGS if key in found]


def _section(teller: Teller, key: str, rows: list[Row], kind: str, day: str, whole: str) -> Section:
    shown = [row for row in rows if not day or row.when.holds_on(day)]
    hidden = len(rows) - len(shown)
    shown = joined(in_order(key, [_numbered(teller, row) for row in shown]))
    most = len(shown) if whole in (key, "all") else MOST
    title = _TITLES.get((key, kind.removeprefix(AKG)), HEADINGS[key])
    left = max(0, len(shown) - most)
    return Section(key, title, shown[:most], left, hidden)


def in_order(key: str, rows: Iterable[Row]) -> list[Row]:
    """Sort rows: by relation, then the latest first where time tells most, or by name."""
    if key in _LATEST_FIRST:
        return sorted(
            sorted(rows, key=_words), key=lambda row: (row.when.first, row.when.last), reverse=True
        )
    note = SKOS + "editorialNote"
    return sorted(
        rows,
        key=lambda row: (row.predicate == note, not row.outward, row.predicate, *_words(row)),
    )


def joined(rows: Iterable[Row]) -> list[Row]:
    """Tell together what differs in its relation alone, or in the other end alone."""
    return _joined(_joined(list(rows), "relation"), "values")


def _joined(rows: list[Row], name: str) -> list[Row]:
    free = ("relation", "predicate") if name == "relation" else ("values", "node")
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (*(v for k, v in row.__dict__.items() if k not in free), row.cites)
        before = found.get(key)
        if before is None or row.why:
            found[(*key, row.why, len(found)) if row.why else key] = row
        elif name == "values":
            found[key] = replace(before, values=before.values + row.values)
        else:
            text = f"{before.relation.text}, {row.relation.text}"
            found[key] = replace(before, relation=Value(text, row.relation.lang))
    return list(found.values())


def _words(row: Row) -> tuple[object, ...]:
    return row.relation.text, [_natural(value.text) for value in row.values]


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort "2.10" after "2.9"."""
    parts = re.split(r"(\d+)", text.casefold())
    return [(0, int(one), "") if one.isdigit() else (1, 0, one) for one in parts if one]


def _numbered(teller: Teller, row: Row) -> Row:
    """Name the parts of a plan with their numbers, and call them what they are."""
    if row.outward or row.predicate not in (AKG + "instrument", AKG + "partOf"):
        return row
    iri = row.values[0].iri
    number, level = teller.first(iri, SKOS + "notation"), teller.first(iri, AKG + "level")
    if not level:
        return row
    name = Value(f"{number} {row.values[0].text}".strip(), row.values[0].lang, iri)
    return replace(row, relation=teller.name(level), values=(name,))


def contributions(teller: Teller, iri: str) -> Contributions | None:
    """Count what rules infer of a thing's contributions, or of the contributions to it."""
    for outward in (True, False):
        here, there = ("agent", "commitment") if outward else ("commitment", "agent")
        ways: dict[str, set[str]] = {}
        quads = teller.store.quads_for_pattern(
            None, ox.NamedNode(AKG + here), ox.NamedNode(iri), None
        )
        for quad in quads:
            node = value_of(quad.subject)
            if "--contributes--" in node:
                ends = teller.all(node, AKG + there)
                ways.setdefault(teller.first(node, AKG + "means"), set()).update(ends)
        if ways:
            total = len(set().union(*ways.values()))
            counted = [(teller.name(way), len(ends)) for way, ends in ways.items()]
            return Contributions(outward, total, sorted(counted, key=lambda one: -one[1]))
    return None


def questions_about(teller: Teller, iri: str, kind: str) -> list[tuple[Question, str, str]]:
    """Give the questions that may be asked of a thing, each with its parameter and the value."""
    if not iri.startswith(ID):
        return []
    word = kind.removeprefix(AKG).lower()
    found = []
    for question in teller.view.release.questions.values():
        fitting = [one for one in question.parameters.values() if word in one.of.split()]
        required = [one for one in question.parameters.values() if one.required]
        if fitting and set(required) <= set(fitting[:1]):
            found.append((question, fitting[0].name, iri.removeprefix(ID)))
    return found


def others(names: Iterable[Name], shown: Value) -> list[Value]:
    """Give the official names beside the one that is shown, and the abbreviations."""
    kinds = ("name in sources", "abbreviation")
    found = [one.value for one in names if one.kind in kinds and one.value.text != shown.text]
    return list(dict.fromkeys(found))


def asked_for(counted: Contributions | None, iri: str) -> dict[str, str]:
    """Give what to ask so that the contributions that were counted are listed."""
    if not counted:
        return {}
    return {"institution" if counted.outward else "goal": iri.removeprefix(ID)}
