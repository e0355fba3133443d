"""Shapes of SHACL run over a graph, shape by shape, each over all of its nodes at once.

pySHACL looks at one node after the other and takes many times as long; the tests hold both against
each other on our graph, our examples, broken copies of the graph and the suite of the W3C.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from aseankg import shacl_relations, shacl_sparql
from aseankg.namespaces import SH
from aseankg.shacl_constraints import MAKERS, component
from aseankg.shacl_data import Data, Term
from aseankg.shacl_paths import ITSELF, Path, Property
from aseankg.shacl_shapes import Context, Shape, ShapeReader, sh

_ENTERED = (shacl_relations, shacl_sparql)  # they enter their constraints when imported
# Terms that say nothing on what holds, or that constraints read beside their own parameter.
_SILENT = {
    *("NodeShape", "PropertyShape", "PropertyGroup", "SPARQLConstraint", "PrefixDeclaration"),
    *(
        "message",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "severity",
        "deactivated",
    ),
    *("path", "property", "flags", "ignoredProperties", "qualifiedValueShape"),
    *("qualifiedValueShapesDisjoint", "inversePath", "alternativePath", "zeroOrMorePath"),
    *("oneOrMorePath", "zeroOrOnePath", "select", "prefixes", "declare", "prefix", "namespace"),
    *("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"),
    *("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"),
    *("Violation", "Warning", "Info"),
}
_REPORT = {
    *("ValidationReport", "ValidationResult", "conforms", "result", "focusNode", "resultPath"),
    *("resultSeverity", "resultMessage", "sourceConstraint", "sourceConstraintComponent"),
    *("sourceShape", "value", "SPARQLConstraintComponent"),
}


class Result(NamedTuple):
    """A result of validation, in the terms of SHACL; `path` is that of its property, if any."""

    shape: Term
    focus: Term
    path: Path | None
    value: Term | None
    severity: Term
    component: str


class Engine:
    """Runs shapes; raises `ValueError` for shapes that have no meaning."""

    def __init__(self, shapes: Data) -> None:
        """Read the shapes of a graph."""
        self.shapes = ShapeReader(shapes, MAKERS).targeted()

    def run(self, data: Data) -> Iterator[Result]:
        """Give all results on a graph."""
        foci = ((shape, shape.foci(data)) for shape in self.shapes)
        return (result for _, result in self.run_on(data, foci))

    def run_on(
        self, data: Data, wanted: Iterable[tuple[Shape, Iterable[Term]]]
    ) -> Iterator[tuple[Shape, Result]]:
        """Give the results of shapes on nodes that they are for, each with the shape asked."""
        run = _Run(data)
        for shape, nodes in wanted:
            for result in run.results(shape, list(nodes)):
                yield shape, result


class _Run:
    """One run over one graph; what shapes within shapes reject is found once."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.context = Context(data, self.rejected)
        self._known: dict[Shape, tuple[set[Term], set[Term]]] = {}

    def results(self, shape: Shape, foci: list[Term]) -> Iterator[Result]:
        """Give the results of a shape at focus nodes; the same node again gives them again."""
        if not shape.active or not foci:
            return
        nodes = self._nodes(shape, foci)
        for constraint in shape.parts:
            for focus, value, path in constraint.check(self.context, nodes):
                at = Property(path) if path else (shape.path if shape.is_property else None)
                yield Result(shape.name, focus, at, value, shape.severity, constraint.component)
        values = [value for _, values in nodes for value in values] if shape.properties else []
        for part in shape.properties:
            yield from self.results(part, values)

    def rejected(self, shape: Shape, nodes: Iterable[Term]) -> set[Term]:
        """Give those of some nodes at which a shape does not hold."""
        seen, wrong = self._known.setdefault(shape, (set(), set()))
        nodes = set(nodes)
        if new := list(nodes - seen):
            seen.update(new)
            wrong.update(self._wrong(shape, new))
        return wrong & nodes

    def _wrong(self, shape: Shape, foci: list[Term]) -> Iterator[Term]:
        """Give the focus nodes with a fault: those of parts are told by the nodes they are at."""
        if not shape.active:
            return
        nodes = self._nodes(shape, foci)
        for constraint in shape.parts:
            yield from (fault.focus for fault in constraint.check(self.context, nodes))
        for part in shape.properties:
            wrong = self.rejected(part, (value for _, values in nodes for value in values))
            yield from (focus for focus, values in nodes if not wrong.isdisjoint(values))

    def _nodes(self, shape: Shape, foci: list[Term]) -> list[tuple[Term, tuple[Term, ...]]]:
        if shape.path == ITSELF:
            return [(focus, (focus,)) for focus in foci]
        if shape.direct:
            index = self.data.forward(shape.direct)
            return [(focus, tuple(index.get(focus, ()))) for focus in foci]
        return [(focus, tuple(shape.path.ends(self.data, focus))) for focus in foci]


def beyond(shapes: Data) -> set[str]:
    """Give the terms of SHACL in a graph of shapes that this engine does not know.

    A shape that has one must be left to pySHACL.
    """
    known = _SILENT | _REPORT | set(MAKERS) | set(map(component, MAKERS))
    named = {term for triple in shapes.triples() for term in triple[1:]}
    terms = {one.value for one in named if isinstance(one, ox.NamedNode)}
    strange = {one.removeprefix(SH) for one in terms if one.startswith(SH)} - known
    queries = shapes.forward(sh("select")).values()
    texts = (one for found in queries for one in found)
    strange |= {"select" for one in texts if not shacl_sparql.plain(one)}
    return strange
