"""The forms in which findings are written: for people, editors and build machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from aseankg.finding_groups import Group, parted
from aseankg.finding_html import as_html
from aseankg.finding_junit import as_junit
from aseankg.finding_report import Format, Report, dump, one_line, place, sentence, subject, title
from aseankg.finding_sarif import as_sarif
from aseankg.findings import Finding, Place, count

_PLACES = 5  # so many other places stand in a line
_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}
_GITLAB = {"violation": "major", "warning": "minor", "info": "info"}


def as_text(report: Report) -> str:
    """Write findings as lines that editors can jump from, relative to the current folder.

    Violations come first. A rule with more than ten findings that are no violations is one line,
    after all others.
    """
    single, folded = parted(report)
    lines = [line(one) for one in single]
    lines += [one_line(f"{group.severity}: {group.sentence(report)}") for group in folded]
    return "".join(f"{text}\n" for text in lines)


def line(one: Finding) -> str:
    """Write a finding as `file:line: level: message [rule]; what to do`."""
    here = Path.cwd()
    where = place(Place(one.path, one.line), here, one.column)
    told = f"{subject(one)}{one.message} [{one.rule}]"
    told += f"; {one.remedy}" if one.remedy else ""
    also = ", ".join(place(other, here) for other in one.related[:_PLACES])
    more = len(one.related) - _PLACES
    also += f" and {more} more" if more > 0 else ""
    return one_line(f"{where}: {one.severity}: {told}" + (f" (see also {also})" if also else ""))


def as_json(report: Report) -> str:
    """Write all findings as one JSON object with the counts."""
    findings = [
        {
            "file": report.file(one.path),
            "line": one.line,
            "column": one.column,
            "level": one.severity,
            "rule": one.rule,
            "thing": one.thing,
            "property": one.property,
            "value": one.value,
            "message": one.message,
            "remedy": one.remedy,
            "help": one.help,
            "fingerprint": fingerprint,
            "related": [{"file": report.file(p.path), "line": p.line} for p in one.related],
        }
        for one, fingerprint in report.with_fingerprints()
    ]
    return dump({"counts": count(report.findings), "findings": findings})


def as_github(report: Report) -> str:
    """Write findings as commands that GitHub Actions turns into annotations of lines.

    It shows the first ten errors and the first ten warnings of a step, so what stands at a line of
    its own comes before what a rule finds everywhere; the latter is one annotation of no file.
    """
    single, folded = parted(report)
    commands = [_command(one, report) for one in single] + [_of_rule(one, report) for one in folded]
    return "".join(f"{command}\n" for command in commands)


def _command(one: Finding, report: Report) -> str:
    where: dict[str, object] = {"file": report.file(one.path)}
    if one.line:
        where |= {"line": one.line, "endLine": one.line}
    if one.line and one.column:
        where["col"] = one.column
    return _annotation(one, where, sentence(one))


def _of_rule(group: Group, report: Report) -> str:
    return _annotation(group.findings[0], {}, group.sentence(report))


def _annotation(one: Finding, where: Mapping[str, object], words: str) -> str:
    values = _parameters({**where, "title": f"{title(one.rule)} [{one.rule}]"})
    text = _escaped(f"{one_line(words)}\n{one.help}")
    return f"::{_COMMANDS[one.severity]} {values}::{text}"


def _parameters(values: Mapping[str, object]) -> str:
    return ",".join(
        f"{name}={_escaped(one_line(str(value))).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in values.items()
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_gitlab(report: Report) -> str:
    """Write findings as a Code Quality report of GitLab."""
    return dump(list(_qualities(report)))


def _qualities(report: Report) -> Iterator[Mapping[str, object]]:
    for one, fingerprint in report.with_fingerprints():
        yield {
            "description": one_line(sentence(one)),
            "check_name": one.rule,
            "fingerprint": fingerprint,
            "severity": _GITLAB[one.severity],
            "location": {"path": report.file(one.path), "lines": {"begin": max(one.line, 1)}},
        }


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("text", "lines for people and editors", as_text),
        Format("json", "everything, for programs", as_json),
        Format("github", "annotations of GitHub Actions", as_github),
        Format("sarif", "SARIF 2.1.0, for code scanning", as_sarif),
        Format("junit", "JUnit XML, for test reports", as_junit),
        Format("gitlab", "Code Quality of GitLab", as_gitlab),
        Format("html", "one page for people", as_html),
    )
}
