"""The page that an adviser reads: one file, plain language, every figure with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from aseankg.formats import row_sources, shown, slug
from aseankg.pages import render
from aseankg.report_content import Content, Row, basis_of, steps
from aseankg.report_matrix import matrix

if TYPE_CHECKING:
    from markupsafe import Markup

NO_LEAD = "which-commitments-have-no-lead"
MOVED = "what-moved-in-a-merger"
DISAGREE = "where-sources-disagree"
DUE = "what-falls-due-by-a-date"
IMPLEMENT = "which-countries-implement-a-plan"


class Citations:
    """Numbers sources in the order in which the page names them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.numbers: dict[str, int] = {}

    def __call__(self, iris: Iterable[str]) -> Markup:
        """Cite sources: links to their places in the list, neighbours as a range."""
        from markupsafe import Markup

        numbers = sorted({self.numbers.setdefault(one, len(self.numbers) + 1) for one in iris})
        if not numbers:
            return Markup("")
        links = Markup(" ").join(map(_link, _runs(numbers)))
        return Markup('<span class="cite">{}</span>').format(links)

    def of(self, row: Row) -> Markup:
        """Cite the sources of a row."""
        return self(row_sources(row))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Give numbers as runs: 1 2 3 7 are 1 to 3 and 7."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _link(run: tuple[int, int]) -> Markup:
    from markupsafe import Markup

    first, last = run
    if first == last:
        return Markup('<a href="#source-{0}">[{0}]</a>').format(first)
    text = f"{first}, {last}" if last == first + 1 else f"{first}\N{EN DASH}{last}"
    return Markup('<a href="#source-{}">[{}]</a>').format(first, text)


def page(told: Content, picture: str) -> str:
    """Write the report as one page that needs nothing else."""
    from markupsafe import Markup

    answers = told.answers
    cite = Citations()
    return render(
        "report.html.j2",
        told=told,
        cite=cite,
        shown=shown,
        slug=slug,
        picture=Markup(picture),
        number=_number,
        steps=steps,
        basis_of=basis_of,
        matrix=matrix(told),
        moved=_rows(told, MOVED),
        gaps=gaps(told),
        disagreements=_rows(told, DISAGREE),
        due=[row for row in _rows(told, DUE) if shown(row["what"]) != "end of instrument"],
        implementing=implementing(told),
        names={one: answers[one].summary for one in answers},
    )


def _number(number: int) -> str:
    """Write a number for readers: 12,345."""
    return f"{number:,}"


def _rows(told: Content, name: str) -> list[Row]:
    return list(told.answers[name].table.rows)


def gaps(told: Content) -> list[tuple[str, list[int]]]:
    """Count for ASEAN and each Member State the goals of each plan that nobody of theirs leads."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, None] = {}
    for row in _rows(told, NO_LEAD):
        if row["plan"].value in dict(told.plans):
            names.setdefault(shown(row["country"]))
            counts[shown(row["country"]), row["plan"].value] += 1
    table = [(name, [counts[name, iri] for iri, _ in told.plans]) for name in names]
    return sorted(table, key=lambda line: (line[0].startswith("Association"), sum(line[1])))


def implementing(told: Content) -> Mapping[str, list[Row]]:
    """Gather by Member State the national instruments known to implement a plan."""
    found: dict[str, list[Row]] = {}
    for row in _rows(told, IMPLEMENT):
        rows = found.setdefault(shown(row["country"]), [])
        if row["instrument"].value not in {one["instrument"].value for one in rows}:
            rows += [row] if row["instrument"].value else []
    return dict(sorted(found.items()))
