"""The shapes: read, and refused where they could not fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.corpus import TYPE, finding_at, iri, value
from aseankg.dataset import LocatedQuad
from aseankg.errors import InputError, InputErrors
from aseankg.findings import Finding, Place
from aseankg.namespaces import AKG, CODE, OWL, RDF, SH, shorten
from aseankg.paths import data_root
from aseankg.positions import Located, parse
from aseankg.shacl_data import Data, Term
from aseankg.shape_faults import refused

if TYPE_CHECKING:
    from rdflib import Graph

    from aseankg.shacl_engine import Engine, Result

TARGETS = tuple(
    SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
)
_KINDS = (SH + "NodeShape", SH + "PropertyShape")


@dataclass(frozen=True)
class Shapes:
    """The shapes of a file and the line of each of their statements."""

    path: Path
    located: tuple[Located, ...]

    @cached_property
    def graph(self) -> Graph:
        """Give the shapes as a graph of rdflib."""
        from aseankg.shacl_reference import as_graph

        graph: Graph = as_graph(triple for triple, _ in self.located)
        return graph

    @cached_property
    def data(self) -> Data:
        """Give the shapes in the form that our engine reads."""
        return Data(triple for triple, _ in self.located)

    @cached_property
    def engine(self) -> Engine | None:
        """Give the engine that runs the shapes, None where only pySHACL knows all their terms.

        Raises `InputError` for shapes that cannot be run.
        """
        from aseankg.shacl_engine import Engine, beyond

        if beyond(self.data):
            return None
        try:
            return Engine(self.data)
        except ValueError as error:
            raise InputError(self.path, 0, None, str(error), "correct the shape") from error

    def results(self, data: Data) -> Iterator[tuple[Term, Result]]:
        """Run the shapes over a graph; give each result with the shape that has the target.

        Raises `InputError` for shapes that cannot be run.
        """
        if self.engine:
            foci = ((shape, shape.foci(data)) for shape in self.engine.shapes)
            yield from ((shape.name, one) for shape, one in self.engine.run_on(data, foci))
            return
        from aseankg.shacl_reference import judge

        try:
            yield from ((one.shape, one) for one in judge(data, self.data))
        except ValueError as error:
            raise InputError(self.path, 0, None, str(error), "correct the shapes") from error

    @cached_property
    def names(self) -> list[str]:
        """Give the IRIs of the shapes, in order."""
        return sorted(
            {
                triple.subject.value
                for triple, _ in self.located
                if triple.predicate.value == RDF + "type"
                and isinstance(triple.object, ox.NamedNode)
                and triple.object.value in _KINDS
                and isinstance(triple.subject, ox.NamedNode)
            }
        )


def read_shapes(root: Path | None = None) -> Shapes:
    """Read the shapes below a root.

    Raises `InputError` when there are none, and `InputErrors` with the line of each term of SHACL
    that does not exist (SHACL takes a constraint that it does not know for no constraint at all)
    and of all else that is `refused`.
    """
    path = (root or data_root()) / "ontology" / "shapes.ttl"
    if not path.is_file():
        raise InputError(path, 0, None, "is missing", "nothing can be checked without the shapes")
    shapes = Shapes(path, tuple(parse(path)))
    if not shapes.names:
        raise InputError(path, 0, None, "holds no shape", "nothing can be checked without shapes")
    if faults := [*_unknown_terms(shapes), *refused(path, shapes.located)]:
        raise InputErrors(faults)
    return shapes


def _unknown_terms(shapes: Shapes) -> Iterator[InputError]:
    from aseankg.shacl_engine import beyond

    if not beyond(shapes.data):
        return
    from rdflib.namespace import SH as KNOWN

    for triple, line in shapes.located:
        for term in (triple.predicate, triple.object):
            name = term.value if isinstance(term, ox.NamedNode) else ""
            if name.startswith(SH) and name.removeprefix(SH) not in KNOWN:
                message = f"{shorten(name)} is no term of SHACL"
                yield InputError(shapes.path, line, None, message, "correct its spelling")


def strangers(shapes: Shapes, declared: set[str]) -> Iterator[tuple[str, int]]:
    """Give the terms of ours that shapes name but nobody declares, each with its line.

    A shape with such a target has no focus node, one with such a path no value: both always hold.
    """
    known = declared | {str(triple.subject)[1:-1] for triple, _ in shapes.located}
    for triple, line in shapes.located:
        name = triple.object.value if isinstance(triple.object, ox.NamedNode) else ""
        if name.startswith((AKG, CODE)) and name not in known:
            yield name, line


def target_classes(shapes: Shapes) -> set[str]:
    """Give the classes that some shape is for."""
    return {
        triple.object.value
        for triple, _ in shapes.located
        if triple.predicate.value == SH + "targetClass" and isinstance(triple.object, ox.NamedNode)
    }


def check_shapes(
    shapes: Shapes, classed: set[str], ontology: Iterable[LocatedQuad]
) -> list[Finding]:
    """Give what is wrong with shapes and ontology together: then a shape could not fail.

    `classed` are the IRIs of all that has a class.
    """
    found = []
    for name, line in strangers(shapes, classed):
        message = f"{shorten(name)} is no term of the ontology, so this shape never fails"
        place = Place(shapes.path, line)
        found.append(
            finding_at(place, "shape-of-nothing", message, "correct the name, or add the term")
        )
    targets = target_classes(shapes)
    for one in ontology:
        term = iri(one.quad.subject)
        declared = one.quad.predicate.value == TYPE and value(one) == OWL + "Class"
        if declared and term.startswith(AKG) and term not in targets:
            message = "this class has no shape, so nothing that is said of it is checked"
            remedy = "add a shape with sh:targetClass to ontology/shapes.ttl"
            found.append(finding_at(one, "class-without-shape", message, remedy))
    return found
