"""Flowcharts, pictures and pages: what they show is what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx

from aseankg.edges import edges_of
from network_files import expected, read_by_node, words
from network_readers import read_svg


def test_mermaid_reads_its_flowcharts(
    graphs: Mapping[str, nx.MultiDiGraph], written: Callable[[str], dict[str, Path]]
) -> None:
    paths = {name: path for name, path in written("mermaid").items() if name != "empty"}
    for (name, path), found in zip(
        paths.items(), read_by_node("mermaid", paths.values()), strict=True
    ):
        labels = {node["id"]: node["label"] for node in found["nodes"]}
        edges = Counter(
            tuple(map(words, (labels[edge["source"]], labels[edge["target"]], edge["label"])))
            for edge in found["edges"]
        )
        graph = graphs[name]
        wanted = Counter(
            (
                words(graph.nodes[edge.source]["label"]),
                words(graph.nodes[edge.target]["label"]),
                ", ".join(filter(None, [words(edge.data["label"]), edge.period])),
            )
            for edge in edges_of(graph)
        )
        text = path.read_text(encoding="utf-8")
        assert len(text) <= 50_000
        assert edges <= wanted, name
        if f"of {wanted.total()} edges" not in text:
            assert edges == wanted, name
            assert Counter(map(words, labels.values())) == Counter(
                words(label) for _, label in graph.nodes(data="label")
            )
    assert "edges:" not in paths["nasty"].read_text(encoding="utf-8")
    assert "edges:" in paths["sources-facts"].read_text(encoding="utf-8")


def test_pictures_hold_what_they_say(
    graphs: Mapping[str, nx.MultiDiGraph], written: Callable[[str], dict[str, Path]]
) -> None:
    """All of a small network; of a large one its core, and how much that is."""
    for name, path in written("svg").items():
        nodes, edges = read_svg(path.read_bytes())
        wanted, all_edges = expected(graphs[name])
        wanted_edges = Counter(edge[:3] + edge[4:6] for edge in all_edges.elements())
        text = path.read_text(encoding="utf-8")
        assert graphs[name].graph.get("title", name).split("<")[0].split('"')[0] in text
        if "The core:" not in text:
            assert (nodes, edges) == (wanted, wanted_edges), name
            continue
        assert nodes < wanted, name
        assert edges < wanted_edges, name
        assert f"The core: {nodes.total()} of {wanted.total()} nodes" in text
        assert f"and {edges.total()} of {wanted_edges.total()} lines" in text


def test_boxes_do_not_overlap(written: Callable[[str], dict[str, Path]]) -> None:
    from lxml import etree

    for name, path in written("svg").items():
        boxes = [
            [float(box.get(key)) for key in ("x", "y", "width", "height")]
            for box in etree.parse(path).iterfind(".//{*}rect[@class='box']")
        ]
        for number, (x, y, wide, high) in enumerate(boxes):
            for left, top, across, down in boxes[:number]:
                apart = x >= left + across or left >= x + wide or y >= top + down or top >= y + high
                assert apart, name


def test_page_holds_every_edge_and_runs_nothing(
    graphs: Mapping[str, nx.MultiDiGraph], written: Callable[[str], dict[str, Path]]
) -> None:
    """As a browser sees it with its script: rows, filter, nothing loaded, nothing injected."""
    paths = {name: path for name, path in written("html").items() if name != "empty"}
    for (name, path), page in zip(paths.items(), read_by_node("html", paths.values()), strict=True):
        graph = graphs[name]
        wanted = Counter(
            (
                words(graph.nodes[edge.source]["label"]),
                words(edge.data["label"]),
                words(graph.nodes[edge.target]["label"]),
                *filter(None, (edge.data["start"], edge.data["end"])),
            )
            for edge in edges_of(graph)
        )
        rows = [[words(cell) for cell in row] for row in page["edges"]]
        timed = any(edge.data["start"] or edge.data["end"] for edge in edges_of(graph))
        found = Counter((*row[:3], *filter(None, row[3:5] if timed else ())) for row in rows)
        assert found == wanted, name
        told = page["attributes"]
        assert told["images"] == 0, name
        assert told["scripts"] == 1, name
        assert told["ran"] is False, name
        chosen = [row for row in rows if row[1] == words(told["relation"])]
        assert [[words(cell) for cell in row] for row in told["shown"]] == chosen
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert 'href="javascript:' not in text
