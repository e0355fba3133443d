"""What a rule asks for and makes, as patterns of statements that can be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from aseankg.errors import InputError

if TYPE_CHECKING:
    from aseankg.rules import Rule

Slot = ox.NamedNode | ox.Literal | ox.Variable
Binding = Mapping[ox.Variable, ox.NamedNode | ox.Literal]
Statement = ox.Triple | ox.Quad


@dataclass(frozen=True)
class Pattern:
    """A triple with variables; `graph` is where it must stand, None for anywhere."""

    subject: Slot
    predicate: Slot
    object: Slot
    graph: Slot | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Give the terms and variables in order."""
        three = (self.subject, self.predicate, self.object)
        return three if self.graph is None else (*three, self.graph)

    @property
    def variables(self) -> set[ox.Variable]:
        """Give the variables in it."""
        return {slot for slot in self.slots if isinstance(slot, ox.Variable)}

    def fill(self, binding: Binding) -> Statement | None:
        """Put terms in the place of the variables; None when one has none or cannot stand there."""
        terms = [binding.get(s) if isinstance(s, ox.Variable) else s for s in self.slots]
        if None in terms or not all(isinstance(terms[i], ox.NamedNode) for i in (0, 1)):
            return None
        made: Any = terms
        return ox.Triple(*made) if self.graph is None else ox.Quad(*made)

    def match(self, triple: ox.Triple) -> dict[ox.Variable, Any] | None:
        """Give the terms that make it this triple, None when none do."""
        found: dict[ox.Variable, Any] = {}
        terms = (triple.subject, triple.predicate, triple.object)
        for slot, term in zip(self.slots, terms, strict=False):
            wanted = found.setdefault(slot, term) if isinstance(slot, ox.Variable) else slot
            if wanted != term:
                return None
        return found


Group = tuple[Pattern, ...]


@dataclass(frozen=True)
class Way:
    """One way in which WHERE can hold: what must be there, and what may be there as well."""

    required: Group = ()
    optional: tuple[Group, ...] = ()

    def __add__(self, other: Way) -> Way:
        """Give the way in which both hold."""
        return Way(self.required + other.required, self.optional + other.optional)

    @property
    def variables(self) -> set[ox.Variable]:
        """Give the variables that surely have a value."""
        return {variable for one in self.required for variable in one.variables}


@dataclass(frozen=True)
class Anatomy:
    """A rule taken apart: what it makes, the ways to get there, the variables of conditions."""

    makes: Group
    ways: tuple[Way, ...]
    tested: frozenset[ox.Variable]


def anatomy(rule: Rule) -> Anatomy:
    """Take a rule apart; raises `InputError` where it says something that cannot be explained."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(rule.text)).algebra
        makes = tuple(_pattern(triple, None) for triple in algebra.template)
        tested = frozenset(ox.Variable(name) for name in _tested(algebra.p))
        return Anatomy(makes, tuple(_ways(algebra.p, None)), tested)
    except NotImplementedError as error:
        remedy = "write it with triples, |, UNION, OPTIONAL, MINUS, FILTER, BIND, VALUES, GRAPH"
        raise InputError(rule.path, 0, None, f"{error} cannot be explained", remedy) from error


def _ways(node: Any, graph: Slot | None) -> list[Way]:
    """Give the ways in which a part of WHERE can hold; what must not be there is left out."""
    kind = node.name
    if kind == "BGP":
        return _product([_of_triple(triple, graph) for triple in node.triples])
    if kind == "Join":
        return _product([_ways(node.p1, graph), _ways(node.p2, graph)])
    if kind == "Union":
        return _ways(node.p1, graph) + _ways(node.p2, graph)
    if kind == "LeftJoin":
        extra = tuple(way.required for way in _ways(node.p2, graph))
        return [way + Way(optional=extra) for way in _ways(node.p1, graph)]
    if kind == "Minus":
        return _ways(node.p1, graph)
    if kind in ("Extend", "Filter", "Project"):
        return _ways(node.p, graph)
    if kind == "Graph":
        return _ways(node.p, _slot(node.term))
    if kind in ("ToMultiSet", "values"):
        return [Way()]
    raise NotImplementedError(kind)


def _product(parts: Iterable[list[Way]]) -> list[Way]:
    return [sum(some, Way()) for some in product(*parts)]


def _of_triple(triple: Any, graph: Slot | None) -> list[Way]:
    """Give one way for each property that stands between bars."""
    subject, path, value = triple
    return [Way((_pattern((subject, one, value), graph),)) for one in _properties(path)]


def _properties(path: Any) -> Iterator[Any]:
    from rdflib.paths import AlternativePath, Path

    if isinstance(path, AlternativePath):
        for one in path.args:
            yield from _properties(one)
    elif isinstance(path, Path):
        raise NotImplementedError(f"the path {path.n3()}")
    else:
        yield path


def _pattern(triple: Any, graph: Slot | None) -> Pattern:
    subject, predicate, value = (_slot(term) for term in triple)
    return Pattern(subject, predicate, value, graph)


def _slot(term: Any) -> Slot:
    from rdflib import Literal, URIRef, Variable

    if isinstance(term, Variable):
        return ox.Variable(str(term))
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), language=term.language, datatype=datatype)
    raise NotImplementedError(f"the term {term}")


def _tested(node: Any) -> set[str]:
    """Give the variables that stand in conditions on what must be there."""
    own = _variables(node.expr) if node.name in ("Filter", "LeftJoin") else set()
    kept = ("p", "p1") if node.name == "Minus" else ("p", "p1", "p2")
    inside = [node[key] for key in kept if isinstance(node.get(key), dict)]
    return own.union(*map(_tested, inside))


def _variables(expression: Any) -> set[str]:
    from rdflib import Variable

    if isinstance(expression, Variable):
        return {str(expression)}
    if isinstance(expression, dict):
        parts = [part for key, part in expression.items() if key != "_vars"]
    else:
        parts = list(expression) if isinstance(expression, list) else []
    return set().union(*map(_variables, parts))
