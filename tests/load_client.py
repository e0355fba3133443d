"""Many clients at once: each asks one thing after the other on a connection of its own."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from running_site import descendants


@dataclass
class Load:
    """What many clients met with."""

    seconds: float
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    by_path: dict[str, list[float]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def at(self, part: float) -> float:
        """Give the time in ms within which a part of all answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0

    def slowest(self, most: int = 5) -> list[tuple[str, float]]:
        """Give the paths that took longest, with their medians in ms."""
        medians = {path: 1000 * statistics.median(times) for path, times in self.by_path.items()}
        return sorted(medians.items(), key=lambda one: -one[1])[:most]


def put_load(
    address: str, paths: Sequence[str], clients: int, seconds: float, accept: str, pid: int = 0
) -> Load:
    """Ask for paths in turn with many clients for some seconds; look at memory meanwhile."""
    return asyncio.run(_all(address, paths, clients, seconds, accept, pid))


async def _all(
    address: str, paths: Sequence[str], clients: int, seconds: float, accept: str, pid: int
) -> Load:
    load = Load(seconds)
    end = time.monotonic() + seconds
    turn = itertools.cycle(paths)
    tasks = [_client(address, turn, end, accept, load) for _ in range(clients)]
    await asyncio.gather(*tasks, _watch(pid, end, seconds, load))
    return load


async def _watch(pid: int, end: float, seconds: float, load: Load) -> None:
    while pid and time.monotonic() < end:
        load.memory.append(memory(pid))
        await asyncio.sleep(min(max(seconds / 20, 0.2), max(end - time.monotonic(), 0.01)))


def memory(pid: int) -> int:
    """Give the MB that a process and those below it use, what they share counted once."""
    return sum(_of_one(one) for one in (pid, *descendants(pid))) >> 10


def _of_one(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


async def _client(
    address: str, turn: itertools.cycle[str], end: float, accept: str, load: Load
) -> None:
    place = urlsplit(address)
    head = f" HTTP/1.1\r\nhost: {place.netloc}\r\naccept: {accept}\r\n\r\n"
    streams = None
    while (begun := time.monotonic()) < end:
        path = next(turn)
        try:
            if streams is None:
                streams = await asyncio.open_connection(place.hostname, place.port)
            async with asyncio.timeout(60):
                status, last = await _ask(*streams, f"GET {path}{head}".encode())
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            load.errors[type(error).__name__] += 1
            if streams:
                streams[1].close()
            streams = None
            continue
        took = time.monotonic() - begun
        if status == 200:
            load.times.append(took)
            load.by_path.setdefault(path, []).append(took)
        else:
            load.errors[str(status)] += 1
        if last:
            streams[1].close()
            streams = None
    if streams:
        streams[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bool]:
    """Ask and read to the end of the answer; give its status and whether the connection ends."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    lines = dict(line.partition(": ")[::2] for line in head.split("\r\n")[1:])
    if "content-length" in lines:
        await reader.readexactly(int(lines["content-length"]))
    elif lines.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split()[1]), lines.get("connection") == "close"
