"""The statements of the graph's files, in the forms in which rules of the house look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pyoxigraph as ox

from aseankg.dataset import LocatedQuad
from aseankg.findings import Finding, Place
from aseankg.namespaces import AKG, HOUSE_GRAPHS, ONTOLOGY, RDF, REGISTER, SRC

if TYPE_CHECKING:
    from aseankg.twins import Twins

TYPE = RDF + "type"
_SOURCE = AKG + "Source"


class Row(NamedTuple):
    """A statement as plain words: IRIs, the words of literals, the labels of blank nodes."""

    subject: str
    predicate: str
    value: str
    stated: LocatedQuad


@dataclass(frozen=True)
class File:
    """One file below a root: the graph that it fills and its statements, in their order."""

    path: Path
    graph: str
    root: Path
    said: Sequence[LocatedQuad]

    @cached_property
    def rows(self) -> list[Row]:
        """Give the statements as plain words."""
        return [Row(*_words(one.quad), one) for one in self.said]

    @property
    def is_ontology(self) -> bool:
        """Tell whether the file holds terms, not facts."""
        return self.graph == ONTOLOGY

    @property
    def is_source(self) -> bool:
        """Tell whether the file is what one source says."""
        return self.graph not in HOUSE_GRAPHS

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Give the sources that the file describes, each with where it gets its class."""
        kinds = (row for row in self.rows if row.predicate == TYPE and row.value == _SOURCE)
        return {row.subject: row for row in kinds}


class Known(Protocol):
    """What a rule may ask of the graph beyond the file at hand: single things only.

    So what is found in a file depends on the file and on the answers that were given for it.
    """

    def described(self, iri: str) -> bool:
        """Tell whether a thing has a class somewhere in the files."""

    def minted(self, iri: str) -> bool:
        """Tell whether the register gives a thing its class."""

    def files(self, graph: str) -> Sequence[Path]:
        """Give the files that fill a graph, in order."""

    def twins(self, iri: str) -> Sequence[Twins]:
        """Give the pairs of ids that seem to be one thing, of which this is the second."""


class Whole(NamedTuple):
    """What rules on the graph as a whole look at: how much there is below a root."""

    root: Path
    sources: int
    minted: int


@dataclass(frozen=True)
class Corpus:
    """All statements of the files below a root, with their places; answers as `Known`."""

    root: Path
    located: tuple[LocatedQuad, ...]

    @cached_property
    def parts(self) -> list[File]:
        """Give the files."""
        found: dict[Path, list[LocatedQuad]] = defaultdict(list)
        for one in self.located:
            found[one.path].append(one)
        return [File(path, graph_name(said[0]), self.root, said) for path, said in found.items()]

    @property
    def whole(self) -> Whole:
        """Give how much there is."""
        sources = {file.graph for file in self.parts if file.is_source}
        return Whole(self.root, len(sources), len(self._minted))

    def described(self, iri: str) -> bool:
        """Tell whether a thing has a class somewhere in the files."""
        return iri in self.classed

    def minted(self, iri: str) -> bool:
        """Tell whether the register gives a thing its class."""
        return iri in self._minted

    def files(self, graph: str) -> Sequence[Path]:
        """Give the files that fill a graph, in order."""
        return self._files.get(graph, ())

    def twins(self, iri: str) -> Sequence[Twins]:
        """Give the pairs of ids that seem to be one thing, of which this is the second."""
        return self._twins.get(iri, ())

    @cached_property
    def classed(self) -> set[str]:
        """Give the IRIs of all that has a class."""
        return set(self._classed(self.parts))

    @cached_property
    def _minted(self) -> set[str]:
        return set(self._classed(file for file in self.parts if file.graph == REGISTER))

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = defaultdict(list)
        for file in sorted(self.parts, key=lambda file: file.path):
            found[file.graph].append(file.path)
        return found

    @cached_property
    def _twins(self) -> dict[str, list[Twins]]:
        from aseankg.twins import twins

        found: dict[str, list[Twins]] = defaultdict(list)
        for pair in twins(one.quad for one in self.located):
            found[pair.second].append(pair)
        return found

    def _classed(self, files: Iterable[File]) -> Iterator[str]:
        for file in files:
            yield from (row.subject for row in file.rows if row.predicate == TYPE)


def misnamed_for(file: File, known: Known) -> str:
    """Give the source, without a file of its own, that a file describes instead of its own.

    Empty if the file does no such thing.
    """
    one_other = file.is_source and len(file.sources) == 1 and file.graph not in file.sources
    other = next(iter(file.sources)) if one_other else ""
    return other if other.startswith(SRC) and not known.files(other) else ""


def finding_at(
    place: Place | LocatedQuad,
    name: str,
    message: str,
    remedy: str,
    thing: str = "",
    level: str = "violation",
) -> Finding:
    """Make a finding at a place, or on a statement where it stands."""
    property_ = words = ""
    if isinstance(place, LocatedQuad) and not thing:
        thing, property_, words = _words(place.quad)
    return Finding(name, level, place.path, place.line, thing, property_, words, message, remedy)


def graph_name(one: LocatedQuad) -> str:
    """Give the IRI of the graph in which a statement stands."""
    name = one.quad.graph_name
    assert isinstance(name, ox.NamedNode)
    return name.value


def iri(term: object) -> str:
    """Give the IRI of a subject, or the label of one that has none."""
    assert isinstance(term, ox.NamedNode | ox.BlankNode)
    return term.value


def value(one: LocatedQuad) -> str:
    """Give the value of a statement: an IRI or the words of a literal."""
    term = one.quad.object
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    return term.value


def _words(quad: ox.Quad) -> tuple[str, str, str]:
    subject, value = quad.subject, quad.object
    assert not isinstance(subject, ox.Triple)
    assert not isinstance(value, ox.Triple)
    return subject.value, quad.predicate.value, value.value
