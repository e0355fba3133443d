"""Mutants of the graph: one fault each, of the kinds that careless and hostile people make.

An operator makes one kind of fault from a graph that holds. Its file stays in canonical form unless
the fault is one of form, so nothing but the fault itself can be found. `places` are the lines of
the fault in the changed files; what is taken out stood where the next line now is, and it is right
as well to tell it at the first statement that is left of the thing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from aseankg.namespaces import AKG, CODE, ID, RDF, SKOS
from aseankg.turtle import format_term

if TYPE_CHECKING:
    from mutation_graph import Graph

TYPE, LABEL = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "prefLabel")
Value = ox.NamedNode | ox.Literal


class Fact(NamedTuple):
    """A statement and the file that states it."""

    path: Path
    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: Value

    @property
    def triple(self) -> ox.Triple:
        return ox.Triple(self.subject, self.predicate, self.object)

    def but(self, **other: Value) -> Fact:
        """Give the same statement with another part."""
        return self._replace(**other)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Hunk:
    """The lines of a file from `start` to `end`, counted from 0, that are others in a mutant."""

    start: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.old)

    @property
    def more(self) -> int:
        return len(self.new) - len(self.old)

    def of(self, lines: Sequence[str]) -> list[str]:
        return [*lines[: self.start], *self.new, *lines[self.end :]]


@dataclass(frozen=True)
class Mutant:
    """Files as they are after a fault, or their lines (None: gone), and where the fault stands."""

    operator: str
    files: Mapping[Path, bytes | Hunk | None]
    places: frozenset[tuple[Path, int]]
    note: str

    @property
    def key(self) -> object:
        return tuple(sorted((str(path), repr(data)) for path, data in self.files.items()))


Make = Callable[["Graph", Random], "Mutant | None"]


@dataclass(frozen=True)
class Operator:
    """A kind of fault; one that `must` be caught, always; one of `form` may be told as such."""

    name: str
    make: Make
    must: bool
    form: bool
    refused: bool  # the file cannot be read any more

    @property
    def about(self) -> str:
        return (self.make.__doc__ or "").strip().split("\n")[0]


OPERATORS: dict[str, Operator] = {}


def operator(
    *, must: bool = True, form: bool = False, refused: bool = False
) -> Callable[[Make], Make]:
    """Enter a kind of fault under the name of its function."""

    def enter(make: Make) -> Make:
        name = make.__name__.replace("_", "-")
        OPERATORS[name] = Operator(name, make, must, form, refused)
        return make

    return enter


def also(mutant: Mutant | None, places: Iterable[tuple[Path, int]]) -> Mutant | None:
    """Take it for right as well to tell a fault at other places."""
    return mutant and replace(mutant, places=mutant.places | set(places))


def lines_of(text: str) -> dict[str, int]:
    """Give the line of each statement of a canonical file, and the first of each thing."""
    found: dict[str, int] = {}
    subject = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("    "):
            found.setdefault(subject, number)
            found[f"{subject} {line[4:].removesuffix(' ;')}"] = number
        elif line and not line.startswith(("@", ".")):
            subject = line
    return found


def said(one: Fact) -> str:
    """Write a statement as a canonical file has it."""
    verb = "a" if one.predicate == TYPE else format_term(one.predicate)
    return f"{format_term(one.subject)} {verb} {format_term(one.object)}"


def local(term: object) -> str:
    """Give the last part of the IRI of a term of a vocabulary."""
    iri = term.value if isinstance(term, ox.NamedNode) else ""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def akg(name: str) -> ox.NamedNode:
    return ox.NamedNode(AKG + name)


def is_thing(term: object) -> bool:
    """Tell whether a term is the id of a thing or of a statement's node."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(ID)


def is_code(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(CODE)


def misspelt(word: str, random: Random) -> str:
    """Leave a letter out, double it, or swap it with the next."""
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    places = [n for n, pair in enumerate(pairs) if pair.isalpha() and pair[0] != pair[1]]
    if not places:
        return word + "x"
    at = random.choice(places)
    kind = random.randrange(3)
    new = [word[at + 1 :], word[at] * 2 + word[at + 1 :], word[at + 1] + word[at] + word[at + 2 :]]
    return word[:at] + new[kind]


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def is_register(path: Path) -> bool:
    return path.parent.name == "register"
