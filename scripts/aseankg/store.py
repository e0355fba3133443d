"""The graph as a store to ask: built from the files once, then kept under what the files hold."""

from __future__ import annotations

import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pyoxigraph as ox

from aseankg import __version__
from aseankg.files import recover
from aseankg.paths import cache_root, data_root

_FORMAT = ox.RdfFormat.N_QUADS
_CODE = (
    "dataset.py",
    "dates.py",
    "inference.py",
    "namespaces.py",
    "positions.py",
    "rules.py",
    "store.py",
)
_KEPT = {"*.nq": 4, "*.check": 4, "*.places": 60}
_HOUR = 3600.0
_TICK = 50_000_000  # nanoseconds within which a file system may give two writes one time

Stat = tuple[str, int, int, int, int]


def open_store(root: Path | None = None) -> ox.Store:
    """Give all of the graph below a root, each source a named graph, with what rules infer.

    The store lies in memory: what is written to it is seen by nobody else and lost. As long as no
    file changes it comes from the cache. Raises `InputErrors` for files that cannot be read. A
    broken cache is built anew; one that cannot be written costs one warning, nothing else.
    """
    root = (root or data_root()).resolve()
    recover(root)
    begun = _begun.pop(root, None)
    if begun:
        begun.join()
        if begun.store is not None:
            return begun.store
    key = content_key(root)
    return _kept(key) or _build(root, key)


def begin(root: Path | None = None) -> None:
    """Begin to open the store beside what the caller does meanwhile; `open_store` then gives it.

    For a command that is about to need it: reading the cache takes half of the time of an answer.
    """
    with suppress(OSError):
        root = (root or data_root()).resolve()
        recover(root)
        _begun[root] = _Reader(root)
        _begun[root].start()


class _Reader(Thread):
    """Reads the kept store of a root, if there is one; every fault is left to `open_store`."""

    def __init__(self, root: Path) -> None:
        super().__init__(name="store")
        self.root = root
        self.store: ox.Store | None = None

    def run(self) -> None:
        with suppress(Exception):
            self.store = _kept(content_key(self.root))


_begun: dict[Path, _Reader] = {}


def _build(root: Path, key: str) -> ox.Store:
    """Read, infer, and keep the result if the files are still those that the key stands for."""
    from aseankg.dataset import quads
    from aseankg.inference import infer
    from aseankg.rules import rules

    stated = quads(root)
    everything = dict.fromkeys(stated + infer(stated, rules(root)))
    store = ox.Store()
    store.bulk_extend(everything)
    if _content(root, _stats(root)) == key:
        data = ox.serialize(everything, format=_FORMAT)
        assert data is not None
        fault = write_aside(_file(key), seal(data) + data)
        if fault:
            _warn(cache_root(), fault)
    return store


def _kept(key: str) -> ox.Store | None:
    """Give the store kept under a key, if it is there and whole."""
    store = ox.Store()
    try:
        data = _file(key).read_bytes()
        start = data.find(b"\n") + 1
        if data[:start] != seal(memoryview(data)[start:]):
            return None
        store.load(data, format=_FORMAT, lenient=True)
    except (OSError, SyntaxError):
        return None
    return store


def seal(data: bytes | memoryview) -> bytes:
    """Give the first line of a kept file: a comment with the check sum of the others."""
    return b"# crc32 %08x\n" % zlib.crc32(data)


def _file(key: str) -> Path:
    return cache_root() / f"{key}.nq"


# --- what the files hold --------------------------------------------------------------------------


def content_key(root: Path) -> str:
    """Give the key of what the files hold; reads them only if one looks other than last time."""
    stats = _stats(root)
    looks = sha256(repr(stats).encode()).hexdigest()
    note = cache_root() / f"{sha256(os.fsencode(root)).hexdigest()}.last"
    with suppress(OSError, ValueError):
        before, key = note.read_text(encoding="ascii").split()
        if before == looks:
            return key
    key = _content(root, stats)
    if max(stat[3] for stat in stats) < time.time_ns() - _TICK:
        write_aside(note, f"{looks} {key}\n".encode())
    return key


def _content(root: Path, stats: list[Stat]) -> str:
    """Digest names and bytes of files; a root that moves keeps its key."""
    digest = sha256(f"{__version__} {ox.__version__}".encode())
    for path, *_ in stats:
        data = Path(path).read_bytes()
        digest.update(os.fsencode(f"\n{path.removeprefix(str(root))} {len(data)}\n") + data)
    return digest.hexdigest()


def _stats(root: Path) -> list[Stat]:
    """Give path, size, times and inode of each file that the store is made of, and of this code."""
    entries = [entry for name in ("graph", "ontology") for entry in _entries(root / name)]
    entries = [entry for entry in entries if entry.name.endswith((".ttl", ".rq"))]
    code = [entry for entry in os.scandir(Path(__file__).parent) if entry.name in _CODE]
    return sorted(map(_stat, code)) + sorted(
        _stat(one) for one in entries if one.name != "shapes.ttl"
    )


def _entries(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _entries(entry.path)
        else:
            yield entry


def _stat(entry: os.DirEntry[str]) -> Stat:
    stat = entry.stat()
    return entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


# --- files that are there whole or not at all -----------------------------------------------------


def write_aside(path: Path, data: bytes) -> str:
    """Write a file of the cache aside, put it in place at once; say why if it cannot be."""
    aside = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".building-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(aside, path)
        _prune(path.parent)
    except OSError as error:
        with suppress(OSError):
            Path(aside).unlink()
        return error.strerror or str(error)
    return ""


def _prune(folder: Path) -> None:
    """Delete what is old, all but the last few, and what builds that were killed left behind."""
    old = [
        path for kind, many in _KEPT.items() for path in sorted(folder.glob(kind), key=_age)[many:]
    ]
    left = [path for path in folder.glob(".building-*") if _age(path) > _HOUR]
    for path in old + left:
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


@cache
def _warn(folder: Path, reason: str) -> None:
    import logging

    logging.getLogger("aseankg").warning(
        "warning: nothing can be kept in %s (%s), so the graph is built anew each time; "
        "set ASEANKG_CACHE to a folder that can be written",
        folder,
        reason,
    )
