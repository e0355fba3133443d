"""All workers of a site: so many queries at a time, so many more that wait, then no more.

A query is answered from the release with which its request began: each release in use has
processes of its own, and those of an old one end when nothing is asked of it any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aseankg.web.release import Current, Release
from aseankg.web.settings import Settings
from aseankg.web.workers import Gone, Job, Nursery, Reply


class Busy(Exception):
    """Too many queries are waiting, or one has waited too long."""


class Pool:
    """All workers: so many queries at a time, so many more waiting, one nursery per release."""

    def __init__(self, current: Current, settings: Settings) -> None:
        """Take what is served and the limits; processes start with the first query."""
        self.current, self.settings = current, settings
        self._free = asyncio.Semaphore(settings.workers)
        self._nurseries: dict[str, asyncio.Task[Nursery]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._coming = ""
        self.waiting = 0

    def begin(self) -> None:
        """Start the processes of what is served now, beside all else."""
        self._begun(self.current.release)

    def _begun(self, release: Release) -> asyncio.Task[Nursery]:
        """Give the start of a nursery, made anew if there is none or it went away."""
        task = self._nurseries.get(release.key)
        if task is None or (task.done() and (task.exception() or task.result().is_gone)):
            start = Nursery.start(release.store, self.settings.query_memory)
            task = self._nurseries[release.key] = asyncio.ensure_future(start)
        return task

    async def for_release(self, release: Release) -> Nursery:
        """Give the nursery of a release; starts one if there is none, or it went away."""
        return await asyncio.shield(self._begun(release))

    async def prepare(self, release: Release) -> None:
        """Have the processes ready of a release that is to be served next; raises `Gone`."""
        self._coming = release.key
        await self.for_release(release)

    def is_ready(self, release: Release) -> bool:
        """Tell whether a query on a release would be answered at once."""
        task = self._nurseries.get(release.key)
        done = task is not None and task.done() and not task.exception()
        return done and not task.result().is_gone if task else False

    async def ask(self, release: Release, job: Job) -> Reply:
        """Put a query to a release; raises `Busy`, and what `Nursery.ask` raises."""
        async with self._turn():
            nursery = await self.for_release(release)
            try:
                return await nursery.ask(job)
            finally:
                await self.end_old()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for a worker to be free, as long as a query may take; then it is ours."""
        if self.waiting >= self.settings.query_queue:
            raise Busy
        self.waiting += 1
        try:
            async with asyncio.timeout(self.settings.query_seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Busy from None
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._free.release()

    async def end_old(self) -> None:
        """End the processes of releases that are no longer served and have nothing to finish."""
        wanted = {self.current.release.key, self._coming}
        for key, task in list(self._nurseries.items()):
            if key in wanted or not task.done():
                continue
            if task.exception() or not task.result().busy:
                del self._nurseries[key]
                if not task.exception():
                    closing = asyncio.ensure_future(task.result().close())
                    self._closing.add(closing)
                    closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """End all processes."""
        tasks, self._nurseries = list(self._nurseries.values()), {}
        for task in tasks:
            with suppress(Gone, asyncio.CancelledError):
                await (await task).close()
        await asyncio.gather(*self._closing)
