"""The catalogue on the web: every question has a form and an answer that can be taken along."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import lxml.html
import openpyxl
import pyoxigraph as ox
import pytest

from aseankg.headers import Question, questions
from aseankg.parameters import ANY, resolve
from aseankg.web.choices import closed, options, suggestions
from aseankg.web.pages_questions import OWN, by_tag
from aseankg.web.release import Release, read_release
from aseankg.web.settings import Settings
from web_site import served, visitor

MAIN = "/questions/which-ministries-contribute-to-which-goals"
OWES = "/questions/what-an-institution-owes"
QUESTIONS = list(questions())


def page_of(answer: httpx.Response) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(answer.content)


def examples(question: Question) -> dict[str, str]:
    told = question.header.get("parameters") or {}
    return {
        name: str(told[name]["example"])
        for name, one in question.parameters.items()
        if one.required
    }


@pytest.fixture(scope="session")
def release() -> Release:
    return read_release()


def test_the_list_has_every_question_once(visit: httpx.Client) -> None:
    links = page_of(visit.get("/questions")).xpath("//main//li/a/@href")
    assert sorted(links) == sorted(f"/questions/{name}" for name in QUESTIONS)


def test_questions_stand_under_few_tags() -> None:
    known = list(questions().values())
    groups = by_tag(known)
    assert len(groups) < len(known) / 2
    assert all(tag in one.tags for tag, found in groups for one in found)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_answers_with_its_sources(visit: httpx.Client, name: str) -> None:
    answer = visit.get(f"/questions/{name}", params=examples(questions()[name]))
    assert answer.status_code == 200
    page = page_of(answer)
    rows = page.xpath("//table[contains(@class, 'rows')]/tbody/tr[not(@class)]")
    assert 0 < len(rows) <= 50
    assert all(row.xpath("td[last()]//a[starts-with(@href, '/source/')]") for row in rows)
    labelled = {one.get("for") for one in page.xpath("//form[@class='asking']//label[@for]")}
    fields = page.xpath("//form[@class='asking']//*[@id and (self::input or self::select)]")
    assert {one.get("id") for one in fields} == labelled
    assert len(labelled) == len(questions()[name].parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_parameter_is_called_as_what_the_page_needs(name: str) -> None:
    taken = {*OWN, "without", "limit", "offset"} - {"as_of"}
    assert not taken & set(questions()[name].parameters)


def test_every_choice_of_a_form_can_be_taken(release: Release) -> None:
    found = {
        (one.of, one.type, one.choices): one
        for question in questions().values()
        for one in question.parameters.values()
    }
    for parameter in found.values():
        given = options(release, parameter, "vi") if closed(parameter) else []
        given += suggestions(release, parameter, "en")[::150]
        for option in given:
            resolve(release.store, parameter, option.value)


def test_a_question_that_needs_a_value_waits_for_it(visit: httpx.Client) -> None:
    page = page_of(visit.get(OWES))
    assert not page.xpath("//*[@role='alert'] | //table")
    (field,) = page.xpath("//input[@name='institution']")
    assert field.get("required") is not None
    (example,) = page.xpath("//main//a[contains(@href, '?institution=')]/@href")
    assert visit.get(example).status_code == 200


def test_faults_are_told_beside_their_fields(visit: httpx.Client) -> None:
    answer = visit.get(OWES, params={"institution": "nobody", "as_of": "2026-02-31"})
    assert answer.status_code == 400
    page = page_of(answer)
    for name, words in (("institution", "no institution"), ("as_of", "no date")):
        (field,) = page.xpath(f"//input[@id='f-{name}']")
        assert field.get("aria-invalid") == "true"
        (fault,) = page.xpath(f"//*[@id='{field.get('aria-describedby').split()[0]}']")
        assert words in fault.text_content()
    assert field.get("value") == "2026-02-31"


def test_a_needed_value_left_out_is_a_fault(visit: httpx.Client) -> None:
    answer = visit.get(OWES, params={"institution": "", "as_of": "today"})
    assert answer.status_code == 400
    assert "is needed" in answer.text


def test_an_unknown_value_is_told_and_left_out(visit: httpx.Client) -> None:
    answer = visit.get(MAIN, params={"country": "viet-nam", "utm_source": "x"})
    assert answer.status_code == 200
    assert "utm_source" in page_of(answer).xpath("string(//p[@class='notice'])")


def test_a_form_with_empty_fields_leads_to_the_short_address(visit: httpx.Client) -> None:
    sent = [("country", "viet-nam"), ("goal", ""), ("lang", "vi")]
    boxes = [("without", "inferred"), ("without", "editorial")]
    answer = visit.get(MAIN, params=[*sent, *boxes])
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    wanted = {"country": ["viet-nam"], "lang": ["vi"], "without": ["editorial,inferred"]}
    assert query == wanted
    assert visit.get(answer.headers["location"]).status_code == 200


def test_names_say_their_language(visit: httpx.Client) -> None:
    page = page_of(visit.get(MAIN, params={"country": "viet-nam", "lang": "vi"}))
    heads = page.xpath("//tr[@class='group']//a")
    assert any("Bộ" in one.text_content() for one in heads)
    assert all(one.get("lang") != "vi" for one in heads)
    assert page.xpath("//td//a[@lang='en']")


def test_rows_come_in_pages_and_whole_in_files(visit: httpx.Client) -> None:
    first = page_of(visit.get(MAIN))
    seen = 0
    address = MAIN
    while address:
        page = page_of(visit.get(address))
        seen += len(page.xpath("//table/tbody/tr[not(@class)]"))
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    (file,) = first.xpath(f"//a[starts-with(@href, '{MAIN}.csv') and not(contains(@href, 'raw'))]")
    rows = list(csv.DictReader(io.StringIO(visit.get(file.get("href")).text)))
    assert len(rows) == seen > 500
    last = page_of(visit.get(MAIN, params={"page": "99999"}))
    assert last.xpath("//table/tbody/tr[not(@class)]")


def test_rows_of_one_ministry_stand_under_its_name(visit: httpx.Client) -> None:
    page = page_of(visit.get(MAIN, params={"country": "viet-nam"}))
    heads = [one.text_content() for one in page.xpath("//tr[@class='group']/th[@scope='rowgroup']")]
    assert heads
    assert all(head.startswith("Viet Nam") for head in heads)
    assert "country" not in [one.text_content() for one in page.xpath("//thead//th")]


def test_how_it_is_known_is_told_in_words(visit: httpx.Client) -> None:
    page = page_of(visit.get(MAIN, params={"country": "viet-nam"}))
    assert {one.text_content() for one in page.xpath("//td//*[starts-with(@class, 'badge')]")} <= {
        "stated",
        "observed",
        "inferred",
        "reported",
    }
    assert "A source says so." in page.xpath("string(//details[@class='meanings'])")


def test_a_date_that_is_not_set_is_told(visit: httpx.Client) -> None:
    page = page_of(visit.get(OWES, params={"institution": "vn-moha"}))
    assert "no date set" in page.xpath("string(//td[@data-label='due'])")


@pytest.mark.parametrize(
    "given",
    [
        {"country": "timor-leste", "plan": "ascc-blueprint-2025"},
        {"country": "timor-leste", "means": "project", "basis": "observed"},
    ],
)
def test_an_answer_without_rows_tells_what_would_have_some(
    visit: httpx.Client, given: dict[str, str]
) -> None:
    page = page_of(visit.get(MAIN, params=given))
    assert "No row." in page.xpath("string(//*[@class='nothing'])")
    links = page.xpath("//*[@class='nothing']//a/@href")
    assert links
    for link in links:
        assert page_of(visit.get(link)).xpath("//table/tbody/tr")


def test_what_editors_conclude_can_be_left_out(visit: httpx.Client) -> None:
    counts = [
        len(visit.get(f"{MAIN}.csv", params=given).text.splitlines())
        for given in ({}, {"without": "editorial"}, {"without": "editorial,inferred"})
    ]
    assert counts[0] > counts[1] >= counts[2]
    page = page_of(visit.get(MAIN, params={"without": "editorial"}))
    assert page.xpath("//input[@value='editorial']/@checked")
    assert not page.xpath("//input[@value='inferred']/@checked")
    assert visit.get(MAIN, params={"without": "nonsense"}).status_code == 400


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("json", "application/json"),
        ("md", "text/markdown"),
        ("rq", "application/sparql-query"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_an_answer_comes_in_every_form_by_three_ways(
    visit: httpx.Client, suffix: str, media: str
) -> None:
    given = {"institution": "vn-moha"}
    by_suffix = visit.get(f"{OWES}.{suffix}", params=given)
    assert by_suffix.headers["content-type"].partition(";")[0] == media
    assert f"what-an-institution-owes.{suffix}" in by_suffix.headers["content-disposition"]
    assert by_suffix.headers["access-control-allow-origin"] == "*"
    by_format = visit.get(OWES, params={**given, "format": suffix})
    by_accept = visit.get(OWES, params=given, headers={"accept": media})
    assert by_suffix.content == by_format.content == by_accept.content


def test_files_hold_what_they_say(visit: httpx.Client) -> None:
    given = {"institution": "vn-moha"}
    rows = json.loads(visit.get(f"{OWES}.json", params=given).text)["rows"]
    book = openpyxl.load_workbook(io.BytesIO(visit.get(f"{OWES}.xlsx", params=given).content))
    assert book["Answer"].max_row == len(rows) + 1
    assert visit.get(f"{OWES}.md", params=given).text.count("\n| ") >= len(rows)


def test_an_unknown_form_is_not_acceptable(visit: httpx.Client) -> None:
    assert visit.get(MAIN, headers={"accept": "image/png"}).status_code == 406
    assert visit.get(MAIN, params={"format": "pdf"}).status_code == 406
    assert visit.get(f"{MAIN}.pdf").status_code == 404
    assert visit.get("/questions/nothing-of-the-kind").status_code == 404


def test_the_query_has_its_values_and_runs(visit: httpx.Client, store: ox.Store) -> None:
    given = {"institution": "vn-moha", "as_of": "2026-01-01"}
    text = visit.get(f"{OWES}.rq", params=given).text
    assert "<https://w3id.org/aseankg/id/vn-moha>" in text
    (link,) = page_of(visit.get(OWES, params=given)).xpath(
        "//a[starts-with(@href, '/sparql')]/@href"
    )
    query = parse_qs(urlsplit(link).query)["query"][0]
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    rows = json.loads(visit.get(f"{OWES}.json", params=given).text)["rows"]
    assert len(list(found)) == len(rows)


def test_the_citation_names_release_day_and_values(visit: httpx.Client, release: Release) -> None:
    page = page_of(visit.get(MAIN, params={"country": "Việt Nam", "as_of": "today"}))
    (lasting,) = page.xpath("//p[@class='cite']//a")
    query = parse_qs(urlsplit(lasting.text_content()).query)
    assert query["release"] == [release.name]
    assert query["country"] == ["viet-nam"]
    assert query["as_of"] == ["2026-02-01"]
    again = visit.get(lasting.get("href"))
    assert again.status_code == 200
    assert "another release" not in again.text
    assert "another release" in visit.get(MAIN, params={"release": "0.0.1-old"}).text


def test_a_page_to_embed_may_be_framed_and_no_other(visit: httpx.Client) -> None:
    embedded = visit.get(MAIN, params={"country": "viet-nam", "embed": "1"})
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]
    page = page_of(embedded)
    assert not page.xpath("//header | //footer | //form")
    assert page.xpath("//table/tbody/tr")
    assert page.xpath("//p[@class='cite']")
    plain = visit.get(MAIN, params={"country": "viet-nam"})
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]


def test_what_one_has_is_not_sent_again(visit: httpx.Client) -> None:
    for address in (MAIN, f"{MAIN}.csv", f"{MAIN}?embed=1", "/questions"):
        tag = visit.get(address).headers["etag"]
        answer = visit.get(address, headers={"if-none-match": f'"other", {tag}'})
        assert answer.status_code == 304
        assert not answer.content
        assert answer.headers["etag"] == tag


def test_names_are_escaped(visit: httpx.Client) -> None:
    text = '"><script>alert(1)</script>'
    for given in ({"institution": text}, {"as_of": text}, {text: "1"}, {"without": text}):
        answer = visit.get(OWES, params=given)
        assert "<script>" not in answer.text


# One question whose answer takes seconds, one that is quick, one with formulas in its cells.
SLOW = """#+ summary: Slow?
SELECT (COUNT(*) AS ?n) ("" AS ?sources) { ?a a ?t . ?b a ?t . ?c a ?t }
"""
QUICK = """#+ summary: Quick?
SELECT ?n ?sources { VALUES (?n ?sources) { ("1" "") } }
"""
FORMULAS = """#+ summary: Formulas?
SELECT ?n ?sources { VALUES (?n ?sources) {
  ("=1+1" "") ("+1" "") ("-1" "") ("@x" "") ("\\t1" "") ("\\r1" "") ("1" "") } } ORDER BY ?n
