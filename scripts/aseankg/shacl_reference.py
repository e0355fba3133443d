"""pySHACL, the reference: it judges our engine in the tests and runs what that does not know."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from aseankg.namespaces import SH, XSD
from aseankg.shacl_data import Data, Term
from aseankg.shacl_engine import Engine, Result, beyond
from aseankg.shacl_paths import Path, read_path
from aseankg.shacl_shapes import sh


def validate(data: Data, shapes: Data) -> list[Result]:
    """Give the results of shapes on a graph, from our engine where it knows all of their terms.

    Raises `ValueError` for shapes that cannot be run.
    """
    return judge(data, shapes) if beyond(shapes) else list(Engine(shapes).run(data))


def judge(data: Data, shapes: Data) -> list[Result]:
    """Give the results of shapes on a graph from pySHACL; raises `ValueError` if it cannot."""
    import pyshacl
    from rdflib import Graph

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    try:
        _, answer, _ = pyshacl.validate(
            as_graph(data.triples()), shacl_graph=as_graph(shapes.triples()), inplace=True
        )
    except Exception as error:
        raise ValueError(f"pySHACL cannot run the shapes: {error}") from error
    if not isinstance(answer, Graph):
        raise ValueError(f"pySHACL cannot run the shapes: {answer}")
    return list(read_report(Data(as_triples(answer))))


def read_report(report: Data, of: Term | None = None) -> Iterator[Result]:
    """Read the results of a report of validation, or of the one that is named."""
    results = report.forward(sh("result"))
    for one in results.get(of, ()) if of else (one for many in results.values() for one in many):
        shape, focus = report.value(one, sh("sourceShape")), report.value(one, sh("focusNode"))
        kind = report.value(one, sh("sourceConstraintComponent"))
        assert shape
        assert focus
        assert isinstance(kind, ox.NamedNode)
        severity = report.value(one, sh("resultSeverity")) or sh("Violation")
        path = _path(report, report.value(one, sh("resultPath")))
        value = report.value(one, sh("value"))
        yield Result(shape, focus, path, value, severity, kind.value.removeprefix(SH))


def _path(report: Data, node: Term | None) -> Path | None:
    return None if node is None else read_path(report, node)


def as_graph(triples: Iterable[ox.Triple | tuple[Term, Term, Term]]):  # type: ignore[no-untyped-def]
    """Give statements as an rdflib graph, with the same words as in the files."""
    from functools import lru_cache

    from rdflib import Graph

    from aseankg.dataset import as_rdflib

    convert = lru_cache(maxsize=None)(as_rdflib)
    graph = Graph()
    for subject, predicate, value in triples:
        graph.add((convert(subject), convert(predicate), convert(value)))
    return graph


def as_triples(graph) -> Iterator[ox.Triple]:  # type: ignore[no-untyped-def]
    """Give the statements of an rdflib graph."""
    for triple in graph:
        yield ox.Triple(*map(_as_term, triple))  # type: ignore[arg-type]


def _as_term(node: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    from rdflib import BNode, Literal, URIRef

    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, Literal)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD + "string")))
