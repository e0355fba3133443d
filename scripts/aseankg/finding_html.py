"""Findings as one page for people, by file; it needs no script and loads nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aseankg.finding_report import Report, one_line, place, tallies, title
from aseankg.findings import SEVERITIES, Finding, grave
from aseankg.markup import lawful


def as_html(report: Report) -> str:
    """Write all findings as one page that needs no script and no network."""
    from aseankg.pages import render

    files: dict[str, list[dict[str, object]]] = {}
    for one in report.findings:
        files.setdefault(report.file(one.path), []).append(_told(one, report))
    told = [(name, _levels(found), found) for name, found in files.items()]
    return render(
        "check.html.j2",
        files=told,
        mixtures=sorted({levels for _, levels, _ in told}),
        levels=tallies(report.findings),
        holds=not grave(report.findings, "violation"),
    )


def _levels(found: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """Give the severities among findings: a file is hidden together with all of them."""
    return tuple(level for level in SEVERITIES if any(one["level"] == level for one in found))


def _told(one: Finding, report: Report) -> dict[str, object]:
    return {
        "level": one.severity,
        "line": one.line,
        "column": one.column,
        "rule": one.rule,
        "title": title(one.rule),
        "thing": one_line(one.thing),
        "property": one_line(one.property),
        "value": lawful(one.value),
        "message": one_line(one.message),
        "remedy": one_line(one.remedy),
        "help": one.help,
        "related": [place(other, report.base) for other in one.related],
    }
