"""DOT for Graphviz: labels, links, dates and sources in attributes, everything quoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aseankg.edges import described, edges_of, flat, nodes_of

if TYPE_CHECKING:
    import networkx as nx

_LOOK = 'graph [rankdir=LR];\nnode [shape=box, style=rounded, fontname="Noto Sans"];\n'
_LOOK += 'edge [fontname="Noto Sans", fontsize=9];\n'
# Graphviz reads backslashes in these, so they are doubled; elsewhere they stand for themselves.
_ESCAPED = ("label", "tooltip", "URL")


def dot(graph: nx.MultiDiGraph) -> str:
    """Write a network; custom attributes (kind, start, end, sources ...) stay with their names."""
    told = described(graph)
    name = told.pop("name")
    about = {**told, "label": told.get("title", name), "tooltip": told.get("caution", "")}
    lines = [f"digraph {_quoted(name)} {{", _LOOK.rstrip(), f"graph {_list(about)};"]
    for iri, data in nodes_of(graph):
        lines.append(f"{_quoted(iri)} {_list({**data, 'URL': iri})};")
    for edge in edges_of(graph):
        ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
        lines.append(f"{ends} {_list({**edge.data, 'id': edge.id, 'key_': edge.key})};")
    return "\n".join(lines) + "\n}\n"


def _list(data: Mapping[str, Any]) -> str:
    words = [
        f"{name}={_quoted(str(flat(value)), name)}"
        for name, value in sorted(data.items())
        if str(flat(value))
    ]
    return f"[{', '.join(words)}]"


def _quoted(text: str, name: str = "") -> str:
    if name in _ESCAPED:
        text = text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")
    elif text.endswith("\\"):
        text += " "
    return '"' + text.replace("\0", "\ufffd").replace('"', '\\"') + '"'
