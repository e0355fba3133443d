"""A check after a change: only the files and nodes that the change reaches are looked at again.

The tests hold it against the check of everything, on random changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from aseankg import house
from aseankg.beside import Beside
from aseankg.checked import (
    AtNode,
    Checked,
    Terms,
    check,
    check_terms,
    explainer,
    idle,
    read_parts,
    stated,
)
from aseankg.dataset import files
from aseankg.inference import Closure
from aseankg.namespaces import AKG, CODE
from aseankg.parts import Part, Surroundings, changed_quads, digest, look, whole_of
from aseankg.places import plain
from aseankg.shacl_data import TYPE, Data, Term
from aseankg.shacl_engine import Engine
from aseankg.shacl_reach import Reach
from aseankg.shacl_shapes import Shape

_MOST = 0.3  # of the statements; a change of more is checked as a new graph


@dataclass(frozen=True)
class Change:
    """The statements that are new or gone, and the files in which something changed."""

    quads: Sequence[ox.Quad]
    paths: frozenset[Path]

    @property
    def of_terms(self) -> bool:
        """Tell whether it describes terms: then shapes may be idle or not that were so before."""
        kinds = (one for one in self.quads if one.predicate == TYPE)
        return any(str(one.subject)[1:].startswith((AKG, CODE)) for one in kinds)


def check_again(before: Checked, terms: Terms) -> Checked:
    """Check the files below the root of an earlier check, of the same day, terms and rules.

    Raises `InputErrors` with each file that cannot be read.
    """
    now = dict(files(terms.root))
    old = {path: part for path, part in before.parts.items() if path in now}
    same_ = {path: part for path, part in old.items() if digest(path) == part.digest}
    new = read_parts((path, graph) for path, graph in now.items() if path not in same_)
    parts = {path: new.get(path) or same_[path] for path in now}
    change = _change(before.parts, parts)
    if not change.paths:
        whole = house.check_whole(whole_of(terms.root, parts.values()))
        return replace(before, of_whole=whole)
    engine = terms.shapes.engine
    if engine is None or change.of_terms or len(change.quads) > _MOST * _size(before):
        return check(terms, before.day)
    return _checked_again(before, terms, engine, parts, change)


def _checked_again(
    before: Checked, terms: Terms, engine: Engine, parts: Mapping[Path, Part], change: Change
) -> Checked:
    kept_files = {path: one for path, one in before.looked.items() if path not in change.paths}
    files_ = Beside(
        lambda: look(Surroundings(terms.root, parts, before.day), parts.values(), kept_files)
    )
    quads = stated(parts.values())
    closure = Closure.after(quads, terms.rules, before.inferred, change.quads)
    data = closure.data
    touched = _touched(before, engine, data, change, closure.inferred)
    explain = explainer(terms, data, parts, closure.inferred)
    kept = [one for one in before.at_nodes if one.focus not in touched.get(one.shape, ())]
    shapes = {shape.name: shape for shape in engine.shapes}
    wanted = ((shapes[name], _still(shapes[name], nodes, data)) for name, nodes in touched.items())
    found = [
        AtNode(shape.name, one.focus, explain(one)) for shape, one in engine.run_on(data, wanted)
    ]
    new_files = files_.result()
    looked = {path: new_files.get(path) or kept_files[path] for path in parts}
    whole = house.check_whole(whole_of(terms.root, parts.values()))
    shifted = any(path.parent == terms.root / "ontology" for path in change.paths)
    of_terms = check_terms(terms, parts, data) if shifted else before.of_terms
    return Checked(
        *(terms.root, before.day, parts, closure.inferred, looked),
        *(kept + found, of_terms, idle(terms, data), whole),
    )


def _change(before: Mapping[Path, Part], now: Mapping[Path, Part]) -> Change:
    """Give what changed."""
    paths = {path for path in {*before, *now} if before.get(path) is not now.get(path)}
    return Change(sorted(changed_quads(before, now), key=str), frozenset(paths))


def _touched(
    before: Checked, engine: Engine, data: Data, change: Change, now: AbstractSet[ox.Triple]
) -> dict[Term, set[Term]]:
    """Give the nodes that each shape has to be asked about again."""
    triples = {one.triple for one in change.quads} | (before.inferred ^ now)
    changed = [(one.subject, one.predicate, one.object) for one in triples]
    both = data.plus(changed)
    touched = {
        shape.name: nodes for shape, nodes in Reach(engine.shapes).touched(changed, both, data)
    }
    subjects = {plain(one.subject) for one in change.quads}
    for one in before.at_nodes:
        if _moved(one, change.paths, subjects):
            touched.setdefault(one.shape, set()).add(one.focus)
    deep = {shape.name: shape for shape in engine.shapes if _is_deep(shape)}
    for name in touched.keys() & deep.keys():
        touched[name] |= set(deep[name].foci(data))
        touched[name] |= {one.focus for one in before.at_nodes if one.shape == name}
    return touched


def _moved(one: AtNode, paths: Iterable[Path], subjects: set[str]) -> bool:
    """Tell whether the places of a finding may have changed."""
    finding = one.finding
    places = {finding.path, *(place.path for place in finding.related)}
    named = {plain(one.focus), finding.thing}
    return not places.isdisjoint(paths) or not named.isdisjoint(subjects)


def _is_deep(shape: Shape) -> bool:
    """Tell whether a shape can find something at nodes other than those it is for."""
    return any(part.properties for part in shape.properties) or (
        shape.is_property and bool(shape.properties)
    )


def _still(shape: Shape, nodes: Iterable[Term], data: Data) -> Iterator[Term]:
    """Give those of some nodes that a shape is for."""
    foci = shape.foci(data)
    return (node for node in nodes if node in foci)


def _size(checked: Checked) -> int:
    return sum(len(part.quads) + len(part.bounds) for part in checked.parts.values())
