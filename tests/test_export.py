"""Networks as files: what programs of others read back is what was written."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseankg.catalogue import SourceInfo, networks
from aseankg.edges import edges_of
from aseankg.exporters import EXPORTERS, NETWORK
from aseankg.markup import lawful
from aseankg.namespaces import ID, SRC
from aseankg.neighbourhood import surroundings
from aseankg.network import project
from aseankg.store import open_store

READERS = Path(__file__).parent / "readers"
SCHEMA = Path(__file__).parents[2] / "shared" / "conformance" / "schemas" / "gexf.xsd"
FORMATS = [name for name, one in EXPORTERS.items() if NETWORK in one.writers]
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


@pytest.fixture(scope="module")
def graphs() -> dict[str, nx.MultiDiGraph]:
    """The nasty network and real ones."""
    store = open_store()
    real = {name: project(store, one, {}) for name, one in networks().items()}
    around = surroundings(store, ID + "vn-moha", 2, "vi")
    return {"nasty": nasty(), "empty": nx.MultiDiGraph(name="empty"), **real, "around": around}


@pytest.fixture(scope="module")
def written(
    graphs: Mapping[str, nx.MultiDiGraph], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, Path]]:
    """Give the files of a format by the name of the network; slow readers get no large ones."""
    folder = tmp_path_factory.mktemp("exported")

    def write(form: str) -> dict[str, Path]:
        most = SLOW.get(form, 10**6)
        paths = {
            name: folder / f"{name}{EXPORTERS[form].suffix}"
            for name, graph in graphs.items()
            if graph.number_of_edges() <= most
        }
        for name, path in paths.items():
            path.write_bytes(EXPORTERS[form].write(NETWORK, graphs[name]))
        return paths

    return write


# --- what was written -----------------------------------------------------------------------------


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


def of_graph(graph: nx.Graph, iris: Mapping[str, str] | None = None) -> Found:
    named = iris or {node: node for node in graph}
    nodes = Counter((named[node], str(label)) for node, label in graph.nodes(data="label"))
    return nodes, Counter(
        told(named[one], named[other], data) for one, other, data in graph.edges(data=True)
    )


# --- readers --------------------------------------------------------------------------------------


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


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # by pydot
@pytest.mark.parametrize("form", READ_BY_PYTHON)
def test_python_reads_it_back_whole(
    form: str,
    graphs: Mapping[str, nx.MultiDiGraph],
    written: Callable[[str], dict[str, Path]],
) -> None:
    for name, path in written(form).items():
        nodes, edges = READ_BY_PYTHON[form](path.read_bytes())
        wanted, wanted_edges = expected(graphs[name])
        if form == "csv":
            wanted.pop((ID + "alone", LABELS["alone"]), None)
        assert edges == wanted_edges, name
        assert nodes == wanted, name


# --- readers in JavaScript ------------------------------------------------------------------------


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


def of_gexf(edge: dict[str, Any]) -> dict[str, Any]:
    renamed = {"start": edge.get("from"), "end": edge.get("to"), "key": edge.get("edge_key")}
    return {**edge, **renamed}


@pytest.mark.parametrize("form", ["gexf", "graphml", "cytoscape", "graphology"])
def test_javascript_reads_it_back_whole(
    form: str,
    graphs: Mapping[str, nx.MultiDiGraph],
    written: Callable[[str], dict[str, Path]],
) -> None:
    paths = written(form)
    for (name, _), found in zip(paths.items(), read_by_node(form, paths.values()), strict=True):
        iris = {node["id"]: node.get("iri", node["id"]) for node in found["nodes"]}
        nodes = Counter((iris[node["id"]], node.get("label", "")) for node in found["nodes"])
        edges = Counter(
            told(iris[edge["source"]], iris[edge["target"]], of_gexf(edge))
            if form == "gexf"
            else told(iris[edge["source"]], iris[edge["target"]], edge)
            for edge in found["edges"]
        )
        wanted, wanted_edges = expected(graphs[name])
        assert edges == wanted_edges, name
        assert nodes == wanted, name


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


# --- pictures and pages ---------------------------------------------------------------------------


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


def words(text: str) -> str:
    return " ".join(text.split())


# --- the formats' own rules -----------------------------------------------------------------------


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of GEXF lies beside the project")
def test_gexf_is_valid(written: Callable[[str], dict[str, Path]]) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for name, path in written("gexf").items():
        assert schema.validate(etree.parse(path)), (name, schema.error_log.last_error)


def test_gexf_has_whole_days() -> None:
    graph = nasty()
    text = EXPORTERS["gexf"].write(NETWORK, graph).decode()
    assert 'start="2024-01-01" end="2025-02-28"' in text
    assert '<attvalue for="from" value="2024"/>' in text


@given(
    st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=4),
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("form", ["gexf", "graphml", "cytoscape", "csv"])
def test_any_words_come_back(form: str, labels: list[str], relations: list[str]) -> None:
    """XML cannot hold control characters; they come back as the sign for what cannot be shown."""
    graph = nx.MultiDiGraph(name="any", lang="en")
    keep = (lambda text: text) if form in ("cytoscape", "csv") else lawful
    for number, label in enumerate(labels):
        graph.add_node(f"{ID}{number}", label=keep(label), kind="", lang="")
    for number, name in enumerate(relations):
        add(graph, str(number % len(labels)), str((number + 1) % len(labels)), name, "", "")
    nodes, edges = READ_BY_PYTHON[form](EXPORTERS[form].write(NETWORK, graph))
    wanted, wanted_edges = expected(graph)
    assert Counter(tuple(map(keep, edge)) for edge in wanted_edges.elements()) == edges
    assert form == "csv" or nodes == wanted


def test_same_input_gives_same_bytes(tmp_path: Path) -> None:
    code = (
        "import hashlib, tests_nasty as t\n"
        "from aseankg.exporters import EXPORTERS, NETWORK\n"
        "for name, one in EXPORTERS.items():\n"
        "    if NETWORK in one.writers:\n"
        "        print(name, hashlib.sha256(one.write(NETWORK, t.nasty())).hexdigest())\n"
    )
    shutil.copy(__file__, tmp_path / "tests_nasty.py")
    scripts = str(Path(__file__).parents[1] / "scripts")
    seen = set()
    for seed in ("1", "2"):
        path = os.pathsep.join([str(tmp_path), scripts])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        seen.add(subprocess.check_output([sys.executable, "-c", code], env=env, text=True))
    (told,) = seen
    assert told.count("\n") == len(FORMATS)
