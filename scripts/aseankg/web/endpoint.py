"""The endpoint `/sparql`: any query about the graph, by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg import __version__
from aseankg.web import pages_sparql, protocol
from aseankg.web.description import describe_service
from aseankg.web.guards import is_lasting
from aseankg.web.negotiation import chosen
from aseankg.web.pool import Busy, Pool
from aseankg.web.protocol import Asked, Refusal
from aseankg.web.release import Release
from aseankg.web.results import GRAPHS, Form
from aseankg.web.settings import Settings
from aseankg.web.workers import Gone, Job, Reply, TooDeep, TooLarge, TooLong

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
ALLOW = ", ".join(METHODS)
CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "ETag, Retry-After, Link, Aseankg-Release, Aseankg-Rows, Aseankg-Cut, Aseankg-Note, "
        "Aseankg-Row-Limit, Aseankg-Second-Limit"
    ),
}
_PREFLIGHT = {
    "access-control-allow-methods": ALLOW,
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "access-control-max-age": "86400",
    "allow": ALLOW,
}
_PLAIN = "text/plain; charset=utf-8"
_JSON = ("application/json", "application/sparql-results+json", "application/problem+json")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Start the first workers beside all else, and end all with the site."""
    pool = app.state.pool = Pool(app.state.current, app.state.settings)
    pool.begin()
    try:
        yield
    finally:
        await pool.close()


async def sparql(request: Request) -> Response:
    """Answer a query; without one tell what the endpoint can, or show the page to ask with."""
    settings: Settings = request.app.state.settings
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**CORS, **_PREFLIGHT})
    asked = Asked(None)
    try:
        asked = await protocol.read(request, settings)
        answer = await (_bare(request, asked) if asked.text is None else _answer(request, asked))
    except Refusal as refusal:
        answer = _refused(request, asked, refusal)
    answer.headers.update({**CORS, **_limits(request.state.release, settings)})
    return answer


def _limits(release: Release, settings: Settings) -> dict[str, str]:
    return {
        "aseankg-release": release.name,
        "aseankg-row-limit": str(settings.query_rows),
        "aseankg-second-limit": f"{settings.query_seconds:g}",
        "link": '</.well-known/void>; rel="describedby"',
    }


async def _bare(request: Request, asked: Asked) -> Response:
    """Answer a request without a query: the page for people, the description for programs."""
    accept = request.headers.get("accept", "")
    offered = ["text/html", *GRAPHS.values()] if "text/html" in accept else [*GRAPHS.values()]
    named = (
        protocol.form_of(Asked("construct", format=asked.format), accept) if asked.format else None
    )
    media = named.media if named else chosen(accept, [*offered, "text/html"])
    if media == "text/html":
        return pages_sparql.show(request, asked, None)
    if media is None:
        raise Refusal(406, f"this is answered as text/html, {', '.join(GRAPHS.values())}")
    answer = Response(describe_service(request, media), media_type=media)
    return _kept(request, answer, _tag(request, "service", media, str(request.base_url)))


async def _answer(request: Request, asked: Asked) -> Response:
    form = protocol.form_of(asked, request.headers.get("accept", ""))
    lasting = is_lasting(asked.text or "") and request.method in ("GET", "HEAD")
    tag = _tag(request, repr(asked), form.media, _reader(request, form))
    if lasting and _has(request, tag):
        return _kept(request, Response(status_code=304), tag)
    reply = await _asked(request, asked, form)
    if form.name == "html":
        answer = pages_sparql.show(request, asked, reply)
    else:
        answer = Response(reply.body, headers={"content-type": _content_type(form)})
    answer.headers.update(_told(reply))
    if lasting:
        return _kept(request, answer, tag)
    answer.headers.update({"cache-control": "no-store", "vary": "Accept"})
    return answer


def _content_type(form: Form) -> str:
    return f"{form.media}; charset=utf-8" if form.media.startswith("text/") else form.media


