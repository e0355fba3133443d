"""The graph of which mutants are made, with the ways in which operators look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random

import pyoxigraph as ox

from aseankg.checked import Checked
from aseankg.namespaces import CODE
from aseankg.parts import Part
from aseankg.turtle import format_term, format_turtle
from mutations import TYPE, Fact, Mutant, Value, lines_of, local, said


@dataclass
class Graph:
    """A graph that was checked, looked at the ways in which faults are made."""

    base: Checked
    _lines: dict[Path, dict[str, int]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.base.root

    @cached_property
    def parts(self) -> dict[Path, Part]:
        below = self.root / "graph"
        return {path: part for path, part in self.base.parts.items() if below in path.parents}

    @cached_property
    def facts(self) -> list[Fact]:
        """Give all statements of the files, in order."""
        found = []
        for path, part in sorted(self.parts.items()):
            for one in part.quads:
                assert isinstance(one.subject, ox.NamedNode)
                assert isinstance(one.object, Value)
                found.append(Fact(path, one.subject, one.predicate, one.object))
        return found

    @cached_property
    def sources(self) -> list[Path]:
        """Give the files of sources."""
        house = ("register", "graph")
        return [path for path in sorted(self.parts) if path.parent.name not in house]

    @cached_property
    def of(self) -> dict[tuple[ox.NamedNode, str], list[Fact]]:
        """Give statements by thing and name of the property."""
        found: dict[tuple[ox.NamedNode, str], list[Fact]] = defaultdict(list)
        for one in self.facts:
            found[one.subject, local(one.predicate)].append(one)
        return found

    @cached_property
    def about(self) -> dict[tuple[Path, ox.NamedNode], list[Fact]]:
        """Give what a file says of a thing."""
        found: dict[tuple[Path, ox.NamedNode], list[Fact]] = defaultdict(list)
        for one in self.facts:
            found[one.path, one.subject].append(one)
        return found

    @cached_property
    def naming(self) -> dict[object, list[Fact]]:
        """Give the statements in which a thing is the value or that are on it."""
        found: dict[object, list[Fact]] = defaultdict(list)
        for one in self.facts:
            found[one.object].append(one)
            found[one.subject].append(one)
        return found

    @cached_property
    def kinds(self) -> dict[object, str]:
        """Give the class of each thing; of two that of the statement."""
        found: dict[object, str] = dict.fromkeys(self.codes, "Concept")
        for one in self.facts:
            if one.predicate == TYPE:
                found[one.subject] = local(one.object)
        return found

    @cached_property
    def codes(self) -> list[ox.NamedNode]:
        said = (one for part in self.base.parts.values() for one in part.quads)
        found = {one.subject for one in said if str(one.subject)[1:].startswith(CODE)}
        return sorted((one for one in found if isinstance(one, ox.NamedNode)), key=str)

    @cached_property
    def things(self) -> dict[str, list[ox.NamedNode]]:
        """Give the things of the register by class."""
        found: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for one in self.facts:
            if one.predicate == TYPE and one.path.parent.name == "register":
                found[local(one.object)].append(one.subject)
        return found

    @cached_property
    def values(self) -> dict[tuple[str, str], set[str]]:
        """Give the classes of the values that a property of a class has anywhere."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in self.facts:
            key = self.kinds.get(one.subject, ""), local(one.predicate)
            found[key].add(self.kinds.get(one.object, ""))
        return found

    def which(self, test: Callable[[Fact], bool], random: Random) -> Fact | None:
        """Give a statement that passes a test."""
        start = random.randrange(len(self.facts))
        facts = self.facts
        order = (facts[(start + step * 7919) % len(facts)] for step in range(len(facts)))
        return next(filter(test, order), None)

    def only(self, fact: Fact) -> bool:
        """Tell whether no other statement gives the thing this property."""
        return len(self.of[fact.subject, local(fact.predicate)]) == 1

    def lines(self, path: Path) -> dict[str, int]:
        """Give the line of each statement of a file as it stands."""
        if path not in self._lines:
            self._lines[path] = lines_of(path.read_text(encoding="utf-8"))
        return self._lines[path]

    def text(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")

    def change(
        self, name: str, drop: Iterable[Fact] = (), add: Iterable[Fact] = (), note: str = ""
    ) -> Mutant | None:
        """Make a mutant that says something else; nothing when it is no other."""
        drop, add = list(drop), list(add)
        paths = dict.fromkeys(one.path for one in (*drop, *add))
        texts = {path: self._changed(path, drop, add) for path in paths}
        places = [place for path in paths for place in self._places(path, texts[path], drop, add)]
        files = {path: text.encode() for path, text in texts.items()}
        if all(path.is_file() and path.read_bytes() == data for path, data in files.items()):
            return None
        words = note or " / ".join(map(said, add)) or "without " + " / ".join(map(said, drop))
        return Mutant(name, files, frozenset(places), words[:200])

    def _changed(self, path: Path, drop: Sequence[Fact], add: Sequence[Fact]) -> str:
        gone = {one.triple for one in drop if one.path == path}
        part = self.parts.get(path)
        kept = [one.triple for one in part.quads if one.triple not in gone] if part else []
        kept += [one.triple for one in add if one.path == path]
        return format_turtle(kept, part.graph.value if part else "")

    def _places(
        self, path: Path, text: str, drop: Sequence[Fact], add: Sequence[Fact]
    ) -> Iterator[tuple[Path, int]]:
        now = lines_of(text)
        for one in add:
            if one.path == path:
                yield path, now[said(one)]
        if any(one.path == path for one in add):
            return
        stood = sorted(self.lines(path)[said(one)] for one in drop if one.path == path)
        header = text.count("@prefix") - self.text(path).count("@prefix")
        for number, line in enumerate(stood):
            yield path, line - number + header
        for one in drop:
            if one.path == path and (first := now.get(format_term(one.subject))):
                yield path, first
