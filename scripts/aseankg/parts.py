"""The files of a graph under check: what each says, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from aseankg import house
from aseankg.asked import Asked, Question, same
from aseankg.chronicle import Chronicle
from aseankg.corpus import Corpus, File, Whole
from aseankg.dataset import LocatedQuad, read_file
from aseankg.dates import normalise
from aseankg.findings import Finding
from aseankg.house_staleness import check_stale
from aseankg.inference import GRAPH
from aseankg.literals import ill_formed
from aseankg.namespaces import AKG, HOUSE_GRAPHS, REGISTER
from aseankg.rules import Rule
from aseankg.shacl_data import TYPE, Term

_BY_RULE = ox.NamedNode(AKG + "byRule")


@dataclass(frozen=True)
class Part:
    """One file: its statements and the bounds of their dates; where they stand when asked."""

    path: Path
    graph: ox.NamedNode
    digest: str
    quads: Sequence[ox.Quad]
    bounds: Sequence[ox.Quad]

    @cached_property
    def said(self) -> list[LocatedQuad]:
        """Give the statements with their lines."""
        return read_file(self.path, self.graph)

    def everything(self) -> Iterator[ox.Quad]:
        """Give the statements and the bounds of their dates."""
        return chain(self.quads, self.bounds)


@dataclass(frozen=True)
class Looked:
    """What was found in one file, and what its rules asked about the rest of the graph."""

    found: Sequence[Finding]
    answers: Mapping[Question, str] = field(default_factory=dict)


def read_part(path: Path, graph: ox.NamedNode, source: Path | None = None) -> Part:
    """Read a file, or what it would hold from `source`; raises `InputError`."""
    source = source or path
    said = [LocatedQuad(one.quad, path, one.line) for one in read_file(source, graph)]
    quads = [one.quad for one in said]
    part = Part(path, graph, digest(source), quads, list(_bounds(quads)))
    vars(part)["said"] = said
    return part


def digest(path: Path) -> str:
    """Give what stands for the content of a file."""
    return sha256(path.read_bytes()).hexdigest()


def changed_quads(before: Mapping[Path, Part], now: Mapping[Path, Part]) -> set[ox.Quad]:
    """Give the statements that are new or gone; one that moved is gone here and new there."""
    changed: set[ox.Quad] = set()
    for path in {*before, *now}:
        old, new = before.get(path), now.get(path)
        if old is not new:
            changed |= set(old.everything() if old else ()) ^ set(new.everything() if new else ())
    return changed


def _bounds(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give the bounds of dates; what is no date has none."""
    for one in quads:
        with suppress(ValueError):
            yield from normalise([one])


class Surroundings:
    """The graph around a file: it answers what rules ask, and looks at files."""

    def __init__(self, root: Path, parts: Mapping[Path, Part], day: date | None) -> None:
        """Take all files below a root."""
        said = (LocatedQuad(quad, part.path, 0) for part in parts.values() for quad in part.quads)
        self.root, self.day = root, day
        self.corpus = Corpus(root, tuple(said))
        self.known = (self.corpus, Chronicle.of(self.corpus.parts))

    def look(self, part: Part) -> Looked:
        """Look at one file: its literals, the rules of the house, what may be stale."""
        file = File(part.path, part.graph.value, self.root, part.said)
        known = Asked(*self.known)
        found = [*ill_formed(part.said), *house.check_file(file, known)]
        stale = check_stale(file, known, self.day) if self.day else []
        return Looked(found + stale, known.answers)


def look(
    around: Surroundings, parts: Iterable[Part], before: Mapping[Path, Looked]
) -> dict[Path, Looked]:
    """Look at files, but at none of which it is known what was found with the same answers."""
    return {
        part.path: around.look(part)
        for part in parts
        if part.path not in before or not same(before[part.path].answers, *around.known)
    }


def whole_of(root: Path, parts: Iterable[Part]) -> Whole:
    """Give how much there is in the files below a root."""
    parts = list(parts)
    sources = {part.graph.value for part in parts} - set(HOUSE_GRAPHS)
    register = [part for part in parts if part.graph.value == REGISTER]
    kinds = (one for part in register for one in part.quads if one.predicate == TYPE)
    return Whole(root, len(sources), len({one.subject for one in kinds}))


class Whereabouts:
    """Where statements stand: those of files on their lines, those of rules at the rule."""

    def __init__(
        self, parts: Mapping[Path, Part], inferred: AbstractSet[ox.Triple], given: Iterable[Rule]
    ) -> None:
        """Take all files, and what the rules infer from them."""
        self._parts = parts
        self._inferred = inferred
        self._rules: dict[Term | None, Path] = {ox.NamedNode(rule.iri): rule.path for rule in given}

    def __call__(self, thing: Term) -> list[LocatedQuad]:
        """Give the statements on a thing and the bounds of its dates, in the order of files."""
        paths = self._paths.get(thing, ())
        said = [one for path in paths for one in self._placed[path].get(thing, ())]
        return said or self._made.get(thing, [])

    @cached_property
    def _paths(self) -> dict[Term, list[Path]]:
        found: dict[Term, list[Path]] = {}
        for part in self._parts.values():
            for subject in {one.subject for one in part.quads}:
                found.setdefault(subject, []).append(part.path)
        return found

    @cached_property
    def _placed(self) -> _Placed:
        return _Placed(self._parts)

    @cached_property
    def _made(self) -> dict[Term, list[LocatedQuad]]:
        """Give the statements on things that a rule made; one would mend that rule."""
        made = self._inferred
        makers = {one.subject: one.object for one in made if one.predicate == _BY_RULE}
        found: dict[Term, list[LocatedQuad]] = {}
        for one in made:
            if path := self._rules.get(makers.get(one.subject)):
                quad = ox.Quad(one.subject, one.predicate, one.object, GRAPH)
                found.setdefault(one.subject, []).append(LocatedQuad(quad, path, 1))
        return found


class _Placed(dict[Path, dict[Term, list[LocatedQuad]]]):
    """Statements and bounds of files by subject, with their lines; a file is read when asked."""

    def __init__(self, parts: Mapping[Path, Part]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, path: Path) -> dict[Term, list[LocatedQuad]]:
        found: dict[Term, list[LocatedQuad]] = {}
        for one in self._parts[path].said:
            bounds = (LocatedQuad(bound, path, one.line) for bound in _bounds([one.quad]))
            found.setdefault(one.quad.subject, []).extend([one, *bounds])
        self[path] = found
        return found
