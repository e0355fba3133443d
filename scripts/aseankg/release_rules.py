"""The rules of a release: ids stay, facts keep a source, counts hold, nothing is there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from aseankg.corpus import graph_name, iri, value
from aseankg.dataset import LocatedQuad
from aseankg.errors import InputError
from aseankg.findings import Finding, Place
from aseankg.minimums import NAME as MINIMUMS
from aseankg.minimums import Minimum, counted, minimums
from aseankg.namespaces import EDITORIAL, ID, ONTOLOGY, RDFS, REGISTER, shorten
from aseankg.release_states import LABEL, TYPE, After, Before, Triple, mentioned, triple
from aseankg.twins import CODE, URL, twins

Rule = Callable[[Before, After], Iterator[Finding]]
RULES: dict[str, Rule] = {}
_APART = {
    "address": "give each the address of its own page",
    "code": "correct the code of one",
    "name": "state what tells them apart: country, date, plan, or a fuller label",
}
_LABELS = {(REGISTER, LABEL), (ONTOLOGY, LABEL), (ONTOLOGY, RDFS + "label")}


def rule(check: Rule) -> Rule:
    """Enter a rule of a release under its name."""
    RULES[check.__name__.replace("_", "-")] = check
    return check


@rule
def id_vanished(old: Before, new: After) -> Iterator[Finding]:
    """An id that was released once stays, or is retired; what states a fact goes with the fact."""
    for name, home in old.homes.items():
        if name in new.typed or name in new.retired:
            continue
        place = new.place(name, home)
        message = f"the id {shorten(name)} was released before and is gone"
        if "--" in name and name.startswith(ID) and name not in old.minted:
            remedy = "nothing, if the fact was wrong: the id only says what it said"
            yield _at(place, "id-vanished", (name, "", ""), message, remedy, level="info")
            continue
        heirs = {one for label in old.labels[name] for one in new.named.get(label, ())}
        heir = shorten(min(heirs)) if heirs else ""
        message += f"; {heir} has its name now" if heir else ""
        remedy = "bring it back, or retire it in graph/register/retired.ttl: owl:deprecated true"
        remedy += f" and dcterms:isReplacedBy {heir or 'what took its place'}"
        yield _at(place, "id-vanished", (name, "", ""), message, remedy)


@rule
def fact_unsourced(old: Before, new: After) -> Iterator[Finding]:
    """What a source stated keeps a source, as long as it is said at all."""
    lost: dict[str, list[LocatedQuad]] = defaultdict(list)
    for one in new.located:
        fact = triple(one.quad)
        if graph_name(one) == EDITORIAL and fact in old.sourced and fact not in new.sourced:
            lost[fact[0]].append(one)
    for said in lost.values():
        whole = [one for one in said if one.quad.predicate.value == TYPE]
        for one in whole or said:
            fact = triple(one.quad)
            concluded = bool({fact[0], fact} & new.derived)
            message = "no source states this any more; only editors do"
            remedy = "name the source again, or take the fact out"
            if concluded:
                remedy = "nothing, if no source ever said so; else put it back into the source"
            level = "warning" if concluded else "violation"
            yield _at(one, "fact-unsourced", fact, message, remedy, level=level)
    yield from _orphans(old, new)


def _orphans(old: Before, new: After) -> Iterator[Finding]:
    """Give the things of the register that no source mentions any more."""
    for name in sorted(mentioned(old.sourced) - mentioned(new.sourced)):
        if name in new.minted:
            message = "the last source that speaks of this thing is gone"
            remedy = "name a source that does, or retire the id in graph/register/retired.ttl"
            yield _at(new.minted[name], "fact-unsourced", (name, "", ""), message, remedy)


@rule
def count_fell(old: Before, new: After) -> Iterator[Finding]:
    """The graph holds as many things of each class as `graph/minimums.csv` says, or more."""
    path = new.root / MINIMUMS
    try:
        stated = minimums(new.root)
    except InputError as error:
        about = ("", "", error.column)
        yield _at(Place(path, error.line), "count-fell", about, error.message, error.remedy)
        return
    if not stated:
        message = "no minimums are stated, so a loss would not be noticed"
        remedy = "write graph/minimums.csv: class,minimum"
        yield _at(Place(path, 0), "count-fell", ("", "", ""), message, remedy)
    counts = counted(one.quad for one in new.located)
    for one in stated.values():
        count = counts.get(one.name, 0)
        if count < one.least:
            message = f"of class {one.name} {count} are left; the minimum is {one.least}"
            remedy = "find out where they went (aseankg diff); lower the minimum if it is right so"
            about = ("", "", one.name)
            yield _at(Place(path, one.line), "count-fell", about, message, remedy)
    yield from _lowered(old.minimums, stated, path)


def _lowered(
    old: Mapping[str, Minimum], new: Mapping[str, Minimum], path: Path
) -> Iterator[Finding]:
    """Tell of minimums that were lowered or taken out: someone must have meant it."""
    for name, before in old.items():
        now = new.get(name, Minimum(name, 0, 0))
        if new and now.least < before.least:
            message = f"the minimum of class {name} was {before.least} and is {now.least}"
            remedy = "make sure that the loss is meant"
            place = Place(path, now.line)
            yield _at(place, "count-fell", ("", "", name), message, remedy, level="warning")


@rule
def label_changed_twin(_old: Before, new: After) -> Iterator[Finding]:
    """A thing has one label in each language; a new one takes the place of the old one."""
    labels: dict[tuple[str, str, str], LocatedQuad] = {}
    for one in new.located:
        name = one.quad.predicate.value
        if (graph_name(one), name) not in _LABELS:
            continue
        language = getattr(one.quad.object, "language", None) or ""
        key = (iri(one.quad.subject), name, language)
        first = labels.setdefault(key, one)
        if value(first) != value(one):
            message = f"two labels in the language '{language}': '{value(first)}', '{value(one)}'"
            remedy = "keep one; another name goes to the file of a source as skos:altLabel"
            related = (Place(first.path, first.line),)
            yield _at(one, "label-changed-twin", triple(one.quad), message, remedy, related=related)


@rule
def twin_things(old: Before, new: After) -> Iterator[Finding]:
    """One thing has one id."""
    for pair in twins(one.quad for one in new.located):
        first, second = pair.first, pair.second
        if second in old.homes and first not in old.homes:
            first, second = second, first
        known = second in old.homes and first in old.homes
        doubtful = "info" if known else "warning"
        what = "address" if pair.property == URL else "code" if pair.property == CODE else "name"
        message = (
            f"{shorten(second)} seems to be {shorten(first)}: both have the {what} {pair.value}"
        )
        remedy = f"use {shorten(first)} for both, or {_APART[what]}"
        here, there = new.typed[second], new.typed[first]
        yield _at(
            here,
            "twin-things",
            (second, pair.property, first),
            message,
            remedy,
            level="violation" if pair.sure else doubtful,
            related=(Place(there.path, there.line),),
        )


def _at(
    place: Place | LocatedQuad,
    name: str,
    about: Triple,
    message: str,
    remedy: str,
    *,
    level: str = "violation",
    related: tuple[Place, ...] = (),
) -> Finding:
    return Finding(name, level, place.path, place.line, *about, message, remedy, related)
