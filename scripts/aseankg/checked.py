"""A graph that was checked, kept apart by what each finding depends on.

What is found in a file depends on the file, and on the answers that its rules got about the rest of
the graph. What a shape finds at a node depends on the statements that it reads there, and on where
they stand. So after a change only what it reaches is looked at again (`rechecked`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from aseankg import house
from aseankg.beside import Beside
from aseankg.consequences import told
from aseankg.dataset import files
from aseankg.errors import InputError, InputErrors
from aseankg.explainer import Explainer
from aseankg.findings import Finding
from aseankg.inference import Closure
from aseankg.namespaces import ONTOLOGY
from aseankg.parts import Looked, Part, Surroundings, Whereabouts, look, read_part, whole_of
from aseankg.places import Places, plain
from aseankg.rules import Rule, rules
from aseankg.shacl_data import TYPE, Data, Term
from aseankg.shape_focus import Present, without_focus
from aseankg.shapes import Shapes, check_shapes, read_shapes


class AtNode(NamedTuple):
    """What a shape that has targets found, at a node or at another that it leads to."""

    shape: Term
    focus: Term
    finding: Finding


@dataclass(frozen=True)
class Terms:
    """What is not facts: the shapes and the rules below a root."""

    root: Path
    shapes: Shapes = field(repr=False)
    rules: Sequence[Rule] = field(repr=False)

    @classmethod
    def read(cls, root: Path) -> Terms:
        """Read them; raises `InputError` or `InputErrors` when they cannot be used."""
        return cls(root, read_shapes(root), rules(root))


@dataclass(frozen=True)
class Checked:
    """All that was looked at and found below a root; with a day also what may be stale then."""

    root: Path
    day: date | None
    parts: Mapping[Path, Part]
    inferred: AbstractSet[ox.Triple]
    looked: Mapping[Path, Looked]
    at_nodes: Sequence[AtNode]
    of_terms: Sequence[Finding]
    of_idle: Sequence[Finding]
    of_whole: Sequence[Finding]

    @property
    def findings(self) -> list[Finding]:
        """Give what is wrong; what follows from another fault is left out."""
        return told(self)


def check(terms: Terms, day: date | None = None) -> Checked:
    """Check all files below a root; raises `InputErrors` with each file that cannot be read."""
    parts = read_parts(files(terms.root))
    files_ = Beside(lambda: look(Surroundings(terms.root, parts, day), parts.values(), {}))
    closure = Closure.of(stated(parts.values()), terms.rules)
    data = closure.data
    explain = explainer(terms, data, parts, closure.inferred)
    results = terms.shapes.results(data)
    found = [AtNode(shape, one.focus, explain(one)) for shape, one in results]
    whole = house.check_whole(whole_of(terms.root, parts.values()))
    rest = (check_terms(terms, parts, data), idle(terms, data), whole)
    return Checked(terms.root, day, parts, closure.inferred, files_.result(), found, *rest)


def read_parts(wanted: Iterable[tuple[Path, ox.NamedNode]]) -> dict[Path, Part]:
    """Read files; raises `InputErrors`, one for each that is bad."""
    parts: dict[Path, Part] = {}
    errors: list[InputError] = []
    for path, graph in wanted:
        try:
            parts[path] = read_part(path, graph)
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return parts


def stated(parts: Iterable[Part]) -> list[ox.Quad]:
    """Give the statements of files and the bounds of their dates."""
    return [quad for part in parts for quad in part.everything()]


def seen(root: Path) -> Data:
    """Give what shapes see of the files below a root: all that is said and all that follows."""
    return Closure.of(stated(read_parts(files(root)).values()), rules(root)).data


def explainer(
    terms: Terms, data: Data, parts: Mapping[Path, Part], inferred: AbstractSet[ox.Triple]
) -> Explainer:
    """Give what makes findings of results."""
    places = Places(Whereabouts(parts, inferred, terms.rules))
    return Explainer(data, terms.shapes.data, terms.shapes.path, places)


def check_terms(terms: Terms, parts: Mapping[Path, Part], data: Data) -> list[Finding]:
    """Give what is wrong with shapes and ontology together."""
    ontology = (part.said for part in parts.values() if part.graph.value == ONTOLOGY)
    described = {plain(one) for one in data.forward(TYPE)}
    return check_shapes(terms.shapes, described, chain.from_iterable(ontology))


def idle(terms: Terms, data: Data) -> list[Finding]:
    """Give the shapes that find nothing to check."""
    return without_focus(terms.shapes.path, terms.shapes.located, Present.within(data))
