"""The graph as it was: the files of a git revision laid out in a folder, the work tree untouched.

Read with git's plumbing, object by object: no checkout, no filter, no link ever made.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from aseankg.console import unknown
from aseankg.errors import InputError

WORK_TREE = "."
_COMMIT = re.compile("[0-9a-f]{40,64}")
_FOLDERS = ("graph", "ontology")
_PLAIN_FILES = {b"100644", b"100755", b"100664"}
# A hook of git sets these for its own repository and folder; we name ours.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class _Entry(NamedTuple):
    path: PurePosixPath
    object_id: str


@contextmanager
def opened(spec: str, root: Path) -> Iterator[Path]:
    """Give a folder that holds `graph` and `ontology` as a revision or a folder has them.

    `spec` is "." for the files below `root` as they are now, a folder that holds `graph`, or
    whatever git takes for a commit of the repository that `root` lies in (HEAD~2, a tag, a
    branch). The folder of a commit is deleted afterwards. Raises `InputError` when there is no
    such thing, with what to do.
    """
    folder = folder_of(spec, root)
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="aseankg-revision-") as made:
        _lay_out(spec, root.resolve(), Path(made))
        yield Path(made)


def folder_of(spec: str, root: Path) -> Path | None:
    """Give the folder that a spec names by itself; nothing for what may be a git revision.

    Raises `InputError` for a spec that can be neither.
    """
    if not spec or spec.startswith("-") or not spec.isprintable():
        remedy = "name a git revision (HEAD~2, a tag, a branch) or a folder"
        raise InputError("", 0, None, f"{spec!r} names no revision", remedy)
    if spec == WORK_TREE:
        return root
    folder = Path(spec)
    if folder.is_dir() and (folder / "graph").is_dir():
        return folder
    if folder.is_absolute() or spec.startswith(("./", "../", "~")):
        remedy = "name a folder that holds the folders graph and ontology"
        raise InputError(spec, 0, None, "holds no folder 'graph'", remedy)
    return None


def commit_of(spec: str, root: Path) -> str:
    """Give the id of the commit that a revision means; raises `InputError` if there is none."""
    done = _git(root, "rev-parse", "--verify", "--quiet", f"{spec}^{{commit}}")
    commit = done.stdout.decode().strip()
    if done.returncode or not _COMMIT.fullmatch(commit):
        raise _missing(spec, root)
    return commit


def _lay_out(spec: str, root: Path, target: Path) -> None:
    """Write the files of a revision below a new folder; both folders are there even if empty."""
    commit = commit_of(spec, root)
    entries = _entries(spec, commit, root)
    for name in _FOLDERS:
        (target / name).mkdir()
    for entry, data in zip(entries, _contents(spec, entries, root), strict=True):
        file = target / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _entries(spec: str, commit: str, root: Path) -> list[_Entry]:
    """List the plain files of a commit in the folders of the graph; links and others are left."""
    prefix = _told(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    wanted = [f"{prefix}{name}/" for name in _FOLDERS]
    listed = _told(root, "ls-tree", "-r", "-z", "--full-tree", commit, *wanted)
    entries = []
    for line in listed.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, object_id = about.split(b" ")
        if mode in _PLAIN_FILES:
            path = os.fsdecode(name).removeprefix(prefix)
            entries.append(_Entry(_inside(path, spec), object_id.decode()))
    if not entries:
        where = prefix or "its top folder"
        message = f"the revision has no folders 'graph' and 'ontology' in {where}"
        raise InputError(spec, 0, None, message, "name a revision that holds the graph")
    return entries


def _inside(name: str, spec: str) -> PurePosixPath:
    """Give a path as written in a revision, if it cannot lead out of the folder."""
    path = PurePosixPath(name)
    odd = {"", ".", "..", ".git"} & {part.casefold() for part in name.split("/")}
    if odd or path.is_absolute() or "\\" in name or ":" in name or path.parts[0] not in _FOLDERS:
        remedy = "do not open this revision; its tree was not made by git"
        raise InputError(spec, 0, None, f"holds the file name {name!r}", remedy)
    return path


def _contents(spec: str, entries: list[_Entry], root: Path) -> Iterator[bytes]:
    """Read files by their ids, all with one process."""
    asked = "".join(f"{entry.object_id}\n" for entry in entries).encode()
    answer = memoryview(_told(root, "cat-file", "--batch", asked=asked))
    start = 0
    for entry in entries:
        end = start + bytes(answer[start : start + 200]).index(b"\n")
        head = bytes(answer[start:end]).split(b" ")
        if len(head) != 3 or head[1] != b"blob":
            remedy = "fetch it: git fetch --refetch, or clone again"
            raise InputError(spec, 0, None, f"git has not the content of {entry.path}", remedy)
        size = int(head[2])
        yield bytes(answer[end + 1 : end + 1 + size])
        start = end + size + 2


def _missing(spec: str, root: Path) -> InputError:
    """Say that git knows no such revision, and what to do."""
    if _told(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        message = f"this clone is shallow and does not hold the revision '{spec}'"
        remedy = "run: git fetch --unshallow --tags (in a workflow: fetch-depth: 0)"
        return InputError("", 0, None, message, remedy)
    listed = _told(root, "for-each-ref", "--format=%(refname:short)").decode()
    remedy = "git log --oneline lists revisions; git fetch gets those of others"
    return InputError("", 0, None, unknown("revision", spec, listed.split(), remedy))


def _told(root: Path, *command: str, asked: bytes | None = None) -> bytes:
    """Give what git says; raises `InputError` with its own words when it fails."""
    done = _git(root, *command, asked=asked)
    if done.returncode:
        raise _failed(root, done.stderr)
    return done.stdout


def _failed(root: Path, stderr: bytes) -> InputError:
    said = stderr.decode(errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
    if "not a git repository" in said:
        remedy = "name folders, or work in a clone of the repository"
        return InputError(
            root, 0, None, "is in no git repository, so there are no revisions", remedy
        )
    return InputError(root, 0, None, f"git says: {said}", "mend this, or name folders")


def _git(
    root: Path, *command: str, asked: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git where the graph lies; raises `InputError` where there is no git or no repository."""
    environment = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    whole = ["git", "-C", str(root), *command]
    try:
        done = subprocess.run(whole, input=asked, capture_output=True, env=environment, check=False)
    except FileNotFoundError as error:
        message = "git is not installed, so there are no revisions"
        raise InputError("git", 0, None, message, "install git, or name folders") from error
    if done.returncode == 128 and b"not a git repository" in done.stderr:
        raise _failed(root, done.stderr)
    return done
