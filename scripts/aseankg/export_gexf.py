"""GEXF 1.3 for Gephi and others: a dynamic graph, valid against the format's own schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aseankg.dates import interval
from aseankg.edges import Edge, columns, described, edges_of, nodes_of, text_of
from aseankg.markup import HEAD, block, escape, tag
from aseankg.namespaces import XSD

if TYPE_CHECKING:
    import networkx as nx

_NAMESPACE = "http://gexf.net/1.3"
_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}
_KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}
# What stands in attributes of the element itself, and what readers keep for themselves.
_OWN = ("label", "weight")
_RENAMED = {"start": "from", "end": "to", "key": "edge_key"}


def gexf(graph: nx.MultiDiGraph) -> str:
    """Write a network; the dates as printed stand in the attributes `from` and `to`.

    `start` and `end` of an edge are full days, as the format wants them: the first and the last
    day that a month or year can mean.
    """
    nodes = [(iri, _values(data)) for iri, data in nodes_of(graph)]
    edges = [(edge, _values({**edge.data, "key": edge.key})) for edge in edges_of(graph)]
    content = [
        _attributes("node", columns(values for _, values in nodes)),
        _attributes("edge", columns(values for _, values in edges)),
        block(
            "nodes",
            {"count": len(nodes)},
            (
                _element("node", {"id": iri, "label": graph.nodes[iri].get("label", iri)}, values)
                for iri, values in nodes
            ),
        ),
        block(
            "edges",
            {"count": len(edges)},
            (_element("edge", _edge(edge), values) for edge, values in edges),
        ),
    ]
    settings = {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"}
    body = [_meta(described(graph)), block("graph", settings, content)]
    return HEAD + block("gexf", {"xmlns": _NAMESPACE, "version": "1.3"}, body) + "\n"


def _meta(told: Mapping[str, str]) -> str:
    words = [told.get("title", told["name"]), told.get("summary", ""), told.get("caution", "")]
    parts = {
        "creator": "aseankg, https://w3id.org/aseankg",
        "keywords": told["name"],
        "description": "\n".join(dict.fromkeys(filter(None, words))),
    }
    return block("meta", {}, [tag(name, {}, escape(text)) for name, text in parts.items()])


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        _RENAMED.get(name, name): value
        for name, value in sorted(data.items())
        if name not in _OWN and text_of(value)
    }


def _attributes(of: str, types: Mapping[str, type]) -> str:
    rows = [
        tag("attribute", {"id": name, "title": name, "type": _TYPES[kind]})
        for name, kind in types.items()
    ]
    return block("attributes", {"class": of, "mode": "static"}, rows)


def _element(name: str, attributes: Mapping[str, object], values: Mapping[str, Any]) -> str:
    rows = [tag("attvalue", {"for": key, "value": text_of(one)}) for key, one in values.items()]
    return tag(name, attributes, tag("attvalues", {}, "".join(rows)))


def _edge(edge: Edge) -> dict[str, object]:
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "label": edge.data.get("label", ""),
        "kind": edge.data.get("relation", ""),
        "weight": edge.data.get("weight", 1.0),
        **_days(edge.data),
    }


def _days(data: Mapping[str, Any]) -> dict[str, str]:
    """Give the first and last day of an edge; an open end has none."""
    found = {}
    for name, side in (("start", 0), ("end", 1)):
        text = str(data.get(name) or "")
        if len(text) in _KINDS:
            found[name] = interval(text, XSD + _KINDS[len(text)])[side].isoformat()
    return found
