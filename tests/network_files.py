"""Networks to write, a nasty one and real ones, and what files of them must hold."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from aseankg.catalogue import SourceInfo, networks
from aseankg.exporters import EXPORTERS, NETWORK
from aseankg.namespaces import ID, SRC
from aseankg.neighbourhood import surroundings
from aseankg.network import project
from aseankg.store import open_store

READERS = Path(__file__).parent / "readers"
SLOW = {"xlsx": 700, "dot": 400, "html": 2000}  # edges, for slow readers
Edges = Counter[tuple[str, ...]]
Nodes = Counter[tuple[str, str]]
Found = tuple[Nodes, Edges]
LABELS = {
    "quotes": "He said \"no\" & 'yes' < 3 > 2 ]]> --> <!-- # ; | % _x_ *b* `c`",
    "markup": '<img src=x onerror="window.ran = true"><script>window.ran = true</script>',
    "lines": "first line\nsecond\tline \\n \\",
    "thai": "สมาคมประชาชาติแห่งเอเชียตะวันออกเฉียงใต้",
    "lao": "ກະຊວງແຮງງານ ແລະ ສະຫວັດດີການສັງຄົມ",
    "khmer": "ក្រសួងការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ",
    "burmese": "အလုပ်သမားဝန်ကြီးဌာန",
    "arabic": "وزارة العمل (RTL) עברית",
    "emoji": "Team 🎉👩‍👩‍👧 Bộ Nội vụ",
    "formula": '=HYPERLINK("http://example.org")',
    "list": "1. a list for Markdown",
    "entity": "&amp; #quot; #35; &#60;",
    "long": "A very long name of a committee " * 12,
    "same": "Same name",
    "alike": "Same name",
    "end": "end",
    "alone": "Nobody's neighbour",
}


def nasty() -> nx.MultiDiGraph:
    """A small network in which all is that ever broke a writer."""
    graph = nx.MultiDiGraph(name="nasty", title='A "nasty" <network>', lang="en", caution="a & b")
    for slug, label in LABELS.items():
        told = {"kind": "Institution" if len(slug) % 2 else "Post", "type": "", "country": ""}
        graph.add_node(ID + slug, label=label, lang="en", pillar="ASCC", **told)
    slugs = [slug for slug in LABELS if slug != "alone"]
    for number, (one, other) in enumerate(zip(slugs, [*slugs[1:], slugs[0]], strict=True)):
        dates = [("", ""), ("2025-03-01", ""), ("2024", "2025-02"), ("", "2026-12-31")][number % 4]
        add(graph, one, other, "lead", *dates)
    add(graph, "thai", "lao", "support", "2020", "2020")
    add(graph, "thai", "lao", "lead", "", "")
    add(graph, "lao", "thai", "lead", "", "")
    add(graph, "same", "same", 'reports <to> "it"\nself', "", "")
    address = "javascript:window.ran=true"
    graph.graph["sources"] = {
        f"{SRC}b": SourceInfo("<b>Source</b>", address, "P & Q", "2025"),
        f"{SRC}a": SourceInfo("A", "https://example.org/?a=1&b=<2>", "", ""),
    }
    return graph


def add(graph: nx.MultiDiGraph, one: str, other: str, name: str, start: str, end: str) -> None:
    number = 1 + graph.number_of_edges(ID + one, ID + other)
    told = {"relation": name, "label": name, "weight": 1.5, "basis": "stated"}
    graph.add_edge(
        *(ID + one, ID + other, f"{name}-{number}"),
        **{**told, "start": start, "end": end, "sources": [SRC + "a", SRC + "b"]},
    )


def all_graphs() -> dict[str, nx.MultiDiGraph]:
    """Give the nasty network and real ones."""
    store = open_store()
    real = {name: project(store, one, {}) for name, one in networks().items()}
    around = surroundings(store, ID + "vn-moha", 2, "vi")
    return {"nasty": nasty(), "empty": nx.MultiDiGraph(name="empty"), **real, "around": around}


def write_all(graphs: Mapping[str, nx.MultiDiGraph], folder: Path, form: str) -> dict[str, Path]:
    """Give the files of a format by the name of the network; slow readers get no large ones."""
    most = SLOW.get(form, 10**6)
    paths = {
        name: folder / f"{name}{EXPORTERS[form].suffix}"
        for name, graph in graphs.items()
        if graph.number_of_edges() <= most
    }
    for name, path in paths.items():
        path.write_bytes(EXPORTERS[form].write(NETWORK, graphs[name]))
    return paths


def expected(graph: nx.MultiDiGraph) -> Found:
    """Give (IRI, label) of each node; ends, key, label, dates, basis, weight, sources of edges."""
    nodes = Counter((iri, str(label)) for iri, label in graph.nodes(data="label"))
    return nodes, Counter(
        told(one, other, {**data, "key": key})
        for one, other, key, data in graph.edges(keys=True, data=True)
    )


def told(one: str, other: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    sources = data.get("sources") or ""
    listed = sources if isinstance(sources, str) else " ".join(sources)
    names = ("key", "label", "start", "end", "basis")
    plain = [str(data.get(name) or "") for name in names]
    return (one, other, *plain, f"{float(data.get('weight', 1)):g}", listed)


def read_by_node(form: str, paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Let `readers/read.mjs` read files; skips where its packages are not, but not in CI."""
    ready = shutil.which("node") and (READERS / "node_modules" / "graphology").is_dir()
    if not ready and not os.environ.get("CI"):
        pytest.skip("no node, or tests/readers not installed; scripts/test installs them")
    done = subprocess.run(
        ["node", str(READERS / "read.mjs"), form, *map(str, paths)],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def words(text: str) -> str:
    return " ".join(text.split())
