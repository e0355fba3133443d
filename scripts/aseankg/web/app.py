"""The application: routes of all modules of pages, headers of safety, errors as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aseankg.errors import InputError
from aseankg.web import (
    api,
    endpoint,
    pages_about,
    pages_changes,
    pages_contradictions,
    pages_coverage,
    pages_duties,
    pages_flows,
    pages_graph,
    pages_health,
    pages_home,
    pages_names,
    pages_plans,
    pages_questions,
    pages_reconcile,
    pages_search,
    pages_sources,
    pages_terms,
    pages_things,
    pages_times,
    pages_why,
    reloading,
    void,
)
from aseankg.web.compression import Compression
from aseankg.web.policy import POLICY
from aseankg.web.problems import problem, wanted
from aseankg.web.release import Current
from aseankg.web.remembered import Remembered
from aseankg.web.settings import Settings
from aseankg.web.templating import View, page

# Each names its `routes`; the first that fits a path answers.
MODULES = (
    api,
    endpoint,
    pages_about,
    pages_changes,
    pages_health,
    pages_home,
    pages_names,
    pages_plans,
    pages_questions,
    pages_things,
    pages_times,
    pages_search,
    pages_reconcile,
    pages_contradictions,
    pages_coverage,
    pages_duties,
    pages_flows,
    pages_graph,
    pages_sources,
    pages_terms,
    pages_why,
    void,
)
SAFETY = {
    "access-control-allow-origin": "*",  # all is public, and nobody is signed in
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
}


def create_app(
    current: Current,
    settings: Settings | None = None,
    *,
    watched: Path | None = None,
    polling: bool = True,
) -> Starlette:
    """Make the application that serves a graph.

    Changes in the folder `watched` are taken over; without `polling` only when SIGHUP asks for it.
    """
    routes: list[BaseRoute] = [route for module in MODULES for route in module.routes]
    place = files("aseankg.web") / "static"
    routes.append(Mount("/static", StaticFiles(directory=str(place)), name="static"))
    handlers = {HTTPException: _failed, InputError: _refused}
    settings = settings or Settings.of_environment()
    app = Starlette(
        routes=routes,
        lifespan=_lifespan,
        middleware=[
            Middleware(OneRelease, current),
            Middleware(Safety),
            Middleware(Remembered, current, settings.kept_bytes),
            Middleware(Compression),
        ],
        exception_handlers=handlers,  # type: ignore[arg-type]
    )
    app.state.current = current
    app.state.settings = settings
    app.state.watched, app.state.polling = watched, polling
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Run the workers of the endpoint, and the watch over the files that needs them."""
    async with endpoint.lifespan(app), reloading.watching(app):
        yield


class OneRelease:
    """Gives each request one release to be answered from, whatever is swapped meanwhile."""

    def __init__(self, app: ASGIApp, current: Current) -> None:
        """Take what is served."""
        self.app, self.current = app, current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request with its release."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["release"] = self.current.release
        await self.app(scope, receive, send)


class Safety:
    """Adds the headers of safety to each answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request and complete the headers of its answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                more = [(name.encode(), text.encode()) for name, text in SAFETY.items()]
                message["headers"] += [one for one in more if one[0] not in there]
                if scope["path"].startswith("/static/") and b"v=" in scope["query_string"]:
                    kept = b"public, max-age=31536000, immutable"
                    message["headers"].append((b"cache-control", kept))
            await send(message)

        await self.app(scope, receive, complete if scope["type"] == "http" else send)


Handler = Callable[[Request, Exception], Awaitable[Response]]


async def _failed(request: Request, error: HTTPException) -> Response:
    if wanted(request):
        return problem(request, error.status_code, error.detail, headers=error.headers)
    answer = page(
        View(request),
        "error.html",
        status=error.status_code,
        code=error.status_code,
        message=error.detail,
        remedy="",
    )
    answer.headers.update(error.headers or {})
    return answer


async def _refused(request: Request, error: InputError) -> Response:
    """Tell what cannot be answered, with what to do."""
    if wanted(request):
        return problem(request, 400, f"{error.message}; {error.remedy}")
    return page(
        View(request),
        "error.html",
        status=400,
        code=400,
        message=error.message,
        remedy=error.remedy,
    )
