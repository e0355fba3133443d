"""The explorer as files: nothing leads nowhere, nothing comes from elsewhere, it opens."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html

import aseankg.web
from aseankg.web.release import read_release
from aseankg.web.site_places import Place, Plan, relative
from site_files import export, small

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEARCHED = (Path(aseankg.web.__file__).parent / "static" / "search.js").is_file()
MOVING = (Path(aseankg.web.__file__).parent / "static" / "graph.js").is_file()
THING, QUESTION = "id/vn-moha.html", "questions/what-an-institution-owes.html"
PAGES = ["index.html", "search.html?q=moha", THING, QUESTION, "graph.html", "about.html"]
PAGES += ["lang-vi/" + page for page in PAGES[:3]]

__all__ = ["small"]  # a fixture made elsewhere


@pytest.fixture(scope="module")
def bundle(small: Path) -> Path:
    folder = small / "a site"
    done = export(small, folder)
    assert done.returncode == 0, done.stderr
    assert f"wrote {folder}: " in done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(bundle: Path) -> dict[str, Any]:
    found = sorted(bundle.rglob("*.html"))
    return {one.relative_to(bundle).as_posix(): html.fromstring(one.read_bytes()) for one in found}


# --- what is written ------------------------------------------------------------------------------


def addresses(page: Any) -> Iterator[tuple[Any, str]]:
    for name in ("href", "src", "action", "poster", "data"):
        for one in page.xpath(f"//*[@{name}]"):
            yield one, one.get(name)


def test_every_link_leads_to_a_file_and_to_a_place_in_it(
    bundle: Path, pages: dict[str, Any]
) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    wrong = []
    for name, page in pages.items():
        for _, address in addresses(page):
            if urlsplit(address).scheme:
                continue
            plain, fragment = urldefrag(address)
            path = unquote(plain.partition("?")[0])
            target = posixpath.normpath(f"{posixpath.dirname(name)}/{path}" if path else name)
            target = target.lstrip("/")
            there = (bundle / target).is_file()
            if not there or (target in ids and fragment and unquote(fragment) not in ids[target]):
                wrong.append((name, address))
    assert len(pages) > 1000
    assert not wrong, wrong[:10]


def test_nothing_is_absolute_or_comes_from_another_host(
    bundle: Path, pages: dict[str, Any]
) -> None:
    loaded = {"script", "img", "iframe", "source", "form", "object", "use", "image"}
    for name, page in pages.items():
        for element, address in addresses(page):
            assert not address.startswith("/"), (name, address)
            rel = element.get("rel", "")
            if element.tag in loaded or (element.tag == "link" and rel != "canonical"):
                assert not urlsplit(address).scheme, (name, address)
    for style in bundle.rglob("*.css"):
        text = style.read_text("utf-8")
        assert "url(/" not in text.replace('"', "")
        assert "http://" not in text
        assert "https://" not in text
    assert list((bundle / "static" / "fonts").glob("*.woff2"))


def test_each_page_says_what_it_is_and_what_it_may_load(pages: dict[str, Any], small: Path) -> None:
    release = read_release(small).name
    for name, page in pages.items():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert page.get("data-offline") is not None
        folder = name.split("/")[0].removeprefix("lang-") if name.startswith("lang-") else "en"
        assert page.get("lang") == folder, name
        if name != "404.html":
            assert f" {release} ·" in page.xpath("string(//footer)"), name


def test_there_are_three_languages_and_the_data(bundle: Path) -> None:
    for folder in ("", "lang-id/", "lang-vi/"):
        assert (bundle / folder / THING).is_file()
        for suffix in ("csv", "json", "xlsx"):
            assert (bundle / folder / f"questions/who-held-a-post.{suffix}").stat().st_size
    assert "Bản sao này có những gì" in (bundle / "lang-vi" / THING).read_text("utf-8")
    assert b"akg:Institution" in (bundle / "id/vn-moha.ttl").read_bytes()
    assert json.loads((bundle / "id/vn-moha.jsonld").read_bytes())
    assert (bundle / "dump/aseankg.nq.gz").read_bytes()[:2] == b"\x1f\x8b"
    void = (bundle / "void.ttl").read_text("utf-8")
    assert "dataDump" in void
    assert "sparqlEndpoint" not in void
    assert (bundle / ".nojekyll").is_file()
    assert not (bundle / "sitemap.xml").exists()


def test_what_needs_a_server_is_said_and_leads_nowhere(pages: dict[str, Any]) -> None:
    thing = pages[THING]
    assert not thing.xpath("//form[not(@role='search')]")
    assert "aseankg explore" in thing.xpath("string(//p[contains(@class,'offline')])")
    left_out = thing.xpath("//*[contains(@class,'unwritten')]")
    assert left_out
    assert all(not one.get("href") for one in left_out)
    assert thing.xpath("//footer//*[contains(@class,'unwritten')]")
    assert pages["about.html"].xpath("//h2[@id='copy']")


def test_all_names_can_be_looked_through_without_scripts(pages: dict[str, Any]) -> None:
    listed = pages["names/Institution.html"].xpath("//main//p[@class='name']/a/@href")
    assert "../id/vn-moha.html" in listed
    assert pages["search.html"].xpath("//a[@href='names/Institution.html']")


def test_two_runs_give_the_same_bytes_and_a_base_is_named(small: Path, bundle: Path) -> None:
    other = small / "again"
    assert export(small, other, "-q").returncode == 0
    named = [sorted(p.relative_to(f) for p in f.rglob("*") if p.is_file()) for f in (bundle, other)]
    assert named[0] == named[1]
    changed = [one for one in named[0] if (bundle / one).read_bytes() != (other / one).read_bytes()]
    assert not changed


# --- what links lead to ---------------------------------------------------------------------------


def test_links_keep_to_what_is_written() -> None:
    plan = Plan(read_release())
    home = Place("/")

    def file(url: str, here: Place = home) -> str | None:
        target = plan.target(url, here)
        return target.address("index.html") if target else None

    assert file("/") == "index.html"
    assert file("/id/vn-moha?lang=vi#owes") == "lang-vi/id/vn-moha.html#owes"
    assert file("/id/vn-moha.ttl") == "id/vn-moha.ttl"
    assert file("/id/vn-moha.nt") is None
    assert file("/search?q=b%E1%BB%99&lang=id") == "lang-id/search.html?q=b%E1%BB%99"
    assert file("/sparql") is None
    assert file("/questions/who-held-a-post?page=2") == "questions/who-held-a-post.page-2.html"
    assert file("/questions/who-held-a-post?person=x") is None
    assert file(f"/questions/who-held-a-post?release={plan.release.name}").endswith("post.html")  # type: ignore[union-attr]
    assert file("/questions/stale-facts?country=spain") is None
    asked = f"/questions/coverage-of-goals-by-member?level=goal&as_of={plan.day}&country=viet-nam"
    assert file(asked) == "questions/coverage-of-goals-by-member.country-viet-nam.html"
    assert file(f"{asked}&goal=apsc-sp-goal-8") == file(asked)
    assert file("/questions/what-superseded-what?instrument=th-cab-ascc31") is None
    assert file("/ns/Country") != file("/ns/country")
    assert file("/duties/x?as_of=2025-01-01") == "duties/x.as_of-2025-01-01.html"
    dated = Place("/duties/x", (("as_of", "2025-01-01"),))
    assert file("/id/y?as_of=2025-01-01", dated) == "id/y.html"
    assert relative("lang-vi/id/x.html", "static/a b.css") == "../../static/a%20b.css"


# --- in a browser ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("name", PAGES)
def test_it_opens_from_the_disk(browser: Browser, bundle: Path, name: str, scripts: bool) -> None:
    page, wrong = opened(browser, bundle, scripts)
    page.goto(f"{bundle.as_uri()}/{name}")
    assert page.locator("h1").count() == 1
    colour = page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomStyle")
    assert colour != "none", "the style is not there"
    page.context.close()
    assert not wrong


@pytest.mark.skipif(not SEARCHED, reason="the islands are not built")
def test_a_name_is_found_from_any_page_without_a_server(browser: Browser, bundle: Path) -> None:
    page, wrong = opened(browser, bundle, True)
    page.goto(f"{bundle.as_uri()}/lang-vi/{THING}")
    page.locator("input[name=q]").fill("mohá")
    page.locator("form[role=search] button").click()
    first = page.locator(".hits a").first
    assert first.inner_text() == "Moha"
    assert page.title().startswith("mohá")
    first.click()
    assert page.url == f"{bundle.as_uri()}/lang-vi/{THING}"
    page.context.close()
    assert not wrong


def opened(browser: Browser, bundle: Path, scripts: bool) -> tuple[Any, list[str]]:
    """Open an empty page that notes what goes wrong and whatever is no file of the bundle."""
    page = browser.new_context(java_script_enabled=scripts).new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda asked: wrong.append(f"failed: {asked.url}"))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((bundle.as_uri(), "data:", "blob:"))
            else wrong.append(asked.url)
        ),
    )
    return page, wrong
