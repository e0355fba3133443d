"""What a check finds: each fault with its file and line, what is wrong and what to do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aseankg.namespaces import BASE

SEVERITIES = ("violation", "warning", "info")
# Rules on files that cannot be read. While there is one nothing else is looked at.
UNREAD = ("syntax", "file-name")


class Place(NamedTuple):
    """A line of a file, from 1; 0 means the file as a whole."""

    path: Path
    line: int


@dataclass(frozen=True)
class Finding:
    """One fault: the rule that it breaks, how grave it is, where it stands, what to do about it.

    `thing` and `property` are IRIs, `value` an IRI or the words of a literal; each may be empty.
    `related` are the other places that have a part in it; `column` counts from 1, 0 is unknown.
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
    column: int = 0

    @cached_property
    def help(self) -> str:
        """The address of the page that explains the rule."""
        return f"{BASE}docs/rules/{self.rule}"

    @cached_property
    def fingerprint(self) -> str:
        """What stays the same when lines shift or words of the message change, as SHA-256 in hex.

        It covers rule, thing, property, value and the file below the data root. What is wrong with
        a file as such has only its message to be told by. Two findings may share it; `fingerprints`
        tells them apart.
        """
        about = (self.thing, self.property, self.value)
        return _digest(self.rule, *(about if any(about) else (self.message,)), _below_root(self))


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Give each finding a fingerprint of its own: the second of two alike is numbered, and so on.

    The numbers follow the order given, which is that of `in_order`: by place.
    """
    seen: Counter[str] = Counter()
    given = []
    for one in findings:
        same = one.fingerprint
        seen[same] += 1
        given.append(same if seen[same] == 1 else _digest(same, str(seen[same])))
    return given


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place; one that was found twice stands once."""
    return sorted(
        set(findings),
        key=lambda one: (
            *(str(one.path), one.line, one.column),
            *(SEVERITIES.index(one.severity), *_rest(one)),
        ),
    )


def within(findings: Iterable[Finding], paths: Sequence[Path]) -> list[Finding]:
    """Keep the findings that files, or files below folders, have a part in; without paths, all."""
    if not paths:
        return list(findings)
    wanted = [path.resolve() for path in paths]
    return [one for one in findings if any(_below(path, wanted) for path in _files(one))]


def grave(findings: Iterable[Finding], least: str) -> bool:
    """Tell whether any finding is as grave as `least` or graver; with "never", none is."""
    if least == "never":
        return False
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


def readable(name: str) -> str:
    """Give the name of a file as UTF-8 has it, whatever the locale made of its bytes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _below_root(one: Finding) -> str:
    """Give the path from the folder `graph` or `ontology` on: the same wherever the data lies."""
    parts = readable(one.path.as_posix()).split("/")
    tops = [number for number, part in enumerate(parts[:-1]) if part in ("graph", "ontology")]
    return "/".join(parts[tops[-1] :] if tops else parts[-1:])
