"""Networks as files: what programs of others read back is what was written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseankg.exporters import EXPORTERS, NETWORK
from aseankg.markup import lawful
from aseankg.namespaces import ID
from network_files import LABELS, add, expected, nasty, read_by_node, told
from network_readers import READ_BY_PYTHON, of_gexf

SCHEMA = Path(__file__).parents[2] / "shared" / "conformance" / "schemas" / "gexf.xsd"
FORMATS = [name for name, one in EXPORTERS.items() if NETWORK in one.writers]


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


def test_same_input_gives_same_bytes() -> None:
    code = (
        "import hashlib, network_files as t\n"
        "from aseankg.exporters import EXPORTERS, NETWORK\n"
        "for name, one in EXPORTERS.items():\n"
        "    if NETWORK in one.writers:\n"
        "        print(name, hashlib.sha256(one.write(NETWORK, t.nasty())).hexdigest())\n"
    )
    here = Path(__file__).parent
    seen = set()
    for seed in ("1", "2"):
        path = os.pathsep.join([str(here), str(here.parent / "scripts")])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        seen.add(subprocess.check_output([sys.executable, "-c", code], env=env, text=True))
    (told,) = seen
    assert told.count("\n") == len(FORMATS)
