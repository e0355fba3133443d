"""Mermaid flowcharts, as GitHub and other places draw them from text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aseankg.edges import Edge, described, edges_of

if TYPE_CHECKING:
    import networkx as nx

# What Mermaid draws unless the page around it is set up otherwise.
MOST_EDGES = 500
MOST_LETTERS = 50_000
_ESCAPES = {ord(letter): f"#{ord(letter)};" for letter in '#"<>&`\\;*_~\r\n\t'}
_LIST = re.compile(r"(\d+)\.(?=\s)|([-+])(?=\s)")


def mermaid(graph: nx.MultiDiGraph) -> str:
    """Write a network; of one larger than Mermaid draws, its first edges and a note on the rest."""
    edges = edges_of(graph)
    ids: dict[str, str] = {}
    told = described(graph)
    lines = ["flowchart LR", f"%% {_comment(told.get('title', told['name']))}"]
    lines += [f"%% {_comment(told['caution'])}"] if "caution" in told else []
    room = MOST_LETTERS - sum(map(len, lines)) - 200
    drawn: list[str] = []
    count = 0
    for edge in edges[:MOST_EDGES]:
        more = [*_nodes(graph, edge, ids), _edge(edge, ids)]
        room -= sum(len(line) + 1 for line in more)
        if room < 0:
            break
        drawn += more
        count += 1
    if count < len(edges):
        lines.append(f"%% {count} of {len(edges)} edges: Mermaid draws no more. Narrow it down.")
    lonely = [] if count < len(edges) else [iri for iri in sorted(graph) if iri not in ids]
    drawn += [_node(graph, iri, ids) for iri in lonely]
    return "\n".join([*lines, *drawn]) + "\n"


def _nodes(graph: nx.MultiDiGraph, edge: Edge, ids: dict[str, str]) -> list[str]:
    """Declare the ends of an edge that stand in no edge before it."""
    ends = dict.fromkeys((edge.source, edge.target))
    return [_node(graph, iri, ids) for iri in ends if iri not in ids]


def _node(graph: nx.MultiDiGraph, iri: str, ids: dict[str, str]) -> str:
    ids[iri] = f"n{len(ids) + 1}"
    return f'{ids[iri]}["{_escape(graph.nodes[iri].get("label") or iri)}"]'


def _edge(edge: Edge, ids: dict[str, str]) -> str:
    name = str(edge.data.get("label") or edge.data.get("relation") or edge.key)
    words = ", ".join(filter(None, [name, edge.period]))
    return f'{ids[edge.source]} -- "{_escape(words)}" --> {ids[edge.target]}'


def _escape(text: str) -> str:
    """Write a text so that neither Mermaid nor its Markdown takes any of it for a sign."""
    safe = text.translate(_ESCAPES)
    return _LIST.sub(lambda found: f"{found[1]}#46;" if found[1] else f"#{ord(found[2])};", safe, 1)


def _comment(text: str) -> str:
    return " ".join(text.replace("%", " percent ").replace("{", "(").replace("}", ")").split())
