"""The JSON schemas of what programs are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aseankg.catalogue import SOURCES

Object = dict[str, Any]
_TEXT: Object = {"type": "string"}
_COUNT: Object = {"type": "integer", "minimum": 0}


def _record(about: str, needed: Mapping[str, Object], more: Mapping[str, Object]) -> Object:
    return {
        "type": "object",
        "description": about,
        "required": list(needed),
        "properties": {**needed, **more},
        "additionalProperties": False,
    }


def _ref(name: str) -> Object:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Object) -> Object:
    return {"type": "array", "items": items}


_IRI: Object = {"type": "string", "format": "iri"}
_LANG: Object = {"type": "string", "description": "Language of the name or text."}

SCHEMAS: Object = {
    "Thing": _record("A thing with its name.", {"iri": _IRI, "label": _TEXT}, {"lang": _LANG}),
    "Cell": {
        "description": "What stands in a column; null where nothing is known.",
        "oneOf": [{"type": "null"}, _ref("Value")],
    },
    "Value": _record(
        "A literal, a thing (with iri and label), or a list of things (with items). `value` is "
        "the text of the literal, the IRI, or the IRIs with spaces between.",
        {"value": _TEXT},
        {
            "iri": _IRI,
            "label": _TEXT,
            "lang": _LANG,
            "datatype": _IRI,
            "items": _list(_ref("Thing")),
        },
    ),
    "Source": _record(
        "A source that rows name.",
        {"iri": _IRI, "title": _TEXT},
        {"url": _TEXT, "publisher": _TEXT, "issued": _TEXT},
    ),
    "Problem": _record(
        "Problem details (RFC 9457).",
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "instance": _TEXT,
        },
        {
            "parameter": {"type": "string", "description": "The first parameter that is wrong."},
            "errors": _list(_ref("ParameterError")),
        },
    ),
    "ParameterError": _record(
        "What is wrong with a parameter, and what to do.",
        {"parameter": _TEXT, "detail": _TEXT, "remedy": _TEXT},
        {},
    ),
    "Catalogue": _record(
        "The questions that can be asked.",
        {"release": _TEXT, "questions": _list(_ref("Question"))},
        {},
    ),
    "Question": _record(
        "A question.",
        {
            "name": _TEXT,
            "summary": _TEXT,
            "description": _TEXT,
            "tags": _list(_TEXT),
            "address": _TEXT,
            "page": _TEXT,
            "columns": _list(_TEXT),
            "parameters": _list(_ref("Parameter")),
        },
        {},
    ),
    "Parameter": _record(
        "A parameter of a question; `of` says what kinds of things it may name.",
        {
            "name": _TEXT,
            "about": _TEXT,
            "type": {"enum": ["thing", "date", "literal", "integer"]},
            "of": _TEXT,
            "required": {"type": "boolean"},
        },
        {"default": _TEXT, "example": _TEXT, "values": _list(_TEXT)},
    ),
}


def answer_schema(columns: Sequence[str]) -> Object:
    """Give the schema of an answer with these columns."""
    cells: Object = {name: _ref("Cell") for name in columns if name != SOURCES}
    row = _record("A row.", {**cells, SOURCES: _list(_TEXT)}, {})
    needed = {
        "question": _TEXT,
        "summary": _TEXT,
        "release": _TEXT,
        "parameters": {"type": "object", "additionalProperties": _TEXT},
        "without": _list(_TEXT),
        "lang": _TEXT,
        "columns": _list(_TEXT),
        "total": _COUNT,
        "limit": _COUNT,
        "offset": _COUNT,
        "rows": _list(row),
        "sources": {"type": "object", "additionalProperties": _ref("Source")},
        "page": _TEXT,
    }
    return _record("An answer.", needed, {})
