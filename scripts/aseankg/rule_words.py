"""The page of a rule as a terminal shows it: no marks of Markdown, no links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FOOT = re.compile(r"\[[^\]]*\]\(README\.md[^)]*\)(?: · \[[^\]]*\]\([^)]*\))*")


def plain(page: str) -> str:
    """Write the Markdown of a page as plain text; examples are indented."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(page))).strip() + "\n"


def _lines(page: str) -> Iterator[str]:
    fenced = False
    for line in page.split("\n"):
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            yield f"    {line}".rstrip()
        elif not _FOOT.fullmatch(line):
            yield _without_marks(line)


def _without_marks(line: str) -> str:
    """Take heading signs, links, backticks and stars away; what stands in backticks stays."""
    line = _LINK.sub(r"\1", line.lstrip("#").lstrip() if line.startswith("#") else line)
    parts = line.split("`")
    return "".join(
        part if number % 2 else part.replace("**", "") for number, part in enumerate(parts)
    )
