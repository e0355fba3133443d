"""The measures on every network, with their cautions, and the command that gives them."""

from __future__ import annotations

import csv
import io
import json
from functools import cache

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.commands_network import summary_table
from aseankg.formats import FORMATS, Answer, write
from aseankg.headers import networks
from aseankg.measures import MEASURES, measured
from aseankg.namespaces import HOUSE_GRAPHS, ID, SRC
from aseankg.network import project
from aseankg.parameters import terms_of
from aseankg.store import open_store
from aseankg.tallies import Scene
from real_networks import CENTRAL

SMALLER = {"sources-facts": {"country": "viet-nam"}}  # the largest network: one country of it


# --- every measure on every network ---------------------------------------------------------------


@cache
def scene(name: str) -> Scene:
    question, values = networks()[name], SMALLER.get(name, {})
    store = open_store()
    return Scene(project(store, question, values), store, terms_of(store, question, values))


def test_the_measures_are_there_and_say_what_they_do_not_show() -> None:
    assert set(CENTRAL.split()) < set(MEASURES)
    for measure in MEASURES.values():
        assert measure.about.endswith(".")
        assert measure.caution.endswith(".")
        assert len(measure.caution.split()) > 8
        assert measure.columns


@pytest.mark.parametrize("name", sorted(networks()))
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_runs_on_every_network(name: str, measure: str) -> None:
    table = measured(scene(name), measure)
    assert table.columns == [*MEASURES[measure].columns, "sources"]
    graph = scene(name).graph
    if measure in CENTRAL.split():
        assert [row["thing"].iri for row in table.rows] != sorted(graph)
        assert {row["thing"].iri for row in table.rows} == set(graph)
        values = [float(row[measure.replace("-", "_")].value) for row in table.rows]
        assert values == sorted(values, reverse=True)
    if measure in ("communities", "components"):
        assert sum(float(row["size"].value) for row in table.rows) == len(graph)
    for row in table.rows:
        assert set(row) == set(table.columns)
        cited = row["sources"].value.split()
        assert cited, row
        assert set(cited) <= set(table.sources)
        assert all(iri.startswith(SRC) for iri in cited)
        assert MEASURES[measure].evidence is False or not set(cited) & set(HOUSE_GRAPHS[2:])
    assert measured(scene(name), measure) == table
    assert measured(scene(name), measure, 2).rows == table.rows[:2]


def test_the_goals_that_hang_on_one_body_have_one_in_the_network() -> None:
    table = measured(scene("institution-commitment"), "single-support")
    graph = scene("institution-commitment").graph
    found = {row["thing"].iri: row["hangs_on"].iri for row in table.rows}
    expected = {
        node: next(iter(graph.predecessors(node)))
        for node, kind in graph.nodes(data="kind")
        if kind == "Commitment" and len(set(graph.predecessors(node))) == 1
    }
    assert found == expected
    assert found


def test_gaps_and_coverage_agree_and_gaps_are_none_of_the_ministries_goals() -> None:
    here = scene("institution-commitment")
    missed = measured(here, "gaps").rows
    table = measured(here, "coverage").rows
    assert sum(float(row["not_reached"].value) for row in table) == len(missed)
    for row in table:
        share = float(row["reached"].value) / float(row["things"].value)
        assert float(row["share"].value) == pytest.approx(share, abs=1e-5)
    assert {row["country"].label for row in table} > {"Viet Nam", "Timor-Leste"}
    assert len({row["country"].iri for row in table}) == 11
    gap = {(row["country"].iri, row["not_reached"].iri) for row in missed}
    for start, end in here.graph.edges():
        home = here.graph.nodes[start]["country"]
        assert not home or (ID + home, end) not in gap


def test_what_is_isolated_is_not_in_the_network() -> None:
    here = scene("institution-commitment")
    rows = measured(here, "isolated").rows
    assert rows
    assert not {row["thing"].iri for row in rows} & set(here.graph)
    assert {row["kind"].value for row in rows} > {"goal", "government-ministry"}
    dissolved = ID + "vn-molisa"
    assert dissolved not in {row["thing"].iri for row in rows}


@pytest.mark.parametrize("form", FORMATS)
def test_a_measure_can_be_written_in_every_format(form: str) -> None:
    table = measured(scene("instruments"), "communities", 3)
    content = write(Answer("instruments communities", "Groups?", table), form)
    assert len(content) > 300


def test_the_summary_counts_each_edge_once() -> None:
    here = scene("institution-institution")
    rows = [(row["of"].value, row["number"].value) for row in summary_table(here).rows]
    for of in ("lines", "basis"):
        assert sum(int(n) for what, n in rows if what == of) == here.graph.number_of_edges()
    assert sum(int(n) for what, n in rows if what == "things") == len(here.graph)


# --- the command ----------------------------------------------------------------------------------


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["network", *words])


def test_the_command_lists_networks_and_measures() -> None:
    result = run()
    assert result.exit_code == 0
    assert all(name in result.output for name in [*networks(), *MEASURES])


def test_a_network_is_summed_up_with_its_caution() -> None:
    result = run("institution-institution", "--country", "viet-nam")
    assert result.exit_code == 0
    assert "reports to" in result.output
    assert "What it does not show: " in result.output


def test_a_measure_as_table_says_what_it_does_not_show_and_that_more_rows_are_there() -> None:
    result = run("institution-commitment", "-m", "pagerank", "--country", "viet-nam", "--top", "3")
    assert result.exit_code == 0
    assert result.output.count("What it does not show: ") == 1
    assert "The first 3 of " in result.output
    assert "sources; --format csv or json names them by row." in result.output


def test_a_finding_as_table_has_its_sources_beside_it() -> None:
    result = run("institution-commitment", "--measure", "single-support", "--top", "2")
    assert result.exit_code == 0
    assert "[1] " in result.output
    assert "http" in result.output


def test_a_measure_as_csv_and_json_has_all_rows_and_only_its_sources() -> None:
    words = ("instruments", "--measure", "degree", "--lang", "vi")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").output)))
    assert len(rows) == len(scene("instruments").graph)
    assert all(row["sources"] for row in rows)
    document = json.loads(run(*words, "--format", "json", "--top", "5").output)
    assert len(document["rows"]) == 5
    assert "What it does not show" in document["summary"]
    assert document["parameters"]["measure"] == "degree"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("instrumens",), "did you mean instruments"),
        (("instruments", "-m", "betweeness"), "did you mean betweenness"),
        (("instruments", "--country", "atlantis"), "no country is called 'atlantis'"),
        (("instruments", "--top", "0"), "--help tells what can be given"),
        (("instruments", "--plan", "x"), "--help tells what can be given"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.splitlines()) == 1
