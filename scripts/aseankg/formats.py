"""An answer as text or a file: table, CSV, TSV, JSON, Markdown, Excel workbook, HTML page."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from aseankg import screen
from aseankg.answers import SOURCES as SOURCES
from aseankg.answers import Answer as Answer
from aseankg.answers import citation as citation
from aseankg.answers import heading as heading
from aseankg.answers import numbered as numbered
from aseankg.answers import row_sources as row_sources
from aseankg.answers import shown as shown
from aseankg.namespaces import ID, shorten

if TYPE_CHECKING:
    from aseankg.catalogue import Cell, SourceInfo, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(answer: Answer, form: str) -> str | bytes:
    """Write an answer in one of `FORMATS`; raises `KeyError` for another name."""
    return FORMATS[form](answer)


def _texts(answer: Answer, row: Mapping[str, Cell], numbers: Mapping[str, int]) -> list[str]:
    cells = [shown(row.get(name)) for name in answer.columns]
    if not numbers:
        return cells
    return [*cells, " ".join(str(numbers[iri]) for iri in row_sources(row))]


def as_csv(answer: Answer) -> str:
    """Write comma-separated values: names, ids of things, sources and their addresses."""
    return _separated(answer, ",")


def as_tsv(answer: Answer) -> str:
    """Write tab-separated values, the same columns as CSV."""
    return _separated(answer, "\t")


def _separated(answer: Answer, delimiter: str) -> str:
    rows = grid(answer)
    return separated(map(safe_row, rows) if answer.spreadsheet_safe else rows, delimiter)


def separated(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Write rows of text as lines, quoted where needed.

    The ends of lines are put on here: `csv` would not quote a carriage return otherwise.
    """
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(rows)
    return "".join(f"{line[:-2]}\n" for line in lines)


class _Lines:
    """A file that keeps what is written to it as a list."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def safe_row(row: Iterable[str]) -> list[str]:
    """Put ' before each cell that a spreadsheet would run as a formula."""
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]


def grid(answer: Answer) -> Iterable[list[str]]:
    """Give header and rows for a spreadsheet: beside each name of a thing its id."""
    things = {name for name in answer.columns if _holds_things(answer.table, name)}
    header: list[str] = []
    for name in answer.columns:
        header += [name, f"{name}_id"] if name in things else [name]
    yield [*header, SOURCES, "source_urls"]
    for row in answer.table.rows:
        line: list[str] = []
        for name in answer.columns:
            cell = row.get(name)
            line += [shown(cell), identifier(cell)] if name in things else [shown(cell)]
        cited = row_sources(row)
        urls = [answer.table.sources[iri].url or "" for iri in cited]
        yield [*line, " ".join(map(slug, cited)), " ".join(filter(None, urls))]


def _holds_things(table: Table, name: str) -> bool:
    return any(iri.startswith(ID) for row in table.rows for iri in iris_of(row.get(name)))


def iris_of(cell: Cell | None) -> list[str]:
    """Give the IRIs of a cell: one for a thing, several for a list of things."""
    if cell is None or not cell.label:
        return []
    return [cell.iri] if cell.iri else cell.value.split()


def identifier(cell: Cell | None) -> str:
    """Give the ids of the things in a cell as people type them, nothing for plain values."""
    return " ".join(map(slug, iris_of(cell)))


def slug(iri: str) -> str:
    """Give the last part of one of our IRIs; a CURIE or IRI for others."""
    short = shorten(iri)
    prefix, _, local = short.partition(":")
    return local if prefix in ("id", "src") else short


def as_json(answer: Answer) -> str:
    """Write JSON: each cell with IRI, label and language, each row with its sources as objects."""
    rows = [
        {name: cell_object(row[name]) for name in answer.columns if name in row}
        | {SOURCES: [source_object(answer.table.sources[iri], iri) for iri in row_sources(row)]}
        for row in answer.table.rows
    ]
    document = {
        "question": answer.name,
        "summary": answer.summary,
        "parameters": dict(answer.asked),
        "columns": [*answer.columns, SOURCES],
        "rows": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def cell_object(cell: Cell) -> dict[str, object]:
    """Give a cell as a JSON object without empty members; a list of things has `ids`."""
    iris = iris_of(cell)
    members: dict[str, object] = {
        "id": shorten(cell.iri) if cell.iri else "",
        "ids": [] if cell.iri else [shorten(iri) for iri in iris],
        "iri": cell.iri,
        "label": cell.label,
        "value": "" if iris else cell.value,
        "lang": cell.lang,
        "datatype": shorten(cell.datatype) if cell.datatype else "",
    }
    return {name: value for name, value in members.items() if value}


def source_object(info: SourceInfo, iri: str) -> dict[str, str]:
    """Give a source as a JSON object without empty members."""
    members = {
        "id": shorten(iri),
        "iri": iri,
        "title": info.title,
        "url": info.url,
        "publisher": info.publisher,
        "issued": info.issued,
    }
    return {name: value for name, value in members.items() if value}


def as_markdown(answer: Answer) -> str:
    """Write a Markdown table, its sources as a numbered list of links."""
    numbers = numbered(answer.table)
    header = [*map(heading, answer.columns), *([SOURCES] if numbers else [])]
    lines = [f"**{answer.summary}**", "", _pipe(header), _pipe("---" for _ in header)]
    lines += [_pipe(_texts(answer, row, numbers)) for row in answer.table.rows]
    for iri, number in numbers.items():
        lines += [""] if number == 1 else []
        info = answer.table.sources[iri]
        title = _flat(info.title or shorten(iri)).replace("[", "(").replace("]", ")")
        lines.append(f"{number}. [{title}]({info.url})" if info.url else f"{number}. {title}")
    return "\n".join(lines) + "\n"


def _pipe(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_flat(cell).replace("|", "\\|") for cell in cells) + " |"


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;")


def as_html(answer: Answer) -> str:
    """Write one page that needs nothing else: the table, then the sources as links."""
    from aseankg.pages import render

    numbers = numbered(answer.table)
    rows = [_texts(answer, row, {}) for row in answer.table.rows]
    cited = [[numbers[iri] for iri in row_sources(row)] for row in answer.table.rows]
    return render(
        "answer.html.j2",
        answer=answer,
        header=[heading(name) for name in answer.columns],
        rows=list(zip(rows, cited, strict=True)),
        sources=[(number, answer.table.sources[iri], iri) for iri, number in numbers.items()],
    )


def as_xlsx(answer: Answer) -> bytes:
    """Write an Excel workbook of two sheets, the answer and its sources; same input, same bytes."""
    from aseankg.workbooks import workbook

    return workbook({"Answer": list(grid(answer)), "Sources": source_rows(answer.table)})


def source_rows(table: Table) -> list[list[str]]:
    """Give the sources of a table as rows of a sheet, the header first."""
    header = ["id", "title", "publisher", "issued", "url"]
    found = sorted(table.sources.items())
    return [header, *([slug(iri), i.title, i.publisher, i.issued, i.url] for iri, i in found)]


FORMATS: dict[str, Callable[[Answer], str | bytes]] = {
    "table": screen.table,
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "md": as_markdown,
    "xlsx": as_xlsx,
    "html": as_html,
}
