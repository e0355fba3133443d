"""An answer as JSON for programs: the rows of a window, and the sources that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aseankg.answers import row_sources
from aseankg.catalogue import SOURCES, Cell, Table
from aseankg.labels import labels_of
from aseankg.namespaces import BASE, shorten
from aseankg.web.asking import Asked
from aseankg.web.release import Release

Names = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Window:
    """Which rows of an answer are wanted."""

    limit: int
    offset: int


def answer_object(
    release: Release, asked: Asked, lang: str, window: Window, table: Table, shown: Table
) -> dict[str, object]:
    """Give an answer as JSON: the rows of a window, and the sources that they name, once each."""
    iris = {iri for row in shown.rows for cell in row.values() for iri in _iris(cell)}
    names = labels_of(release.store, iris, lang)
    columns = [name for name in table.columns if name != SOURCES]
    rows = [
        {name: _cell(row[name], names) for name in columns}
        | {SOURCES: [shorten(iri) for iri in row_sources(row)]}
        for row in shown.rows
    ]
    cited = sorted({iri for row in shown.rows for iri in row_sources(row)})
    return {
        "question": asked.question.name,
        "summary": asked.question.summary,
        "release": release.name,
        "parameters": asked.values,
        "without": list(asked.without),
        "lang": lang,
        "columns": [*columns, SOURCES],
        "total": len(table.rows),
        "limit": window.limit,
        "offset": window.offset,
        "rows": rows,
        "sources": {shorten(iri): _source(shown, iri) for iri in cited},
        "page": f"{BASE}questions/{asked.question.name}?"
        + urlencode([*asked.pairs, ("release", release.name)]),
    }


def _iris(cell: Cell) -> list[str]:
    return cell.value.split() if cell.names else []


def _cell(cell: Cell, names: Names) -> dict[str, object] | None:
    """Give a cell as an object; None where nothing is known."""
    if not cell.value:
        return None
    things = [_thing(iri, *names[iri]) for iri in _iris(cell)]
    if cell.iri:
        return {"value": cell.value, **things[0]}
    if things:
        return {"value": cell.value, "label": cell.label or "", "items": things}
    told = {"value": cell.value, "lang": cell.lang, "datatype": cell.datatype}
    return {name: text for name, text in told.items() if text}


def _thing(iri: str, label: str, lang: str) -> dict[str, str]:
    return {"iri": iri, "label": label} | ({"lang": lang} if lang else {})


def _source(table: Table, iri: str) -> dict[str, str]:
    info = table.sources[iri]
    told = {"url": info.url, "publisher": info.publisher, "issued": info.issued}
    return {"iri": iri, "title": info.title} | {name: text for name, text in told.items() if text}
