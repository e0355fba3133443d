"""Dates: the first and the last day that each can mean, and no other."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseankg.dates import interval, is_date, normalise
from aseankg.namespaces import AKG, DCTERMS, ID, SRC, XSD

YEARS = st.integers(1, 9999)
SUBJECT = ox.NamedNode(ID + "a")
GRAPH = ox.NamedNode(SRC + "s")


def quad(predicate: str, value: str, kind: str) -> ox.Quad:
    literal = ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    return ox.Quad(SUBJECT, ox.NamedNode(predicate), literal, GRAPH)


@given(st.dates())
def test_a_day_means_itself(day: date) -> None:
    assert interval(day.isoformat(), XSD + "date") == (day, day)


@given(YEARS, st.integers(1, 12))
def test_a_month_means_its_days(year: int, month: int) -> None:
    first, last = interval(f"{year:04}-{month:02}", XSD + "gYearMonth")
    assert first == date(year, month, 1)
    assert (last - first).days == monthrange(year, month)[1] - 1
    assert last.month == month


@given(YEARS)
def test_a_year_means_its_days(year: int) -> None:
    assert interval(f"{year:04}", XSD + "gYear") == (date(year, 1, 1), date(year, 12, 31))


@given(YEARS, st.integers(1, 12))
def test_what_is_less_precise_holds_what_is_more(year: int, month: int) -> None:
    wide = interval(f"{year:04}", XSD + "gYear")
    narrow = interval(f"{year:04}-{month:02}", XSD + "gYearMonth")
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@pytest.mark.parametrize(
    ("lexical", "kind"),
    [
        ("2026-02-30", "date"), ("2025-02-29", "date"), ("2026-13-01", "date"),
        ("2026-00-10", "date"), ("2026-01-00", "date"), ("2026-2-3", "date"),
        ("2026-02-01Z", "date"), ("2026-02-01+07:00", "date"), (" 2026-02-01", "date"),
        ("2026-02-01\n", "date"), ("20260201", "date"), ("-0044-03-15", "date"),
        ("12026-01-01", "date"), ("0000-01-01", "date"), ("", "date"), ("2026", "date"),
        ("2026-02", "date"), ("2026-13", "gYearMonth"), ("2026", "gYearMonth"),
        ("2026-01-01", "gYear"), ("26", "gYear"), ("0000", "gYear"), ("२०२६", "gYear"),
        ("2026", "string"), ("2026-02-01T00:00:00", "dateTime"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(lexical: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|out of range|must be in|year"):
        interval(lexical, XSD + kind)


def test_what_counts_as_a_date() -> None:
    assert is_date(quad(AKG + "from", "x", "gYear").object)
    assert not is_date(ox.Literal("2026"))
    assert not is_date(ox.NamedNode(ID + "a"))


def test_bounds_stand_beside_the_date_in_its_graph() -> None:
    (one, other) = normalise([quad(AKG + "from", "2025-02", "gYearMonth")])
    assert one == quad(AKG + "fromEarliest", "2025-02-01", "date")
    assert other == quad(AKG + "fromLatest", "2025-02-28", "date")


def test_the_issue_of_a_source_has_bounds_of_ours() -> None:
    found = {one.predicate.value for one in normalise([quad(DCTERMS + "issued", "2024", "gYear")])}
    assert found == {AKG + "issuedEarliest", AKG + "issuedLatest"}


def test_bounds_have_no_bounds_and_words_none_either() -> None:
    bounded = list(normalise([quad(AKG + "from", "2025", "gYear")]))
    assert not list(normalise(bounded))
    assert not list(normalise([quad(AKG + "value", "2025", "string")]))
    assert not list(normalise([quad("https://schema.org/startDate", "2025", "gYear")]))


def test_a_bad_date_is_refused_whatever_its_property() -> None:
    with pytest.raises(ValueError, match=r"2026-02-30|day is out of range"):
        list(normalise([quad("https://schema.org/startDate", "2026-02-30", "date")]))
