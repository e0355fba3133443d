"""A difference as a comment on a pull request: what changed, thing by thing, then the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aseankg.difference_escapes import address, code, escape, escape_html, value
from aseankg.difference_facts import by_source
from aseankg.difference_names import Row, Words
from aseankg.difference_rows import Report, Section, counted, cut, graphs, in_words
from aseankg.differences import KINDS
from aseankg.namespaces import shorten

LIMIT = 60_000  # letters; GitHub takes 65,536
_FLAT = 30  # facts of a difference that is shown as one table
_MOST, _SOURCES = 400, 25  # letters of a value; sources that are named
_ROOM, _NOTE = 400, 60  # letters kept for the lines that say what was left out


class _Line(NamedTuple):
    """A row of a table, and the thing that it tells of."""

    thing: str
    text: str


_Table = tuple[str, list[_Line]]


def as_markdown(report: Report, limit: int = LIMIT) -> str:
    """Write what changed and from which sources, in at most `limit` letters.

    A small difference is one table, a large one a folded table for each kind of thing.
    """
    head = f"### {escape(report.title)}\n\n**{in_words(report.facts)}**\n"
    if not report.facts:
        return head
    sources = "\n#### Sources\n\n" + "\n".join(_sources(report)) + "\n"
    kinds = _kinds(report, flat=len(report.facts) <= _FLAT)
    shown = _shared(kinds, limit - len(head) - len(sources) - _ROOM)
    texts = (shown[kind][0] for kind in kinds)
    lines = [line for _, lines in shown.values() for line in lines]
    return "".join([head, *texts, _left_out(report, lines), sources])


def _shared(kinds: Mapping[str, Sequence[Section]], room: int) -> dict[str, _Table]:
    """Write a table for each kind, none of which takes the room that others need."""
    shown: dict[str, _Table] = {}
    by_size = sorted(kinds, key=lambda kind: sum(len(one.rows) for one in kinds[kind]))
    for kind in by_size:
        shown[kind] = _group(kind, kinds[kind], room // (len(kinds) - len(shown)))
        room -= len(shown[kind][0])
    return shown


def _left_out(report: Report, shown: Sequence[_Line]) -> str:
    facts = len(report.facts) - len(shown)
    if not facts:
        return ""
    things = len({fact.about for fact in report.facts} - {line.thing for line in shown})
    whose = "1 thing" if things == 1 else f"{things} things"
    of = f", all facts of {whose} among them" if things else ""
    return (
        f"\n**{_more(facts)} left out here{of}: "
        "the comment would be too long. `aseankg diff` shows them all.**\n"
    )


def _more(facts: int) -> str:
    return "1 more fact is" if facts == 1 else f"{facts} more facts are"


def _kinds(report: Report, *, flat: bool) -> dict[str, list[Section]]:
    """Gather the things of each kind under its name; all under none if the table is one."""
    kinds: dict[str, list[Section]] = defaultdict(list)
    for section in report.sections():
        kinds["" if flat else section.kind or "other"].append(section)
    return kinds


def _group(kind: str, sections: Sequence[Section], room: int) -> _Table:
    """Write a table in the room that there is; tell which rows it has."""
    start, end = _folds(kind, sections) if kind else ("", "")
    head = f"\n{start}{_line(['thing', 'change', 'value', 'source'])}\n{_line(['---'] * 4)}\n"
    told = (line for section in sections for line in _lines(section))
    lines = list(_fitting(told, room - len(head) - len(end) - _NOTE))
    left = sum(len(section.rows) for section in sections) - len(lines)
    note = f"\n{_more(left)} left out here.\n" if left and kind else ""
    return ("".join([head, *(one.text for one in lines), note, end]), lines) if lines else ("", [])


def _folds(kind: str, sections: Sequence[Section]) -> tuple[str, str]:
    facts = [row.fact for section in sections for row in section.rows]
    many = f"{len(sections)} things" if len(sections) > 1 else "1 thing"
    told = f"<b>{escape_html(kind)}</b>: {many}, {counted(facts)}"
    return f"<details><summary>{told}</summary>\n\n", "\n</details>\n"


def _fitting(lines: Iterable[_Line], room: int) -> Iterator[_Line]:
    for line in lines:
        room -= len(line.text)
        if room < 0:
            return
        yield line


def _lines(section: Section) -> Iterator[_Line]:
    """Write the facts of a thing; it and its source are named once, until the source changes."""
    name, before = _thing(section), ""
    for row in section.rows:
        cited = " to ".join(_id(iri) for iri in graphs(row.fact))
        what = f"{row.fact.kind}: {escape(cut(row.what, _MOST))}"
        source = f"<sub>{cited}</sub>" if cited != before else ""
        yield _Line(section.iri, _line([name, what, _value(row), source]) + "\n")
        name, before = "", cited


def _thing(section: Section) -> str:
    about = ", ".join(escape(text) for text in (section.fate, section.kind) if text)
    return f"<b>{escape(cut(section.name, _MOST))}</b><br><sub>{about} {_id(section.iri)}</sub>"


def _value(row: Row) -> str:
    """Write the value, struck out if it is no more; what moved has the same as before."""
    old, new = (value(cut(text, _MOST)) if text else "" for text in (row.before, row.after))
    gone = f"<del>{old}</del>" if old and row.fact.kind != "moved" else ""
    told = " → ".join(filter(None, (gone, new)))
    details = "; ".join(f"{name}: {cut(words, _MOST)}" for name, words in row.details)
    return f"{told}<br><sub>{escape(cut(details, 2 * _MOST))}</sub>" if details else told


def _sources(report: Report) -> Iterator[str]:
    """Write a table of the sources, those that most facts come from first."""
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
    linked = info.url and address(info.url)
    return f"{f'[{title}](<{info.url}>)' if linked else title} {_id(iri)}"


def _id(iri: str) -> str:
    return code(shorten(iri).removeprefix("src:"))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