"""


@pytest.fixture(scope="module")
def odd(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Visit a site whose catalogue has these questions, and little time for each."""
    root: Path = tmp_path_factory.mktemp("odd")
    (root / "queries").mkdir()
    for name, text in (("slow", SLOW), ("quick", QUICK), ("formulas", FORMULAS)):
        (root / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
    small = ox.Store()
    kind = ox.NamedNode("https://example.org/kind")
    small.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{n}"), ox.NamedNode(RDF_TYPE), kind)
        for n in range(420)
    )
    other = Release(root, small, "odd", release.opened)
    with served(other, Settings(query_seconds=1)) as site, visitor(site) as client:
        yield client


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_a_slow_question_is_given_up_and_blocks_no_other(odd: httpx.Client) -> None:
    codes: list[int] = []
    asking = threading.Thread(target=lambda: codes.append(httpx.get(slow).status_code))
    slow = str(odd.base_url.join("/questions/slow"))
    began = time.monotonic()
    asking.start()
    time.sleep(0.1)
    assert odd.get("/questions/quick").status_code == 200
    assert time.monotonic() - began < 1
    asking.join()
    assert codes == [503]
    assert time.monotonic() - began < 2.5
    answer = odd.get("/api/questions/slow")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "address", ["/questions/formulas.csv", "/api/questions/formulas?format=csv"]
)
def test_cells_that_a_spreadsheet_would_run_are_safe(odd: httpx.Client, address: str) -> None:
    cells = [row["n"] for row in csv.DictReader(io.StringIO(odd.get(address).text, newline=""))]
    assert sorted(cells) == sorted(["'\t1", "'\r1", "'+1", "'-1", "1", "'=1+1", "'@x"])
    raw = address + ("&raw=true" if "?" in address else "?raw=1")
    cells = [row["n"] for row in csv.DictReader(io.StringIO(odd.get(raw).text, newline=""))]
    assert sorted(cells) == sorted(["\t1", "\r1", "+1", "-1", "1", "=1+1", "@x"])


def test_any_leaves_a_default_open(visit: httpx.Client) -> None:
    few, many = (
        len(visit.get(f"{MAIN}.csv", params=given).text.splitlines())
        for given in ({"country": "viet-nam"}, {"country": "viet-nam", "level": ANY})
    )
    assert many > few
