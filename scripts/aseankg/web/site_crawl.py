"""All places of a bundle, found by following its links from the first page, on all processors."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aseankg.console import Failure
from aseankg.web.release import Release
from aseankg.web.site_places import Place
from aseankg.web.site_render import Renderer, Written, write_all

_BATCH = 12
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_renderer: Renderer | None = None  # of this process

Told = Callable[[int, int], None]


@dataclass
class Crawl:
    """What was written: by place what it leads to, and what could not be."""

    written: dict[Place, Written] = field(default_factory=dict)
    absent: set[Place] = field(default_factory=set)

    @property
    def assets(self) -> list[str]:
        """Give the static files that pages use."""
        return sorted({name for one in self.written.values() for name in one.assets})

    @property
    def files(self) -> dict[str, int]:
        """Give each file that was written, with its size."""
        return {name: size for one in self.written.values() for name, size in one.files.items()}


def crawl(
    release: Release, folder: Path, seeds: Iterable[Place], told: Told, base: str = ""
) -> Crawl:
    """Write all that can be reached from some places; `told` hears how many of how many."""
    found = Crawl()
    with _workers(release, folder, base) as ask:
        _follow(found, list(seeds), ask, told)
        while stale := [place for place, one in found.written.items() if one.places & found.absent]:
            before = len(found.absent)
            _follow(found, stale, ask, told)
            if len(found.absent) == before:
                break
    _check(found)
    return found


Ask = Callable[[list[Place], Collection[Place]], "Future[list[Written]]"]


def _follow(found: Crawl, waiting: list[Place], ask: Ask, told: Told) -> None:
    """Write places and those that they lead to, until all are written."""
    known = {*waiting, *found.written, *found.absent}
    running: set[Future[list[Written]]] = set()
    absent = frozenset(found.absent)
    while waiting or running:
        while waiting and len(running) < 2 * _processes() + 2:
            running.add(ask(waiting[:_BATCH], absent))
            waiting = waiting[_BATCH:]
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for one in (one for future in done for one in future.result()):
            if one.status not in (200, 410):
                found.absent.add(one.place)
                continue
            found.written[one.place] = one
            waiting += sorted(one.places - known)
            known |= one.places
        told(len(found.written), len(known) - len(found.absent))


def _check(found: Crawl) -> None:
    """Refuse two files that a disk which knows no capitals would hold as one."""
    names: dict[str, str] = {}
    for name in found.files:
        other = names.setdefault(name.casefold(), name)
        if other != name:
            raise Failure(f"{other} and {name} differ in capitals alone; rename one of the two")


# --- processes ------------------------------------------------------------------------------------


def _processes() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _workers(release: Release, folder: Path, base: str) -> Iterator[Ask]:
    """Give what hands places to processes that share the graph; here where none can be made."""
    global _renderer
    many = _processes() > 1 and "fork" in multiprocessing.get_all_start_methods()
    if not many:
        renderer = Renderer(release, folder, base)
        yield lambda places, absent: _at_once(renderer, places, absent)
        renderer.close()
        return
    gc.collect()
    gc.freeze()  # what is there now is shared as long as nobody writes to it
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(_processes(), context, _begin, (release, folder, base))
    try:
        yield lambda places, absent: pool.submit(_write, places, absent)
        pool.shutdown()
    except BrokenProcessPool as error:
        raise Failure("a process was ended from outside; make room in memory, run again") from error
    finally:
        _stop(pool)
        gc.unfreeze()


def _stop(pool: Executor) -> None:
    pool.shutdown(wait=True, cancel_futures=True)


def _begin(release: Release, folder: Path, base: str) -> None:
    global _renderer
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # end with the run, even if that is killed
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run itself is told, and ends them
    _renderer = Renderer(release, folder, base)


def _write(places: list[Place], absent: Collection[Place]) -> list[Written]:
    assert _renderer
    return write_all(_renderer, places, absent)


def _at_once(
    renderer: Renderer, places: list[Place], absent: Collection[Place]
) -> Future[list[Written]]:
    done: Future[list[Written]] = Future()
    try:
        done.set_result(write_all(renderer, places, absent))
    except Exception as error:  # told where it is asked for, as by a process
        done.set_exception(error)
    return done
