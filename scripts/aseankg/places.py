"""Where in the files each statement and each thing stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

from aseankg.dataset import LocatedQuad
from aseankg.findings import Place
from aseankg.namespaces import REGISTER
from aseankg.shacl_data import Data, Term
from aseankg.shacl_paths import Alternative, Path, Property
from aseankg.shacl_paths import Sequence as InTurn

Said = Callable[[Term], Sequence[LocatedQuad]]
Walk = tuple[tuple[Term, Term, Term], ...]


class Places:
    """The places of statements; those of one thing or value may be in several files."""

    def __init__(self, said: Said) -> None:
        """Take what gives the statements on a thing, in the order of files and lines."""
        self._said = said

    def of_statement(self, subject: Term, predicate: str, value: Term) -> list[Place]:
        """Give the places of a statement, or of others that have the same words as value."""
        said = [one for one in self._said(subject) if one.quad.predicate.value == predicate]
        alike = [one for one in said if plain(one.quad.object) == plain(value)]
        same = [one for one in alike if one.quad.object == value]
        return [Place(one.path, one.line) for one in same or alike]

    def of_property(self, subject: Term, predicate: str) -> list[Place]:
        """Give the places where a thing has a property, whatever the value."""
        said = self._said(subject)
        return [Place(one.path, one.line) for one in said if one.quad.predicate.value == predicate]

    def of_node(self, subject: Term, *, minted: bool = False) -> list[Place]:
        """Give the first line on a thing in each file: sources first, or where it is `minted`."""
        register = ox.NamedNode(REGISTER)
        said = sorted(
            self._said(subject), key=lambda one: (one.quad.graph_name == register) != minted
        )
        first: dict[object, Place] = {}
        for one in said:
            first.setdefault(one.path, Place(one.path, one.line))
        return list(first.values())


def walks(data: Data, path: Path, start: Term) -> Iterator[tuple[Term, Walk]]:
    """Give each node that a path leads to, with the statements that lead there.

    Paths that may be walked any number of times are not followed.
    """
    if isinstance(path, Property):
        for end in path.ends(data, start):
            ends = (start, end) if path.forward else (end, start)
            yield end, ((ends[0], path.predicate, ends[1]),)
    elif isinstance(path, Alternative):
        for one in path.parts:
            yield from walks(data, one, start)
    elif isinstance(path, InTurn):
        yield from _in_turn(data, path.parts, start)


def _in_turn(data: Data, parts: Sequence[Path], start: Term) -> Iterator[tuple[Term, Walk]]:
    if not parts:
        yield start, ()
        return
    for middle, walk in walks(data, parts[0], start):
        for end, rest in _in_turn(data, parts[1:], middle):
            yield end, walk + rest


def plain(term: Term | None) -> str:
    """Give the IRI or the words of a term; empty for None."""
    return "" if term is None or isinstance(term, ox.Triple) else term.value
