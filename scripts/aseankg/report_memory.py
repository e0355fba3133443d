"""What a report was made of and what it said, so that nothing is made twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from aseankg import __version__
from aseankg.console import write_whole
from aseankg.namespaces import shorten

_HERE = Path(__file__).resolve().parent
_DATA = (".ttl", ".rq")
_CODE = (".py", ".j2", ".css")


def key_of(root: Path, day: str) -> str:
    """Digest all that a report depends on: the data below a root, this code, the day."""
    folders = [root / name for name in ("graph", "ontology", "queries")]
    paths = [path for one in folders for path in one.rglob("*") if path.suffix in _DATA]
    paths += [path for path in _HERE.rglob("*") if path.suffix in _CODE]
    digest = sha256(f"{__version__} {day}".encode())
    for path in sorted(paths):
        data = path.read_bytes()
        digest.update(f"\n{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


class Memory:
    """What was made last in a folder; unreadable notes count as none."""

    def __init__(self, folder: Path) -> None:
        """Name the notes, read none."""
        self.folder = folder
        self._made, self._checked = folder / ".made.json", folder / ".checked.json"

    def begin(self) -> None:
        """Make the folder and see that it can be written to; raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        trial = self.folder / ".trial"
        write_whole(trial, b"")
        trial.unlink()

    def recall(self, key: str) -> dict[str, Any] | None:
        """Give what was told for a key, if all the files made then are still there, whole."""
        note = _read(self._made)
        if note.get("key") != key:
            return None
        whole = all(_size(self.folder / name) == size for name, size in note["files"].items())
        return note if whole else None

    def keep(
        self, key: str, text: str, violations: int, files: Mapping[str, bytes]
    ) -> dict[str, Any]:
        """Note what was made for a key; raises `OSError`."""
        sizes = {name: len(data) for name, data in files.items()}
        note = {"key": key, "text": text, "violations": violations, "files": sizes}
        write_whole(self._made, json.dumps(note, ensure_ascii=False).encode())
        return note

    def findings(self, key: str) -> tuple[dict[str, int], str]:
        """Check the graph, unless it was checked under this key; give counts and findings."""
        note = _read(self._checked)
        if note.get("key") != key:
            note = {"key": key} | _check()
            write_whole(self._checked, json.dumps(note, ensure_ascii=False).encode())
        return note["counts"], note["text"]


def _check() -> dict[str, Any]:
    from aseankg.findings import count
    from aseankg.paths import data_root
    from aseankg.validation import validate

    found = validate()
    root = str(data_root()) + "/"
    lines = [
        f"{str(one.path).removeprefix(root)}:{one.line}: {one.severity}: {shorten(one.thing)}: "
        f"{one.message} [{one.rule}]; {one.remedy}\n"
        for one in found
    ]
    return {"counts": count(found), "text": "".join(lines)}


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        note = json.loads(path.read_text(encoding="utf-8"))
        return note if isinstance(note, dict) else {}
    return {}


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return -1
