"""The page of each thing, source, code and term; every IRI of ours answers here."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, BASE
from aseankg.neighbourhood import excerpt
from aseankg.web import representations, things_page
from aseankg.web.absent import answer_absent
from aseankg.web.representations import HTML, Asked
from aseankg.web.telling import Teller
from aseankg.web.templating import View, page
from aseankg.web.things_history import MOST, moments, timeline
from aseankg.web.things_picture import picture
from aseankg.web.things_rows import rows_of


def thing(request: Request) -> Response:
    """Answer with a thing in the form asked for; 404, 410 or 301 for one that is no more."""
    view, asked = View(request), representations.asked(request)
    iri = iri_of(asked.path)
    absent = answer_absent(view, asked, iri)
    if absent:
        return absent
    return representations.unchanged(view, asked) or _answer(view, asked, iri)


def _answer(view: View, asked: Asked, iri: str) -> Response:
    if asked.form is HTML:
        return told(view, asked, iri)
    return representations.rdf(view, asked, iri, statements(view, iri))


def statements(view: View, iri: str) -> Iterable[ox.Quad]:
    """Give what is said of a thing, and of the nodes and sources that it is said with."""
    return excerpt(view.release.store, [iri])


def told(view: View, asked: Asked, iri: str) -> Response:
    """Show the page of a thing."""
    teller = Teller(view)
    rows = rows_of(teller, iri)
    kind = things_page.class_of(teller, iri)
    day = view.asked_day or ""
    whole = view.request.query_params.get("all", "")
    dated = moments(teller, iri, rows)
    names = things_page.names_of(teller, iri)
    counted = things_page.contributions(teller, iri)
    answer = page(
        view,
        "thing.html",
        iri=iri,
        wanted=asked,
        canonical=representations.canonical(view, asked),
        forms=representations.FORMS,
        name=teller.name(iri),
        others=things_page.others(names, teller.name(iri)),
        kind=teller.relation(kind) if kind else None,
        about=things_page.about(rows),
        names=names,
        sections=things_page.sections(teller, rows, kind, day, whole),
        contributions=counted,
        contributions_asked=things_page.asked_for(counted, iri),
        moments=dated,
        shown_moments=MOST,
        timeline=timeline(view, dated),
        picture=picture(view, teller, iri, rows),
        bases=things_page.BASES,
        dates=things_page.DATES,
        questions=things_page.questions_about(teller, iri, kind),
    )
    answer.headers.update(representations.headers(view, asked, iri))
    return answer


def iri_of(path: str) -> str:
    """Give the IRI whose page stands at a path."""
    name = path.lstrip("/")
    return AKG + name.removeprefix("ns/") if name.startswith("ns/") else BASE + name


routes = [Route(f"/{kind}/{{name:path}}", thing) for kind in ("id", "code", "source", "ns")]
