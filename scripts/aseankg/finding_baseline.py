"""Baselines: findings that are known and wait to be mended, so that only new ones are told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aseankg.console import Failure
from aseankg.errors import InputError
from aseankg.finding_report import Report, place, replace_surrogates
from aseankg.findings import Finding, Place, fingerprints

_FORMAT = 1
# With a file that cannot be read nothing else is looked at: a baseline would be of that only.
_NEVER = ("syntax", "file-name")


@dataclass(frozen=True)
class Split:
    """Findings held against a baseline: the new, how many are known, the entries that are gone."""

    new: list[Finding]
    known: int
    gone: list[Mapping[str, str]]


def write_baseline(report: Report) -> str:
    """Write all findings of a report as a baseline: one line each, in an order that diffs well.

    Raises `Failure` when a file could not be read.
    """
    unread = next((one for one in report.findings if one.rule in _NEVER), None)
    if unread:
        where = place(Place(unread.path, unread.line), Path.cwd())
        raise Failure(f"{where}: {unread.message}; mend it before a baseline is written")
    entries = sorted(_entry(one, mark, report) for one, mark in report.with_fingerprints())
    lines = ",\n".join(entries)
    body = f"[\n{lines}\n]" if lines else "[]"
    return replace_surrogates(f'{{"format": {_FORMAT}, "findings": {body}}}\n')


def _entry(one: Finding, fingerprint: str, report: Report) -> str:
    """Write a line that sorts by file, rule and thing; only the fingerprint counts when read."""
    told = {"file": report.file(one.path), "rule": one.rule, "thing": one.thing}
    told |= {"property": one.property, "value": one.value, "fingerprint": fingerprint}
    return json.dumps(told, ensure_ascii=False)


def read_baseline(path: Path) -> dict[str, Mapping[str, str]]:
    """Give the entries of a baseline by fingerprint; raises `InputError` or `OSError`."""
    remedy = "write it anew: aseankg check --write-baseline FILE"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(path, 0, None, "is not UTF-8", remedy) from error
    except json.JSONDecodeError as error:
        raise InputError(
            path, error.lineno, error.colno, f"no JSON: {error.msg}", remedy
        ) from error
    entries = told.get("findings") if isinstance(told, dict) else None
    if not isinstance(entries, list) or told.get("format") != _FORMAT:
        raise InputError(path, 0, None, f"is no baseline of format {_FORMAT}", remedy)
    if not all(isinstance(one, dict) and _sound(one) for one in entries):
        raise InputError(path, 0, None, "holds an entry without fingerprint, rule or file", remedy)
    return {one["fingerprint"]: one for one in entries}


def _sound(entry: Mapping[str, object]) -> bool:
    return all(isinstance(entry.get(name), str) for name in ("fingerprint", "rule", "file"))


def split(findings: Sequence[Finding], known: Mapping[str, Mapping[str, str]]) -> Split:
    """Tell the new findings from those of a baseline, and what is in it but was not found."""
    marks = fingerprints(findings)
    new = [one for one, mark in zip(findings, marks, strict=True) if mark not in known]
    found = set(marks)
    gone = [entry for mark, entry in known.items() if mark not in found]
    return Split(new, len(findings) - len(new), gone)


def told(result: Split, name: str, whole: bool) -> Iterable[str]:
    """Tell what a baseline left out and, when the whole graph was looked at, what is gone."""
    if result.known:
        yield f"{result.known} known by {name} left out"
    if result.gone and whole:
        first = ", ".join(f"{one['rule']} in {one['file']}" for one in result.gone[:3])
        more = f" and {len(result.gone) - 3} more" if len(result.gone) > 3 else ""
        yield (
            f"{len(result.gone)} of {name} no longer found: {first}{more}; "
            f"take them out: aseankg check --write-baseline {name}"
        )
