"""What answers where nothing is: names that come near, or what took the place of a retired id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from aseankg.names import fold
from aseankg.namespaces import BASE, DCTERMS, OWL, SKOS
from aseankg.terms import value_of
from aseankg.things import is_statement
from aseankg.web import representations
from aseankg.web.links import path_of, with_query
from aseankg.web.memory import once
from aseankg.web.problems import problem
from aseankg.web.release import Release
from aseankg.web.replies import CORS
from aseankg.web.representations import HTML, Asked
from aseankg.web.telling import Teller
from aseankg.web.templating import View, page

_DEPRECATED, _REPLACED = ox.NamedNode(OWL + "deprecated"), DCTERMS + "isReplacedBy"
_LONGEST = 200


def answer_absent(view: View, asked: Asked, iri: str) -> Response | None:
    """Answer for an id that is not known or no more in use; None for one that is there."""
    store = view.release.store
    node = ox.NamedNode(iri) if lawful(iri) else None
    said = node and next(iter(store.quads_for_pattern(node, None, None, None)), None)
    if not node or not said:
        return _unknown(view, asked, iri)
    if next(iter(store.quads_for_pattern(node, _DEPRECATED, None, None)), None):
        return _retired(view, asked, iri)
    return None


def lawful(iri: str) -> bool:
    """Tell whether a text can be an IRI of ours at all."""
    return not any(letter in '<>"{}|\\^`' or letter <= " " for letter in iri)


def _retired(view: View, asked: Asked, iri: str) -> Response:
    """Lead to the one thing that took the place of another; else say that it is gone, and why."""
    teller = Teller(view)
    successors = teller.all(iri, _REPLACED)
    if len(successors) == 1:
        path = path_of(successors[0]) + (f".{asked.form.suffix}" if asked.named else "")
        return RedirectResponse(with_query(path, view.request.query_params), 301, CORS)
    if asked.form is not HTML:
        quads = view.release.store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
        answer = representations.rdf(view, asked, iri, quads)
        answer.status_code = 410
        return answer
    notes = teller.all(iri, SKOS + "editorialNote")
    name = teller.name(iri)
    values = {"iri": iri, "name": name, "successors": successors, "notes": notes}
    return page(view, "retired.html", status=410, **values)


def _unknown(view: View, asked: Asked, iri: str) -> Response:
    if asked.form is not HTML:
        return problem(view.request, 404, f"nothing here is called {iri}")
    name = iri.removeprefix(BASE).rpartition("/")[2]
    near = near_names(view.release, iri)
    words = name.replace("-", " ")
    return page(view, "unknown.html", status=404, iri=iri, near=near, words=words[:_LONGEST])


def near_names(release: Release, iri: str, most: int = 6) -> list[str]:
    """Give the IRIs whose names have most in common with one that is not known."""
    index = once(release, "trigrams", lambda: _index(release))
    wanted = _grams(iri[:_LONGEST])
    if not wanted:
        return []
    shared = Counter(other for gram in wanted for other in index.get(gram, ()))
    scored = [
        (2 * count / (len(wanted) + len(_grams(other))), other)
        for other, count in shared.most_common(200)
    ]
    return [
        other for score, other in sorted(scored, key=lambda one: (-one[0], one[1])) if score > 0.4
    ][:most]


def _index(release: Release) -> Mapping[str, list[str]]:
    kinds = release.store.quads_for_pattern(
        None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None, None
    )
    found: dict[str, list[str]] = {}
    for iri in sorted({value_of(quad.subject) for quad in kinds}):
        if iri.startswith(BASE) and not is_statement(iri):
            for gram in _grams(iri):
                found.setdefault(gram, []).append(iri)
    return found


def _grams(iri: str) -> set[str]:
    """Cut the name of an IRI into pieces of three letters."""
    name = fold(iri.removeprefix(BASE).rpartition("/")[2].removeprefix("ns#"))
    padded = f"  {name} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
