"""Ask a question of the catalogue: from a name and some values to a table with its sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.headers import Parameter, Question, networks, questions
from aseankg.labels import labels_of, sources_of
from aseankg.namespaces import BASE, EDITORIAL, HOUSE_GRAPHS, PREFIXES
from aseankg.parameters import substitute, terms_of
from aseankg.sparql import explained
from aseankg.views import view

__all__ = [
    "Cell",
    "Parameter",
    "Question",
    "SourceInfo",
    "Table",
    "ask",
    "networks",
    "query_text",
    "questions",
]
SOURCES = "sources"


@dataclass(frozen=True)
class Cell:
    """One value of an answer.

    `value` is the text of the literal or the IRI ("" when there is none). A thing has its IRI in
    `iri` and its name in `label`; a list of things, separated by spaces, has their names in
    `label`, and one by one in `names`. `lang` is the language of the text shown, `datatype` that
    of a literal.
    """

    value: str
    iri: str | None = None
    label: str | None = None
    lang: str | None = None
    datatype: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceInfo:
    """What a source is: its title, address, publisher and date of issue ("" if not known)."""

    title: str
    url: str
    publisher: str
    issued: str


@dataclass(frozen=True)
class Table:
    """An answer: the columns in order, a cell for each column in each row, the sources cited."""

    columns: list[str]
    rows: list[dict[str, Cell]]
    sources: dict[str, SourceInfo]


def query_text(store: ox.Store, question: Question, values: Mapping[str, str]) -> str:
    """Give the SPARQL of a question with the values put in; raises `InputError`."""
    return substitute(question.text, terms_of(store, question, values))


def ask(
    store: ox.Store,
    question: Question,
    values: Mapping[str, str] | None = None,
    lang: str = "en",
    without: Collection[str] = (),
) -> Table:
    """Answer a question with these values, the names in this language.

    `without` leaves out what is `inferred` by rules or concluded by editors (`editorial`).
    Raises `InputError` for a value that cannot be used, and for a query that is wrong.
    """
    text = query_text(store, question, values or {})
    return named(store, solve(store, question, text, without), lang)


@dataclass(frozen=True)
class Solutions:
    """What a query finds, before things have names: the columns, and the terms of each row."""

    columns: list[str]
    rows: list[dict[str, object]]


def solve(
    store: ox.Store, question: Question, text: str, without: Collection[str] = ()
) -> Solutions:
    """Run the SPARQL of a question; raises `InputError` for a query that is wrong."""
    kept = view(store, frozenset(without))
    try:
        solutions = kept.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise explained(error, text, _shown(question.path)) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise InputError(question.path, 0, None, "is no SELECT", "begin the query with SELECT")
    columns = [variable.value for variable in solutions.variables]
    return Solutions(columns, [{name: row[name] for name in columns} for row in solutions])


def _shown(path: Path) -> str:
    """Give a path as a person would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def named(store: ox.Store, found: Solutions, lang: str) -> Table:
    """Give what was found with names in a language, and what is known of the sources."""
    columns = found.columns
    rows = [{name: _cell(name, row[name]) for name in columns} for row in found.rows]
    iris = {iri for row in rows for name, cell in row.items() for iri in _iris(name, cell)}
    names = labels_of(store, iris, lang)
    told = [{name: _named(name, cell, names) for name, cell in row.items()} for row in rows]
    cited = {iri for row in rows if SOURCES in row for iri in row[SOURCES].value.split()}
    infos = {iri: SourceInfo(*info) for iri, info in sources_of(store, cited).items()}
    return Table(columns, told, infos)


def _cell(name: str, term: object) -> Cell:
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, term.value)
    if not isinstance(term, ox.Literal):
        return Cell("")
    if name == SOURCES:
        return Cell(" ".join(_cited(term.value)))
    return Cell(_in_order(term.value), None, None, term.language, term.datatype.value)


def _in_order(text: str) -> str:
    """Sort the IRIs or the lines of a list, in which an aggregate puts them as it finds them."""
    words = text.split()
    if words and all(word.startswith(BASE) for word in words):
        return " ".join(sorted(set(words)))
    return "; ".join(sorted(set(filter(None, text.split("\n"))))) if "\n" in text else text


def _cited(text: str) -> list[str]:
    """Give each source once; what the house itself says counts only where no source does."""
    all_of_them = sorted(set(text.split()))
    outside = [iri for iri in all_of_them if iri not in HOUSE_GRAPHS]
    return outside or [iri for iri in all_of_them if iri == EDITORIAL]


def _iris(name: str, cell: Cell) -> list[str]:
    """Give the IRIs in a cell that want a name: its own, or those of a list."""
    if cell.iri:
        return [cell.iri]
    words = cell.value.split() if name != SOURCES else []
    return words if words and all(word.startswith(BASE) for word in words) else []


def _named(name: str, cell: Cell, names: Mapping[str, tuple[str, str]]) -> Cell:
    iris = _iris(name, cell)
    if not iris:
        return cell
    each = tuple(names[iri][0] for iri in iris)
    lang = names[iris[0]][1] or None
    return Cell(cell.value, cell.iri, "; ".join(dict.fromkeys(each)), lang, None, each)
