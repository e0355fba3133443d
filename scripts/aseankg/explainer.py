"""Results of shapes as findings: in words, with the place where one would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from aseankg.findings import Finding, Place
from aseankg.namespaces import AKG, OWL, SH, SKOS
from aseankg.places import Places, Walk, plain, walks
from aseankg.shacl_data import TYPE, Data, Term
from aseankg.shacl_engine import Result
from aseankg.shacl_paths import Property, read_path
from aseankg.shacl_shapes import sh

_CLASS = ox.NamedNode(OWL + "Class")
_ON_PROPERTY = ox.NamedNode(AKG + "onProperty")
_COMPARED = [sh(name) for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals")]
_ON_CLASSES = ("ClassConstraintComponent", "OrConstraintComponent")
_NO_WORDS = "A shape does not hold. Correct it"


class Explainer:
    """Makes a finding of a result on a graph."""

    def __init__(self, data: Data, shapes: Data, file: Path, places: Places) -> None:
        """Take the graph, the shapes and their file, and the places of statements."""
        self.data, self.shapes, self.file, self.places = data, shapes, file, places

    def __call__(self, result: Result) -> Finding:
        """Say what is wrong, where, and what to do: the message of the shape holds both."""
        thing = self._thing(result)
        property_ = self._property(result)
        first, *related = self._places(result, thing, property_)
        message, _, remedy = self._message(result.shape).partition(". ")
        words = "" if result.value is None or result.value == thing else plain(result.value)
        return Finding(
            plain(result.shape).removeprefix(AKG),
            plain(result.severity).removeprefix(SH).lower(),
            first.path,
            first.line,
            plain(thing),
            property_,
            words,
            message,
            remedy.rstrip("."),
            tuple(related),
        )

    def _thing(self, result: Result) -> Term:
        """Give what a result is about: the value, where a shape asks of a class what is wrong."""
        focus, value = result.focus, result.value
        if value is None or _CLASS not in self.data.objects(focus, TYPE):
            return focus
        return value if focus in self.data.objects(value, TYPE) else focus

    def _message(self, shape: Term) -> str:
        return plain(self.shapes.value(shape, sh("message"))) or _NO_WORDS

    def _property(self, result: Result) -> str:
        """Give the property that a result is on, as a file states it; empty if it is on a node."""
        path = result.path
        if isinstance(path, Property) and path.forward:
            return _without_bound(plain(path.predicate))
        named = (self.shapes.value(result.shape, one) for one in (_ON_PROPERTY, *_COMPARED))
        return _without_bound(next((plain(one) for one in named if one), ""))

    def _places(self, result: Result, thing: Term, property_: str) -> list[Place]:
        """Give the place of the fault, then the others that have a part in it."""
        where, value = self.places, result.value
        walk, walked = self._walk(result, thing)
        if walk and walk[0][0] != thing and walked:
            return list(dict.fromkeys(walked + where.of_property(thing, property_)))
        exact = [] if value is None else where.of_statement(thing, property_, value)
        stated = exact or where.of_property(thing, property_)
        minted = property_ == SKOS + "prefLabel"
        found = stated + walked or where.of_node(thing, minted=minted)
        found += self._compared(result, thing) + self._classed(result, thing)
        return list(dict.fromkeys(found)) or [Place(self.file, 0)]

    def _compared(self, result: Result, thing: Term) -> list[Place]:
        """Give the places of the property with which the one of a result is compared."""
        named = (self.shapes.value(result.shape, one) for one in _COMPARED)
        names = [_without_bound(plain(one)) for one in named if one]
        return [place for name in names for place in self.places.of_property(thing, name)]

    def _classed(self, result: Result, thing: Term) -> list[Place]:
        """Give the places where that gets its class which is of a wrong one for a shape."""
        if result.component == "ClosedConstraintComponent":
            return self.places.of_property(thing, TYPE.value)
        asked = result.component in _ON_CLASSES and result.value not in (None, thing)
        return self.places.of_property(result.value, TYPE.value) if asked and result.value else []

    def _walk(self, result: Result, thing: Term) -> tuple[Walk, list[Place]]:
        """Give the statements that lead from a thing to the value that is wrong, and their places.

        Of several ways that is taken which stands first in the files; rules come last.
        """
        path = self.shapes.value(result.shape, sh("path"))
        if result.value is None or path is None:
            return (), []
        ways = walks(self.data, read_path(self.shapes, path), thing)
        found = [(walk, self._stands(walk)) for end, walk in ways if end == result.value]
        return min(found, key=lambda one: _rank(one[1]), default=((), []))

    def _stands(self, walk: Walk) -> list[Place]:
        return [
            place
            for subject, name, value in walk[::-1]
            for place in self.places.of_statement(subject, plain(name), value)
        ]


def _rank(places: Sequence[Place]) -> tuple[bool, bool, list[tuple[str, int]]]:
    made = any(place.path.suffix == ".rq" for place in places)
    return not places, made, [(str(place.path), place.line) for place in places]


def _without_bound(iri: str) -> str:
    return iri.removesuffix("Earliest").removesuffix("Latest") if iri.startswith(AKG) else iri
