"""What the graph is and is not, its licences and how to cite it; the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg import __version__, rule_pages
from aseankg.dates import today
from aseankg.namespaces import AKG, HOUSE_GRAPHS, RDF
from aseankg.rules import Rule
from aseankg.terms import value_of
from aseankg.web.inquiries import in_thread
from aseankg.web.memory import once
from aseankg.web.release import Release
from aseankg.web.telling import Teller, Value
from aseankg.web.templating import View, page


@dataclass(frozen=True)
class Inference:
    """A rule of inference: what it reads and makes, and what it made in this release."""

    rule: Rule
    reads: Sequence[Value]
    makes: Sequence[Value]
    made: int


def about(request: Request) -> Response:
    """Tell what the graph is, what it is not, and how to cite it."""
    view = View(request)
    store = view.release.store
    kind = ox.NamedNode(AKG + "Source")
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, None)
    sources = len({value_of(quad.subject) for quad in quads} - set(HOUSE_GRAPHS))
    refused = request.app.state.current.refused
    told = {"sources": sources, "version": __version__, "today": today(), "refused": refused}
    return page(view, "about.html", **told)


def all_rules(request: Request) -> Response:
    """List the rules of inference and those of the check."""
    view = View(request)
    teller = Teller(view)
    made = once(view.release, "made by rules", lambda: _made(view.release))
    groups: dict[str, list[rule_pages.Rule]] = {}
    for one in view.release.checks.values():
        groups.setdefault(one.group, []).append(one)
    return page(
        view,
        "rules.html",
        inferences=[_inference(teller, one, made) for one in view.release.rules],
        groups=dict(sorted(groups.items())),
        total=len(view.release.checks),
    )


def _inference(teller: Teller, rule: Rule, made: Counter[str]) -> Inference:
    reads, makes = (_terms(teller, found) for found in (rule.reads, rule.makes))
    return Inference(rule, reads, makes, made[rule.iri])


def _terms(teller: Teller, iris: frozenset[str]) -> list[Value]:
    """Name the terms of our own vocabulary among some."""
    kept = (_named(teller, iri) for iri in iris if iri.startswith(AKG))
    return sorted(kept, key=lambda one: one.text.casefold())


def _named(teller: Teller, iri: str) -> Value:
    found = teller.relation(iri)
    return Value(found.text, found.lang, iri)


def _made(release: Release) -> Counter[str]:
    """Count the nodes that each rule made."""
    quads = release.store.quads_for_pattern(None, ox.NamedNode(AKG + "byRule"), None, None)
    return Counter(value_of(quad.object) for quad in quads)


def check(request: Request) -> Response:
    """Tell of a rule of the check: why it is there, how to mend, a wrong and a right example."""
    view, name = View(request), str(request.path_params["name"])
    known = view.release.checks
    if name not in known:
        raise HTTPException(404, f"no rule of the check is called {name}")
    return page(view, "check.html", rule=known[name])


routes = [
    Route("/about", in_thread(about)),
    Route("/rules", in_thread(all_rules)),
    Route("/rules/{name}", in_thread(check)),
]
