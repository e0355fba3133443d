"""The check of a release: what must not be lost or doubled on the way from one to the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aseankg.dataset import read
from aseankg.errors import InputError
from aseankg.findings import Finding, Place, in_order
from aseankg.release_rules import RULES
from aseankg.release_states import After, before
from aseankg.revisions import folder_of, opened


def check_release(old: str, new: str, root: Path) -> list[Finding]:
    """Give what forbids to release a new state after an old one; notes and warnings do not.

    Both are revisions, folders, or "."; places are those of the new state's files. Raises
    `InputError` or `InputErrors` when one of them cannot be read.
    """
    for spec in (old, new):
        if Path(spec).is_file():
            remedy = "name a revision or a folder; one file is no release"
            raise InputError(spec, 0, None, "is a file", remedy)
    with opened(old, root) as folder:
        past = before(folder)
    with opened(new, root) as folder:
        now = After(tuple(read(folder)), folder)
        home = folder_of(new, root) or root
        found = [one for rule in RULES.values() for one in rule(past, now)]
        return in_order(_rehomed(one, folder, home) for one in found)


def _rehomed(one: Finding, folder: Path, home: Path) -> Finding:
    """Name the files of a revision as those of the work tree."""
    related = tuple(Place(home / p.path.relative_to(folder), p.line) for p in one.related)
    return replace(one, path=home / one.path.relative_to(folder), related=related)
