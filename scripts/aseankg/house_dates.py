"""The rule on dates that only a file can break: a source tells nothing of days after its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox

from aseankg.chronicle import latest
from aseankg.corpus import File, Known, Row, finding_at
from aseankg.dates import interval
from aseankg.findings import Finding
from aseankg.house_registry import rule
from aseankg.namespaces import AKG, DCTERMS

SHOWN = {AKG + "asOf", AKG + "statusAsOf"}
_ISSUED = DCTERMS + "issued"


@rule
def seen_after_publication(file: File, _known: Known) -> Iterator[Finding]:
    """A source shows what is so on a day up to that of its publication, not after it."""
    of_source = [row for row in file.rows if row.subject == file.graph]
    issued = latest(row for row in of_source if row.predicate == _ISSUED)
    if not file.is_source or issued is None:
        return
    for row in file.rows:
        day = first_day(row) if row.predicate in SHOWN else ""
        if day > issued.isoformat():
            message = f"this source was published by {issued} and cannot show what is so later"
            remedy = "give the day that it shows, or move this to the source that shows it"
            yield finding_at(row.stated, "seen-after-publication", message, remedy, level="warning")


def first_day(row: Row) -> str:
    """Give the first day that a date can mean, as it is written; empty if it is no date."""
    term = row.stated.quad.object
    if isinstance(term, ox.Literal):
        with suppress(ValueError):
            return interval(term.value, term.datatype.value)[0].isoformat()
    return ""
