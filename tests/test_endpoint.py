"""The endpoint keeps to the SPARQL 1.1 Protocol: requests, forms of answers, states, errors."""

from __future__ import annotations

import csv
import io
import json

import httpx
import pyoxigraph as ox
import pytest
from lxml import etree
from rdflib import Graph
from rdflib.query import ResultRow

from aseankg.namespaces import PREFIXES, SRC

ROWS = (
    "SELECT ?s ?name { ?s a akg:Country ; akg:isoAlpha2 'VN' ; skos:prefLabel ?name } ORDER BY ?s"
)
TRIPLES = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s a akg:Country ; skos:prefLabel ?o }"
NT = ox.RdfFormat.N_TRIPLES
JSON = "application/sparql-results+json"


def asked(visit: httpx.Client, query: str, **more: str) -> httpx.Response:
    return visit.get("/sparql", params={"query": query, **more})


def bindings(answer: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert answer.status_code == 200, answer.text
    return list(answer.json()["results"]["bindings"])


def test_the_same_query_is_asked_in_three_ways(visit: httpx.Client) -> None:
    got = asked(visit, ROWS)
    assert got.headers["content-type"] == JSON
    assert len(bindings(got)) > 0
    assert visit.post("/sparql", data={"query": ROWS}).json() == got.json()
    direct = {"content-type": "application/sparql-query; charset=utf-8"}
    assert visit.post("/sparql", content=ROWS.encode(), headers=direct).json() == got.json()


def test_head_and_options_answer_without_a_body(visit: httpx.Client) -> None:
    head = visit.head("/sparql", params={"query": ROWS})
    assert (head.status_code, head.content) == (200, b"")
    options = visit.options("/sparql", headers={"origin": "https://example.org"})
    assert options.status_code == 204
    assert "POST" in options.headers["access-control-allow-methods"]
    assert "Content-Type" in options.headers["access-control-allow-headers"]
    assert options.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_there_are(visit: httpx.Client, method: str) -> None:
    answer = visit.request(method, "/sparql")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


# --- forms of answers -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_readable_in_each_form_by_another_reader(visit: httpx.Client, form: str) -> None:
    query = "SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { (id:asean 'x\\ty\\n\"z\\'&<'@en 7) } }"
    answer = asked(visit, query, format=form)
    media = answer.headers["content-type"].partition(";")[0]
    format_ = ox.QueryResultsFormat.from_media_type(media)
    assert format_ is not None
    if form == "csv":
        table = list(csv.reader(io.StringIO(answer.text, newline="")))
        assert table == [["a", "b", "c", "d"], [PREFIXES["id"] + "asean", "x\ty\n\"z'&<", "7", ""]]
        assert answer.content.count(b"\r\n") == 2
        return
    found = ox.parse_query_results(answer.content, format=format_)
    assert isinstance(found, ox.QuerySolutions)
    assert [one.value for one in found.variables] == ["a", "b", "c", "d"]
    (row,) = found
    assert row["a"] == ox.NamedNode(PREFIXES["id"] + "asean")
    assert row["b"] == ox.Literal("x\ty\n\"z'&<", language="en")
    assert row["c"] == ox.Literal(7)
    assert row["d"] is None


def test_xml_holds_no_sign_that_xml_forbids(visit: httpx.Client) -> None:
    answer = asked(visit, "SELECT ('a\\u0001\\u000Db' AS ?x) {}", format="xml")
    assert etree.fromstring(answer.content).xpath("string(//*[local-name()='literal'])") == "a�\rb"


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(("query", "truth"), [("ASK {}", True), ("ASK { id:asean a 1 }", False)])
def test_a_truth_is_told(visit: httpx.Client, form: str, query: str, truth: bool) -> None:
    answer = asked(visit, query, format=form)
    format_ = ox.QueryResultsFormat.JSON if form == "json" else ox.QueryResultsFormat.XML
    found = ox.parse_query_results(answer.content, format=format_)
    assert isinstance(found, ox.QueryBoolean)
    assert bool(found) is truth


@pytest.mark.parametrize(
    ("form", "reader"),
    [
        ("turtle", "turtle"),
        ("ttl", "turtle"),
        ("ntriples", "nt"),
        ("jsonld", "json-ld"),
        ("rdfxml", "xml"),
        ("application/rdf+xml", "xml"),
        ("trig", "trig"),
        ("nquads", "nquads"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # the reader of JSON-LD uses it
def test_triples_are_the_same_in_each_form(visit: httpx.Client, form: str, reader: str) -> None:
    wanted = set(Graph().parse(data=asked(visit, TRIPLES, format="nt").text, format="nt"))
    assert len(wanted) >= 11
    body = asked(visit, TRIPLES, format=form).content
    if reader in ("trig", "nquads"):
        format_ = ox.RdfFormat.TRIG if reader == "trig" else ox.RdfFormat.N_QUADS
        plain = ox.serialize((one.triple for one in ox.parse(body, format=format_)), format=NT)
        body, reader = plain or b"", "nt"
    assert set(Graph().parse(data=body, format=reader)) == wanted


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (ROWS, "*/*", JSON),
        (ROWS, "text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/turtle, text/csv;q=0.1", "text/csv"),
        (ROWS, "application/json", "application/json"),
        (ROWS, "text/*;q=0.5, text/csv;q=0", "text/tab-separated-values"),
        (TRIPLES, "*/*", "text/turtle"),
        (TRIPLES, "application/ld+json, text/turtle;q=0.9", "application/ld+json"),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        ("DESCRIBE id:asean", "application/rdf+xml", "application/rdf+xml"),
        ("# SELECT\nPREFIX x: <http://x/select>\nASK {}", "application/json", "application/json"),
        (ROWS, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_form_is_that_liked_best(
    visit: httpx.Client, query: str, accept: str, media: str
) -> None:
    answer = visit.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(("query", "accept"), [(ROWS, "image/png"), (TRIPLES, "text/csv")])
def test_what_cannot_be_given_is_406_with_what_can(
    visit: httpx.Client, query: str, accept: str
) -> None:
    answer = visit.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 406
    offered = "text/csv" if query == ROWS else "text/turtle"
    assert offered in answer.text
    assert asked(visit, query, format="pdf").status_code == 406


# --- the dataset ----------------------------------------------------------------------------------

NUMBER = "SELECT (COUNT(*) AS ?n) { ?s a akg:Country }"
NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def number(answer: httpx.Response) -> int:
    return int(bindings(answer)[0]["n"]["value"])


def test_the_default_graph_is_the_union_each_triple_once(
    visit: httpx.Client, store: ox.Store
) -> None:
    everything = number(asked(visit, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert everything == len({(one.subject, one.predicate, one.object) for one in store})
    assert number(asked(visit, NAMED)) == len(list(store.named_graphs()))


def test_graphs_are_chosen_by_the_query_or_by_the_protocol(visit: httpx.Client) -> None:
    register, editorial = SRC + "register", SRC + "editorial"
    inside = number(asked(visit, NUMBER.replace("{", f"FROM <{register}> {{", 1)))
    assert inside == number(asked(visit, NUMBER)) > 0
    assert number(asked(visit, NUMBER.replace("{", "FROM src:editorial {", 1))) == 0
    params = {"query": NUMBER, "default-graph-uri": editorial}
    assert number(visit.get("/sparql", params=params)) == 0
    over = {"query": NUMBER.replace("{", "FROM src:editorial {", 1), "default-graph-uri": register}
    assert number(visit.get("/sparql", params=over)) == inside
    assert number(visit.get("/sparql", params={"query": NAMED, "named-graph-uri": register})) == 1
    assert number(visit.get("/sparql", params={"query": NAMED, "default-graph-uri": register})) == 0
    assert number(visit.post("/sparql", data={"query": NAMED, "named-graph-uri": register})) == 1


# --- states ---------------------------------------------------------------------------------------


def test_a_client_that_has_the_answer_is_told_so(visit: httpx.Client) -> None:
    first = asked(visit, ROWS)
    tag = first.headers["etag"]
    again = visit.get("/sparql", params={"query": ROWS}, headers={"if-none-match": f'{tag}, "x"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert "Accept" in again.headers["vary"]
    assert "public" in first.headers["cache-control"]
    assert asked(visit, ROWS, format="csv").headers["etag"] != tag
    assert asked(visit, ROWS + "# other").headers["etag"] != tag
    assert first.headers["aseankg-release"].startswith("0.")


def test_what_changes_each_time_is_not_kept(visit: httpx.Client) -> None:
    one, other = (asked(visit, "SELECT (struuid () AS ?x) {}") for _ in range(2))
    assert "etag" not in one.headers
    assert one.headers["cache-control"] == "no-store"
    assert bindings(one) != bindings(other)


def test_other_sites_may_read_answers_and_errors(visit: httpx.Client) -> None:
    for query in (ROWS, "no query"):
        answer = asked(visit, query)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "line", "column", "told"),
    [
        ("SELECT * {\n  ?s nope:x ?o }", 2, 12, "nope:"),
        ("SELECT * {\n?s ?p ?o", 2, 9, "not SPARQL"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 41, "neither grouped"),
        ("", 1, 1, "not SPARQL"),
    ],
)
def test_an_error_names_line_and_column(
    visit: httpx.Client, query: str, line: int, column: int, told: str
) -> None:
    plain = asked(visit, query)
    assert plain.status_code == 400
    assert plain.headers["content-type"].startswith("text/plain")
    assert plain.text.startswith(f"{line}:{column}: ")
    assert told in plain.text
    in_json = visit.get("/sparql", params={"query": query}, headers={"accept": "application/json"})
    assert in_json.status_code == 400
    assert (in_json.json()["line"], in_json.json()["column"]) == (line, column)
    assert told in in_json.json()["error"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"query=a&query=b", "application/x-www-form-urlencoded", 400),
        (b"other=a", "application/x-www-form-urlencoded", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/sparql-query", 400),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "", 415),
        (b"ASK {}", "application/sparql-query", 200),
    ],
)
def test_what_is_posted_is_read_to_the_letter(
    visit: httpx.Client, content: bytes, kind: str, status: int
) -> None:
    headers = {"content-type": kind} if kind else {}
    assert visit.post("/sparql", content=content, headers=headers).status_code == status


def test_oddities_are_told_beside_the_answer(visit: httpx.Client) -> None:
    answer = asked(visit, "SELECT ?nam { ?s rdfs:label ?name } LIMIT 1")
    assert "?nam is shown, but nothing gives it a value" in answer.headers["aseankg-note"]
    assert "ORDER BY" in answer.headers["aseankg-note"]
    assert "aseankg-note" not in asked(visit, ROWS).headers


# --- the page and the description -----------------------------------------------------------------

HTML = {"accept": "text/html,*/*;q=0.8"}


def test_without_a_query_programs_get_the_description(visit: httpx.Client) -> None:
    answer = visit.get("/sparql", headers={"accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    found = graph.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
        "SELECT DISTINCT ?e ?limit { ?e a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage"
        " sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ; sd:resultFormat ?f ;"
        " sd:defaultDataset/sd:namedGraph/sd:name ?g ; <https://schema.org/additionalProperty>"
        " [ <https://schema.org/unitText> 'rows' ; <https://schema.org/value> ?limit ] }"
    )
    ((endpoint, limit),) = {
        (str(one[0]), str(one[1])) for one in found if isinstance(one, ResultRow)
    }
    assert endpoint == str(visit.base_url.join("/sparql"))
    assert limit == answer.headers["aseankg-row-limit"]
    again = visit.get("/sparql", headers={"accept": "text/turtle"})
    assert (again.text, again.headers["etag"]) == (answer.text, answer.headers["etag"])
    assert visit.get("/sparql").headers["content-type"].startswith("text/turtle")
    ld = visit.get("/sparql", headers={"accept": "application/ld+json"})
    assert isinstance(json.loads(ld.text), list)


def test_the_page_works_as_a_plain_form(visit: httpx.Client) -> None:
    page = visit.get("/sparql", headers=HTML).text
    assert '<form class="sparql" action="/sparql" method="get"' in page
    assert "/sparql?example=what-an-institution-owes#ask" in page
    sample = visit.get("/sparql?example=what-an-institution-owes", headers=HTML).text
    assert "?_institution_iri" not in sample
    assert "SELECT" in sample
    answer = asked(visit, ROWS, format="html").text
    assert '<a href="/id/viet-nam' in answer
    assert "&amp;format=csv&amp;spreadsheet-safe=1" in answer


def test_each_example_of_the_page_can_be_asked(visit: httpx.Client) -> None:
    tree = etree.HTML(visit.get("/sparql", headers=HTML).text)
    links = tree.xpath("//ul[@class='examples']//a/@href")
    assert len(links) > 20
    for link in links[::4]:
        page = etree.HTML(visit.get(link, headers=HTML).text)
        query = page.xpath("string(//textarea)").lstrip("\n")
        assert asked(visit, query).status_code == 200, link


def test_what_others_wrote_is_escaped_on_the_page(visit: httpx.Client) -> None:
    bad = "<img src=x onerror=alert(1)>"
    query = f"SELECT ('{bad}' AS ?x) (IRI('javascript:alert(1)') AS ?y) {{}} # </textarea>{bad}"
    page = asked(visit, query, format="html")
    assert page.status_code == 200
    assert "<img" not in page.text
    assert 'href="javascript:' not in page.text
    assert page.text.count("</textarea>") == 1
    wrong = visit.get("/sparql", params={"query": bad}, headers=HTML)
    assert wrong.status_code == 400
    assert "<img" not in wrong.text
    assert "default-src 'none'" in wrong.headers["content-security-policy"]


def test_cells_that_spreadsheets_would_run_are_raw_unless_asked(visit: httpx.Client) -> None:
    query = "SELECT ?x { VALUES ?x { '=1+1' '+1' '-1' '@a' } }"
    assert asked(visit, query, format="csv").text.split() == ["x", "=1+1", "+1", "-1", "@a"]
    safe = visit.get("/sparql", params={"query": query, "format": "csv", "spreadsheet-safe": "1"})
    assert safe.text.split() == ["x", "'=1+1", "'+1", "'-1", "'@a"]
