"""An answer as a file to take along, in the formats of the command line, and the query itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.responses import Response

from aseankg.catalogue import Table
from aseankg.formats import Answer, as_csv, as_json, as_markdown, as_tsv, as_xlsx
from aseankg.web.asking import Asked
from aseankg.web.replies import CORS

Writer = Callable[[Answer], str | bytes]


@dataclass(frozen=True)
class Form:
    """A file format of answers: its media type and who writes it."""

    name: str
    media: str
    write: Writer


FORMS = {
    "csv": Form("CSV", "text/csv", as_csv),
    "xlsx": Form(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx
    ),
    "json": Form("JSON", "application/json", as_json),
    "md": Form("Markdown", "text/markdown", as_markdown),
    "tsv": Form("TSV", "text/tab-separated-values", as_tsv),
}
QUERY = "rq"
SPARQL = "application/sparql-query"
SUFFIXES = (*FORMS, QUERY)
MEDIA = {form.media: suffix for suffix, form in FORMS.items()} | {SPARQL: QUERY}


def download(asked: Asked, table: Table, suffix: str, *, raw: bool) -> Response:
    """Give an answer as a file; `raw` leaves cells that a spreadsheet would run as they are."""
    form = FORMS[suffix]
    told = dict(asked.pairs)
    answer = Answer(asked.question.name, asked.question.summary, table, told)
    content = form.write(replace(answer, spreadsheet_safe=not raw))
    return file_of(content, form.media, f"{asked.question.name}.{suffix}")


def query_file(asked: Asked) -> Response:
    """Give the query of an answer, with the values put in, as a file."""
    return file_of(asked.sparql, SPARQL, f"{asked.question.name}.rq")


def file_of(content: str | bytes, media: str, name: str) -> Response:
    """Give content as a file of a name."""
    headers = {**CORS, "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
