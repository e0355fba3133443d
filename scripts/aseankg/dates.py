"""Dates as precise as a source gives them, and the first and last day that they can mean."""

from __future__ import annotations

import os
import re
import time
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from aseankg.namespaces import AKG, DCTERMS, XSD

_FORMS = {
    XSD + "gYear": re.compile(r"(\d{4})\Z", re.ASCII),
    XSD + "gYearMonth": re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII),
    XSD + "date": re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII),
}
_DATE = ox.NamedNode(XSD + "date")
_ISSUED = DCTERMS + "issued"


def today() -> date:
    """Give the day where the person is; SOURCE_DATE_EPOCH in the environment names another one.

    That is how builds are made reproducible: https://reproducible-builds.org/specs.
    """
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(named)) if named.isdigit() else time.localtime()
    return date(*moment[:3])


def is_date(term: object) -> bool:
    """Tell whether a term is a literal of one of the three kinds of dates."""
    return isinstance(term, ox.Literal) and term.datatype.value in _FORMS


def interval(lexical: str, datatype: str) -> tuple[date, date]:
    """Give the first and the last day that a date can mean: "2025-02" is 1 to 28 February.

    `datatype` is the IRI of xsd:gYear, xsd:gYearMonth or xsd:date. Raises `ValueError` for any
    other, and for what is no day, month or year of the calendar ("2026-02-30", "2026-02-01Z").
    """
    found = _FORMS[datatype].match(lexical) if datatype in _FORMS else None
    if not found:
        raise ValueError(f"'{lexical}' is not a date written 2025, 2025-05 or 2025-05-26")
    year, *rest = (int(part) for part in found.groups())
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    first, last = rest[0] if rest else 1, rest[0] if rest else 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def normalise(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give the bounds of each date: `akg:from` has `akg:fromEarliest` and `akg:fromLatest`.

    They stand in the graph of the date and are xsd:date. Only properties of ours have them, and
    dcterms:issued (as `akg:issuedEarliest`, `akg:issuedLatest`). Raises `ValueError`.
    """
    names: dict[str, tuple[ox.NamedNode, ox.NamedNode] | None] = {}
    for quad in quads:
        if not isinstance(quad.object, ox.Literal) or not is_date(quad.object):
            continue
        predicate = quad.predicate.value
        if predicate not in names:
            names[predicate] = _bounds(predicate)
        bounds = names[predicate]
        days = interval(quad.object.value, quad.object.datatype.value)
        for name, day in zip(bounds or (), days, strict=False):
            bound = ox.Literal(day.isoformat(), datatype=_DATE)
            yield ox.Quad(quad.subject, name, bound, quad.graph_name)


def _bounds(predicate: str) -> tuple[ox.NamedNode, ox.NamedNode] | None:
    """Name the two bounds of a property, if it has any; a bound has none itself."""
    stem = AKG + "issued" if predicate == _ISSUED else predicate
    if not stem.startswith(AKG) or stem.endswith(("Earliest", "Latest")):
        return None
    return ox.NamedNode(stem + "Earliest"), ox.NamedNode(stem + "Latest")
