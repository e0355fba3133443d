"""What the shapes ask of a class, so that nothing is made a fault that they allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox

from aseankg.shacl_data import Term
from aseankg.shacl_shapes import Shape, sh
from aseankg.shapes import Shapes, read_shapes
from mutations import local

Pairs = set[tuple[str, str]]
_CLASS, _OR = sh("class"), sh("or")


def _parts(shapes: Shapes) -> Iterator[tuple[list[str], Shape]]:
    """Give shapes that ask for a property, each with the classes that they are for."""
    for shape in shapes.engine.shapes if shapes.engine else ():
        kinds = [local(value) for kind, value in shape.targets if kind == "targetClass"]
        for part in [shape, *shape.properties]:
            if part.direct:
                yield kinds, part


@lru_cache(maxsize=1)
def bounds() -> dict[str, Pairs]:
    """Give the properties that a class must have, and those that it may have once."""
    shapes = read_shapes()
    found: dict[str, Pairs] = {"minCount": set(), "maxCount": set()}
    for kinds, part in _parts(shapes):
        for name, pairs in found.items():
            limit = shapes.data.value(part.name, sh(name))
            grave = part.severity != sh("Info")  # a note is no fault
            if grave and isinstance(limit, ox.Literal) and limit.value == "1":
                pairs |= {(kind, local(part.direct)) for kind in kinds}
    return found


@lru_cache(maxsize=1)
def allowed() -> dict[str, set[str]]:
    """Give the properties that a class may have."""
    found: dict[str, set[str]] = defaultdict(set)
    for kinds, part in _parts(read_shapes()):
        for kind in kinds:
            found[kind].add(local(part.direct))
    return found


@lru_cache(maxsize=1)
def fitting() -> dict[str, set[str]]:
    """Give the classes that the values of a property may be of, for any class."""
    shapes = read_shapes()
    found: dict[str, set[str]] = defaultdict(set)
    for _, part in _parts(shapes):
        found[local(part.direct)] |= {local(one) for one in _classes(shapes, part.name)}
    return found


def _classes(shapes: Shapes, node: Term) -> Iterator[Term]:
    yield from shapes.data.objects(node, _CLASS)
    for head in shapes.data.objects(node, _OR):
        for one in shapes.data.items(head):
            yield from _classes(shapes, one)
