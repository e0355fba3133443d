"""Rules on what is named: it exists, it is ours, and the fact beside a statement is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from aseankg.cells import guess_language
from aseankg.corpus import TYPE, File, Known, Row, finding_at
from aseankg.findings import Finding, Place
from aseankg.house_form import nameless
from aseankg.house_registry import rule
from aseankg.house_retired import keeps_retired
from aseankg.namespaces import AKG, BASE, EDITORIAL, HOUSE_GRAPHS, RDF, REGISTER, SKOS, shorten

_PARTS = tuple(RDF + name for name in ("subject", "predicate", "object"))
_NOTES = {AKG + "locator", AKG + "dateBasis", SKOS + "editorialNote"}  # on facts, themselves none


@rule
def unknown_thing(file: File, known: Known) -> Iterator[Finding]:
    """Whatever is spoken of or named as a value is described somewhere: shapes go by classes."""
    if file.is_ontology:
        return
    remedy = "correct the id, or add the thing to the register or the list of codes"
    unknown = {name for name in _named(file) if not known.described(name)} - set(HOUSE_GRAPHS)
    if keeps_retired(file):
        unknown -= {row.subject for row in file.rows}
    for row in file.rows if unknown else ():
        for name in dict.fromkeys((row.subject, row.value)):
            spoken_of = name == row.subject or isinstance(row.stated.quad.object, ox.NamedNode)
            if name in unknown and spoken_of and not nameless(row):
                message = f"{shorten(name)} is described nowhere"
                yield finding_at(row.stated, "unknown-thing", message, remedy)


def _named(file: File) -> set[str]:
    """Give what a file speaks of, and what of ours it names; words may look like a name."""
    values = {row.value for row in file.rows}
    return {row.subject for row in file.rows} | {one for one in values if one.startswith(BASE)}


@rule
def statement_without_fact(file: File, _known: Known) -> Iterator[Finding]:
    """Beside a statement that names its parts stands the plain fact, in the same file."""
    if file.is_ontology:
        return
    nodes = _nodes(file)
    facts = set(map(_fact, file.rows)) if nodes else set()
    for parts in nodes.values():
        if _told(parts) not in facts:
            fact = " ".join(shorten(parts[name].value) for name in _PARTS)
            message = f"the fact itself is missing beside this statement: {fact}"
            place = parts[_PARTS[2]].stated
            yield finding_at(place, "statement-without-fact", message, "add it to the same file")


@rule
def fact_without_conclusion(file: File, _known: Known) -> Iterator[Finding]:
    """Beside a plain fact in the editorial file stands what it rests on: a conclusion."""
    if file.graph != EDITORIAL:
        return
    described = {row.subject for row in file.rows if row.predicate == TYPE}
    told = set(map(_told, _nodes(file).values()))
    for row in file.rows:
        is_fact = row.subject not in described and row.predicate not in _NOTES
        if is_fact and _fact(row) not in told:
            message = "editors conclude this, but nobody says why and from what"
            remedy = "add an akg:Conclusion beside it, with akg:rationale and prov:wasDerivedFrom"
            yield finding_at(row.stated, "fact-without-conclusion", message, remedy)


def _nodes(file: File) -> dict[str, dict[str, Row]]:
    """Give the nodes that name all parts of a fact, with these parts."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in file.rows:
        if row.predicate in _PARTS:
            found[row.subject][row.predicate] = row
    return {node: parts for node, parts in found.items() if len(parts) == len(_PARTS)}


def _told(parts: dict[str, Row]) -> tuple[str, str, object]:
    """Give the fact that a node names; a day is not the words for it."""
    subject, predicate, value = (parts[name] for name in _PARTS)
    return subject.value, predicate.value, value.stated.quad.object


def _fact(row: Row) -> tuple[str, str, object]:
    return row.subject, row.predicate, row.stated.quad.object


@rule
def foreign_class(file: File, _known: Known) -> Iterator[Finding]:
    """A thing has a class of ours: for others there is no shape, so all would hold of it."""
    if file.is_ontology:
        return
    for row in file.rows:
        if row.predicate == TYPE and not row.value.startswith(AKG):
            message = f"{shorten(row.value)} is no class of the ontology, so nothing is checked"
            remedy = "use the class of ours that is meant, such as akg:Person"
            yield finding_at(row.stated, "foreign-class", message, remedy)


@rule
def no_english_label(file: File, _known: Known) -> Iterator[Finding]:
    """The label of a thing is in English; one in the letters of another language is not.

    That there is a label, and tagged as English, is for a shape to say: CommonShape-prefLabel.
    """
    if file.graph != REGISTER:
        return
    people = {row.subject for row in file.rows if row.value == AKG + "Person"}
    for row in file.rows:
        odd = row.predicate == SKOS + "prefLabel" and not row.value.isascii()
        language = guess_language(row.value) if odd else "und"
        if language != "und" and row.subject not in people:
            message = f"this thing has no label in English: the letters are those of '{language}'"
            remedy = "give its English name; the other one goes to the file of its source"
            yield finding_at(row.stated, "no-english-label", message, remedy, level="warning")


@rule
def twin_things(file: File, known: Known) -> Iterator[Finding]:
    """One thing has one id. Where two only share an address, say, that may be so: a note."""
    if file.is_ontology or file.graph == EDITORIAL:
        return
    for row in file.rows:
        minted = row.predicate == TYPE and (file.graph == REGISTER or row.subject == file.graph)
        for pair in known.twins(row.subject) if minted else ():
            other = f"{shorten(pair.first)}, with the same {shorten(pair.property)}"
            message = f"this seems to be {'' if pair.sure else 'perhaps '}{other}: '{pair.value}'"
            remedy = "keep one id, and move what is said of the other to it; or tell them apart"
            level = "warning" if pair.sure else "info"
            told = finding_at(row.stated, "twin-things", message, remedy, row.subject, level)
            yield replace(told, related=_minted(file, pair.first))


def _minted(file: File, thing: str) -> tuple[Place, ...]:
    """Give the place where a thing gets its class, if it is in the same file."""
    rows = (row for row in file.rows if row.subject == thing and row.predicate == TYPE)
    return tuple(Place(row.stated.path, row.stated.line) for row in rows)
