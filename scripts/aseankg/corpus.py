"""All statements of the graph's files, sorted in the ways in which rules look at them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.dataset import LocatedQuad
from aseankg.findings import Finding, Place
from aseankg.namespaces import HOUSE_GRAPHS, ONTOLOGY, RDF, REGISTER

TYPE = RDF + "type"


@dataclass(frozen=True)
class Corpus:
    """All statements of the files below a root, with their places."""

    root: Path
    located: tuple[LocatedQuad, ...]

    @cached_property
    def facts(self) -> list[LocatedQuad]:
        """Give the statements below `graph`: all but the ontology."""
        return [one for one in self.located if graph_name(one) != ONTOLOGY]

    @cached_property
    def sources(self) -> dict[str, list[LocatedQuad]]:
        """Give the statements of each source's graph, by its name."""
        found: dict[str, list[LocatedQuad]] = defaultdict(list)
        for one in self.facts:
            if graph_name(one) not in HOUSE_GRAPHS:
                found[graph_name(one)].append(one)
        return found

    @cached_property
    def described(self) -> set[str]:
        """Give the IRIs of all that has a class."""
        return {iri(one.quad.subject) for one in self.located if one.quad.predicate.value == TYPE}

    @cached_property
    def minted(self) -> set[str]:
        """Give the IRIs that the register mints."""
        return {
            iri(one.quad.subject)
            for one in self.facts
            if graph_name(one) == REGISTER and one.quad.predicate.value == TYPE
        }

    @cached_property
    def files(self) -> dict[Path, list[LocatedQuad]]:
        """Give the statements of each file."""
        found: dict[Path, list[LocatedQuad]] = defaultdict(list)
        for one in self.located:
            found[one.path].append(one)
        return found


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
        thing, property_ = iri(place.quad.subject), place.quad.predicate.value
        words = value(place)
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
