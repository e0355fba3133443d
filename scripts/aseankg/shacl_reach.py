"""How far a change reaches: the nodes at which a shape may hold no longer, or again.

A shape reads statements on its paths, on those of the shapes that it asks, and what its constraints
look at. A statement that is new or gone matters only to the nodes from which such a path leads to
it, so these are found by walking the paths backward over the statements of both graphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aseankg.shacl_data import SUBCLASS, TYPE, Data, Term
from aseankg.shacl_paths import ITSELF, Path, Property, Repeated, Sequence, then
from aseankg.shacl_shapes import Constraint, Shape

Triple = tuple[Term, Term, Term]
_SHORT = re.compile(r"(?<![\w:])([A-Za-z][\w-]*|):([\w-]+)")
_CLASSES = Sequence((Property(TYPE), Repeated(Property(SUBCLASS), 0)))


@dataclass(frozen=True)
class Read:
    """Statements that a shape reads: with this property (None: any), at the end of this way.

    The way leads to the subject of the statement, or with `forward` false to its object.
    """

    way: Path
    predicate: Term | None
    forward: bool = True


class Reach:
    """Tells which nodes of which shapes a change can reach."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        """Work out what each shape reads."""
        self.shapes = list(shapes)
        self._reads = {shape: set(reads(shape, ITSELF)) for shape in self.shapes}
        self._asks = {shape: list(_queries(shape)) for shape in self.shapes}

    def touched(
        self, changed: Iterable[Triple], both: Data, now: Data
    ) -> Iterator[tuple[Shape, set[Term]]]:
        """Give the shapes that a change concerns, each with the nodes to be looked at again.

        `changed` are the statements that are new or gone, `both` is the graph that holds all that
        was and all that is, `now` the one that is. Nodes that a shape is no longer for are given
        as well: what was found there is gone.
        """
        changed = list(changed)
        predicates = {predicate for _, predicate, _ in changed}
        for shape in self.shapes:
            concerned = self._reads[shape]
            nodes: set[Term] = set(_targets(shape, changed, both))
            if SUBCLASS in predicates or any(_named(text, changed) for text in self._asks[shape]):
                nodes |= set(shape.foci(now)) | set(shape.foci(both))
            for read in concerned:
                if read.predicate is None or read.predicate in predicates:
                    nodes |= _starts(read, changed, both)
            if nodes:
                yield shape, nodes


def reads(shape: Shape, way: Path) -> Iterator[Read]:
    """Give the statements that a shape reads when it is asked at the end of a way."""
    at_values = then(way, shape.path)
    for before, predicate, forward in shape.path.steps():
        yield Read(then(way, before), predicate, forward)
    for constraint in shape.parts:
        yield from _reads_of(constraint, way, at_values)
    for part in shape.properties:
        yield from reads(part, at_values)


def _reads_of(constraint: Constraint, way: Path, at_values: Path) -> Iterator[Read]:
    for predicate in constraint.properties:
        yield Read(way, predicate)
    for shape in constraint.shapes:
        yield from reads(shape, at_values)
    if constraint.closed:
        yield Read(at_values, None)
    if constraint.classes:
        for before, predicate, forward in _CLASSES.steps():
            yield Read(then(at_values, before), predicate, forward)


def _starts(read: Read, changed: Iterable[Triple], both: Data) -> set[Term]:
    """Give the nodes from which the way of a read leads to a changed statement."""
    back = read.way.reverse()
    ends = {
        subject if read.forward else value
        for subject, predicate, value in changed
        if read.predicate is None or predicate == read.predicate
    }
    return {start for end in ends for start in back.ends(both, end)}


def _targets(shape: Shape, changed: Iterable[Triple], both: Data) -> Iterator[Term]:
    """Give the nodes that a shape is for only before or only after a change."""
    for kind, value in shape.targets:
        for subject, predicate, end in changed:
            if kind == "targetClass" and predicate == TYPE and value in both.wider(end):
                yield subject
            if kind == "targetSubjectsOf" and predicate == value:
                yield subject
            if kind == "targetObjectsOf" and predicate == value:
                yield end


def _queries(shape: Shape) -> Iterator[str]:
    for constraint in shape.parts:
        if constraint.query:
            yield constraint.query
        for one in constraint.shapes:
            yield from _queries(one)
    for part in shape.properties:
        yield from _queries(part)


def _named(query: str, changed: Iterable[Triple]) -> bool:
    """Tell whether a query may read a changed statement: it names its property, or any may do."""
    where = query.partition("{")[2]
    if re.search(r"[?$]\w+\s+[?$]\w+\s+[?$<\"\w]", where):
        return True
    prefixes = dict(re.findall(r"PREFIX\s+([\w-]*):\s*<([^<>]*)>", query, re.IGNORECASE))
    names = {prefixes.get(prefix, "") + local for prefix, local in _SHORT.findall(where)}
    names |= set(re.findall(r"<([^<>\s]+)>", where))
    if re.search(r"\sa\s", where):
        names.add(TYPE.value)
    return any(str(predicate)[1:-1] in names for _, predicate, _ in changed)
