"""Shapes of SHACL, read from a graph into a form that can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from aseankg.namespaces import OWL, RDFS, SH
from aseankg.shacl_data import TYPE, Data, Term
from aseankg.shacl_paths import ITSELF, Path, Property, read_path

TRUE = ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
_CLASSES = {ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class")}


def sh(name: str) -> ox.NamedNode:
    """Give a term of SHACL."""
    return ox.NamedNode(SH + name)


Nodes = Sequence[tuple[Term, Sequence[Term]]]


class Fault(NamedTuple):
    """A focus node at which a constraint does not hold; `path` only where it differs."""

    focus: Term
    value: Term | None = None
    path: Term | None = None


class Context(NamedTuple):
    """What a constraint is run with: the graph, and which of some nodes a shape rejects."""

    data: Data
    rejected: Callable[[Shape, Iterable[Term]], set[Term]]


Check = Callable[[Context, Nodes], Iterator[Fault]]


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape.

    `properties` are those that it reads at the focus node, `shapes` those that it asks about the
    value nodes; `closed` means that it reads all properties of the value nodes, `classes` that it
    asks for their classes, `query` is what it asks of the whole graph. Together they tell on which
    statements it depends.
    """

    component: str
    check: Check
    properties: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()
    closed: bool = False
    classes: bool = False
    query: str = ""


@dataclass(eq=False)
class Shape:
    """A shape; `path` leads from a focus node to its value nodes, at a node shape to itself.

    `parts` are the constraints of its own; those of a property shape within are in `properties`.
    """

    name: Term
    path: Path
    is_property: bool
    severity: Term
    active: bool
    targets: tuple[tuple[str, Term], ...]
    parts: list[Constraint] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)

    def foci(self, data: Data) -> dict[Term, None]:
        """Give the nodes that the shape is for."""
        return dict.fromkeys(
            node for kind, value in self.targets for node in TARGETS[kind](data, value)
        )

    @cached_property
    def direct(self) -> Term | None:
        """Give the property, where the path is one property."""
        forward = isinstance(self.path, Property) and self.path.forward
        return self.path.predicate if forward and isinstance(self.path, Property) else None


TARGETS: dict[str, Callable[[Data, Term], Iterable[Term]]] = {
    "targetNode": lambda _, node: [node],
    "targetClass": lambda data, kind: data.instances(kind),
    "targetSubjectsOf": lambda data, predicate: data.forward(predicate),
    "targetObjectsOf": lambda data, predicate: data.backward(predicate),
}


Maker = Callable[["ShapeReader", Shape, Term], Constraint]


class ShapeReader:
    """Reads the shapes of a graph, each once; `makers` make the constraints by their parameters.

    Raises `ValueError` for a shape that comes back to itself: what it would mean is not defined.
    """

    def __init__(self, shapes: Data, makers: Mapping[str, Maker]) -> None:
        """Take the graph of shapes."""
        self.data = shapes
        self._makers = makers
        self._read: dict[Term, Shape] = {}
        self._open: set[Term] = set()

    def targeted(self) -> list[Shape]:
        """Give the shapes that are for some nodes, by name."""
        return [self.shape(name) for name in sorted(self._names(), key=str) if self._targets(name)]

    def shape(self, name: Term) -> Shape:
        """Read a shape and all that it uses."""
        if name in self._open:
            raise ValueError(f"the shape {name} uses itself; take that out")
        if name not in self._read:
            self._open.add(name)
            self._read[name] = self._shape(name)
            self._open.discard(name)
        return self._read[name]

    def _shape(self, name: Term) -> Shape:
        path = self.data.value(name, sh("path"))
        made = Shape(
            name,
            read_path(self.data, path) if path else ITSELF,
            path is not None,
            self.data.value(name, sh("severity")) or sh("Violation"),
            TRUE not in self.data.objects(name, sh("deactivated")),
            tuple(self._targets(name)),
        )
        for predicate, value in self.data.about(name):
            if make := self._makers.get(str(predicate)[1:-1].removeprefix(SH)):
                made.parts.append(make(self, made, value))
        made.properties += map(self.shape, self.data.objects(name, sh("property")))
        return made

    def _names(self) -> set[Term]:
        kinds = {sh("NodeShape"), sh("PropertyShape")}
        typed = {one for kind in kinds for one in self.data.backward(TYPE).get(kind, ())}
        return typed | {one for kind in TARGETS for one in self.data.forward(sh(kind))}

    def _targets(self, name: Term) -> Iterator[tuple[str, Term]]:
        for kind in TARGETS:
            yield from ((kind, value) for value in self.data.objects(name, sh(kind)))
        if _CLASSES & set(self.data.objects(name, TYPE)):
            yield "targetClass", name
