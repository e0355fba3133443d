"""What pages with pictures ask of the catalogue, and the cells of the answer as they tell them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from aseankg.answers import row_sources, shown
from aseankg.catalogue import Cell, Table
from aseankg.namespaces import BASE, ID
from aseankg.web.asking import answer, in_time, read
from aseankg.web.replies import kept
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.templating import View

Row = Mapping[str, Cell]
Handler = Callable[[Request], Awaitable[Response]]


def inquire(view: View, name: str, **values: str) -> Table:
    """Ask a question of the catalogue; raises `InputError` for a value that cannot be used."""
    asked = read(view.release, view.release.questions[name], QueryParams(values), ())
    for fault in asked.faults.values():
        raise fault
    return answer(view.release, asked, view.lang)


def in_thread(work: Callable[[Request], Response]) -> Handler:
    """Let a page be made off the loop and in time, and be kept by whoever has it already."""

    async def handler(request: Request) -> Response:
        seconds = request.app.state.settings.query_seconds
        made = await in_time(seconds, lambda: work(request))
        return kept(request, made, "Accept-Language")

    return handler


def value(cell: Cell | None) -> Value:
    """Give a cell as words, with its IRI if it holds one thing."""
    if cell is None:
        return Value("")
    return Value(shown(cell), cell.lang or "", cell.iri or "")


def values(teller: Teller, cell: Cell) -> list[Value]:
    """Give the things of a cell, one by one."""
    return [teller.name(iri) for iri in cell.value.split() if iri.startswith(BASE)]


def cites(teller: Teller, row: Row, *nodes: str) -> list[Cite]:
    """Give the sources of a row, with the place where they speak of the first of some nodes."""
    return [teller.cite(iri, *nodes) for iri in row_sources(row)]


def iri_in(request: Request) -> str:
    """Give the thing that the path of a request names."""
    name = str(request.path_params["name"])
    if not name or any(letter in name for letter in '<>"{}|\\^`') or " " in name:
        raise HTTPException(404, f"there is no {name}")
    return ID + name
