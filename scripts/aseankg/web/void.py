"""What the dataset says of itself, counted from the store: VoID and DCAT, and the whole to take."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg import __version__
from aseankg.namespaces import AKG, BASE, CODE, FOAF, ID, PREFIXES, XSD
from aseankg.web.description import DATASET, DCAT, SD, VOID, Description, site, text
from aseankg.web.negotiation import chosen
from aseankg.web.pool import Busy, Pool
from aseankg.web.release import Release
from aseankg.web.replies import CORS, kept
from aseankg.web.results import GRAPHS, form_named, forms
from aseankg.web.workers import Gone, Job, TooLarge, TooLong

DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA = "https://www.iana.org/assignments/media-types/"
DUMP = "dump/aseankg.nq.gz"
_MOST = 100_000
_SECONDS = 60.0
COUNTS = {
    "all": "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects)"
    " (COUNT(DISTINCT ?o) AS ?objects) {?s ?p ?o}",
    "classes": "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) {?s a ?class}"
    " GROUP BY ?class ORDER BY ?class",
    "properties": "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects)"
    " (COUNT(DISTINCT ?o) AS ?objects) {?s ?p ?o} GROUP BY ?p ORDER BY ?p",
    "both": "SELECT ?class ?p (COUNT(*) AS ?n) {?s a ?class ; ?p ?o}"
    " GROUP BY ?class ?p ORDER BY ?class ?p",
    "graphs": "SELECT ?g (COUNT(*) AS ?n) {GRAPH ?g {?s ?p ?o}} GROUP BY ?g ORDER BY ?g",
    "titles": "SELECT ?g (SAMPLE(?title) AS ?t) {?g a akg:Source ; dcterms:title ?title}"
    " GROUP BY ?g ORDER BY ?g",
}
Counts = dict[str, list[dict[str, str]]]


class Kept:
    """Things that are made once for a release; those of the last two stay."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[tuple[str, str], asyncio.Task[Any]] = {}

    async def get(self, release: Release, name: str, work: Coroutine[Any, Any, Any]) -> Any:
        """Give what is kept under a name, or do the work that makes it."""
        key = (release.key, name)
        task = self._made.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._made[key] = asyncio.ensure_future(work)
        else:
            work.close()
        for old in list(dict.fromkeys(key for key, _ in self._made))[:-2]:
            self._made = {key: one for key, one in self._made.items() if key[0] != old}
        return await asyncio.shield(task)


async def void(request: Request) -> Response:
    """Describe the dataset."""
    media = _media(request)
    counts = await _kept(request).get(request.state.release, "counts", _count(request))
    told = describe(counts, request.state.release, site(request))
    answer = Response(told.write(media), media_type=media, headers=CORS)
    return kept(request, answer)


def _kept(request: Request) -> Kept:
    state = request.app.state
    if not hasattr(state, "void"):
        state.void = Kept()
    return state.void  # type: ignore[no-any-return]


def _media(request: Request) -> str:
    offered = [media for media, name in forms(rows=False).items() if name != "html"]
    asked = request.query_params.get("format", "")
    named = form_named(asked, rows=False) if asked else None
    media = chosen(request.headers.get("accept", ""), offered) if not asked else None
    media = named.media if named and named.name in GRAPHS else media
    if media is None:
        raise HTTPException(406, f"this is answered as {', '.join(offered)}", headers=CORS)
    return media


async def _count(request: Request) -> Counts:
    """Count with the workers: the site answers others meanwhile."""
    pool: Pool = request.app.state.pool
    release: Release = request.state.release
    found: Counts = {}
    for name, query in COUNTS.items():
        job = Job(query, "json", most=_MOST, seconds=_SECONDS)
        try:
            reply = await pool.ask(release, job)
        except (Busy, Gone, TooLarge, TooLong):
            again = {"retry-after": "5"}
            raise HTTPException(503, "too much is asked now; try again", headers=again) from None
        rows = json.loads(reply.body)["results"]["bindings"]
        found[name] = [{key: cell["value"] for key, cell in row.items()} for row in rows]
    return found


def describe(
    counts: Counts, release: Release, address: str, *, endpoint: bool = True
) -> Description:
    """Say what the dataset is, how large each part of it is, and where it is got."""
    told = Description()
    _dataset(told, counts, release, address)
    _dump(told, address)
    if endpoint:
        _endpoint(told, address)
    _partitions(told, counts)
    _graphs(told, counts)
    return told


