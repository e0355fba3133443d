"""Pages asked of the application itself, without a server or a socket, and written as files."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from starlette.types import Message

from aseankg.web.app import create_app
from aseankg.web.release import Current, Release
from aseankg.web.settings import Settings
from aseankg.web.site_pages import Rewriter
from aseankg.web.site_places import Place, Plan
from aseankg.web.words import LANGUAGES

_SECONDS = 600.0
_WRITTEN = (200, 410)  # an id that is no more in use has a page that says so
_SAMPLE = 16
_ACCEPTED = b"text/html"


@dataclass
class Answer:
    """What the application answers."""

    status: int = 500
    media: str = ""
    body: bytes = b""


@dataclass
class Written:
    """What came of a place: the places and static files that it leads to, and how much it is.

    `packed` is about how much the files are when they are sent compressed; `status` is not 200
    where nothing was written.
    """

    place: Place
    status: int = 200
    places: set[Place] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    files: dict[str, int] = field(default_factory=dict)
    packed: float = 0.0


class Renderer:
    """Writes places into a folder, each in all languages."""

    def __init__(self, release: Release, folder: Path, base: str = "") -> None:
        """Take what is shown, where to, and the address at which the bundle will stand."""
        self.plan, self.folder, self.base = Plan(release), folder, base
        settings = replace(Settings.of_environment(), query_seconds=_SECONDS)
        self._app = create_app(Current(release), settings)
        self._app.state.offline = True
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """End the loop and its threads."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def write(self, place: Place, absent: Collection[Place] = ()) -> Written:
        """Write a place; links to what is absent become words."""
        done = Written(place)
        for lang in LANGUAGES if place.spoken else ("en",):
            answer = self.ask(place.address, lang)
            if answer.status not in _WRITTEN or (place.suffix == "") != (answer.media == "html"):
                done.status = answer.status if answer.status != 200 else 415
                return done
            body = answer.body
            if not place.suffix:
                rewriter = Rewriter(self.plan, place, lang, absent, self.base)
                body = rewriter.rewrite(body.decode()).encode()
                done.places |= rewriter.places
                done.assets |= rewriter.assets
            self._save(done, place.file(lang), body)
        return done

    def _save(self, done: Written, name: str, body: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        done.files[name] = len(body)
        if zlib.crc32(name.encode()) % _SAMPLE == 0:
            done.packed += _SAMPLE * len(zlib.compress(body, 6))

    def ask(self, address: str, lang: str) -> Answer:
        """Give what the application answers to an address in a language."""
        return self._loop.run_until_complete(self._call(address, lang))

    async def _call(self, address: str, lang: str) -> Answer:
        path, _, query = address.partition("?")
        tagged = f"lang={lang}" if lang != "en" else ""
        answer = Answer()
        parts: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                headers = {name.lower(): value for name, value in message["headers"]}
                kind = headers.get(b"content-type", b"").decode().partition(";")[0]
                answer.media = "html" if kind == "text/html" else kind
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app(_scope(path, "&".join(filter(None, (query, tagged)))), receive, send)
        answer.body = b"".join(parts)
        return answer


def _scope(path: str, query: str) -> dict[str, object]:
    """Say what a server would say of a request."""
    suffixed = not path.endswith(".html") and "." in path.rpartition("/")[2]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"*/*" if suffixed else _ACCEPTED)],
        "client": None,
        "server": ("localhost", 443),
        "state": {},
    }


def write_all(
    renderer: Renderer, places: Iterable[Place], absent: Collection[Place]
) -> list[Written]:
    """Write several places."""
    return [renderer.write(place, absent) for place in places]
