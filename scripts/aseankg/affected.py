"""What a change touches or affects, out of what a check of everything found.

A finding is of a change when its place or its thing is in a changed statement, when a shape reads a
changed statement at its node, or when the earlier state does not have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from aseankg import house
from aseankg.checked import Checked, Terms, idle, stated
from aseankg.dataset import all_files, graph_of
from aseankg.errors import InputError
from aseankg.findings import Finding, Place
from aseankg.inference import Closure
from aseankg.parts import Part, Surroundings, changed_quads, digest, look, read_part, whole_of
from aseankg.shacl_data import Term
from aseankg.shacl_reach import Reach


def affected(now: Checked, terms: Terms, before: Path) -> list[Finding]:
    """Give the findings that concern what changed since the state in the folder `before`.

    They are those of the check of everything, word for word; one that has several places stands
    where something changed. If the ontology, the shapes or the
    rules are other ones than before, everything is concerned.
    """
    engine = terms.shapes.engine
    if engine is None or _terms(before) != _terms(now.root):
        return now.findings
    old = _parts_before(now, before)
    changed = changed_quads(old, now.parts)
    closure = Closure.after(stated(old.values()), terms.rules, now.inferred, changed)
    triples = {one.triple for one in changed} | (closure.inferred ^ now.inferred)
    moved = [(one.subject, one.predicate, one.object) for one in triples]
    both = closure.data.plus(moved)
    touched = {
        shape.name: nodes for shape, nodes in Reach(engine.shapes).touched(moved, both, both)
    }
    subjects: set[Term] = {one.subject for one in changed}
    wanted = {
        one.finding
        for one in now.at_nodes
        if one.focus in touched.get(one.shape, ()) or _is_on(one.finding, subjects)
    }
    wanted |= set(_of_files(now, old, subjects))
    known = {*now.of_terms, *idle(terms, closure.data)}
    wanted |= {one for one in now.of_idle if one not in known}
    stray = house.check_whole(whole_of(before, old.values()))
    strayed = {(one.rule, _below(one.path, before)) for one in stray}
    wanted |= {one for one in now.of_whole if (one.rule, _below(one.path, now.root)) not in strayed}
    paths = {path for path, part in now.parts.items() if old.get(path) is not part}
    return [_turned(one, paths) for one in now.findings if one in wanted]


def _turned(one: Finding, paths: AbstractSet[Path]) -> Finding:
    """Let a finding that has several places stand at one that changed, if there is one."""
    places = (Place(one.path, one.line), *one.related)
    first = next((place for place in places if place.path in paths), places[0])
    if first == places[0]:
        return one
    others = tuple(place for place in places if place != first)
    return replace(one, path=first.path, line=first.line, related=others, column=0)


def _terms(root: Path) -> str:
    """Digest what is not facts below a root."""
    digested = sha256()
    for path in sorted((root / "ontology").rglob("*")):
        if path.suffix in {".ttl", ".rq"}:
            name = path.relative_to(root).as_posix()
            digested.update(f"{name} {digest(path)}\n".encode())
    return digested.hexdigest()


def _parts_before(now: Checked, before: Path) -> dict[Path, Part]:
    """Read the files of an earlier state as if they stood where they stand now.

    A file that could not be read then, or had no good name, said nothing.
    """
    parts: dict[Path, Part] = {}
    for path in all_files(before):
        here = now.root / path.relative_to(before)
        if here in now.parts and digest(path) == now.parts[here].digest:
            parts[here] = now.parts[here]
        else:
            with suppress(InputError):
                parts[here] = read_part(here, graph_of(path, before), source=path)
    return parts


def _of_files(
    now: Checked, old: Mapping[Path, Part], subjects: AbstractSet[Term]
) -> Iterator[Finding]:
    """Give what is found in files that changed, on what changed, and in any file what is new."""
    same = {path: now.looked[path] for path, part in old.items() if now.parts.get(path) is part}
    there = [part for path, part in old.items() if path in now.parts]
    before = look(Surroundings(now.root, old, now.day), there, same)
    for path, looked in now.looked.items():
        if path in same and path not in before:
            continue
        known = {_key(one) for one in before[path].found} if path in before else set()
        for one in looked.found:
            on_change = path not in same and (not one.thing or _is_on(one, subjects))
            if on_change or _key(one) not in known:
                yield one


def _below(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _is_on(one: Finding, subjects: AbstractSet[Term]) -> bool:
    return bool(one.thing) and ox.NamedNode(one.thing) in subjects


def _key(one: Finding) -> tuple[str, ...]:
    return one.rule, one.thing, one.property, one.value
