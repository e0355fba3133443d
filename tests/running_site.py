"""The explorer as a process of its own on a folder that tests change."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

POLL = 0.2
PATIENCE = 40.0
T = Any


@dataclass
class Site:
    """A running explorer: its process, a client, and the file that its words go to."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    words: Path

    @property
    def log(self) -> str:
        return self.words.read_text(encoding="utf-8")

    def ready(self) -> dict[str, Any]:
        answer = self.client.get("/readyz")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def until(self, what: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait until what is told of the site is as wanted."""
        end = time.monotonic() + PATIENCE
        while not what(told := self.ready()):
            assert time.monotonic() < end, (told, self.log)
            time.sleep(0.05)
        return told

    def hang_up(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def children(self, kind: str) -> list[int]:
        """Give the processes of a kind that this one began and that still run."""
        return [pid for pid in descendants(self.process.pid) if kind in words_of(pid)]


@contextmanager
def running(root: Path, *options: str, **env: str) -> Iterator[Site]:
    """Run `aseankg explore` on a folder until the end of the block."""
    words = root / "words.log"
    command = [sys.executable, "-m", "aseankg", "--data", str(root), "explore", "--port", "0"]
    whole = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "ASEANKG_CACHE": str(root / "cache"),
        "ASEANKG_RELOAD_SECONDS": str(POLL),
        **env,
    }
    with (
        words.open("wb") as log,
        subprocess.Popen(
            [*command, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=whole
        ) as process,
    ):
        try:
            with httpx.Client(base_url=_address(process, words), timeout=30) as client:
                site = Site(process, client, words)
                while client.get("/readyz").status_code != 200:
                    time.sleep(0.05)
                yield site
        finally:
            process.terminate()
            process.wait(20)


def _address(process: subprocess.Popen[bytes], words: Path) -> str:
    end = time.monotonic() + PATIENCE
    while not (found := re.search(r"http://\S+:\d+/", words.read_text())):
        assert process.poll() is None, words.read_text()
        assert time.monotonic() < end
        time.sleep(0.02)
    return found[0]


def descendants(pid: int) -> list[int]:
    """Give the processes below one."""
    below: list[int] = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            below += [int(place.parent.name), *descendants(int(place.parent.name))]
    return below


def words_of(pid: int) -> str:
    """Give the command of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def eventually(what: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)
