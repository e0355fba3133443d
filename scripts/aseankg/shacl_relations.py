"""The constraints of SHACL Core that look at other properties or ask other shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from aseankg.shacl_constraints import MAKERS, component, words
from aseankg.shacl_data import Term
from aseankg.shacl_shapes import TRUE, Constraint, Context, Fault, Nodes, Shape, ShapeReader, sh
from aseankg.shacl_values import compare

# --- other properties -----------------------------------------------------------------------------

Pairing = Callable[[Sequence[Term], Sequence[Term]], Iterator[Term]]


def _pair(name: str) -> Callable[[Pairing], None]:
    """Enter a constraint that compares the value nodes with the values of another property."""

    def enter(wrong: Pairing) -> None:
        def make(_: ShapeReader, __: Shape, predicate: Term) -> Constraint:
            def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
                others = context.data.forward(predicate)
                for focus, values in nodes:
                    for value in wrong(values, others.get(focus, ())):
                        yield Fault(focus, value)

            return Constraint(component(name), check, properties=(predicate,))

        MAKERS[name] = make

    return enter


@_pair("equals")
def _equals(values: Sequence[Term], others: Sequence[Term]) -> Iterator[Term]:
    yield from (one for one in values if one not in others)
    yield from (one for one in others if one not in values)


@_pair("disjoint")
def _disjoint(values: Sequence[Term], others: Sequence[Term]) -> Iterator[Term]:
    return (one for one in values if one in others)


@_pair("lessThan")
def _less_than(values: Sequence[Term], others: Sequence[Term]) -> Iterator[Term]:
    return (one for one in values for other in others if compare(one, other) != -1)


@_pair("lessThanOrEquals")
def _less_than_or_equals(values: Sequence[Term], others: Sequence[Term]) -> Iterator[Term]:
    return (one for one in values for other in others if compare(one, other) not in (-1, 0))


def _closed(reader: ShapeReader, shape: Shape, wanted: Term) -> Constraint:
    ignored = set(reader.data.items(reader.data.value(shape.name, sh("ignoredProperties"))))
    parts = reader.data.objects(shape.name, sh("property"))
    allowed = ignored | {one for part in parts for one in reader.data.objects(part, sh("path"))}

    def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
        for focus, values in nodes if wanted == TRUE else ():
            for value in values:
                for predicate, found in context.data.about(value):
                    if predicate not in allowed:
                        yield Fault(focus, found, predicate)

    return Constraint(component("closed"), check, closed=True)


MAKERS["closed"] = _closed


# --- other shapes ---------------------------------------------------------------------------------


def _logic(name: str, holds: Callable[[int, int], bool], *, listed: bool = True) -> None:
    """Enter a constraint on how many of some shapes accept a value node, of how many."""

    def make(reader: ShapeReader, _: Shape, value: Term) -> Constraint:
        names = reader.data.items(value) if listed else [value]
        shapes = tuple(reader.shape(one) for one in names)

        def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
            asked = dict.fromkeys(one for _, values in nodes for one in values)
            refused = Counter(node for one in shapes for node in context.rejected(one, asked))
            for focus, values in nodes:
                for one in values:
                    if not holds(len(shapes) - refused[one], len(shapes)):
                        yield Fault(focus, one)

        return Constraint(component(name), check, shapes=shapes)

    MAKERS[name] = make


_logic("and", lambda accepting, all_: accepting == all_)
_logic("or", lambda accepting, _: accepting > 0)
_logic("xone", lambda accepting, _: accepting == 1)
_logic("not", lambda accepting, _: accepting == 0, listed=False)
_logic("node", lambda accepting, _: accepting == 1, listed=False)


def _qualified(name: str, holds: Callable[[int, int], bool]) -> None:
    def make(reader: ShapeReader, shape: Shape, bound: Term) -> Constraint:
        limit = int(words(bound))
        if not shape.is_property:
            return Constraint(component(name), lambda *_: iter(()))
        asked = reader.data.objects(shape.name, sh("qualifiedValueShape"))
        wanted = tuple(reader.shape(one) for one in asked)
        others = tuple(_siblings(reader, shape)) if _is_disjoint(reader, shape) else ()

        def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
            for focus, values in nodes:
                left = set(values)
                for one in wanted:
                    left -= context.rejected(one, values)
                for one in others:
                    left &= context.rejected(one, values)
                if not holds(len(left), limit):
                    yield Fault(focus)

        return Constraint(component(name), check, shapes=wanted + others)

    MAKERS[name] = make


def _is_disjoint(reader: ShapeReader, shape: Shape) -> bool:
    return TRUE in reader.data.objects(shape.name, sh("qualifiedValueShapesDisjoint"))


def _siblings(reader: ShapeReader, shape: Shape) -> Iterator[Shape]:
    """Give the qualified value shapes of the other property shapes beside one."""
    own = set(reader.data.objects(shape.name, sh("qualifiedValueShape")))
    for parent in reader.data.backward(sh("property")).get(shape.name, ()):
        for part in reader.data.objects(parent, sh("property")):
            for one in reader.data.objects(part, sh("qualifiedValueShape")):
                if one not in own:
                    yield reader.shape(one)


_qualified("qualifiedMinCount", lambda often, least: often >= least)
_qualified("qualifiedMaxCount", lambda often, most: often <= most)
