"""XML written as text: every name and value escaped so that parsers give back what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_TEXT)
_IN_VALUE = str.maketrans({**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def lawful(text: str) -> str:
    """Replace the control characters that no XML file may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def escape(text: str) -> str:
    """Write a text between tags."""
    return lawful(text).translate(_IN_TEXT)


def tag(name: str, attributes: Mapping[str, object], content: str | None = None) -> str:
    """Write an element around content that is already markup; attributes in the order given."""
    values = "".join(
        f' {key}="{lawful(str(value)).translate(_IN_VALUE)}"' for key, value in attributes.items()
    )
    return f"<{name}{values}/>" if content is None else f"<{name}{values}>{content}</{name}>"


def block(name: str, attributes: Mapping[str, object], lines: Iterable[str]) -> str:
    """Write an element around other elements, each on a line of its own."""
    return tag(name, attributes, "".join(f"\n{line}" for line in lines) + "\n")
