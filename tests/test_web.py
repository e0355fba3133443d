"""Pages are there, in the language asked for, with the headers of safety; what is not is 404."""

from __future__ import annotations

import httpx
import pytest

from aseankg.web.negotiation import chosen, languages

OFFERED = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize("path", ["/", "/id/vn-moha", "/code/role-lead", "/ns/Institution"])
def test_a_page_is_there_and_safe(visit: httpx.Client, path: str) -> None:
    answer = visit.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text.replace("<script src=", "")
    assert answer.text.startswith("<!doctype html>")


def test_what_is_not_there_is_told(visit: httpx.Client) -> None:
    answer = visit.get("/id/nobody-has-this-id")
    assert answer.status_code == 404
    assert "nobody-has-this-id" in answer.text


def test_the_language_is_that_asked_for(visit: httpx.Client) -> None:
    assert '<html lang="en">' in visit.get("/").text
    assert '<html lang="vi">' in visit.get("/?lang=vi").text
    accepted = visit.get("/", headers={"accept-language": "fr, id;q=0.9, en;q=0.8"})
    assert '<html lang="id">' in accepted.text
    assert '<html lang="en">' in visit.get("/?lang=xx").text


def test_a_static_file_is_kept_for_good_under_the_name_of_its_content(visit: httpx.Client) -> None:
    page = visit.get("/").text
    address = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    answer = visit.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.5, application/ld+json", "application/ld+json"),
        ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "text/html"),
        ("text/html;q=0, */*", "text/turtle"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("nonsense", None),
    ],
)
def test_the_form_is_that_liked_best(accept: str, wanted: str | None) -> None:
    assert chosen(accept, OFFERED) == wanted


def test_languages_come_in_the_order_of_liking() -> None:
    assert languages("vi-VN;q=0.5, id, en;q=0.9, th;q=0, x;q=y") == ["id", "en", "vi"]
