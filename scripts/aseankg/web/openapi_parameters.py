"""What the parameters of questions may be, as JSON schemas of the texts in an address."""

from __future__ import annotations

from typing import Any

from aseankg.headers import Parameter
from aseankg.parameters import ANY
from aseankg.views import PARTS
from aseankg.web.choices import closed, options
from aseankg.web.release import Release

Object = dict[str, Any]
# What every question takes: what it is for, its schema, the rule that its text keeps.
OWN: dict[str, tuple[str, Object, str]] = {
    "lang": (
        "language of the names (an ISO 639 code); English where there is no name in it",
        {"type": "string", "pattern": "^[a-z]{2,3}$", "default": "en"},
        "[a-z]{2,3}",
    ),
    "limit": (
        "how many rows, from 1 to 10000",
        {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1000},
        "0*([1-9][0-9]{0,3}|10000)",
    ),
    "offset": (
        "how many rows to leave out at the beginning, from 0",
        {"type": "integer", "minimum": 0, "maximum": 1000000, "default": 0},
        "[0-9]{1,6}|1000000",
    ),
    "format": (
        "json or csv; goes before the Accept header",
        {"type": "string", "enum": ["json", "csv"]},
        "json|csv",
    ),
    "raw": (
        "true or false; true leaves cells of CSV as they are that a spreadsheet would run",
        {"type": "boolean", "default": False},
        "true|false",
    ),
    "release": (
        "the name of a release; 409 when another one is served",
        {"type": "string", "pattern": "^[0-9A-Za-z.+-]{1,64}$"},
        "[0-9A-Za-z.+-]{1,64}",
    ),
}
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"


def own_parameter(name: str) -> Object:
    """Describe a parameter that every question takes."""
    if name == "without":
        return {
            "name": name,
            "in": "query",
            "description": "leave out what rules infer, or what editors conclude",
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "string", "enum": list(PARTS)}},
        }
    about, schema, _ = OWN[name]
    return {"name": name, "in": "query", "description": about, "schema": schema}


def schema_of(release: Release, parameter: Parameter) -> Object:
    """Give the JSON schema of the texts that a parameter takes."""
    schema = _schema(release, parameter)
    return schema | ({"default": parameter.default} if parameter.default else {})


def _schema(release: Release, parameter: Parameter) -> Object:
    if parameter.type == "integer":
        return {"type": "integer", "minimum": -999999999, "maximum": 999999999}
    if parameter.type == "date":
        return dict(_DATE)
    if closed(parameter):
        values = [one.value for one in options(release, parameter, "en")]
        return {"type": "string", "enum": [*values, *([ANY] if parameter.default else [])]}
    return {"type": "string", "minLength": 1}


_DATE: Object = {
    "type": "string",
    "anyOf": [
        {"title": "a day", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {"title": "a month", "pattern": f"^{_YEAR}-(0[1-9]|1[0-2])$"},
        {"title": "a year", "pattern": f"^{_YEAR}$"},
        {"title": "today, or all times", "enum": ["today", ANY]},
    ],
}
