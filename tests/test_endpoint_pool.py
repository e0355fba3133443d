"""Queries in flight finish on their release; processes start, die and go as they should."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg.web.pool import Busy, Pool
from aseankg.web.release import Current, Release
from aseankg.web.settings import Settings
from aseankg.web.workers import Job, Reply, TooDeep, TooLarge, TooLong

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?c) != STR(?f)) }"

ENDLESS = SLOW.replace("{", "{ ?j ?k ?l . ?m ?n ?o . ", 1)
SIZE = 250


def release(name: str, size: int) -> Release:
    store = ox.Store()
    graph, predicate = ox.NamedNode("http://x/g"), ox.NamedNode("http://x/p")
    quads = (
        ox.Quad(ox.NamedNode(f"http://x/{n}"), predicate, ox.Literal(n), graph) for n in range(size)
    )
    store.extend(quads)
    return Release(Path(), store, name, datetime.now(UTC))


def run(work: Callable[[Pool, Release], Awaitable[None]], **limits: float) -> None:
    """Do something with a pool, and end it; no process of it is left then."""
    first = release("first", SIZE)
    settings = Settings(**{"query_seconds": 20.0, "query_memory": 100_000_000, **limits})  # type: ignore[arg-type]

    async def inside() -> None:
        pool = Pool(Current(first), settings)
        try:
            await work(pool, first)
        finally:
            nursery = await pool.for_release(first)
            await pool.close()
        assert nursery.process.poll() is not None

    asyncio.run(inside())


def number(reply: Reply) -> int:
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def eventually(what: Callable[[], bool]) -> Iterator[float]:
    """Give pauses until something holds, for five seconds at most."""
    end = time.monotonic() + 5
    while not what():
        assert time.monotonic() < end
        yield 0.02


def test_a_query_in_flight_finishes_on_its_release() -> None:
    async def work(pool: Pool, first: Release) -> None:
        slow = asyncio.ensure_future(pool.ask(first, Job(SLOW, "json", seconds=20)))
        old = await pool.for_release(first)
        await asyncio.sleep(0.2)
        assert not slow.done()
        second = release("second", 7)
        pool.current.swap(second)
        assert number(await pool.ask(second, Job(COUNT, "json"))) == 7
        assert not slow.done()
        assert not old.is_gone
        assert number(await slow) == SIZE * (SIZE - 1) * SIZE
        for pause in eventually(lambda: old.process.poll() is not None):
            await asyncio.sleep(pause)
        assert number(await pool.ask(second, Job(COUNT, "json"))) == 7
        assert number(await pool.ask(first, Job(COUNT, "json"))) == SIZE

    run(work)


def test_what_forks_has_one_thread_and_a_worker_one_descriptor() -> None:
    async def work(pool: Pool, first: Release) -> None:
        await pool.ask(first, Job(COUNT, "json"))
        nursery = await pool.for_release(first)
        assert len(list(Path(f"/proc/{nursery.process.pid}/task").iterdir())) == 1
        (worker,) = nursery._idle
        assert len(list(Path(f"/proc/{worker.pid}/fd").iterdir())) == 1
        limits = Path(f"/proc/{worker.pid}/limits").read_text()
        (files,) = (line.split()[3:5] for line in limits.splitlines() if "open files" in line)
        assert files == ["0", "0"]

    run(work)


def test_a_worker_that_is_killed_is_replaced() -> None:
    async def work(pool: Pool, first: Release) -> None:
        assert number(await pool.ask(first, Job(COUNT, "json"))) == SIZE
        nursery = await pool.for_release(first)
        (worker,) = nursery._idle
        slow = asyncio.ensure_future(pool.ask(first, Job(ENDLESS, "json", seconds=20)))
        await asyncio.sleep(0.2)
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(TooLarge):  # the kernel does this to a process that takes all memory
            await slow
        assert not is_there(worker.pid)
        assert number(await pool.ask(first, Job(COUNT, "json"))) == SIZE
        assert nursery._idle[0].pid != worker.pid

    run(work)


def test_all_processes_that_are_killed_are_replaced() -> None:
    async def work(pool: Pool, first: Release) -> None:
        nursery = await pool.for_release(first)
        assert pool.is_ready(first)
        nursery.process.kill()
        nursery.process.wait()
        for _ in range(2):
            try:
                assert number(await pool.ask(first, Job(COUNT, "json"))) == SIZE
                break
            except Exception:
                assert not pool.is_ready(first)
        else:
            raise AssertionError
        assert await pool.for_release(first) is not nursery
        await nursery.close()

    run(work)


def test_the_process_is_gone_when_the_deadline_is_told() -> None:
    async def work(pool: Pool, first: Release) -> None:
        await pool.ask(first, Job(COUNT, "json"))
        (worker,) = (await pool.for_release(first))._idle
        begun = time.monotonic()
        with pytest.raises(TooLong):
            await pool.ask(first, Job(ENDLESS, "json", seconds=0.5))
        assert 0.5 <= time.monotonic() - begun < 5
        assert not is_there(worker.pid)

    run(work)


def test_a_worker_ends_by_itself_when_nobody_ends_it() -> None:
    async def work(pool: Pool, first: Release) -> None:
        nursery = await pool.for_release(first)
        worker = await nursery._bear()
        long = Job(ENDLESS, "json", seconds=0.1)
        data = json.dumps({**vars(long)}).encode()
        worker.writer.write(len(data).to_bytes(4, "big") + data)
        begun = time.monotonic()
        assert await worker.reader.read() == b""
        assert 1.5 < time.monotonic() - begun < 10
        assert await nursery._end(worker) == signal.SIGALRM

    run(work)


HOST = """
import asyncio, sys, test_endpoint_pool as cases
from aseankg.web.workers import Job

