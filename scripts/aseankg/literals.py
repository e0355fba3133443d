"""Literals whose words do not fit their datatype: no day of the calendar, no number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from aseankg.dataset import LocatedQuad
from aseankg.dates import interval, is_date
from aseankg.findings import Finding
from aseankg.namespaces import RDF, XSD, shorten

_FORMS = {
    XSD + "anyURI": r"\S+",
    XSD + "boolean": r"true|false|1|0",
    XSD + "date": "",
    XSD + "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    XSD + "gYear": "",
    XSD + "gYearMonth": "",
    XSD + "integer": r"[+-]?\d+",
    XSD + "string": r"(?s:.*)",
    RDF + "langString": r"(?s:.*)",
}
FAULTS = ("ill-formed-literal", "language-tag", "no-date", "unknown-datatype")
_NUMBERS = (XSD + "decimal", XSD + "integer")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,. \u00a0\u202f'])\d{3})(?:\1\d{3})*", re.ASCII)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def ill_formed(located: Iterable[LocatedQuad]) -> Iterator[Finding]:
    """Give a finding for each literal that is not what it says it is."""
    for one in located:
        literal = one.quad.object
        if isinstance(literal, ox.Literal) and (fault := _fault(literal)):
            name, message, remedy = fault
            thing = one.quad.subject
            assert isinstance(thing, ox.NamedNode | ox.BlankNode)
            property_, value = one.quad.predicate.value, literal.value
            place = (one.path, one.line, thing.value, property_, value)
            yield Finding(name, "violation", *place, message, remedy)


def _fault(literal: ox.Literal) -> tuple[str, str, str] | None:
    """Tell what is wrong with a literal: the rule, the message, the remedy."""
    if literal.language and not _TAG.fullmatch(literal.language):
        message = f"'{literal.language}' is no tag of a language (BCP 47)"
        return "language-tag", message, "write @vi, @id, @en, or @und when not known"
    if is_date(literal):
        try:
            interval(literal.value, literal.datatype.value)
        except ValueError as error:
            remedy = "write a day, month or year of the calendar, as the source gives it"
            return "no-date", f"{literal.value} is no date: {error}", remedy
        return None
    kind = literal.datatype.value
    if kind not in _FORMS:
        allowed = ", ".join(shorten(name) for name in _FORMS if not name.endswith("langString"))
        return "unknown-datatype", f"{shorten(kind)} is not used here", f"use one of {allowed}"
    if not re.fullmatch(_FORMS[kind], literal.value, re.ASCII):
        remedy = _as_number(literal.value) if kind in _NUMBERS else "correct the value"
        return "ill-formed-literal", f"'{literal.value}' is no {shorten(kind)}", remedy
    return None


def _as_number(text: str) -> str:
    """Say how to write what people write as a number; that a comma may mean either is said."""
    text = text.strip()
    if _GROUPED.fullmatch(text):
        whole = re.sub(r"[^\d+-]", "", text)
        if text.count(",") == 1 and "." not in text:
            return f"write {whole}, or {text.replace(',', '.')} if the comma begins a fraction"
        return f"write {whole} (digits alone, no comma)"
    if re.fullmatch(r"[+-]?\d+,\d+", text, re.ASCII):
        return f"write {text.replace(',', '.')} (a point, no comma)"
    return "write digits alone, and a point before a fraction: 12.5"
