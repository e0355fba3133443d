"""The server: uvicorn with limits on how slowly and how long a request may come."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_BYTES = 256 << 10
CONNECTIONS = 1000


class Protocol(H11Protocol):
    """Answers 408 when the head of a request does not come, 414 or 431 when it is too long."""

    _late: asyncio.TimerHandle | None = None
    _begun = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what comes; wait on as long as it is no whole head."""
        self._begun = True
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin anew with the next request of the same connection."""
        self._begun = False
        super().on_response_complete()

    def _wait(self) -> None:
        seconds = self.config.app.state.settings.body_seconds  # type: ignore[union-attr]
        self._late = self.loop.call_later(seconds, self._give_up)

    def _stop(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            if self._begun:
                self._say(408, "Request Timeout", "the request did not arrive in time")
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a head that cannot be read."""
        waiting = self.conn.trailing_data[0]
        if len(waiting) <= HEAD_BYTES:
            super().send_400_response(msg)
            return
        if b"\n" in waiting:
            self._say(431, "Request Header Fields Too Large", "the headers are too long")
        else:
            self._say(414, "URI Too Long", "the address is too long; send the query by POST")
        self.transport.close()

    def _say(self, status: int, reason: str, text: str) -> None:
        body = f"{text}\n".encode()
        head = (
            f"HTTP/1.1 {status} {reason}\r\ncontent-type: text/plain; charset=utf-8\r\n"
            f"content-length: {len(body)}\r\naccess-control-allow-origin: *\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)


def configuration(app: Starlette, **more: Any) -> uvicorn.Config:
    """Give how an application is served; `more` is handed on to uvicorn."""
    limits = {
        "h11_max_incomplete_event_size": HEAD_BYTES,
        "limit_concurrency": CONNECTIONS,
        "timeout_graceful_shutdown": 5,
    }
    return uvicorn.Config(
        app, http=Protocol, ws="none", lifespan="on", server_header=False, **{**limits, **more}
    )
