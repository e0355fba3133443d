"""The wheel explores: pages, scripts and fonts are in it, and nothing of Node is needed."""

from __future__ import annotations

import os
import re
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from lxml import html

from test_packaging import elsewhere, installed, wheel

__all__ = ["installed", "wheel"]  # fixtures
PAGES = {
    "/": "ASEAN",
    "/graph": "vn-",
    "/id/vn-moha": "Home Affairs",
    "/questions/what-an-institution-owes?institution=vn-moha": "vn-moha",
    "/sparql": "SPARQL",
    "/search?q=Bộ+Nội+vụ": "vn-moha",
    "/about": "CC BY",
    "/changes": "No earlier state",
}


@pytest.fixture(scope="module")
def site(
    installed: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """Run the installed command in a folder of nothing; no program but its own can be found."""
    empty = tmp_path_factory.mktemp("nothing")
    words = empty / "words"
    env = {**os.environ, **elsewhere(installed), "PATH": str(installed / "bin")}
    command = [str(installed / "bin" / "aseankg"), "explore", "--port", "0"]
    with (
        words.open("wb") as log,
        subprocess.Popen(
            command, cwd=empty, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as process,
    ):
        try:
            while not (found := re.search(r"http://\S+/", words.read_text())):
                assert process.poll() is None, words.read_text()
                time.sleep(0.05)
            with httpx.Client(base_url=found[0], timeout=60) as client:
                yield client
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_all_that_it_loads_comes_from_the_wheel(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert PAGES[path] in answer.text
    tree = html.fromstring(answer.text)
    loaded = tree.xpath('//link[@rel="stylesheet" or @rel="icon"]/@href | //script/@src')
    assert loaded
    for one in loaded:
        assert one.startswith("/static/")
        file = site.get(one)
        assert file.status_code == 200, one
        assert file.content
        for name in re.findall(
            r"url\((?!data:|\"data:)([^)]+)\)", file.text if ".css" in one else ""
        ):
            assert site.get(urljoin(one, name.strip("\"'"))).status_code == 200, name


def test_the_endpoint_and_the_api_answer(site: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a akg:Institution }"
    asked = site.get("/sparql", params={"query": query, "format": "csv"})
    assert int(asked.text.split()[1]) > 100
    answer = site.get("/api/questions/what-an-institution-owes?institution=vn-moha")
    assert answer.json()["rows"]


def test_it_works_on_what_is_installed(site: httpx.Client, installed: Path) -> None:
    told = site.get("/readyz").json()
    assert told["refused"] is None
    code = Path(__file__).parent.parent / "scripts"
    assert not str(installed).startswith(str(code))


def test_scripts_that_are_built_are_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("aseankg/web/static/")}
        assert not any("node_modules" in name for name in archive.namelist())
    built = Path(__file__).parent.parent / "scripts" / "aseankg" / "web" / "static"
    there = {path.name for path in built.iterdir() if path.suffix in {".js", ".css", ".txt"}}
    assert {f"aseankg/web/static/{name}" for name in there} <= held
    assert sum(name.endswith(".woff2") for name in held) == 4
    if os.environ.get("CI"):
        assert "aseankg/web/static/graph.js" in held
