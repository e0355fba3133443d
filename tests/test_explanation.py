"""Why things hold: every explanation ends in what is stated, and follows from that alone."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.dates import normalise
from aseankg.errors import InputError
from aseankg.explanation import TYPE, Explainer, Explanation
from aseankg.inference import infer
from aseankg.meant import statements
from aseankg.namespaces import AKG, HOUSE_GRAPHS, ID, INFERRED, RULE, expand, shorten
from aseankg.patterns import anatomy
from aseankg.rules import Rule, rules
from aseankg.store import open_store
from aseankg.terms import value_of

RULES = {rule.name: rule for rule in rules()}
# No national body is yet said to be responsible for a part of a commitment.
IDLE = {"contribution-part"}
INFERENCE = ox.NamedNode(INFERRED)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return open_store()


@pytest.fixture(scope="module")
def explainer(store: ox.Store) -> Explainer:
    return Explainer(store)


@pytest.fixture(scope="module")
def inferred(store: ox.Store) -> list[ox.Triple]:
    quads = store.quads_for_pattern(None, None, None, INFERENCE)
    return sorted((quad.triple for quad in quads), key=str)


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(*(ox.NamedNode(expand(name)) for name in (subject, predicate, value)))


def rules_of(found: Explanation) -> set[str]:
    own = {found.rule.name} if found.rule else set()
    return own.union(*(rules_of(premise) for premise in found.premises))


def assert_sound(store: ox.Store, wanted: ox.Triple, found: Explanation) -> None:
    """Its leaves stand in the graph, none of them inferred, and the rules need no more."""
    leaves = found.quads()
    assert leaves
    for quad in leaves:
        assert quad in store
        assert quad.graph_name != INFERENCE
    assert any(value_of(quad.graph_name) not in HOUSE_GRAPHS[2:] for quad in leaves)
    made = {quad.triple for quad in infer(leaves, RULES.values())}
    assert wanted in made
    assert set(found.statements) <= made


def some_of(rule: str, store: ox.Store, inferred: list[ox.Triple]) -> list[ox.Triple]:
    """Give inferred statements of which one rule may be the reason."""
    nodes = {
        quad.subject
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(RULE + rule), INFERENCE)
    }
    if nodes:
        return [one for one in inferred if one.predicate == TYPE and one.subject in nodes]
    made = {ox.NamedNode(iri) for iri in RULES[rule].makes}
    if rule == "contribution-dates":
        made = {ox.NamedNode(AKG + name) for name in ("from", "to", "toLatest")}
        nodes = {one.subject for one in inferred if str(one.object).endswith("Contribution>")}
        return [one for one in inferred if one.predicate in made and one.subject in nodes]
    return [one for one in inferred if one.predicate in made]


@pytest.mark.parametrize("rule", sorted(RULES.keys() - IDLE))
def test_each_rule_explains_something_real(
    rule: str, store: ox.Store, explainer: Explainer, inferred: list[ox.Triple]
) -> None:
    candidates = some_of(rule, store, inferred)
    random.Random(rule).shuffle(candidates)
    for one in candidates[:60]:
        for found in explainer.explain(one):
            assert_sound(store, one, found)
            if found.rule and found.rule.name == rule:
                return
    pytest.fail(f"nothing in the graph is explained by {rule}")


@pytest.mark.parametrize("rule", sorted(IDLE))
def test_an_idle_rule_is_idle(rule: str, store: ox.Store) -> None:
    assert not list(store.quads_for_pattern(None, None, ox.NamedNode(RULE + rule), None))


def test_a_sample_of_all_kinds_is_explained_soundly(
    store: ox.Store, explainer: Explainer, inferred: list[ox.Triple]
) -> None:
    chance = random.Random(20260101)
    kinds: dict[str, list[ox.Triple]] = {}
    for one in inferred:
        kinds.setdefault(one.predicate.value, []).append(one)
    picked = [chance.choice(kinds[kind]) for kind in sorted(kinds)]
    picked += chance.sample(inferred, 60 - len(picked))
    assert len(kinds) > 15
    for one in picked:
        found = explainer.explain(one)
        assert found, one
        for way in found[:3]:
            assert_sound(store, one, way)


def test_what_is_stated_names_all_its_sources(store: ox.Store, explainer: Explainer) -> None:
    wanted = triple("id:vn-qd-155-2026", "akg:implements", "id:ascc-strategic-plan-2026-2035")
    (found,) = explainer.explain(wanted)
    quads = store.quads_for_pattern(wanted.subject, wanted.predicate, wanted.object, None)
    assert set(found.graphs) == {value_of(quad.graph_name) for quad in quads}
    assert len(found.graphs) >= 5
    assert not found.rule


def test_what_the_graph_does_not_say_has_no_explanation(explainer: Explainer) -> None:
    assert not explainer.explain(triple("id:asean", "akg:partOfTransitive", "id:vn-moha"))


# --- made by hand ---------------------------------------------------------------------------------


def hand_made(*lines: str) -> list[ox.Quad]:
    """Read lines of subject predicate object into the graph of one source."""
    found = []
    for line in lines:
        one = triple(*line.split())
        graph = ox.NamedNode(expand("src:hand"))
        found.append(ox.Quad(one.subject, one.predicate, one.object, graph))
    return [*found, *normalise(found)]


def explained(quads: list[ox.Quad], wanted: ox.Triple) -> list[Explanation]:
    store = ox.Store()
    store.extend(quads + infer(quads, RULES.values()))
    found = Explainer(store, RULES.values()).explain(wanted)
    for way in found:
        assert way.quads() <= set(quads)
        assert wanted in {quad.triple for quad in infer(way.quads(), RULES.values())}
    return found


def test_a_circle_is_explained_and_does_not_hang() -> None:
    quads = hand_made(
        "id:a akg:implements id:b", "id:b akg:implements id:c", "id:c akg:implements id:a"
    )
    for start, end in ("ab", "ac", "aa", "ba", "bb", "cc"):
        found = explained(quads, triple(f"id:{start}", "akg:implementsTransitive", f"id:{end}"))
        assert found, (start, end)


def test_a_duty_for_a_part_counts_for_the_whole() -> None:
    quads = hand_made(
        "id:me rdf:type akg:Institution", "id:me akg:country id:x",
        "id:x akg:status code:country-status-member",
        "id:me--lead--part rdf:type akg:Responsibility", "id:me--lead--part akg:agent id:me",
        "id:me--lead--part akg:role code:role-lead", "id:me--lead--part akg:target id:part",
        "id:me--lead--part akg:basis code:basis-stated", "id:part rdf:type akg:Commitment",
        "id:part akg:partOf id:middle", "id:middle akg:partOf id:whole",
        "id:middle rdf:type akg:Commitment", "id:whole rdf:type akg:Commitment",
    )  # fmt: skip
    node = "id:me--contributes--whole--part--part--lead"
    (found,) = explained(quads, triple(node, "rdf:type", "akg:Contribution"))
    assert rules_of(found) == {"contribution-part", "national", "part-of-transitive"}
    (between,) = explained(quads, triple(node, "akg:via", "id:middle"))
    assert {shorten(str(q.object)[1:-1]) for q in between.quads()} >= {"id:middle", "id:whole"}


def test_two_ways_are_both_told() -> None:
    quads = hand_made(
        "id:a akg:implements id:b", "id:b akg:implements id:d",
        "id:a akg:implements id:c", "id:c akg:implements id:d",
    )  # fmt: skip
    found = explained(quads, triple("id:a", "akg:implementsTransitive", "id:d"))
    assert len(found) == 2


def test_a_rule_that_cannot_be_explained_is_refused(tmp_path: Path) -> None:
    text = "#+ summary: x\nCONSTRUCT { ?a <urn:q> ?b } WHERE { ?a <urn:p>+ ?b }"
    with pytest.raises(InputError, match="cannot be explained"):
        anatomy(Rule("x", "x", text, tmp_path / "x.rq"))


# --- what a person types --------------------------------------------------------------------------


def why(*words: str) -> Result:
    return CliRunner().invoke(cli, ["why", *words])


def test_a_link_is_told_down_to_its_sources() -> None:
    result = why("vn-qd-155-2026", "implementsTransitive", "asean-community-vision-2045")
    assert result.exit_code == 0, result.output
    for words in (
        "by the rule implements-transitive: What implements a plan",
        "(ontology/rules/implements-transitive.rq)",
        "stated in [1]",
        "ASEAN Socio-Cultural Community Strategic Plan",
        "https://",
    ):
        assert words in result.output


def test_all_contributions_of_a_ministry_to_a_goal_are_told() -> None:
    result = why("vn-moha", "contributes", "ascc-sp-goal-4", "--format", "json")
    document = json.loads(result.output)
    made = {reason["rule"]["id"] for reason in document["reasons"]}
    assert made >= {"rule:contribution-body", "rule:contribution-instrument"}
    assert "rule:inheritance" in result.output
    editorial = [one for one in _steps(document["reasons"]) if "rationale" in one]
    assert any(one["confidence"] and one["drawn_from"] for one in editorial)
    ends = [one for one in _steps(document["reasons"]) if not one.get("because")]
    assert all(one.get("stated") or one.get("house") for one in ends)
    assert any(source.get("locator") for one in ends for source in one.get("stated", []))


def _steps(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [step for one in reasons for step in (one, *_steps(one.get("because", [])))]


def test_two_things_are_enough() -> None:
    assert why("vn-moha", "ascc-sp-goal-4").output.count("Contribution: agent") >= 3


def test_three_words_may_stand_in_one() -> None:
    one = why("vn-qd-155-2026 implementsTransitive asean-community-vision-2045")
    assert one.output == why(*one.output.split("\n")[0].removeprefix("Why: ").split()).output


def test_names_are_told_in_the_language_asked_for() -> None:
    result = why("vn-moha--lead--ammswd--inherited-from--vn-molisa", "--lang", "vi", "-f", "md")
    assert "Bộ Nội vụ" in result.output
    assert "Thay đổi về tổ chức" in result.output


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ascc-sp-goal-4", "partOf", "asean"], 1, "does not say"),
        (["ascc-sp-goal-4", "vn-moha", "asean"], 2, "no property 'vn-moha'"),
        (["vn-moha"], 2, "states nothing by itself"),
        (["vn-moha", "implementz", "asean"], 2, "did you mean implements"),
        (["vn-mohaa", "contributes", "ascc-sp-goal-4"], 2, "vn-moha (Ministry of Home Affairs)"),
        (["a", "b", "c", "d"], 2, "quotation marks"),
    ],
)
def test_what_cannot_be_explained_says_so_in_one_line(
    words: list[str], code: int, message: str
) -> None:
    result = why(*words)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


def test_words_mean_the_same_as_ids(store: ox.Store) -> None:
    named = statements(store, ["Bộ Nội vụ", "contributes", "ascc-sp-goal-4"])
    assert named == statements(store, [ID + "vn-moha", "contributes", "id:ascc-sp-goal-4"])
    assert named
