"""Networks: what they say of themselves, their attributes, and faults told in one line."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg.catalogue import Cell, Table, networks
from aseankg.errors import InputError
from aseankg.headers import Question, read_question
from aseankg.namespaces import CODE, EDITORIAL, HOUSE_GRAPHS, ID, PREFIXES, SRC
from aseankg.network import COLUMNS, caution_of, find_network, graph_of, project
from real_networks import NAMES, graph, rows

EDGE = {"relation", "label", "weight", "basis", "start", "end", "sources"}
NODE = {"label", "lang", "kind", "type", "country", "pillar"}


def test_the_six_networks_are_there() -> None:
    assert {
        "institution-commitment",
        "institution-institution",
        "instruments",
        "ministries-sharing-goals",
        "people-posts-institutions",
        "sources-facts",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_network_says_what_it_is_and_what_it_does_not_show(name: str) -> None:
    question = networks()[name]
    assert question.network
    assert question.summary.endswith("?")
    assert question.description
    assert len(caution_of(question).split()) > 8
    assert caution_of(question).endswith(".")
    told = question.header["parameters"]
    assert set(told) == set(question.parameters)
    assert all(told[parameter]["about"] for parameter in told)
    assert "country" in told


@pytest.mark.parametrize("name", NAMES)
def test_each_row_is_an_edge_with_sources(name: str) -> None:
    table = rows(name)
    assert table.columns == COLUMNS
    assert len(table.rows) >= networks()[name].expect_min > 0
    for row in table.rows:
        cited = row["sources"].value.split()
        assert cited, row
        assert all(iri.startswith(SRC) for iri in cited)
        assert not (set(HOUSE_GRAPHS) - {EDITORIAL}) & set(cited)
        assert row["from"].iri, row
        assert row["to"].iri, row
        assert row["from"].iri != row["to"].iri, row
        assert float(row["weight"].value) > 0
        assert row["basis"].value.startswith(CODE + "basis-")


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_has_as_many_edges_as_rows(name: str) -> None:
    found = graph(name)
    assert found.number_of_edges() == len(rows(name).rows)
    ends = {row[end].value for row in rows(name).rows for end in ("from", "to")}
    assert set(found) == ends
    assert sum(data["weight"] for *_, data in found.edges(data=True)) == sum(
        float(row["weight"].value) for row in rows(name).rows
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_attributes_are_just_these_and_never_none(name: str) -> None:
    found = graph(name)
    for _, data in found.nodes(data=True):
        assert set(data) == NODE
        assert all(isinstance(value, str) for value in data.values()), data
        assert data["label"]
        assert data["kind"] != "Thing"
    for *_, data in found.edges(data=True):
        assert set(data) == EDGE
        assert isinstance(data["weight"], float)
        assert isinstance(data["sources"], list)
        assert all(isinstance(data[key], str) for key in EDGE - {"weight", "sources"}), data
        assert data["relation"]
        assert data["label"]
        assert data["basis"] in {"stated", "observed", "inferred", "reported"}
    assert {"name", "title", "lang", "caution"} <= set(found.graph)
    assert None not in found.graph.values()


@pytest.mark.parametrize("name", NAMES)
def test_a_network_is_quick(store: ox.Store, name: str) -> None:
    from aseankg.catalogue import query_text

    text = query_text(store, networks()[name], {})
    start = time.process_time()
    answer = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    assert sum(1 for _ in answer)
    assert time.process_time() - start < 1.0  # 0.02 to 0.25 s when measured alone


def test_names_are_in_the_language_asked_for(store: ox.Store) -> None:
    found = project(store, networks()["institution-institution"], {"country": "viet-nam"}, "vi")
    assert found.nodes[ID + "vn-moha"]["label"] == "Bộ Nội vụ"
    assert found.nodes[ID + "vn-moha"]["lang"] == "vi"
    assert found.graph["lang"] == "vi"
    people = project(store, networks()["people-posts-institutions"], {"country": "viet-nam"}, "id")
    assert "menjabat" in {label for *_, label in people.edges(data="label")}


def test_parallel_rows_stay_parallel(store: ox.Store) -> None:
    """Equal ends and relation, other dates: two edges; equal labels never merge two things."""
    question = networks()["institution-institution"]
    first = _row("one", "two", "2001")
    found = graph_of(store, question, Table(COLUMNS, [first, _row("one", "two", "2005")], {}))
    assert sorted(found["x:one"]["x:two"]) == ["leads-1", "leads-2"]
    assert [data["start"] for *_, data in found.edges(data=True)] == ["2001", "2005"]
    assert {label for _, label in found.nodes(data="label")} == {"same name"}
    assert len(found) == 2


def _row(start: str, end: str, since: str) -> dict[str, Cell]:
    texts = {"weight": "2", "start": since, "end": "", "sources": SRC + "a " + SRC + "b"}
    return {
        "from": Cell(f"x:{start}", f"x:{start}", "same name", "en"),
        "to": Cell(f"x:{end}", f"x:{end}", "same name", "en"),
        "relation": Cell("leads"),
        "basis": Cell(CODE + "basis-stated", CODE + "basis-stated", "stated"),
        **{name: Cell(text) for name, text in texts.items()},
    }


def test_a_query_whose_rows_are_no_edges_is_refused(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "wrong.rq"
    path.write_text("#+ summary: Wrong?\nSELECT ?from ?to ?sources WHERE { ?from a ?to } LIMIT 1\n")
    with pytest.raises(InputError, match="its columns are not from to relation"):
        project(store, read_question(path))


def test_an_unknown_network_is_named_with_those_near_it() -> None:
    with pytest.raises(InputError, match="did you mean instruments"):
        find_network("instrumens")
    assert isinstance(find_network("instruments"), Question)


def test_the_same_graph_in_the_same_order_in_any_process() -> None:
    """Whatever the hash of words is, nodes, edges, communities and ways come out the same."""
    code = (
        "from aseankg.store import open_store; from aseankg.network import *; "
        "from aseankg.communities import communities; from aseankg.connections import *; "
        "from aseankg.links import links; from aseankg.centralities import *; "
        "from aseankg.measures import Scene, measured; s = open_store(); "
        "g = project(s, find_network('institution-commitment')); "
        "print(list(g.edges(keys=True, data=True)), list(g.nodes(data=True))); "
        "print(communities(g), betweenness(g), pagerank(g), eigenvector(g), closeness(g)); "
        "print([measured(Scene(g, s), m, 30) for m in ('bridges', 'gaps', 'isolated')]); "
        f"print(ways(web(links(s)), '{ID}vn-moha', '{ID}asean-community-vision-2045', 8))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1] / "scripts")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "271828")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000
