"""The page of each thing, and of each node that states something of things."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.neighbourhood import excerpt
from aseankg.things import is_statement
from aseankg.web import things_page
from aseankg.web.dereference import answer, iri_of
from aseankg.web.telling import Teller
from aseankg.web.templating import View
from aseankg.web.things_history import MOST, moments, timeline
from aseankg.web.things_picture import picture
from aseankg.web.things_rows import rows_of


def thing(request: Request) -> Response:
    """Answer for a thing."""
    return answer(request, iri_of(request), told, statements)


def statements(view: View, iri: str) -> Iterable[ox.Quad]:
    """Give what is said of a thing, and of the nodes and sources that it is said with."""
    return excerpt(view.release.store, [iri])


def told(view: View, iri: str) -> tuple[str, dict[str, object]]:
    """Give what stands on the page of a thing."""
    teller = Teller(view)
    rows = rows_of(teller, iri)
    kind = things_page.class_of(teller, iri)
    whole = view.request.query_params.get("all", "")
    dated = moments(teller, iri, rows)
    names = things_page.names_of(teller, iri)
    counted = things_page.contributions(teller, iri)
    return "thing.html", {
        "name": teller.name(iri),
        "others": things_page.others(names, teller.name(iri)),
        "kind": teller.relation(kind) if kind else None,
        "about": things_page.about(rows),
        "is_statement": is_statement(iri),
        "names": names,
        "sections": things_page.sections(teller, rows, kind, view.asked_day or "", whole),
        "contributions": counted,
        "contributions_asked": things_page.asked_for(counted, iri),
        "moments": dated,
        "shown_moments": MOST,
        "timeline": timeline(view, dated),
        "picture": picture(view, teller, iri, rows),
        "bases": things_page.BASES,
        "dates": things_page.DATES,
        "questions": things_page.questions_about(teller, iri, kind),
    }


routes = [Route("/id/{name:path}", thing)]
