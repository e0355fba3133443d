"""The page of search and its JSON, and the service by which OpenRefine meets the graph."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from lxml import html

from aseankg.namespaces import ID

STRING = {"type": "string"}
TYPE = {"type": "object", "properties": {"id": STRING, "name": STRING}, "required": ["id", "name"]}
# What the specification asks of a result: https://www.w3.org/community/reports/reconciliation/
CANDIDATE = {
    "type": "object",
    "properties": {
        "id": STRING,
        "name": STRING,
        "description": STRING,
        "type": {"type": "array", "items": TYPE},
        "score": {"type": "number"},
        "match": {"type": "boolean"},
    },
    "required": ["id", "name", "type", "score", "match"],
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "properties": {"result": {"type": "array", "items": CANDIDATE}},
    "required": ["result"],
}


def read(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()


def opened(visit: httpx.Client, **asked: str) -> Any:
    answer = visit.get("/search", params=asked)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    return html.fromstring(answer.text)


def links(page: Any) -> list[str]:
    return [link.get("href") for link in page.xpath("//ol[@class='hits']//p[@class='name']/a")]


# --- the page -------------------------------------------------------------------------------------


def test_the_empty_form_shows_what_one_may_ask(visit: httpx.Client) -> None:
    page = opened(visit)
    assert len(page.xpath("//input[@type='search']")) == 1
    examples = page.xpath("//*[@class='examples']//a")
    assert {"vi", "id", "th", "zh"} <= {link.get("lang") for link in examples}
    for link in examples:
        assert html.fromstring(visit.get(link.get("href")).text).xpath("//ol[@class='hits']/li")


def test_a_hit_tells_kind_country_abbreviation_and_the_name_it_was_found_by(
    visit: httpx.Client,
) -> None:
    page = opened(visit, q="bo noi vu", lang="en")
    hit = page.xpath("//ol[@class='hits']/li")[0]
    words = " ".join(hit.text_content().split())
    assert words.startswith("Ministry of Home Affairs MOHA Institution")
    assert "Viet Nam" in words
    assert "id:vn-moha" in words
    assert [found.text for found in hit.xpath(".//p[@class='about']//*[@lang='vi']")] == [
        "Bộ Nội vụ"
    ]


def test_names_come_in_the_language_of_the_page(visit: httpx.Client) -> None:
    hit = opened(visit, q="moha", lang="vi").xpath("//ol[@class='hits']//p[@class='name']/a")[0]
    assert (hit.text, hit.get("lang")) == ("Bộ Nội vụ", None)
    assert hit.get("href") == "/id/vn-moha?lang=vi"
    other = opened(visit, q="sg-moh", lang="vi").xpath("//ol[@class='hits']//p[@class='name']/a")[0]
    assert other.get("lang") == "en"


def test_filters_keep_what_is_asked_and_tell_how_many_there_are(visit: httpx.Client) -> None:
    page = opened(visit, q="ministry of health", kind="Institution", country="singapore")
    assert links(page) == ["/id/sg-moh"]
    chosen = [one.get("value") for one in page.xpath("//option[@selected]")]
    assert chosen == ["Institution", "singapore"]
    assert "Singapore (2)" in [one.text for one in page.xpath("//option")]
    assert len(links(opened(visit, q="ministry of health", kind="Nonsense"))) > 1


def test_pages_hold_all_hits_once(visit: httpx.Client) -> None:
    page = opened(visit, q="labour")
    found = links(page)
    while following := page.xpath("//a[@rel='next']"):
        page = html.fromstring(visit.get(following[0].get("href")).text)
        found += links(page)
    total = read(visit.get("/search.json", params={"q": "labour"}))["total"]
    assert len(found) == len(set(found)) == total > 40
    assert page.xpath("//a[@rel='prev']")
    assert links(opened(visit, q="labour", page="9999")) == links(page)
    assert links(opened(visit, q="labour", page="-1")) == links(opened(visit, q="labour"))


def test_another_word_is_offered_where_nothing_is_found(visit: httpx.Client) -> None:
    page = opened(visit, q="minstry of helth")
    offered = page.xpath("//p[@class='lead']/a")[0]
    assert offered.text == "ministry of health"
    assert links(html.fromstring(visit.get(offered.get("href")).text)) == links(page)
    most = opened(visit, q="moha singapore woman")
    assert "most of them" in most.xpath("//p[@class='lead']")[0].text
    assert links(most)
    nothing = opened(visit, q="xqzzy wvvk", kind="Person")
    assert not links(nothing)
    assert [link.get("href") for link in nothing.xpath("//main//li//a")] == [
        "/search?q=xqzzy+wvvk",
        "/questions",
    ]


def test_what_is_typed_is_shown_as_text(visit: httpx.Client) -> None:
    typed = '"><script>alert(1)</script>'
    assert opened(visit, q=typed).xpath("//*[@id='q']")[0].get("value") == typed


def test_every_page_asks_here(visit: httpx.Client) -> None:
    form = html.fromstring(visit.get("/").text).xpath("//form[@role='search']")[0]
    assert form.get("action") == "/search"
    assert form.xpath(".//input[@name='q']")


# --- JSON -----------------------------------------------------------------------------------------


def test_programs_get_the_same_as_json(visit: httpx.Client) -> None:
    told = read(visit.get("/search.json", params={"q": "กระทรวงการต่างประเทศ", "lang": "th"}))
    (hit,) = told["hits"]
    assert hit == {
        "id": "th-mfa",
        "iri": ID + "th-mfa",
        "page": "/id/th-mfa",
        "name": "กระทรวงการต่างประเทศ",
        "lang": "th",
        "matched": {"name": "กระทรวงการต่างประเทศ", "lang": "th", "property": "label"},
        "kind": "Institution",
        "type": "institution-kind-government-ministry",
        "country": "thailand",
        "abbreviation": hit["abbreviation"],
        "score": 100,
    }
    assert told["kinds"] == {"Institution": 1}
    assert told["countries"] == {"thailand": 1}
    assert told["meant"] is None


def test_json_comes_in_slices(visit: httpx.Client) -> None:
    def ids(**asked: object) -> list[str]:
        given = {"q": "labour", **{name: str(value) for name, value in asked.items()}}
        return [hit["id"] for hit in read(visit.get("/search.json", params=given))["hits"]]

    assert ids(limit=30) == ids(limit=10) + ids(limit=20, offset=10)
    assert ids(limit=0) == ids(offset=100000) == []
    assert ids(limit="many") == ids()
    assert read(visit.get("/search.json"))["total"] == 0


# --- reconciliation -------------------------------------------------------------------------------


def ask(visit: httpx.Client, queries: object, **form: str) -> Any:
    return read(visit.post("/reconcile", data={"queries": json.dumps(queries), **form}))


def test_the_service_describes_itself(visit: httpx.Client) -> None:
    told = read(visit.get("/reconcile"))
    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"] == ID
    assert told["schemaSpace"].startswith("https://")
    assert told["view"]["url"].endswith("/id/{{id}}")
    assert visit.get(told["view"]["url"].replace("{{id}}", "vn-moha")).status_code == 200
    assert {"id": "Institution", "name": "Institution"} in told["defaultTypes"]
    for service in told["suggest"].values():
        address = service["service_url"] + service["service_path"]
        assert "result" in read(visit.get(address, params={"prefix": "in"}))


def test_a_batch_is_answered_each_query_under_its_name(visit: httpx.Client) -> None:
    names = {
        "q0": ("Bộ Công an", "vn-mps"),
        "q1": ("ASEAN Secretariat", "asean-secretariat"),
        "q2": ("Pham Thi Thanh Tra", "pham-thi-thanh-tra"),
        "q3": ("กฎบัตรอาเซียน", "asean-charter"),
    }
    told = ask(visit, {name: {"query": text, "limit": 3} for name, (text, _) in names.items()})
    assert told.keys() == names.keys()
    for name, (_, wanted) in names.items():
        Draft202012Validator(RESULT).validate(told[name])
        first, *others = told[name]["result"]
        assert (first["id"], first["match"]) == (wanted, True)
        assert len(others) < 3
        assert not any(other["match"] for other in others)


def test_only_things_of_a_type_are_candidates(visit: httpx.Client) -> None:
    text = "Minister of Health"
    told = ask(
        visit,
        {
            "post": {"query": text, "type": "Post"},
            "two": {"query": text, "type": ["Person", "Event"], "type_strict": "any"},
            "none": {"query": text, "type": "Nonsense"},
        },
    )
    assert {one["type"][0]["id"] for one in told["post"]["result"]} == {"Post"}
    assert {one["type"][0]["id"] for one in told["two"]["result"]} <= {"Person", "Event"}
    assert told["none"] == {"result": []}


def test_a_name_that_several_countries_have_is_no_match_by_itself(visit: httpx.Client) -> None:
    query = {"query": "Ministry of Home Affairs", "type": "Institution"}
    result = ask(visit, {"q": query})["q"]["result"]
    assert len(result) > 2
    assert not any(one["match"] for one in result)
    for value in ("Viet Nam", {"id": "viet-nam"}, ["VN"]):
        asked = {**query, "properties": [{"pid": "country", "v": value}]}
        first = ask(visit, {"q": asked})["q"]["result"][0]
        assert (first["id"], first["match"]) == ("vn-moha", True)


def test_one_query_may_be_asked_by_itself(visit: httpx.Client) -> None:
    plain = read(visit.get("/reconcile", params={"query": "MOLISA"}))
    assert plain["result"][0]["id"] == "vn-molisa"
    whole = {"query": json.dumps({"query": "MOLISA", "limit": 1})}
    assert read(visit.post("/reconcile", data=whole))["result"] == plain["result"][:1]
    batch = {"queries": json.dumps({"a": {"query": "MOLISA"}})}
    assert read(visit.get("/reconcile", params=batch))["a"] == plain


def test_a_box_of_suggestions_can_be_filled(visit: httpx.Client) -> None:
    def suggest(what: str, **asked: str) -> Any:
        return read(visit.get(f"/reconcile/suggest/{what}", params=asked))["result"]

    first = suggest("entity", prefix="asean sec")[0]
    assert first["id"] == "asean-secretariat"
    assert first["notable"] == [{"id": "Institution", "name": "Institution"}]
    assert suggest("entity", prefix="asean", cursor="10") != suggest("entity", prefix="asean")
    assert [one["id"] for one in suggest("type", prefix="pers")] == ["Person"]
    assert suggest("property", prefix="coun") == [{"id": "country", "name": "country"}]


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ("nonsense", "queries must be a JSON object"),
        ("[1]", "queries must be a JSON object"),
        ("[" * 100_000, "queries must be a JSON object"),
        ('{"q": 1}', "q must be a JSON object"),
        ('{"q": {}}', "q: give query"),
        ('{"q": {"query": 1}}', "q: query must be a string"),
        ('{"q": {"query": "a", "type": 1}}', "q: type must be"),
        ('{"q": {"query": "a", "limit": -1}}', "q: limit must be"),
        ('{"q": {"query": "a", "limit": NaN}}', "q: limit must be"),
        ('{"q": {"query": "a", "properties": "x"}}', "q: properties must be"),
    ],
)
def test_what_is_wrong_with_a_batch_is_told(visit: httpx.Client, queries: str, said: str) -> None:
    answer = visit.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == "*"
    assert said in answer.json()["message"]


def test_too_much_at_once_is_refused(visit: httpx.Client) -> None:
    many = json.dumps({f"q{n}": {"query": "a"} for n in range(51)})
    assert visit.post("/reconcile", data={"queries": many}).status_code == 413
    assert visit.post("/reconcile", data={"queries": "x" * 1_100_000}).status_code == 413
