"""Answers that were given lately, kept as long as their release: it never changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aseankg.dates import today
from aseankg.web.compression import takes_gzip
from aseankg.web.memory import once
from aseankg.web.release import Current

_LARGEST = 500_000
_OVERHEAD = 2000  # bytes of headers and of the key, about
_GONE_WITH_304 = {b"etag", b"content-length", b"content-type", b"content-encoding"}
Key = tuple[object, ...]


@dataclass(frozen=True)
class Kept:
    """An answer as it went out."""

    headers: tuple[tuple[bytes, bytes], ...]
    tag: bytes
    body: bytes


class Answers:
    """The last answers of one release, up to so many bytes."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._most, self._size = most, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """Give an answer, which now is the last to be forgotten."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, answer: Kept) -> None:
        """Keep an answer, forget those that were not asked for longest."""
        if key not in self._kept:
            self._kept[key] = answer
            self._size += len(answer.body) + _OVERHEAD
        while self._size > self._most:
            _, old = self._kept.popitem(last=False)
            self._size -= len(old.body) + _OVERHEAD


class Remembered:
    """Gives again what was answered before to the same request; only what bears a tag is kept."""

    def __init__(self, app: ASGIApp, current: Current, most: int) -> None:
        """Take the application, what is served, and how many bytes may be kept."""
        self.app, self.current, self.most = app, current, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from memory, or hand it on and remember the answer."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        asked, release = Headers(scope=scope), scope["state"]["release"]
        answers = once(release, "answers", lambda: Answers(self.most))
        key = self._key(scope, asked)
        found = answers.get(key)
        if found:
            await _give(found, asked.get("if-none-match", ""), send)
        elif "if-none-match" in asked or "range" in asked:
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, _Listener(answers, key, send).send)

    def _key(self, scope: Scope, asked: Headers) -> Key:
        """Give all that an answer depends on."""
        read = ("host", "accept", "accept-language")
        place = (scope["scheme"], scope["path"], scope["query_string"])
        refused = self.current.refused
        about = (takes_gzip(asked), today(), refused and refused.at)
        return (*place, *(asked.get(name, "") for name in read), *about)


class _Listener:
    """Hands an answer on, and keeps it when all of it went by."""

    def __init__(self, answers: Answers, key: Key, send: Send) -> None:
        self._answers, self._key, self._send = answers, key, send
        self._headers: tuple[tuple[bytes, bytes], ...] = ()
        self._tag, self._parts, self._size = b"", list[bytes](), 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
        elif message["type"] == "http.response.body" and self._tag:
            self._go_on(message)
        await self._send(message)

    def _begin(self, message: Message) -> None:
        told = dict(message["headers"])
        lasting = b"no-store" not in told.get(b"cache-control", b"")
        if message["status"] == 200 and lasting:
            self._headers, self._tag = tuple(message["headers"]), told.get(b"etag", b"")

    def _go_on(self, message: Message) -> None:
        part = message.get("body", b"")
        self._parts.append(part)
        self._size += len(part)
        if self._size > _LARGEST:
            self._tag, self._parts = b"", []
        elif not message.get("more_body"):
            kept = Kept(self._headers, self._tag, b"".join(self._parts))
            self._answers.put(self._key, kept)


async def _give(found: Kept, known: str, send: Send) -> None:
    strong = found.tag.removeprefix(b"W/").decode("latin-1")
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    if known and tags & {"*", strong}:
        told = [one for one in found.headers if one[0].lower() not in _GONE_WITH_304]
        named = f"W/{strong}" if f"W/{strong}" in known else strong
        told.append((b"etag", named.encode("latin-1")))
        await send({"type": "http.response.start", "status": 304, "headers": told})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": list(found.headers)})
    await send({"type": "http.response.body", "body": found.body})
