"""The forms in which an IRI answers: a page, or its statements as RDF; by suffix or by Accept.

The page of a thing stands at its IRI itself: it answers 200 with Content-Location naming the
form that was chosen, so a link costs one request and files can stand in for the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from aseankg import export_rdf
from aseankg.namespaces import PREFIXES
from aseankg.web.negotiation import chosen
from aseankg.web.templating import View


@dataclass(frozen=True)
class Form:
    """One form: its suffix, its media type, and how statements are written in it."""

    suffix: str
    media_type: str
    write: Callable[[Iterable[ox.Quad]], bytes] | None = None


def _turtle(quads: Iterable[ox.Quad]) -> bytes:
    triples = dict.fromkeys(quad.triple for quad in export_rdf.in_order(quads))
    order = sorted(triples, key=lambda one: str(one.subject))
    return _serialized(order, ox.RdfFormat.TURTLE)


def _ntriples(quads: Iterable[ox.Quad]) -> bytes:
    lines = _serialized({quad.triple for quad in quads}, ox.RdfFormat.N_TRIPLES)
    return b"".join(sorted(lines.splitlines(keepends=True)))


def _trig(quads: Iterable[ox.Quad]) -> bytes:
    return _serialized(export_rdf.in_order(quads), ox.RdfFormat.TRIG)


def _jsonld(quads: Iterable[ox.Quad]) -> bytes:
    store = ox.Store()
    store.bulk_extend(quads)
    return export_rdf.jsonld(store).encode()


def _serialized(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    prefixes = PREFIXES if form != ox.RdfFormat.N_TRIPLES else None
    written = ox.serialize(statements, format=form, prefixes=prefixes)
    assert written is not None
    return written


HTML = Form("html", "text/html")
FORMS = (
    HTML,
    Form("ttl", "text/turtle", _turtle),
    Form("jsonld", "application/ld+json", _jsonld),
    Form("nt", "application/n-triples", _ntriples),
    Form("trig", "application/trig", _trig),
)
_BY_SUFFIX = {form.suffix: form for form in FORMS}
_BY_TYPE = {form.media_type: form for form in FORMS}


@dataclass(frozen=True)
class Asked:
    """What was asked for: the path without its suffix, the form, whether the path names it."""

    path: str
    form: Form
    named: bool

    def at(self, suffix: str) -> str:
        """Give the path of a form."""
        return f"{self.path}.{suffix}"


def asked(request: Request) -> Asked:
    """Read which form of which path a request wants; 406 where none that is offered will do."""
    path, dot, suffix = request.url.path.rpartition(".")
    if dot and suffix in _BY_SUFFIX and not path.endswith("/"):
        return Asked(path, _BY_SUFFIX[suffix], True)
    kind = chosen(request.headers.get("accept", ""), list(_BY_TYPE))
    if kind is None:
        offered = ", ".join(_BY_TYPE)
        raise HTTPException(406, f"offered are: {offered}", {"vary": "Accept"})
    return Asked(request.url.path, _BY_TYPE[kind], False)


def unchanged(view: View, asked: Asked) -> Response | None:
    """Give 304 where a client has this answer already."""
    tags = view.request.headers.get("if-none-match", "")
    known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    if tags.strip() != "*" and etag(view, asked) not in known:
        return None
    return Response(status_code=304, headers=headers(view, asked))


def etag(view: View, asked: Asked) -> str:
    """Give the tag of an answer: it changes with the release, the words, and what was asked."""
    day = "" if asked.form is not HTML else view.day.isoformat()
    parts = (view.release.key, _code(), view.lang, day, asked.form.suffix, str(view.request.url))
    return f'"{sha256(" ".join(parts).encode()).hexdigest()[:24]}"'


@cache
def _code() -> str:
    """Digest what pages are made of, so that a page changes when its template does."""
    found = sha256()
    for folder in ("templates", "locales", "static"):
        for one in sorted((files("aseankg.web") / folder).iterdir(), key=lambda one: one.name):
            if one.is_file():
                found.update(one.read_bytes())
    return found.hexdigest()


def headers(view: View, asked: Asked, iri: str = "") -> dict[str, str]:
    """Give the headers of an answer: its tag, its other forms, and what it is about."""
    links = [
        f'<{asked.at(form.suffix)}>; rel="{rel}"; type="{form.media_type}"'
        for form in FORMS
        if form is not asked.form
        for rel in ("alternate", *(("describedby",) if form.suffix == "ttl" else ()))
    ]
    links.append(f'<{canonical(view, asked)}>; rel="canonical"')
    links += [f'<{iri}>; rel="about"'] if iri else []
    found = {
        "etag": etag(view, asked),
        "cache-control": "no-cache",
        "vary": "Accept, Accept-Language",
        "link": ", ".join(links),
    }
    if asked.form is not HTML:
        found["access-control-allow-origin"] = "*"
    if not asked.named:
        found["content-location"] = asked.at(asked.form.suffix)
    return found


def canonical(view: View, asked: Asked) -> str:
    """Give the address under which a page is cited, whatever serves it."""
    return view.settings.base.rstrip("/") + asked.path


def rdf(view: View, asked: Asked, iri: str, quads: Iterable[ox.Quad]) -> Response:
    """Answer with statements in the form asked for."""
    assert asked.form.write
    told = headers(view, asked, iri)
    text = "; charset=utf-8" if asked.form.media_type.startswith("text/") else ""
    return Response(asked.form.write(quads), media_type=asked.form.media_type + text, headers=told)
