"""What a check finds: each fault with its file and line, what is wrong and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SEVERITIES = ("violation", "warning", "info")


class Place(NamedTuple):
    """A line of a file, from 1; 0 means the file as a whole."""

    path: Path
    line: int


@dataclass(frozen=True)
class Finding:
    """One fault: the rule that it breaks, how grave it is, where it stands, what to do about it.

    `thing` and `property` are IRIs, `value` an IRI or the words of a literal; each may be empty.
    `related` are the other places that have a part in it.
    """

    rule: str
    severity: str
    path: Path
    line: int
    thing: str
    property: str
    value: str
    message: str
    remedy: str
    related: tuple[Place, ...] = ()


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place; one that was found twice stands once."""
    return sorted(
        set(findings),
        key=lambda one: (str(one.path), one.line, SEVERITIES.index(one.severity), *_rest(one)),
    )


def within(findings: Iterable[Finding], paths: Sequence[Path]) -> list[Finding]:
    """Keep the findings that files, or files below folders, have a part in; without paths, all."""
    if not paths:
        return list(findings)
    wanted = [path.resolve() for path in paths]
    return [one for one in findings if any(_below(path, wanted) for path in _files(one))]


def grave(findings: Iterable[Finding], least: str) -> bool:
    """Tell whether any finding is as grave as `least` or graver."""
    enough = SEVERITIES[: SEVERITIES.index(least) + 1]
    return any(one.severity in enough for one in findings)


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by severity; each severity is in the answer."""
    found = Counter(one.severity for one in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def _rest(one: Finding) -> tuple[str, ...]:
    return one.rule, one.thing, one.property, one.value, one.message


def _files(one: Finding) -> set[Path]:
    return {path.resolve() for path in (one.path, *(place.path for place in one.related))}


def _below(path: Path, wanted: Sequence[Path]) -> bool:
    return any(path == one or one in path.parents for one in wanted)
