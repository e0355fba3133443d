"""The scripts of the explorer: what they are built of, and what they do in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web_browser import DESKTOP, PHONE, Kind, Tab, saved

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "scripts" / "islands"
STATIC = ROOT / "scripts" / "aseankg" / "web" / "static"
NAMES = ("graph", "editor")
NO_SCRIPTS = [Kind(*size, javascript=False) for size in (DESKTOP, PHONE)]
SCRIPTED = [Kind(*size) for size in (DESKTOP, PHONE)]

needs_npm = pytest.mark.skipif(not shutil.which("npm"), reason="npm builds the scripts")


@pytest.fixture(scope="module", autouse=True)
def islands() -> None:
    """Build what is missing or old, as `scripts/test` does."""
    if not shutil.which("npm"):
        return
    done = subprocess.run([sys.executable, ROOT / "scripts" / "hatch_build.py"], check=False)
    assert done.returncode == 0


@needs_npm
@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_runs_no_text_as_code(name: str) -> None:
    text = (STATIC / f"{name}.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\s*\(|\bnew Function\b", text)
    assert text.lstrip().startswith(f"/* Licences: {name}.js.LICENSE.txt */")


@needs_npm
@pytest.mark.parametrize(("name", "parts"), [("graph", "sigma graphology"), ("editor", "n3")])
def test_the_licences_of_what_is_bundled_are_there(name: str, parts: str) -> None:
    text = (STATIC / f"{name}.js.LICENSE.txt").read_text(encoding="utf-8")
    for part in parts.split():
        assert re.search(rf"^{part} \d.*, MIT$", text, re.M)


def test_what_is_installed_is_pinned_and_says_no_address() -> None:
    told = json.loads((SOURCES / "package.json").read_text())
    wanted = {**told["dependencies"], **told["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted["sigma"].startswith("3.")
    packages = json.loads((SOURCES / "package-lock.json").read_text())["packages"]
    assert not [name for name, one in packages.items() if "resolved" in one]
    assert all("integrity" in one for name, one in packages.items() if name)


# --- built into the wheel -------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give the little of a checkout that a wheel needs, without what is built."""
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    left_out = shutil.ignore_patterns("node_modules", "*.js", "*.js.LICENSE.txt", "editor.css")
    for name in ("LICENSES", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    for name in ("ontology", "graph", "queries"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one").write_text("")
    return tmp_path


def wheel(place: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Build a wheel where there is no npm."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    return subprocess.run(
        words, cwd=place, env={"PATH": "", **env}, capture_output=True, text=True, check=False
    )


def held(place: Path) -> set[str]:
    (built,) = (place / "dist").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return {name.removeprefix("aseankg/web/") for name in archive.namelist()}


def test_a_wheel_without_scripts_is_not_built_by_accident(copy: Path) -> None:
    done = wheel(copy)
    assert done.returncode != 0
    assert "install Node.js 20 or newer, or set ASEANKG_WITHOUT_ISLANDS=1" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wheel_without_scripts_can_be_asked_for(copy: Path) -> None:
    done = wheel(copy, ASEANKG_WITHOUT_ISLANDS="1")
    assert done.returncode == 0, done.stderr
    assert {"templates/graph.html", "static/graph.css"} <= held(copy)
    assert "static/graph.js" not in held(copy)


@needs_npm
def test_a_wheel_has_what_was_built_before(copy: Path) -> None:
    wanted = [f"{name}.js{more}" for name in NAMES for more in ("", ".LICENSE.txt")]
    for name in (*wanted, "editor.css"):
        shutil.copy(STATIC / name, copy / "scripts" / "aseankg" / "web" / "static")
    done = wheel(copy)
    assert done.returncode == 0, done.stderr
    assert {f"static/{name}" for name in (*wanted, "editor.css")} <= held(copy)
    assert [name for name in held(copy) if name.endswith(".woff2")]


# --- in a browser ---------------------------------------------------------------------------------


def lines(page: Page) -> int:
    return page.locator("#lines tbody tr:visible").count()


def painted(page: Page) -> int:
    """Count colours other than white on what the graphics card drew."""
    code = """() => {
      const one = document.createElement("canvas");
      const layer = document.querySelector("#canvas canvas.sigma-nodes");
      one.width = layer.width; one.height = layer.height;
      const context = one.getContext("2d");
      return new Promise((done) => requestAnimationFrame(() => {
        window.dispatchEvent(new Event("resize"));
        requestAnimationFrame(() => {
          context.drawImage(layer, 0, 0);
          const data = context.getImageData(0, 0, one.width, one.height).data;
          let count = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count += 1;
          done(count);
        });
      }));
    }"""
    return int(page.evaluate(code))


@needs_npm
@pytest.mark.parametrize("tab", SCRIPTED, indirect=True, ids=str)
def test_a_network_can_be_moved_in(tab: Tab) -> None:
    page = tab.go("/graph/institution-institution")
    page.locator("#stage").wait_for(state="visible")
    assert page.locator("#drawn").is_hidden()
    page.fill("#seek", "ASEAN Coordinating Council")
    page.press("#seek", "Enter")
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="ASEAN Coordinating Council", exact=True).wait_for()
    assert panel.locator("li").count() > 3
    address = panel.get_by_role("link").first.get_attribute("href")
    assert address == "/id/asean-coordinating-council"
    other = panel.locator("li button").first
    name = other.text_content()
    other.click()
    assert panel.locator("h3").text_content() == name
    for button in ("nearer", "farther", "leftwards", "upwards", "fit"):
        page.locator(f"#{button}").press("Enter")
    panel.get_by_role("link").first.click()
    page.wait_for_url("**/id/**")


@needs_npm
@pytest.mark.parametrize("tab", [SCRIPTED[0]], indirect=True, ids=str)
def test_the_middle_of_the_picture_answers_a_click(tab: Tab) -> None:
    page = tab.go("/graph/institution-institution")
    page.fill("#seek", "ASEAN Coordinating Council")
    page.press("#seek", "Enter")
    page.wait_for_timeout(800)
    assert painted(page) > 500
    page.locator("#canvas").scroll_into_view_if_needed()
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    assert page.locator("#panel h3").count() == 0
    page.wait_for_timeout(500)  # two clicks at once would be a double click
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator("#panel h3").text_content() == "ASEAN Coordinating Council"


@needs_npm
@pytest.mark.parametrize("tab", SCRIPTED, indirect=True, ids=str)
def test_the_legend_switches_picture_and_table(tab: Tab) -> None:
    page = tab.go("/graph")
    before = lines(page)
    entry = page.locator("#legend button").first
    entry.click()
    assert entry.get_attribute("aria-pressed") == "false"
    after = lines(page)
    assert 0 < after < before
    assert f"{after} of {before}" in (page.locator("#told").text_content() or "")
    entry.click()
    assert lines(page) == before


@needs_npm
@pytest.mark.parametrize("tab", [SCRIPTED[0]], indirect=True, ids=str)
def test_the_picture_is_saved_as_an_image(tab: Tab) -> None:
    page = tab.go("/graph?country=viet-nam")
    image = saved(page, page.locator("#png"))
    assert image.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", image[16:24])
    assert wide > 1000
    assert high > 800
    assert len(image) > 20_000


@pytest.mark.parametrize("tab", NO_SCRIPTS, indirect=True, ids=str)
def test_without_scripts_the_server_draws_and_narrows(tab: Tab) -> None:
    page = tab.go("/graph")
    assert page.locator("#drawn svg.network a").count() > 100
    assert page.locator("#stage").is_hidden()
    assert page.locator("#png").is_hidden()
    before = lines(page)
    page.select_option("#f-country", "viet-nam")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**country=viet-nam**")
    assert 0 < lines(page) < before


@needs_npm
@pytest.mark.parametrize("tab", [SCRIPTED[0]], indirect=True, ids=str)
def test_a_page_of_a_bundle_filters_by_itself(tab: Tab) -> None:
    mark = "document.addEventListener('readystatechange', () => "
    tab.page.add_init_script(f"{mark}document.documentElement.setAttribute('data-offline', ''))")
    page = tab.go("/graph")
    before = lines(page)
    page.select_option("#f-country", "viet-nam")
    page.get_by_role("button", name="Show", exact=True).click()
    after = lines(page)
    assert 0 < after < before
    assert "#country=viet-nam" in page.url
    assert page.reload()
    assert lines(page) == after


@needs_npm
@pytest.mark.parametrize("tab", SCRIPTED, indirect=True, ids=str)
def test_the_editor_asks_and_shows_rows(tab: Tab) -> None:
    page = tab.go("/sparql")
    editor = page.locator("#editor")
    editor.wait_for(state="visible")
    editor.locator(".yasqe_queryButton:visible").click()
    editor.locator(".yasr table tbody tr").first.wait_for(timeout=40_000)
    assert editor.locator(".yasr table tbody tr").count() == 20
    page.select_option("#example", "who-held-a-post")
    text = editor.locator(".tabPanel.active .CodeMirror-code")
    text.get_by_text("SELECT").first.wait_for(timeout=40_000)
    assert "PREFIX" in (text.text_content() or "")


@pytest.mark.parametrize("tab", NO_SCRIPTS[:1], indirect=True, ids=str)
def test_without_scripts_the_form_asks(tab: Tab) -> None:
    page = tab.go("/sparql")
    assert page.locator("#editor").is_hidden()
    page.locator("#ask button").click()
    page.wait_for_url("**query=**")
    assert page.locator("section[aria-labelledby=answer] tbody tr").count() == 20


@needs_npm
def test_only_the_pages_that_need_them_load_scripts(tab: Tab) -> None:
    page = tab.go("/")
    assert page.locator("script[src]").count() == 0
    assert tab.go("/graph").locator("script[src*='graph.js']").count() == 1
    assert tab.go("/graph").locator("script[src]").count() == 1
