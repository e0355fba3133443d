"""Paths of SHACL: read from shapes, walked over a graph, turned round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.namespaces import SH
from aseankg.shacl_data import Data, Term, is_list


class Path:
    """A way from one node to others; all are frozen and can be keys."""

    def ends(self, data: Data, start: Term) -> Iterable[Term]:
        """Give the nodes at the end of the path, each once."""
        raise NotImplementedError

    def reverse(self) -> Path:
        """Give the path that leads back."""
        raise NotImplementedError

    def steps(self) -> Iterator[tuple[Path, Term, bool]]:
        """Give each property on the path: the way to it, its IRI, whether it is walked forward."""
        raise NotImplementedError


@dataclass(frozen=True)
class Property(Path):
    """The values of a property, or with `forward` false the things that have it."""

    predicate: Term
    forward: bool = True

    def ends(self, data: Data, start: Term) -> Iterable[Term]:
        """Give the nodes at the end of the path, each once."""
        index = data.forward if self.forward else data.backward
        return index(self.predicate).get(start, ())

    def reverse(self) -> Path:
        """Give the path that leads back."""
        return Property(self.predicate, not self.forward)

    def steps(self) -> Iterator[tuple[Path, Term, bool]]:
        """Give each property on the path, with the way to it and its direction."""
        yield Sequence(()), self.predicate, self.forward


@dataclass(frozen=True)
class Sequence(Path):
    """Paths one after the other; without any, the node itself."""

    parts: tuple[Path, ...]

    def ends(self, data: Data, start: Term) -> Iterable[Term]:
        """Give the nodes at the end of the path, each once."""
        reached: Iterable[Term] = (start,)
        for part in self.parts:
            reached = dict.fromkeys(end for node in reached for end in part.ends(data, node))
        return reached

    def reverse(self) -> Path:
        """Give the path that leads back."""
        return Sequence(tuple(part.reverse() for part in reversed(self.parts)))

    def steps(self) -> Iterator[tuple[Path, Term, bool]]:
        """Give each property on the path, with the way to it and its direction."""
        for number, part in enumerate(self.parts):
            for way, predicate, forward in part.steps():
                yield then(*self.parts[:number], way), predicate, forward


@dataclass(frozen=True)
class Alternative(Path):
    """Any one of several paths."""

    parts: tuple[Path, ...]

    def ends(self, data: Data, start: Term) -> Iterable[Term]:
        """Give the nodes at the end of the path, each once."""
        return dict.fromkeys(end for part in self.parts for end in part.ends(data, start))

    def reverse(self) -> Path:
        """Give the path that leads back."""
        return Alternative(tuple(part.reverse() for part in self.parts))

    def steps(self) -> Iterator[tuple[Path, Term, bool]]:
        """Give each property on the path, with the way to it and its direction."""
        for part in self.parts:
            yield from part.steps()


@dataclass(frozen=True)
class Repeated(Path):
    """A path walked any number of times, `least` times (0 or 1) and at most once if not `again`."""

    part: Path
    least: int
    again: bool = True

    def ends(self, data: Data, start: Term) -> Iterable[Term]:
        """Give the nodes at the end of the path, each once."""
        reached = {} if self.least else {start: None}
        waiting = [start]
        while waiting:
            for end in self.part.ends(data, waiting.pop()):
                if end not in reached:
                    reached[end] = None
                    if self.again:
                        waiting.append(end)
        return reached

    def reverse(self) -> Path:
        """Give the path that leads back."""
        return Repeated(self.part.reverse(), self.least, self.again)

    def steps(self) -> Iterator[tuple[Path, Term, bool]]:
        """Give each property on the path, with the way to it and its direction."""
        before = Repeated(self.part, 0) if self.again else Sequence(())
        for way, predicate, forward in self.part.steps():
            yield then(before, way), predicate, forward


ITSELF = Sequence(())


def then(*parts: Path) -> Path:
    """Give one path of several, those within it laid open."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Sequence) else [part])]
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


_REPEATED: dict[Term, tuple[int, bool]] = {
    ox.NamedNode(SH + "zeroOrMorePath"): (0, True),
    ox.NamedNode(SH + "oneOrMorePath"): (1, True),
    ox.NamedNode(SH + "zeroOrOnePath"): (0, False),
}
_INVERSE = ox.NamedNode(SH + "inversePath")
_EITHER = ox.NamedNode(SH + "alternativePath")


def read_path(shapes: Data, node: Term) -> Path:
    """Read the path that a node of the shapes stands for; raises `ValueError` if it is none."""
    if isinstance(node, ox.NamedNode):
        return Property(node)
    if is_list(shapes, node):
        return Sequence(tuple(read_path(shapes, one) for one in shapes.items(node)))
    for predicate, inner in shapes.about(node):
        if predicate == _INVERSE:
            return read_path(shapes, inner).reverse()
        if predicate == _EITHER:
            return Alternative(tuple(read_path(shapes, one) for one in shapes.items(inner)))
        if repeated := _REPEATED.get(predicate):
            return Repeated(read_path(shapes, inner), *repeated)
    raise ValueError(f"{node} is no path of SHACL")
