"""What all writers of findings share: which findings, from where, and the words for one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aseankg.findings import (
    SEVERITIES,
    UNREAD,
    Finding,
    Place,
    count,
    fingerprints,
    grave,
    readable,
)
from aseankg.markup import lawful
from aseankg.namespaces import shorten

_NAMES = {
    "violation": ("violation", "violations"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}
# What breaks a line, and what would steer a terminal or turn the direction of a text.
_BREAKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_STEERING = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Report:
    """Findings to be written: `in_order`, with what the writers need to know about the run.

    Files are named relative to `base`, the folder of the repository. `least` is the least grave
    severity that a person wants to see, `fail_on` the one that ends the check with 1 ("never":
    none does), `every` whether a rule that finds a lot is told in full. `root` is the folder of the
    data, whose shapes say more about their rules than a finding does.
    """

    findings: tuple[Finding, ...]
    base: Path
    least: str = "warning"
    fail_on: str = "violation"
    every: bool = False
    root: Path | None = None

    @property
    def shown(self) -> list[Finding]:
        """The findings that a person wants to see."""
        wanted = SEVERITIES[: SEVERITIES.index(self.least) + 1]
        return [one for one in self.findings if one.severity in wanted]

    def with_fingerprints(self) -> Iterator[tuple[Finding, str]]:
        """Give each finding with a fingerprint of its own."""
        return zip(self.findings, fingerprints(self.findings), strict=True)

    def file(self, path: Path) -> str:
        """Name a file as the repository does; one that lies elsewhere by its whole path."""
        return relative(path, self.base)


@dataclass(frozen=True)
class Format:
    """A form of writing findings: its name, what it is for, and how it is written."""

    name: str
    about: str
    write: Callable[[Report], str]


def repository(root: Path) -> Path:
    """Give the folder of the repository that holds the data; without one, that of the data."""
    root = root.resolve()
    return next((one for one in (root, *root.parents) if (one / ".git").exists()), root)


@lru_cache(maxsize=4096)
def relative(path: Path, base: Path) -> str:
    """Give a path below a base with slashes, or the whole path of what lies elsewhere."""
    path, base = path.resolve(), base.resolve()
    name = (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()
    return lawful(readable(name))


def place(where: Place, base: Path, column: int = 0) -> str:
    """Write a place as `file:line:column`, without what is not known."""
    parts = [str(number) for number in (where.line, column and where.line and column) if number]
    return ":".join([relative(where.path, base), *parts])


def sentence(one: Finding) -> str:
    """Say what is wrong with which thing, and what to do."""
    return f"{subject(one)}{one.message}" + (f"; {one.remedy}" if one.remedy else "")


def subject(one: Finding) -> str:
    """Name the thing and the property, ending in a colon; "" where there is none."""
    about = " ".join(shorten(iri) for iri in (one.thing, one.property) if iri)
    return f"{about}: " if about else ""


def one_line(text: str) -> str:
    """Set a text in one line that no terminal and no parser of lines trips over."""
    return _STEERING.sub("\ufffd", lawful(_BREAKS.sub(" ", text)))


def dump(content: object) -> str:
    """Write JSON that every reader of UTF-8 takes."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return replace_surrogates(text) + "\n"


def replace_surrogates(text: str) -> str:
    """Replace halves of letters, as names of files may hold: UTF-8 has no way to write them."""
    return _SURROGATES.sub("\ufffd", text)


def tallies(findings: Iterable[Finding]) -> dict[str, str]:
    """Tell how many findings there are of each severity: "1 violation", "0 warnings" ..."""
    return tallies_of(count(findings))


def tallies_of(counts: Mapping[str, int]) -> dict[str, str]:
    """Write the numbers of findings of each severity in words."""
    return {level: f"{often} {_NAMES[level][often != 1]}" for level, often in counts.items()}


def verdict(found: Sequence[Finding], of: str = "the graph") -> str:
    """Say whether what was checked passes, and how much was found, without what is none."""
    if unread := {one.path for one in found if one.rule in UNREAD}:
        many = "1 file cannot" if len(unread) == 1 else f"{len(unread)} files cannot"
        return f"{many} be read; nothing else was checked until this is mended"
    told = ", ".join(words for words in tallies(found).values() if not words.startswith("0 "))
    word = "falls short" if grave(found, "violation") else "passes"
    return f"{of} {word}: {told}" if told else f"{of} {word}"


def title(rule: str) -> str:
    """Make words of the name of a rule: "TenureShape-dutyAfterEnd" is "Tenure: duty after end"."""
    name, _, detail = rule.partition("Shape")
    words = [_spaced(part) for part in (name, detail) if part]
    text = ": ".join(words) or rule
    return text[:1].upper() + text[1:]


def _spaced(name: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip("-")).replace("-", " ")
    return parted.lower()
