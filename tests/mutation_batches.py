"""Mutants that are tried together because none can be taken for another.

To check the graph again takes seconds, however little changed. So mutants are put together that
change other files, or lines of one file that are far apart, and that name no thing in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from mutations import OPERATORS, Hunk, Mutant

TOGETHER = 16
APART = 12  # lines between two faults of one file
_LONG = 40  # lines; a change over more of them has its file for itself
_NAME = re.compile(r"\b(?:id|src):[\w-]+|<[^>\s]+>")


def packed(mutant: Mutant) -> Mutant:
    """Keep of changed files only the lines that are others."""
    return replace(mutant, files={path: _hunk(path, one) for path, one in mutant.files.items()})


def _hunk(path: Path, data: bytes | Hunk | None) -> bytes | Hunk | None:
    if not isinstance(data, bytes) or not path.is_file():
        return data
    try:
        old, new = (one.decode().split("\n") for one in (path.read_bytes(), data))
    except UnicodeDecodeError:
        return data
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    return Hunk(start, tuple(old[start : len(old) - same]), tuple(new[start : len(new) - same]))


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """Count the lines at the beginning that are the same."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def batches(mutants: Iterable[Mutant], together: int = TOGETHER) -> list[list[Mutant]]:
    """Put mutants together; those of which a file cannot be read stay alone."""
    alone: list[list[Mutant]] = []
    found: list[list[Mutant]] = []
    for one in mutants:
        if OPERATORS[one.operator].refused or together == 1:
            alone.append([one])
            continue
        open_ = (batch for batch in found if len(batch) < together)
        batch = next((b for b in open_ if not any(_clash(one, other) for other in b)), None)
        if batch is None:
            found.append(batch := [])
        batch.append(one)
    return alone + found


def _clash(one: Mutant, other: Mutant) -> bool:
    shared = one.files.keys() & other.files.keys()
    if not _names(one).isdisjoint(_names(other)):
        return True
    return any(not _far(one, other, path) for path in shared)


def _far(one: Mutant, other: Mutant, path: Path) -> bool:
    first, second = one.files[path], other.files[path]
    if not isinstance(first, Hunk) or not isinstance(second, Hunk):
        return False
    if any(OPERATORS[mutant.operator].form for mutant in (one, other)):
        return False  # where a file begins to be not canonical is told once
    if max(len(side) for hunk in (first, second) for side in (hunk.old, hunk.new)) > _LONG:
        return False
    return first.end + APART < second.start or second.end + APART < first.start


def _names(mutant: Mutant) -> set[str]:
    hunks = [one for one in mutant.files.values() if isinstance(one, Hunk)]
    lines = [line for hunk in hunks for line in (*hunk.old, *hunk.new)]
    return {name for line in lines[: 4 * _LONG] for name in _NAME.findall(line)}


def composed(batch: Sequence[Mutant]) -> tuple[dict[Path, bytes | None], list[Mutant]]:
    """Give the files with all faults in them, and the mutants with the places as they are then."""
    files: dict[Path, bytes | None] = {}
    for path in {path for one in batch for path in one.files}:
        given = [one.files[path] for one in batch if path in one.files]
        hunks = [one for one in given if isinstance(one, Hunk)]
        if hunks:
            lines = path.read_bytes().decode().split("\n")
            for hunk in sorted(hunks, key=lambda one: -one.start):
                lines = hunk.of(lines)
            files[path] = "\n".join(lines).encode()
        else:
            [files[path]] = [one for one in given if not isinstance(one, Hunk)]
    return files, [_placed(one, [other for other in batch if other is not one]) for one in batch]


def _placed(mutant: Mutant, others: Sequence[Mutant]) -> Mutant:
    """Move places down by the lines that others add above them."""
    moved = set()
    for path, line in mutant.places:
        hunks = [one.files.get(path) for one in others]
        above = [one.more for one in hunks if isinstance(one, Hunk) and one.start < line]
        moved.add((path, line + sum(above) if line else 0))
    return replace(mutant, places=frozenset(moved))
