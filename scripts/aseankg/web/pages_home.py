"""The first page: search, the main questions, what the graph holds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.namespaces import AKG, RDF
from aseankg.web.memory import once
from aseankg.web.pages_search import EXAMPLES
from aseankg.web.release import Release
from aseankg.web.replies import kept
from aseankg.web.templating import View, page

MAIN = (
    "which-ministries-contribute-to-which-goals",
    "what-an-institution-owes",
    "what-falls-due-by-a-date",
    "what-moved-in-a-merger",
    "which-commitments-have-no-lead",
    "where-sources-disagree",
)
SHOWN = ("Institution", "Commitment", "Instrument", "Person", "Project", "Event", "Source")


def home(request: Request) -> Response:
    """Show the first page."""
    view = View(request)
    questions = [view.release.questions[name] for name in MAIN]
    counted = once(view.release, "counts", lambda: counts(view.release))
    figures = [(AKG + name, counted[AKG + name]) for name in SHOWN]
    examples = EXAMPLES[:5]
    told: dict[str, Any] = {"questions": questions, "figures": figures, "examples": examples}
    return kept(request, page(view, "home.html", **told), "Accept-Language")


def counts(release: Release) -> Counter[str]:
    """Count the things of each class."""
    kinds = release.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None, None)
    pairs = {(str(one.subject), str(one.object)[1:-1]) for one in kinds}
    return Counter(kind for _, kind in pairs)


routes = [Route("/", home)]
