"""Which known name is meant by one that nothing has, and which value belongs into a remedy.

Added to findings when they are told, so that no check depends on what else has a similar name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

import pyoxigraph as ox

from aseankg.checked import Checked
from aseankg.findings import Finding
from aseankg.namespaces import AKG, shorten
from aseankg.places import plain
from aseankg.shacl_data import TYPE
from aseankg.shacl_shapes import sh
from aseankg.shapes import Shapes
from aseankg.turtle import format_term

_MOST = 20  # names that are looked for: of more the file itself is another one
_CLOSE, _TIE = 0.7, 0.08
_TEXT = '"..."'
_LONGEST = 60


def with_hints(found: Sequence[Finding], checked: Checked, shapes: Shapes) -> list[Finding]:
    """Give findings whose remedies name what is meant, where that can be told."""
    hints = Hints(checked, shapes)
    return [hints.add(one) for one in found]


class Hints:
    """Looks for names in what was checked."""

    def __init__(self, checked: Checked, shapes: Shapes) -> None:
        """Take what was checked and its shapes."""
        self.checked, self.shapes = checked, shapes
        self._known: dict[str, str] = {}

    def add(self, one: Finding) -> Finding:
        """Give a finding with a better remedy."""
        meant = self._meant(one)
        remedy = f"did you mean {meant}? {one.remedy}" if meant else one.remedy
        if _TEXT in remedy and one.property and one.value:
            remedy = _with_value(remedy, one)
        return one if remedy == one.remedy else replace(one, remedy=remedy)

    def _meant(self, one: Finding) -> str:
        if one.rule == "unknown-thing":
            of_thing = one.message.startswith(f"{shorten(one.thing)} ")
            return self._near(one.thing if of_thing else one.value)
        if one.property and one.property not in self._described | self._paths:
            return self._near(one.property, self._of_shape(one.rule))
        return ""

    def _near(self, name: str, first: Iterable[str] = ()) -> str:
        """Give the known name that comes nearest, of some before all others; empty if none does."""
        if name not in self._known:
            few = len(self._known) < _MOST
            found = (_nearest(name, among) for among in (first, self._described) if few)
            self._known[name] = next(filter(None, found), "")
        return self._known[name]

    def _of_shape(self, rule: str) -> list[str]:
        """Give the properties that a shape which allows no others speaks of."""
        shape = ox.NamedNode(AKG + rule)
        parts = self.shapes.data.objects(shape, sh("property"))
        paths = (path for part in parts for path in self.shapes.data.objects(part, sh("path")))
        return [plain(path) for path in paths]

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Give all properties that shapes speak of."""
        paths = self.shapes.data.forward(sh("path")).values()
        return frozenset(plain(path) for some in paths for path in some)

    @cached_property
    def _described(self) -> frozenset[str]:
        """Give all that has a class."""
        quads = (quad for part in self.checked.parts.values() for quad in part.quads)
        return frozenset(plain(quad.subject) for quad in quads if quad.predicate == TYPE)


def _nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name of the same kind that comes nearest, or two that come as near."""
    start, local = _parted(name)
    kin = {_folded(one[len(start) :]): one for one in sorted(known) if _parted(one)[0] == start}
    alike = [one for one in sorted(kin) if ("--" in one) == ("--" in local)]
    near = get_close_matches(_folded(local), alike, 2, _CLOSE)
    likeness = [SequenceMatcher(None, one, _folded(local)).ratio() for one in near]
    as_near = [one for one, ratio in zip(near, likeness, strict=True) if ratio > likeness[0] - _TIE]
    return " or ".join(shorten(kin[one]) for one in as_near)


def _parted(name: str) -> tuple[str, str]:
    """Part a name behind its namespace."""
    cut = max(name.rfind("/"), name.rfind("#")) + 1
    return name[:cut], name[cut:]


def _folded(local: str) -> str:
    return re.sub("[_-]+", lambda gap: gap[0].replace("_", "-"), local).lower()


def _with_value(remedy: str, one: Finding) -> str:
    """Write the value at hand where a remedy leaves the place for words open."""
    value = " ".join(one.value.split())
    other = f"{_TEXT}@en" in remedy and not value.isascii()  # in another language
    if other or value.startswith(("http://", "https://")) or not 0 < len(value) <= _LONGEST:
        return remedy
    name = shorten(one.property)
    return remedy.replace(f"{name} {_TEXT}", f"{name} {format_term(ox.Literal(value))}")
