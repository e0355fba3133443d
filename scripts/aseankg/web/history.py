"""What differs between two states of the graph, in facts, without keeping the old state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pyoxigraph as ox

from aseankg.difference_facts import Fact, facts, tally
from aseankg.difference_names import Words
from aseankg.difference_rows import Report, Section
from aseankg.differences import changes
from aseankg.namespaces import AKG, INFERRED, RDF
from aseankg.states import State
from aseankg.terms import value_of

_INFERRED = f"<{INFERRED}> .".encode()
_BOUNDS = ("Earliest", "Latest")
_LEADS_ON = {RDF + name for name in ("type", "predicate", "object")}


@dataclass(frozen=True)
class Difference:
    """The facts that two states differ in, with as much of both as it takes to name them."""

    old: str
    new: str
    at: datetime
    facts: Sequence[Fact]
    before: State
    after: State

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count facts by what became of them."""
        return {kind: count for kind, count in tally(self.facts).items() if count}

    @cached_property
    def sections(self) -> Sequence[Section]:
        """Give the things that facts changed of, in English, by name."""
        words = Words(self.before, self.after)
        return Report(self.old, self.new, tuple(self.facts), words).sections()

    def of_thing(self, iri: str) -> list[Section]:
        """Give what changed of a thing, and what names it elsewhere."""
        return [one for one in self.sections if one.iri == iri or any(_names(one, iri))]


def _names(section: Section, iri: str) -> Iterator[bool]:
    for row in section.rows:
        for change in row.fact.changes:
            quads = (quad for quad in (change.old, change.new) if quad)
            yield any(iri in (value_of(quad.object), value_of(quad.graph_name)) for quad in quads)


def compare(old: ox.Store, new: ox.Store, old_name: str, new_name: str) -> Difference:
    """Compare what two stores state; what rules infer and bounds of dates only repeat it."""
    before, after = (one.dump(format=ox.RdfFormat.N_QUADS) or b"" for one in (old, new))
    return difference(*differing(before, after), old, new, (old_name, new_name))


Lines = Iterable[bytes]


def differing(before: bytes, after: bytes) -> tuple[set[bytes], set[bytes]]:
    """Give the lines that only one of two dumps has; faster by far than to compare terms."""
    old, new = _lines(before), _lines(after)
    return old - new, new - old


def difference(
    gone: Lines, come: Lines, old: ox.Store, new: ox.Store, names: tuple[str, str]
) -> Difference:
    """Gather lines that went and came between two stores to facts."""
    found = facts(changes(_read(gone), _read(come)))
    named = set(_mentioned(found))
    parts = (_state(name, store, named) for name, store in zip(names, (old, new), strict=True))
    return Difference(*names, datetime.now(UTC), found, *parts)


def _lines(data: bytes) -> set[bytes]:
    return {line for line in data.split(b"\n") if not line.endswith(_INFERRED)}


def _read(lines: Iterable[bytes]) -> list[ox.Quad]:
    quads = ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS, lenient=True)
    return [quad for quad in quads if not _is_aside(quad)]


def _is_aside(quad: ox.Quad) -> bool:
    """Tell whether a statement is not compared: one of a node without a name, a bound of a date."""
    name = quad.predicate.value
    nameless = any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object))
    return nameless or (name.startswith(AKG) and name.endswith(_BOUNDS))


def _mentioned(found: Iterable[Fact]) -> Iterator[str]:
    for fact in found:
        yield from (fact.subject, fact.about, fact.source, fact.was)
        for change in fact.changes:
            for quad in filter(None, (change.old, change.new)):
                yield quad.predicate.value
                if isinstance(quad.object, ox.NamedNode):
                    yield quad.object.value


def _state(name: str, store: ox.Store, named: set[str]) -> State:
    """Give what a store says of some things and of what these are, or state."""
    quads = set(_said(store, named))
    more = {value_of(quad.object) for quad in quads if quad.predicate.value in _LEADS_ON}
    return State(name, frozenset(quads | set(_said(store, more - named))))


def _said(store: ox.Store, named: Iterable[str]) -> Iterator[ox.Quad]:
    for iri in named:
        if ":" in iri:
            found = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
            yield from (quad for quad in found if value_of(quad.graph_name) != INFERRED)
