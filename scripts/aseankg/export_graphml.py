"""GraphML for Gephi, yEd, igraph, NetworkX: typed keys, every edge with an id of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aseankg.edges import columns, described, edges_of, nodes_of, text_of
from aseankg.markup import HEAD, block, escape, tag

if TYPE_CHECKING:
    import networkx as nx

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = f"{_NAMESPACE} {_NAMESPACE}/1.0/graphml.xsd"
_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}


def graphml(graph: nx.MultiDiGraph) -> str:
    """Write a network; ids are n1, e1 ... as its schema wants names, the IRI is an attribute."""
    told = described(graph)
    nodes = [(iri, {"iri": iri, **data}) for iri, data in nodes_of(graph)]
    edges = [(edge, {"key": edge.key, **edge.data}) for edge in edges_of(graph)]
    ids = {iri: f"n{number}" for number, (iri, _) in enumerate(nodes, start=1)}
    keys = [
        *_keys("graph", columns([told])),
        *_keys("node", columns(data for _, data in nodes)),
        *_keys("edge", columns(data for _, data in edges)),
    ]
    content = [*_data("graph", told)]
    content += [tag("node", {"id": ids[iri]}, "".join(_data("node", data))) for iri, data in nodes]
    for edge, data in edges:
        ends = {"id": edge.id, "source": ids[edge.source], "target": ids[edge.target]}
        content.append(tag("edge", ends, "".join(_data("edge", data))))
    body = [*keys, block("graph", {"id": "G", "edgedefault": "directed"}, content)]
    head = {"xmlns": _NAMESPACE, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
    return HEAD + block("graphml", {**head, "xsi:schemaLocation": _SCHEMA}, body) + "\n"


def _keys(of: str, types: Mapping[str, type]) -> list[str]:
    return [
        tag("key", {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": _TYPES[kind]})
        for name, kind in types.items()
    ]


def _data(of: str, data: Mapping[str, Any]) -> list[str]:
    return [
        tag("data", {"key": f"{of}-{name}"}, escape(text_of(value)))
        for name, value in sorted(data.items())
        if text_of(value)
    ]
