"""Search: a form with filters and a list of what is called so; the same as JSON for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from aseankg.labels import labels_of
from aseankg.namespaces import AKG, ID, SRC, shorten
from aseankg.search import Found
from aseankg.search_fits import Hit
from aseankg.search_names import KINDS
from aseankg.web.links import path_of
from aseankg.web.telling import origin
from aseankg.web.templating import View, page

PER_PAGE = 20
LONGEST = 200
EXAMPLES = (
    ("MOHA", "en"),
    ("Bộ Ngoại giao", "vi"),
    ("kementerian luar negeri", "id"),
    ("กระทรวงการต่างประเทศ", "th"),
    ("内务部", "zh"),
    ("work plan labour", "en"),
)
_MOST = 100
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
# Kinds that are no class of the vocabulary, in words of the interface.
_PLAIN = {
    "Question": "Question",
    "Concept": "Code",
    "ConceptScheme": "List of codes",
    "Class": "Class of the vocabulary",
    "Property": "Property of the vocabulary",
}

Named = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """A hit as a page shows it: names with their languages, "" where there is nothing to say."""

    iri: str
    name: Named
    kind: str
    type: Named
    country: Named
    abbreviation: str
    matched: Named


def search_page(request: Request) -> Response:
    """Show what is called so; without a text, the form and what one may ask for."""
    view = View(request)
    asked, kind, country = _asked(request)
    found = _find(view, asked, kind, country, view.lang)
    pages = max(1, ceil(len(found.hits) / PER_PAGE))
    number = min(max(1, _number(request, "page", 1)), pages)
    hits = found.hits[(number - 1) * PER_PAGE : number * PER_PAGE]
    return page(
        view,
        "search.html",
        asked=asked,
        kind=kind,
        country=country,
        found=found,
        total=len(found.hits),
        shown=_shown(view, hits, view.lang),
        kinds=_kinds(view, found.kinds, kind),
        countries=_countries(view, found.countries, country),
        number=number,
        pages=pages,
        first=(number - 1) * PER_PAGE + 1,
        examples=EXAMPLES,
        **_offline(view),
    )


def _offline(view: View) -> dict[str, Any]:
    """Give what a page needs that is searched by its script: all kinds there are."""
    from aseankg.web.pages_names import kinds

    told = kinds(view) if view.offline else []
    return {"names": told, "kind_names": {kind: name for kind, name, _ in told}}


def search_json(request: Request) -> Response:
    """Give what is called so as JSON: `q`, `lang`, `kind`, `country`, `limit`, `offset`."""
    view = View(request)
    asked, kind, country = _asked(request)
    tag = request.query_params.get("lang", "")
    lang = tag if _TAG.match(tag) else view.lang
    limit = min(max(0, _number(request, "limit", PER_PAGE)), _MOST)
    offset = max(0, _number(request, "offset", 0))
    found = _find(view, asked, kind, country, lang)
    hits = found.hits[offset : offset + limit]
    told = {
        "query": asked,
        "lang": lang,
        "release": view.release.name,
        "total": len(found.hits),
        "offset": offset,
        "limit": limit,
        "meant": found.meant or None,
        "partial": found.most,
        "hits": [_told(hit, one) for hit, one in zip(hits, _shown(view, hits, lang), strict=True)],
        "kinds": dict(found.kinds.most_common()),
        "countries": dict(found.countries.most_common()),
    }
    return JSONResponse(told, headers={"access-control-allow-origin": "*"})


def _asked(request: Request) -> tuple[str, str, str]:
    given = request.query_params
    kind = given.get("kind", "")
    return (
        given.get("q", "").strip()[:LONGEST],
        kind if kind in KINDS else "",
        given.get("country", "")[:LONGEST],
    )


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


def _find(view: View, asked: str, kind: str, country: str, lang: str) -> Found:
    if not asked:
        return Found()
    return view.release.names.search(asked, lang, (kind,) if kind else (), country)


def _told(hit: Hit, shown: Shown) -> dict[str, object]:
    entry = hit.entry
    return {
        "id": shorten(hit.iri).removeprefix("id:"),
        "iri": hit.iri,
        "page": path_of(hit.iri),
        "name": shown.name[0],
        "lang": shown.name[1] or None,
        "matched": {
            "name": hit.name.text,
            "lang": hit.name.lang or None,
            "property": hit.name.role,
        },
        "kind": entry.kind,
        "type": shorten(entry.type).removeprefix("code:") or None,
        "country": entry.country or None,
        "abbreviation": entry.abbreviation or None,
        "score": hit.score,
    }


def _shown(view: View, hits: Iterable[Hit], lang: str) -> list[Shown]:
    """Look up all names that a page of hits needs at once."""
    hits = list(hits)
    wanted = {hit.iri for hit in hits} | {hit.entry.type for hit in hits}
    wanted |= {ID + hit.entry.country for hit in hits}
    names = labels_of(view.release.store, wanted - {"", ID}, lang)
    return [_show(view, hit, names) for hit in hits]


def _show(view: View, hit: Hit, names: dict[str, Named]) -> Shown:
    entry = hit.entry
    name = names[hit.iri]
    if entry.kind == "Question":
        name = entry.names[0].text, "en"
        name = (view.words(name[0]), view.lang) if view.words(name[0]) != name[0] else name
    if hit.iri.startswith(SRC):
        name = name[0], origin(view.release, hit.iri).lang  # titles have no language of their own
    same = hit.name.role == "id" or hit.name.text in (name[0], entry.abbreviation)
    return Shown(
        hit.iri,
        name,
        kind_name(view, entry.kind),
        names.get(entry.type, ("", "")),
        names.get(ID + entry.country, ("", "")) if entry.kind != "Country" else ("", ""),
        entry.abbreviation if entry.abbreviation != name[0] else "",
        ("", "") if same else (hit.name.text, hit.name.lang),
    )


def kind_name(view: View, kind: str) -> str:
    """Give what a kind of thing is called in the language of the view."""
    return view.words(_PLAIN[kind]) if kind in _PLAIN else view.name(AKG + kind)[0]


def _kinds(view: View, counted: Counter[str], chosen: str) -> list[tuple[str, str, int]]:
    there = [kind for kind in KINDS if kind in counted or kind == chosen]
    return [(kind, kind_name(view, kind), counted[kind]) for kind in there]


def _countries(view: View, counted: Counter[str], chosen: str) -> list[tuple[str, str, int]]:
    there = {*counted, chosen} - {""}
    names = labels_of(view.release.store, {ID + slug for slug in there}, view.lang)
    return sorted(
        ((slug, names[ID + slug][0], counted[slug]) for slug in there), key=lambda one: one[1]
    )


routes = [Route("/search", search_page), Route("/search.json", search_json)]
