"""Findings as JUnit XML, the form of test reports that build machines read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from aseankg.finding_report import Report, one_line, place, sentence, subject
from aseankg.findings import Finding, Place, grave
from aseankg.markup import HEAD, block, escape, tag

_NAME = "aseankg check"


def as_junit(report: Report) -> str:
    """Write a test case for each finding, sorted by file; one that passed where there is none.

    What fails the check is a failure; what does not is shown as skipped, with its words.
    """
    files: dict[str, list[Finding]] = {}
    for one in report.findings:
        files.setdefault(report.file(one.path), []).append(one)
    suites = [_suite(name, found, report) for name, found in files.items()] or [_passed()]
    return HEAD + block("testsuites", _totals(_NAME, report.findings, report), suites) + "\n"


def _passed() -> str:
    case = tag("testcase", {"classname": "graph", "name": "the graph passes", "time": "0"})
    totals = {"name": "graph", "tests": 1, "failures": 0, "errors": 0, "skipped": 0, "time": "0"}
    return block("testsuite", totals, [case])


def _totals(name: str, found: Sequence[Finding], report: Report) -> dict[str, object]:
    failures = sum(_fails(one, report) for one in found)
    return {
        "name": one_line(name),
        "tests": len(found) or 1,
        "failures": failures,
        "errors": 0,
        "skipped": len(found) - failures,
        "time": "0",
    }


def _suite(name: str, found: Sequence[Finding], report: Report) -> str:
    names: Counter[str] = Counter()
    cases = []
    for one in found:
        told = f"{one.rule} {subject(one).removesuffix(': ')}".strip()
        names[told] += 1
        again = f" ({names[told]})" if names[told] > 1 else ""
        cases.append(_case(name, one_line(told) + again, one, report))
    return block("testsuite", _totals(name, found, report), cases)


def _case(file: str, name: str, one: Finding, report: Report) -> str:
    """Write a finding as a test that is named by rule and thing: its history can be followed."""
    values: dict[str, object] = {"classname": file, "name": name, "file": file, "time": "0"}
    if one.line:
        values["line"] = one.line
    told = {"message": one_line(sentence(one))}
    if not _fails(one, report):
        return tag("testcase", values, tag("skipped", told))
    return tag("testcase", values, tag("failure", told | {"type": one.rule}, _body(one, report)))


def _body(one: Finding, report: Report) -> str:
    where = place(Place(one.path, one.line), report.base, one.column)
    also = [f"see also {place(other, report.base)}" for other in one.related]
    lines = [f"{where}: {one.severity}: {sentence(one)}", *also, one.help]
    return escape("\n".join(map(one_line, lines)))


def _fails(one: Finding, report: Report) -> bool:
    return grave([one], report.fail_on)
