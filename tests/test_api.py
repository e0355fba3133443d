"""The catalogue for programs: JSON and CSV, problems that name the parameter, OpenAPI."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import openapi_spec_validator
import pytest

from aseankg.headers import questions
from aseankg.web.problems import KINDS

MAIN = "/api/questions/which-ministries-contribute-to-which-goals"
OWES = "/api/questions/what-an-institution-owes"
QUESTIONS = list(questions())
Object = dict[str, Any]


@pytest.fixture(scope="module")
def described(visit: httpx.Client) -> Object:
    """Give the OpenAPI description that the server hands out."""
    found: Object = visit.get("/api/openapi.json").json()
    return found


def answered(visit: httpx.Client, address: str, **params: object) -> Object:
    answer = visit.get(address, params=params)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    found: Object = answer.json()
    return found


def test_the_list_tells_all_that_a_program_needs(visit: httpx.Client) -> None:
    listed = {one["name"]: one for one in answered(visit, "/api/questions")["questions"]}
    assert sorted(listed) == sorted(QUESTIONS)
    (country,) = (
        one
        for one in listed["which-ministries-contribute-to-which-goals"]["parameters"]
        if one["name"] == "country"
    )
    assert "viet-nam" in country["values"]
    for one in listed.values():
        given = {p["name"]: p["example"] for p in one["parameters"] if p["required"]}
        assert visit.get(one["page"], params=given).status_code == 200


def test_the_description_is_openapi(described: Object) -> None:
    openapi_spec_validator.validate(described)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/api/questions",
        *(f"/api/questions/{name}" for name in QUESTIONS),
    }


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_is_as_described(visit: httpx.Client, described: Object, name: str) -> None:
    operation = described["paths"][f"/api/questions/{name}"]["get"]
    given = {one["name"]: one["example"] for one in operation["parameters"] if one.get("required")}
    answer = answered(visit, f"/api/questions/{name}", **given)
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": described["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer)
    assert answer["total"] >= questions()[name].expect_min or given
    assert all(row["sources"] for row in answer["rows"])
    cited = {one for row in answer["rows"] for one in row["sources"]}
    assert cited == set(answer["sources"])


def test_parameters_have_values_defaults_and_examples(described: Object) -> None:
    owes = described["paths"][OWES]["get"]["parameters"]
    found = {one["name"]: one for one in owes if "name" in one}
    assert found["institution"]["required"] is True
    assert found["institution"]["example"] == "vn-moha"
    assert found["reach"]["schema"] == {
        "type": "string",
        "enum": ["direct", "all", "any"],
        "default": "direct",
    }
    assert found["as_of"]["schema"]["default"] == "today"


def test_things_have_iri_name_and_language(visit: httpx.Client) -> None:
    row = answered(visit, MAIN, institution="vn-moha", lang="vi")["rows"][0]
    assert row["ministry"] == {
        "value": "https://w3id.org/aseankg/id/vn-moha",
        "iri": "https://w3id.org/aseankg/id/vn-moha",
        "label": "Bộ Nội vụ",
        "lang": "vi",
    }
    assert all({"iri", "label"} <= set(one) for one in row["via"]["items"])
    assert row["goal"]["label"]


def test_sources_say_what_they_are(visit: httpx.Client) -> None:
    sources = answered(visit, OWES, institution="vn-moha")["sources"].values()
    assert all(one["title"] and one["iri"].startswith("https://") for one in sources)
    assert any({"url", "publisher", "issued"} <= set(one) for one in sources)


def test_a_value_may_be_a_name_and_comes_back_as_an_id(visit: httpx.Client) -> None:
    told = answered(visit, MAIN, country="Việt Nam", pillar="ascc")
    assert told["parameters"]["country"] == "viet-nam"
    assert told["parameters"]["pillar"] == "ASCC"
    assert told["parameters"]["as_of"] == "2026-02-01"
    assert f"release={told['release']}" in told["page"]


def test_rows_come_in_windows(visit: httpx.Client) -> None:
    whole = answered(visit, MAIN, country="viet-nam")
    rows: list[Object] = []
    address = f"{MAIN}?country=viet-nam&limit=50"
    while address:
        answer = visit.get(address)
        assert answer.headers["x-total-count"] == str(whole["total"])
        rows += answer.json()["rows"]
        address = answer.links.get("next", {}).get("url", "")
    assert rows == whole["rows"]
    assert len(rows) == whole["total"] > 100
    beyond = visit.get(MAIN, params={"offset": 100000})
    assert beyond.json()["rows"] == []
    assert "next" not in beyond.links
    before = urlsplit(visit.get(MAIN, params={"offset": 60, "limit": 50}).links["prev"]["url"])
    assert "offset=10" in before.query


def test_csv_by_accept_and_by_format(visit: httpx.Client) -> None:
    by_format = visit.get(OWES, params={"institution": "vn-moha", "format": "csv"})
    by_accept = visit.get(
        OWES, params={"institution": "vn-moha"}, headers={"accept": "text/csv, */*;q=0.1"}
    )
    assert by_format.content == by_accept.content
    assert by_format.headers["content-type"].startswith("text/csv")
    total = answered(visit, OWES, institution="vn-moha")["total"]
    assert len(list(csv.DictReader(io.StringIO(by_format.text)))) == total


@pytest.mark.parametrize(
    ("query", "status", "kind", "parameter"),
    [
        ("", 400, "invalid-parameter", "institution"),
        ("institution=", 400, "invalid-parameter", "institution"),
        ("institution=nobody", 404, "unknown-thing", "institution"),
        ("institution=viet-nam", 404, "unknown-thing", "institution"),
        ("institution=vn-moha&as_of=2026-02-30", 400, "invalid-parameter", "as_of"),
        ("institution=vn-moha&as_of=%D9%A2%D9%A0%D9%A2%D9%A6", 400, "invalid-parameter", "as_of"),
        ("institution=vn-moha&institution=", 400, "invalid-parameter", "institution"),
        ("institution=vn-moha&reach=far", 400, "invalid-parameter", "reach"),
        ("institution=vn-moha&instituton=x", 400, "invalid-parameter", "instituton"),
        ("institution=vn-moha&institution=asean", 400, "invalid-parameter", "institution"),
        ("institution=vn-moha&limit=0", 400, "invalid-parameter", "limit"),
        ("institution=vn-moha&limit=1e3", 400, "invalid-parameter", "limit"),
        ("institution=vn-moha&offset=-1", 400, "invalid-parameter", "offset"),
        ("institution=vn-moha&lang=English", 400, "invalid-parameter", "lang"),
        ("institution=vn-moha&without=sources", 400, "invalid-parameter", "without"),
        ("institution=vn-moha&raw=1", 400, "invalid-parameter", "raw"),
        ("institution=vn-moha&format=pdf", 400, "invalid-parameter", "format"),
        ("institution=vn-moha&release=0.0.1", 409, "other-release", None),
        ("institution=%00%0A%22%3E%23", 404, "unknown-thing", "institution"),
    ],
)
def test_a_problem_names_the_parameter(
    visit: httpx.Client, described: Object, query: str, status: int, kind: str, parameter: str
) -> None:
    answer = visit.get(f"{OWES}?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    schema = {"$ref": "#/components/schemas/Problem", "components": described["components"]}
    jsonschema.Draft202012Validator(schema).validate(told)
    assert told["type"].endswith(f"#{kind}")
    assert told["title"] == KINDS[kind]
    assert told["status"] == status
    assert told.get("parameter") == parameter


def test_a_value_of_a_short_list_is_no_thing_to_be_found(visit: httpx.Client) -> None:
    for query in ("country=atlantis", "pillar=AXC", "basis=guessed"):
        answer = visit.get(f"{MAIN}?{query}")
        assert answer.status_code == 400
        assert answer.json()["parameter"] == query.partition("=")[0]


def test_all_that_is_wrong_is_told_at_once(visit: httpx.Client) -> None:
    told = visit.get(f"{OWES}?as_of=never&reach=far").json()
    assert [one["parameter"] for one in told["errors"]] == ["as_of", "institution", "reach"]


@pytest.mark.parametrize("address", ["/api/questions/nothing", "/api/nothing", "/api/questions/"])
def test_what_is_not_there_is_a_problem(visit: httpx.Client, address: str) -> None:
    answer = visit.get(address)
    assert answer.status_code in (404, 307)
    if answer.status_code == 404:
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_no_program_can_read_is_not_sent(visit: httpx.Client) -> None:
    answer = visit.get(MAIN, headers={"accept": "application/xml"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


def test_it_is_read_only(visit: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = visit.request(method, MAIN)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert answer.headers["content-type"] == "application/problem+json"


def test_pages_of_other_sites_may_ask(visit: httpx.Client) -> None:
    headers = {"origin": "https://example.org", "access-control-request-method": "GET"}
    for address in (MAIN, "/api/questions", "/api/openapi.json"):
        answer = visit.options(address, headers=headers)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "GET" in answer.headers["access-control-allow-methods"]


def test_what_one_has_is_not_sent_again(visit: httpx.Client) -> None:
    for address in (f"{MAIN}?limit=3", f"{MAIN}?format=csv", "/api/questions", "/api/openapi.json"):
        first = visit.get(address)
        again = visit.get(address, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert not again.content
        assert again.headers["access-control-allow-origin"] == "*"
    assert visit.get(f"{MAIN}?limit=4").headers["etag"] != first.headers["etag"]
    head = visit.head(f"{MAIN}?limit=3")
    assert head.status_code == 200
    assert not head.content


def test_every_kind_of_problem_is_documented() -> None:
    from aseankg.paths import data_root

    text = (data_root() / "docs" / "api.md").read_text(encoding="utf-8")
    assert all(f"### {kind}\n" in text for kind in KINDS)


def test_the_examples_of_the_documentation_hold(visit: httpx.Client) -> None:
    from aseankg.paths import data_root

    text = (data_root() / "docs" / "api.md").read_text(encoding="utf-8")
    paths = [line.split()[1] for line in text.splitlines() if line.startswith("GET /")]
    assert len(paths) > 4
    for path in paths:
        assert visit.get(path).status_code == 200, path
    shown = text.split("```json\n")[1].split("```")[0]
    assert set(json.loads(shown)) == set(answered(visit, OWES, institution="vn-moha", limit=1))
