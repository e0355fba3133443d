"""The two releases that are compared, in the ways in which the rules of a release ask them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.corpus import graph_name, iri, value
from aseankg.dataset import LocatedQuad, files
from aseankg.errors import InputError
from aseankg.findings import Place
from aseankg.minimums import Minimum, minimums
from aseankg.namespaces import EDITORIAL, HOUSE_GRAPHS, OWL, PROV, RDF, REGISTER, SKOS
from aseankg.states import parsed
from aseankg.terms import value_of
from aseankg.twins import folded

TYPE, LABEL = RDF + "type", SKOS + "prefLabel"
_PARTS = tuple(RDF + name for name in ("subject", "predicate", "object"))
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Before:
    """The old release: its statements, the file of each id, its minimums."""

    quads: tuple[ox.Quad, ...]
    homes: dict[str, Path]
    minimums: dict[str, Minimum]

    @cached_property
    def sourced(self) -> set[Triple]:
        """Give what sources state."""
        return _sourced(self.quads)

    @cached_property
    def minted(self) -> set[str]:
        """Give the ids that the register mints."""
        return {iri(q.subject) for q in self.quads if _graph(q) == REGISTER and _typing(q)}

    @cached_property
    def labels(self) -> dict[str, set[str]]:
        """Give the preferred labels of each id, folded."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.quads:
            if quad.predicate.value == LABEL:
                found[iri(quad.subject)].add(folded(value_of(quad.object)))
        return found


def before(folder: Path) -> Before:
    """Read the old release, leniently: it was checked when it was new."""
    quads: list[ox.Quad] = []
    homes: dict[str, Path] = {}
    for path, graph in files(folder):
        for one in parsed(path):
            quads.append(ox.Quad(one.subject, one.predicate, one.object, graph))
            if _typing(one):
                homes.setdefault(iri(one.subject), path.relative_to(folder))
    try:
        least = minimums(folder)
    except InputError:
        least = {}
    return Before(tuple(quads), homes, least)


@dataclass(frozen=True)
class After:
    """The new release: its statements with their places below a root."""

    located: tuple[LocatedQuad, ...]
    root: Path

    @cached_property
    def typed(self) -> dict[str, LocatedQuad]:
        """Give where each id gets its class first."""
        found: dict[str, LocatedQuad] = {}
        for one in self.located:
            if _typing(one.quad):
                found.setdefault(iri(one.quad.subject), one)
        return found

    @cached_property
    def minted(self) -> dict[str, LocatedQuad]:
        """Give where the register mints each id."""
        typed = (one for one in self.located if _typing(one.quad))
        return {iri(one.quad.subject): one for one in typed if graph_name(one) == REGISTER}

    @cached_property
    def retired(self) -> set[str]:
        """Give the ids that are said to be no more in use."""
        return {
            iri(one.quad.subject)
            for one in self.located
            if one.quad.predicate.value == OWL + "deprecated" and value(one) == "true"
        }

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """Give the ids of each preferred label, folded."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.located:
            if one.quad.predicate.value == LABEL:
                found[folded(value(one))].add(iri(one.quad.subject))
        return found

    @cached_property
    def sourced(self) -> set[Triple]:
        """Give what sources state."""
        return _sourced(one.quad for one in self.located)

    @cached_property
    def derived(self) -> set[str | Triple]:
        """Give the nodes and the facts that editors derive from sources."""
        nodes: dict[str, dict[str, str]] = defaultdict(dict)
        for one in self.located:
            if graph_name(one) == EDITORIAL:
                nodes[iri(one.quad.subject)][one.quad.predicate.value] = value(one)
        found = {name: said for name, said in nodes.items() if PROV + "wasDerivedFrom" in said}
        subject, predicate, object_ = _PARTS
        facts = {
            (said[subject], said[predicate], said[object_])
            for said in found.values()
            if said.keys() >= set(_PARTS)
        }
        return {*found, *facts}

    @cached_property
    def _files(self) -> dict[Path, list[LocatedQuad]]:
        found: dict[Path, list[LocatedQuad]] = defaultdict(list)
        for one in self.located:
            found[one.path].append(one)
        return found

    def place(self, name: str, home: Path) -> Place:
        """Give where an id would stand that a file holds no more; line 0 if the file is gone."""
        path = self.root / home
        said = self._files.get(path, [])
        following = (one.line for one in said if iri(one.quad.subject) > name)
        return Place(path, next(following, said[-1].line if said else 0))


def triple(quad: ox.Quad) -> Triple:
    """Give a statement as plain words, without its graph."""
    return iri(quad.subject), quad.predicate.value, value_of(quad.object)


def mentioned(facts: Iterable[Triple]) -> set[str]:
    """Give what statements speak of or name."""
    return {name for subject, _, value in facts for name in (subject, value)}


def _sourced(quads: Iterable[ox.Quad]) -> set[Triple]:
    return {triple(quad) for quad in quads if _graph(quad) not in HOUSE_GRAPHS}


def _graph(quad: ox.Quad) -> str:
    return value_of(quad.graph_name)


def _typing(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE
