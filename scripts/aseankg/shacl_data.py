"""Statements as one graph, indexed the ways in which shapes look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pyoxigraph as ox

from aseankg.namespaces import RDF, RDFS

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Index = Mapping[Term, Sequence[Term]]

TYPE = ox.NamedNode(RDF + "type")
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
_FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))


class Data:
    """A graph: give it each statement once."""

    def __init__(
        self, triples: Iterable[ox.Triple | ox.Quad], store: ox.Store | None = None
    ) -> None:
        """Index statements by property and subject; other indexes are made when asked for.

        `store` may be given if one has just these statements in its default graph.
        """
        self._store = store
        self._out: dict[Term, dict[Term, list[Term]]] = defaultdict(dict)
        for one in triples:
            self._out[one.predicate].setdefault(one.subject, []).append(one.object)
        self._in: dict[Term, dict[Term, list[Term]]] = {}
        self._nodes: dict[Term, list[tuple[Term, Term]]] = {}
        self._wider: dict[Term, frozenset[Term]] = {}

    def forward(self, predicate: Term) -> Index:
        """Give the objects of a property by subject."""
        return self._out.get(predicate, {})

    def backward(self, predicate: Term) -> Index:
        """Give the subjects of a property by object."""
        if predicate not in self._in:
            found: dict[Term, list[Term]] = {}
            for subject, objects in self.forward(predicate).items():
                for one in objects:
                    found.setdefault(one, []).append(subject)
            self._in[predicate] = found
        return self._in[predicate]

    def objects(self, subject: Term, predicate: Term) -> Sequence[Term]:
        """Give the values of a property."""
        return self.forward(predicate).get(subject, ())

    def value(self, subject: Term, predicate: Term) -> Term | None:
        """Give one value of a property, if there is any."""
        return next(iter(self.objects(subject, predicate)), None)

    def about(self, subject: Term) -> Sequence[tuple[Term, Term]]:
        """Give the properties of a subject with their values."""
        if not self._nodes:
            for predicate, index in self._out.items():
                for one, objects in index.items():
                    self._nodes.setdefault(one, []).extend((predicate, o) for o in objects)
        return self._nodes.get(subject, ())

    def plus(self, triples: Iterable[tuple[Term, Term, Term]]) -> Data:
        """Give a graph with more statements; those that are there already are not doubled."""
        more = Data(())
        more._out.update(self._out)
        copied = set()
        for subject, predicate, value in triples:
            if value in self.objects(subject, predicate):
                continue
            if predicate not in copied:
                index = {one: list(found) for one, found in self.forward(predicate).items()}
                more._out[predicate] = index
                copied.add(predicate)
            more._out[predicate].setdefault(subject, []).append(value)
        return more

    def triples(self) -> Iterator[tuple[Term, Term, Term]]:
        """Give all statements."""
        for predicate, index in self._out.items():
            for subject, objects in index.items():
                for one in objects:
                    yield subject, predicate, one

    def predicates(self) -> set[Term]:
        """Give the properties that statements have."""
        return set(self._out)

    @cached_property
    def store(self) -> ox.Store:
        """Give the graph as the default graph of a store, to be asked in SPARQL."""
        if self._store is not None:
            return self._store
        store = ox.Store()
        store.bulk_extend(ox.Quad(*one) for one in self.triples())  # type: ignore[arg-type]
        return store

    def classes(self, node: Term) -> set[Term]:
        """Give the classes of a node and their superclasses."""
        return {wider for one in self.objects(node, TYPE) for wider in self.wider(one)}

    def wider(self, kind: Term) -> frozenset[Term]:
        """Give a class and all its superclasses."""
        if kind not in self._wider:
            self._wider[kind] = frozenset(_closed(self.forward(SUBCLASS), kind))
        return self._wider[kind]

    def instances(self, kind: Term) -> Iterator[Term]:
        """Give the instances of a class and of its subclasses, each once."""
        narrower = _closed(self.backward(SUBCLASS), kind)
        members = self.backward(TYPE)
        return iter(dict.fromkeys(one for name in narrower for one in members.get(name, ())))

    def items(self, head: Term | None) -> Iterator[Term]:
        """Give the members of an RDF list; one that comes back to itself ends there."""
        seen: set[Term] = set()
        while head is not None and head != _NIL and head not in seen:
            seen.add(head)
            yield from self.objects(head, _FIRST)[:1]
            head = self.value(head, _REST)


def is_list(data: Data, node: Term) -> bool:
    """Tell whether a node is the head of an RDF list."""
    return bool(data.objects(node, _FIRST))


def _closed(index: Index, start: Term) -> dict[Term, None]:
    """Give a node and all that can be reached from it, in the order of reach."""
    reached = {start: None}
    waiting = [start]
    while waiting:
        for one in index.get(waiting.pop(), ()):
            if one not in reached:
                reached[one] = None
                waiting.append(one)
    return reached
