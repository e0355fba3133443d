"""What answers have in common that are the same until the graph changes: ETag, 304, CORS."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Content-Disposition, Retry-After, X-Total-Count",
}
_KEPT = ("etag", "vary", "cache-control", "access-control-", "link")


def kept(request: Request, answer: Response, vary: str = "Accept") -> Response:
    """Name the state of an answer; 304 without a body for a client that has it already."""
    if answer.status_code == 304:
        return answer
    tag = f'"{sha256(bytes(answer.body)).hexdigest()[:32]}"'
    answer.headers.update({"etag": tag, "cache-control": "public, no-cache", "vary": vary})
    if answer.status_code != 200 or not _has(request, tag):
        return answer
    headers = {name: text for name, text in answer.headers.items() if name.startswith(_KEPT)}
    return Response(status_code=304, headers=headers)


def _has(request: Request, tag: str) -> bool:
    """Tell whether a client names this state in If-None-Match, by the weak comparison."""
    named = [
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    ]
    return "*" in named or tag in named
