"""Pages with a picture beside a table: both tell the same, each with its sources, at any day."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from aseankg.catalogue import ask, questions
from aseankg.namespaces import AKG, ID
from aseankg.web.pages_changes import versions

PAGES = (
    "/duties/vn-moha",
    "/duties/vn-moha?reach=all&lang=vi",
    "/duties/vn-molisa",
    "/coverage",
    "/plans",
    "/plans/ascc-strategic-plan-2026-2035",
    "/times",
    "/flows",
    "/flows?pillar=AEC&country=viet-nam&lang=id",
    "/rules",
    "/rules/TenureOverlapShape",
    "/about",
    "/changes",
)


def tree(visit: httpx.Client, path: str) -> html.HtmlElement:
    """Give a page as a tree."""
    answer = visit.get(path)
    assert answer.status_code == 200, (path, answer.text[:300])
    return html.fromstring(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_no_script_and_no_style_of_their_own(visit: httpx.Client, path: str) -> None:
    page = tree(visit, path)
    assert page.xpath("string(//h1)").strip()
    assert not page.xpath("//script[not(@src)] | //style | //@style | //@onclick")
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))
    for link in page.xpath('//main//a[starts-with(@href, "#")]/@href'):
        assert page.xpath(f'//*[@id="{link[1:]}"]'), link
    for region in page.xpath('//*[contains(@class, "scroll")]'):
        assert region.get("tabindex") == "0"
        assert region.get("aria-label") or region.get("aria-labelledby")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_quick_once_asked(visit: httpx.Client, path: str) -> None:
    visit.get(path)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert visit.get(path).status_code == 200
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3


@pytest.mark.parametrize("path", ["/duties/vn-moha", "/plans", "/times", "/flows"])
def test_pictures_have_a_title_words_and_links(visit: httpx.Client, path: str) -> None:
    for svg in tree(visit, path).xpath("//svg"):
        assert svg.get("aria-label") == svg.xpath("string(./title)")
        assert svg.xpath("string(./desc)")
        links = svg.xpath(".//a/@href")
        assert links
        assert all(one.startswith("/") for one in links)


def test_duties_stand_in_the_table_and_in_the_picture(visit: httpx.Client, store: ox.Store) -> None:
    asked = {"institution": "vn-moha", "as_of": "2026-02-01"}
    rows = ask(store, questions()["what-an-institution-owes"], asked).rows
    page = tree(visit, "/duties/vn-moha?as_of=2026-02-01")
    told = page.xpath('//section[@aria-labelledby="table"]//tbody/tr')
    assert len(told) == len(rows) > 15
    assert all(row.xpath('.//a[starts-with(@href, "/source/")]') for row in told)
    dates = [row.xpath('string(td[@data-label="Due"])').strip() for row in told]
    assert dates.count("no date set") == sum(not row["due"].value for row in rows)
    drawn = {one.partition("?")[0] for one in page.xpath("//svg//a/@href")}
    duties = {one.partition("?")[0] for row in told for one in row.xpath("th/a/@href")}
    assert duties <= drawn
    assert "/id/vn-moha" in drawn


def test_what_was_inherited_says_from_whom_and_when(visit: httpx.Client) -> None:
    page = tree(visit, "/duties/vn-moha?as_of=2026-02-01")
    cells = page.xpath('//td[@data-label="Inherited from"][.//a[contains(@href, "vn-molisa")]]')
    assert cells
    assert all("2025-03-01" in cell.text_content() for cell in cells)


def test_a_merger_is_told_before_and_after(visit: httpx.Client) -> None:
    before = tree(visit, "/duties/vn-molisa?as_of=2025-02-28")
    assert before.xpath('//section[@aria-labelledby="table"]//tbody/tr')
    after = tree(visit, "/duties/vn-molisa?as_of=2025-03-02")
    assert not after.xpath('//section[@aria-labelledby="table"]')
    assert "owes nothing itself" in after.text_content()
    moved = after.xpath('//section[@aria-labelledby="changes"]')[0]
    assert moved.xpath('.//td[@data-label="Owed after by"]//a[contains(@href, "/id/vn-moha")]')
    assert moved.xpath('.//a[starts-with(@href, "/duties/vn-molisa?as_of=2025-02-28")]')
    assert moved.xpath('.//a[starts-with(@href, "/duties/vn-moha?as_of=2025-03-01")]')


@pytest.mark.parametrize("path", ["/duties/nobody", "/duties/asean-community-vision-2045",
                                  "/plans/vn-moha", "/rules/no-rule"])  # fmt: skip
def test_what_is_not_there_is_not_found(visit: httpx.Client, path: str) -> None:
    assert visit.get(path).status_code == 404


def test_each_cell_of_the_coverage_leads_to_its_question(visit: httpx.Client) -> None:
    page = tree(visit, "/coverage?as_of=2026-02-01")
    assert len(page.xpath('//table[@class="matrix"]')) == 4
    rows = page.xpath('//table[@class="matrix"]/tbody/tr')
    assert len(rows) == 34
    assert all(len(row.xpath('td[not(@class="known")]')) == 11 for row in rows)
    cell = page.xpath('//td[@class="stated"]/a')[0]
    assert cell.text_content()
    link = urlsplit(cell.get("href"))
    assert link.path == "/questions/coverage-of-goals-by-member"
    assert {"goal", "country", "as_of"} <= set(parse_qs(link.query))
    answer = visit.get(f"{link.path}.json?{link.query}").json()
    assert '"stated"' in str(answer).replace("'", '"')


def test_the_coverage_counts_as_the_question_does(visit: httpx.Client, store: ox.Store) -> None:
    plan = "ascc-strategic-plan-2026-2035"
    asked = {"plan": plan, "as_of": "2026-02-01"}
    rows = ask(store, questions()["coverage-of-goals-by-member"], asked).rows
    page = tree(visit, f"/coverage?as_of=2026-02-01&plan={plan}")
    for state in ("stated", "inferred", "checked and none found", "not checked"):
        shown = page.xpath(f'count(//td[@class="{state.replace(" ", "-")}"])')
        assert shown == sum(row["coverage"].value == state for row in rows)


def test_the_tree_of_a_plan_holds_each_commitment_once(
    visit: httpx.Client, store: ox.Store
) -> None:
    name = "aec-strategic-plan-2026-2030"
    query = f"SELECT DISTINCT ?x {{ ?x <{AKG}instrument> <https://w3id.org/aseankg/id/{name}> }}"
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    known = {str(row[0])[1:-1] for row in found}
    page = tree(visit, f"/plans/{name}")
    items = page.xpath('//ul[@class="tree"]/li')
    assert len(items) == len(known)
    told = {"https://w3id.org/aseankg" + item.xpath("a/@href")[0] for item in items}
    assert told == known
    for item in items:
        own = "".join(item.xpath("span/text()"))
        assert "no date set" in own or re.search(r"due \d{4}", own)
        assert item.xpath('a[@class="ref"]')
    assert page.xpath('//span[@class="charge"]//a[contains(@href, "which-ministries")]')


def test_lists_of_texts_can_be_narrowed(visit: httpx.Client) -> None:
    page = tree(visit, "/plans?kind=strategic-plan&pillar=AEC")
    rows = page.xpath('//section[starts-with(@aria-labelledby, "kind-")]//tbody/tr')
    assert 0 < len(rows) < 10
    assert page.xpath('//option[@value="AEC"]/@selected')
    older = page.xpath('//section[@aria-labelledby="chains"]//a[contains(@href, "blueprint")]')
    assert older
    then = tree(visit, "/plans?kind=blueprint&running=yes&as_of=2020-01-01")
    assert "Blueprint 2025" in then.text_content()
    now = tree(visit, "/plans?kind=blueprint&running=yes&as_of=2030-01-01")
    assert not now.xpath('//section[starts-with(@aria-labelledby, "kind-")]')


def test_times_show_mergers_and_can_be_narrowed(visit: httpx.Client) -> None:
    page = tree(visit, "/times?kind=changes&since=2025&until=2025")
    rows = page.xpath("//tbody/tr")
    assert rows
    assert all(row.xpath("string(th)").startswith("2025") for row in rows)
    assert len(page.xpath('//svg//*[@class="merger"]')) == len(rows)
    assert visit.get("/times?since=9999").status_code == 200


def test_flows_add_up_and_say_what_is_left_out(visit: httpx.Client) -> None:
    page = tree(visit, "/flows?pillar=ASCC&as_of=2026-02-01")
    assert "drawn together as others" in page.text_content()
    drawn: dict[str, int] = {}
    for band in page.xpath('//svg//path[contains(@class, "flow")]'):
        told = band.xpath("string(title)")
        x = band.get("d")[1:].partition(" ")[0]
        drawn[x] = drawn.get(x, 0) + int(told.rpartition(": ")[2])
    assert len(set(drawn.values())) == 1
    rows = page.xpath('//section[@aria-labelledby="table"]//tbody/tr')
    assert sum(len(row.xpath("td[2]//li")) for row in rows) <= next(iter(drawn.values()))
    one = tree(visit, "/flows?pillar=ASCC&country=timor-leste&as_of=2026-02-01")
    assert one.xpath("//svg")
    assert "drawn together as others" not in one.text_content()


def test_each_rule_of_the_check_has_its_page(visit: httpx.Client) -> None:
    page = tree(visit, "/rules")
    assert len(page.xpath('//article[@class="rule"]')) == 15
    links = page.xpath('//details[@class="group"]//a/@href')
    assert len(links) > 250
    told = tree(visit, "/rules/TenureOverlapShape").text_content()
    assert "seat" in told


def test_changes_are_those_of_the_list(visit: httpx.Client) -> None:
    found = versions(
        "# Changes\n\n## 2.0\n\nAll new.\n\n* one `x`\n  more\n* two\n\n## 1.0\n\nFirst.\n"
    )
    assert [one.title for one in found] == ["2.0", "1.0"]
    assert (found[0].about, found[0].changes) == ("All new.", ["one x more", "two"])
    assert versions("") == []
    assert "0.1.0" in tree(visit, "/changes").text_content()


def test_pages_of_things_lead_to_duties_and_trees(visit: httpx.Client) -> None:
    assert tree(visit, "/id/vn-moha").xpath('//a[@href="/duties/vn-moha"]')
    plan = "aec-strategic-plan-2026-2030"
    assert tree(visit, f"/id/{plan}").xpath(f'//a[@href="/plans/{plan}"]')
    assert not tree(visit, "/id/do-thanh-binh").xpath('//main//a[starts-with(@href, "/duties/")]')


@pytest.mark.parametrize("path", ["/plans", "/flows", "/flows?pillar=AEC", "/duties/vn-molisa"])
def test_what_a_picture_links_to_is_there(visit: httpx.Client, store: ox.Store, path: str) -> None:
    kinds = {"/plans/": AKG + "Instrument", "/duties/": AKG + "Institution"}
    for link in set(tree(visit, path).xpath("//main//a/@href")):
        for place, kind in kinds.items():
            if link.startswith(place):
                thing = ID + urlsplit(link).path.removeprefix(place)
                query = f"ASK {{ <{thing}> a <{kind}> }}"
                assert store.query(query, use_default_graph_as_union=True), link
