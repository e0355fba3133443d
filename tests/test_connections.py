"""How two things hang together: the ways are true, short, in words, and each step has sources."""

from __future__ import annotations

import csv
import io
import json
import time
from functools import cache
from itertools import pairwise

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.connections import COLUMNS, Way, hubs, table, ways, web
from aseankg.links import Link, links
from aseankg.namespaces import AKG, CODE, HOUSE_GRAPHS, ID, RDF, SRC
from aseankg.network import find_network, project
from aseankg.phrases import phrase
from aseankg.store import open_store

MOHA, VISION = ID + "vn-moha", ID + "asean-community-vision-2045"
PLAN = ID + "ascc-strategic-plan-2026-2035"


def link(start: str, end: str, basis: str = "stated", first: str = "", last: str = "") -> Link:
    return Link(start, end, "to", basis, first, last, first, last, (SRC + start + end,))


def nodes_of(way: Way) -> str:
    return way[0].start + "".join(step.end for step in way)


# --- small graphs ---------------------------------------------------------------------------------


def test_the_shortest_ways_come_first_and_no_thing_twice() -> None:
    graph = web([link(*pair) for pair in ("ab", "bc", "ac", "cd", "bd", "de")])
    found = [nodes_of(way) for way in ways(graph, "a", "e", 9, 6)]
    assert sorted(found[:2]) == ["abde", "acde"]
    assert sorted(found[2:]) == ["abcde", "acbde"]
    assert [nodes_of(way) for way in ways(graph, "a", "e", 1)] == found[:1]
    assert ways(graph, "a", "e", 9, 2) == []


def test_links_run_either_way_and_parallel_ones_stay_together() -> None:
    graph = web([link("b", "a"), link("a", "b", first="2001"), link("b", "c")])
    (way,) = ways(graph, "c", "a")
    assert [len(step.links) for step in way] == [1, 2]
    assert {(one.start, one.end) for one in way[1].links} == {("a", "b"), ("b", "a")}


def test_what_is_stated_goes_before_what_is_inferred() -> None:
    pairs = [link("a", "b", "inferred"), link("b", "z", "inferred"), link("a", "c"), link("c", "z")]
    assert [nodes_of(way) for way in ways(web(pairs), "a", "z")] == ["acz", "abz"]


def test_a_busy_thing_comes_after_a_quiet_one() -> None:
    busy = [link("h", str(number)) for number in range(9)]
    pairs = [link("a", "h"), link("h", "z"), link("a", "q"), link("q", "z"), *busy]
    assert [nodes_of(way) for way in ways(web(pairs), "a", "z")] == ["aqz", "ahz"]


def test_what_is_aside_and_what_is_not_there() -> None:
    pairs = [link("a", "h"), link("h", "z"), link("x", "y")]
    assert ways(web(pairs, {"h"}), "a", "z") == []
    assert ways(web(pairs), "a", "x") == []
    assert ways(web(pairs), "a", "nowhere") == []
    assert ways(web([]), "a", "z") == []


def test_a_link_holds_within_its_days() -> None:
    dated = link("a", "b", first="2025-03-01", last="2026-12-31")
    assert not dated.holds_on("2025-02-28")
    assert dated.holds_on("2025-03-01")
    assert dated.holds_on("2026-12-31")
    assert not dated.holds_on("2027-01-01")
    assert link("a", "b").holds_on("1967-08-08")


@pytest.mark.parametrize(
    ("word", "name", "lang", "said"),
    [
        ("lead", "lead", "en", "A leads B"),
        ("akg:partOf", "part of", "en", "A is part of B"),
        ("akg:host", "host", "en", "A was hosted by B"),
        ("host", "host", "en", "A hosted B"),
        ("lead", "chủ trì", "vi", "A - chủ trì - B"),
        ("akg:unheardOf", "unheard of", "en", "A - unheard of - B"),
    ],
)
def test_a_link_is_said_in_words(word: str, name: str, lang: str, said: str) -> None:
    assert phrase("A", word, name, "B", lang) == said


# --- the graph ------------------------------------------------------------------------------------


@cache
def everything() -> list[Link]:
    return links(open_store())


def test_every_link_has_sources_and_two_things() -> None:
    assert len(everything()) > 5000
    for one in everything():
        assert one.sources, one
        assert not set(one.sources) & {HOUSE_GRAPHS[0], *HOUSE_GRAPHS[2:]}
        assert "--" not in one.start + one.end
        assert one.start.startswith(ID)
        assert one.end.startswith(ID)


def test_every_statement_node_is_one_link() -> None:
    """As many links as there are duties, tenures, memberships, participations, statements."""
    store = open_store()
    stated = [one for one in everything() if one.relation.startswith(CODE + "role-")]
    duties = {
        quad.subject
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(RDF + "type"), ox.NamedNode(AKG + "Responsibility"), None
        )
    }
    assert len(stated) == len(duties)
    held = [one for one in everything() if one.relation == "holds"]
    assert len(held) == len(
        {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(AKG + "holder"), None, None)}
    )
    assert sum(bool(one.since) for one in held) > 50


def test_plain_statements_are_said_once_with_all_their_sources() -> None:
    found = [
        one
        for one in everything()
        if one.start == PLAN and one.end == VISION and one.relation == AKG + "implements"
    ]
    store = open_store()
    triple = (ox.NamedNode(PLAN), ox.NamedNode(AKG + "implements"), ox.NamedNode(VISION))
    graphs = {quad.graph_name for quad in store.quads_for_pattern(*triple, None)}
    assert len(found) == 1
    assert set(found[0].sources) == {g.value for g in graphs if isinstance(g, ox.NamedNode)}
    assert len(found[0].sources) > 5


