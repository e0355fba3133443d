"""The page of each thing, source, code and term; every IRI of ours answers here."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, BASE
from aseankg.things import mentions, own_rows
from aseankg.web.templating import View, page


def thing(request: Request) -> Response:
    """Show all that is said of a thing; 404 for one that is not known."""
    view = View(request)
    iri = iri_of(request.url.path)
    store = view.release.store
    if not next(iter(store.quads_for_pattern(ox.NamedNode(iri), None, None, None)), None):
        raise HTTPException(404, f"nothing here is called {iri}")
    rows = [*own_rows(store, iri, view.lang), *mentions(store, iri, view.lang)]
    name, tag = view.name(iri)
    return page(view, "thing.html", iri=iri, name=name, tag=tag, rows=rows)


def iri_of(path: str) -> str:
    """Give the IRI whose page stands at a path."""
    name = path.lstrip("/")
    return AKG + name.removeprefix("ns/") if name.startswith("ns/") else BASE + name


routes = [Route(f"/{kind}/{{name:path}}", thing) for kind in ("id", "source", "code", "ns", "rule")]
