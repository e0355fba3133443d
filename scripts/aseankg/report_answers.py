"""The answers that a report rests on: every question of the catalogue, and the tables of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aseankg import formats
from aseankg.catalogue import Question, ask, questions
from aseankg.formats import Answer

if TYPE_CHECKING:
    import pyoxigraph as ox

Answers = Mapping[str, Answer]
_LONGEST = 31  # letters in the name of a sheet


def ask_all(store: ox.Store, day: str) -> dict[str, Answer]:
    """Answer every question as of a day; one that needs a value gets that of its example."""
    return {name: answer_to(store, one, values_for(one, day)) for name, one in questions().items()}


def answer_to(store: ox.Store, question: Question, values: Mapping[str, str]) -> Answer:
    """Answer one question with what was asked for."""
    table = ask(store, question, values)
    told = {**question.defaults, **values}
    return Answer(question.name, question.summary, table, told)


def values_for(question: Question, day: str) -> dict[str, str]:
    """Give the values that a report asks a question with."""
    told = question.header.get("parameters") or {}
    values = {
        name: str(told[name]["example"])
        for name, one in question.parameters.items()
        if one.required and not one.default
    }
    today = {name: day for name, one in question.parameters.items() if one.default == "today"}
    return values | today


def table_files(answers: Answers) -> dict[str, bytes]:
    """Give a CSV file for each answer, and one workbook with all of them and their sources."""
    files = {
        f"tables/{name}.csv": formats.as_csv(answer).encode() for name, answer in answers.items()
    }
    return files | {"tables/all-answers.xlsx": _workbook(answers)}


def _workbook(answers: Answers) -> bytes:
    from aseankg.workbooks import workbook

    names = {name: _sheet(name, number) for number, name in enumerate(answers, start=1)}
    contents = [["sheet", "question", "asked with", "rows"]]
    for name, one in answers.items():
        asked = ", ".join(f"{key}: {value}" for key, value in one.asked.items())
        contents.append([names[name], one.summary, asked, str(len(one.table.rows))])
    sheets = {names[name]: list(formats.grid(one)) for name, one in answers.items()}
    return workbook({"Contents": contents, **sheets, "Sources": _sources(answers)})


def _sheet(name: str, number: int) -> str:
    """Give the name of a sheet: unique, and no longer than a workbook allows."""
    return f"{number} {name}"[:_LONGEST].rstrip("- ")


def _sources(answers: Answers) -> list[list[str]]:
    infos = {iri: info for one in answers.values() for iri, info in one.table.sources.items()}
    rows = [
        [formats.slug(iri), info.title, info.publisher, info.issued, info.url]
        for iri, info in sorted(infos.items())
    ]
    return [["id", "title", "publisher", "issued", "url"], *rows]
