"""The page of the endpoint: a form that works by itself, examples, the answer as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from aseankg.headers import Question
from aseankg.namespaces import PREFIXES, shorten
from aseankg.web.asking import read
from aseankg.web.guards import kind_of
from aseankg.web.links import is_web, path_of
from aseankg.web.protocol import Asked, Refusal
from aseankg.web.results import GRAPHS, ROWS
from aseankg.web.templating import View, page
from aseankg.web.workers import Reply

SHOWN = 1000
START = """SELECT ?institution ?name ?source
WHERE {
  ?institution a akg:Institution .
  GRAPH ?source { ?institution rdfs:label ?name }
}
ORDER BY ?name
LIMIT 20
"""
NAMES = {
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}


@dataclass(frozen=True)
class Value:
    """A cell of the table: its text, its language, where it leads to, what is told beside it."""

    text: str
    lang: str = ""
    link: str = ""
    kind: str = ""


def show(request: Request, asked: Asked, outcome: Reply | Refusal | None) -> Response:
    """Show the form, with the answer to a query or with why there is none."""
    view = View(request)
    examples = [*view.release.questions.values(), *view.release.networks.values()]
    wanted = request.query_params.get("example", "")
    sample = next((_sample(view, one) for one in examples if one.name == wanted), START)
    told = json.loads(outcome.body) if isinstance(outcome, Reply) else None
    return page(
        view,
        "sparql.html",
        text=sample if asked.text is None else asked.text,
        examples=examples,
        prefixes=sorted(PREFIXES.items()),
        editor={
            "endpoint": "/sparql",
            "prefixes": PREFIXES,
            "words": {
                "query": view.words("Query"),
                "size": view.words("Rows on a page"),
                "number": view.words("Number"),
            },
            "examples": [(one.name, view.words(one.summary)) for one in examples],
        },
        names=NAMES,
        chosen=asked.format,
        refusal=outcome if isinstance(outcome, Refusal) else None,
        answer=None if told is None else _answer(view, told, outcome.told),  # type: ignore[union-attr]
        files=_files(asked),
    )


def _sample(view: View, question: Question) -> str:
    """Give the query of a question with the values of its example, and its defaults, put in."""
    told = question.header.get("parameters") or {}
    values = {
        name: str(told[name]["example"])
        for name, one in question.parameters.items()
        if one.required and "example" in told.get(name, {})
    }
    text = read(view.release, question, QueryParams(values), ()).sparql
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    return "\n".join([f"# {question.summary}", *lines, ""])


def _answer(view: View, told: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Make what the template shows of an answer: a truth, or a table."""
    if "boolean" in told:
        return {"truth": bool(told["boolean"]), "notes": about["notes"]}
    columns = told["head"]["vars"]
    rows = [
        [_value(view, row[name]) if name in row else None for name in columns]
        for row in told["results"]["bindings"][:SHOWN]
    ]
    shown = {"columns": columns, "rows": rows, "total": about["rows"], "cut": about["cut"]}
    return {"truth": None, "notes": about["notes"], "shown": len(rows), **shown}


def _value(view: View, cell: dict[str, Any]) -> Value:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        ours = path_of(value).startswith("/")
        link = view.to(value) if ours else value if is_web(value) else ""
        return Value(shorten(value), link=link)
    if kind == "triple":
        parts = " ".join(
            _value(view, value[name]).text for name in ("subject", "predicate", "object")
        )
        return Value(f"<<( {parts} )>>")
    if kind == "bnode":
        return Value(f"_:{value}")
    return Value(value, lang=cell.get("xml:lang", ""), kind=shorten(cell.get("datatype", "")))


def _files(asked: Asked) -> list[tuple[str, str]]:
    """Give name and address of the same answer in each form that a program reads."""
    if asked.text is None:
        return []
    graphs = kind_of(asked.text) in ("construct", "describe")
    given: list[tuple[str, str]] = [("query", asked.text)]
    given += [("default-graph-uri", one) for one in asked.default or ()]
    given += [("named-graph-uri", one) for one in asked.named or ()]
    files = []
    for form in GRAPHS if graphs else ROWS:
        more = [("spreadsheet-safe", "1")] if form == "csv" else []
        address = f"/sparql?{urlencode([*given, ('format', form), *more])}"
        files.append((NAMES[form], address))
    return files
