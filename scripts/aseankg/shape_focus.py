"""Shapes that find nothing to check in the graph: a fault in one of them would stay unseen.

`without_focus` belongs to each check of the whole graph. It wants to see all that the shapes see:
the statements of the files, the bounds of their dates and what the rules infer. The findings stand
in the file of the shapes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aseankg.corpus import finding_at
from aseankg.findings import Finding, Place
from aseankg.namespaces import AKG, SH
from aseankg.positions import Located
from aseankg.shacl_data import TYPE, Data
from aseankg.shape_faults import NO_FOCUS_YET, ShapesFile, word

_FEW = 0.1  # a graph that leaves more shapes than this idle is a part of the whole graph
_LINKS = ("targetObjectsOf", "targetSubjectsOf")
_TARGETS = ("targetClass", "targetNode", *_LINKS)
_STEPS = ("inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")


@dataclass
class Present:
    """What there is in a graph: classes with instances, properties with values, all subjects."""

    classes: set[str]
    properties: set[str]
    nodes: set[str]

    @classmethod
    def within(cls, data: Data) -> Present:
        """Look at a graph that is indexed."""
        kinds = data.backward(TYPE)
        classes = {word(wider) for kind in kinds for wider in data.wider(kind)}
        nodes = {word(node) for found in kinds.values() for node in found}
        return cls(classes, {word(one) for one in data.predicates()}, nodes)


def without_focus(path: Path, located: Iterable[Located], present: Present) -> list[Finding]:
    """Give the shapes that have nothing to check in a graph: a fault in them stays unseen.

    Where no such thing is expected yet the shape says why: `akg:noFocusYet "..."`. A graph that
    leaves many shapes idle is a part of the whole graph, a region say; then only those are told of
    whose target is nothing that the ontology knows.
    """
    shapes = ShapesFile(path, tuple(located))
    focus = _Focus(shapes, present)
    idle = {one for one in shapes.names if not focus.reaches(one)}
    excused = {one for one in shapes.names if NO_FOCUS_YET in shapes.said[one]}
    found = [_needless(shapes, one) for one in sorted(excused - idle)]
    told = {one for one in idle - excused if focus.is_cause(one, idle) and not focus.is_typo(one)}
    if len(idle - excused) > _FEW * len(shapes.names):
        told = {one for one in told if focus.is_lost(one)}
    return found + [_idle(shapes, one) for one in sorted(told)]


class _Focus:
    """Tells which shapes have focus nodes: by their targets, or by shapes that use them."""

    def __init__(self, shapes: ShapesFile, present: Present) -> None:
        self.shapes, self.present = shapes, present
        self._known: dict[str, bool] = {}

    def reaches(self, node: str) -> bool:
        """Tell whether a shape has a focus node, as far as classes and properties tell."""
        if node not in self._known:
            self._known[node] = False
            self._known[node] = self._targeted(node) or any(
                self.reaches(user) and self._leads_on(user) for user in self.shapes.users[node]
            )
        return self._known[node]

    def is_cause(self, node: str, idle: set[str]) -> bool:
        """Tell whether a shape is idle by itself, not because those that use it are."""
        users = self.shapes.users[node]
        return not users or any(one not in idle and ":" in one for one in users)

    def is_lost(self, node: str) -> bool:
        """Tell whether a shape is for classes or nodes only, and these are declared nowhere.

        Properties tell nothing: those of others, such as skos:broader, are declared by others.
        """
        targets = [(name, one) for name in _TARGETS for one in self.shapes.of(node, name)]
        known = self.present.nodes
        return bool(targets) and not any(name in _LINKS or one in known for name, one in targets)

    def is_typo(self, node: str) -> bool:
        """Tell whether a target is a name of ours that is not declared: another rule tells it."""
        targets = [one for name in _TARGETS for one in self.shapes.of(node, name)]
        return any(one.startswith(AKG) and one not in self.present.nodes for one in targets)

    def _targeted(self, node: str) -> bool:
        of, present = self.shapes.of, self.present
        linked = [*of(node, "targetSubjectsOf"), *of(node, "targetObjectsOf")]
        return (
            any(one in present.classes for one in [*of(node, "targetClass"), node])
            or any(one in present.properties for one in linked)
            or any(one in present.nodes for one in of(node, "targetNode"))
        )

    def _leads_on(self, user: str) -> bool:
        """Tell whether a shape hands on a node: its own focus, or what its path leads to."""
        return all(self._walked(path) for path in self.shapes.of(user, "path"))

    def _walked(self, path: str) -> bool:
        either = [
            one
            for head in self.shapes.of(path, "alternativePath")
            for one in self.shapes.items(head)
        ]
        if either:
            return any(map(self._walked, either))
        steps = [one for name in _STEPS for one in self.shapes.of(path, name)]
        steps += self.shapes.items(path)
        return all(map(self._walked, steps)) if steps else path in self.present.properties


def _idle(shapes: ShapesFile, name: str) -> Finding:
    message = "nothing in the graph is checked by this shape, so a fault in it stays unseen"
    remedy = 'correct its target; if such things are yet to come, add akg:noFocusYet "why"'
    place = Place(shapes.path, _line_of_target(shapes, name))
    return finding_at(place, "shape-without-focus", message, remedy, name)


def _needless(shapes: ShapesFile, name: str) -> Finding:
    message = "this shape has something to check by now"
    place = Place(shapes.path, shapes.lines[name])
    return finding_at(
        place, "shape-without-focus", message, "take akg:noFocusYet out", name, "warning"
    )


def _line_of_target(shapes: ShapesFile, name: str) -> int:
    lines = (
        line
        for triple, line in shapes.located
        if word(triple.subject) == name and triple.predicate.value.startswith(SH + "target")
    )
    return next(lines, shapes.lines[name])