def _dataset(told: Description, counts: Counts, release: Release, address: str) -> None:
    whole = counts["all"][0]
    told.about(DATASET, VOID + "Dataset", dcterms_title="aseankg", dcterms_license=DATA_LICENCE)
    told.say(DATASET, PREFIXES["rdf"] + "type", DCAT + "Dataset")
    told.say(DATASET, PREFIXES["rdf"] + "type", SD + "Dataset")
    about = "Who has promised what in ASEAN, who must deliver it, on whose authority, by when"
    told.say(DATASET, PREFIXES["dcterms"] + "description", about)
    publisher = told.about(BASE + "dataset#publisher", FOAF + "Organization")
    told.say(publisher, FOAF + "name", "The aseankg contributors")
    told.say(DATASET, PREFIXES["dcterms"] + "publisher", publisher)
    told.say(DATASET, PREFIXES["dcterms"] + "hasVersion", text(release.name))
    told.say(DATASET, PREFIXES["owl"] + "versionInfo", text(__version__))
    opened = ox.Literal(release.opened.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
    told.say(DATASET, PREFIXES["dcterms"] + "modified", opened)
    told.say(DATASET, FOAF + "homepage", address)
    for name in ("n", "subjects", "objects"):
        local = {"n": "triples", "subjects": "distinctSubjects", "objects": "distinctObjects"}[name]
        told.say(DATASET, VOID + local, int(whole[name]))
    told.say(DATASET, VOID + "classes", len(counts["classes"]))
    told.say(DATASET, VOID + "properties", len(counts["properties"]))
    told.say(DATASET, VOID + "uriSpace", text(ID))
    told.say(DATASET, VOID + "exampleResource", ID + "asean")
    for vocabulary in (AKG, CODE, PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["prov"]):
        told.say(DATASET, VOID + "vocabulary", vocabulary)


def _dump(told: Description, address: str) -> None:
    """Say where all of it is got."""
    dump = address + DUMP
    told.say(DATASET, VOID + "dataDump", dump)
    file = told.about(dump, DCAT + "Distribution", dcat_downloadURL=dump)
    told.say(file, PREFIXES["dcterms"] + "license", DATA_LICENCE)
    told.say(file, DCAT + "mediaType", MEDIA + "application/n-quads")
    told.say(file, DCAT + "compressFormat", MEDIA + "application/gzip")
    told.say(DATASET, DCAT + "distribution", file)


def _endpoint(told: Description, address: str) -> None:
    """Say where it is asked."""
    endpoint = address + "sparql"
    told.say(DATASET, VOID + "sparqlEndpoint", endpoint)
    told.about(
        endpoint, DCAT + "DataService", dcat_endpointURL=endpoint, dcat_servesDataset=DATASET
    )
    told.say(endpoint, DCAT + "endpointDescription", endpoint + "?format=turtle")
    told.say(endpoint, PREFIXES["dcterms"] + "title", "SPARQL endpoint")
    service = told.about(ox.BlankNode("service"), DCAT + "Distribution", dcat_accessURL=endpoint)
    told.say(service, DCAT + "accessService", endpoint)
    told.say(DATASET, DCAT + "distribution", service)


def _partitions(told: Description, counts: Counts) -> None:
    within: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in counts["both"]:
        within[row["class"]].append(row)
    for number, row in enumerate(counts["classes"]):
        part = ox.BlankNode(f"class{number}")
        told.say(DATASET, VOID + "classPartition", part)
        told.say(part, VOID + "class", row["class"])
        told.say(part, VOID + "entities", int(row["n"]))
        for at, inner in enumerate(within[row["class"]]):
            _property(told, part, ox.BlankNode(f"class{number}property{at}"), inner)
    for number, row in enumerate(counts["properties"]):
        part = ox.BlankNode(f"property{number}")
        _property(told, DATASET, part, row)
        told.say(part, VOID + "distinctSubjects", int(row["subjects"]))
        told.say(part, VOID + "distinctObjects", int(row["objects"]))


def _property(
    told: Description, whole: ox.BlankNode | str, part: ox.BlankNode, row: dict[str, str]
) -> None:
    told.say(whole, VOID + "propertyPartition", part)
    told.say(part, VOID + "property", row["p"])
    told.say(part, VOID + "triples", int(row["n"]))


def _graphs(told: Description, counts: Counts) -> None:
    titles = {row["g"]: row["t"] for row in counts["titles"]}
    for number, row in enumerate(counts["graphs"]):
        graph = ox.BlankNode(f"graph{number}")
        told.say(DATASET, SD + "namedGraph", graph)
        told.about(graph, SD + "NamedGraph", sd_name=row["g"])
        inside = told.about(ox.BlankNode(f"triples{number}"), SD + "Graph")
        told.say(graph, SD + "graph", inside)
        told.say(inside, VOID + "triples", int(row["n"]))
        if row["g"] in titles:
            told.say(inside, PREFIXES["dcterms"] + "title", text(titles[row["g"]]))


async def dump(request: Request) -> Response:
    """Give all of the graph, each source a named graph."""
    release: Release = request.state.release
    work = asyncio.to_thread(_dumped, release)
    data = await _kept(request).get(release, "dump", work)
    headers = {"content-disposition": 'attachment; filename="aseankg.nq.gz"', **CORS}
    return kept(request, Response(data, media_type="application/gzip", headers=headers))


def _dumped(release: Release) -> bytes:
    data = release.store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return gzip.compress(data, 6, mtime=0)


routes = [
    Route("/.well-known/void", void),
    Route("/void", void),
    Route(f"/{DUMP}", dump),
]
