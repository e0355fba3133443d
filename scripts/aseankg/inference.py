"""What follows from what: the rules of `ontology/rules`, run until nothing new follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, INFERRED, PREFIXES, RDF, RULE, expand
from aseankg.paths import data_root
from aseankg.sparql import refuse_reaching_out

GRAPH = ox.NamedNode(INFERRED)
_SUMMARY = re.compile(r"^#\+ summary: *(.+)$", re.MULTILINE)
_DESCRIPTION = re.compile(r"^#\+ description: *(?:>-)?((?:.*\n#\+  )*.*)$", re.MULTILINE)
_NAME = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):[\w-]+")
_TYPE = ox.NamedNode(RDF + "type")
_BY_RULE = ox.NamedNode(AKG + "byRule")
_MOST_RUNS = 100

# properties of new statements, each with the classes of the nodes that it is on if rules made these
News = set[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Rule:
    """One SPARQL CONSTRUCT: what it makes follows wherever its WHERE holds.

    WHERE names every property of inferred statements that it reads, and the class of each node
    made by rules that it reads them of, because a rule runs again when something that it names was
    made. It reads none of those in MINUS: what holds as long as something else does not would
    depend on the order in which rules run.
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

    @cached_property
    def makes(self) -> frozenset[str]:
        """Give the IRIs that stand in CONSTRUCT."""
        return _names(self.text.partition("CONSTRUCT")[2].partition("WHERE")[0])

    @cached_property
    def news(self) -> News:
        """Give what the rule can make: properties, with the classes if it makes nodes."""
        head = self.text.partition("CONSTRUCT")[2].partition("WHERE")[0]
        minted = _BY_RULE.value in self.makes
        kinds = (
            frozenset(map(expand, re.findall(r"\ba ([\w:-]+)", head))) if minted else frozenset()
        )
        return {(name, kinds) for name in self.makes - kinds}

    @cached_property
    def reads(self) -> frozenset[str]:
        """Give the IRIs that stand in WHERE."""
        return _names(self.text.partition("WHERE")[2])


def rules(root: Path | None = None) -> list[Rule]:
    """Read the rules below a root, by name.

    Raises `InputError` for one that has no summary, or that asks for SERVICE or FROM.
    """
    folder = (root or data_root()) / "ontology" / "rules"
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def infer(quads: Iterable[ox.Quad], given: Iterable[Rule]) -> list[ox.Quad]:
    """Give all that follows by rules from statements and from what follows, in a fixed order.

    The quads given carry the bounds of their dates; those that come back stand in src:inferred.
    Raises `InputError` for a rule that is no CONSTRUCT, and when there is no end to what follows.
    """
    store = merged(quads)
    agenda = in_order(given)
    waiting = list(agenda)
    made = _Made()
    for _ in range(_MOST_RUNS * len(agenda)):
        if not waiting:
            return sorted((_quad(triple) for triple in made.triples), key=str)
        rule = waiting.pop(0)
        new = {one for one in construct(store, rule) - made.triples if not _said(store, one)}
        _add(store, new)
        news = made.take(new)
        waiting = [one for one in agenda if one in waiting or _concerned(one, news)]
    raise InputError(waiting[0].path, 0, None, "makes ever new statements", "let it mint no ids")


class _Made:
    """What rules have made so far, and of which classes the nodes are that they made."""

    def __init__(self) -> None:
        self.triples: set[ox.Triple] = set()
        self._classes: dict[object, frozenset[str]] = {}

    def take(self, new: set[ox.Triple]) -> News:
        """Add what was made; give its properties, each with the classes of made nodes it is on."""
        self.triples |= new
        minted = {one.subject for one in new if one.predicate == _BY_RULE}
        for one in new:
            if one.predicate == _TYPE and (one.subject in minted or one.subject in self._classes):
                known = self._classes.get(one.subject, frozenset())
                self._classes[one.subject] = known | {str(one.object)[1:-1]}
        return {(one.predicate.value, self._classes.get(one.subject, frozenset())) for one in new}


def _concerned(rule: Rule, news: News) -> bool:
    """Tell whether a rule reads any of what was made."""
    return any(
        (name in rule.reads or name == _TYPE.value) and (not kinds or kinds & rule.reads)
        for name, kinds in news
    )


def in_order(given: Iterable[Rule]) -> list[Rule]:
    """Sort rules so that those come first that wait for little of what others make."""
    given = sorted(given, key=lambda rule: rule.name)
    waits = {rule: {one for one in given if _concerned(rule, one.news)} for rule in given}
    return sorted(given, key=lambda rule: len(_all_before(rule, waits)))


def _all_before(rule: Rule, waits: dict[Rule, set[Rule]]) -> set[Rule]:
    before = waits[rule]
    while more := {other for one in before for other in waits[one]} - before:
        before = before | more
    return before


def merged(quads: Iterable[ox.Quad]) -> ox.Store:
    """Give a store whose default graph says everything once, beside the graphs that say it.

    Rules run on it: in the union that Oxigraph offers, a triple of four graphs counts four times,
    and a rule of seven patterns takes minutes.
    """
    store = ox.Store()
    quads = list(quads)
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def construct(store: ox.Store, rule: Rule) -> set[ox.Triple]:
    """Give what one rule makes of a merged store; raises `InputError` if it is no CONSTRUCT."""
    try:
        result = store.query(rule.text)
    except SyntaxError as error:
        raise InputError(rule.path, error.lineno or 0, None, error.msg, "correct it") from error
    if not isinstance(result, ox.QueryTriples):
        raise InputError(rule.path, 0, None, "is no CONSTRUCT", "a rule makes statements")
    return set(result)


def _said(store: ox.Store, triple: ox.Triple) -> bool:
    return ox.Quad(triple.subject, triple.predicate, triple.object) in store


def _add(store: ox.Store, triples: set[ox.Triple]) -> None:
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    store.extend(_quad(triple) for triple in triples)


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH)


def _names(text: str) -> frozenset[str]:
    return frozenset(expand(name) for name in _NAME.findall(text))


def _read(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    summary = _SUMMARY.search(text)
    if not summary:
        raise InputError(path, 1, None, "has no summary", "begin it with #+ summary: ...")
    plain = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    refuse_reaching_out(ox.Store(), plain, str(path))
    return Rule(path.stem, summary[1].strip(), text, path)
