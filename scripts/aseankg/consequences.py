"""What only follows from a fault that is told in another place, and so is not told itself.

A literal that is none, a class too many or one that does not exist makes other shapes fail as well.
Once that fault is mended what is left of them is told, so nothing is hidden for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.corpus import TYPE
from aseankg.findings import Finding, grave
from aseankg.literals import FAULTS
from aseankg.namespaces import AKG, shorten
from aseankg.places import plain
from aseankg.shape_faults import ShapesFile

if TYPE_CHECKING:
    from aseankg.checked import AtNode, Checked

_AGREED = "AgreedShape-"
Said = Mapping[str, AbstractSet[tuple[str, str]]]


def told(checked: Checked) -> list[Finding]:
    """Give what was found without what follows from it."""
    of_files = [one for looked in checked.looked.values() for one in looked.found]
    of_nodes = [one.finding for one in Nodes(checked, of_files).independent()]
    found = [*of_files, *of_nodes, *checked.of_terms, *checked.of_idle, *checked.of_whole]
    stated = [one for one in found if not _is_made(one, checked)]
    return stated if grave(stated, "violation") else found


def _is_made(one: Finding, checked: Checked) -> bool:
    """Tell whether a finding is on what a rule made of other statements."""
    if one.path.parent == checked.root / "ontology" / "rules":
        return True
    with suppress(ValueError):  # words are no name
        names = (ox.NamedNode(name) for name in (one.thing, one.property, one.value))
        return ox.Triple(*names) in checked.inferred
    return False


@dataclass(frozen=True)
class Nodes:
    """What shapes found, beside what was found in files."""

    checked: Checked
    of_files: Sequence[Finding]

    def independent(self) -> list[AtNode]:
        """Give what does not follow from other faults."""
        known = {(one.thing, one.value) for one in self.of_files if _is_known(one)}
        given = self.checked.at_nodes
        left = [one for one in given if (one.finding.thing, one.finding.value) not in known]
        if not left:
            return []
        for follows in (self._disagrees, self._of_unknown_class, self._of_second_class):
            rejects = follows(left)
            left = [one for one in left if not (rejects and rejects(one))]
        return self._without_echoes(left)

    # --- literals ---------------------------------------------------------------------------------

    def _disagrees(self, left: Iterable[AtNode]) -> Callable[[AtNode], bool] | None:
        """Two values differ only if both are values."""
        bad = {(one.thing, one.property): one.value for one in self.of_files if one.rule in FAULTS}
        if not bad:
            return None
        said = self._said({thing for thing, _ in bad})

        def follows(one: AtNode) -> bool:
            about = (one.finding.thing, one.finding.property)
            if about not in bad or not one.finding.rule.startswith(_AGREED):
                return False
            faults = {f.value for f in self.of_files if (f.thing, f.property) == about}
            values = {value for name, value in said[about[0]] if name == about[1]}
            return len(values - faults) < 2

        return follows

    def _without_echoes(self, left: Sequence[AtNode]) -> list[AtNode]:
        """Leave out what is found at the bounds of a date that is told itself."""
        alike: dict[tuple[object, ...], list[AtNode]] = defaultdict(list)
        for one in left:
            alike[_slot(one.finding)].append(one)
        groups = [group for group in alike.values() if len(group) > 1]
        said = self._said({one.finding.thing for group in groups for one in group})
        echoes = set()
        for group in groups:
            stated = [one for one in group if _stands(one.finding) in said[one.finding.thing]]
            echoes |= {one for one in group if one not in stated} if stated else set()
        return [one for one in left if one not in echoes]

    # --- classes ----------------------------------------------------------------------------------

    def _of_unknown_class(self, left: Iterable[AtNode]) -> Callable[[AtNode], bool] | None:
        """A thing whose class does not exist is no value where a class is asked for."""
        rules = ("foreign-class", "unknown-thing")
        things = {one.thing for one in self.of_files if one.rule in rules and one.property == TYPE}
        if not things:
            return None
        asking: dict[str, bool] = {}

        def follows(one: AtNode) -> bool:
            rule = one.finding.rule
            if one.finding.value not in things:
                return False
            if rule not in asking:
                asking[rule] = self._asks_for_class(AKG + rule)
            return asking[rule]

        return follows

    def _of_second_class(self, left: Iterable[AtNode]) -> Callable[[AtNode], bool] | None:
        """Of a thing with two classes only what the class asks is told that fits it better."""
        things = {one.finding.thing for one in left if one.finding.property == TYPE}
        if not things:
            return None
        said = self._said(things)
        faults: dict[str, dict[str, set[Finding]]] = {
            thing: {value: set() for name, value in said[thing] if name == TYPE} for thing in things
        }
        for one in left:
            for of_class in self._asking(one, faults):
                faults[one.finding.thing][of_class].add(one.finding)
        fewest = {
            thing: min((len(found) for found in by_class.values()), default=0)
            for thing, by_class in faults.items()
        }

        def follows(one: AtNode) -> bool:
            asking = self._asking(one, faults)
            many = [len(faults[one.finding.thing][of_class]) for of_class in asking]
            return bool(many) and min(many) > fewest[one.finding.thing]

        return follows

    def _asking(self, one: AtNode, faults: Mapping[str, Mapping[str, object]]) -> list[str]:
        """Give those classes of a thing with several for which a shape asks something of it."""
        thing = one.finding.thing
        if thing not in faults or one.finding.property == TYPE or plain(one.focus) != thing:
            return []
        targets = self._shapes.of(plain(one.shape), "targetClass")
        return [of_class for of_class in targets if of_class in faults[thing]]

    def _asks_for_class(self, shape: str) -> bool:
        pending, seen = [shape], set()
        while pending:
            node = pending.pop()
            if self._shapes.of(node, "class"):
                return True
            seen.add(node)
            pending += [part for part in self._shapes.parts(node) if part not in seen]
        return False

    @cached_property
    def _shapes(self) -> ShapesFile:
        from aseankg.positions import parse

        path = self.checked.root / "ontology" / "shapes.ttl"
        return ShapesFile(path, tuple(parse(path)))

    def _said(self, things: AbstractSet[str]) -> Said:
        """Give what the files say of some things."""
        found: dict[str, set[tuple[str, str]]] = {thing: set() for thing in things}
        quads = (quad for part in self.checked.parts.values() for quad in part.quads)
        for quad in quads if things else ():
            if (thing := plain(quad.subject)) in found:
                found[thing].add((quad.predicate.value, plain(quad.object)))
        return found


def _is_known(one: Finding) -> bool:
    """Tell whether the value of a statement is told to be none, or to be described nowhere."""
    unknown = one.rule == "unknown-thing" and one.message.startswith(f"{shorten(one.value)} ")
    return one.rule in FAULTS or unknown


def _slot(one: Finding) -> tuple[object, ...]:
    return one.rule, one.thing, one.property, one.path, one.line


def _stands(one: Finding) -> tuple[str, str]:
    return one.property, one.value
