"""How an IRI of ours answers: absent, unchanged, as a page, or as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from aseankg.namespaces import AKG, BASE
from aseankg.web import representations
from aseankg.web.absent import answer_absent
from aseankg.web.representations import HTML, Asked
from aseankg.web.templating import View, page

_DOCUMENTS = {"ns/alignments"}  # beside the vocabulary, not a term of it
Tell = Callable[[View, str], tuple[str, dict[str, object]]]
Said = Callable[[View, str], Iterable[ox.Quad]]


def answer(request: Request, iri: str, tell: Tell, said: Said, *, known: bool = False) -> Response:
    """Answer for an IRI in the form asked for; 404, 410 or 301 for one that is not there.

    `tell` gives the template and the values of the page, `said` the statements; `known` is for
    what stands in files of the project and not in the graph.
    """
    view, asked = View(request), representations.asked(request)
    absent = None if known else answer_absent(view, asked, iri)
    if absent:
        return absent
    found = representations.unchanged(view, asked)
    if found:
        return found
    if asked.form is not HTML:
        return representations.rdf(view, asked, iri, said(view, iri))
    template, values = tell(view, iri)
    return shown(view, asked, iri, template, values)


def shown(view: View, asked: Asked, iri: str, template: str, values: dict[str, object]) -> Response:
    """Fill the template of a page that has other forms."""
    values |= {
        "iri": iri,
        "wanted": asked,
        "canonical": representations.canonical(view, asked),
        "forms": representations.FORMS,
    }
    answer = page(view, template, status=200, **values)
    answer.headers.update(representations.headers(view, asked, iri))
    return answer


def iri_of(request: Request) -> str:
    """Give the IRI that a path, with or without a suffix, stands for."""
    name = representations.asked(request).path.lstrip("/")
    if name.startswith("ns/") and name not in _DOCUMENTS:
        return AKG + name.removeprefix("ns/")
    return BASE + name
