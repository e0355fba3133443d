"""The form of a question, made of its header: a field for each parameter, with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.headers import Parameter
from aseankg.parameters import ANY
from aseankg.web.asking import Asked
from aseankg.web.choices import Option, closed, options, suggestions
from aseankg.web.memory import once
from aseankg.web.templating import View

_FIRST, _SHORT = 3, 40
DATES = "any|today|[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


@dataclass(frozen=True)
class Field:
    """One field: what it is called, what it holds, what may stand in it, what is wrong with it.

    `kind` is select, date, number or text; `groups` are the options of a select with their
    headings, `offers` those that a text field suggests; `open` is what leaves it open; `first`
    are those fields that stand there at once, the others are folded away.
    """

    name: str
    label: str
    kind: str
    value: str
    required: bool
    open: str
    hint: str
    groups: Sequence[tuple[str, Sequence[Option]]]
    offers: Sequence[Option]
    fault: InputError | None
    first: bool


def fields(view: View, asked: Asked) -> list[Field]:
    """Give the fields of a question, filled with what is asked."""
    parameters = list(asked.question.parameters.values())
    few = len(parameters) <= _FIRST + 1
    return [
        _field(view, asked, one, few or number < _FIRST or _set(asked, one))
        for number, one in enumerate(parameters)
    ]


def _set(asked: Asked, parameter: Parameter) -> bool:
    """Tell whether a parameter has another value than it has without being asked."""
    name = parameter.name
    return parameter.required or name in asked.faults or asked.given[name] not in _usual(parameter)


def _usual(parameter: Parameter) -> tuple[str, str]:
    return "", parameter.default


def label_of(view: View, parameter: Parameter) -> str:
    """Give the label of a field: what it is about if that is short, or else its name."""
    short = 0 < len(parameter.about) <= _SHORT and not set(parameter.about) & set(";:")
    words = parameter.about if short else parameter.option.replace("-", " ")
    return capital(plain(view.words(words)))


def plain(words: str) -> str:
    """Write options of the command line, which headers name, as the fields of a form."""
    named = re.sub(r"(?<!\w)--([a-z-]+)", lambda one: f"“{one[1].replace('-', ' ')}”", words)
    return re.sub(r"`([^`]+)`", lambda one: f"“{one[1].replace('_', ' ')}”", named)


def capital(words: str) -> str:
    """Begin words with a capital letter."""
    return words[:1].upper() + words[1:]


def _field(view: View, asked: Asked, parameter: Parameter, first: bool) -> Field:
    name = parameter.name
    few = closed(parameter)
    shown = asked.given[name] or ("" if name in asked.faults else parameter.default)
    value = asked.values.get(name, shown) if few else _named(view, asked, name, shown)
    listed = _remembered(view, parameter)
    return Field(
        name=name,
        label=label_of(view, parameter),
        kind="select" if few else {"date": "date", "integer": "number"}.get(parameter.type, "text"),
        value=value,
        required=parameter.required,
        open=ANY if parameter.default else "",
        hint=_hint(view, parameter, few),
        groups=_groups(listed) if few else (),
        offers=() if few else listed,
        fault=asked.faults.get(name),
        first=first,
    )


def _remembered(view: View, parameter: Parameter) -> list[Option]:
    make = options if closed(parameter) else suggestions
    key = f"options {parameter.of} {parameter.type} {parameter.choices} {view.lang}"
    return once(view.release, key, lambda: make(view.release, parameter, view.lang))


def _groups(listed: Sequence[Option]) -> list[tuple[str, list[Option]]]:
    return [(name, list(group)) for name, group in groupby(listed, lambda one: one.group)]


def _named(view: View, asked: Asked, name: str, shown: str) -> str:
    """Give the name of the thing that a field holds, where the form knows it by its name."""
    term = asked.terms.get(name)
    if not isinstance(term, ox.NamedNode):
        return shown
    words, _ = view.name(term.value)
    offered = {one.value for one in _remembered(view, asked.question.parameters[name])}
    return words if words in offered else shown


def _hint(view: View, parameter: Parameter, few: bool) -> str:
    parts = []
    if label_of(view, parameter) != capital(plain(view.words(parameter.about))):
        parts.append(capital(plain(view.words(parameter.about))) + ".")
    if parameter.type == "date":
        parts.append(view.words("Such as 2026-02-01, 2026-02, 2026 or today."))
    if parameter.type == "iri" and not few:
        parts.append(view.words("A name or abbreviation in any language, or an id."))
    return " ".join(parts)
