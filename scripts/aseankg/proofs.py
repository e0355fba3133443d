"""Explanations in words: each step said in a line, with its rule, sources or editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from aseankg.explanation import TYPE, Explanation
from aseankg.labels import labels_of
from aseankg.namespaces import AKG, EDITORIAL, HOUSE_GRAPHS, PROV, RDF, REGISTER, shorten
from aseankg.rules import Rule
from aseankg.terms import Term, value_of
from aseankg.things import is_statement, property_cell

# Told by the tree itself, or only there for machines.
_QUIET = {AKG + "byRule", AKG + "via", AKG + "evidence", AKG + "inheritedFrom", AKG + "because"}
_QUIET |= {PROV + "wasDerivedFrom"}
_BOUNDS = ("Earliest", "Latest")
_ENDS = tuple(RDF + name for name in ("subject", "predicate", "object"))
HOUSE = {REGISTER: "entered in the register of things", EDITORIAL: "concluded by the editors"}
VOCABULARY = "set by the vocabulary"


@dataclass
class Reason:
    """One step of an explanation in words; `because` holds the steps below it.

    `stated` pairs each source with the place in it; `rationale`, `confidence` and `drawn_from`
    are those of an editor; `house` says which part of the graph itself holds it.
    """

    says: str
    statements: list[dict[str, Any]]
    rule: Rule | None = None
    because: list[Reason] = field(default_factory=list)
    stated: list[tuple[str, str]] = field(default_factory=list)
    rationale: str = ""
    confidence: str = ""
    drawn_from: list[str] = field(default_factory=list)
    house: str = ""

    def every(self) -> Iterator[Reason]:
        """Give this step and all below it."""
        yield self
        for reason in self.because:
            yield from reason.every()


@dataclass(frozen=True)
class Proof:
    """What was asked, and each reason for it; the store tells what the sources are."""

    asked: str
    reasons: list[Reason]
    store: ox.Store

    def sources(self) -> list[str]:
        """Give the IRIs of all sources, in the order in which they are named."""
        steps = [step for reason in self.reasons for step in reason.every()]
        named = (iri for step in steps for iri in [*(one for one, _ in step.stated), *_drawn(step)])
        return list(dict.fromkeys(named))


def proof_of(store: ox.Store, asked: str, found: Iterable[Explanation], lang: str) -> Proof:
    """Put explanations into words, the names in this language."""
    return Proof(asked, [_Teller(store, lang).tell(one) for one in found], store)


class _Teller:
    """Finds names and notes in a store, in one language."""

    def __init__(self, store: ox.Store, lang: str) -> None:
        self.store = store
        self.lang = lang

    def tell(self, one: Explanation) -> Reason:
        shown = sorted(one.statements, key=_order)
        reason = Reason(self._words(shown), [self._object(triple) for triple in shown], one.rule)
        reason.because = [self.tell(premise) for premise in one.premises]
        for graph in one.graphs:
            self._add_origin(reason, one.statements, graph)
        if reason.stated:
            reason.house = ""
        return reason

    def _add_origin(self, reason: Reason, triples: Sequence[ox.Triple], graph: str) -> None:
        notes = self._notes(triples[0], ox.NamedNode(graph))
        if graph == EDITORIAL:
            reason.rationale = self._note(notes, AKG + "rationale", graph)
            reason.confidence = self._note(notes, AKG + "confidence", graph)
            reason.drawn_from = self._values(notes, PROV + "wasDerivedFrom", graph)
        if graph in HOUSE_GRAPHS:
            reason.house = HOUSE.get(graph, VOCABULARY)
        else:
            reason.stated.append((graph, self._note(notes, AKG + "locator", graph)))

    def _notes(self, triple: ox.Triple, graph: ox.NamedNode) -> list[ox.NamedNode]:
        """Give the nodes that carry notes on a triple: its own subject, or that which tells it."""
        nodes: list[set[object]] = []
        for name, term in zip(
            _ENDS, (triple.subject, triple.predicate, triple.object), strict=True
        ):
            quads = self.store.quads_for_pattern(None, ox.NamedNode(name), term, graph)
            nodes.append({quad.subject for quad in quads})
        telling = [n for n in set.intersection(*nodes) if isinstance(n, ox.NamedNode)]
        own = [triple.subject] if isinstance(triple.subject, ox.NamedNode) else []
        return sorted(telling, key=str) or own

    def _values(self, nodes: Iterable[ox.NamedNode], name: str, graph: str) -> list[str]:
        found = {
            value_of(quad.object)
            for node in nodes
            for quad in self.store.quads_for_pattern(
                node, ox.NamedNode(name), None, ox.NamedNode(graph)
            )
        }
        return sorted(found)

    def _note(self, nodes: Iterable[ox.NamedNode], name: str, graph: str) -> str:
        values = self._values(nodes, name, graph)
        return "; ".join(self._name(one) if one.startswith("http") else one for one in values)

    def _words(self, triples: Sequence[ox.Triple]) -> str:
        """Say some statements on one thing in one line."""
        subject = value_of(triples[0].subject)
        told = [one for one in triples if one.predicate.value not in _QUIET | {RDF + "type"}]
        told = [one for one in told if not one.predicate.value.endswith(_BOUNDS)] or told
        if len(triples) == 1 and not is_statement(subject):
            return " ".join((self._name(subject), *self._link(triples[0])))
        kinds = [self._name(value_of(one.object)) for one in triples if one.predicate == TYPE]
        facts = [": ".join(self._link(one)) for one in told]
        head = " ".join(kinds) if is_statement(subject) and kinds else self._name(subject)
        tail = f" [{shorten(subject)}]" if is_statement(subject) else ""
        return f"{head}: {'; '.join(facts)}{tail}" if facts else f"{head}{tail}"

    def _link(self, triple: ox.Triple) -> tuple[str, str]:
        if triple.predicate == TYPE:
            return "is", self._name(value_of(triple.object))
        cell = property_cell(self.store, triple.predicate.value, self.lang)
        return cell.label or cell.value, self._term(triple.object)

    def _term(self, term: object) -> str:
        return self._name(term.value) if isinstance(term, ox.NamedNode) else value_of(term)

    def _name(self, iri: str) -> str:
        return labels_of(self.store, [iri], self.lang)[iri][0]

    def _object(self, triple: ox.Triple) -> dict[str, Any]:
        subject, predicate = value_of(triple.subject), triple.predicate.value
        value: Term = triple.object  # type: ignore[assignment]
        return {
            "subject": shorten(subject),
            "predicate": shorten(predicate),
            "object": shorten(value.value) if isinstance(value, ox.NamedNode) else value.value,
            "labels": [self._name(subject), self._link(triple)[0], self._term(value)],
        }


def _order(triple: ox.Triple) -> tuple[int, str, str]:
    """Sort what a node says: what it is, who, in which role, for what; then the rest."""
    chief = ("agent", "role", "target", "commitment", "means", "before", "after", "changeKind")
    name = triple.predicate.value.removeprefix(AKG)
    place = chief.index(name) if name in chief else len(chief)
    return (-1 if triple.predicate == TYPE else place), name, str(triple.object)


def _drawn(step: Reason) -> list[str]:
    return [iri for iri in step.drawn_from if "/source/" in iri]
