"""Work done in a second process while this one goes on, where the system can split cheaply."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
_THREADS = Path("/proc/self/task")


class Beside(Generic[T]):
    """Begins a piece of work; `result` waits for it.

    The work must change nothing that its caller sees, and give what can be pickled. Where there is
    no second processor, no fork, or another thread that a fork would cut off, it is done when the
    result is asked for; so it is when the second process ends without an answer.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        """Begin, if it can be done in a second process."""
        self._work = work
        self._answer = None
        if _can_split():
            from multiprocessing import get_context

            context = get_context("fork")
            self._answer, there = context.Pipe(duplex=False)
            self._process = context.Process(target=_answer, args=(work, there), daemon=True)
            self._process.start()
            there.close()

    def result(self) -> T:
        """Give what the work gives, and raise what it raises."""
        if self._answer is None:
            return self._work()
        with suppress(EOFError, OSError):
            given: T = self._answer.recv()
            self._process.join()
            return given
        self._process.join()
        return self._work()


def _can_split() -> bool:
    if not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2:
        return False
    try:
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def _answer(work: Callable[[], object], there) -> None:  # type: ignore[no-untyped-def]
    with suppress(Exception):
        there.send(work())
    there.close()
