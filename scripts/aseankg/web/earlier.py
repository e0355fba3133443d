"""Earlier states of the graph: which are known beside what is served, and what they say.

As a program of its own it reads one and writes its statements to its standard output; so the site
goes on meanwhile.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError, InputErrors
from aseankg.states import read_state

_SECONDS = 60
_FORMAT = ox.RdfFormat.N_QUADS


def tagged(root: Path) -> list[str]:
    """Give the tags of the repository that tracks the graph below a root, oldest first.

    The last commit where it has none; nothing where there is no git or it does not track these
    files.
    """
    if not _git(root, "ls-files", "ontology/shapes.ttl"):
        return []
    order = ("for-each-ref", "--sort=creatordate", "--format=%(refname:short)", "refs/tags")
    return _git(root, *order) or ["HEAD"]


def _git(root: Path, *words: str) -> list[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, env=kept, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode(errors="replace").split() if done.returncode == 0 else []


def read(spec: str, root: Path) -> ox.Store:
    """Read a state in a process of its own: a revision, a folder, a file, also a packed one.

    Raises `InputError` with what that process says.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "aseankg.web.earlier", spec, str(root)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(spec, 0, None, "could not be read in time", "ask again") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise InputError(spec, 0, None, f"cannot be read: {reason}", "name another state")
    store = ox.Store()
    store.bulk_load(done.stdout, format=_FORMAT, lenient=True)
    return store


def _quads(spec: str, root: Path) -> Sequence[ox.Quad]:
    if not spec.endswith(".gz"):
        return list(read_state(spec, root).quads)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / Path(spec).with_suffix("").name
        plain.write_bytes(gzip.decompress(Path(spec).read_bytes()))
        return list(read_state(str(plain), root).quads)


def main(spec: str, root: str) -> None:
    """Write the statements of a state."""
    try:
        quads = _quads(spec, Path(root))
    except (InputError, InputErrors, OSError, EOFError) as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(ox.serialize(quads, format=_FORMAT) or b"")


if __name__ == "__main__":
    main(*sys.argv[1:])
