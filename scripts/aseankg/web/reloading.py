"""The watch over the files: what changed is prepared aside, checked, and served if it is sound."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
from starlette.applications import Starlette

from aseankg.store import content_key
from aseankg.web.graph_network import lay_out
from aseankg.web.history import Difference, difference
from aseankg.web.pool import Pool
from aseankg.web.preparing import looks
from aseankg.web.release import Current, Refusal, Release
from aseankg.web.workers import Gone

_LOG = logging.getLogger("aseankg")
_AFTER_START = 1.0


@asynccontextmanager
async def watching(app: Starlette) -> AsyncIterator[None]:
    """Watch the files of what is served, as far as the application is told to."""
    root: Path | None = app.state.watched
    if root is None:
        yield
        return
    watch = Watch(root, app.state.current, app.state.pool, app.state.settings.reload_seconds)
    task = asyncio.ensure_future(watch.run(polling=app.state.polling))
    _on_hangup(watch)
    try:
        yield
    finally:
        task.cancel()
        watch.stop()
        await asyncio.wait({task})


def _on_hangup(watch: Watch) -> None:
    """Let SIGHUP ask for a reload, unless it means that the terminal was closed."""
    if sys.stdin is not None and sys.stdin.isatty():
        return
    with suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, watch.ask)


class Watch:
    """Looks at files every few seconds; those that changed and are still are taken over."""

    def __init__(self, root: Path, current: Current, pool: Pool, seconds: float) -> None:
        """Take the folder, what is served of it, and how long to wait between two looks."""
        self.root, self.current, self.pool, self.seconds = root, current, pool, seconds
        self._seen = self._look()
        self._done = self._seen if self._is_served() else ""
        self._asked = asyncio.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self) -> None:
        """Take over now what the files hold, whether it seems to have changed or not."""
        self._asked.set()

    def stop(self) -> None:
        """End what is being prepared."""
        if self._process:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def run(self, *, polling: bool) -> None:
        """Look again and again; a fault of ours is told and ends nothing."""
        await asyncio.sleep(min(self.seconds, _AFTER_START))
        await asyncio.to_thread(_read_all, self.current.release)
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), self.seconds if polling else None)
            try:
                await self._once()
            except Exception:
                _LOG.exception("the files could not be taken over")

    async def _once(self) -> None:
        asked = self._asked.is_set()
        self._asked.clear()
        now = await asyncio.to_thread(self._look)
        still, self._seen = now == self._seen, now
        if asked or (still and now != self._done):
            await self._take(now)

    def _is_served(self) -> bool:
        """Tell whether the files still are what was read before we began to watch them."""
        try:
            return content_key(self.root.resolve()) == self.current.release.key
        except OSError:
            return False

    def _look(self) -> str:
        try:
            return looks(self.root.resolve())
        except OSError as error:
            return f"gone: {error.strerror}"

    async def _take(self, now: str) -> None:
        """Prepare what lies there, and serve it or say why not."""
        told, release, difference = await asyncio.to_thread(self._prepare)
        if told.get("again"):
            return
        self._done = now
        if release:
            try:
                await self.pool.prepare(release)
            except Gone:
                told["refused"] = ["the processes of the endpoint could not be started"]
        if release and "refused" not in told:
            if difference and difference.facts:
                self.current.history.append(difference)
            await self._serve(release)
        else:
            self._refuse([str(one) for one in told.get("refused", ())])

    async def _serve(self, release: Release) -> None:
        old = self.current.release.name
        self.current.swap(release)
        self.current.refused = None
        instead = f" instead of {old}" if old != release.name else " again"
        _LOG.info("release %s is served%s", release.name, instead)
        await self.pool.end_old()

    def _refuse(self, reasons: list[str]) -> None:
        self.current.refused = Refusal(datetime.now(UTC), reasons)
        name = self.current.release.name
        _LOG.warning("warning: the changed files are refused; release %s stays", name)
        for reason in reasons:
            _LOG.warning("%s", reason)

    def _prepare(self) -> tuple[dict[str, list[str]], Release | None, Difference | None]:
        """Have a process check and build the graph; read from it what it made."""
        root = self.root.resolve()
        old = self.current.release
        with tempfile.TemporaryFile() as before, tempfile.TemporaryFile() as quads:
            old.store.dump(before, ox.RdfFormat.N_QUADS)
            before.flush()
            told = self._told(root, before.fileno(), quads.fileno())
            if "key" not in told:
                return told, None, None
            quads.seek(0)
            store = ox.Store()
            store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        release = Release(root, store, str(told["key"]), datetime.now(UTC))
        _read_all(release)
        gone, come = ([line.encode() for line in told[name]] for name in ("gone", "come"))
        names = (old.name, release.name)
        return told, release, difference(gone, come, old.store, store, names)

    def _told(self, root: Path, *handed: int) -> dict[str, list[str]]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "aseankg.web.preparing", str(root), *map(str, handed)],
            stdin=subprocess.PIPE,  # its end tells that we are gone
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=handed,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        with self._process as process:
            assert process.stdout
            said = process.stdout.read()
            process.wait()
        self._process = None
        try:
            told: dict[str, list[str]] = json.loads(said)
        except ValueError:
            return {"refused": ["the process that prepares a release ended without an answer"]}
        return told


def _read_all(release: Release) -> None:
    """Read all that a release may be asked; what cannot be read now is told when it is asked."""
    try:
        release.read_all()
        lay_out(release)
    except Exception as error:
        _LOG.warning("warning: %s", error)
