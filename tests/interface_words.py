"""Every word of the interface that needs a translation, found where it is used."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from babel.messages.extract import extract_from_dir
from jinja2 import Environment, nodes

import aseankg.web
from aseankg.answers import heading
from aseankg.headers import Question, networks, questions
from aseankg.network import caution_of

WEB = Path(aseankg.web.__file__).parent
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {"_": None, "words": None}

# Words that the code puts together or passes on, by module; and tables of them. What is missing
# here is noticed by the test that visits the pages.
_PASSED_ON = {
    "choices": ("Member States", "Others"),
    "pages_coverage": ("concluded by editors or by rule",),
    "pages_duties": ("Authority", "Duty", "Institution"),
    "things_rows": ("as {relation}", "{relation} this"),
}
_TABLES = (
    ("grids", "_COVERAGE"),
    ("grids", "_WRITTEN"),
    ("pages_graph", "SHORT"),
    ("pages_graph", "WORDS"),
    ("pages_changes", "FATES"),
    ("pages_changes", "KINDS"),
    ("pages_search", "_PLAIN"),
    ("refusals", "_KNOWN"),
    ("telling", "_PLAIN"),
    ("term_facts", "_KINDS"),
    ("things_page", "BASES"),
    ("things_page", "DATES"),
    ("things_page", "_KINDS"),
    ("things_page", "_TITLES"),
    ("things_places", "HEADINGS"),
)


def of_the_interface() -> dict[str, str]:
    """Give the words of templates and modules, each with the place of its first use."""
    found: dict[str, str] = {}
    for file, line, words, _, _ in extract_from_dir(WEB, _METHODS, keywords=_KEYWORDS):
        for one in (words,) if isinstance(words, str) else words:
            found.setdefault(one, f"{file}:{line}")
    for template in sorted((WEB / "templates").glob("*.html")):
        for one in _of_loops(Environment().parse(template.read_text(encoding="utf-8"))):
            found.setdefault(one, template.name)
    for module, words in _PASSED_ON.items():
        found |= dict.fromkeys(words, f"{module}.py")
    for module, table in _TABLES:
        for one in _strings(getattr(importlib.import_module(f"aseankg.web.{module}"), table)):
            found.setdefault(one, f"{module}.py {table}")
    return found


def _of_loops(template: nodes.Template) -> Iterator[str]:
    """Give the words in which a loop goes, where its variable is translated."""
    for loop in template.find_all(nodes.For):
        calls = [one for part in loop.body for one in part.find_all(nodes.Call)]
        told = {
            one.args[0].name
            for one in calls
            if isinstance(one.node, nodes.Name)
            and one.node.name == "_"
            and isinstance(one.args[0], nodes.Name)
        }
        targets = loop.target.items if isinstance(loop.target, nodes.Tuple) else [loop.target]
        for number, target in enumerate(targets):
            if isinstance(target, nodes.Name) and target.name in told:
                yield from _members(loop.iter, number)


def _members(listed: nodes.Node, number: int) -> Iterator[str]:
    for one in listed.items if isinstance(listed, nodes.Tuple | nodes.List) else ():
        member = one.items[number] if isinstance(one, nodes.Tuple) else one
        if isinstance(member, nodes.Const):
            yield str(member.value)


def _strings(table: object) -> Iterator[str]:
    if isinstance(table, str):
        if not table.startswith("http"):
            yield table
    elif isinstance(table, dict):
        for one in table.values():
            yield from _strings(one)
    elif isinstance(table, Iterable):
        for one in table:
            yield from _strings(one)


def of_the_questions() -> dict[str, str]:
    """Give what questions and networks show of their headers and columns, with their names."""
    found: dict[str, str] = {}
    for one in (*questions().values(), *networks().values()):
        for words in (*_told(one), *_shown(one)):
            found.setdefault(words, f"{one.name}.rq")
    return found


def _told(one: Question) -> Iterator[str]:
    yield one.summary
    if one.description:
        yield one.description
    yield from one.tags
    yield from filter(None, [caution_of(one)])
    for parameter in one.parameters.values():
        yield parameter.about
        yield parameter.option.replace("-", " ")
        yield from parameter.choices


def _shown(one: Question) -> Iterator[str]:
    """Give the headings of an answer; those of a network are shown nowhere."""
    if not one.network:
        solutions = ox.Store().query(one.text, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        yield from (heading(variable.value) for variable in solutions.variables)
