"""A small sound graph to spoil, the commands run on it, and a socket that sees who calls."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner, Result

from aseankg.cli import cli

PROJECT = Path(__file__).parent.parent
SOUND = PROJECT / "tests" / "fixtures" / "check" / "graph"
GAZETTE, COUNCILS = "graph/viet-nam/gazette.ttl", "graph/asean/councils.ttl"
SHAPES = "ontology/shapes.ttl"
TEXT = (SOUND / "viet-nam" / "gazette.ttl").read_text(encoding="utf-8")
ENTITY = '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY e SYSTEM "/etc/passwd">]>\n<r>&e;</r>\n'
PERSON = {
    "id": "tran-thi-an",
    "name": "Tran Thi An",
    "nationality": "viet-nam",
    "source": "src-gazette",
}


def sound_root(folder: Path) -> Path:
    """Lay a sound graph with the real ontology and questions into a folder."""
    for name in ("ontology", "queries"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copytree(SOUND, folder / "graph")
    return folder


def aseankg(root: Path, *words: str) -> Result:
    """Run a command in a root, in this process; a traceback is an error of the test."""
    there = {"ASEANKG_DATA": str(root), "ASEANKG_CACHE": str(root / ".cache")}
    here = Path.cwd()
    os.chdir(root)
    try:
        with patch.dict(os.environ, there):
            done = CliRunner().invoke(cli, list(words))
    finally:
        os.chdir(here)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def plant(root: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands once; give the line on which the new text ends."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    before, after = text.split(old)
    path.write_text(before + new + after, encoding="utf-8")
    return (before + new.rstrip("\n")).count("\n") + 1


def table(root: Path, name: str, row: Mapping[str, str]) -> Path:
    """Write a table with one row beside the graph."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    path = root / f"{name}.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def state(root: Path) -> dict[str, bytes]:
    """Give all bytes of the graph."""
    files = (path for path in sorted((root / "graph").rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """Give an address of this computer, and the list of those who called it."""
    callers: list[object] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            callers.append(self.client_address)
            self.request.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/secret", callers
        finally:
            server.shutdown()
            thread.join()