def test_the_ministry_and_the_vision() -> None:
    """Through the council that it leads and through the plan that it coordinates."""
    aside = hubs(open_store(), {end for one in everything() for end in (one.start, one.end)})
    graph = web(everything(), aside)
    found = ways(graph, MOHA, VISION, 12, 4)
    between = [{step.start for step in way[1:]} for way in found]
    assert {PLAN} in between
    assert {ID + "ascc-council"} in between
    assert ID + "viet-nam" not in graph
    assert len(set(found)) == 12
    lengths = [len(way) for way in found]
    assert lengths == sorted(lengths)
    for way in found:
        assert (way[0].start, way[-1].end) == (MOHA, VISION)
        assert all(one.end == other.start for one, other in pairwise(way))
        assert all(step.links and all(one.sources for one in step.links) for step in way)


def test_the_table_of_ways_has_sources_in_every_row() -> None:
    found = ways(web(everything()), MOHA, VISION, 3)
    answer = table(open_store(), found, "vi")
    assert answer.columns == COLUMNS
    assert len(answer.rows) == sum(len(step.links) for way in found for step in way)
    assert {row["path"].value for row in answer.rows} == {"1", "2", "3"}
    for row in answer.rows:
        cited = row["sources"].value.split()
        assert cited
        assert set(cited) <= set(answer.sources)
        assert str(row["from"].label) in row["words"].value
        assert str(row["to"].label) in row["words"].value
    assert "Bộ Nội vụ" in {row["from"].label for row in answer.rows}


def test_on_a_day_the_old_ministry_has_its_duties_and_later_only_its_successors() -> None:
    store = open_store()
    old = ID + "vn-molisa"
    before = {one for one in links(store, "2025-02-28") if old in (one.start, one.end)}
    after = {one for one in links(store, "2025-03-01") if old in (one.start, one.end)}
    assert any(one.relation == CODE + "role-lead" for one in before)
    assert {one.relation for one in after} == {AKG + "mergedInto", AKG + "functionTransferredTo"}


def test_the_ways_over_a_network_take_its_lines_only() -> None:
    graph = project(open_store(), find_network("institution-institution"))
    from aseankg.connections import links_of

    lines = links_of(graph)
    assert len(lines) == graph.number_of_edges()
    found = ways(web(lines), MOHA, ID + "asean-summit", 2)
    assert found
    known = {frozenset(pair) for pair in graph.edges()}
    assert all(frozenset((step.start, step.end)) in known for way in found for step in way)


# --- the command ----------------------------------------------------------------------------------


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["path", *words])


def test_the_command_says_each_step_in_words_with_its_sources() -> None:
    start = time.process_time()
    result = run("vn-moha", "asean-community-vision-2045")
    assert time.process_time() - start < 2.0
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert "Ministry of Home Affairs leads ASEAN Socio-Cultural Community Council" in text
    assert "ASEAN Socio-Cultural Community Strategic Plan implements" in text
    steps = text.split("Sources")[0].split("step ")[1:]
    assert len(steps) >= 6
    assert all("[" in step for step in steps)
    assert "What it does not show: " in text


def test_names_and_abbreviations_in_any_language() -> None:
    result = run("Bộ Nội vụ", "ALMM", "--lang", "vi", "--k", "1", "--format", "csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert {row["from_id"] for row in rows} | {row["to_id"] for row in rows} >= {"vn-moha", "almm"}
    assert {row["path"] for row in rows} == {"1"}
    assert all(row["sources"] and row["source_urls"] for row in rows)


def test_the_ways_as_json() -> None:
    document = json.loads(run("vn-moha", VISION, "--format", "json").output)
    assert document["parameters"] == {"from": MOHA, "to": VISION}
    assert all(row["sources"] for row in document["rows"])


def test_countries_are_passed_through_only_when_asked() -> None:
    plain = run("vn-moh", "vn-moet", "--k", "5", "--format", "csv").output
    through = run("vn-moh", "vn-moet", "--k", "5", "--via", "country", "--format", "csv").output
    assert ",viet-nam," not in plain
    assert ",viet-nam," in through


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("MoH", "asean"), 2, "is the name of 2"),
        (("vn-moha", "Ministry of Silly Walks"), 2, "no thing is called"),
        (("vn-moha", "Bộ Nội vụ"), 2, "are the same thing"),
        (("vn-moha", "asean", "--network", "instrumens"), 2, "did you mean instruments"),
        (("vn-moha", "asean", "--as-of", "yesterday"), 2, "is no date"),
        (("vn-moha", "asean-community-vision-2045", "--max-length", "1"), 1, "no way of at most 1"),
        (("vn-moha", "asean", "--network", "instruments"), 1, "of the network instruments"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(
    words: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert said in result.output
    assert len(result.output.splitlines()) == 1


def test_without_editors_no_step_is_inferred() -> None:
    words = ("vn-moha", "ascc-sp-goal-3", "--without", "inferred", "--without", "editorial")
    result = run(*words, "--k", "5", "--format", "csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert {row["basis"] for row in rows} <= {"stated", "observed"}
