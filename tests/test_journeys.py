"""Three people use the explorer in a real browser: an officer, a researcher, a journalist.

Each journey is made wide and narrow, with and without scripts; what pages tell is held against
the answers of the catalogue.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from urllib.parse import parse_qs, unquote, urlsplit

import networkx as nx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Page

from aseankg.catalogue import Table, ask, networks, questions
from aseankg.labels import labels_of
from aseankg.namespaces import AKG, ID, SRC
from aseankg.network import project
from aseankg.terms import value_of
from web_browser import KINDS, Tab, follow, saved

EVERYWHERE = pytest.mark.parametrize("tab", KINDS, indirect=True, ids=str)
OWES, DUE = "what-an-institution-owes", "what-falls-due-by-a-date"
MOHA, MOLISA = ID + "vn-moha", ID + "vn-molisa"


def answer(store: ox.Store, name: str, lang: str = "en", **values: str) -> Table:
    return ask(store, questions()[name], values, lang)


def path(iri: str) -> str:
    return iri.removeprefix("https://w3id.org/aseankg")


def pairs(store: ox.Store, query: str) -> list[tuple[str, str]]:
    """Paths of things with values; the browser remembers frames, so no solutions stay in one."""
    found = store.query(query, prefixes={"akg": AKG}, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [(path(value_of(one[0])), value_of(one[1])) for one in found]


def links(page: Page, selector: str) -> list[str]:
    """The paths of links, without their queries."""
    found = page.locator(selector).evaluate_all("all => all.map((one) => one.pathname)")
    return [str(one) for one in found]


# --- a desk officer: what does my ministry owe, and where is it written? --------------------------


OFFICERS = [
    ("vi", "bo noi vu", "Bộ Nội vụ"),
    ("id", "kementerian dalam negeri vietnam", "Kementerian Dalam Negeri"),
    ("vi", "Bộ Nội vụ", "Bộ Nội vụ"),
    ("vi", "noi vu bo", "Bộ Nội vụ"),
]


@pytest.mark.parametrize(
    ("tab", "lang", "typed", "name"),
    [(kind, *one) for kind, one in zip(KINDS, OFFICERS, strict=True)],
    indirect=["tab"],
    ids=[str(kind) for kind in KINDS],
)
def test_an_officer(tab: Tab, store: ox.Store, lang: str, typed: str, name: str) -> None:
    page = tab.go(f"/?lang={lang}")
    page.locator("#q").fill(typed)
    with page.expect_navigation():
        page.locator("#q").press("Enter")
    follow(page, page.locator(f'.hits a[href^="{path(MOHA)}?"]').first)
    assert page.locator("h1").inner_text() == labels_of(store, [MOHA], lang)[MOHA][0] == name
    follow(page, page.locator('main a.button[href^="/duties/vn-moha"]'))
    rows = answer(store, OWES, lang, institution="vn-moha").rows
    told = page.locator('section[aria-labelledby="table"] tbody tr')
    assert told.count() == len(rows) > 15
    assert sorted(links(page, "#main tbody th[scope=row] a")[: len(rows)]) == sorted(
        path(row["duty"].iri or "") for row in rows
    )
    _inherited(page, store, lang)
    _source_of(page, store)
    _spreadsheet(page, store, lang)


def _inherited(page: Page, store: ox.Store, lang: str) -> None:
    """Follow a duty back to who owed it before the merger, and return."""
    before = answer(store, OWES, lang, institution="vn-molisa", as_of="2025-02-28").rows
    came = [row for row in answer(store, OWES, lang, institution="vn-moha").rows
            if row["inherited_from"].iri == MOLISA]  # fmt: skip
    cells = page.locator('section[aria-labelledby="table"] td a[href^="/id/vn-molisa"]')
    assert cells.count() == len(came) > 0
    here = page.url
    follow(page, page.locator('#main a[href^="/duties/vn-molisa"][href*="as_of=2025-02-28"]').first)
    assert page.locator("html").get_attribute("lang") == lang
    owed = links(page, 'section[aria-labelledby="table"] tbody th[scope=row] a')
    assert sorted(owed) == sorted(path(row["duty"].iri or "") for row in before)
    assert {path(row["duty"].iri or "") for row in came} <= set(owed)
    page.goto(here)


def _source_of(page: Page, store: ox.Store) -> None:
    """Open the first source: its title, and the address of the document."""
    link = page.locator('section[aria-labelledby="table"] .known a[href^="/source/"]').first
    iri = SRC + links(page, '.known a[href^="/source/"]')[0].removeprefix("/source/")
    follow(page, link)
    assert page.locator("h1").inner_text() == labels_of(store, [iri])[iri][0]
    (cited,) = store.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode("https://schema.org/url"), None, ox.NamedNode(iri)
    )
    shown = page.locator("dl.head a.original").get_attribute("href")
    assert shown == value_of(cited.object)
    page.go_back()


def _spreadsheet(page: Page, store: ox.Store, lang: str) -> None:
    """Take the table along: no cell of it runs as a formula."""
    follow(page, page.locator(f'#main a.button[href^="/questions/{OWES}"]'))
    file = saved(page, page.locator('.files a[href*=".csv"]:not([href*="raw="])'))
    found = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    rows = answer(store, OWES, lang, institution="vn-moha").rows
    assert [ID + one["duty_id"] for one in found] == [row["duty"].iri for row in rows]
    assert [one["due"] for one in found] == [row["due"].value for row in rows]
    assert [one["authority"].lstrip("'") for one in found] == [
        row["authority"].label or "" for row in rows
    ]
    assert not [text for one in found for text in one.values() if text[:1] in tuple("=+-@")]


# --- a researcher: a table that can be cited and made again ---------------------------------------


@EVERYWHERE
def test_a_researcher_asks_and_cites(tab: Tab, store: ox.Store) -> None:
    page = tab.go("/questions")
    follow(page, page.locator(f'main a[href="/questions/{DUE}"]'))
    page.get_by_label("The last day").fill("2035")
    page.get_by_label("Country").select_option("indonesia")
    follow(page, page.get_by_role("button", name="Answer"))
    rows = answer(store, DUE, by="2035", country="indonesia").rows
    assert str(len(rows)) in page.locator(".count").inner_text()
    things = {path(row["thing"].iri or "") for row in rows}
    assert things
    assert things <= set(links(page, ".answer tbody a"))
    permalink = page.locator(".cite a").get_attribute("href") or ""
    assert {"release", "by", "country"} <= set(parse_qs(urlsplit(permalink).query))
    shown = page.locator(".answer table").inner_text()
    follow(page, page.locator(".cite a"))
    assert page.locator(".answer table").inner_text() == shown
    assert page.locator(".notice").count() == 0, "it is the same release"
    told = json.loads(saved(page, page.locator('.files a[href*=".json"]')))
    assert [one["thing"]["iri"] for one in told["rows"]] == [row["thing"].iri for row in rows]
    raw = saved(page, page.locator('.files a[href*="raw=1"]')).decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(raw)))) == len(rows)
    follow(page, page.locator('.files a[href^="/sparql?query="]'))
    assert len(rows) == page.locator("#main section tbody").first.locator("tr").count()


@EVERYWHERE
def test_a_researcher_queries_and_takes_all(tab: Tab, store: ox.Store) -> None:
    page = tab.go("/sparql")
    query = "SELECT DISTINCT ?x ?d { ?x a akg:InstitutionalChange ; akg:date ?d } ORDER BY ?x"
    page.locator("#query").fill(query)
    follow(page, page.locator("form.sparql button, .sparql .go button").first)
    want = pairs(store, query)
    rows = page.locator("#main section tbody").first.locator("tr")
    assert rows.count() == len(want) > 3
    assert links(page, "#main section tbody tr td:first-child a")[: len(want)] == [
        one for one, _ in want
    ]
    assert [text.split()[0] for text in rows.locator("td:nth-child(2)").all_inner_texts()] == [
        day for _, day in want
    ]
    dump = page.request.get(f"{tab.site}/dump/aseankg.nq.gz")
    assert len(gzip.decompress(dump.body()).splitlines()) == len(store)


@EVERYWHERE
def test_a_researcher_takes_a_network(tab: Tab, store: ox.Store) -> None:
    page = tab.go("/graph/instruments")
    whole = project(store, networks()["instruments"])
    everything = read_gexf(saved(page, page.locator('a[href$=".gexf"]')))
    assert set(everything.nodes) == set(whole.nodes)
    page.locator("#main form select[name=pillar]").select_option("ASCC")
    follow(page, page.locator("#main form").get_by_role("button").first)
    assert "pillar=ASCC" in page.url
    part = read_gexf(saved(page, page.locator('a[href*=".gexf"]')))
    assert 0 < len(part) < len(everything)
    named = {whole.nodes[one]["label"] for one in part}
    assert {data["label"] for _, data in part.nodes(data=True)} == named


def read_gexf(file: bytes) -> nx.MultiDiGraph:
    return nx.read_gexf(io.BytesIO(file))


# --- a journalist: is that so, who says it, and who says otherwise? -------------------------------


@EVERYWHERE
def test_a_journalist(tab: Tab, store: ox.Store) -> None:
    thing = ID + "acai"
    disputes = [one for one in answer(store, "where-sources-disagree").rows
                if one["about"].iri == thing]  # fmt: skip
    page = tab.go("/id/acai")
    row = page.locator("table.facts tr", has=page.locator("th", has_text="founded")).first
    assert {path(iri) for one in disputes for iri in one["kept_by"].value.split()} <= set(
        links(page, ".known a")
    )
    assert row.locator(".basis").inner_text() in ("stated", "reported", "seen in practice")
    iri = disputes[0]["kept_by"].value.split()[0]
    source = row.locator(f'.cites a[href="{path(iri)}"]')
    follow(page, source)
    assert page.locator("h1").inner_text() == labels_of(store, [iri])[iri][0]
    days = list(store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(AKG + "checkedOn"), None))
    looked_up = page.locator("dl.head div", has_text="Last looked up").inner_text()
    assert (value_of(days[0].object) if days else "not yet noted") in looked_up
    follow(page, page.locator('.note a[href^="/contradictions"]'))
    for one in disputes:
        assert page.get_by_text(f"Kept here: {one['kept'].value}").count() >= 1
        assert page.get_by_text(f"Other sources: {one['other'].value}").count() >= 1
    assert page.locator("article.dispute").count() >= len(disputes) > 0
    follow(page, page.locator('article.dispute h2 a[href="/id/acai"]').first)
    report = page.get_by_role("link", name="Report an error").get_attribute("href") or ""
    assert unquote(urlsplit(report).query).endswith("/id/acai")