async def work():
    first = cases.release("first", 400)
    pool = cases.Pool(cases.Current(first), cases.Settings())
    nursery = await pool.for_release(first)
    await pool.ask(first, Job(cases.COUNT, "json"))
    print(nursery.process.pid, nursery._idle[0].pid, flush=True)
    await pool.ask(first, Job(cases.ENDLESS, "json", seconds=60))

asyncio.run(work())
"""


def test_nothing_is_left_when_the_site_is_killed() -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", HOST], stdout=subprocess.PIPE, env=env) as host:
        assert host.stdout
        pids = [int(one) for one in host.stdout.readline().split()]
        time.sleep(0.3)
        assert len(pids) == 2
        assert all(map(is_there, pids))
        host.kill()
    for pause in eventually(lambda: not any(map(is_running, pids))):
        time.sleep(pause)


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and is more than an entry that nobody has taken note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ FILTER({'!' * 900_000}true) }}",
        f"ASK {{ FILTER(1{'||1' * 300_000}) }}",
        f"ASK {{ {'OPTIONAL{} ' * 90_000} }}",
        f"ASK {{ {'{} UNION ' * 90_000} {{}} }}",
    ],
    ids=["not", "or", "optional", "union"],
)
def test_an_overflow_of_the_stack_is_told_from_want_of_memory(query: str) -> None:
    async def work(pool: Pool, first: Release) -> None:
        with pytest.raises(TooDeep):
            await pool.ask(first, Job(query, "json", seconds=10))
        assert number(await pool.ask(first, Job(COUNT, "json"))) == SIZE

    run(work, query_memory=2_000_000_000)


def test_no_more_queries_run_or_wait_than_may() -> None:
    async def work(pool: Pool, first: Release) -> None:
        jobs = [pool.ask(first, Job(COUNT, "json")) for _ in range(40)]
        replies = await asyncio.gather(*jobs, return_exceptions=True)
        answers = [one for one in replies if isinstance(one, Reply)]
        assert len(answers) >= 12
        assert all(isinstance(one, Reply | Busy) for one in replies)
        nursery = await pool.for_release(first)
        assert len(nursery._idle) <= 2

    run(work, query_queue=10)


def test_workers_are_replaced_when_worn_and_each_has_its_own_chance() -> None:
    async def work(pool: Pool, first: Release) -> None:
        found = set()
        for _ in range(6):
            reply = await pool.ask(first, Job("SELECT (UUID() AS ?n) {}", "csv"))
            found.add(reply.body)
            nursery = await pool.for_release(first)
            nursery._idle[0].answered = 10_000
            await pool.ask(first, Job(COUNT, "json"))
            assert not nursery._idle
        assert len(found) == 6

    run(work)
