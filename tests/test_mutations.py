"""The check catches faults that are made in the real graph, each where it was made.

`--mutants 2000 --seed 7` tries more of them; `--alone` tries each by itself, not with others that
are made in other files. `docs/mutations.md` tells what the last long run found.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from aseankg.checked import Terms, check
from aseankg.findings import in_order
from aseankg.paths import data_root
from aseankg.rechecked import check_again
from mutation_batches import TOGETHER, batches
from mutation_graph import Graph
from mutation_trial import DAY, Verdict, judge, make, survivors, table
from mutations import OPERATORS

LEAST = 0.95


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Terms:
    """A copy of the real graph, to be damaged."""
    root = tmp_path_factory.mktemp("mutants").resolve()
    for name in ("graph", "ontology"):
        shutil.copytree(data_root() / name, root / name)
    return Terms.read(root)


@pytest.fixture(scope="module")
def graph(terms: Terms) -> Graph:
    return Graph(check(terms, DAY))


@pytest.fixture(scope="module")
def verdicts(terms: Terms, graph: Graph, request: pytest.FixtureRequest) -> list[Verdict]:
    """Each mutant with what the check says of it; the table is shown when a test fails."""
    option = request.config.getoption
    mutants = make(graph, option("--seed"), option("--mutants"))
    together = 1 if option("--alone") else TOGETHER
    found = [one for batch in batches(mutants, together) for one in judge(graph, terms, batch)]
    report = f"{table(found)}\n\n{survivors(found)}\n"
    if where := option("--report"):
        Path(where).write_text(report, encoding="utf-8")
    print(report)
    return found


def test_there_are_many_faults_of_many_kinds(verdicts: list[Verdict]) -> None:
    assert len({one.mutant.key for one in verdicts}) == len(verdicts) >= 300
    assert len({one.mutant.operator for one in verdicts}) == len(OPERATORS) >= 24


def test_nearly_all_are_caught_where_they_are(verdicts: list[Verdict]) -> None:
    caught = sum(one.word == "caught" for one in verdicts)
    assert caught / len(verdicts) >= LEAST


def test_none_survives_that_must_be_caught(verdicts: list[Verdict]) -> None:
    must = [one for one in verdicts if OPERATORS[one.mutant.operator].must]
    assert survivors([one for one in must if one.word != "caught"]) == ""


def test_a_fault_is_caught_by_itself_as_it_is_among_others(
    verdicts: list[Verdict], terms: Terms, graph: Graph
) -> None:
    several = [one for one in verdicts if not OPERATORS[one.mutant.operator].refused]
    some = Random(0).sample(several, 5)
    assert [one.word for one in some] == [
        alone.word for one in some for alone in judge(graph, terms, [one.mutant])
    ]


@pytest.mark.usefixtures("verdicts")
def test_the_graph_is_as_it_was(terms: Terms, graph: Graph) -> None:
    again = check_again(graph.base, terms)
    assert {path: part.digest for path, part in again.parts.items()} == {
        path: part.digest for path, part in graph.base.parts.items()
    }
    assert in_order(again.findings) == in_order(graph.base.findings)


def test_the_same_seed_makes_the_same_faults(graph: Graph) -> None:
    first, second = ([one.key for one in make(graph, 3, 40)] for _ in range(2))
    assert first == second
    assert first != [one.key for one in make(graph, 4, 40)]
