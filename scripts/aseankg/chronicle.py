"""When the files last show what they say: the days that tell whether a fact may be stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from aseankg.corpus import TYPE, File, Row
from aseankg.dates import interval, is_date
from aseankg.namespaces import AKG, CODE, DCTERMS

_ISSUED = DCTERMS + "issued"
_SHOWN = (AKG + "asOf", AKG + "from")
_SERIES = tuple(AKG + name for name in ("subject", "indicator", "scope", "country"))
Series = tuple[tuple[str, ...], ...]


class Sight(NamedTuple):
    """The last day on which a source shows something, and the file of that source."""

    day: date
    path: Path


class Times(Protocol):
    """What rules on staleness ask of the graph beyond the file at hand."""

    def last_seen(self, tenure: str) -> Sight | None:
        """Give the last day on which any source shows a tenure; nothing if none tells a day."""

    def is_over(self, tenure: str) -> bool:
        """Tell whether a tenure has an end, or its institution is dissolved."""

    def newest(self, series: Series) -> date | None:
        """Give the end of the period of the newest figure of a series."""


@dataclass
class Chronicle:
    """The days of all files below a root; answers as `Times`."""

    seen: dict[str, Sight] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    dissolved: set[str] = field(default_factory=set)
    figures: dict[Series, date] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Iterable[File]) -> Chronicle:
        """Read the days of the files of sources."""
        found = cls()
        for file in files:
            if file.is_source:
                found._take(file)
        return found

    def last_seen(self, tenure: str) -> Sight | None:
        """Give the last day on which any source shows a tenure; nothing if none tells a day."""
        return self.seen.get(tenure)

    def is_over(self, tenure: str) -> bool:
        """Tell whether a tenure has an end, or its institution is dissolved."""
        return tenure in self.ended or self.places.get(tenure) in self.dissolved

    def newest(self, series: Series) -> date | None:
        """Give the end of the period of the newest figure of a series."""
        return self.figures.get(series)

    def _take(self, file: File) -> None:
        issued = latest(row for row in file.rows if row.predicate == _ISSUED)
        for thing, rows in things(file).items():
            said = {row.predicate for row in rows}
            if AKG + "dissolved" in said:
                self.dissolved.add(thing)
            if AKG + "indicator" in said and (day := figure_day(rows)):
                series = series_of(rows)
                self.figures[series] = max(day, self.figures.get(series, day))
            if is_tenure(rows):
                self._take_tenure(thing, rows, issued, file.path)

    def _take_tenure(
        self, thing: str, rows: Sequence[Row], issued: date | None, path: Path
    ) -> None:
        """A source that states a tenure shows it on the day of its publication as well."""
        observed = any(row.value == CODE + "basis-observed" for row in rows)
        days = [
            latest(row for row in rows if row.predicate in _SHOWN),
            None if observed else issued,
        ]
        for day in filter(None, days):
            self.seen[thing] = max(Sight(day, path), self.seen.get(thing, Sight(day, path)))
        for row in rows:
            if row.predicate == AKG + "to":
                self.ended.add(thing)
            elif row.predicate == AKG + "organization":
                self.places[thing] = row.value


def things(file: File) -> dict[str, list[Row]]:
    """Give the statements of a file by subject."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in file.rows:
        found[row.subject].append(row)
    return found


def is_tenure(rows: Iterable[Row]) -> bool:
    """Tell whether statements make their subject a tenure."""
    return any(row.value == AKG + "Tenure" and row.predicate == TYPE for row in rows)


def series_of(rows: Iterable[Row]) -> Series:
    """Give what figures share that follow each other: subject, indicator, scope, country."""
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        said[row.predicate].add(row.value)
    return tuple(tuple(sorted(said[name])) for name in _SERIES)


def figure_day(rows: Iterable[Row]) -> date | None:
    """Give the end of the period of a figure."""
    return latest(row for row in rows if row.predicate == AKG + "periodTo")


def latest(rows: Iterable[Row]) -> date | None:
    """Give the last day that any of the dates in statements can mean."""
    return max(_days(rows), default=None)


def _days(rows: Iterable[Row]) -> Iterator[date]:
    for row in rows:
        term = row.stated.quad.object
        if isinstance(term, ox.Literal) and is_date(term):
            with suppress(ValueError):
                yield interval(term.value, term.datatype.value)[1]
