"""Shapes of SHACL, read from a graph into a form that can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.namespaces import OWL, RDFS, SH
from aseankg.shacl_data import TYPE, Data, Term
from aseankg.shacl_paths import Path, Property, Sequence, read_path

if TYPE_CHECKING:
    from aseankg.shacl_constraints import Constraint

TRUE = ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
_CLASSES = {ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class")}
ITSELF = Sequence(())


def sh(name: str) -> ox.NamedNode:
    """Give a term of SHACL."""
    return ox.NamedNode(SH + name)


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


class ShapeReader:
    """Reads the shapes of a graph, each once.

    Raises `ValueError` for a shape that comes back to itself: what it would mean is not defined.
    """

    def __init__(self, shapes: Data) -> None:
        """Take the graph of shapes."""
        self.data = shapes
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
        from aseankg.shacl_constraints import read_constraints  # needs this module

        path = self.data.value(name, sh("path"))
        made = Shape(
            name,
            read_path(self.data, path) if path else ITSELF,
            path is not None,
            self.data.value(name, sh("severity")) or sh("Violation"),
            TRUE not in self.data.objects(name, sh("deactivated")),
            tuple(self._targets(name)),
        )
        made.parts += read_constraints(self, made)
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
