"""The check of the whole graph: shapes and rules of the house, each fault with file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from aseankg import house
from aseankg.corpus import Corpus
from aseankg.dataset import LocatedQuad, read
from aseankg.dates import normalise
from aseankg.errors import InputError, InputErrors
from aseankg.explainer import Explainer
from aseankg.findings import Finding, grave, in_order, within
from aseankg.house_staleness import stale
from aseankg.inference import infer
from aseankg.literals import ill_formed
from aseankg.namespaces import AKG
from aseankg.paths import data_root
from aseankg.places import Places
from aseankg.rules import rules
from aseankg.shacl_data import Data, Term
from aseankg.shacl_engine import Result
from aseankg.shape_focus import Present, without_focus
from aseankg.shapes import Shapes, check_shapes, read_shapes

_BY_RULE = AKG + "byRule"


def validate(
    root: Path | None = None, paths: Sequence[Path] = (), day: date | None = None
) -> list[Finding]:
    """Check all files below a root and what follows from them; give what is wrong, by place.

    The whole graph is always checked; with `paths` only the findings in these files and folders
    are given. With a day also what may no longer hold on it, or waits for an editor, is told.
    Files that cannot be read are findings too; then nothing else is looked at.
    Raises `InputError` or `InputErrors` when the shapes or the rules cannot be used.
    """
    root = root or data_root()
    shapes = read_shapes(root)
    try:
        located = read(root)
    except InputErrors as bad:
        return in_order(_unreadable(one) for one in bad.errors)
    corpus = Corpus(root, tuple(located))
    faults = list(ill_formed(located))
    found = faults + house.check(corpus) + check_shapes(corpus, shapes)
    known = {(one.thing, one.value) for one in faults}
    found += [one for one in run(located, shapes, root) if (one.thing, one.value) not in known]
    found += stale(corpus.parts, day) if day else []
    return within(in_order(_causes(found, root)), paths)


def run(located: Sequence[LocatedQuad], shapes: Shapes, root: Path) -> list[Finding]:
    """Run the shapes over statements and what follows from them."""
    seen = seen_by_shapes(located, root)
    data = Data(dict.fromkeys(one.quad.triple for one in seen))
    said: dict[Term, list[LocatedQuad]] = defaultdict(list)
    for one in seen:
        if one.line:
            said[one.quad.subject].append(one)
    explain = Explainer(data, shapes.data, shapes.path, Places(lambda thing: said.get(thing, ())))
    idle = without_focus(shapes.path, shapes.located, Present.of(one.quad for one in seen))
    return idle + [explain(result) for result in results(data, shapes)]


def seen_by_shapes(located: Sequence[LocatedQuad], root: Path) -> list[LocatedQuad]:
    """Give statements, the bounds of their dates and what the rules infer (line 0: no place)."""
    stated = [*located, *_bounds(located)]
    return stated + _inferred(stated, root)


def results(data: Data, shapes: Shapes) -> list[Result]:
    """Run shapes over a graph; raises `InputError` for shapes that cannot be run."""
    if shapes.engine:
        return list(shapes.engine.run(data))
    from aseankg.shacl_reference import judge

    try:
        return judge(data, shapes.data)
    except ValueError as error:
        raise InputError(shapes.path, 0, None, str(error), "correct the shapes") from error


def _causes(found: Sequence[Finding], root: Path) -> list[Finding]:
    """Leave out faults of what rules infer as long as what they infer it from has faults."""
    stated = [one for one in found if one.path.parent != root / "ontology" / "rules"]
    return stated if grave(stated, "violation") else list(found)


def _unreadable(error: InputError) -> Finding:
    file = Path(error.file)
    return Finding("syntax", "violation", file, error.line, "", "", "", error.message, error.remedy)


def _bounds(located: Iterable[LocatedQuad]) -> Iterator[LocatedQuad]:
    """Give the bounds of dates, each where its date stands; what is no date has none."""
    for one in located:
        with suppress(ValueError):
            for bound in normalise([one.quad]):
                yield LocatedQuad(bound, one.path, one.line)


def _inferred(stated: Sequence[LocatedQuad], root: Path) -> list[LocatedQuad]:
    """Give what the rules infer; what is on a thing that a rule made stands at that rule.

    What is on any other thing has no line: one would mend a statement on that thing.
    """
    given = rules(root)
    files = {rule.iri: rule.path for rule in given}
    quads = infer([one.quad for one in stated], given)
    made = {
        quad.subject: files[quad.object.value]
        for quad in quads
        if quad.predicate.value == _BY_RULE and isinstance(quad.object, ox.NamedNode)
    }
    placed = ((quad, made.get(quad.subject)) for quad in quads)
    return [LocatedQuad(quad, path or root, 1 if path else 0) for quad, path in placed]
