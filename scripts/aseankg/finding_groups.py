"""Findings rule by rule, and which of them a person is told of in one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from aseankg.finding_report import Report
from aseankg.findings import SEVERITIES, Finding, in_order
from aseankg.namespaces import HOUSE_GRAPHS, SRC

ENOUGH = 10  # findings of one rule that are told each for itself; violations always are
_NUMBER = re.compile(r"\d[\d.-]*\d|\d")


@dataclass(frozen=True)
class Group:
    """All findings of a rule of one severity, by place."""

    rule: str
    severity: str
    findings: tuple[Finding, ...]

    @property
    def folded(self) -> bool:
        """Whether there are so many that only their number is told."""
        return self.severity != "violation" and len(self.findings) > ENOUGH

    @property
    def files(self) -> int:
        """Give the number of files that they stand in."""
        return len({one.path for one in self.findings})

    @property
    def words(self) -> str:
        """Give the message that they share; dots stand for dates and numbers that differ."""
        messages = [one.message for one in self.findings]
        if len(set(messages)) > 1:
            messages = [_NUMBER.sub("...", words) for words in messages]
        words, often = Counter(messages).most_common(1)[0]
        if often == len(messages):
            return words
        return f"mostly, {words}" if 2 * often > len(messages) else f"for example, {words}"

    def sentence(self, report: Report) -> str:
        """Say how many there are and what is wrong."""
        return f"{self._many(report)}: {self.words} [{self.rule}]; --all lists them"

    def _many(self, report: Report) -> str:
        if all(one.thing.startswith(SRC) for one in self.findings):
            of = f" of {_sources(report)}" if report.root else ""
            return f"{len({one.thing for one in self.findings})}{of} sources"
        files = f"{self.files} files" if self.files > 1 else "one file"
        return f"{len(self.findings)} times in {files}"


def by_rule(found: Iterable[Finding]) -> list[Group]:
    """Group findings by rule: the grave before others, then the rules with most findings."""
    rules: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        rules.setdefault((one.severity, one.rule), []).append(one)
    groups = [Group(rule, severity, tuple(all_)) for (severity, rule), all_ in rules.items()]
    return sorted(groups, key=_rank)


def parted(report: Report) -> tuple[list[Finding], list[Group]]:
    """Part what a person wants to see: what is told singly, and what as one line a rule.

    Violations come first, and what is grave before what is less so. When every finding is wanted
    all are single, with those that would else be folded at the end.
    """
    groups = by_rule(report.shown)
    folded = [group for group in groups if group.folded]
    single = _by_place(one for group in groups if not group.folded for one in group.findings)
    if report.every:
        return single + _by_place(one for group in folded for one in group.findings), []
    return single, folded


def _by_place(found: Iterable[Finding]) -> list[Finding]:
    """Sort by severity, then as `findings.in_order` does."""
    return sorted(in_order(found), key=lambda one: SEVERITIES.index(one.severity))


def _rank(group: Group) -> tuple[int, int, str]:
    return SEVERITIES.index(group.severity), -len(group.findings), group.rule


def _sources(report: Report) -> int:
    from aseankg.dataset import files

    graphs = {graph.value for _, graph in files(report.root)}
    return sum(iri.startswith(SRC) and iri not in HOUSE_GRAPHS for iri in graphs)
