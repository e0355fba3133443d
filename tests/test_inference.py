"""The rules: the same in whatever order they run, and bad ones refused."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg import dataset
from aseankg.errors import InputError
from aseankg.inference import GRAPH, construct, infer, merged
from aseankg.namespaces import AKG, ID, PROV, RDF
from aseankg.rules import Rule, in_order, rules
from aseankg.terms import value_of
from inference_cases import MIXED, RULES, said

# --- the same in every order ----------------------------------------------------------------------


def naive(quads: list[ox.Quad], order: list[Rule]) -> set[ox.Triple]:
    """Run every rule in this order, again and again, until nothing new follows."""
    store = merged(quads)
    found: set[ox.Triple] = set()
    while True:
        before = len(store)
        for rule in order:
            for one in construct(store, rule):
                plain = ox.Quad(one.subject, one.predicate, one.object)
                if plain not in store:
                    found.add(one)
                    store.add(plain)
                    store.add(ox.Quad(one.subject, one.predicate, one.object, GRAPH))
        if len(store) == before:
            return found


def test_the_order_of_rules_does_not_matter() -> None:
    expected = {quad.triple for quad in infer(MIXED, RULES)}
    assert len(expected) > 300
    for seed in range(12):
        order = list(RULES)
        random.Random(seed).shuffle(order)
        assert naive(MIXED, order) == expected
        assert {quad.triple for quad in infer(MIXED, order)} == expected
    assert naive(MIXED, in_order(RULES)[::-1]) == expected


def test_the_order_of_statements_does_not_matter() -> None:
    expected = infer(MIXED, RULES)
    assert infer(random.Random(1).sample(MIXED, len(MIXED)), RULES) == expected


def test_nothing_more_follows_from_what_follows() -> None:
    first = infer(MIXED, RULES)
    assert not infer([*MIXED, *first], RULES)
    assert not {quad.triple for quad in first} & {quad.triple for quad in MIXED}


def test_the_real_graph_has_no_more_than_all_rules_together_give() -> None:
    """Rules that wait for what they read give the same as all rules run again and again."""
    quads = dataset.quads()
    expected = {quad.triple for quad in infer(quads, RULES)}
    assert len(expected) > 30_000
    assert naive(quads, sorted(RULES, key=lambda rule: rule.name, reverse=True)) == expected


def test_hashes_do_not_matter(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from aseankg.inference import infer\nfrom inference_cases import MIXED, RULES\n"
        "print(*infer(MIXED, RULES), sep='\\n')"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True, check=True, cwd=tmp_path,
        ).stdout
        for seed in ("0", "1", "42")
    }  # fmt: skip
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") > 300


# --- rules as files -------------------------------------------------------------------------------


def rule(text: str, name: str = "made") -> Rule:
    return Rule(name, "a rule", text, Path("made.rq"))


def test_a_rule_tells_what_it_makes_and_reads() -> None:
    one = next(one for one in RULES if one.name == "implements-transitive")
    assert one.makes == {AKG + "implementsTransitive"}
    assert one.reads == {AKG + "implements", AKG + "implementsTransitive"}
    assert one.iri == "https://w3id.org/aseankg/rule/implements-transitive"


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.name)
def test_each_rule_is_described_and_reads_nothing_inferred_in_minus(one: Rule) -> None:
    """What holds as long as something else does not would depend on the order of rules.

    `akg:inheritedFrom` may stand in MINUS inside MINUS: there it only leaves out what is inferred.
    """
    assert one.summary.endswith(".")
    made = {name for other in RULES for name in other.makes} - {
        RDF + "type",
        PROV + "wasDerivedFrom",
    }
    made -= {AKG + name for name in ("agent", "role", "target", "fromEarliest")}
    inside = one.text.partition("WHERE")[2].split("MINUS")[1:]
    for part in inside if one.name != "inheritance" else []:
        assert not rule(f"CONSTRUCT {{}} WHERE {part.partition('}')[0]}").reads & made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "is no CONSTRUCT"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p }", "made.rq"),
        (
            "PREFIX akg: <https://w3id.org/aseankg/ns#>\nCONSTRUCT { ?new akg:next ?s } "
            "WHERE { ?s akg:next ?o BIND(IRI(CONCAT(STR(?s), 'x')) AS ?new) }",
            "makes ever new statements",
        ),
    ],
)
def test_a_bad_rule_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        infer(said("id:a akg:next id:b ."), [rule(text)])


def test_a_rule_without_a_summary_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "ontology" / "rules"
    folder.mkdir(parents=True)
    (folder / "x.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    with pytest.raises(InputError, match="has no summary"):
        rules(tmp_path)


def test_rules_sort_the_same_whatever_their_order() -> None:
    three = RULES[:3]
    assert {tuple(one.name for one in in_order(some)) for some in permutations(three)} == {
        tuple(one.name for one in in_order(three))
    }


def test_ids_of_inferred_nodes_are_plain() -> None:
    for quad in infer(MIXED, RULES):
        subject = value_of(quad.subject)
        assert subject.startswith(ID)
        assert subject.isascii()
        assert not set(subject.removeprefix(ID)) & set(" /:#?")
