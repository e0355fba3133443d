"""Repositories as build machines check them out, and the programs that run on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from aseankg.paths import data_root

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
GAZETTE = "graph/viet-nam/gazette.ttl"
DATA = "the data; exit 7"  # a path that a careless script would run
Changes = Sequence[tuple[str, str, str]]  # file, text that stands once, other text
COUNCILS = "graph/asean/councils.ttl"
A_WARNING = (COUNCILS, 'akg:noAddressReason "', 'akg:noAddressReason   "')
A_VIOLATION = (COUNCILS, '"2026-01-26"', '"2026-02-30"')
NO_DATE = (GAZETTE, '"2025-05-26"', '"2025-02-30"')


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True, env=clean()
    )
    return done.stdout.strip()


def clean() -> dict[str, str]:
    """The environment without what a build machine or a hook may have set."""
    ours = ("GIT_", "GITHUB_", "CI", "ASEANKG_DATA", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "scripts")}
    return {**kept, **path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def copy_graph(to: Path) -> None:
    shutil.copytree(data_root() / "ontology", to / "ontology")
    shutil.copytree(SOUND, to / "graph")


def change(path: Path, old: str, new: str) -> int:
    """Change a text that stands once; give its line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def merge_of_a_branch(place: Path, old: Changes = (), new: Changes = ()) -> Path:
    """Make a repository as GitHub checks out a pull request: the merge of a branch into main.

    With changes made before the branch began, and others made in it.
    """
    copy_graph(place / DATA)
    _change_all(place, old)
    git(place, "init", "-q", "-b", "main")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "One")
    git(place, "checkout", "-q", "-b", "branch")
    _change_all(place, new or [(GAZETTE, '"2025-05-26"', '"2025-05-27"')])
    git(place, "commit", "-q", "-a", "-m", "Two")
    git(place, "checkout", "-q", "main")
    change(place / DATA / GAZETTE, '"Government"', '"Others than us"')
    git(place, "commit", "-q", "-a", "-m", "Work of others")
    git(place, "merge", "-q", "--no-ff", "-m", "Merge", "branch")
    return place


def _change_all(place: Path, changes: Changes) -> None:
    for file, old, new in changes:
        change(place / DATA / file, old, new)


def with_a_fault(sound: Path, place: Path) -> int:
    """Copy it with a date of no calendar and a file out of form; give the line of the date."""
    shutil.copytree(sound, place)
    line = change(place / DATA / GAZETTE, '"2025-05-27"', '"2025-02-30"')
    change(place / DATA / GAZETTE, "    akg:periodTo", "    akg:periodTo  ")
    return line
