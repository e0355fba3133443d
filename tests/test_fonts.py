"""The fonts for letters that many machines lack: there, small, under their licence, named right."""

from __future__ import annotations

import re
from hashlib import sha256

import httpx
import pytest

from aseankg.dataset import files
from interface_words import WEB

CSS = (WEB / "static" / "fonts.css").read_text(encoding="utf-8")
FACES = re.findall(r"@font-face \{(.*?)\}", CSS, re.DOTALL)
BLOCKS = {"khmer": 0x1780, "lao": 0x0E81, "myanmar": 0x1000, "thai": 0x0E01}
SCRIPT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def covered(face: str) -> set[int]:
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    return {n for first, last in spans for n in range(int(first, 16), int(last or first, 16) + 1)}


@pytest.mark.parametrize(("name", "first"), sorted(BLOCKS.items()))
def test_a_script_has_its_font_at_an_address_of_its_content(
    visit: httpx.Client, name: str, first: int
) -> None:
    (face,) = [one for one in FACES if f"fonts/noto-sans-{name}.woff2" in one]
    address = re.search(r'url\("(fonts/[^"]+)"\)', face)
    assert address
    assert first in covered(face)
    answer = visit.get(f"/static/{address[1]}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"wOF2")
    assert address[1].endswith(f"?v={sha256(answer.content).hexdigest()[:12]}")
    assert "immutable" in answer.headers["cache-control"]


def test_latin_letters_load_no_font() -> None:
    latin = {*range(0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)}
    assert not any(covered(face) & latin for face in FACES)


def test_every_letter_of_these_scripts_in_the_graph_has_a_font() -> None:
    found = {letter for path, _ in files() for letter in SCRIPT.findall(path.read_text("utf-8"))}
    assert len(found) > 40
    assert {ord(one) for one in found} <= set().union(*map(covered, FACES))


def test_the_fonts_are_small_and_each_is_used() -> None:
    fonts = sorted((WEB / "static" / "fonts").iterdir())
    assert [one.name for one in fonts] == [f"noto-sans-{name}.woff2" for name in sorted(BLOCKS)]
    assert sum(one.stat().st_size for one in fonts) < 120_000


def test_every_page_links_them_by_the_style_of_the_site(visit: httpx.Client) -> None:
    page = visit.get("/", headers={"accept": "text/html"}).text
    assert '<link rel="stylesheet" href="/static/fonts.css?v=' in page
    style = visit.get("/static/explorer.css").text
    assert '"aseankg scripts"' in style
    assert all('font-family: "aseankg scripts"' in face for face in FACES)
