"""A difference for a terminal."""

from __future__ import annotations

from aseankg import console
from aseankg.difference_names import Row
from aseankg.difference_rows import Report, cut, graphs, in_words
from aseankg.differences import KINDS
from aseankg.namespaces import shorten

_SIGNS = dict(zip(KINDS, "+~->", strict=True))
_MOST = 160  # letters of a detail


def as_text(report: Report) -> str:
    """Write facts under the things that they are about, their sources by number."""
    lines = [f"{report.title}: {in_words(report.facts)}"]
    width = console.terminal_width()
    numbers: dict[str, int] = {}
    for section in report.sections():
        lines += ["", *console.wrap(f"{section.name} ({section.about})", width)]
        for row in section.rows:
            lines += _lines(row, numbers, width)
    lines += ["", "Sources"] if numbers else []
    for iri, number in numbers.items():
        lines.append(f"  [{number}] {report.words.source(iri).title} ({shorten(iri)})")
    return "\n".join(lines) + "\n"


def _lines(row: Row, numbers: dict[str, int], width: int) -> list[str]:
    changed = row.fact.kind == "changed"
    value = f"{row.before} -> {row.after}" if changed else row.after or row.before
    cited = [numbers.setdefault(iri, len(numbers) + 1) for iri in graphs(row.fact)]
    marks = " -> ".join(f"[{number}]" for number in cited)
    told = f"{_SIGNS[row.fact.kind]} {row.what}: {value} {marks}"
    first, *more = console.wrap(told, width - 6)
    details = "; ".join(f"{name}: {cut(text, _MOST)}" for name, text in row.details)
    extra = console.wrap(details, width - 8) if details else []
    return [f"  {first}", *(f"      {line}" for line in more), *(f"        {e}" for e in extra)]
