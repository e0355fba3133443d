"""The Reconciliation API 0.2: tables of others meet the things of the graph by their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from aseankg import __version__
from aseankg.labels import labels_of
from aseankg.namespaces import AKG, ID
from aseankg.search import Found
from aseankg.search_fits import BEGINS, SAME_LETTERS, WORDS, Hit
from aseankg.search_names import KINDS
from aseankg.web.templating import View

# Kinds that have ids of their own: sources, codes and terms are not reconciled with.
TYPES = (*KINDS[:9], "Result")
BATCH = 50
_MOST = 50
_USUAL = 10
_COUNTRY = {"id": "country", "name": "country"}

Query = Mapping[str, Any]


async def reconcile(request: Request) -> Response:
    """Describe the service, or answer `queries` (a batch) or `query` (one), by GET or as a form."""
    view = View(request)
    given = dict(request.query_params)
    if request.method == "POST":
        body = await _body(request, view.settings.post_bytes)
        if body is None:
            return _refused(413, f"more than {view.settings.post_bytes} bytes: send fewer queries")
        given |= {name: values[-1] for name, values in parse_qs(body).items()}
    if "queries" not in given and "query" not in given:
        return _answer(manifest(view, str(request.base_url)))
    try:
        batch = _batch(given)
    except ValueError as error:
        return _refused(400, str(error))
    if len(batch) > BATCH:
        return _refused(413, f"more than {BATCH} queries: send them in several batches")
    answers = await run_in_threadpool(_answers, view, batch)
    return _answer(answers if "queries" in given else answers["query"])


def manifest(view: View, base: str) -> dict[str, object]:
    """Tell what the service offers."""
    suggest = {
        what: {"service_url": base.rstrip("/"), "service_path": f"/reconcile/suggest/{what}"}
        for what in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "aseankg: ASEAN institutions and commitments",
        "identifierSpace": ID,
        "schemaSpace": AKG,
        "documentation": base + "about",
        "serviceVersion": __version__,
        "view": {"url": base + "id/{{id}}"},
        "defaultTypes": [_type(view, kind) for kind in TYPES],
        "suggest": suggest,
    }


def suggest_entity(request: Request) -> Response:
    """Give things whose names begin so, for a box in which a person chooses."""
    view = View(request)
    prefix = request.query_params.get("prefix", "")
    cursor = request.query_params.get("cursor", "0")
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 6 else 0
    found = view.release.names.search(prefix, view.lang, TYPES).hits[start : start + _USUAL]
    told = _candidates(view, found)
    return _answer({"result": [_suggested(one) for one in told]})


def suggest_type(request: Request) -> Response:
    """Give the kinds of things whose names hold this."""
    view = View(request)
    wanted = request.query_params.get("prefix", "").casefold()
    types = [_type(view, kind) for kind in TYPES]
    return _answer({"result": [one for one in types if wanted in f"{one['name']}".casefold()]})


def suggest_property(request: Request) -> Response:
    """Give the one property by which candidates can be told apart."""
    wanted = request.query_params.get("prefix", "").casefold()
    return _answer({"result": [_COUNTRY] if wanted in "country" else []})


async def _body(request: Request, most: int) -> str | None:
    """Read a form; nothing where it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return body.decode("utf-8", "replace")


def _batch(given: Mapping[str, str]) -> dict[str, Query]:
    """Read what is asked; raises `ValueError` saying what is wrong with it."""
    if "queries" in given:
        batch = _json(given["queries"], "queries")
    else:
        text = given["query"]
        one = _json(text, "query") if text.lstrip().startswith("{") else {"query": text}
        batch = {"query": one}
    for name, query in batch.items():
        _check(name, query)
    return batch


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a JSON object")
    return value


