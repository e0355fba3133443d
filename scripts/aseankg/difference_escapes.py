"""Texts in a comment on a forge: they show their letters and nothing in them acts.

No HTML, no mention, no reference, no formula. A word that a forge would act on is set as code, so
that what is copied from the page is what the data holds.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([\\`*_\[\]|~])")
_ACTIVE = re.compile(
    r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|\bwww\.|:/|\b(?:mailto|xmpp):|:(?=[a-z0-9_+-]+:)"
    r"|\b[0-9a-f]{7,40}\b"
)
_ADDRESS = re.compile(r"https?://[^\s<>()\"'|\\`]{1,300}")
# A link to one of these would be noted where it leads to.
_NOTED = re.compile(r"/(?:issues|pull|merge_requests|commit|discussions)/")


def escape(text: str) -> str:
    """Write a text so that a page of Markdown shows just its letters, also in a table."""
    return " ".join(map(_word, text.split()))


def escape_html(text: str) -> str:
    """Write a text within HTML of a page of Markdown."""
    return " ".join(map(_html_word, text.split()))


def value(text: str) -> str:
    """Write a value: an address as a link, everything else so that it shows its letters."""
    return f"<{text}>" if address(text) else escape(text)


def address(text: str) -> bool:
    """Tell whether a text is an address that may be linked."""
    return bool(_ADDRESS.fullmatch(text)) and not _NOTED.search(text)


def code(text: str) -> str:
    """Set a text that is not empty as code, outside of tables with bars as they are."""
    return r"\|".join(_code(part) if part else "" for part in text.split("|"))


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{'`' * (longest + 1)}{space}{text}{space}{'`' * (longest + 1)}"


def _word(word: str) -> str:
    """Write a word; the marks that end a sentence are no part of what is code."""
    kept = word.rstrip(".,;!?)") if _ACTIVE.search(word) else ""
    told = _without_markup(_PUNCTUATION.sub(r"\\\1", word[len(kept) :]))
    return code(kept) + told if kept else told


def _html_word(word: str) -> str:
    told = _without_markup(word)
    return f"<code>{told}</code>" if _ACTIVE.search(word) else told


def _without_markup(word: str) -> str:
    told = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return told.replace("$", "<span>$</span>")
