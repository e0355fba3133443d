"""The shapes: read, refused where they could not fail, and put into a form that runs quickly."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.corpus import TYPE, Corpus, finding_at, iri, value
from aseankg.errors import InputError, InputErrors
from aseankg.findings import Finding, Place
from aseankg.namespaces import AKG, CODE, OWL, RDF, SH, shorten
from aseankg.paths import data_root
from aseankg.positions import Located, parse
from aseankg.shape_faults import refused

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

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
        """Give the shapes as they are written."""
        return as_graph(triple for triple, _ in self.located)

    @cached_property
    def quick(self) -> Graph:
        """Give shapes with the same results in a form that runs quickly (see `quickened`)."""
        return quickened(self.graph)

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


def check_shapes(corpus: Corpus, shapes: Shapes) -> list[Finding]:
    """Give what is wrong with shapes and ontology together: then a shape could not fail."""
    found = []
    for name, line in strangers(shapes, corpus.classed):
        message = f"{shorten(name)} is no term of the ontology, so this shape never fails"
        place = Place(shapes.path, line)
        found.append(
            finding_at(place, "shape-of-nothing", message, "correct the name, or add the term")
        )
    targets = target_classes(shapes)
    for one in corpus.located:
        term = iri(one.quad.subject)
        declared = one.quad.predicate.value == TYPE and value(one) == OWL + "Class"
        if declared and term.startswith(AKG) and term not in targets:
            message = "this class has no shape, so nothing that is said of it is checked"
            remedy = "add a shape with sh:targetClass to ontology/shapes.ttl"
            found.append(finding_at(one, "class-without-shape", message, remedy))
    return found


def quickened(graph: Graph) -> Graph:
    """Give shapes that say the same in a form that pySHACL runs in half of the time.

    pySHACL visits the property shapes of a node shape one focus node at a time, those that have
    targets of their own all at once. So each property shape gets the targets of its node shapes,
    and a closed shape the paths that it thereby loses as ignored properties.
    """
    from rdflib import Graph, URIRef

    quick = Graph()
    quick += graph
    for shape in sorted(set(quick.subjects(URIRef(SH + "property"), None)), key=str):
        if targets := _targets(quick, shape):
            _hand_down(quick, shape, targets)
    return quick


def narrowed(graph: Graph, data: Graph) -> Graph:
    """Give shapes that say the same of `data`, without a look at nodes for which they must hold.

    A shape that is for all that has a property, and asks for one value of it or something else,
    holds for each node that has one value; pySHACL would weigh every alternative there.
    """
    from rdflib import Graph, URIRef

    target, either, node = (URIRef(SH + name) for name in ("targetSubjectsOf", "or", "targetNode"))
    narrow = Graph()
    narrow += graph
    for shape, property_ in list(graph.subject_objects(target)):
        head = graph.value(shape, either)
        if head and any(_asks_for_one(graph, one, property_) for one in graph.items(head)):
            narrow.remove((shape, target, property_))
            for subject, often in Counter(data.subjects(property_)).items():
                if often > 1:
                    narrow.add((shape, node, subject))
    return narrow


def _asks_for_one(graph: Graph, shape: Node, property_: Node) -> bool:
    """Tell whether a shape says that a property has at most one value, and nothing else."""
    from rdflib import Literal, URIRef

    [part, *more] = graph.predicate_objects(shape)
    wanted = {(URIRef(SH + "path"), property_), (URIRef(SH + "maxCount"), Literal(1))}
    return (
        not more
        and part[0] == URIRef(SH + "property")
        and set(graph.predicate_objects(part[1])) == wanted
    )


def _targets(graph: Graph, shape: Node) -> list[tuple[Node, Node]]:
    return [(p, o) for p, o in graph.predicate_objects(shape) if str(p) in TARGETS]


def _hand_down(graph: Graph, shape: Node, targets: list[tuple[Node, Node]]) -> None:
    from rdflib import BNode, Literal, URIRef
    from rdflib.collection import Collection

    owns, path, ignored = (URIRef(SH + name) for name in ("property", "path", "ignoredProperties"))
    parts = list(graph.objects(shape, owns))
    for part in parts:
        for predicate, target in targets:
            graph.add((part, predicate, target))
    if (shape, URIRef(SH + "closed"), Literal(True)) in graph:
        head = graph.value(shape, ignored)
        paths = [one for part in parts for one in graph.objects(part, path)]
        allowed = [
            *graph.items(head or BNode()),
            *(one for one in paths if isinstance(one, URIRef)),
        ]
        graph.remove((shape, ignored, None))
        graph.add((shape, ignored, Collection(graph, BNode(), allowed).uri))
    graph.remove((shape, owns, None))


def as_graph(triples: Iterable[ox.Triple]) -> Graph:
    """Give statements as an rdflib graph, with the same words as in the files."""
    from functools import lru_cache

    from rdflib import Graph

    from aseankg.dataset import as_rdflib

    # Literals that are none are findings; rdflib would tell them on standard error as well.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    convert = lru_cache(maxsize=None)(as_rdflib)
    graph = Graph()
    for triple in triples:
        graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
    return graph
