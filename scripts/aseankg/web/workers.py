"""Processes that answer queries from outside, each of which can be ended at any moment.

A `Nursery` is one release: it forks workers, puts queries to them, and ends them.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, Any

import pyoxigraph as ox

_COMMAND, _TOLD, _LENGTHS = 8, 8, 8
_NO_MEMORY = -77
_FULL = (signal.SIGABRT, signal.SIGKILL)
_USED_UP = 500
_SWOLLEN = 256 << 10  # kB that a worker may have taken before it is replaced
_LARGEST = 64 << 20


@dataclass(frozen=True)
class Job:
    """A query: its text, the graphs that the protocol names, how the answer is written."""

    text: str
    form: str
    default: list[str] | None = None
    named: list[str] | None = None
    safe: bool = False
    most: int = 10_000
    seconds: float = 10.0


@dataclass(frozen=True)
class Reply:
    """What a worker told: the bytes of an answer, or why there is none."""

    told: dict[str, Any]
    body: bytes = b""


class TooLong(Exception):
    """A query took longer than it may."""


class TooLarge(Exception):
    """A query needed more memory than it may have."""


class TooDeep(Exception):
    """A query is nested so deeply that its worker died of it."""


class Gone(Exception):
    """A process that should answer is not there."""


class Worker:
    """One process that answers one query after the other."""

    def __init__(
        self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take a process with the channel to it."""
        self.pid, self.reader, self.writer = pid, reader, writer
        self.answered, self.peak = 0, 0

    async def ask(self, job: Job) -> Reply:
        """Put a query; raises `Gone` if the process ends meanwhile."""
        data = json.dumps(asdict(job)).encode()
        try:
            self.writer.write(len(data).to_bytes(4, "big") + data)
            await self.writer.drain()
            sizes = await self.reader.readexactly(_LENGTHS)
            head, body = (int.from_bytes(sizes[at : at + 4], "big") for at in (0, 4))
            if head + body > _LARGEST:
                raise TooLarge
            told = json.loads(await self.reader.readexactly(head))
            reply = Reply(told, await self.reader.readexactly(body))
        except (EOFError, OSError) as error:
            raise Gone from error
        self.answered += 1
        self.peak = int(told.get("peak", 0))
        return reply

    @property
    def is_worn(self) -> bool:
        """Tell whether the next query is better put to a new process."""
        return self.answered >= _USED_UP or self.peak > _SWOLLEN


class Nursery:
    """Workers of one release: forked from one process that holds its graph, ended through it."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes]) -> None:
        """Take a process that has begun; `start` makes one."""
        self._control, self.process = control, process
        self._one_at_a_time = asyncio.Lock()
        self._idle: list[Worker] = []
        self._errands: set[asyncio.Task[Any]] = set()
        self.busy, self.is_gone = 0, False

    @classmethod
    async def start(cls, store: ox.Store, memory: int) -> Nursery:
        """Start the process for a graph and wait until it can fork; raises `Gone`."""
        control, process = await asyncio.to_thread(_begin, store, memory)
        nursery = cls(control, process)
        try:
            await nursery._told()
        except Gone:
            await nursery.close()
            raise
        return nursery

    async def ask(self, job: Job) -> Reply:
        """Put a query to a worker; whoever stops waiting ends the worker.

        Raises `TooLong`, `TooLarge`, `TooDeep`, `Gone`.
        """
        self.busy += 1
        try:
            worker = await self._take()
            return await self._put(worker, job)
        finally:
            self.busy -= 1

    async def _put(self, worker: Worker, job: Job) -> Reply:
        try:
            async with asyncio.timeout(job.seconds):
                reply = await worker.ask(job)
        except Gone:
            raise _reason(await self._errand(self._end(worker))) from None
        except TimeoutError:
            await self._errand(self._end(worker))
            raise TooLong from None
        except BaseException:
            self._errand(self._end(worker))
            raise
        if worker.is_worn:
            self._errand(self._end(worker))
        else:
            self._idle.append(worker)
        return reply

    async def _take(self) -> Worker:
        if self._idle:
            return self._idle.pop()
        born = self._errand(self._bear())
        try:
            return await asyncio.shield(born)
        except asyncio.CancelledError:
            born.add_done_callback(self._keep)
            raise

    def _keep(self, born: asyncio.Task[Worker]) -> None:
        if not born.cancelled() and not born.exception():
            self._idle.append(born.result())

    def _errand(self, work: Any) -> asyncio.Task[Any]:
        """Do something to its end, even if nobody waits for it any more."""
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        return task

    async def _bear(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid = await self._tell(b"fork", 0, theirs)
            except BaseException:
                ours.close()
                raise
        return Worker(pid, *await asyncio.open_connection(sock=ours))

    async def _end(self, worker: Worker) -> int:
        """End a worker; give the signal, or code below 0, with which it went."""
        worker.writer.close()
        try:
            return await self._tell(b"end ", worker.pid)
        except Gone:
            return 0

    async def _tell(self, command: bytes, number: int, handed: socket.socket | None = None) -> int:
        async with self._one_at_a_time:
            data = command + number.to_bytes(4, "big")
            try:
                socket.send_fds(self._control, [data], [handed.fileno()] if handed else [])
            except OSError as error:
                self.is_gone = True
                raise Gone from error
            return await self._told()

    async def _told(self) -> int:
        loop, data = asyncio.get_running_loop(), b""
        while len(data) < _TOLD:
            try:
                part = await loop.sock_recv(self._control, _TOLD - len(data))
            except OSError:
                part = b""
            if not part:
                self.is_gone = True
                raise Gone
            data += part
        if int.from_bytes(data[:4], "big"):
            raise Gone
        return int.from_bytes(data[4:], "big", signed=True)

    async def close(self) -> None:
        """End all workers and the process that they come from."""
        self.is_gone = True
        for worker in self._idle:
            worker.writer.close()
        self._idle.clear()
        if self._errands:
            await asyncio.wait(list(self._errands), timeout=2)
        self._control.close()
        await asyncio.to_thread(_finish, self.process)


def _reason(status: int) -> Exception:
    """Tell by how a worker ended what was wrong with its query."""
    if status == signal.SIGALRM:
        return TooLong()
    if status == signal.SIGSEGV:
        return TooDeep()
    return TooLarge() if status in (*_FULL, _NO_MEMORY) else Gone()


def _begin(store: ox.Store, memory: int) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with theirs, tempfile.TemporaryFile() as quads:
        store.dump(quads, ox.RdfFormat.N_QUADS)
        quads.seek(0)
        return ours, _program(quads, theirs, memory)


def _program(quads: IO[bytes], control: socket.socket, memory: int) -> subprocess.Popen[bytes]:
    number = control.fileno()
    return subprocess.Popen(
        [sys.executable, "-m", "aseankg.web.nursery", str(number), str(memory)],
        stdin=quads,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[number],
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _finish(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(3)
        return
    process.kill()
    process.wait()
