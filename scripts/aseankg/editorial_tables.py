"""The tables that editors fill: what they conclude, what they miss, where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator

from aseankg.cells import (
    BadCell,
    Vocabulary,
    read_code,
    read_origin,
    read_page,
    read_ref,
    read_sdg,
    read_source,
    read_text,
    read_url,
)
from aseankg.columns import Column
from aseankg.columns import values as values_of
from aseankg.errors import InputError
from aseankg.sheets import Row
from aseankg.tables import TABLES, Table


def _thing(name: str, meaning: str, *tables: str) -> Column:
    return Column(name, meaning, read=read_ref(*tables), required=True)


def _words(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name, meaning, read=read_text, required=required)


_GOAL = _thing("goal", "id of the goal or objective", "goals")
_WHY = _words("why", "the reason, in one line")
_GROUNDS = (
    Column("basis", "stated, observed or inferred", read=read_code("basis"), required=True),
    Column("evidence", "ids of the goals, things or sources that it rests on", read=read_origin,
           many=True, required=True),
    _words("rationale", "the reason, in one line"),
    Column("confidence", "high, medium or low", read=read_code("confidence"), required=True),
)  # fmt: skip


def _sources(name: str) -> Column:
    return Column(name, "ids of the sources that say so", read=read_source, many=True,
                  required=True)  # fmt: skip


# fmt: off
_LIST = (
    Table("contradictions", "Contradiction", (
        _thing("thing", "id of the thing"),
        _words(
            "property",
            "the column or relation on which sources disagree; of a person `tenure POST: from` "
            "or `tenure POST: to`; or plain words",
        ),
        _words("value", "the better sourced value, that of the thing's own table"),
        _sources("source"), _words("other_value", "what others say"), _sources("other_source"),
        _words("note", "what a reader must know", required=False),
        _words("rationale", "the judgement of an editor: why the value is kept, or that both stand",
               required=False),
    )),
    Table("goal_bodies", "Responsibility", (
        _GOAL, _thing("body", "the ASEAN body that answers for it", "organizations"),
        Column("role", "one of the list 'role'", read=read_code("role"), required=True), *_GROUNDS,
    )),
    Table("theme_goals", "Conclusion", (
        _thing("theme", "id of the theme", "themes"), _GOAL, *_GROUNDS,
    )),
    Table("goal_continues", "Conclusion", (
        _GOAL, _thing("continues", "the goal of an older text that lives on in it", "goals"),
        *_GROUNDS,
    )),
    Table("goal_sdg", "Conclusion", (
        _GOAL, Column("sdg", "number of the Sustainable Development Goal, 1 to 17",
                      read=read_sdg, required=True), *_GROUNDS,
    )),
    Table("gaps", "Remark", (_GOAL, _WHY)),
    Table("theme_gaps", "Remark", (_thing("theme", "the theme that no goal answers", "themes"),
                                   _WHY)),
    Table("missing_bodies", "Remark", (
        _words("name", "name of a body that the graph lacks"), _WHY,
        Column("source", "address of a page on it, or id of a thing that names it", read=read_page),
    )),
    Table("remit_lookups", "Remark", (
        _thing("body", "the body whose remit was looked up", "organizations"),
        Column("url", "address of the page that was read", read=read_url, required=True),
        _words("confirms", "what the page confirms"),
    )),
)
# fmt: on

EDITORIAL_TABLES: dict[str, Table] = {table.name: table for table in _LIST}
ALL_TABLES: dict[str, Table] = TABLES | EDITORIAL_TABLES


def faults_of(row: Row, table: str, vocabulary: Vocabulary) -> Iterator[InputError]:
    """Give the faults of the cells of one row of an editorial table."""
    for column in EDITORIAL_TABLES[table].columns:
        cell = row.get(column.name)
        if not cell and column.required:
            remedy = f"fill it: {column.meaning}"
            yield InputError(row.file, row.number, column.name, "is empty", remedy)
        try:
            values_of(column, cell, vocabulary)
        except BadCell as bad:
            yield InputError(row.file, row.number, column.name, bad.message, bad.remedy)
