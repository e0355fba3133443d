"""The rules of `ontology/rules`: what each reads and makes, so which of them a change concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.header_lines import text_of
from aseankg.namespaces import AKG, CODE, ID, PREFIXES, RDF, RULE, SRC, expand
from aseankg.paths import data_root
from aseankg.sparql import refuse_reaching_out

TYPE = RDF + "type"
BY_RULE = AKG + "byRule"
_VALUES = (CODE, ID, RULE, SRC)  # what is named so is no property and no class
_SUMMARY = re.compile(r"^#\+ summary: *(.+)$", re.MULTILINE)
_DESCRIPTION = re.compile(r"^#\+ description: *(?:>-)?((?:.*\n#\+  )*.*)$", re.MULTILINE)
_NAME = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):[\w-]+")
_ANY = re.compile(r"\?\w+\s+\?(\w+)\s+[?<\"\w]")

# Properties of statements, each with the classes of the nodes that it is on if rules made these;
# without classes it may be on any node.
News = set[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Rule:
    """One SPARQL CONSTRUCT: what it makes follows wherever its WHERE holds.

    WHERE names every property that it reads, or has a variable there whose values it names or does
    not; and the class of each node made by rules of which it reads anything. For a rule runs again
    when something that it names was made. It reads nothing inferred in MINUS: what holds as long
    as something else does not would depend on the order in which rules run.
    """

    name: str
    summary: str
    text: str
    path: Path

    @property
    def iri(self) -> str:
        """Give the name by which an inferred node tells that it comes from this rule."""
        return RULE + self.name

    @property
    def description(self) -> str:
        """Give what the header says beyond the summary, empty if it says no more."""
        found = _DESCRIPTION.search(self.text)
        return " ".join(re.sub("^#\\+", "", found[1], flags=re.MULTILINE).split()) if found else ""

    @property
    def _head(self) -> str:
        return self.text.partition("CONSTRUCT")[2].partition("WHERE")[0]

    @property
    def _where(self) -> str:
        return self.text.partition("WHERE")[2]

    @cached_property
    def makes(self) -> frozenset[str]:
        """Give the IRIs that statements of the rule can have: those that its CONSTRUCT names."""
        named = _names(self.text if _ANY.search(self._head) else self._head)
        return named | {TYPE} if re.search(r"\ba\b", self._head) else named

    @cached_property
    def reads(self) -> frozenset[str]:
        """Give the IRIs that stand in WHERE, with that of `a` where it asks for any class."""
        named = _names(self._where)
        return named | {TYPE} if re.search(r"\ba\s+\?", self._where) else named

    @cached_property
    def reads_anything(self) -> bool:
        """Tell whether WHERE has a variable for a property and does not say which it may be."""
        return any(
            not re.search(rf"VALUES\s*(\?{name}\b|\([^)]*\?{name}\b)", self._where)
            for name in _ANY.findall(self._where)
        )

    @cached_property
    def classes(self) -> frozenset[str]:
        """Give the classes of the nodes that it makes statements on, if it names them for all."""
        subjects = set(re.findall(r"(?:^|[{.])\s*(\?\w+)", self._head))
        text = self._head + self._where
        found = {one: re.findall(rf"\{one}\s+a\s+([\w:-]+)", text) for one in subjects}
        return frozenset(
            expand(one) for named in found.values() for one in named if all(found.values())
        )


def rules(root: Path | None = None) -> list[Rule]:
    """Read the rules below a root, by name.

    Raises `InputError` for one that has no summary, or that asks for SERVICE or FROM.
    """
    folder = (root or data_root()) / "ontology" / "rules"
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def news_of(rule: Rule, given: Iterable[Rule]) -> News:
    """Give the properties and classes that a rule can give to things.

    The classes of its nodes count only where these are nodes that rules make.
    """
    minted = {kind for one in given if BY_RULE in one.makes for kind in one.classes}
    kinds = rule.classes if rule.classes <= minted else frozenset()
    return {(name, kinds) for name in rule.makes if not name.startswith(_VALUES)}


def concerned(rule: Rule, news: News) -> bool:
    """Tell whether a rule reads any of what is new."""
    return any(
        name in rule.reads and (not kinds or bool(kinds & rule.reads)) for name, kinds in news
    )


def overlap(some: News, others: News) -> bool:
    """Tell whether a statement can be of both kinds."""
    return any(
        name == other and (not kinds or not more or bool(kinds & more))
        for name, kinds in some
        for other, more in others
    )


def stale(given: Sequence[Rule], news: News) -> list[Rule]:
    """Give the rules, in their order, that have to run again when statements of files change.

    These are the rules that read what changed or make the like, and in turn those that read what
    such a rule makes or make the like: all statements of these kinds are to be made anew.
    """
    makes = {rule: news_of(rule, given) for rule in given}
    found = {
        rule
        for rule in given
        if rule.reads_anything
        or any(name in rule.reads for name, _ in news)
        or overlap(makes[rule], {pair for pair in news if pair[0] != TYPE})
    }
    while more := {
        rule
        for rule in given
        for other in found
        if rule not in found
        and (concerned(rule, makes[other]) or overlap(makes[rule], makes[other]))
    }:
        found |= more
    return [rule for rule in given if rule in found]


def in_order(given: Iterable[Rule]) -> list[Rule]:
    """Sort rules so that those come first that wait for little of what others make."""
    given = sorted(given, key=lambda rule: rule.name)
    waits = {rule: {one for one in given if concerned(rule, news_of(one, given))} for rule in given}
    return sorted(given, key=lambda rule: len(_all_before(rule, waits)))


def _all_before(rule: Rule, waits: dict[Rule, set[Rule]]) -> set[Rule]:
    before = waits[rule]
    while more := {other for one in before for other in waits[one]} - before:
        before = before | more
    return before


def _names(text: str) -> frozenset[str]:
    return frozenset(expand(name) for name in _NAME.findall(text))


def _read(path: Path) -> Rule:
    text = text_of(path)
    summary = _SUMMARY.search(text)
    if not summary:
        raise InputError(path, 1, None, "has no summary", "begin it with #+ summary: ...")
    plain = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    refuse_reaching_out(ox.Store(), plain, str(path))
    return Rule(path.stem, summary[1].strip(), text, path)
