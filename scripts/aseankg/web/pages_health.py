"""Whether the site lives, and whether it can answer: for those who run it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from aseankg.web.pool import Pool
from aseankg.web.release import Current, Release

_FRESH = {"cache-control": "no-store"}


async def healthz(_: Request) -> Response:
    """Say that the process lives."""
    return PlainTextResponse("ok\n", headers=_FRESH)


async def readyz(request: Request) -> Response:
    """Say which release is served, and whether a query would be answered at once; else 503."""
    release: Release = request.state.release
    pool: Pool = request.app.state.pool
    ready = pool.is_ready(release)
    if not ready:
        pool.begin()
    told = {
        "ready": ready,
        "release": release.name,
        "opened": release.opened.isoformat(timespec="seconds"),
        "waiting": pool.waiting,
        "refused": _refused(request.app.state.current),
    }
    again = {} if ready else {"retry-after": "1"}
    return JSONResponse(told, 200 if ready else 503, headers={**_FRESH, **again})


def _refused(current: Current) -> dict[str, object] | None:
    """Tell of the last change of the files that was not taken over, if nothing came after it."""
    last = current.refused
    if last is None:
        return None
    return {"at": last.at.isoformat(timespec="seconds"), "reasons": list(last.reasons)}


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
