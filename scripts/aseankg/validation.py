"""The check of the whole graph: shapes and rules of the house, each fault with file and line."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from aseankg import house
from aseankg.corpus import Corpus
from aseankg.dataset import LocatedQuad, read
from aseankg.dates import normalise
from aseankg.errors import InputError, InputErrors
from aseankg.findings import Finding, Place, grave, in_order, within
from aseankg.inference import infer, rules
from aseankg.literals import ill_formed
from aseankg.namespaces import AKG, SKOS
from aseankg.paths import data_root
from aseankg.places import Places, walks
from aseankg.shapes import Shapes, as_graph, check_shapes, narrowed, read_shapes

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_BY_RULE = AKG + "byRule"
_COMPARED = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


def validate(root: Path | None = None, paths: Sequence[Path] = ()) -> list[Finding]:
    """Check all files below a root and what follows from them; give what is wrong, by place.

    The whole graph is always checked; with `paths` only the findings in these files and folders
    are given. Files that cannot be read are findings too; then nothing else is looked at.
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
    return within(in_order(_causes(found, root)), paths)


def run(located: Sequence[LocatedQuad], shapes: Shapes, root: Path) -> list[Finding]:
    """Run the shapes over statements and what follows from them."""
    seen = seen_by_shapes(located, root)
    data = as_graph(one.quad.triple for one in seen)
    results = list(report(data, shapes.quick))
    if not results:
        return []
    explain = _Explainer(data, shapes, Places(one for one in seen if one.line))
    return [explain(result) for result in results]


def seen_by_shapes(located: Sequence[LocatedQuad], root: Path) -> list[LocatedQuad]:
    """Give statements, the bounds of their dates and what the rules infer (line 0: no place)."""
    stated = [*located, *_bounds(located)]
    return stated + _inferred(stated, root)


class Result(NamedTuple):
    """What pySHACL reports, in its terms."""

    shape: Node
    focus: Node
    path: Node | None
    value: Node | None
    severity: str
    component: str


def report(data: Graph, shapes: Graph) -> Iterator[Result]:
    """Give the results of pySHACL."""
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import SH

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    _, answer, _ = pyshacl.validate(data, shacl_graph=narrowed(shapes, data), inplace=True)
    if not isinstance(answer, Graph):
        raise InputError("shapes.ttl", 0, None, f"cannot be run: {answer}", "correct the shapes")
    for one in answer.objects(None, SH.result):
        yield Result(
            next(answer.objects(one, SH.sourceShape)),
            next(answer.objects(one, SH.focusNode)),
            answer.value(one, SH.resultPath),
            answer.value(one, SH.value),
            str(answer.value(one, SH.resultSeverity)).removeprefix(str(SH)).lower(),
            str(answer.value(one, SH.sourceConstraintComponent)).removeprefix(str(SH)),
        )


class _Explainer:
    """Makes a finding of a result: in words, with the place where one would mend it."""

    def __init__(self, data: Graph, shapes: Shapes, places: Places) -> None:
        self.data, self.shapes, self.places = data, shapes, places

    def __call__(self, result: Result) -> Finding:
        shape, focus, path, value, severity, _ = result
        focus = self._thing(focus, value)
        property_ = self._property(shape, path)
        first, *related = self._places(shape, focus, property_, value)
        message, _, remedy = self._message(shape).partition(". ")
        words = "" if value is None or value == focus else str(value)
        return Finding(
            str(shape).removeprefix(AKG),
            severity,
            first.path,
            first.line,
            str(focus),
            property_,
            words,
            message,
            remedy.rstrip("."),
            tuple(related),
        )

    def _thing(self, focus: Node, value: Node | None) -> Node:
        """Give what a result is about: the value, where a shape asks of a class what is wrong."""
        from rdflib import OWL, RDF

        if value is None:
            return focus
        asked = (focus, RDF.type, OWL.Class) in self.data
        return value if asked and (value, RDF.type, focus) in self.data else focus

    def _message(self, shape: Node) -> str:
        from rdflib.namespace import SH

        return str(
            self.shapes.graph.value(shape, SH.message) or "A shape does not hold. Correct it"
        )

    def _property(self, shape: Node, path: Node | None) -> str:
        """Give the property that a result is on, as a file states it; empty if it is on a node."""
        from rdflib import URIRef
        from rdflib.namespace import SH

        graph = self.shapes.graph
        named = path if isinstance(path, URIRef) else graph.value(shape, URIRef(AKG + "onProperty"))
        others = (graph.value(shape, URIRef(str(SH) + name)) for name in _COMPARED)
        found = named or next(filter(None, others), None)
        return "" if found is None else _without_bound(str(found))

    def _places(self, shape: Node, focus: Node, property_: str, value: Node | None) -> list[Place]:
        """Give the place of the fault, then the others that have a part in it."""
        from rdflib.namespace import SH

        thing, where = str(focus), self.places
        walked: list[Place] = []
        if value is not None and (path := self.shapes.graph.value(shape, SH.path)):
            ways = walks(self.data, self.shapes.graph, path, focus)
            walk = next((walk for end, walk in ways if end == value), ())
            walked = [place for step in reversed(walk) for place in where.of_statement(*step)]
            if walk and walk[0][0] != thing and walked:
                return list(dict.fromkeys(walked + where.of_property(thing, property_)))
        exact = where.of_statement(thing, property_, str(value)) if value is not None else []
        stated = exact or where.of_property(thing, property_)
        minted = property_ == SKOS + "prefLabel"
        found = stated + walked or where.of_node(thing, minted=minted)
        return list(dict.fromkeys(found)) or [Place(self.shapes.path, 0)]


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


def _without_bound(iri: str) -> str:
    return iri.removesuffix("Earliest").removesuffix("Latest") if iri.startswith(AKG) else iri
