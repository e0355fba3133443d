"""Why a statement holds: the rule that makes it, what the rule needs, down to what is stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import pyoxigraph as ox

from aseankg.inference import construct, merged
from aseankg.namespaces import INFERRED, RDF
from aseankg.patterns import Anatomy, Binding, Group, Statement, Way, anatomy
from aseankg.rules import Rule, rules
from aseankg.terms import value_of

TYPE = ox.NamedNode(RDF + "type")
_GRAPH = ox.NamedNode(INFERRED)
_DEEPEST = 60

Triples = tuple[ox.Triple, ...]


@dataclass(frozen=True)
class Explanation:
    """Statements on one thing, and why they hold.

    Either the `graphs` that say them all, or the `rule` that makes them of `premises`.
    """

    statements: Triples
    graphs: tuple[str, ...] = ()
    rule: Rule | None = None
    premises: tuple[Explanation, ...] = ()

    def leaves(self) -> Iterator[Explanation]:
        """Give the explanations that end in what graphs say."""
        if not self.rule:
            yield self
        for premise in self.premises:
            yield from premise.leaves()

    def quads(self) -> set[ox.Quad]:
        """Give all that is said in graphs and that the whole explanation rests on."""
        return {
            ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(graph))
            for leaf in self.leaves()
            for one in leaf.statements
            for graph in leaf.graphs
        }


@dataclass(frozen=True)
class _Step:
    """One use of a rule: what it makes of one thing, and what it needs for that."""

    rule: Rule
    made: Triples
    needs: tuple[Statement, ...]


class Explainer:
    """Explains the statements of one store by its rules."""

    def __init__(self, store: ox.Store, given: Iterable[Rule] | None = None) -> None:
        """Take the store as `open_store` gives it, and the rules that were applied to it."""
        self._rules = list(rules() if given is None else given)
        self._said = store
        self._known: dict[Triples, Explanation] = {}

    @cached_property
    def _store(self) -> ox.Store:
        """Give a store on which rules are quick; a stated fact needs none."""
        return merged(self._said)

    @cached_property
    def _anatomies(self) -> list[tuple[Rule, Anatomy]]:
        return [(rule, anatomy(rule)) for rule in self._rules]

    def graphs_of(self, triple: ox.Triple) -> tuple[str, ...]:
        """Give the graphs that say a triple, without that of the rules."""
        found = self._said.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return tuple(sorted(value_of(q.graph_name) for q in found if q.graph_name != _GRAPH))

    def holds(self, triple: ox.Triple) -> bool:
        """Tell whether any graph says a triple or a rule made it."""
        found = self._said.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return next(iter(found), None) is not None

    def explain(self, triple: ox.Triple) -> list[Explanation]:
        """Give each way in which a triple holds; none when it is not in the graph.

        What is stated has one way, the graphs that say it. A rule is only named with premises of
        which it really makes the triple, and each premise is explained in one way.
        """
        graphs = self.graphs_of(triple)
        if graphs:
            return [Explanation(self._beside(triple, graphs), graphs)]
        if not self.holds(triple):
            return []
        return list(self._ways((triple,), frozenset()))

    def _beside(self, triple: ox.Triple, graphs: tuple[str, ...]) -> Triples:
        """Give a triple, and when it tells what a node is, all that the same graphs say of it."""
        if triple.predicate != TYPE:
            return (triple,)
        quads = self._said.quads_for_pattern(triple.subject, None, None, ox.NamedNode(graphs[0]))
        return tuple(one.triple for one in quads if set(graphs) <= set(self.graphs_of(one.triple)))

    def _ways(self, wanted: Triples, above: frozenset[ox.Triple]) -> Iterator[Explanation]:
        """Give the explanations that rest on nothing that they shall explain."""
        if len(above) > _DEEPEST:
            return
        for step in self._steps(wanted):
            inside = above | set(wanted)
            if inside.isdisjoint(step.needs):
                premises = [self._premise(group, inside) for group in self._groups(step.needs)]
                if all(premises):
                    told = tuple(one for part in premises for one in part)
                    yield Explanation(step.made, (), step.rule, told)

    def _premise(self, found: Explanation, above: frozenset[ox.Triple]) -> list[Explanation]:
        """Explain premises on one thing together, or each by itself; nothing if one cannot be."""
        if found.graphs:
            return [found]
        together = self._first(found.statements, above)
        if together or len(found.statements) == 1:
            return [together] if together else []
        apart = [self._first((one,), above) for one in found.statements]
        return [one for one in apart if one] if all(apart) else []

    def _first(self, wanted: Triples, above: frozenset[ox.Triple]) -> Explanation | None:
        if wanted not in self._known:
            found = next(self._ways(wanted, above), None)
            if not found:
                return None
            self._known[wanted] = found
        return self._known[wanted]

    def _groups(self, needs: Iterable[Statement]) -> list[Explanation]:
        """Put together what is needed of one thing and said by the same graphs."""
        groups: dict[tuple[object, tuple[str, ...]], list[ox.Triple]] = {}
        for one in needs:
            triple = one.triple if isinstance(one, ox.Quad) else one
            named = (
                (value_of(one.graph_name),) if isinstance(one, ox.Quad) else self.graphs_of(triple)
            )
            groups.setdefault((triple.subject, named), []).append(triple)
        return [
            Explanation(tuple(dict.fromkeys(group)), graphs)
            for (_, graphs), group in groups.items()
        ]

    # --- one use of a rule ------------------------------------------------------------------------

    def _steps(self, wanted: Triples) -> list[_Step]:
        """Give the uses of rules that make all that is wanted, those first that need least."""
        found: dict[tuple[str, frozenset[Statement]], _Step] = {}
        for rule, parts in self._anatomies:
            for binding in _bindings(parts.makes, wanted):
                for step in self._uses(rule, parts, wanted, binding):
                    found.setdefault((rule.name, frozenset(step.needs)), step)
        return sorted(found.values(), key=self._effort)

    def _effort(self, step: _Step) -> tuple[int, int, str]:
        inferred = sum(isinstance(one, ox.Triple) and not self.graphs_of(one) for one in step.needs)
        return inferred, len(step.needs), str(sorted(map(str, step.needs)))

    def _uses(
        self, rule: Rule, parts: Anatomy, wanted: Triples, binding: dict[ox.Variable, Any]
    ) -> Iterator[_Step]:
        fixed = self._narrowed(parts, wanted[0].subject, binding)
        if fixed is None:
            return
        for solution in self._solutions(rule, fixed):
            for way in parts.ways:
                needs = self._needs(way, solution, parts.tested | set(binding))
                made = _made(rule, needs, wanted[0].subject)
                if made.issuperset(wanted):
                    kept = [one for one in made if self.holds(one)]
                    yield _Step(rule, tuple(sorted(kept, key=str)), needs)

    def _narrowed(
        self, parts: Anatomy, node: object, binding: dict[ox.Variable, Any]
    ) -> dict[ox.Variable, Any] | None:
        """Fix more variables by what else is said of the node made; None if the rule is another.

        A query that knows only the node, whose id it would have to make first, is slow.
        """
        fixed = dict(binding)
        ours = {variable for variable, term in binding.items() if term == node}
        for pattern in (one for one in parts.makes if one.subject in ours):
            values = self._values(node, pattern.predicate)
            if not isinstance(pattern.object, ox.Variable):
                if not values.issuperset({pattern.object}):
                    return None
            elif len(values) == 1 and _is_sure(parts, pattern.object):
                fixed.setdefault(pattern.object, *values)
        return fixed

    def _values(self, node: Any, predicate: Any) -> set[object]:
        if isinstance(predicate, ox.Variable):
            return set()
        return {quad.object for quad in self._said.quads_for_pattern(node, predicate, None, None)}

    def _solutions(self, rule: Rule, fixed: dict[ox.Variable, Any]) -> list[Binding]:
        head, _, rest = rule.text.partition("CONSTRUCT")
        query = f"{head} SELECT DISTINCT * {rest[rest.index('WHERE') :]}"
        rows: Any = self._store.query(query, substitutions=fixed)
        names = rows.variables
        return [
            fixed | {name: row[name] for name in names if row[name] is not None} for row in rows
        ]

    def _needs(
        self, way: Way, solution: Binding, wanted: frozenset[ox.Variable]
    ) -> tuple[Statement, ...]:
        """Fill in a way with what is in the graph; empty if it is not this way that holds."""
        required = self._filled(way.required, solution)
        for group in way.optional if required else ():
            if not wanted.isdisjoint(_free(group) - way.variables):
                required += self._filled(group, solution)
        return tuple(dict.fromkeys(required))

    def _filled(self, group: Group, solution: Binding) -> tuple[Statement, ...]:
        filled = tuple(one for one in (p.fill(solution) for p in group) if one is not None)
        there = len(filled) == len(group) and all(self._there(one) for one in filled)
        return filled if there else ()

    def _there(self, one: Statement) -> bool:
        return one in self._said if isinstance(one, ox.Quad) else self.holds(one)


def _free(group: Group) -> set[ox.Variable]:
    return {variable for pattern in group for variable in pattern.variables}


def _is_sure(parts: Anatomy, variable: ox.Variable) -> bool:
    """Tell whether a variable has a value however the rule holds, and one predicate names it."""
    optional = {v for way in parts.ways for group in way.optional for v in _free(group)}
    return variable not in optional or all(variable in way.variables for way in parts.ways)


def _bindings(makes: Group, wanted: Triples) -> Iterator[dict[ox.Variable, Any]]:
    """Give the values of variables with which a rule would make all that is wanted."""
    matches = [[b for p in makes if (b := p.match(one)) is not None] for one in wanted]
    seen: list[dict[ox.Variable, Any]] = []
    for some in product(*matches):
        joined: dict[ox.Variable, Any] = {}
        pairs = [pair for one in some for pair in one.items()]
        if all(joined.setdefault(v, term) == term for v, term in pairs) and joined not in seen:
            seen.append(joined)
            yield joined


def _made(rule: Rule, needs: Iterable[Statement], subject: object) -> set[ox.Triple]:
    """Give what a rule makes of these statements alone, on one subject."""
    quads = [one if isinstance(one, ox.Quad) else ox.Quad(*one) for one in needs]
    return {one for one in construct(merged(quads), rule) if one.subject == subject}
