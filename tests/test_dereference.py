"""Every IRI of ours answers: in five forms, by suffix and by Accept; what is gone says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef

from aseankg.namespaces import AKG, DCTERMS, ID, OWL, QUERY, REGISTER, RULE, SKOS, SRC
from aseankg.store import open_store
from aseankg.web.release import read_release
from web_site import served, visitor

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
FORMS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "trig": "application/trig",
}
PAGES = {
    "/id/vn-moha": ID + "vn-moha",
    "/source/vnn-mera": SRC + "vnn-mera",
    "/code/role-lead": "https://w3id.org/aseankg/code/role-lead",
    "/ns": AKG.removesuffix("#"),
    "/ns/Institution": AKG + "Institution",
    "/rule/inheritance": RULE + "inheritance",
    "/id/vn-molisa--merged-into--vn-moha": ID + "vn-molisa--merged-into--vn-moha",
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("suffix", FORMS)
def test_each_kind_of_iri_answers_in_each_form(visit: httpx.Client, path: str, suffix: str) -> None:
    answer = visit.get(f"{path}.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == FORMS[suffix]
    graph = Dataset(default_union=True)
    graph.parse(data=answer.text, format={"ttl": "turtle", "jsonld": "json-ld"}.get(suffix, suffix))
    assert (URIRef(PAGES[path]), None, None) in graph
    by_accept = visit.get(path, headers={"accept": FORMS[suffix]})
    assert by_accept.text == answer.text
    assert by_accept.headers["content-location"] == f"{path}.{suffix}"
    assert "accept" in by_accept.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "application/ld+json"),
        ("text/html;q=0.1, application/n-triples", "application/n-triples"),
        ("*/*", "text/html"),
    ],
)
def test_the_form_liked_best_is_given(visit: httpx.Client, accept: str, wanted: str) -> None:
    answer = visit.get("/id/vn-moha", headers={"accept": accept})
    assert answer.headers["content-type"].startswith(wanted)


def test_what_is_not_offered_is_refused_with_what_is(visit: httpx.Client) -> None:
    answer = visit.get("/id/vn-moha", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_a_page_names_its_other_forms_and_its_address(visit: httpx.Client) -> None:
    answer = visit.get("/id/vn-moha")
    for suffix, kind in FORMS.items():
        assert f'</id/vn-moha.{suffix}>; rel="alternate"; type="{kind}"' in answer.headers["link"]
    assert '</id/vn-moha.ttl>; rel="describedby"' in answer.headers["link"]
    assert f'<{ID}vn-moha>; rel="canonical"' in answer.headers["link"]
    assert f'<link rel="canonical" href="{ID}vn-moha">' in answer.text


@pytest.mark.parametrize("path", ["/id/vn-moha", "/id/vn-moha.ttl", "/source/vnn-mera", "/ns"])
def test_what_a_client_has_is_not_sent_again(visit: httpx.Client, path: str) -> None:
    tag = visit.get(path).headers["etag"]  # a weak one, as the answer comes packed
    again = visit.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["etag"] == tag
    other = visit.get(path, headers={"if-none-match": tag, "accept-language": "vi"})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_json_ld_brings_its_context_and_needs_no_other_host(visit: httpx.Client) -> None:
    document = visit.get("/id/vn-moha.jsonld").json()
    assert isinstance(document["@context"], dict)
    assert visit.get("/context.jsonld").json()["@context"] == document["@context"]


def test_trig_keeps_what_each_source_says_apart(visit: httpx.Client) -> None:
    graph = Dataset()
    graph.parse(data=visit.get("/id/vn-moha.trig").text, format="trig")
    said = graph.graph(URIRef(SRC + "vnn-mera"))
    assert (URIRef(ID + "vn-moha"), URIRef(AKG + "functionTransferredTo"), None) in said
    assert (URIRef(ID + "vn-moha"), URIRef(AKG + "kind"), None) not in said


def test_a_question_is_a_page_to_people_and_a_query_to_machines(visit: httpx.Client) -> None:
    answer = visit.get("/query/stale-facts?lang=vi")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/questions/stale-facts?lang=vi"
    graph = Graph().parse(data=visit.get("/query/stale-facts.ttl").text)
    text = graph.value(URIRef(QUERY + "stale-facts"), URIRef("http://www.w3.org/ns/shacl#select"))
    assert "SELECT" in str(text)


@pytest.mark.parametrize(
    ("path", "near"),
    [("/id/vn-mohaa", "/id/vn-moha"), ("/source/vnn-mere", "/source/vnn-mera")],
)
def test_an_unknown_id_names_those_that_come_near(
    visit: httpx.Client, path: str, near: str
) -> None:
    answer = visit.get(path)
    assert answer.status_code == 404
    assert f'href="{near}"' in answer.text


@pytest.mark.parametrize("path", ["/id/", "/id/%3Cx%3E", "/id/a%22b", "/code/%20", "/why/id/%7B"])
def test_what_can_be_no_iri_is_not_found(visit: httpx.Client, path: str) -> None:
    assert visit.get(path).status_code == 404


@pytest.fixture(scope="module")
def retired() -> Iterator[httpx.Client]:
    """Serve the graph with one id that has a successor, one that has two, and one that has none."""
    release = read_release()
    store = ox.Store()
    store.bulk_extend(open_store())
    graph = ox.NamedNode(REGISTER)
    for name, successors in {
        "old-one": ["vn-moha"],
        "old-two": ["vn-moha", "vn-mera"],
        "old": [],
    }.items():
        node = ox.NamedNode(ID + name)
        true = ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
        store.add(ox.Quad(node, ox.NamedNode(OWL + "deprecated"), true, graph))
        note = ox.Literal("was a slip", language="en")
        store.add(ox.Quad(node, ox.NamedNode(SKOS + "editorialNote"), note, graph))
        for one in successors:
            replaced = ox.NamedNode(DCTERMS + "isReplacedBy")
            store.add(ox.Quad(node, replaced, ox.NamedNode(ID + one), graph))
    with served(replace(release, store=store, key="other")) as address, visitor(address) as client:
        yield client


def test_an_id_with_one_successor_leads_to_it(retired: httpx.Client) -> None:
    answer = retired.get("/id/old-one?lang=vi")
    assert (answer.status_code, answer.headers["location"]) == (301, "/id/vn-moha?lang=vi")
    assert retired.get("/id/old-one.ttl").headers["location"] == "/id/vn-moha.ttl"


@pytest.mark.parametrize(("name", "links"), [("old-two", 2), ("old", 0)])
def test_a_retired_id_is_gone_and_says_why(retired: httpx.Client, name: str, links: int) -> None:
    answer = retired.get(f"/id/{name}")
    assert answer.status_code == 410
    assert "was a slip" in answer.text
    assert answer.text.count('<li><a href="/id/') == links
    turtle = retired.get(f"/id/{name}.ttl")
    assert turtle.status_code == 410
    assert (URIRef(ID + name), URIRef(OWL + "deprecated"), None) in Graph().parse(data=turtle.text)
