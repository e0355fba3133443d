"""The commonest slips in Turtle, in words of their own: the parser only tells where it gave up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

_CURLY = "“”„‟‘’‚‛«»"
_STRAIGHT = 'write the straight quote around words: "..."'
_LONG = re.compile('"""')
_MARK_MISSING = ("dot is expected", "is not a valid")


class Slip(NamedTuple):
    """What is wrong, on which line, and what to do."""

    line: int
    message: str
    remedy: str


@dataclass(frozen=True)
class Stop:
    """Where the parser gave up, and what it says of that: line and column count from 1."""

    lines: list[str]
    line: int
    column: int
    what: str

    @property
    def shown(self) -> str:
        """Give the line."""
        return self.lines[self.line - 1] if 0 < self.line <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """Give what stands before it on its line."""
        return self.shown[: max(self.column - 1, 0)]

    @property
    def after(self) -> str:
        """Give what stands from it on to the end of its line."""
        return self.shown[max(self.column - 1, 0) :]

    @property
    def word(self) -> str:
        """Give what the parser did not expect."""
        return self.what.partition(" is not a valid")[0]

    @property
    def last(self) -> int:
        """Give the last line before it that says something; 0 if there is none."""
        said = (
            number
            for number in range(min(self.line - 1, len(self.lines)), 0, -1)
            if _without_comment(self.lines[number - 1])
        )
        return next(said, 0)

    def text(self, line: int) -> str:
        """Give a line without its comment."""
        return _without_comment(self.lines[line - 1]) if line else ""


def slip(stop: Stop) -> Slip | None:
    """Give the slip that a place where the parser gave up is known to come from, if any."""
    return next((found for one in _SLIPS if (found := one(stop))), None)


def _curly(at: Stop) -> Slip | None:
    """Quotes that a word processor made."""
    open_text = "Line jumps" in at.what
    odd = next((one for one in (at.shown if open_text else at.after[:1]) if one in _CURLY), "")
    return Slip(at.line, f"the quote {odd} is not the straight one", _STRAIGHT) if odd else None


def _open_text(at: Stop) -> Slip | None:
    if "Line jumps" not in at.what:
        return None
    remedy = 'close it with ", or write \\n for a line break within it'
    return Slip(at.line, "the text in quotes does not end on this line", remedy)


def _open_address(at: Stop) -> Slip | None:
    opened = at.after.startswith("<") and ">" not in at.after
    if not opened:
        return None
    return Slip(at.line, "the address does not end on this line", "close it with >")


def _cut_off(at: Stop) -> Slip | None:
    if "Unexpected end" not in at.what:
        return None
    opened = [number for number, line in enumerate(at.lines, 1) for _ in _LONG.findall(line)]
    if len(opened) % 2:
        return Slip(opened[-1], 'the text that begins with """ has no end', 'close it with """')
    remedy = "write it; if more is missing the file is cut off: fetch it again"
    return Slip(at.line, "Unexpected end: no full stop stands after the last statement", remedy)


def _mark_missing(at: Stop) -> Slip | None:
    """A line or block without the mark at its end."""
    last = at.text(at.last)
    if at.before.strip() or not any(sign in at.what for sign in _MARK_MISSING):
        return None
    if last.startswith(("@prefix", "@base")) and not last.endswith("."):
        return Slip(at.last, "no full stop stands after this line", "end it with a full stop")
    if not at.before:
        return _stop_missing(at, at.last)
    if last.endswith((";", ",", ".")) or "dot is expected" not in at.what:
        return None
    remedy = "write ; after it, or a full stop if the block ends here"
    return Slip(at.last, "no ; stands after this value", remedy)


def _stop_missing_above(at: Stop) -> Slip | None:
    """A block without its full stop: the name of the next is taken for a property of it."""
    heading = at.line
    while heading > 1 and at.lines[heading - 1][:1] in ("", " ", "\t"):
        heading -= 1
    above = Stop(at.lines, heading, 1, at.what)
    fits = any(sign in at.what for sign in _MARK_MISSING)
    return _stop_missing(above, above.last) if fits else None


def _stop_missing(at: Stop, last: int) -> Slip | None:
    if not last or at.text(last).endswith("."):
        return None
    remedy = "end the last statement of the block with a full stop"
    return Slip(last, "no full stop stands after this block", remedy)


def _stop_too_early(at: Stop) -> Slip | None:
    """A full stop in the middle of a block: its next property is taken for a new thing."""
    fits = "is not a valid" in at.what and at.shown[:1].isspace()
    if not fits or not at.text(at.last).endswith("."):
        return None
    message = "the full stop ends the block, but it goes on below"
    return Slip(at.last, message, "write ; instead of the full stop")


def _after_text(at: Stop) -> Slip | None:
    """What stands behind the closing quote of a text and belongs to nothing."""
    if "is not a valid" not in at.what and "dot is expected" not in at.what:
        return None
    if at.after.startswith("^") and at.before.endswith('"'):
        return Slip(at.line, "a datatype follows ^", 'write two of them: "..."^^xsd:date')
    if re.search(r"\d\Z", at.before) and re.match(r"-\d", at.after):
        remedy = 'write "2025-05-26"^^xsd:date'
        return Slip(at.line, "the date stands without quotes and datatype", remedy)
    if re.search(r'"\Z', at.before) and re.match(r"\w", at.after):
        remedy = 'write \\" for a quote within a text, @ before a language, ^^ before a datatype'
        return Slip(at.line, "words follow the closing quote of a text", remedy)
    if at.before.strip():
        remedy = "write , between values of one property, ; before another property"
        return Slip(at.line, f"'{_short(at.after)}' follows a value without a mark between", remedy)
    return None


def _value_missing(at: Stop) -> Slip | None:
    if "is not a valid RDF object" not in at.what:
        return None
    if at.word in (";", ",", "."):
        return Slip(at.line, f"no value stands before this {at.word}", "write the value")
    remedy = 'write words in quotes, "...", and a name with its prefix, as in id:asean'
    return Slip(at.line, f"'{at.word}' is no name and stands without quotes", remedy)


def _no_prefix(at: Stop) -> Slip | None:
    if "is not a valid predicate" not in at.what or not re.fullmatch(r"[\w-]+", at.word):
        return None
    remedy = "write the name with its prefix, as in akg:kind; an id holds no space"
    return Slip(at.line, f"'{at.word}' stands where a property should", remedy)


def _bare_address(at: Stop) -> Slip | None:
    if not re.search(r"The prefix https?: has not been declared", at.what):
        return None
    return Slip(at.line, "an address stands without < and >", "write <https://...>")


def _backslash(at: Stop) -> Slip | None:
    if "Unexpected escape character" not in at.what:
        return None
    return Slip(at.line, at.what, "write \\\\ for a backslash")


_SLIPS: tuple[Callable[[Stop], Slip | None], ...] = (
    *(_curly, _open_text, _open_address, _cut_off, _bare_address, _backslash),
    *(_mark_missing, _stop_too_early, _no_prefix, _stop_missing_above, _value_missing, _after_text),
)


def _short(text: str) -> str:
    return text.split()[0][:40] if text.split() else ""


def _without_comment(line: str) -> str:
    """Give a line without what follows a # that stands in no text and no address."""
    kept = re.match(r"""(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^"<#]|["<])*""", line)
    return (kept[0] if kept else line).strip()
