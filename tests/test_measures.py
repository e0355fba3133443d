"""The measures: known answers on small graphs; every measure on every network, with a caution."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from itertools import combinations

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from aseankg import centralities, gaps
from aseankg.cli import cli
from aseankg.commands_network import summary_table
from aseankg.communities import articulation_points, bridges, communities, components
from aseankg.formats import FORMATS, Answer, write
from aseankg.headers import networks
from aseankg.measures import MEASURES, measured
from aseankg.namespaces import HOUSE_GRAPHS, ID, SRC
from aseankg.network import project
from aseankg.parameters import terms_of
from aseankg.store import open_store
from aseankg.tallies import Scene

CENTRAL = (
    "degree in-degree out-degree weighted-degree neighbours pagerank betweenness closeness "
    "harmonic eigenvector authorities hubs"
)
SMALLER = {"sources-facts": {"country": "viet-nam"}}  # the largest network: one country of it


def made(
    *edges: tuple[str, str] | tuple[str, str, float], directed: bool = True
) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(name="made", title="made", lang="en", caution="", directed=directed)
    for number, (start, end, *weight) in enumerate(edges):
        for node in (start, end):
            graph.add_node(node, label=node, kind="Thing", type="", country="", pillar="")
        told = {"relation": "to", "label": "to", "basis": "stated", "start": "", "end": ""}
        graph.add_edge(
            start,
            end,
            f"to-{number}",
            weight=float(weight[0]) if weight else 1.0,
            sources=[f"{SRC}{number}"],
            **told,
        )
    return graph


LINE = made(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))
KITE = made(("a", "b", 3.0), ("a", "c", 1.0), ("b", "c", 1.0), ("c", "d", 2.0), ("d", "a", 0.5))


# --- known answers --------------------------------------------------------------------------------


def test_betweenness_of_a_line() -> None:
    assert centralities.betweenness(LINE) == pytest.approx(
        {"a": 0.0, "b": 3 / 6, "c": 4 / 6, "d": 3 / 6, "e": 0.0}
    )


def test_betweenness_takes_a_high_weight_for_a_short_way() -> None:
    heavy = made(("a", "b", 10), ("b", "c", 10), ("a", "c", 1))
    light = made(("a", "b", 1), ("b", "c", 1), ("a", "c", 10))
    assert centralities.betweenness(heavy)["b"] == 1.0
    assert centralities.betweenness(light)["b"] == 0.0


def test_parallel_edges_add_up() -> None:
    double = made(("a", "b"), ("a", "b"), ("b", "c"), ("a", "c"))
    assert centralities.degree(double) == {"a": 3, "b": 3, "c": 2}
    assert centralities.neighbours(double) == {"a": 2, "b": 2, "c": 2}
    flat = centralities.undirected(double)
    assert flat["a"]["b"] == {"weight": 2.0, "distance": 0.5}


def test_degrees_follow_direction_where_it_means_something() -> None:
    assert centralities.in_degree(LINE)["a"] == 0
    assert centralities.out_degree(LINE)["a"] == 1
    both = made(("a", "b"), ("b", "c"), directed=False)
    assert centralities.in_degree(both) == centralities.out_degree(both) == {"a": 1, "b": 2, "c": 1}
    assert centralities.weighted_degree(KITE)["a"] == 4.5


def test_pagerank_is_that_of_networkx_and_sums_to_one() -> None:
    plain = nx.DiGraph()
    plain.add_weighted_edges_from((a, b, data["weight"]) for a, b, data in KITE.edges(data=True))
    assert centralities.pagerank(KITE) == pytest.approx(nx.pagerank(plain), abs=1e-5)
    assert sum(centralities.pagerank(KITE).values()) == pytest.approx(1)
    # without direction a line is the same from both ends
    ends = centralities.pagerank(made(("a", "b"), ("b", "c"), directed=False))
    assert ends["a"] == pytest.approx(ends["c"])
    assert ends["b"] > ends["a"]


def test_closeness_and_harmonic_are_those_of_networkx() -> None:
    apart = made(*[(a, b, d["weight"]) for a, b, d in KITE.edges(data=True)], ("x", "y"))
    flat = centralities.undirected(apart)
    near = nx.closeness_centrality(flat, distance="distance")
    assert centralities.closeness(apart) == pytest.approx(near)
    inverse = nx.harmonic_centrality(flat, distance="distance")
    expected = {node: value / (len(flat) - 1) for node, value in inverse.items()}
    assert centralities.harmonic(apart) == pytest.approx(expected)


def test_eigenvector_and_hits_are_those_of_networkx() -> None:
    flat = centralities.undirected(KITE)
    known = nx.eigenvector_centrality(flat, weight="weight", max_iter=10_000, tol=1e-12)
    top = max(known.values())
    expected = {node: value / top for node, value in known.items()}
    assert centralities.eigenvector(KITE) == pytest.approx(expected, abs=1e-6)
    hubs, authorities = nx.hits(centralities.simple(KITE))
    assert centralities.hubs(KITE) == pytest.approx(hubs, abs=1e-6)
    assert centralities.authorities(KITE) == pytest.approx(authorities, abs=1e-6)


def test_two_circles_joined_by_one_tie_are_two_communities() -> None:
    circles = [combinations("abcde", 2), combinations("vwxyz", 2)]
    graph = made(*(pair for circle in circles for pair in circle), ("a", "v"))
    found = communities(graph)
    assert [sorted(group) for group in found.groups] == [list("abcde"), list("vwxyz")]
    assert found.groups[0][0] == "a"
    assert found.stability == [1.0, 1.0]
    assert found.modularity == pytest.approx(
        nx.community.modularity(centralities.undirected(graph), [set("abcde"), set("vwxyz")])
    )
    assert communities(graph) == found


def test_the_middle_of_a_star_holds_it_together() -> None:
    graph = made(("hub", "a"), ("hub", "b"), ("hub", "c"), ("c", "d"), ("x", "y"))
    cuts = {cut.ends[0]: cut for cut in articulation_points(graph)}
    assert set(cuts) == {"hub", "c"}
    assert cuts["hub"].pieces == 3
    assert cuts["hub"].cut_off == ["a", "b"]
    assert cuts["c"].cut_off == ["d"]
    assert components(graph) == [["a", "b", "c", "d", "hub"], ["x", "y"]]


def test_a_bridge_is_a_tie_even_when_told_twice() -> None:
    graph = made(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "c"), ("d", "e"))
    found = {cut.ends: cut.cut_off for cut in bridges(graph)}
    assert found == {("c", "d"): ["d", "e"], ("d", "e"): ["e"]}


def test_a_goal_that_hangs_on_one_body() -> None:
    graph = made(("moha", "goal"), ("moha", "goal"), ("moha", "other"), ("moe", "other"))
    found = gaps.supports(graph)
    assert [(one.thing, one.holders) for one in found] == [
        ("goal", ["moha"]),
        ("other", ["moe", "moha"]),
    ]
    assert len(found[0].edges) == 2


def test_coverage_counts_what_a_country_reaches_and_what_not() -> None:
    graph = made(("vn-moha", "goal-1"), ("th-moi", "goal-2"), ("council", "goal-3"))
    graph.nodes["vn-moha"]["country"] = "viet-nam"
    graph.nodes["th-moi"]["country"] = "thailand"
    targets = {
        f"goal-{number}": {"pillar": "ASCC", "country": home, "kind": "Commitment", "type": "goal"}
        for number, home in ((1, ""), (2, ""), (3, ""), (4, "thailand"))
    }
    found = {one.country: one for one in gaps.coverage(graph, targets, ["viet-nam", "thailand"])}
    assert found["viet-nam"].reached == ["goal-1"]
    assert found["viet-nam"].missed == ["goal-2", "goal-3"]
    assert found["thailand"].missed == ["goal-1", "goal-3", "goal-4"]


def test_nothing_and_one_thing_can_be_measured() -> None:
    empty = made()
    alone = made(("a", "a"))
    for name in CENTRAL.split():
        score = getattr(centralities, name.replace("-", "_"))
        assert score(empty) == {}
        assert set(score(alone)) == {"a"}
    assert communities(empty).groups == []
    assert communities(alone).groups == [["a"]]
    assert articulation_points(empty) == bridges(empty) == []
    assert components(empty) == []


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
