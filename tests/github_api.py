"""The comments of GitHub's API as a server on this machine: one a page, for one good token."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlparse


class GitHub(BaseHTTPRequestHandler):
    """Answers as GitHub does for pull request 5 of the repository a/b."""

    comments: ClassVar[list[dict[str, Any]]] = []

    def answer(self, content: object, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        url = urlparse(self.path)
        assert url.path == "/repos/a/b/issues/5/comments"
        page = int(parse_qs(url.query)["page"][0])
        self.answer(self.comments[page - 1 : page])

    def content(self) -> dict[str, Any]:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(given, dict)
        return given

    def do_POST(self) -> None:
        if self.headers["Authorization"] != "Bearer good":
            self.answer({"message": "Resource not accessible by integration"}, 403)
            return
        assert self.path == "/repos/a/b/issues/5/comments"
        one = {"id": len(self.comments) + 1, "user": {"type": "Bot"}, **self.content()}
        self.comments.append(one)
        self.answer(one, 201)

    def do_PATCH(self) -> None:
        number = int(self.path.removeprefix("/repos/a/b/issues/comments/"))
        self.comments[number - 1].update(self.content())
        self.answer(self.comments[number - 1])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def serving(comments: list[dict[str, Any]]) -> Iterator[str]:
    """Serve with these comments; gives the address."""
    GitHub.comments[:] = comments
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
