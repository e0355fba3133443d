"""What follows from what: the rules of `ontology/rules`, run until nothing new follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import INFERRED, PREFIXES, RDF, RULE, expand
from aseankg.paths import data_root

GRAPH = ox.NamedNode(INFERRED)
_SUMMARY = re.compile(r"^#\+ summary: *(.+)$", re.MULTILINE)
_DESCRIPTION = re.compile(r"^#\+ description: *(?:>-)?((?:.*\n#\+  )*.*)$", re.MULTILINE)
_NAME = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):[\w-]+")
_TYPE = ox.NamedNode(RDF + "type")
_MOST_ROUNDS = 100


@dataclass(frozen=True)
class Rule:
    """One SPARQL CONSTRUCT: what it makes follows wherever its WHERE holds.

    WHERE names every property and class of inferred statements that it reads, because a rule runs
    again when something that it names was made. It reads none of those in MINUS: what holds as
    long as something else does not would depend on the order in which rules run.
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
    def reads(self) -> frozenset[str]:
        """Give the IRIs that stand in WHERE."""
        return _names(self.text.partition("WHERE")[2])


def rules(root: Path | None = None) -> list[Rule]:
    """Read the rules below a root, by name; raises `InputError` for one that has no summary."""
    folder = (root or data_root()) / "ontology" / "rules"
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def infer(quads: Iterable[ox.Quad], given: Iterable[Rule]) -> list[ox.Quad]:
    """Give all that follows by rules from statements and from what follows, in a fixed order.

    The quads given carry the bounds of their dates; those that come back stand in src:inferred.
    Raises `InputError` for a rule that is no CONSTRUCT, and when there is no end to what follows.
    """
    store = merged(quads)
    given = in_order(given)
    waiting = given
    made: set[ox.Triple] = set()
    for _ in range(_MOST_ROUNDS):
        names: set[str] = set()
        for rule in waiting:
            new = {triple for triple in construct(store, rule) - made if not _said(store, triple)}
            made |= new
            _add(store, new)
            names |= _names_in(new)
        waiting = [rule for rule in given if names & rule.reads]
        if not waiting:
            return sorted((_quad(triple) for triple in made), key=str)
    raise InputError(waiting[0].path, 0, None, "makes ever new statements", "let it mint no ids")


def in_order(given: Iterable[Rule]) -> list[Rule]:
    """Sort rules so that those come first that wait for little of what others make."""
    given = sorted(given, key=lambda rule: rule.name)
    return sorted(given, key=lambda rule: sum(bool(one.makes & rule.reads) for one in given))


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


def _names_in(triples: set[ox.Triple]) -> set[str]:
    """Give the properties of statements and the classes that they name."""
    classes = {str(triple.object)[1:-1] for triple in triples if triple.predicate == _TYPE}
    return classes | {triple.predicate.value for triple in triples}


def _names(text: str) -> frozenset[str]:
    return frozenset(expand(name) for name in _NAME.findall(text))


def _read(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    summary = _SUMMARY.search(text)
    if not summary:
        raise InputError(path, 1, None, "has no summary", "begin it with #+ summary: ...")
    return Rule(path.stem, summary[1].strip(), text, path)
