"""Why a statement that rules made holds: the rule, what it needs, down to the sources."""

from __future__ import annotations

from threading import Lock

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.errors import InputError
from aseankg.explanation import Explainer
from aseankg.meant import statements
from aseankg.namespaces import ID
from aseankg.proofs import proof_of
from aseankg.web.absent import lawful
from aseankg.web.memory import once
from aseankg.web.telling import Teller
from aseankg.web.templating import View, page

_one_by_one = Lock()  # an explainer remembers what it explained


def why(request: Request) -> Response:
    """Show the reasons for a statement node; 404 where the graph holds none of that name."""
    view = View(request)
    iri = ID + request.path_params["name"]
    if not lawful(iri) or not _is_there(view, iri):
        raise HTTPException(404, f"nothing here is called {iri}")
    release = view.release
    with _one_by_one:
        explainer = once(release, "explainer", lambda: Explainer(release.store, release.rules))
        try:
            meant = statements(release.store, [iri])
        except InputError as error:
            raise HTTPException(404, error.message) from error
        found = [one for triple in meant for one in explainer.explain(triple)]
    proof = proof_of(release.store, iri, found, view.lang)
    teller = Teller(view)
    return page(view, "why.html", iri=iri, name=teller.name(iri), proof=proof, teller=teller)


def _is_there(view: View, iri: str) -> bool:
    quads = view.release.store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return next(iter(quads), None) is not None


routes = [Route("/why/id/{name:path}", why)]
