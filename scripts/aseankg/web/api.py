"""The catalogue for programs: each question as an address that answers JSON or CSV."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.errors import InputError
from aseankg.parameters import ANY
from aseankg.web.api_answers import Window, answer_object
from aseankg.web.asking import Asked, answer, in_time, read
from aseankg.web.choices import closed
from aseankg.web.downloads import download
from aseankg.web.forms import DATES
from aseankg.web.memory import once
from aseankg.web.negotiation import chosen
from aseankg.web.openapi import description, listed
from aseankg.web.openapi_parameters import OWN
from aseankg.web.problems import problem
from aseankg.web.release import Release
from aseankg.web.replies import CORS, kept

JSON, CSV = "application/json", "text/csv"
METHODS = ("GET", "HEAD", "OPTIONS")
_FORMATS = {"json": JSON, "csv": CSV}
_RULES = {name: re.compile(rule) for name, (_, _, rule) in OWN.items()}
Errors = list[dict[str, str]]
_OPEN = ("", ANY)


def preflight() -> Response:
    """Let pages of other sites ask, with any header."""
    headers = {
        **CORS,
        "access-control-allow-methods": ", ".join(METHODS),
        "access-control-allow-headers": "*",
        "access-control-max-age": "86400",
        "allow": ", ".join(METHODS),
    }
    return Response(status_code=204, headers=headers)


def catalogue(request: Request) -> Response:
    """List the questions with their parameters."""
    if request.method == "OPTIONS":
        return preflight()
    release = request.state.release
    found = once(release, "questions for programs", lambda: listed(release))
    return _json(request, {"release": release.name, "questions": found})


def document(request: Request) -> Response:
    """Give the OpenAPI description of all this."""
    if request.method == "OPTIONS":
        return preflight()
    release = request.state.release
    settings = request.app.state.settings
    found = once(release, "openapi", lambda: description(release, settings.query_rows))
    return _json(request, found, "application/vnd.oai.openapi+json;version=3.1")


async def question(request: Request) -> Response:
    """Answer a question."""
    if request.method == "OPTIONS":
        return preflight()
    seconds = request.app.state.settings.query_seconds
    try:
        return await in_time(seconds, lambda: _question(request))
    except HTTPException as error:
        return problem(request, 503, error.detail, "too-slow", (), error.headers)


def _question(request: Request) -> Response:
    release: Release = request.state.release
    name = str(request.path_params["name"])
    if name not in release.questions:
        return problem(request, 404, f"no question is called {name}", "unknown-question")
    params = request.query_params
    media = _media(request)
    if media is None:
        return problem(request, 406, f"an answer can be {JSON} or {CSV}", "not-acceptable")
    asked = read(release, release.questions[name], params, tuple(OWN))
    errors = _errors(params, asked)
    if errors:
        unknown = all(_names_nothing(params, asked, one["parameter"]) for one in errors)
        kind = (404, "unknown-thing") if unknown else (400, "invalid-parameter")
        return _refused(request, *kind, errors)
    wanted = params.get("release", release.name)
    if wanted != release.name:
        told_so = f"this is release {release.name}, and not {wanted}"
        return problem(request, 409, told_so, "other-release")
    return _answer(request, asked, media)


def _media(request: Request) -> str | None:
    named = request.query_params.get("format")
    if named is not None:
        return _FORMATS.get(named, JSON)
    return chosen(request.headers.get("accept", ""), (JSON, CSV))


def _errors(params: QueryParams, asked: Asked) -> Errors:
    """Tell all that is wrong, once for each parameter, by name."""
    found = [_error(name, fault) for name, fault in asked.faults.items()]
    found += [*_own_errors(params, asked), *_strict_errors(params, asked)]
    return sorted({one["parameter"]: one for one in found}.values(), key=lambda e: e["parameter"])


def _names_nothing(params: QueryParams, asked: Asked, name: str) -> bool:
    """Tell whether the one thing wrong with a parameter is that it names no single thing."""
    known = asked.question.parameters.get(name)
    if known is None or known.type != "iri" or closed(known):
        return False
    given = params.getlist(name)
    return len(given) == 1 and given[0] not in _OPEN


def _own_errors(params: QueryParams, asked: Asked) -> Iterable[dict[str, str]]:
    """Tell of what concerns every question: rows, language, format; and of unknown names."""
    for name in asked.unknown:
        known = ", ".join((*asked.question.parameters, "without", *OWN))
        yield _told(name, "is no parameter of this question", f"it takes {known}")
    for name, rule in _RULES.items():
        for text in params.getlist(name)[:1]:
            if not rule.fullmatch(text) or len(params.getlist(name)) > 1:
                yield _told(name, f"cannot be '{text}'", OWN[name][0])


def _strict_errors(params: QueryParams, asked: Asked) -> Iterable[dict[str, str]]:
    """Tell of values that a form may hold, and a program must not send."""
    for name, parameter in asked.question.parameters.items():
        text = params.get(name)
        if text == "":
            yield _told(name, "is empty", "leave it out, or give a value")
        elif text is not None and parameter.type == "date" and not re.fullmatch(DATES, text):
            yield _told(name, f"'{text}' is no date", "write yyyy, yyyy-mm, yyyy-mm-dd or today")


def _told(name: str, detail: str, remedy: str) -> dict[str, str]:
    return {"parameter": name, "detail": detail, "remedy": remedy}


def _error(name: str, fault: InputError) -> dict[str, str]:
    return _told(name, fault.message, fault.remedy)


def _refused(request: Request, status: int, kind: str, errors: Errors) -> Response:
    detail = "; ".join(f"{one['parameter']}: {one['detail']}" for one in errors)
    return problem(request, status, detail, kind, errors)


def _answer(request: Request, asked: Asked, media: str) -> Response:
    release: Release = request.state.release
    params = request.query_params
    most = request.app.state.settings.query_rows
    lang = params.get("lang", "en")
    window = Window(int(params.get("limit", min(1000, most))), int(params.get("offset", "0")))
    table = answer(release, asked, lang)
    rows = table.rows[window.offset : window.offset + min(window.limit, most)]
    shown = replace(table, rows=rows)
    reply = (
        download(asked, shown, "csv", raw=params.get("raw") == "true")
        if media == CSV
        else _json(request, answer_object(release, asked, lang, window, table, shown))
    )
    links = _links(request, window, len(rows), len(table.rows))
    reply.headers.update({**CORS, "x-total-count": str(len(table.rows))})
    if links:
        reply.headers["link"] = ", ".join(f'<{to}>; rel="{rel}"' for rel, to in links.items())
    return kept(request, reply)


def _links(request: Request, window: Window, shown: int, total: int) -> dict[str, str]:
    others = {}
    if window.offset + shown < total and shown:
        others["next"] = window.offset + shown
    if window.offset:
        others["prev"] = max(0, window.offset - window.limit)
    pairs = [one for one in request.query_params.multi_items() if one[0] != "offset"]
    path = request.url.path
    return {rel: f"{path}?{urlencode([*pairs, ('offset', at)])}" for rel, at in others.items()}


def _json(request: Request, content: object, media: str = JSON) -> Response:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    return kept(request, Response(text, 200, dict(CORS), media))


routes = [
    Route("/api/questions", catalogue, methods=list(METHODS)),
    Route("/api/questions/{name}", question, methods=list(METHODS)),
    Route("/api/openapi.json", document, methods=list(METHODS)),
]
