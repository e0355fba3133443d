"""Editors' conclusions: the tables in a folder `editorial`, written into the editorial graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pyoxigraph as ox

from aseankg.cells import Vocabulary, akg, code, literal, read_page, read_url, source, thing
from aseankg.draft import Draft
from aseankg.editorial_tables import faults_of
from aseankg.errors import InputError
from aseankg.namespaces import EDITORIAL, ID, RDFS, SDG
from aseankg.records import parts_of, slugify
from aseankg.sheets import Row
from aseankg.terms import Term

Origins = Mapping[str, Sequence[ox.NamedNode]]


class Editor:
    """Writes editorial rows into a draft; `origins` gives the sources of each thing's row."""

    def __init__(self, vocabulary: Vocabulary, draft: Draft, origins: Origins) -> None:
        """Keep what the rows are read against."""
        self.vocabulary, self.draft, self.origins = vocabulary, draft, origins
        self.faults: list[InputError] = []

    def enter(self, table: str, rows: Iterable[Row]) -> None:
        """Write the rows of one editorial table; faults are collected in `faults`."""
        for row in rows:
            faults = list(faults_of(row, table, self.vocabulary))
            self.faults += faults
            if not faults:
                WRITERS[table](self, row)

    def derived(self, row: Row) -> list[ox.NamedNode]:
        """Give the things named as evidence and the sources of their rows."""
        named: list[ox.NamedNode] = []
        for slug in parts_of(row.get("evidence")):
            if self.vocabulary.names_source(slug):
                named.append(source(slug))
            else:
                named += [thing(slug), *self.origins.get(slug, ())]
        return named

    def grade(self, row: Row, node: ox.NamedNode) -> None:
        """State how sure the editors are."""
        sure = code("confidence", row.get("confidence"))
        self.draft.state(EDITORIAL, node, akg("confidence"), sure)


def _goal_body(editor: Editor, row: Row) -> None:
    node = ox.NamedNode(f"{ID}{row.get('body')}--{row.get('role')}--{row.get('goal')}")
    editor.draft.type(EDITORIAL, node, "Responsibility")
    for prop, value in (
        ("agent", thing(row.get("body"))),
        ("target", thing(row.get("goal"))),
        ("role", code("role", row.get("role"))),
        ("basis", code("basis", row.get("basis"))),
    ):
        editor.draft.state(EDITORIAL, node, akg(prop), value)
    editor.draft.explain(node, row.get("rationale"), editor.derived(row))
    editor.grade(row, node)


def _mapping(subject: str, obj: str, prop: str) -> Callable[[Editor, Row], None]:
    def write(editor: Editor, row: Row) -> None:
        _conclude(editor, row, row.get(subject), prop, thing(row.get(obj)), row.get(obj))

    return write


def _goal_sdg(editor: Editor, row: Row) -> None:
    number = row.get("sdg")
    goal = ox.NamedNode(SDG + number)
    _conclude(editor, row, row.get("goal"), "matchesSDG", goal, number, "sdg")


def _conclude(
    editor: Editor, row: Row, slug: str, prop: str, value: Term, end: str, name: str = ""
) -> None:
    node = editor.draft.conclude(
        thing(slug),
        akg(prop),
        value,
        f"{slug}--{name or prop}--{end}",
        row.get("rationale"),
        editor.derived(row),
        row.get("basis"),
    )
    editor.grade(row, node)


def _remark(kind: str, column: str) -> Callable[[Editor, Row], None]:
    def write(editor: Editor, row: Row) -> None:
        node = _remark_node(editor, kind, row.get(column), row.get("why") or row.get("confirms"))
        editor.draft.state(EDITORIAL, node, akg("about"), thing(row.get(column)))
        if row.get("url"):
            page = read_url(row.get("url"), editor.vocabulary)
            editor.draft.state(EDITORIAL, node, RDFS + "seeAlso", page)

    return write


def _missing_body(editor: Editor, row: Row) -> None:
    node = _remark_node(editor, "missing-body", slugify(row.get("name")), row.get("why"))
    editor.draft.state(EDITORIAL, node, akg("missingName"), literal(row.get("name")))
    if row.get("source"):
        page = read_page(row.get("source"), editor.vocabulary)
        editor.draft.state(EDITORIAL, node, RDFS + "seeAlso", page)


def _remark_node(editor: Editor, kind: str, slug: str, why: str) -> ox.NamedNode:
    node = ox.NamedNode(f"{ID}{slug}--remark--{kind}")
    editor.draft.type(EDITORIAL, node, "Remark")
    editor.draft.state(EDITORIAL, node, akg("kind"), code("remark-kind", kind))
    editor.draft.state(EDITORIAL, node, akg("rationale"), ox.Literal(why, language="en"))
    return node


WRITERS: dict[str, Callable[[Editor, Row], None]] = {
    "goal_bodies": _goal_body,
    "theme_goals": _mapping("goal", "theme", "addresses"),
    "goal_continues": _mapping("goal", "continues", "continues"),
    "goal_sdg": _goal_sdg,
    "gaps": _remark("goal-without-body", "goal"),
    "theme_gaps": _remark("theme-without-goal", "theme"),
    "missing_bodies": _missing_body,
    "remit_lookups": _remark("remit-confirmed", "body"),
}