def _told(reply: Reply) -> dict[str, str]:
    """Give what is told of an answer in its headers; they hold ASCII only."""
    notes = "; ".join(reply.told["notes"])[:500].encode("ascii", "replace").decode()
    told = {"aseankg-rows": str(reply.told["rows"]), "aseankg-note": notes}
    told["aseankg-cut"] = "true" if reply.told["cut"] else ""
    return {name: text for name, text in told.items() if text}


async def _asked(request: Request, asked: Asked, form: Form) -> Reply:
    """Have a query answered, as long as the client is there; raises `Refusal`."""
    settings: Settings = request.app.state.settings
    most, seconds = settings.query_rows, settings.query_seconds
    job = Job(asked.text or "", form.name, asked.default, asked.named, asked.safe, most, seconds)
    again = {"retry-after": "5"}
    try:
        reply = await while_there(request, request.app.state.pool.ask(request.state.release, job))
    except Busy:
        raise Refusal(503, "too many queries are waiting", "try again", headers=again) from None
    except TooLong:
        message = f"the query took longer than {seconds:g} seconds"
        raise Refusal(503, message, "ask for less", headers={"retry-after": "60"}) from None
    except TooLarge:
        message = "the query needed more memory than it may have"
        raise Refusal(503, message, "ask for less", headers={"retry-after": "60"}) from None
    except TooDeep:
        raise Refusal(400, "the query is nested too deeply", "write it flatter") from None
    except Gone:
        raise Refusal(503, "the query could not be put", "try again", headers=again) from None
    told = reply.told
    if "error" in told:
        raise Refusal(400, told["error"], told["remedy"], told["line"], told["column"])
    return reply


async def while_there(request: Request, work: Coroutine[Any, Any, Reply]) -> Reply:
    """Do something for a client, and stop when the client leaves: raises `Refusal` then."""
    task = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Refusal(499, "the client left")
        return task.result()
    finally:
        leaving.cancel()
        task.cancel()
        await asyncio.wait({task, leaving})


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


# --- what is kept, what is refused ----------------------------------------------------------------


def _reader(request: Request, form: Form) -> str:
    """Give what else a page depends on: the language of who reads it, the day."""
    if form.name != "html":
        return ""
    return request.headers.get("accept-language", "") + str(request.url.query)


def _tag(request: Request, *parts: str) -> str:
    settings: Settings = request.app.state.settings
    release: Release = request.state.release
    told = [__version__, release.key, str(settings.query_rows), *parts]
    return f'"{sha256(repr(told).encode()).hexdigest()[:32]}"'


def _has(request: Request, tag: str) -> bool:
    named = request.headers.get("if-none-match", "").split(",")
    return bool({one.strip().removeprefix("W/") for one in named} & {tag, "*"})


def _kept(request: Request, answer: Response, tag: str) -> Response:
    """Name the state of an answer; it may be kept, and is asked for again before it is used."""
    vary = "Accept, Accept-Language"
    headers = {"etag": tag, "cache-control": "public, no-cache", "vary": vary}
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


def _refused(request: Request, asked: Asked, refusal: Refusal) -> Response:
    """Tell why there is no answer: as a page, as JSON, or in one line."""
    offered = (_PLAIN, "text/html", *_JSON)
    accept = request.headers.get("accept", "")
    media = "text/html" if asked.format == "html" else chosen(accept, offered)
    if media == "text/html" and "text/html" in accept:
        answer = pages_sparql.show(request, asked, refusal)
    elif media in _JSON or asked.format == "json":
        told = {"error": refusal.message, "remedy": refusal.remedy}
        place = {"line": refusal.line, "column": refusal.column} if refusal.line else {}
        answer = Response(json.dumps({**told, **place}), media_type="application/json")
    else:
        answer = Response(f"{_line(refusal)}\n", headers={"content-type": _PLAIN})
    answer.status_code = refusal.status
    answer.headers.update({"cache-control": "no-store", "vary": "Accept", **refusal.headers})
    return answer


def _line(refusal: Refusal) -> str:
    place = f"{refusal.line}:{refusal.column}: " if refusal.line else ""
    return f"{place}{refusal.message}" + (f"; {refusal.remedy}" if refusal.remedy else "")


routes = [Route("/sparql", sparql, methods=METHODS)]
