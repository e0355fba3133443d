"""Literals as SHACL looks at them: whether they are well formed, which of two is less."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from aseankg.namespaces import RDF, XSD
from aseankg.shacl_data import Term

_DATE = XSD + "date"
_DAY = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
# Words that need no second look; rdflib judges all others.
_PLAIN = {
    RDF + "langString": re.compile(""),
    XSD + "anyURI": re.compile(r"[a-z]+:[\w.~/?#&=%+,;:@()-]+", re.ASCII),
    XSD + "decimal": re.compile(r"-?\d+(\.\d+)?", re.ASCII),
    XSD + "gYear": re.compile(r"[12]\d{3}", re.ASCII),
    XSD + "gYearMonth": re.compile(r"[12]\d{3}-(0[1-9]|1[012])", re.ASCII),
    XSD + "integer": re.compile(r"-?\d+", re.ASCII),
    XSD + "string": re.compile(""),
}
_ANY_WORDS = {RDF + "langString", XSD + "string"}


def has_datatype(term: Term, datatype: Term) -> bool:
    """Tell whether a term is a literal of a datatype, and well formed."""
    return isinstance(term, ox.Literal) and term.datatype == datatype and well_formed(term)


@lru_cache(maxsize=100_000)
def well_formed(literal: ox.Literal) -> bool:
    """Tell whether the words of a literal fit its datatype, as far as rdflib knows it."""
    kind = literal.datatype.value
    plain = _PLAIN.get(kind)
    if kind in _ANY_WORDS or (plain and plain.fullmatch(literal.value)):
        return True
    if kind == _DATE and _day(literal.value):
        return True
    return not _as_rdflib(literal).ill_typed


def compare(one: Term, other: Term) -> int | None:
    """Give -1, 0 or 1 as `one` is less than, equal to or more than `other`; None if neither.

    The order is that of `<` in SPARQL: numbers, strings without language, booleans, dates, times.
    """
    if not (isinstance(one, ox.Literal) and isinstance(other, ox.Literal)):
        return None
    left, right = _value(one), _value(other)
    numbers = _is_number(left) and _is_number(right)
    if left is None or right is None or not (numbers or type(left) is type(right)):
        return None
    try:
        return int(left > right) - int(left < right)  # type: ignore[operator]
    except TypeError:
        return None


@lru_cache(maxsize=100_000)
def _value(literal: ox.Literal) -> object:
    if literal.language:
        return None
    if literal.datatype.value == _DATE and (day := _day(literal.value)):
        return day
    found: object = _as_rdflib(literal).value
    return found


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if _DAY.fullmatch(words) else None
    except ValueError:
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _as_rdflib(literal: ox.Literal):  # type: ignore[no-untyped-def]
    import logging

    from rdflib import Literal, URIRef

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    return Literal(literal.value, datatype=URIRef(literal.datatype.value), normalize=False)
