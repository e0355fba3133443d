"""Answers of SPARQL as bytes: the four forms of rows, the six of triples.

Up to a number of rows: an answer that goes on is cut there, and says so where its form can.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

import pyoxigraph as ox

from aseankg.formats import safe_row
from aseankg.namespaces import PREFIXES

TABLE = "text/html"
# Name for ?format= -> media type; the first is what a client gets that likes all equally.
ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
# Other media types by which the same is asked for.
ROW_ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
GRAPH_ALIASES = {"application/json": "jsonld", "application/xml": "rdfxml"}
_ALSO = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "json-ld": "jsonld", "rdf": "rdfxml"}
_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SRX = "http://www.w3.org/2005/sparql-results#"
_COMMENTED = {"turtle", "ntriples", "trig", "nquads"}

Row = Sequence[Any]


@dataclass(frozen=True)
class Form:
    """How an answer is written: name of the form, media type that is sent with it."""

    name: str
    media: str


def forms(rows: bool) -> dict[str, str]:
    """Give what is offered for rows or for triples: media type -> name of the form."""
    named, aliases = (ROWS, ROW_ALIASES) if rows else (GRAPHS, GRAPH_ALIASES)
    return {**{media: name for name, media in named.items()}, **aliases, TABLE: "html"}


def form_named(name: str, rows: bool) -> Form | None:
    """Give the form that `?format=` names, by its name or media type."""
    offered = forms(rows)
    if name in offered:
        return Form(offered[name], name)
    name = _ALSO.get(name, name)
    if not rows and name in ("json", "xml"):
        name = GRAPH_ALIASES[f"application/{name}"]
    media = next((one for one, form in offered.items() if form == name), None)
    return Form(name, media) if media else None


@dataclass
class Answer:
    """An answer in bytes with the number of its rows or triples, and whether it was cut there."""

    body: bytes
    rows: int
    cut: bool


def write(result: Any, form: str, most: int, safe: bool = False) -> Answer:
    """Write the result of a query in a form, up to a number of rows.

    `safe` puts ' before cells of CSV that a spreadsheet would run. "html" gives the JSON that the
    page is made of, for triples too.
    """
    if isinstance(result, ox.QueryBoolean):
        return Answer(write_boolean(bool(result), form), 1, False)
    rows, cut = _taken(result, most)
    if form in _RDF:
        return Answer(_triples(rows, form, cut), len(rows), cut)
    triples = isinstance(result, ox.QueryTriples)
    columns = ["s", "p", "o"] if triples else [one.value for one in result.variables]
    listed: list[Row] = (
        [[one.subject, one.predicate, one.object] for one in rows] if triples else rows
    )
    return Answer(write_rows(columns, listed, form, cut, safe), len(rows), cut)


def _taken(result: Iterable[Any], most: int) -> tuple[list[Any], bool]:
    """Take up to a number of rows; triples each once."""
    if isinstance(result, ox.QueryTriples):
        found: dict[Any, None] = {}
        for one in result:
            found[one] = None
            if len(found) > most:
                break
        rows = list(found)
    else:
        rows = list(islice(result, most + 1))
    return rows[:most], len(rows) > most


def _triples(rows: list[Any], form: str, cut: bool) -> bytes:
    prefixes = PREFIXES if form in ("turtle", "trig", "rdfxml") else None
    body = ox.serialize(rows, format=_RDF[form], prefixes=prefixes) or b""
    if cut and form in _COMMENTED:
        return f"# cut after {len(rows)} triples; there are more\n".encode() + body
    return body


def write_boolean(value: bool, form: str) -> bytes:
    """Write yes or no; CSV and TSV, which know no such answer, hold the one word."""
    word = "true" if value else "false"
    if form in ("csv", "tsv"):
        return f"{word}\r\n".encode() if form == "csv" else f"{word}\n".encode()
    if form == "xml":
        head = f'<?xml version="1.0"?>\n<sparql xmlns="{_SRX}"><head/>'
        return f"{head}<boolean>{word}</boolean></sparql>\n".encode()
    return json.dumps({"head": {}, "boolean": value}).encode()


def write_rows(columns: list[str], rows: list[Row], form: str, cut: bool, safe: bool) -> bytes:
    """Write rows of terms, None for what is unbound."""
    if form == "csv":
        texts = [columns, *([_plain(cell) for cell in row] for row in rows)]
        return _csv(map(safe_row, texts) if safe else texts)
    if form == "tsv":
        head = "\t".join(f"?{name}" for name in columns)
        lines = ["\t".join("" if cell is None else _term(cell) for cell in row) for row in rows]
        return "\n".join([head, *lines, ""]).encode()
    return (_xml if form == "xml" else _json)(columns, rows, cut)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write the lines of RFC 4180."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell.value) if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def _term(cell: Any) -> str:
    return str(cell).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(columns: list[str], rows: list[Row], cut: bool) -> bytes:
    bindings = [
        {name: _object(cell) for name, cell in zip(columns, row, strict=True) if cell is not None}
        for row in rows
    ]
    told: dict[str, Any] = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    if cut:
        told["aseankg"] = {"cut": True, "rows": len(rows)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _object(cell: Any) -> dict[str, Any]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        return {"type": "literal", "value": cell.value, **_kind(cell)}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    return {"type": "triple", "value": {name: _object(part) for name, part in _parts(cell)}}


def _kind(cell: ox.Literal) -> dict[str, str]:
    if cell.language:
        way = (
            {"its:dir": "rtl" if "RTL" in str(cell.direction) else "ltr"} if cell.direction else {}
        )
        return {"xml:lang": cell.language, **way}
    plain = cell.datatype.value == PREFIXES["xsd"] + "string"
    return {} if plain else {"datatype": cell.datatype.value}


def _parts(cell: Any) -> list[tuple[str, Any]]:
    return [("subject", cell.subject), ("predicate", cell.predicate), ("object", cell.object)]


def _xml(columns: list[str], rows: list[Row], cut: bool) -> bytes:
    names = "".join(f'<variable name="{escape(name)}"/>' for name in columns)
    told = f"<!-- cut after {len(rows)} rows; there are more -->" if cut else ""
    lines = [f'<?xml version="1.0"?>\n<sparql xmlns="{_SRX}">{told}<head>{names}</head><results>']
    for row in rows:
        cells = (
            f'<binding name="{escape(name)}">{_element(cell)}</binding>'
            for name, cell in zip(columns, row, strict=True)
            if cell is not None
        )
        lines.append(f"<result>{''.join(cells)}</result>")
    return "\n".join([*lines, "</results></sparql>", ""]).encode()


def _element(cell: Any) -> str:
    if isinstance(cell, ox.NamedNode):
        return f"<uri>{_xml_text(cell.value)}</uri>"
    if isinstance(cell, ox.BlankNode):
        return f"<bnode>{_xml_text(cell.value)}</bnode>"
    if isinstance(cell, ox.Literal):
        kind = "".join(f' {name}="{escape(text)}"' for name, text in _kind(cell).items())
        its = (
            ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"' if cell.direction else ""
        )
        return f"<literal{kind}{its}>{_xml_text(cell.value)}</literal>"
    parts = "".join(f"<{name}>{_element(part)}</{name}>" for name, part in _parts(cell))
    return f"<triple>{parts}</triple>"


def _xml_text(text: str) -> str:
    """Escape a text; what XML cannot hold is told by the sign for that."""
    return escape(_NO_XML.sub("\ufffd", text), quote=False).replace("\r", "&#13;")
