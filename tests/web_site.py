"""The explorer as users meet it: a real server on a port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette

from aseankg.web.app import create_app
from aseankg.web.release import Current, Release, read_release
from aseankg.web.server import configuration
from aseankg.web.settings import Settings


@contextmanager
def served(release: Release | None = None, settings: Settings | None = None) -> Iterator[str]:
    """Serve a graph, or the real one; give the address of the site."""
    with serving(create_app(Current(release or read_release()), settings)) as address:
        yield address


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve an application; give the address of the site."""
    server = uvicorn.Server(configuration(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def visitor(address: str) -> Iterator[httpx.Client]:
    """Give a client that follows no redirects."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client
