"""The OpenAPI 3.1 description of the catalogue, made from the headers of its questions."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from aseankg import __version__
from aseankg.headers import Parameter, Question
from aseankg.namespaces import BASE, PREFIXES
from aseankg.web.forms import plain
from aseankg.web.openapi_parameters import OWN, own_parameter, schema_of
from aseankg.web.openapi_schemas import SCHEMAS, answer_schema
from aseankg.web.release import Release

Object = dict[str, Any]
_STATUSES = {
    "400": "A parameter cannot be used; the body names it.",
    "404": "A parameter names nothing that is here; the body names it.",
    "406": "There is no such form of an answer.",
    "409": "Another release is served.",
    "503": "The answer took too long; try again later.",
}


def description(release: Release, most: int) -> Object:
    """Describe all that programs can ask of a release; an answer has `most` rows at most."""
    paths = {
        f"/api/questions/{name}": {"get": _operation(release, one)}
        for name, one in release.questions.items()
    }
    return {
        "openapi": "3.1.0",
        "info": _info(release, most),
        "servers": [{"url": "/"}],
        "externalDocs": {"url": f"{BASE}docs/api", "description": "How to use it"},
        "tags": [{"name": tag} for tag in _tags(release)],
        "paths": {"/api/questions": {"get": _listing()}, **paths},
        "components": {
            "schemas": SCHEMAS,
            "parameters": {name: own_parameter(name) for name in (*OWN, "without")},
            "responses": {f"Problem{code}": _problem(text) for code, text in _STATUSES.items()},
            "headers": _headers(),
        },
    }


def _info(release: Release, most: int) -> Object:
    return {
        "title": "aseankg",
        "summary": "What ASEAN has promised, and who answers for it",
        "description": (
            "Each question of the catalogue is an address that is read with GET. A thing is named "
            "by its id, its IRI, or a name or abbreviation in any language. Every row names its "
            f"sources. An answer has {most} rows at most. Read only, without a key."
        ),
        "version": f"{__version__}+{release.key[:8]}",
        "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
    }


def _tags(release: Release) -> list[str]:
    return sorted({tag for one in release.questions.values() for tag in one.tags})


def _listing() -> Object:
    schema = {"$ref": "#/components/schemas/Catalogue"}
    return {
        "operationId": "questions",
        "summary": "List the questions with their parameters",
        "responses": {
            "200": {
                "description": "The questions.",
                "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
                "content": {"application/json": {"schema": schema}},
            }
        },
    }


def _operation(release: Release, question: Question) -> Object:
    own = [{"$ref": f"#/components/parameters/{name}"} for name in ("without", *OWN)]
    schema = answer_schema(columns(question))
    names = ("ETag", "X-Total-Count", "Link")
    return {
        "operationId": question.name,
        "summary": question.summary,
        "description": plain(question.description),
        "tags": question.tags,
        "parameters": [
            *(_parameter(release, question, one) for one in question.parameters.values()),
            *own,
        ],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
                "content": {
                    "application/json": {"schema": schema},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            "304": {"description": "The answer is the one that If-None-Match names."},
            **{code: {"$ref": f"#/components/responses/Problem{code}"} for code in _STATUSES},
        },
    }


def columns(question: Question) -> list[str]:
    """Give the columns of the answer to a question."""
    found = ox.Store().query(question.text, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [variable.value for variable in found.variables]


def _parameter(release: Release, question: Question, parameter: Parameter) -> Object:
    example = _example(question, parameter)
    return {
        "name": parameter.name,
        "in": "query",
        "description": plain(parameter.about),
        "required": parameter.required,
        "schema": schema_of(release, parameter),
        **({"example": example} if example else {}),
    }


def _example(question: Question, parameter: Parameter) -> str:
    told = (question.header.get("parameters") or {}).get(parameter.name) or {}
    return str(told.get("example", ""))


def _problem(text: str) -> Object:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def _headers() -> Object:
    return {
        "ETag": {"description": "The state of the answer.", "schema": {"type": "string"}},
        "X-Total-Count": {
            "description": "How many rows there are.",
            "schema": {"type": "integer", "minimum": 0},
        },
        "Link": {"description": "The rows before and after.", "schema": {"type": "string"}},
    }


def listed(release: Release) -> list[Object]:
    """Give the questions with their parameters as the list of them tells."""
    return [
        {
            "name": question.name,
            "summary": question.summary,
            "description": plain(question.description),
            "tags": question.tags,
            "address": f"/api/questions/{question.name}",
            "page": f"/questions/{question.name}",
            "columns": columns(question),
            "parameters": [_told(release, question, p) for p in question.parameters.values()],
        }
        for question in release.questions.values()
    ]


def _told(release: Release, question: Question, parameter: Parameter) -> Object:
    schema = schema_of(release, parameter)
    more = {
        "default": parameter.default,
        "example": _example(question, parameter),
        "values": schema.get("enum", []),
    }
    return {
        "name": parameter.name,
        "about": plain(parameter.about),
        "type": {"iri": "thing"}.get(parameter.type, parameter.type),
        "of": parameter.of,
        "required": parameter.required,
        **{name: value for name, value in more.items() if value},
    }
