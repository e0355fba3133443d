"""The check of the whole graph: shapes and rules of the house, each fault with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from aseankg.affected import affected
from aseankg.checked import Checked, Terms, check
from aseankg.errors import InputError, InputErrors, MisnamedFile
from aseankg.findings import Finding, in_order, within
from aseankg.hints import with_hints
from aseankg.paths import data_root
from aseankg.rechecked import check_again
from aseankg.snapshots import keep, recall

_MANY = 20  # files that changed; then the next check begins from this one


def validate(
    root: Path | None = None,
    paths: Sequence[Path] = (),
    day: date | None = None,
    *,
    kept: bool = False,
    since: Path | None = None,
) -> list[Finding]:
    """Check all files below a root and what follows from them; give what is wrong, by place.

    The whole graph is always checked; with `paths` only the findings in these files and folders
    are given, and with `since`, a folder that holds an earlier state, only those that concern what
    changed. With a `day` facts that may be stale by then are told as well. With `kept` the last
    check that was kept is gone on from, and this one is kept. Files that cannot be read are
    findings too; then nothing else is looked at. Raises `InputError` or `InputErrors` when the
    shapes or the rules cannot be used.
    """
    terms = Terms.read(root or data_root())
    try:
        now = _latest(terms, day) if kept else check(terms, day)
        found = affected(now, terms, since) if since else now.findings
    except InputErrors as bad:
        return in_order(map(_unreadable, bad.errors))
    return with_hints(within(in_order(found), paths), now, terms.shapes)


def _latest(terms: Terms, day: date | None) -> Checked:
    """Check what changed since the last check that was kept; keep this one if that was much."""
    before = recall(terms.root, day)
    if before is None:
        found = check(terms, day)
        keep(found)
        return found
    found = check_again(before, terms)
    if sum(found.parts[path] is not before.parts.get(path) for path in found.parts) > _MANY:
        keep(found)
    return found


def _unreadable(error: InputError) -> Finding:
    if isinstance(error, MisnamedFile):
        return _refused("file-name", error)
    return _refused("syntax", error)


def _refused(rule: str, error: InputError) -> Finding:
    file = Path(error.file)
    column = int(error.column) if error.column.isdecimal() else 0
    about = ("", "", "", error.message, error.remedy)
    return Finding(rule, "violation", file, error.line, *about, column=column)
