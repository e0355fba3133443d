"""What changed between two states of the graph, statement by statement, whatever the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

KINDS = ("added", "changed", "removed", "moved")
Key = tuple[str, ...]


class Change(NamedTuple):
    """One statement that came, went, got another value or another source.

    `old` is the statement as it was, `new` as it is; one of them is absent where it was added or
    removed. A changed statement has the same source, subject and property in both.
    """

    kind: str
    old: ox.Quad | None
    new: ox.Quad | None

    @property
    def quad(self) -> ox.Quad:
        """Give the statement as it is now, or as it was if it is no more."""
        quad = self.new or self.old
        assert quad is not None
        return quad


def changes(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> list[Change]:
    """Compare two states; each statement that only one of them has stands in one change.

    Moved: the same words went from one source to another. Changed: in one source one value of a
    property went and one came (for texts: of a language). The rest was added or removed. The
    answer is in order of source, subject and property.
    """
    before, after = set(old), set(new)
    gone, come = sorted(before - after, key=_order), sorted(after - before, key=_order)
    found: list[Change] = []
    for kind, key in (("moved", _triple), ("changed", _slot), ("changed", _property)):
        matched = _paired(gone, come, key, many=kind == "moved")
        found += [Change(kind, *pair) for pair in matched]
        gone = _without(gone, (pair[0] for pair in matched))
        come = _without(come, (pair[1] for pair in matched))
    found += [Change("removed", quad, None) for quad in gone]
    found += [Change("added", None, quad) for quad in come]
    return sorted(found, key=lambda one: (_order(one.quad), one.kind))


def _paired(
    gone: list[ox.Quad], come: list[ox.Quad], key: Callable[[ox.Quad], Key], *, many: bool
) -> list[tuple[ox.Quad, ox.Quad]]:
    """Pair what went with what came under one key; unless `many`, only where it is one to one."""
    went, came = _grouped(gone, key), _grouped(come, key)
    return [
        pair
        for name, quads in went.items()
        if name in came and (many or len(quads) == len(came[name]) == 1)
        for pair in zip(quads, came[name], strict=False)
    ]


def _grouped(quads: list[ox.Quad], key: Callable[[ox.Quad], Key]) -> dict[Key, list[ox.Quad]]:
    found: dict[Key, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[key(quad)].append(quad)
    return found


def _without(quads: list[ox.Quad], taken: Iterator[ox.Quad]) -> list[ox.Quad]:
    used = set(taken)
    return [quad for quad in quads if quad not in used]


def _order(quad: ox.Quad) -> Key:
    return str(quad.graph_name), str(quad.subject), quad.predicate.value, str(quad.object)


def _triple(quad: ox.Quad) -> Key:
    return str(quad.subject), quad.predicate.value, str(quad.object)


def _property(quad: ox.Quad) -> Key:
    return str(quad.graph_name), str(quad.subject), quad.predicate.value


def _slot(quad: ox.Quad) -> Key:
    """Give what a value stands in: its property, and for texts their language."""
    language = quad.object.language if isinstance(quad.object, ox.Literal) else None
    return *_property(quad), language or ""
