"""The constraints of SHACL Core, each run over many nodes at once.

Their meaning is that of W3C, Shapes Constraint Language (SHACL), section 4.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

from aseankg.shacl_data import Term
from aseankg.shacl_shapes import (
    TRUE,
    Check,
    Constraint,
    Context,
    Fault,
    Maker,
    Nodes,
    Shape,
    ShapeReader,
    sh,
)
from aseankg.shacl_values import compare, has_datatype

MAKERS: dict[str, Maker] = {}


def component(name: str) -> str:
    """Give the name of the constraint component of a parameter."""
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def _enter(name: str, maker: Maker) -> None:
    MAKERS[name] = maker


# --- what each value node must be -----------------------------------------------------------------

Test = Callable[[Context, Term], bool]


def _each(test: Test) -> Check:
    """Make a check of a test that each value node has to pass."""

    def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
        for focus, values in nodes:
            for value in values:
                if not test(context, value):
                    yield Fault(focus, value)

    return check


def value_test(name: str, *, classes: bool = False) -> Callable[[Callable[..., Test]], None]:
    """Enter a constraint that is a test of each value node, made from its parameter."""

    def enter(make: Callable[[ShapeReader, Shape, Term], Test]) -> None:
        _enter(
            name,
            lambda reader, shape, value: Constraint(
                component(name), _each(make(reader, shape, value)), classes=classes
            ),
        )

    return enter


@value_test("class", classes=True)
def _class(_: ShapeReader, __: Shape, kind: Term) -> Test:
    return lambda context, value: kind in context.data.classes(value)


@value_test("datatype")
def _datatype(_: ShapeReader, __: Shape, datatype: Term) -> Test:
    return lambda _, value: has_datatype(value, datatype)


@value_test("nodeKind")
def _node_kind(_: ShapeReader, __: Shape, kind: Term) -> Test:
    named = str(kind).casefold()
    kinds = {"iri": ox.NamedNode, "blanknode": ox.BlankNode, "literal": ox.Literal}
    allowed = tuple(made for name, made in kinds.items() if name in named.rpartition("#")[2])
    return lambda _, value: isinstance(value, allowed)


@value_test("in")
def _in(reader: ShapeReader, _: Shape, head: Term) -> Test:
    allowed = set(reader.data.items(head))
    return lambda _, value: value in allowed


@value_test("pattern")
def _pattern(reader: ShapeReader, shape: Shape, pattern: Term) -> Test:
    flags = 0
    for flag in words(reader.data.value(shape.name, sh("flags"))):
        flags |= re.RegexFlag[flag.upper()]
    text = words(pattern) if flags & re.MULTILINE else _whole(words(pattern))
    found = re.compile(text, flags).search
    return lambda _, value: not isinstance(value, ox.BlankNode) and bool(found(words(value)))


def _whole(pattern: str) -> str:
    """Let $ stand for the end alone, as in SPARQL; to Python it is before a last newline too."""
    return re.sub(r"(\\.|\[(?:\\.|[^\]\\])*\])|\$", lambda sign: sign[1] or r"$(?!\n\Z)", pattern)


@value_test("minLength")
def _min_length(_: ShapeReader, __: Shape, least: Term) -> Test:
    wanted = int(words(least))
    return lambda _, value: not isinstance(value, ox.BlankNode) and len(words(value)) >= wanted


@value_test("maxLength")
def _max_length(_: ShapeReader, __: Shape, most: Term) -> Test:
    wanted = int(words(most))
    return lambda _, value: not isinstance(value, ox.BlankNode) and len(words(value)) <= wanted


@value_test("languageIn")
def _language_in(reader: ShapeReader, _: Shape, head: Term) -> Test:
    ranges = [words(one).casefold() for one in reader.data.items(head)]

    def test(_: Context, value: Term) -> bool:
        tag = (value.language or "") if isinstance(value, ox.Literal) else ""
        return any(
            tag.casefold() == one or tag.casefold().startswith(f"{one}-") for one in ranges if tag
        )

    return test


def _bound(name: str, allowed: tuple[int, ...]) -> None:
    def make(_: ShapeReader, __: Shape, bound: Term) -> Test:
        return lambda _, value: compare(value, bound) in allowed

    value_test(name)(make)


_bound("minInclusive", (0, 1))
_bound("minExclusive", (1,))
_bound("maxInclusive", (-1, 0))
_bound("maxExclusive", (-1,))


# --- what all value nodes of a focus node must be -------------------------------------------------


def focus_test(name: str) -> Callable[[Callable[[Term, Sequence[Term]], bool]], None]:
    """Enter a constraint that all value nodes pass together, given its parameter."""

    def enter(test: Callable[[Term, Sequence[Term]], bool]) -> None:
        def make(_: ShapeReader, __: Shape, parameter: Term) -> Constraint:
            def check(_: Context, nodes: Nodes) -> Iterator[Fault]:
                return (Fault(focus) for focus, values in nodes if not test(parameter, values))

            return Constraint(component(name), check)

        _enter(name, make)

    return enter


@focus_test("hasValue")
def _has_value(wanted: Term, values: Sequence[Term]) -> bool:
    return wanted in values


def _count(name: str, holds: Callable[[int, int], bool]) -> None:
    def make(_: ShapeReader, __: Shape, bound: Term) -> Constraint:
        limit = int(words(bound))

        def check(_: Context, nodes: Nodes) -> Iterator[Fault]:
            return (Fault(focus) for focus, values in nodes if not holds(len(values), limit))

        return Constraint(component(name), check)

    _enter(name, make)


_count("minCount", lambda often, least: often >= least)
_count("maxCount", lambda often, most: often <= most)


def _unique_lang(_: ShapeReader, __: Shape, wanted: Term) -> Constraint:
    def check(_: Context, nodes: Nodes) -> Iterator[Fault]:
        for focus, values in nodes if wanted == TRUE else ():
            if len(values) > 1:
                tags = Counter((getattr(one, "language", None) or "").casefold() for one in values)
                yield from (Fault(focus) for tag, often in tags.items() if tag and often > 1)

    return Constraint(component("uniqueLang"), check)


_enter("uniqueLang", _unique_lang)


def words(term: Term | None) -> str:
    """Give the words of a literal or the IRI; empty for None."""
    return term.value if isinstance(term, ox.Literal | ox.NamedNode | ox.BlankNode) else ""
