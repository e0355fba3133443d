"""The short report that a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from aseankg import console
from aseankg.finding_report import tallies_of
from aseankg.formats import row_sources, shown, slug
from aseankg.report_content import MAIN, Content, Row, steps

_WIDEST = 100
_CITED = 2


def summary(told: Content, output: Path, files: Mapping[str, bytes]) -> str:
    """Give the report as text: what there is, whether it holds, the main answer, the files."""
    width = min(_WIDEST, console.terminal_width())
    parts = [
        [f"aseankg {told.version}, as of {told.day}"],
        _holds(told, width),
        _checked(told, output),
        _main(told, width),
        _files(output, files),
    ]
    return "\n".join(line.rstrip() for part in parts for line in [*part, ""])


def _holds(told: Content, width: int) -> list[str]:
    languages = ", ".join(f"{name} {many}" for name, many in told.languages)
    lines = [
        f"What is in it: {told.statements:,} statements from {told.sources:,} sources "
        f"in {len(told.languages)} languages"
    ]
    lines += [f"  {many:6,}  {name}" for name, many in told.counts.items()]
    return [*lines, *_folded(f"languages of the sources: {languages}", width)]


def _folded(text: str, width: int) -> list[str]:
    return [f"  {line}" for line in console.wrap(text, width - 2)]


def _checked(told: Content, output: Path) -> list[str]:
    verdict = "yes" if told.valid else "NO"
    numbers = ", ".join(tallies_of(told.checked).values())
    return [f"Is it valid: {verdict}; {numbers} ({output / 'findings.txt'})"]


def _main(told: Content, width: int) -> list[str]:
    header = ("Member State", "ministries", "goals", "stated", "observed", "inferred only")
    rows = [
        (one.name, str(one.ministries), f"{one.goals} of {told.goals}", *_bases(one.by_basis))
        for one in told.members
    ]
    table = console.plain_table(header, rows, width).splitlines()
    question = told.answers[MAIN].summary
    about = (
        f"The {told.goals} goals of the {len(told.plans)} Strategic Plans, each counted once, "
        "by the best basis that is known"
    )
    return [
        question,
        *_folded(about, width),
        "",
        *(f"  {line}" for line in table),
        "",
        "  Three of the rows, each of them with its sources",
        *(
            line
            for number, row in enumerate(told.examples, start=1)
            for line in _example(told, number, row, width)
        ),
    ]


def _bases(counts: Mapping[str, int]) -> Iterable[str]:
    return (str(many or "-") for many in counts.values())


def _example(told: Content, number: int, row: Row, width: int) -> Iterator[str]:
    yield ""
    yield f"  {number}. {shown(row['country'])}: {shown(row['ministry'])}"
    parts = {
        "goal": f"{shown(row['goal'])} ({shown(row['plan'])})",
        "role": shown(row["role"]),
        "how": ", ".join([shown(row["means"]), *steps(row)]),
        "known": shown(row["basis"]),
        "sources": "; ".join(_cited(told, row)),
    }
    for name, text in parts.items():
        first, *rest = console.wrap(text, width - 14)
        yield f"     {name:7}  {first}"
        yield from (f"{'':14}{line}" for line in rest)


def _cited(told: Content, row: Row) -> Iterator[str]:
    cited = row_sources(row)
    for iri in cited[:_CITED]:
        info = told.infos[iri]
        yield ", ".join(filter(None, [info.title or slug(iri), info.publisher, info.issued]))
    if len(cited) > _CITED:
        yield f"and {len(cited) - _CITED} more"


def _files(output: Path, files: Mapping[str, bytes]) -> list[str]:
    pictures = [name for name in files if name.endswith(".svg")]
    tables = [name for name in files if name.endswith(".csv")]
    return [
        f"Written to {output}",
        "  report.html               for people: open it in a browser",
        f"  tables/                   {len(tables)} answers as CSV, all in all-answers.xlsx",
        f"  pictures/                 {len(pictures)} networks as SVG, and as GEXF for Gephi",
        "  findings.txt              what the check found",
    ]
