"""What is said of the dataset is counted, valid RDF, and leads to what exists."""

from __future__ import annotations

import gzip
import io

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.term import Node

from aseankg.namespaces import AKG, BASE, SRC
from aseankg.namespaces import RDF as RDF_IRI

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATASET = URIRef(BASE + "dataset")


@pytest.fixture(scope="module")
def void(visit: httpx.Client) -> Graph:
    return Graph().parse(data=visit.get("/.well-known/void").text, format="turtle")


def number(graph: Graph, subject: Node | None, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


def test_the_numbers_are_those_of_the_store(void: Graph, store: ox.Store) -> None:
    triples = {(one.subject, one.predicate, one.object) for one in store}
    assert number(void, DATASET, VOID.triples) == len(triples)
    predicates = {predicate for _, predicate, _ in triples}
    assert number(void, DATASET, VOID.properties) == len(predicates)
    found = {
        part: void.value(part, VOID.property)
        for part in void.objects(DATASET, VOID.propertyPartition)
    }
    assert {str(one) for one in found.values()} == {one.value for one in predicates}
    assert sum(number(void, part, VOID.triples) for part in found) == len(triples)


def test_each_class_is_told_with_its_properties(void: Graph, store: ox.Store) -> None:
    kind = ox.NamedNode(RDF_IRI + "type")
    country = ox.NamedNode(AKG + "Country")
    members = {one.subject for one in store.quads_for_pattern(None, kind, country)}
    classes = {str(one.object)[1:-1] for one in store.quads_for_pattern(None, kind, None)}
    parts = {
        str(void.value(part, VOID["class"])): part
        for part in void.objects(DATASET, VOID.classPartition)
    }
    assert set(parts) == classes
    part = parts[AKG + "Country"]
    assert number(void, part, VOID.entities) == len(members)
    inner = {
        str(void.value(one, VOID.property)) for one in void.objects(part, VOID.propertyPartition)
    }
    assert AKG + "isoAlpha2" in inner


def test_each_graph_is_told_with_its_size(void: Graph, store: ox.Store) -> None:
    sizes = {
        str(void.value(named, SD.name)): number(void, void.value(named, SD.graph), VOID.triples)
        for named in void.objects(DATASET, SD.namedGraph)
    }
    assert set(sizes) == {one.value for one in store.named_graphs()}
    editorial = ox.NamedNode(SRC + "editorial")
    assert sizes[SRC + "editorial"] == len(
        list(store.quads_for_pattern(None, None, None, editorial))
    )


def test_it_leads_to_the_licence_the_endpoint_and_the_whole(
    void: Graph, visit: httpx.Client, store: ox.Store
) -> None:
    assert "creativecommons.org/licenses/by/4.0" in str(void.value(DATASET, DCTERMS.license))
    endpoint = str(void.value(DATASET, VOID.sparqlEndpoint))
    assert visit.get(endpoint, params={"query": "ASK {}"}).json()["boolean"] is True
    dump = visit.get(str(void.value(DATASET, VOID.dataDump)))
    assert dump.headers["content-type"] == "application/gzip"
    quads = set(ox.parse(io.BytesIO(gzip.decompress(dump.content)), format=ox.RdfFormat.N_QUADS))
    assert quads == set(store)
    files = [void.value(one, DCAT.downloadURL) for one in void.objects(DATASET, DCAT.distribution)]
    assert void.value(DATASET, VOID.dataDump) in files


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("text/html,*/*;q=0.8", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_it_is_given_in_the_form_that_is_liked(
    visit: httpx.Client, accept: str, media: str
) -> None:
    answer = visit.get("/void", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["access-control-allow-origin"] == "*"
    tag = answer.headers["etag"]
    again = visit.get("/void", headers={"accept": accept, "if-none-match": tag})
    assert again.status_code == 304


def test_no_other_form_is_given(visit: httpx.Client) -> None:
    answer = visit.get("/.well-known/void", headers={"accept": "text/csv"})
    assert answer.status_code == 406
    assert visit.get("/void?format=csv").status_code == 406
    assert visit.get("/void?format=nt").headers["content-type"].startswith("application/n-triples")


def test_those_who_run_it_are_told_that_it_lives(visit: httpx.Client) -> None:
    assert visit.get("/healthz").text == "ok\n"
    visit.get("/sparql", params={"query": "ASK {}"})
    ready = visit.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True
    assert ready.json()["release"] == visit.get("/sparql").headers["aseankg-release"]
    assert ready.headers["cache-control"] == "no-store"
