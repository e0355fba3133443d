"""The measures: known answers on small graphs."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from aseankg import centralities, gaps
from aseankg.communities import articulation_points, bridges, communities, components
from aseankg.namespaces import SRC
from real_networks import CENTRAL


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
