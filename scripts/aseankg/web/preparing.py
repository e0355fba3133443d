"""The process that prepares a release aside: it checks the files and hands on their graph.

It is started by `reloading.Watch` as a program of its own, with the numbers of two files: the
quads that are served, and those to be served next, which it writes. What it found goes to its
standard output. It ends with whoever began it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pyoxigraph as ox

from aseankg import headers
from aseankg.errors import InputError, InputErrors
from aseankg.findings import Finding, in_order, readable
from aseankg.store import content_key, open_store
from aseankg.validation import validate
from aseankg.web.graph_network import lay_out
from aseankg.web.history import differing
from aseankg.web.release import Release

_FOLDERS = ("graph", "ontology", "queries")
_ENDINGS = (".ttl", ".rq", ".csv", ".jsonld")
_MOST = 20
_CALM = 5


def looks(root: Path) -> str:
    """Digest how the files below a root look from outside; raises `OSError` where they are gone."""
    names = [name for name in _FOLDERS if name != "queries" or (root / name).is_dir()]
    stats = sorted(one for name in names for one in _stats(root / name))
    return sha256(repr((str(root), stats)).encode()).hexdigest()


def _stats(folder: str | Path) -> Iterator[tuple[str, int, int, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _stats(entry.path)
        elif entry.name.endswith(_ENDINGS):
            stat = entry.stat()
            yield entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def prepare(root: Path, before: int, handed: int) -> dict[str, object]:
    """Check and build what lies below a root; write the quads, give their key, or why not.

    Lines in which they differ from those that are served, `before`, are given as well. Files that
    change meanwhile belong to no state that anybody made: `again` says so.
    """
    try:
        seen = looks(root)
        reasons = list(_faults(root))
        if not reasons:
            store, key = open_store(root), content_key(root)
            data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
            gone, come = _differing(before, data)
            with os.fdopen(handed, "wb") as file:
                file.write(data)
            lay_out(Release(root, store, key, datetime.now(UTC)))
        again = looks(root) != seen
    except InputErrors as found:
        return {"refused": _some([str(one) for one in found.errors])}
    except (InputError, OSError) as error:
        return {"refused": [_of_system(error) if isinstance(error, OSError) else str(error)]}
    if again:
        return {"again": True}
    if reasons:
        return {"refused": _some(reasons)}
    return {"key": key, "gone": gone, "come": come}


def _differing(before: int, data: bytes) -> Iterator[list[str]]:
    with os.fdopen(before, "rb") as file:
        file.seek(0)
        both = differing(file.read(), data)
    return ([line.decode() for line in lines] for lines in both)


def _faults(root: Path) -> Iterator[str]:
    """Give what forbids to serve files, a line each; raises what cannot be read at all."""
    found = [one for one in validate(root, kept=True) if one.severity == "violation"]
    yield from (_line(one, root) for one in in_order(found))
    for catalogue in (headers.questions(root), headers.networks(root)):
        for name in catalogue:
            try:
                _ = catalogue[name]
            except InputError as error:
                yield str(error).replace(f"{root}/", "", 1)


def _line(one: Finding, root: Path) -> str:
    path = one.path.relative_to(root) if one.path.is_relative_to(root) else one.path
    place = f"{path}:{one.line}" if one.line else f"{path}"
    told = f"{place}: {one.message} [{one.rule}]"
    return readable(" ".join(told.split()))


def _some(reasons: list[str]) -> list[str]:
    more = [f"and {len(reasons) - _MOST} more"] if len(reasons) > _MOST else []
    return reasons[:_MOST] + more


def _of_system(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _end_with_parent() -> None:
    """Wait for the end of what feeds us, then end at once, with all that was begun here."""
    with suppress(OSError):
        while os.read(0, 1):
            pass
    os.killpg(0, signal.SIGKILL)


def main(words: Iterable[str]) -> None:
    """Prepare what the arguments say."""
    root, before, handed = words
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):
        os.nice(_CALM)
    sys.stdout.write(json.dumps(prepare(Path(root), int(before), int(handed))))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
