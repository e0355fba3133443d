"""Editors' conclusions: the tables in a folder `editorial`, written into the editorial graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pyoxigraph as ox

from aseankg.cells import (
    BadCell,
    Vocabulary,
    akg,
    code,
    literal,
    read_code,
    read_ref,
    source,
    thing,
)
from aseankg.draft import Draft
from aseankg.errors import InputError
from aseankg.namespaces import EDITORIAL, ID, RDFS, SDG
from aseankg.records import slugify
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
            try:
                WRITERS[table](self, row)
            except BadCell as bad:
                self.faults.append(InputError(row.file, row.number, None, bad.message, bad.remedy))

    def ref(self, row: Row, column: str, *tables: str) -> ox.NamedNode:
        """Read a cell that names a thing."""
        term = read_ref(*tables)(row.get(column), self.vocabulary)
        assert isinstance(term, ox.NamedNode)
        return term

    def derived(self, row: Row) -> list[ox.NamedNode]:
        """Give the things named as evidence and the sources of their rows."""
        named: list[ox.NamedNode] = []
        for slug in filter(None, row.get("evidence").split(";")):
            if slug in self.vocabulary.sources:
                named.append(source(slug))
                continue
            read_ref()(slug, self.vocabulary)
            named += [thing(slug), *self.origins.get(slug, ())]
        return named

    def grade(self, row: Row, node: ox.NamedNode) -> None:
        """State how sure the editors are."""
        read_code("confidence")(row.get("confidence"), self.vocabulary)
        self.draft.state(
            EDITORIAL, node, akg("confidence"), code("confidence", row.get("confidence"))
        )

    def basis(self, row: Row) -> Term:
        """Read the basis of a row."""
        return read_code("basis")(row.get("basis"), self.vocabulary)


def _goal_body(editor: Editor, row: Row) -> None:
    goal = editor.ref(row, "goal", "goals")
    body = editor.ref(row, "body", "organizations")
    role = read_code("role")(row.get("role"), editor.vocabulary)
    node = ox.NamedNode(f"{ID}{row.get('body')}--{row.get('role')}--{row.get('goal')}")
    draft = editor.draft
    draft.type(EDITORIAL, node, "Responsibility")
    for prop, value in (
        ("agent", body),
        ("target", goal),
        ("role", role),
        ("basis", editor.basis(row)),
    ):
        draft.state(EDITORIAL, node, akg(prop), value)
    draft.explain(node, row.get("rationale"), editor.derived(row))
    editor.grade(row, node)


def _mapping(
    subject: str, obj: str, prop: str, tables: tuple[str, str]
) -> Callable[[Editor, Row], None]:
    def write(editor: Editor, row: Row) -> None:
        node = editor.draft.conclude(
            editor.ref(row, subject, tables[0]),
            akg(prop),
            editor.ref(row, obj, tables[1]),
            f"{row.get(subject)}--{prop}--{row.get(obj)}",
            row.get("rationale"),
            editor.derived(row),
            row.get("basis"),
        )
        editor.grade(row, node)

    return write


def _goal_sdg(editor: Editor, row: Row) -> None:
    number = row.get("sdg")
    if not number.isdigit() or not 1 <= int(number) <= 17:
        raise BadCell(f"'{number}' is not a Sustainable Development Goal", "write 1 to 17")
    node = editor.draft.conclude(
        editor.ref(row, "goal", "goals"),
        akg("matchesSDG"),
        ox.NamedNode(SDG + number),
        f"{row.get('goal')}--sdg--{number}",
        row.get("rationale"),
        editor.derived(row),
        row.get("basis"),
    )
    editor.grade(row, node)


def _remark(kind: str, column: str) -> Callable[[Editor, Row], None]:
    def write(editor: Editor, row: Row) -> None:
        about = editor.ref(row, column)
        node = _remark_node(editor, kind, row.get(column), row.get("why") or row.get("confirms"))
        editor.draft.state(EDITORIAL, node, akg("about"), about)
        if row.get("url"):
            editor.draft.state(EDITORIAL, node, RDFS + "seeAlso", ox.NamedNode(row.get("url")))

    return write


def _missing_body(editor: Editor, row: Row) -> None:
    node = _remark_node(editor, "missing-body", slugify(row.get("name")), row.get("why"))
    editor.draft.state(EDITORIAL, node, akg("missingName"), literal(row.get("name")))
    origin = row.get("source")
    if origin.startswith("http"):
        editor.draft.state(EDITORIAL, node, RDFS + "seeAlso", ox.NamedNode(origin))
    elif origin:
        editor.draft.state(EDITORIAL, node, RDFS + "seeAlso", editor.ref(row, "source"))


def _remark_node(editor: Editor, kind: str, slug: str, why: str) -> ox.NamedNode:
    node = ox.NamedNode(f"{ID}{slug}--remark--{kind}")
    editor.draft.type(EDITORIAL, node, "Remark")
    editor.draft.state(EDITORIAL, node, akg("kind"), code("remark-kind", kind))
    editor.draft.state(EDITORIAL, node, akg("rationale"), ox.Literal(why, language="en"))
    return node


WRITERS: dict[str, Callable[[Editor, Row], None]] = {
    "goal_bodies": _goal_body,
    "theme_goals": _mapping("goal", "theme", "addresses", ("goals", "themes")),
    "goal_continues": _mapping("goal", "continues", "continues", ("goals", "goals")),
    "goal_sdg": _goal_sdg,
    "gaps": _remark("goal-without-body", "goal"),
    "theme_gaps": _remark("theme-without-goal", "theme"),
    "missing_bodies": _missing_body,
    "remit_lookups": _remark("remit-confirmed", "body"),
}
