"""Programs of others that read networks: what they find, as nodes and edges."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx

from aseankg.namespaces import ID, SRC
from network_files import Edges, Found, Nodes, told


def of_graph(graph: nx.Graph, iris: Mapping[str, str] | None = None) -> Found:
    named = iris or {node: node for node in graph}
    nodes = Counter((named[node], str(label)) for node, label in graph.nodes(data="label"))
    return nodes, Counter(
        told(named[one], named[other], data) for one, other, data in graph.edges(data=True)
    )


def read_gexf(content: bytes) -> Found:
    graph = nx.read_gexf(io.BytesIO(content), version="1.3")
    for *_, data in graph.edges(data=True):
        data |= of_gexf(data)
    return of_graph(graph)


def read_graphml(content: bytes) -> Found:
    graph = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    ids = [key for *_, key in graph.edges(keys=True)]
    assert len(ids) == len(set(ids)), "edges share an id"
    return of_graph(graph, dict(graph.nodes(data="iri")))


def read_cytoscape(content: bytes) -> Found:
    graph = nx.cytoscape_graph(json.loads(content))
    return of_graph(graph)


def read_dot(content: bytes) -> Found:
    import pydot

    (graph,) = pydot.graph_from_dot_data(content.decode()) or []
    nodes: Nodes = Counter()
    for node in graph.get_nodes():
        if node.get_name() not in ("node", "edge", "graph"):
            nodes[unquoted(node.get_name()), unquoted(str(node.get("label")), "label")] += 1
    edges: Edges = Counter()
    for edge in graph.get_edges():
        data = {name: unquoted(str(value), name) for name, value in edge.get_attributes().items()}
        ends = unquoted(str(edge.get_source())), unquoted(str(edge.get_destination()))
        edges[told(*ends, {**data, "key": data["key_"]})] += 1
    return nodes, edges


def unquoted(text: str, name: str = "") -> str:
    """Read a quoted string as the language of Graphviz says."""
    assert text[0] == text[-1] == '"'
    text = text[1:-1].replace('\\"', '"')
    if name != "label":
        return text
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def read_csv(content: bytes) -> Found:
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    return rows_as_graph(rows)


def rows_as_graph(rows: Iterable[Mapping[str, str]]) -> Found:
    nodes: Nodes = Counter()
    edges: Edges = Counter()
    for row in rows:
        ends = iri(row["from_id"]), iri(row["to_id"])
        nodes |= Counter(set(zip(ends, (row["from"], row["to"]), strict=True)))
        sources = " ".join(SRC + one for one in row["sources"].split())
        edges[told(*ends, {**row, "sources": sources})] += 1
    return nodes, edges


def iri(name: str) -> str:
    return SRC + name[4:] if name.startswith("src:") else ID + name


def read_xlsx(content: bytes) -> Found:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows, nodes = (sheet_rows(book[name]) for name in ("Edges", "Nodes"))
    return Counter((iri(row["id"]), row["label"]) for row in nodes), rows_as_graph(rows)[1]


def sheet_rows(sheet: Any) -> list[dict[str, str]]:
    header, *rows = ([cell or "" for cell in row] for row in sheet.iter_rows(values_only=True))
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_svg(content: bytes) -> Found:
    from lxml import etree

    root = etree.fromstring(content)
    names = {"svg": "http://www.w3.org/2000/svg"}
    nodes: Nodes = Counter()
    for link in root.iterfind(".//svg:a[@class]", names):
        nodes[link.get("data-iri"), link.find("svg:title", names).text.rsplit("\n", 2)[0]] += 1
    edges: Edges = Counter()
    for group in root.xpath("//svg:g[@data-key]", namespaces=names):
        title = group.find("svg:title", names).text
        assert group.get("data-start") in title, title
        assert group.get("data-end") in title, title
        ends = group.get("data-source"), group.get("data-target")
        edges[(*ends, *(group.get(f"data-{name}") for name in ("key", "start", "end")))] += 1
    return nodes, edges


READ_BY_PYTHON: dict[str, Callable[[bytes], Found]] = {
    "gexf": read_gexf,
    "graphml": read_graphml,
    "cytoscape": read_cytoscape,
    "dot": read_dot,
    "csv": read_csv,
    "xlsx": read_xlsx,
}


def of_gexf(edge: dict[str, Any]) -> dict[str, Any]:
    renamed = {"start": edge.get("from"), "end": edge.get("to"), "key": edge.get("edge_key")}
    return {**edge, **renamed}
