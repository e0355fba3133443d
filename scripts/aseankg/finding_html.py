"""Findings as one page for people: violations first, the rest folded, rule by rule.

It needs no script and loads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from aseankg.finding_groups import Group, by_rule
from aseankg.finding_report import Report, one_line, place, tallies, title, verdict
from aseankg.findings import Finding, Place
from aseankg.markup import lawful


def as_html(report: Report) -> str:
    """Write all findings as one page that needs no script and no network."""
    from aseankg.pages import render

    groups = by_rule(report.findings)
    violations = [one for one in report.findings if one.severity == "violation"]
    folded = [group for group in groups if group.severity != "violation"]
    return render(
        "check.html.j2",
        rules=[_rule(group) for group in groups],
        violations=_all_told(violations, report),
        folded=[(_rule(group), _all_told(group.findings, report)) for group in folded],
        levels=tallies(report.findings),
        verdict=verdict(report.findings),
    )


def _rule(group: Group) -> dict[str, object]:
    return {
        "name": group.rule,
        "title": title(group.rule),
        "level": group.severity,
        "anchor": f"{group.severity}-{group.rule}",
        "often": len(group.findings),
        "files": group.files,
        "words": one_line(group.words),
        "help": group.findings[0].help,
    }


def _all_told(found: Sequence[Finding], report: Report) -> list[dict[str, object]]:
    return [_told(one, report) for one in found]


def _told(one: Finding, report: Report) -> dict[str, object]:
    return {
        "level": one.severity,
        "place": place(Place(one.path, one.line), report.base, one.column),
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
