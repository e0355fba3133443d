"""The process that workers are forked from: it reads a graph once, all of them share its memory.

It is started by `workers.Nursery` as a program of its own with one thread, so that a fork is safe.
Its standard input is the graph, its control socket the number in its arguments. It alone ends
workers, so the number of a process never means another one.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Any, NoReturn

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import PREFIXES
from aseankg.web import guards, notes, results

COMMAND = struct.Struct("!4si")
TOLD = struct.Struct("!ii")
LENGTHS = struct.Struct("!II")
NO_MEMORY = 77
_STACK = 64 << 20
_GRACE = 2.0


def main(control: socket.socket, memory: int) -> None:
    """Read the graph, then fork and end workers as told until nobody tells any more."""
    store = read_store()
    control.sendall(TOLD.pack(0, os.getpid()))
    alive: set[int] = set()
    while True:
        data, handed, _, _ = socket.recv_fds(control, COMMAND.size, 1)
        if len(data) < COMMAND.size:
            for pid in alive:
                end(pid)
            return
        command, number = COMMAND.unpack(data)
        if command == b"fork":
            told = fork(store, handed[0], memory)
            alive |= {told[1]} if not told[0] else set()
        else:
            alive.discard(number)
            told = (0, end(number))
        control.sendall(TOLD.pack(*told))


def read_store() -> ox.Store:
    """Read quads from standard input; their union, each triple once, is the default graph."""
    store = ox.Store()
    store.load(sys.stdin.buffer.read(), format=ox.RdfFormat.N_QUADS, lenient=True)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    gc.collect()
    gc.freeze()
    return store


def fork(store: ox.Store, channel: int, memory: int) -> tuple[int, int]:
    """Make a worker that answers on a channel; give 0 and its number, or the error."""
    try:
        pid = os.fork()
    except OSError as error:
        os.close(channel)
        return error.errno or 1, 0
    if pid == 0:
        work(store, channel, memory)
    os.close(channel)
    return 0, pid


def end(pid: int) -> int:
    """End a worker, wait until it is gone; give the signal or (below 0) code that it ended with."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        _, status = os.waitpid(pid, 0)
    except ChildProcessError:
        return 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


# --- what runs in a worker ------------------------------------------------------------------------


def work(store: ox.Store, channel: int, memory: int) -> NoReturn:
    """Answer queries until the channel is closed; nothing of this process but the channel stays."""
    code = 1
    try:
        confine(channel, memory)
        graphs = {graph.value for graph in store.named_graphs()}
        while job := _read(channel):
            signal.setitimer(signal.ITIMER_REAL, job["seconds"] + _GRACE)
            head, body = answer(store, graphs, job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _write(channel, head, body)
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def confine(channel: int, memory: int) -> None:
    """Take away what a query could reach other things with: descriptors, memory, core files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    base = _address_space()
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_STACK)
        wanted = _STACK if most == resource.RLIM_INFINITY else min(_STACK, most)
        resource.setrlimit(resource.RLIMIT_STACK, (wanted, most))
    if base:
        resource.setrlimit(resource.RLIMIT_AS, (base + memory, base + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.closerange(0, channel)
    os.closerange(channel + 1, max(4096, channel + 64))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Give the bytes of addresses that this process has in use; 0 where the system tells none."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def answer(store: ox.Store, graphs: set[str], job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one query: what is told of it, and the bytes of the answer."""
    try:
        found = _ask(store, graphs, job)
    except InputError as error:
        return _refused(error), b""
    except MemoryError:
        raise
    except Exception as error:
        text = f"this cannot be computed: {error}"
        return _refused(InputError(guards.PLACE, 0, None, text, "correct the query")), b""
    head = {"rows": found.rows, "cut": found.cut, "notes": notes.notes_on(job["text"])}
    head["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return head, found.body


def _refused(error: InputError) -> dict[str, Any]:
    column = int(error.column) if error.column else 0
    return {
        "error": error.message,
        "line": error.line,
        "column": column,
        "remedy": error.remedy,
    }


def _ask(store: ox.Store, graphs: set[str], job: dict[str, Any]) -> results.Answer:
    text, empty = job["text"], ox.Store()
    guards.refuse_depth(text)
    asked = [*guards.asked_graphs(text), *(job["default"] or ()), *(job["named"] or ())]
    try:
        guards.refuse_service(text, lambda other: empty.query(other, prefixes=PREFIXES))
        guards.refuse_graphs(asked, graphs)
        result = _query(store, job)
    except SyntaxError as error:
        raise guards.explain(error, text) from error
    return results.write(result, job["form"], job["most"], job["safe"])


def _query(store: ox.Store, job: dict[str, Any]) -> Any:
    """Begin a query; graphs that the protocol names take the place of those of the query."""
    default, named = job["default"], job["named"]
    if default is None and named is None:
        return store.query(job["text"], prefixes=PREFIXES)
    return store.query(
        job["text"],
        prefixes=PREFIXES,
        default_graph=[ox.NamedNode(one) for one in default or ()],
        named_graphs=[ox.NamedNode(one) for one in named or ()],
    )


def _read(channel: int) -> Any:
    size = _exactly(channel, 4)
    return json.loads(_exactly(channel, int.from_bytes(size, "big"))) if size else None


def _exactly(channel: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        select.select([channel], [], [])
        part = os.read(channel, min(size, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(channel: int, head: dict[str, Any], body: bytes) -> None:
    told = json.dumps(head).encode()
    rest = memoryview(LENGTHS.pack(len(told), len(body)) + told + body)
    while rest:
        rest = rest[os.write(channel, rest) :]


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