def _check(name: str, query: object) -> None:
    if not isinstance(query, dict):
        raise ValueError(f"{name} must be a JSON object")
    if not isinstance(query.get("query", ""), str):
        raise ValueError(f"{name}: query must be a string")
    if "query" not in query and not query.get("properties"):
        raise ValueError(f"{name}: give query, a name to look for")
    types = query.get("type", "")
    if not (isinstance(types, str) or _all(types, str)):
        raise ValueError(f"{name}: type must be a string or a list of strings")
    limit = query.get("limit", 1)
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not 0 < limit < 1e6:
        raise ValueError(f"{name}: limit must be a number above 0")
    if not _all(query.get("properties", []), dict):
        raise ValueError(f"{name}: properties must be a list of objects")


def _all(values: object, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(one, kind) for one in values)


def _answers(view: View, batch: Mapping[str, Query]) -> dict[str, object]:
    return {name: {"result": _result(view, query)} for name, query in batch.items()}


def _result(view: View, query: Query) -> list[dict[str, object]]:
    """Give the candidates of a query; one is a match if it alone is called just so."""
    asked = query.get("type") or TYPES
    kinds = {asked} if isinstance(asked, str) else set(asked)
    names = view.release.names
    country = _country(view, query)
    found = names.search(query.get("query", ""), view.lang, kinds & {*TYPES} or {""}, country)
    if country and not found.hits:
        found = names.search(query.get("query", ""), view.lang, kinds & {*TYPES} or {""})
    limit = min(int(query.get("limit", _USUAL)) or 1, _MOST)
    told = _candidates(view, found.hits[:limit])
    if told:
        told[0]["match"] = _certain(found)
    return told


def _certain(found: Found) -> bool:
    """Tell whether the first alone is called just so, and nothing like it in another country."""
    first, *others = found.hits
    if found.meant or found.most or first.fit > SAME_LETTERS:
        return False
    return not any(_rivals(first, other) for other in others)


def _rivals(first: Hit, other: Hit) -> bool:
    if other.fit <= SAME_LETTERS:
        return True
    one, two = first.entry, other.entry
    alike = other.fit == BEGINS or (other.fit == WORDS and other.name.role == "id")
    return alike and one.kind == two.kind and one.country != two.country


def _country(view: View, query: Query) -> str:
    """Give the country that a property of a query asks for, by its id or any of its names."""
    for one in query.get("properties", ()):
        value = one.get("v")
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("id") if isinstance(value, dict) else value
        if one.get("pid") == "country" and isinstance(value, str):
            hits = view.release.names.search(value, view.lang, ("Country",)).hits
            return hits[0].entry.country if hits and hits[0].fit <= SAME_LETTERS else ""
    return ""


def _candidates(view: View, hits: Any) -> list[dict[str, object]]:
    iris = {hit.iri for hit in hits} | {ID + hit.entry.country for hit in hits}
    names = labels_of(view.release.store, iris - {ID}, view.lang)
    return [_candidate(view, hit, names) for hit in hits]


def _candidate(view: View, hit: Hit, names: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    entry = hit.entry
    country = names[ID + entry.country][0] if entry.country else ""
    name = names[hit.iri][0]
    also = hit.name.text if hit.name.role != "id" and hit.name.text != name else ""
    about = dict.fromkeys((entry.abbreviation, also, country))
    return {
        "id": hit.iri.removeprefix(ID),
        "name": name,
        "description": " · ".join(one for one in about if one),
        "type": [_type(view, entry.kind)],
        "score": hit.score,
        "match": False,
    }


def _suggested(told: dict[str, object]) -> dict[str, object]:
    return {name: told[name] for name in ("id", "name", "description")} | {"notable": told["type"]}


def _type(view: View, kind: str) -> dict[str, object]:
    return {"id": kind, "name": view.name(AKG + kind)[0]}


def _answer(told: object) -> Response:
    return JSONResponse(told, headers={"access-control-allow-origin": "*"})


def _refused(status: int, message: str) -> Response:
    headers = {"access-control-allow-origin": "*"}
    return JSONResponse({"status": "error", "message": message}, status, headers)


routes = [
    Route("/reconcile", reconcile, methods=["GET", "POST"]),
    Route("/reconcile/suggest/entity", suggest_entity),
    Route("/reconcile/suggest/type", suggest_type),
    Route("/reconcile/suggest/property", suggest_property),
]
