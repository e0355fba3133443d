"""When a fact holds: the dates that sources print, and the days that they may mean."""

from __future__ import annotations

from dataclasses import dataclass

from aseankg.namespaces import AKG
from aseankg.web.telling import Teller

_DATES = ("from", "to", "date", "endDate", "asOf", "due", "periodFrom", "periodTo")


@dataclass(frozen=True)
class When:
    """The time of a fact: dates as printed, each with its name, and the days they may mean.

    `seen` is the last day on which it is known to have held, if that is all that is known.
    """

    printed: tuple[tuple[str, str], ...] = ()
    first: str = ""
    last: str = ""
    seen: str = ""

    def holds_on(self, day: str) -> bool:
        """Tell whether nothing speaks against a day (yyyy-mm-dd)."""
        return not (self.first > day or (self.last and self.last < day))


def when_of(teller: Teller, node: str) -> When:
    """Read the dates of a node, or of the event that it is about."""
    names = [name for name in _DATES if teller.first(node, AKG + name)]
    event = teller.first(node, AKG + "event")
    if event and not names:
        node, names = event, ["date", "endDate"]
    if "date" in names and "from" in names:
        names.remove("from")
    printed = [(name, text) for name in names for text in teller.all(node, AKG + name)[:3]]
    return When(
        tuple(dict.fromkeys(printed)),
        _bound(teller, node, ("from", "periodFrom", "date"), "Earliest"),
        _bound(teller, node, ("to", "periodTo", "endDate"), "Latest"),
        _bound(teller, node, ("asOf",), "Latest"),
    )


def _bound(teller: Teller, node: str, names: tuple[str, ...], end: str) -> str:
    """Give the first of these dates that a node has, as the outermost day that it may mean."""
    choose = min if end == "Earliest" else max
    found = (teller.all(node, f"{AKG}{name}{end}") for name in names)
    return choose(next(filter(None, found), []), default="")
