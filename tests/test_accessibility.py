"""Every type of page is usable by all, as axe and WCAG 2.2 AA ask, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from page_cases import ALL, ELSEWHERE, PAGES, PROGRAMS, REFUSED, TRANSLATED, routes, told
from page_looks import findings, look
from test_changes import clone, visited
from web_browser import PHONE, Kind, Tab, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["clone"]  # a fixture made elsewhere
NARROW = Kind(360, 740)  # the narrowest phones; pages must not be wider than that
WIDTHS = {"desktop": Kind(), "phone": NARROW}
SCRIPTS = {
    "th": r"[\u0e01-\u0e5b]",
    "lo": r"[\u0e81-\u0edf]",
    "km": r"[\u1780-\u17ff]",
    "my": r"[\u1000-\u109f]",
    "vi": r"(?:[\u1ea0-\u1ef9\u0111\u01a1\u01b0].*){7}",  # more than a name within other words
}


@pytest.fixture(scope="module", params=WIDTHS)
def seat(request: pytest.FixtureRequest, site: str) -> Iterator[Tab]:
    """One page of the browser for all visits of a width: contexts cost more than visits."""
    browser = request.getfixturevalue("browser")
    with opened(browser, site, WIDTHS[request.param]) as tab:
        yield tab


def test_every_type_of_page_is_looked_at() -> None:
    assert routes() == set(PAGES) | PROGRAMS | set(ELSEWHERE)
    assert all(PAGES.values())


@pytest.mark.parametrize("path", [*ALL, *(told(path, lang) for path, lang in TRANSLATED)])
def test_nothing_is_found_wrong(seat: Tab, path: str) -> None:
    seat.go(path, REFUSED.get(path, 200))
    seen = look(seat.page)
    wide = seat.page.evaluate("innerWidth") > NARROW.width
    assert findings(seat.page, contrast=wide) == []
    assert seen["wide"] == 0
    assert seen["small"] == [], "WCAG 2.2 asks for 24 pixels"
    assert seen["low"] == [], "controls are 44 pixels high"
    assert seen["headings"][:1] == [1]
    pairs = zip(seen["headings"], seen["headings"][1:], strict=False)
    assert all(after <= before + 1 for before, after in pairs)
    assert len(seen["ids"]) == len(set(seen["ids"]))
    assert seen["lang"] == (re.findall(r"lang=(\w+)", path) or ["en"])[0]
    assert seat.wrong == []


@pytest.mark.parametrize("kind", WIDTHS.values(), ids=WIDTHS)
def test_changes_between_releases(clone: Path, browser: Browser, kind: Kind) -> None:
    for path in ELSEWHERE.values():
        with visited(clone) as client, opened(browser, str(client.base_url), kind) as tab:
            page = tab.go(path)
            seen = look(page)
            assert findings(page) == []
            assert (seen["wide"], seen["small"], seen["low"]) == (0, [], [])


def test_each_page_has_a_title_of_its_own(tab: Tab) -> None:
    titles: dict[str, list[str]] = {}
    for path in ALL:
        if REFUSED.get(path) != 404:
            titles.setdefault(tab.go(path, REFUSED.get(path, 200)).title(), []).append(path)
    same = {title: paths for title, paths in titles.items() if len(paths) > 1}
    states = {tuple(path.partition("?")[0] for path in paths) for paths in same.values()}
    assert all(len(set(paths)) == 1 for paths in states), same
    assert all(title.endswith(" - aseankg") for title in titles)


_FOREIGN = """(scripts) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wrong = [];
  let met = 0;
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent, near = walk.currentNode.parentElement;
    if (near.closest('code, pre, input, .tag') || text.includes('rendering)')) continue;
    for (const [lang, letters] of Object.entries(scripts)) {
      if (!new RegExp(letters).test(text)) continue;
      met += 1;
      if (near.closest('[lang]').lang !== lang) wrong.push(lang + ': ' + text.trim().slice(0, 80));
    }
  }
  return [met, wrong];
}"""


@pytest.mark.parametrize(
    "path",
    ["/id/vn-moha", "/id/viet-nam", "/id/thailand", "/duties/vn-moha", "/search?q=bộ+nội+vụ"],
)
def test_words_of_another_script_tell_their_language(tab: Tab, path: str) -> None:
    met, wrong = tab.go(path).evaluate(_FOREIGN, SCRIPTS)
    assert met
    assert wrong == []


def test_the_link_to_the_content_comes_first_and_leads_there(tab: Tab) -> None:
    page = tab.go("/id/vn-moha")
    page.keyboard.press("Tab")
    box = page.locator(".skip:focus").bounding_box()
    assert box
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


_STEP = """() => {
  const at = document.activeElement, frame = at.closest('.CodeMirror') || at;
  const box = frame.getBoundingClientRect(), style = getComputedStyle(frame);
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}));
  const rect = at.querySelector && at.querySelector('rect');
  const drawn = rect && getComputedStyle(rect).stroke;
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  const hit = document.elementFromPoint(
    middle(box.left, Math.min(box.right, box.left + 40), innerWidth),
    middle(box.top, box.bottom, innerHeight));
  return {
    place: all.indexOf(at), many: all.length, ring: ring || drawn === 'rgb(224, 135, 0)',
    there: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !(hit && (frame.contains(hit) || hit.contains(frame))),
    name: at.outerHTML.slice(0, 120),
  };
}"""


@pytest.mark.parametrize("tab", [Kind(), Kind(*PHONE)], indirect=True, ids=str)
@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=labour", "/duties/vn-moha", "/id/do-thanh-binh", "/sparql",
     "/questions/what-an-institution-owes?institution=vn-moha"],
)  # fmt: skip
def test_the_keyboard_reaches_everything_in_order(tab: Tab, path: str) -> None:
    page = tab.go(path)
    places: list[int] = []
    faults = []
    many = page.evaluate(_STEP)["many"]
    for _ in range(min(many, 400)):
        page.keyboard.press("Tab")
        step = page.evaluate(_STEP)
        if places and step["place"] == places[-1]:
            continue  # within a field of a date
        places.append(step["place"])
        if not step["ring"] or not step["there"] or step["covered"]:
            faults.append(step)
    assert faults == []
    assert places[: many - 2] == list(range(len(places[: many - 2])))


@pytest.mark.parametrize("tab", [Kind(reduced_motion=True)], indirect=True)
def test_nothing_moves_for_those_who_ask_for_less_motion(tab: Tab) -> None:
    for path in ("/", "/id/vn-moha", "/coverage"):
        page = tab.go(path)
        moving = (
            "[...document.getAnimations()].length + (getComputedStyle(document.documentElement)"
        )
        assert page.evaluate(f"{moving}.scrollBehavior === 'smooth' ? 1 : 0)") == 0


@pytest.mark.parametrize("path", ["/id/vn-moha", "/duties/vn-moha", "/coverage"])
def test_paper_gets_the_content_whole(tab: Tab, path: str) -> None:
    page = tab.go(path)
    page.emulate_media(media="print")
    for hidden in ("header.site", "form", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
    assert page.locator("footer.site").get_by_text("0.1.0-").is_visible()
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between margins
    cut = "[...document.querySelectorAll('main svg, main table')].filter((one) => "
    cut += "one.getBoundingClientRect().right > innerWidth + 1).length"
    assert page.evaluate(cut) == 0
    assert page.pdf(format="A4").count(b"/Type /Page\n") > 1
