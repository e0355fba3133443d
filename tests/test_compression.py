"""Texts go packed to whoever takes them so; tags, caches and streams stay right."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from aseankg.web.compression import Compression

PACKED = {"accept-encoding": "gzip"}
PLAIN = {"accept-encoding": "identity"}
QUESTION = "/questions/what-an-institution-owes"
ROWS = "/sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fo%7D%20ORDER%20BY%20%3Fs%20LIMIT%20200"
TEXTS = (
    *("/", "/id/vn-moha", "/id/vn-moha.ttl", "/id/vn-moha.jsonld", "/api/openapi.json"),
    *(f"{QUESTION}?institution=vn-moha", f"/api{QUESTION}?institution=vn-moha&format=json"),
    *(f"/api{QUESTION}?institution=vn-moha&format=csv", "/static/explorer.css"),
    *(
        f"{ROWS}&format=json",
        f"{ROWS}&format=csv",
        f"{ROWS}&format=xml",
        "/void",
        "/context.jsonld",
    ),
)


def bytes_of(
    visit: httpx.Client, path: str, headers: dict[str, str]
) -> tuple[httpx.Response, bytes]:
    with visit.stream("GET", path, headers=headers) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.status_code == 200, path
    return answer, body


@pytest.mark.parametrize("path", TEXTS)
def test_a_text_goes_packed_and_is_the_same(visit: httpx.Client, path: str) -> None:
    plain, words = bytes_of(visit, path, PLAIN)
    packed, data = bytes_of(visit, path, PACKED)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(data) == words
    assert len(data) < len(words) * 0.6
    for one in (plain, packed):
        assert "accept-encoding" in one.headers["vary"].lower()
        assert one.headers["vary"].lower().count("accept-encoding") == 1
    if "content-length" in packed.headers:
        assert int(packed.headers["content-length"]) == len(data)


@pytest.mark.parametrize("path", [path for path in TEXTS if not path.startswith("/context")])
@pytest.mark.parametrize("first", [PLAIN, PACKED])
@pytest.mark.parametrize("then", [PLAIN, PACKED])
def test_whoever_has_an_answer_gets_304_however_it_came(
    visit: httpx.Client, path: str, first: dict[str, str], then: dict[str, str]
) -> None:
    tag = visit.get(path, headers=first).headers.get("etag")
    if tag is None:
        pytest.skip("is not kept")
    assert tag.startswith("W/") is (first is PACKED)
    again = visit.get(path, headers={**then, "if-none-match": tag})
    assert again.status_code == 304
    assert again.headers["etag"] == tag
    assert "accept-encoding" in again.headers["vary"].lower()
    assert not again.content
    assert "content-encoding" not in again.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/fonts/noto-sans-thai.woff2",
        "/dump/aseankg.nq.gz",
        f"{QUESTION}?institution=vn-moha&format=xlsx",
    ],
)
def test_what_is_packed_already_is_left(visit: httpx.Client, path: str) -> None:
    answer, _ = bytes_of(visit, path, PACKED)
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        *(("gzip, deflate, br", True), ("GZIP;q=0.5", True), ("*", True), ("br, *;q=0.1", True)),
        *(("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.000, *", False)),
        *(("identity", False), ("x-gzipped", False)),
    ],
)
def test_it_is_packed_for_whoever_takes_it_so(
    visit: httpx.Client, accept: str, packed: bool
) -> None:
    answer, _ = bytes_of(visit, "/", {"accept-encoding": accept})
    assert ("content-encoding" in answer.headers) is packed


def test_what_is_short_is_left_and_says_that_it_may_differ(visit: httpx.Client) -> None:
    answer, body = bytes_of(visit, "/healthz", PACKED)
    assert body == b"ok\n"
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_head_tells_what_the_page_tells(visit: httpx.Client) -> None:
    page, head = visit.get("/", headers=PACKED), visit.head("/", headers=PACKED)
    for name in ("etag", "vary", "content-type", "content-encoding", "content-length"):
        assert head.headers.get(name) == page.headers.get(name)


def test_what_streams_can_be_read_part_by_part() -> None:
    """Each part is readable before the next one is made."""
    read: list[bytes] = []
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    async def parts() -> AsyncIterator[bytes]:
        for number in range(3):
            assert read == [b"part %d\n" % one for one in range(number)]
            yield b"part %d\n" % number

    async def page(_: Request) -> Response:
        return StreamingResponse(parts(), media_type="text/csv", headers={"etag": '"x"'})

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = dict(message["headers"])
            assert told[b"content-encoding"] == b"gzip"
            assert told[b"etag"] == b'W/"x"'
            assert b"content-length" not in told
        elif part := unpack.decompress(message["body"]):
            read.append(part)

    async def receive() -> Message:
        await asyncio.sleep(5)
        return {"type": "http.disconnect"}

    scope = {
        **{"type": "http", "method": "GET", "path": "/", "root_path": "", "query_string": b""},
        **{"headers": [(b"accept-encoding", b"gzip")], "asgi": {"spec_version": "2.4"}},
    }
    app = Compression(Starlette(routes=[Route("/", page)]))
    asyncio.run(app(scope, receive, take))
    assert read == [b"part 0\n", b"part 1\n", b"part 2\n"]
    assert unpack.eof
