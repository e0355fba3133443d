"""What a client asks by the SPARQL 1.1 Protocol: GET, a form by POST, or a query by POST."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from aseankg.web import results
from aseankg.web.guards import kind_of
from aseankg.web.negotiation import chosen
from aseankg.web.results import Form
from aseankg.web.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_DRAINED = 32 << 20
_DRAIN_SECONDS = 5.0

Pairs = list[tuple[str, str]]


@dataclass
class Refusal(Exception):
    """Why a request is not answered: status, what is wrong and where, what to do."""

    status: int
    message: str
    remedy: str = ""
    line: int = 0
    column: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A query as it was asked; `text` is None when there is none."""

    text: str | None
    default: list[str] | None = None
    named: list[str] | None = None
    format: str = ""
    safe: bool = False


async def read(request: Request, settings: Settings) -> Asked:
    """Read what is asked; raises `Refusal`."""
    raw = request.scope["query_string"]
    if len(raw) + len(request.scope["path"]) >= settings.query_bytes:
        message = f"the address is longer than {settings.query_bytes} bytes"
        raise Refusal(414, message, "send the query by POST")
    pairs = _pairs(raw)
    if request.method == "POST":
        pairs += await _posted(request, settings)
    return asked(pairs)


def asked(pairs: Pairs) -> Asked:
    """Make a query of the parameters of the protocol; raises `Refusal`."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refusal(403, "the graph is read only", "ask with the parameter query")
    if len(given.get("query", [])) > 1:
        raise Refusal(400, "more than one query is given", "send one at a time")
    return Asked(
        given["query"][0] if "query" in given else None,
        *_dataset(given),
        given.get("format", [""])[0],
        given.get("spreadsheet-safe", [""])[0] in ("1", "true"),
    )


def _dataset(given: Mapping[str, list[str]]) -> tuple[list[str] | None, list[str] | None]:
    """Give default and named graphs that are asked for; naming one kind empties the other."""
    default, named = given.get("default-graph-uri"), given.get("named-graph-uri")
    return (None, None) if default is None and named is None else (default or [], named or [])


async def _posted(request: Request, settings: Settings) -> Pairs:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise Refusal(403, "the graph is read only", f"send a query as {QUERY}")
    if kind not in (FORM, QUERY):
        message = f"a query is sent as {FORM} or {QUERY}, not as {kind or 'nothing'}"
        raise Refusal(415, message, headers={"accept-post": f"{FORM}, {QUERY}"})
    body = await _body(request, settings)
    pairs = _pairs(body) if kind == FORM else [("query", _text(body))]
    if not any(name in ("query", "update") for name, _ in pairs):
        raise Refusal(400, "no query is given", "name it query in the form")
    return pairs


async def _body(request: Request, settings: Settings) -> bytes:
    """Read the body of a request, as long as it may be and within the time that it may take."""
    told = request.headers.get("content-length", "0")
    most = settings.post_bytes
    try:
        async with asyncio.timeout(settings.body_seconds):
            if told.isdecimal() and int(told) <= most:
                body = b""
                async for part in request.stream():
                    body += part
                    if len(body) > most:
                        break
                if len(body) <= most:
                    return body
    except TimeoutError:
        message = f"the query did not arrive within {settings.body_seconds:g} seconds"
        raise Refusal(408, message, headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Refusal(499, "the client left") from None
    if "expect" not in request.headers:
        await _drain(request)
    message = f"what is sent is longer than {most} bytes"
    raise Refusal(413, message, "send less", headers={"connection": "close"})


async def _drain(request: Request) -> None:
    """Read on without keeping it: a client that is still sending would not see the answer."""
    size = 0
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while size < _DRAINED:
                message = await request.receive()
                size += len(message.get("body", b""))
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


def _pairs(data: bytes) -> Pairs:
    text = _text(data)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise Refusal(400, "the text is not UTF-8", "encode it as UTF-8") from None
    except ValueError:
        raise Refusal(400, "there are more than 100 parameters", "send fewer") from None
    for _, value in pairs:
        value.encode()
    return pairs


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refusal(400, "the text is not UTF-8", "encode it as UTF-8") from None


def form_of(asked: Asked, accept: str) -> Form:
    """Choose how an answer is written, by `format` or Accept; raises `Refusal` (406)."""
    rows = kind_of(asked.text or "") not in ("construct", "describe")
    offered = results.forms(rows)
    if asked.format:
        form = results.form_named(asked.format, rows)
    else:
        media = chosen(accept, list(offered))
        form = Form(offered[media], media) if media else None
    if form is None:
        names = ", ".join(f"{media} ({name})" for media, name in offered.items())
        raise Refusal(406, f"this is answered as {names}", "name one in Accept or in format")
    return form
