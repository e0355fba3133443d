"""What the networks hold: what the graph says and no more, by country, day and source."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pyoxigraph as ox
import pytest

from aseankg.catalogue import networks
from aseankg.namespaces import AKG, CODE, ID, SRC
from aseankg.network import project
from aseankg.terms import value_of
from real_networks import TYPE, graph

# fmt: off
MEMBERS = [
    "brunei-darussalam", "cambodia", "indonesia", "lao-pdr", "malaysia", "myanmar", "philippines",
    "singapore", "thailand", "timor-leste", "viet-nam",
]
# fmt: on


@pytest.mark.parametrize("country", MEMBERS)
def test_a_country_leaves_only_its_own_bodies(store: ox.Store, country: str) -> None:
    values = {"country": country}
    found = project(store, networks()["institution-commitment"], values)
    homes = {data["country"] for _, data in found.nodes(data=True) if data["kind"] == "Institution"}
    assert homes == {country}
    pairs = project(store, networks()["ministries-sharing-goals"], values)
    assert all(
        country in {pairs.nodes[one]["country"], pairs.nodes[other]["country"]}
        for one, other in pairs.edges()
    )
    lines = project(store, networks()["institution-institution"], values)
    assert lines.number_of_edges()
    assert all(
        country in {lines.nodes[one]["country"], lines.nodes[other]["country"]}
        for one, other in lines.edges()
    )


def test_the_seat_of_a_body_of_asean_is_not_its_country() -> None:
    found = graph("institution-institution")
    assert found.nodes[ID + "asean-secretariat"]["country"] == ""
    assert found.nodes[ID + "vn-moha"]["country"] == "viet-nam"


def test_duties_and_contributions_are_all_there(store: ox.Store) -> None:
    """Of all levels and times: each agent, target, role and basis that the graph knows."""
    open_to_all = {"as_of": "any", "level": "any"}
    found = project(store, networks()["institution-commitment"], open_to_all)
    lines = Counter(
        (start, end, data["relation"], data["basis"]) for start, end, data in found.edges(data=True)
    )
    expected: set[tuple[str, str, str, str]] = set()
    for what, aim in (("Responsibility", "target"), ("Contribution", "commitment")):
        nodes = store.quads_for_pattern(None, TYPE, ox.NamedNode(AKG + what), None)
        for node in {quad.subject for quad in nodes}:
            told = {
                key: sorted(
                    value_of(q.object)
                    for q in store.quads_for_pattern(node, ox.NamedNode(AKG + key), None, None)
                )[0]
                for key in ("agent", aim, "role", "basis")
            }
            end = ox.NamedNode(told[aim])
            kinds = {value_of(q.object) for q in store.quads_for_pattern(end, None, None, None)}
            if kinds & {AKG + "Commitment", AKG + "Instrument"}:
                role = told["role"].removeprefix(CODE + "role-")
                basis = told["basis"].removeprefix(CODE + "basis-")
                expected.add((told["agent"], told[aim], role, basis))
    assert set(lines) == expected
    assert max(lines.values()) == 1
    assert len(expected) > 1500


def test_sharing_goals_is_the_projection_of_who_contributes(store: ox.Store) -> None:
    """The same pairs and weights from NetworkX's own projection of the two-sided network."""
    two_sided = graph("institution-commitment")
    bodies = {n for n, data in two_sided.nodes(data=True) if _is_national(store, n)}
    flat = nx.Graph((one, other) for one, other in two_sided.edges() if one in bodies)
    projected = nx.bipartite.weighted_projected_graph(flat, bodies & set(flat))
    expected = {
        (min(one, other), max(one, other)): weight
        for one, other, weight in projected.edges(data="weight")
    }
    found = {
        (one, other): weight
        for one, other, weight in graph("ministries-sharing-goals").edges(data="weight")
    }
    assert found == expected
    assert len(found) > 1000


def _is_national(store: ox.Store, iri: str) -> bool:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(AKG + "nationalOf"), None, None)
    return next(iter(quads), None) is not None


def test_reporting_and_parts_are_all_there(store: ox.Store) -> None:
    found = project(store, networks()["institution-institution"], {"as_of": "any"})
    for name in ("reportsTo", "partOf"):
        stated = {
            (value_of(quad.subject), value_of(quad.object))
            for quad in store.quads_for_pattern(None, ox.NamedNode(AKG + name), None, None)
        }
        lines = {(a, b) for a, b, data in found.edges(data=True) if data["relation"] == name}
        assert lines <= stated
        kinds = {iri: _classes(store, iri) for pair in stated - lines for iri in pair}
        assert all(
            AKG + "Institution" not in kinds[one] or AKG + "Institution" not in kinds[other]
            for one, other in stated - lines
        )


def _classes(store: ox.Store, iri: str) -> set[str]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), TYPE, None, None)
    return {value_of(quad.object) for quad in quads}


def test_a_merged_ministry_has_only_its_succession_today() -> None:
    lines = graph("institution-institution")
    ties = {data["relation"] for *_, data in lines.edges(ID + "vn-molisa", data=True)}
    assert ties == {"merger", "function-transfer"}
    merger = lines.edges[ID + "vn-molisa", ID + "vn-moha", "merger-1"]
    assert merger["start"] == "2025-03-01"


def test_before_the_merger_the_old_ministry_has_its_lines(store: ox.Store) -> None:
    before = project(store, networks()["institution-institution"], {"as_of": "2025-02-28"})
    ties = {data["relation"] for *_, data in before.edges(ID + "vn-molisa", data=True)}
    assert {"partOf", "reportsTo"} & ties
    assert "merger" not in ties


def test_dates_of_office_are_as_precise_as_the_source() -> None:
    held = graph("people-posts-institutions")
    starts = {data["start"] for *_, data in held.edges(data=True) if data["start"]}
    assert {len(start) for start in starts} == {4, 7, 10}
    tenure = held.edges[ID + "do-thanh-binh", ID + "vn-moha-minister", "holds-1"]
    assert tenure["start"] == "2025-10-25"


def test_a_source_weighs_as_its_file_says(store: ox.Store) -> None:
    """Count again what one source says of one thing."""
    graph_name = ox.NamedNode(SRC + "asean-vn-mechanism-2020")
    thing = ox.NamedNode(ID + "vn-mofa")
    expected = len(list(store.quads_for_pattern(thing, None, None, graph_name)))
    expected += len(
        {quad.subject for quad in store.quads_for_pattern(None, None, thing, graph_name)}
    )
    edge = graph("sources-facts").edges[graph_name.value, thing.value, "speaks-of-1"]
    assert edge["weight"] == expected > 3


def test_without_editors_only_what_sources_state_remains(store: ox.Store) -> None:
    question = networks()["institution-commitment"]
    bare = project(store, question, without=("inferred", "editorial"))
    assert 0 < bare.number_of_edges() < graph("institution-commitment").number_of_edges()
    assert {data["basis"] for *_, data in bare.edges(data=True)} <= {"stated", "observed"}
    national = project(store, question, {"country": "viet-nam", "level": "any"}, "en", ["inferred"])
    assert national.number_of_edges()
