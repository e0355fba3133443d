"""A comment on a pull request of GitHub that is brought up to date rather than repeated.

`python -m aseankg.comments FILE` posts a Markdown file. The environment tells the rest, as GitHub
Actions sets it: GITHUB_API_URL, GITHUB_REPOSITORY, and from the workflow GITHUB_TOKEN and
PULL_REQUEST, its number. With --update-only nothing new is posted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

MARK = "<!-- aseankg-diff -->"
# GitHub refuses a comment of more than 65536 letters; the writer of differences keeps below 60000.
_LONGEST = 65_000
_CUT = "\n\n*The rest is left out: it is too long for a comment. The log of the job has it all.*\n"
_SECONDS = 30


class Pull:
    """The comments of one pull request; every call raises `HTTPError` or `URLError`."""

    def __init__(self, api: str, repository: str, number: int, token: str) -> None:
        """Say which pull request: the address of the API, "owner/name" and the number."""
        self.repository = f"{api.rstrip('/')}/repos/{repository}"
        self.number, self.token = number, token

    def say(self, text: str, update_only: bool = False) -> str:
        """Post a text, or put it into the place of what was posted before; tell which."""
        body = marked(text)
        if (earlier := self._earlier()) is not None:
            self._call("PATCH", f"/issues/comments/{earlier}", {"body": body})
            return "updated"
        if update_only:
            return "nothing to update"
        self._call("POST", f"/issues/{self.number}/comments", {"body": body})
        return "posted"

    def _earlier(self) -> int | None:
        """Find our comment: its mark stands first, and no person wrote it."""
        for one in self._comments():
            ours = str(one.get("body") or "").startswith(MARK)
            if ours and one.get("user", {}).get("type") == "Bot":
                return int(one["id"])
        return None

    def _comments(self) -> Iterator[dict[str, Any]]:
        page = 1
        while found := self._call(
            "GET", f"/issues/{self.number}/comments?per_page=100&page={page}"
        ):
            yield from found
            page += 1

    def _call(self, method: str, path: str, content: object = None) -> Any:
        data = None if content is None else json.dumps(content).encode()
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        request = Request(self.repository + path, data, headers, method=method)
        with urlopen(request, timeout=_SECONDS) as answer:
            return json.load(answer)


def marked(text: str) -> str:
    """Give a text that is known as ours again, cut at the end of a line where it is too long."""
    body = f"{MARK}\n{text}"
    if len(body) <= _LONGEST:
        return body
    return body[: body.rfind("\n", 0, _LONGEST)] + _CUT


def main() -> None:
    """Post a file; who may not write (a fork) gets a warning, and the job goes on."""
    words = [word for word in sys.argv[1:] if word != "--update-only"]
    text = Path(words[0]).read_text(encoding="utf-8")
    asked = os.environ
    pull = Pull(
        asked.get("GITHUB_API_URL", "https://api.github.com"),
        asked["GITHUB_REPOSITORY"],
        int(asked["PULL_REQUEST"]),
        asked["GITHUB_TOKEN"],
    )
    try:
        print(f"comment: {pull.say(text, '--update-only' in sys.argv)}")
    except (HTTPError, URLError, TimeoutError) as error:
        told = str(error).replace("%", "%25").replace("\n", "%0A")
        print(
            f"::warning::no comment could be posted ({told}); the summary of the job has the diff"
        )


if __name__ == "__main__":
    main()
