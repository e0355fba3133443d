"""Texts go packed to whoever takes them so; what streams goes on to stream."""

from __future__ import annotations

import asyncio
import re
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SMALLEST = 500
_LARGE = 128 << 10
_LEVEL = 6
_GZIP = 16 + zlib.MAX_WBITS
_TEXTS = re.compile(
    r"text/(?!event-stream)|image/svg\+xml|application/"
    r"(json|xml|javascript|n-triples|n-quads|trig|sparql-query|[\w.-]+\+(json|xml))\b"
)


class Compression:
    """Packs answers that are texts, and tells caches that there are two of each.

    The tag of a packed answer is a weak one: the same words, other bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request; its answer comes back packed if it may be."""
        if scope["type"] == "http":
            send = _Packer(Headers(scope=scope), send).send
        await self.app(scope, receive, send)


class _Packer:
    """One answer on its way out."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self._asked, self._send = asked, send
        self._start: Message | None = None
        self._stream: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        """Keep back the head of an answer until it is known how its body goes."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body" and self._start:
            start, self._start = self._start, None
            await self._decide(start, message)
        elif message["type"] == "http.response.body" and self._stream:
            await self._send(_part(self._stream, message))
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        told = MutableHeaders(raw=message["headers"])
        if message["status"] == 304:
            told.add_vary_header("Accept-Encoding")
            _weaken_known(told, self._asked)
        elif _TEXTS.match(told.get("content-type", "")) and "content-encoding" not in told:
            told.add_vary_header("Accept-Encoding")
            if message["status"] != 206 and takes_gzip(self._asked):
                self._start = message
                return
        await self._send(message)

    async def _decide(self, start: Message, first: Message) -> None:
        body, more = first.get("body", b""), first.get("more_body", False)
        if len(body) >= _SMALLEST or more:
            told = MutableHeaders(raw=start["headers"])
            told["content-encoding"] = "gzip"
            _weaken(told)
            stream = zlib.compressobj(_LEVEL, wbits=_GZIP)
            if more:
                self._stream = stream
                del told["content-length"]
                first = _part(stream, first)
            else:
                packed = await _packed(stream, body)
                told["content-length"] = str(len(packed))
                first = {**first, "body": packed}
        await self._send(start)
        await self._send(first)


def _part(stream: zlib._Compress, message: Message) -> Message:
    """Pack a part of a stream so that whoever gets it can read it now."""
    body = stream.compress(message.get("body", b""))
    body += stream.flush(zlib.Z_SYNC_FLUSH if message.get("more_body") else zlib.Z_FINISH)
    return {**message, "body": body}


async def _packed(stream: zlib._Compress, body: bytes) -> bytes:
    def work() -> bytes:
        return stream.compress(body) + stream.flush()

    return await asyncio.to_thread(work) if len(body) > _LARGE else work()


def takes_gzip(asked: Headers) -> bool:
    """Tell whether gzip is taken: named itself or by *, with a quality above 0."""
    found: dict[str, bool] = {}
    for one in asked.get("accept-encoding", "").lower().split(","):
        name, _, rest = one.partition(";")
        found[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", rest)
    return found.get("gzip", found.get("*", False))


def _weaken(told: MutableHeaders) -> None:
    tag = told.get("etag", "")
    if tag and not tag.startswith("W/"):
        told["etag"] = f"W/{tag}"


def _weaken_known(told: MutableHeaders, asked: Headers) -> None:
    """Name a state as the client knows it."""
    if f"W/{told.get('etag', '')}" in asked.get("if-none-match", ""):
        _weaken(told)
