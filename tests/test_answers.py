"""Every question: its whole answer on a small region, and what it gives at least on the real graph.

The expected rows stand in `fixtures/answers/QUESTION.csv`, the values of the question's parameters
in the first line.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg.catalogue import SOURCES, Question, Table, ask, networks, questions
from aseankg.dates import normalise
from aseankg.errors import InputError
from aseankg.inference import infer, rules
from aseankg.namespaces import shorten
from aseankg.store import open_store

HERE = Path(__file__).parent / "fixtures"
ANSWERS = sorted((HERE / "answers").glob("*.csv"))
ALL = {**questions(), **networks()}
DAY = "2026-06-01"


@cache
def region() -> ox.Store:
    given = list(ox.parse(path=HERE / "questions" / "data.trig", format=ox.RdfFormat.TRIG))
    given += normalise(given)
    store = ox.Store()
    store.bulk_extend(given)
    store.bulk_extend(infer(given, rules()))
    return store


def values_of(question: Question) -> dict[str, str]:
    """Give the example of each parameter that must have a value."""
    told = question.header.get("parameters") or {}
    needed = [one.name for one in question.parameters.values() if one.required]
    return {name: str(told[name]["example"]) for name in needed}


def plain(table: Table) -> list[list[str]]:
    return [
        [" ".join(shorten(word) for word in row[name].value.split()) for name in table.columns]
        for row in table.rows
    ]


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_the_answer_on_the_small_region_is_whole(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        (settings, header, *expected) = list(csv.reader(file))
    name, *pairs = settings
    table = ask(region(), questions()[name], dict(pair.split("=", 1) for pair in pairs))
    assert table.columns == header
    assert plain(table) == expected


def test_every_question_has_an_answer_on_the_small_region() -> None:
    assert {path.stem.partition(".")[0] for path in ANSWERS} == set(questions())


@pytest.mark.parametrize("name", ALL)
def test_the_real_graph_gives_enough_rows_each_with_its_sources(name: str) -> None:
    question = ALL[name]
    table = ask(open_store(), question, values_of(question))
    assert question.expect_min > 0
    assert len(table.rows) >= question.expect_min
    assert all(row[SOURCES].value for row in table.rows)
    assert all(info.title for info in table.sources.values())


@pytest.mark.parametrize("name", ALL)
def test_a_question_tells_what_it_is_and_takes(name: str) -> None:
    question = ALL[name]
    assert question.summary.endswith("?") or question.network
    assert len(question.description) > 80
    assert question.tags
    assert all(parameter.about for parameter in question.parameters.values())
    assert set(question.header.get("parameters") or {}) == set(question.parameters)
    assert "NOT EXISTS" not in question.text.upper()
    assert "ORDER BY" in question.text


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_parameter_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no such parameter"):
        ask(open_store(), ALL[name], {"no-such-thing": "x"})


@pytest.mark.parametrize("part", ["inferred", "editorial"])
def test_the_main_question_can_be_asked_without_a_part(part: str) -> None:
    question = questions()["which-ministries-contribute-to-which-goals"]
    whole = ask(open_store(), question, {"as_of": DAY})
    less = ask(open_store(), question, {"as_of": DAY}, without=[part])
    assert len(less.rows) < len(whole.rows)


CHAINS = [
    (
        "vn-qd-155-target-2",
        ["vn-qd-155-2026", "ascc-strategic-plan", "asean-community-vision-2045"],
    ),
    ("ascc-sp-measure-4-1-1", ["ascc-sp-objective-4-1", "ascc-sp-goal-4", "acv-2045-para-32"]),
]


@pytest.mark.parametrize(("start", "steps"), CHAINS)
def test_the_chain_of_authority_is_one_question(start: str, steps: list[str]) -> None:
    question = questions()["chain-of-authority-to-the-vision"]
    first = next(name for name, one in question.parameters.items() if one.required)
    text = str(plain(ask(open_store(), question, {first: start})))
    for step in steps:
        assert step in text


def test_what_the_labour_ministry_owed_and_who_owes_it_after() -> None:
    question = questions()["what-moved-in-a-merger"]
    values = {"institution": "vn-molisa", "before": "2025-02-28", "after": "2025-03-01"}
    rows = {
        (row["duty"].value.rsplit("/", 1)[1], shorten(row["owed_after"].value))
        for row in ask(open_store(), question, values).rows
    }
    assert {
        ("almm", "id:vn-moha"),
        ("slom", "id:vn-moha"),
        ("vn-qd-161-2016", "id:vn-moha"),
    } <= rows


def test_both_sides_of_all_disagreements_are_listed() -> None:
    assert len(ask(open_store(), questions()["where-sources-disagree"]).rows) == 73
