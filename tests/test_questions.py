"""Every parameter of every question, on a small region: the whole rows, and the same in rdflib.

`fixtures/questions/QUESTION.csv` holds, for each setting of parameters, all rows that the question
must give; `asked` is the setting ("country=viet-nam; without=editorial").
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from aseankg.catalogue import ask, query_text, questions
from aseankg.dataset import as_rdflib
from aseankg.dates import normalise
from aseankg.inference import infer
from aseankg.namespaces import BASE, PREFIXES, shorten
from aseankg.rules import rules
from aseankg.terms import value_of

if TYPE_CHECKING:
    from rdflib import Dataset

FOLDER = Path(__file__).parent / "fixtures" / "questions"
Rows = list[list[str]]


@cache
def region() -> ox.Store:
    """Give the small region, with the bounds of its dates and what follows by the rules."""
    given: list[ox.Quad] = []
    for path in (FOLDER / "data.trig", FOLDER / "more.trig"):
        given += list(ox.parse(path=path, format=ox.RdfFormat.TRIG))
    given += normalise(given)
    store = ox.Store()
    store.bulk_extend(given)
    store.bulk_extend(infer(given, rules()))
    return store


@cache
def region_in_rdflib() -> Dataset:
    """Give the same quads as an rdflib dataset."""
    from rdflib import Dataset, URIRef

    dataset = Dataset(default_union=True)
    for quad in region():
        triple = (as_rdflib(quad.subject), as_rdflib(quad.predicate), as_rdflib(quad.object))
        dataset.graph(URIRef(value_of(quad.graph_name))).add(triple)
    return dataset


def setting_of(asked: str) -> tuple[dict[str, str], list[str]]:
    """Take a setting apart: the values of parameters, and what is left out."""
    pairs = [pair.split("=", 1) for pair in asked.split("; ") if pair]
    return dict(one for one in pairs if one[0] != "without"), [
        v for k, v in pairs if k == "without"
    ]


def answer(name: str, asked: str) -> Rows:
    """Ask a question as a setting says; each cell in short, in the order of the columns."""
    values, without = setting_of(asked)
    table = ask(region(), questions()[name], values, without=without)
    return [[short(row[column].value) for column in table.columns] for row in table.rows]


def short(text: str) -> str:
    return " ".join(shorten(word) if word.startswith(BASE) else word for word in text.split(" "))


@cache
def expected(name: str) -> dict[str, Rows]:
    """Read the rows that a question must give, by setting; a setting without rows has one empty."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _, *lines = csv.reader(file)
    blocks = groupby(lines, key=lambda line: line[0])
    return {asked: [line[1:] for line in block if any(line[1:])] for asked, block in blocks}


CASES = [(name, asked) for name in questions() for asked in expected(name)]


@pytest.mark.parametrize(("name", "asked"), CASES)
def test_a_setting_gives_these_rows_and_no_others(name: str, asked: str) -> None:
    assert answer(name, asked) == expected(name)[asked]


@pytest.mark.parametrize("name", questions())
def test_every_parameter_is_tried_and_changes_the_answer(name: str) -> None:
    for parameter in questions()[name].parameters.values():
        assert any(differ(name, asked, parameter.name) for asked in expected(name)), parameter.name


def differ(name: str, asked: str, parameter: str) -> bool:
    """Tell whether a setting gives other rows than the same with a parameter changed or not set."""
    values, without = setting_of(asked)
    if parameter not in values:
        return False
    rest = {key: value for key, value in values.items() if key != parameter}
    others = [case for case in expected(name) if without == setting_of(case)[1]]
    others = [
        case
        for case in others
        if {key: value for key, value in setting_of(case)[0].items() if key != parameter} == rest
    ]
    rows = expected(name)
    return any(rows[other] != rows[asked] for other in others)


@pytest.mark.parametrize("name", questions())
def test_the_header_of_the_expected_rows_is_that_of_the_question(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    values, _ = setting_of(next(iter(expected(name))))
    assert header == ["asked", *ask(region(), questions()[name], values).columns]


@pytest.mark.parametrize("name", questions())
def test_each_column_is_filled_in_some_row(name: str) -> None:
    rows = [row for rows in expected(name).values() for row in rows]
    assert all(any(column) for column in zip(*rows, strict=True))


def test_every_question_has_expected_rows_and_nothing_else_has() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(questions())


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own engine uses them
@pytest.mark.parametrize(("name", "asked"), [case for case in CASES if "without=" not in case[1]])
def test_rdflib_gives_the_same_rows(name: str, asked: str) -> None:
    values, _ = setting_of(asked)
    text = query_text(region(), questions()[name], values)
    solutions = region().query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    here = sorted([plain(value_of(term) if term else "") for term in row] for row in solutions)
    found = region_in_rdflib().query(text, initNs=PREFIXES)
    rows = [row for row in found if isinstance(row, tuple)]
    there = sorted([plain(str(term) if term is not None else "") for term in row] for row in rows)
    assert there == here


def plain(text: str) -> str:
    """Put the parts of a list in order: what an aggregate gives has none."""
    return "\n".join(sorted(parts(text)))


def parts(text: str) -> Iterable[str]:
    words = text.split()
    listed = words and all(word.startswith(BASE) for word in words)
    return set(words if listed else text.split("\n")) - {""}


def cells() -> Iterator[str]:
    for name, asked in CASES:
        for row in expected(name)[asked]:
            yield row[-1]


def test_every_expected_row_has_sources() -> None:
    assert all(cell.startswith("src:") for cell in cells())
