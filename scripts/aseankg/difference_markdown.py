"""A difference as a comment on a pull request: a summary, then what changed, thing by thing.

Nothing in the data can act there: no HTML, no mention, no reference, no formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from aseankg.difference_facts import by_source
from aseankg.difference_names import Row, Words
from aseankg.difference_rows import Report, Section, counted, cut, graphs, in_words
from aseankg.differences import KINDS
from aseankg.namespaces import shorten

LIMIT = 60_000  # letters; GitHub takes 65,536
_OPEN = 12  # facts of a difference that is shown unfolded
_MOST, _SOURCES = 400, 25  # letters of a value; sources of the summary
_ROOM = 400  # letters kept for the lines that say what was left out
_PUNCTUATION = re.compile(r"([\\`*_\[\]|~])")
_BREAK = "\u200b"  # of no width: a mention or reference that holds it is plain text
_ACTIVE = re.compile(r"@(?=\w)|#(?=\d)|(?<=\bGH)-(?=\d)|(?<=\bwww)\.|(?<=:)//|:(?=[a-z0-9_+-]+:)")
_HASH = re.compile(r"\b[0-9a-f]{7,40}\b")


def as_markdown(report: Report, limit: int = LIMIT) -> str:
    """Write a summary table and a collapsible group a thing, in at most `limit` letters."""
    head = f"### {escape(report.title)}\n\n**{in_words(report.facts)}**\n"
    if not report.facts:
        return head
    head += "\n" + "\n".join(_summary(report)) + "\n"
    unfolded = len(report.facts) <= _OPEN
    parts, left_things, left_facts = [head], 0, 0
    room = limit - len(head) - _ROOM
    for section in report.sections():
        text, left = _group(section, unfolded, room)
        parts += [text] if text else []
        room = 0 if left else room - len(text)
        left_things += not text
        left_facts += left
    if left_facts:
        parts.append(_left_out(left_things, left_facts))
    return "".join(parts)


def _left_out(things: int, facts: int) -> str:
    of = f", all facts of {things} things among them" if things else ""
    return (
        f"\n**{facts} more facts are left out here{of}: "
        "the comment would be too long. `aseankg diff` shows them all.**\n"
    )


def _summary(report: Report) -> Iterable[str]:
    counts = sorted(by_source(report.facts).items(), key=lambda one: (-one[1].total(), one[0]))
    yield _line(["source", *KINDS])
    yield _line(["---", *("--:" for _ in KINDS)])
    for iri, count in counts[:_SOURCES]:
        yield _line([_source(iri, report.words), *(str(count[kind] or "") for kind in KINDS)])
    rest = counts[_SOURCES:]
    if rest:
        sums = [str(sum(count[kind] for _, count in rest) or "") for kind in KINDS]
        yield _line([f"{len(rest)} more sources", *sums])


def _source(iri: str, words: Words) -> str:
    """Name a source by its title, linked where it has an address, and its id."""
    info = words.source(iri)
    title = escape(cut(info.title, 120))
    url = info.url or ""
    safe = re.fullmatch(r"https?://[^\s<>()\"'|\\`]{1,300}", url)
    return f"{f'[{title}](<{url}>)' if safe else title} {_code(iri)}"


def _group(section: Section, unfolded: bool, room: int) -> tuple[str, int]:
    """Write a thing in the room that there is; tell how many of its facts are left out."""
    start = "<details open>" if unfolded else "<details>"
    told = counted(row.fact for row in section.rows)
    head = (
        f"\n{start}<summary><b>{escape_html(cut(section.name, _MOST))}</b> "
        f"({escape_html(section.about)}): {told}</summary>\n\n"
        f"{_line(['change', 'what', 'before', 'after', 'source'])}\n{_line(['---'] * 5)}\n"
    )
    foot = "\n</details>\n"
    room -= len(head) + len(foot) + 80
    lines = list(_fitting((_row(row) for row in section.rows), room))
    left = len(section.rows) - len(lines)
    if not lines:
        return "", left
    more = f"\n{left} more facts of this thing are left out.\n" if left else ""
    return head + "".join(lines) + more + foot, left


def _fitting(lines: Iterable[str], room: int) -> Iterable[str]:
    for line in lines:
        room -= len(line)
        if room < 0:
            return
        yield line


def _row(row: Row) -> str:
    before = escape(cut(row.before, _MOST)) if row.after else _value(row.before, row)
    values = [before, _value(row.after, row)]
    cited = " to ".join(_code(iri) for iri in graphs(row.fact))
    what = escape(cut(row.what, _MOST))
    return _line([row.fact.kind, what, *values, cited]) + "\n"


def _value(value: str, row: Row) -> str:
    if not value:
        return ""
    told = escape(cut(value, _MOST))
    details = "; ".join(f"{name}: {cut(text, _MOST)}" for name, text in row.details)
    return f"{told}<br><sub>{escape(cut(details, 2 * _MOST))}</sub>" if details else told


def _code(iri: str) -> str:
    return f"`{re.sub('[`|]', '', shorten(iri)).removeprefix('src:')}`"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def escape(text: str) -> str:
    """Write a text so that a page shows just its letters."""
    return _inert(text, lambda part: _PUNCTUATION.sub(r"\\\1", part))


def escape_html(text: str) -> str:
    """Write a text within HTML of a page of Markdown."""
    return _inert(text, lambda part: part)


def _inert(text: str, write: Callable[[str], str]) -> str:
    text = _ACTIVE.sub(lambda found: found[0] + _BREAK, " ".join(text.split()))
    text = _HASH.sub(lambda found: found[0][:3] + _BREAK + found[0][3:], text)
    text = write(text.replace("&", "&amp;")).replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("$", "<span>$</span>")
