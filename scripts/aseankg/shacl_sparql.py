"""The constraints of SHACL-SPARQL that are one SELECT, run in Oxigraph.

Variables are bound beforehand as SEP-0007 says; what needs more is left to pySHACL (`plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from aseankg.namespaces import OWL
from aseankg.shacl_constraints import MAKERS, words
from aseankg.shacl_data import Data, Term
from aseankg.shacl_paths import Property, Repeated
from aseankg.shacl_shapes import TRUE, Constraint, Context, Fault, Nodes, Shape, ShapeReader, sh

_IMPORTS = ox.NamedNode(OWL + "imports")
_THIS = ox.Variable("this")
# Where binding beforehand is forbidden, means something else, or reaches out of the graph.
_NOT_PLAIN = re.compile(
    r"\b(MINUS|VALUES|SERVICE|GRAPH|FROM)\b|\$shapesGraph|\$currentShape|\bAS\s*[?$]this\b"
    r"|\{\s*SELECT\b|\bBIND\b|\bbound\b|\bFILTER\s*\([^{}]*[?$]this\b",
    re.IGNORECASE,
)


def plain(query: Term) -> bool:
    """Tell whether a query means the same to Oxigraph as to SHACL-SPARQL."""
    text = re.sub(r'"(\\.|[^"\\])*"', '""', words(query))
    return not _NOT_PLAIN.search(text)


def _sparql(reader: ShapeReader, shape: Shape, node: Term) -> Constraint:
    text = query_text(reader.data, shape, node)
    active = TRUE not in reader.data.objects(node, sh("deactivated"))

    def check(context: Context, nodes: Nodes) -> Iterator[Fault]:
        for focus, _ in nodes if active else ():
            found = _ask(context.data.store, text, focus)
            names = [one.value for one in found.variables]
            for row in found:
                given = {name: row[name] for name in names if row[name] is not None}
                itself = None if shape.is_property else focus
                yield Fault(focus, given.get("value", itself), given.get("path"))

    return Constraint("SPARQLConstraintComponent", check, query=text)


def _ask(store: ox.Store, text: str, focus: Term) -> ox.QuerySolutions:
    try:
        found = store.query(text, substitutions={_THIS: focus})
    except SyntaxError as error:
        raise ValueError(f"a query of the shapes cannot be read: {error}") from error
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("a query of the shapes is no SELECT")
    return found


def query_text(shapes: Data, shape: Shape, node: Term) -> str:
    """Give the query of a constraint with its prefixes and the path that it is on."""
    text = words(shapes.value(node, sh("select")))
    if isinstance(shape.path, Property):
        way = "" if shape.path.forward else "^"
        text = text.replace("$PATH", f"{way}{shape.path.predicate}")
    declared = [
        f"PREFIX {words(shapes.value(one, sh('prefix')))}: "
        f"<{words(shapes.value(one, sh('namespace')))}>\n"
        for given in shapes.objects(node, sh("prefixes"))
        for wider in Repeated(Property(_IMPORTS), 0).ends(shapes, given)
        for one in shapes.objects(wider, sh("declare"))
    ]
    return "".join(declared) + text


MAKERS["sparql"] = _sparql
