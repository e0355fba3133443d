"""Networks as JSON: for Cytoscape and Cytoscape.js, and for graphology and sigma.js."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aseankg.edges import described, edges_of, nodes_of

if TYPE_CHECKING:
    import networkx as nx


def cytoscape(graph: nx.MultiDiGraph) -> str:
    """Write the elements that Cytoscape.js, Cytoscape and NetworkX read; sources are lists."""
    nodes = [
        {"data": {**data, "id": iri, "value": iri, "name": data.get("label", iri)}}
        for iri, data in nodes_of(graph)
    ]
    edges = [
        {
            "data": {
                **edge.data,
                "id": edge.id,
                "key": edge.key,
                "source": edge.source,
                "target": edge.target,
            }
        }
        for edge in edges_of(graph)
    ]
    elements = _members({"nodes": _lines(nodes), "edges": _lines(edges)})
    return _members(
        {
            "data": _json({**described(graph), "sources": _sources(graph)}),
            "directed": "true",
            "multigraph": "true",
            "elements": elements,
        },
        end="\n",
    )


def graphology(graph: nx.MultiDiGraph) -> str:
    """Write the serialisation that graphology's `import` takes; sources are lists."""
    nodes = [{"key": iri, "attributes": dict(data)} for iri, data in nodes_of(graph)]
    edges = [
        {
            "key": edge.id,
            "source": edge.source,
            "target": edge.target,
            "attributes": {**edge.data, "key": edge.key},
        }
        for edge in edges_of(graph)
    ]
    return _members(
        {
            "options": _json({"type": "directed", "multi": True, "allowSelfLoops": True}),
            "attributes": _json({**described(graph), "sources": _sources(graph)}),
            "nodes": _lines(nodes),
            "edges": _lines(edges),
        },
        end="\n",
    )


def _sources(graph: nx.MultiDiGraph) -> dict[str, dict[str, str]]:
    """Give what is known of each source by IRI, where it was put with the network."""
    infos = graph.graph.get("sources", {})
    return {
        iri: {"title": one.title, "url": one.url, "publisher": one.publisher, "issued": one.issued}
        for iri, one in sorted(infos.items())
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _lines(values: Iterable[object]) -> str:
    """Write a list, one member a line, so that a change shows as one line."""
    return "[\n" + ",\n".join(map(_json, values)) + "\n]"


def _members(values: dict[str, str], end: str = "") -> str:
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in values.items()) + "\n}" + end
