"""What programs are told when something is wrong: problem details as in RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from aseankg.namespaces import BASE
from aseankg.web.replies import CORS

MEDIA = "application/problem+json"
PLACE = "/api/"
# Kind -> title; each kind has its heading in docs/api.md.
KINDS = {
    "invalid-parameter": "A parameter cannot be used",
    "unknown-thing": "A parameter names nothing that is here, or several things",
    "unknown-question": "There is no such question",
    "not-acceptable": "There is no such form of an answer",
    "other-release": "Another release is served",
    "too-slow": "The answer took too long",
}


def wanted(request: Request) -> bool:
    """Tell whether who asks is a program, by the address."""
    return request.url.path.startswith(PLACE)


def problem(
    request: Request,
    status: int,
    detail: str,
    kind: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Tell of a problem; `errors` name each parameter with what is wrong and what to do."""
    body: dict[str, object] = {
        "type": f"{BASE}docs/api#{kind}" if kind else "about:blank",
        "title": KINDS.get(kind, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    if errors:
        body |= {"parameter": errors[0]["parameter"], "errors": list(errors)}
    content = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    return Response(content, status, {**CORS, **(headers or {})}, MEDIA)
