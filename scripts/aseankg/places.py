"""Where in the files each statement and each thing stands, asked with terms of rdflib."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.dataset import LocatedQuad
from aseankg.findings import Place
from aseankg.namespaces import REGISTER

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Walk = tuple[tuple[str, str, str], ...]


class Places:
    """The places of statements; those of one thing or value may be in several files."""

    def __init__(self, located: Iterable[LocatedQuad]) -> None:
        """Index statements; the order of files is the order of places."""
        self._exact: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
        self._stated: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._nodes: dict[str, dict[bool, list[Place]]] = {}
        for one in located:
            subject, predicate = _plain(one.quad.subject), one.quad.predicate.value
            place = Place(one.path, one.line)
            self._exact[subject, predicate, _plain(one.quad.object)].append(place)
            self._stated[subject, predicate].append(place)
            minted = one.quad.graph_name == ox.NamedNode(REGISTER)
            self._nodes.setdefault(subject, {}).setdefault(minted, []).append(place)

    def of_statement(self, subject: str, predicate: str, value: str) -> list[Place]:
        """Give the places of a statement; `value` is an IRI or the words of a literal."""
        return self._exact.get((subject, predicate, value), [])

    def of_property(self, subject: str, predicate: str) -> list[Place]:
        """Give the places where a thing has a property, whatever the value."""
        return self._stated.get((subject, predicate), [])

    def of_node(self, subject: str, *, minted: bool = False) -> list[Place]:
        """Give the first line on a thing in each file: sources first, or where it is `minted`."""
        found = self._nodes.get(subject, {})
        first: dict[object, Place] = {}
        for place in found.get(minted, []) + found.get(not minted, []):
            first.setdefault(place.path, place)
        return list(first.values())


def walks(data: Graph, shapes: Graph, path: Node, start: Node) -> Iterator[tuple[Node, Walk]]:
    """Give each node that a path of SHACL leads to, with the statements that lead there.

    Paths that may be walked any number of times are not followed.
    """
    from rdflib import RDF, URIRef
    from rdflib.namespace import SH

    if isinstance(path, URIRef):
        for end in data.objects(start, path):
            yield end, ((str(start), str(path), str(end)),)
    elif inverse := shapes.value(path, SH.inversePath):
        for end in data.subjects(inverse, start):
            yield end, ((str(end), str(inverse), str(start)),)
    elif either := shapes.value(path, SH.alternativePath):
        for one in shapes.items(either):
            yield from walks(data, shapes, one, start)
    elif (path, RDF.first, None) in shapes:
        yield from _in_turn(data, shapes, list(shapes.items(path)), start)


def _in_turn(
    data: Graph, shapes: Graph, paths: list[Node], start: Node
) -> Iterator[tuple[Node, Walk]]:
    if not paths:
        yield start, ()
        return
    for middle, walk in walks(data, shapes, paths[0], start):
        for end, rest in _in_turn(data, shapes, paths[1:], middle):
            yield end, walk + rest


def _plain(term: object) -> str:
    """Give the IRI or the words of a term, as `str()` gives them of a term of rdflib."""
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    return term.value
