"""Changes as facts that a person reads: a duty with all its details is one fact, not six."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from aseankg.differences import KINDS, Change
from aseankg.namespaces import ID, RDF
from aseankg.terms import value_of

TYPE = RDF + "type"
_PARTS = tuple(RDF + name for name in ("subject", "predicate", "object"))
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Fact:
    """What changed as one: a property of a thing, or (`whole`) a thing with all its details.

    `source` and `was` are the graphs that state it now and did before; they differ if it moved.
    """

    kind: str
    subject: str
    changes: tuple[Change, ...]
    whole: bool = False

    @property
    def source(self) -> str:
        """Give the graph that states it, or did if it is no more."""
        return value_of(self.changes[0].quad.graph_name)

    @property
    def was(self) -> str:
        """Give the graph that stated it before, if there is one."""
        old = self.changes[0].old
        return value_of(old.graph_name) if old else ""

    @property
    def about(self) -> str:
        """Give the thing under which a person looks for it: what a statement node begins with."""
        owner, dashes, _ = self.subject.partition("--")
        return owner if dashes and owner.startswith(ID) else self.subject

    def value(self, predicate: str) -> ox.NamedNode | ox.Literal | None:
        """Give the value of a property among what changed."""
        for change in self.changes:
            term = change.quad.object
            if change.quad.predicate.value == predicate and isinstance(
                term, ox.NamedNode | ox.Literal
            ):
                return term
        return None


def facts(found: Iterable[Change]) -> list[Fact]:
    """Gather changes to facts, in order of source and subject; each change is in one fact.

    When the class of something comes, goes or moves in a source, so do all its statements that
    change in the same way there; also the plain fact that a statement node repeats.
    """
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in found:
        alike[_way(change)].append(change)
    wholes = [group for key, group in alike.items() if key[0] != "changed" and _typed(group)]
    rest = (group for group in alike.values() if not _typed(group))
    plain = {_triple(change): change for group in rest for change in group}
    beside = [_beside(group, plain) for group in wholes]
    taken = {id(change) for group in (*wholes, *beside) for change in group}
    gathered = [
        _fact((*group, *more), whole=True) for group, more in zip(wholes, beside, strict=True)
    ]
    single = (one for group in alike.values() for one in group if id(one) not in taken)
    return sorted(gathered + [_fact((one,)) for one in single], key=_order)


def _way(change: Change) -> tuple[str, ...]:
    """Give how a change goes: of what, in which way, from which source to which."""
    graphs = (str(quad.graph_name) if quad else "" for quad in (change.old, change.new))
    return change.kind, value_of(change.quad.subject), *graphs


def _triple(change: Change) -> tuple[str, ...]:
    _, _, *graphs = _way(change)
    quad = change.quad
    return change.kind, *graphs, str(quad.subject), str(quad.predicate), str(quad.object)


def _typed(group: Iterable[Change]) -> bool:
    return any(change.quad.predicate.value == TYPE for change in group)


def _beside(group: Sequence[Change], plain: dict[tuple[str, ...], Change]) -> list[Change]:
    """Take the plain fact that stands beside a statement node and goes the same way."""
    named = {change.quad.predicate.value: str(change.quad.object) for change in group}
    if not all(part in named for part in _PARTS):
        return []
    kind, _, *graphs = _way(group[0])
    change = plain.pop((kind, *graphs, *(named[part] for part in _PARTS)), None)
    return [change] if change else []


def _fact(group: tuple[Change, ...], *, whole: bool = False) -> Fact:
    return Fact(group[0].kind, value_of(group[0].quad.subject), group, whole)


def _order(fact: Fact) -> tuple[object, ...]:
    first = fact.changes[0].quad
    return fact.about, fact.subject, not fact.whole, first.predicate.value, str(first), fact.kind


def by_thing(found: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    """Group facts by the thing that they are about."""
    ordered = sorted(found, key=_order)
    return [(about, list(group)) for about, group in groupby(ordered, key=lambda one: one.about)]


def by_source(found: Iterable[Fact]) -> dict[str, Counter[str]]:
    """Count facts by source and by what became of them; what moved counts where it is now."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in found:
        counts[fact.source][fact.kind] += 1
    return dict(counts)


def tally(found: Iterable[Fact]) -> dict[str, int]:
    """Count facts by what became of them; each way is in the answer."""
    counts = Counter(fact.kind for fact in found)
    return {kind: counts[kind] for kind in KINDS}
