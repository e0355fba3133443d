"""What may no longer hold, or still waits for an editor, as of a day: warnings, no faults.

These rules have a list of their own, because what they find depends on the day, not on the files
alone. Whoever checks gives the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from aseankg.chronicle import Chronicle, Times, figure_day, is_tenure, latest, series_of, things
from aseankg.corpus import TYPE, File, Row, finding_at
from aseankg.findings import Finding
from aseankg.house_dates import SHOWN, first_day
from aseankg.namespaces import AKG, DCTERMS, EDITORIAL

# How long a fact counts as confirmed; the pages of the rules in docs/rules tell of these times.
TENURE_HOLDS = timedelta(days=2 * 365)
FIGURE_HOLDS = timedelta(days=5 * 365)
CHECK_HOLDS = timedelta(days=365)

_PAST = {*SHOWN, AKG + "checkedOn", DCTERMS + "issued"}

StaleRule = Callable[[File, Times, date], Iterator[Finding]]
STALE_RULES: dict[str, StaleRule] = {}


def stale_rule(check: StaleRule) -> StaleRule:
    """Enter a rule on staleness under its name."""
    STALE_RULES[check.__name__.replace("_", "-")] = check
    return check


def check_stale(file: File, known: Times, day: date) -> list[Finding]:
    """Give what in one file may no longer hold on a day, or waits for an editor."""
    return [finding for one in STALE_RULES.values() for finding in one(file, known, day)]


def stale(files: Sequence[File], day: date) -> list[Finding]:
    """Give what in all files may no longer hold on a day, or waits for an editor."""
    known = Chronicle.of(files)
    return [finding for file in files for finding in check_stale(file, known, day)]


@stale_rule
def tenure_unconfirmed(file: File, known: Times, day: date) -> Iterator[Finding]:
    """A tenure without an end was seen by a source within two years.

    It stands at the file of the source that saw it last. A tenure of which no day is known at all
    is for a shape to tell: TenureDatedShape.
    """
    for thing, rows in things(file).items() if file.is_source else ():
        seen = known.last_seen(thing) if is_tenure(rows) and not known.is_over(thing) else None
        if seen and seen.path == file.path and seen.day < day - TENURE_HOLDS:
            message = f"no source shows this tenure after {seen.day}; it may have ended"
            remedy = "add a source that shows it, with akg:asOf, or the end, with akg:to"
            place = _line_of(rows, "asOf", "from")
            yield _warning(place, "tenure-unconfirmed", message, remedy, thing)


@stale_rule
def figure_old(file: File, known: Times, day: date) -> Iterator[Finding]:
    """The newest figure of a series is of the last five years."""
    for thing, rows in things(file).items() if file.is_source else ():
        of = figure_day(rows)
        measured = of and any(row.predicate == AKG + "indicator" for row in rows)
        if of and measured and of < day - FIGURE_HOLDS and known.newest(series_of(rows)) == of:
            message = f"this figure ends with {of}, and no newer one is in the graph"
            remedy = "add the newest figure with its source, as a thing of its own"
            place = _line_of(rows, "periodTo")
            yield _warning(place, "figure-old", message, remedy, thing)


@stale_rule
def source_unchecked(file: File, _known: Times, day: date) -> Iterator[Finding]:
    """Somebody looked at each source within a year, and wrote down when."""
    rows = things(file).get(file.graph, ()) if file.is_source else ()
    if not rows:
        return
    checked = [row for row in rows if row.predicate == AKG + "checkedOn"]
    last = latest(checked)
    place = _line_of(rows, "checkedOn")
    if not checked:
        message = "nobody has written down when this source was last looked at"
        remedy = f'look whether it still says this; if so, add akg:checkedOn "{day}"^^xsd:date'
        yield _warning(place, "source-unchecked", message, remedy, file.graph)
    elif last and last < day - CHECK_HOLDS:
        message = f"nobody has looked at this source since {last}"
        remedy = f'look whether it still says this; if so, write akg:checkedOn "{day}"^^xsd:date'
        yield _warning(place, "source-unchecked", message, remedy, file.graph)


@stale_rule
def dated_ahead(file: File, _known: Times, day: date) -> Iterator[Finding]:
    """What was published, looked at or seen was so by today."""
    if file.is_ontology:
        return
    for row in file.rows:
        if row.predicate in _PAST and first_day(row) > day.isoformat():
            message = f"this day is still to come on {day}"
            remedy = "correct the date; most often a digit is wrong, or day and month are swapped"
            yield _warning(row, "dated-ahead", message, remedy, row.subject)


@stale_rule
def contradiction_unjudged(file: File, _known: Times, _day: date) -> Iterator[Finding]:
    """An editor has judged each contradiction: said why the first value is kept, or both stand."""
    for thing, rows in things(file).items() if file.graph == EDITORIAL else ():
        contradiction = any(row.value == AKG + "Contradiction" for row in rows)
        if contradiction and not any(row.predicate == AKG + "rationale" for row in rows):
            message = "no editor has judged this contradiction"
            remedy = 'say which value is right and why, or that both stand: akg:rationale "..."@en'
            yield _warning(_line_of(rows), "contradiction-unjudged", message, remedy, thing)


def _line_of(rows: Sequence[Row], *names: str) -> Row:
    """Give the statement to mend: the latest of some properties, the class, or the first."""
    wanted = [row for row in rows if row.predicate.removeprefix(AKG) in names]
    dated = [row for row in wanted if latest([row]) == latest(wanted)]
    return next(iter([*dated, *(row for row in rows if row.predicate == TYPE), *rows]))


def _warning(row: Row, name: str, message: str, remedy: str, thing: str) -> Finding:
    return finding_at(row.stated, name, message, remedy, thing, level="warning")
