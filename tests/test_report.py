"""The report of `scripts/run`: what it prints, what it leaves, and that it says what is so."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree, html
from openpyxl import load_workbook

from aseankg.catalogue import questions
from aseankg.headers import networks
from aseankg.report_memory import Memory
from aseankg.report_page import Citations

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-24"
MAIN = "which-ministries-contribute-to-which-goals"
COPIED = ("graph", "ontology", "queries", "scripts", "pyproject.toml", "README.md")


@dataclass(frozen=True)
class Made:
    """A checkout in a path with spaces, what a run printed there, and where it wrote."""

    root: Path
    text: str
    folder: Path
    page: Any


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = _checkout(tmp_path_factory.mktemp("a fresh") / "check out")
    done = run(root)
    assert done.returncode == 0, done.stderr
    folder = root / "build"
    page = html.document_fromstring((folder / "report.html").read_bytes())
    return Made(root, done.stdout, folder, page)


def _checkout(root: Path) -> Path:
    """Copy the project; its environment borrows what it needs from that of the tests."""
    root.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    venv = root / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    packages = venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    borrowed = f"{root / 'scripts'}\n{sysconfig.get_path('purelib')}\n"
    (packages / "borrowed.pth").write_text(borrowed, encoding="utf-8")
    stamp = f'. "{root}/scripts/environment.sh"; fingerprint . >"$venv/.aseankg-setup"'
    subprocess.run(["bash", "-c", stamp, "scripts/x"], check=True, cwd=root, env=_env(root))
    return root


def _env(root: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**env, "ASEANKG_CACHE": str(root / "cache"), "ASEANKG_VENV": str(root / ".venv")}


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / "scripts" / "run", "--as-of", DAY, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd="/",
        env=_env(root),
    )


def rows_of(made: Made, name: str) -> list[dict[str, str]]:
    with (made.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_prints_what_is_in_it_whether_it_holds_and_what_was_written(made: Made) -> None:
    assert "Is it valid: yes; 0 violations" in made.text
    assert re.search(r"[\d,]+ statements from 779 sources in \d+ languages", made.text)
    for words in (
        "432  institutions",
        "936  commitments",
        "231  persons",
        "Viet Nam",
        "Vietnamese 39",
    ):
        assert words in made.text
    for name in re.findall(
        r"^  (\S+)  +(?:for people|\d+ answers|\d+ networks|what)", made.text, re.M
    ):
        assert (made.folder / name).exists()


def test_says_each_step_without_a_terminal(made: Made) -> None:
    steps = re.findall(r"^\[(\d)/5\] .*: [\d.]+ s$", made.text, re.MULTILINE)
    assert steps == ["1", "2", "3", "4", "5"]
    assert "\x1b" not in made.text


def plans(made: Made) -> set[str]:
    """The ids of the plans that the page tells of, by way of their names in the matrix."""
    names = {one.text_content() for one in made.page.xpath("//table[@class='matrix']/caption")}
    return {row["plan_id"] for row in rows_of(made, MAIN) if row["plan"] in names}


def test_main_answer_in_brief_is_that_of_the_table(made: Made) -> None:
    known = plans(made)
    assert len(known) == 4
    within = [row for row in rows_of(made, MAIN) if row["plan_id"] in known]
    countries = {row["country"] for row in within}
    assert len(countries) == 11
    for country in countries:
        mine = [row for row in within if row["country"] == country]
        goals = {row["goal_id"] for row in mine}
        stated = {row["goal_id"] for row in mine if row["basis"] == "stated"}
        ministries = {row["ministry_id"] for row in mine}
        many = len(stated) or "-"
        line = rf"^  {re.escape(country)} +{len(ministries)} +{len(goals)} of \d+ +{many} "
        assert re.search(line, made.text, re.MULTILINE), line


def test_three_examples_name_their_sources(made: Made) -> None:
    brief = made.text.partition("Three of the rows")[2]
    assert len(re.findall(r"^  \d\. ", brief, re.MULTILINE)) == 3
    assert len(re.findall(r"^     sources  \S", brief, re.MULTILINE)) == 3


def test_every_question_is_a_table_and_a_sheet(made: Made) -> None:
    book = load_workbook(made.folder / "tables" / "all-answers.xlsx", read_only=True)
    contents = list(book["Contents"].iter_rows(values_only=True))[1:]
    assert len(contents) == len(questions())
    for name, (sheet, summary, _, many) in zip(questions(), contents, strict=True):
        rows = rows_of(made, name)
        assert summary == questions()[name].summary
        assert int(many) == len(rows) >= 1
        assert len(list(book[sheet].iter_rows())) == len(rows) + 1
    assert len(list(book["Sources"].iter_rows())) > 300


def test_every_network_is_a_picture_and_a_file_for_gephi(made: Made) -> None:
    drawn = {path.stem for path in (made.folder / "pictures").glob("*.svg")}
    assert set(networks()) <= drawn
    assert "timor-leste-institution-commitment" in drawn
    for name in drawn:
        etree.parse(made.folder / "pictures" / f"{name}.svg")
        assert len(nx.read_gexf(made.folder / "pictures" / f"{name}.gexf")) > 1


def test_page_asks_nothing_of_any_other_place(made: Made) -> None:
    assert not made.page.xpath("//script|//iframe|//img|//object|//embed|//link|//base|//form")
    assert not made.page.xpath("//*[@src]|//*[@srcset]|//*[@onload]|//*[@onclick]")
    text = (made.folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"url\((?!#)|@import", text)
    for node in made.page.xpath("//*[@href]"):
        assert node.tag == "a"


def test_links_within_the_page_and_to_files_lead_somewhere(made: Made) -> None:
    ids = made.page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for target in made.page.xpath("//a/@href"):
        if target.startswith("#"):
            assert target[1:] in ids, target
        elif not target.startswith(("http://", "https://")):
            assert (made.folder / target).is_file(), target


def test_every_source_cited_is_listed_with_a_title(made: Made) -> None:
    cited = {int(one) for one in re.findall(r'href="#source-(\d+)"', _text(made))}
    listed = made.page.xpath("//ol[@class='sources']/li")
    assert len(listed) > 100
    assert [one.get("id") for one in listed] == [f"source-{n + 1}" for n in range(len(listed))]
    assert max(cited) <= len(listed)
    assert all(one.text_content().strip() for one in listed)


def _text(made: Made) -> str:
    return (made.folder / "report.html").read_text(encoding="utf-8")


def test_every_row_of_the_answers_shown_has_its_sources(made: Made) -> None:
    for part in ("moved", "coverage", "annex"):
        rows = made.page.xpath(f"//section[@aria-labelledby='{part}']//tbody/tr")
        assert len(rows) > 10
        for row in rows:
            assert row.xpath(".//span[@class='cite']/a"), row.text_content()


def test_page_can_be_read_by_everybody(made: Made) -> None:
    page = made.page
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    levels = [int(node.tag[1]) for node in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        assert table.xpath("./thead//th[@scope='col']")
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))
    for region in page.xpath("//*[@role='region']"):
        assert region.get("tabindex") == "0"
        assert region.get("aria-label")
    assert page.xpath("//main")
    assert page.xpath("//a[@class='skip']")
    assert page.xpath("//meta[@name='viewport']")


def test_matrix_says_in_words_what_it_says_in_colours(made: Made) -> None:
    cells = made.page.xpath("//table[@class='matrix']//td")
    assert len(cells) == 34 * 11
    said = {one.xpath("string(span[@class='hidden'])") for one in cells}
    assert any(text.startswith("Viet Nam: stated (") for text in said)
    known = plans(made)
    coverage = rows_of(made, "coverage-of-goals-by-member")
    for state in ("stated", "inferred"):
        wanted = [r for r in coverage if r["coverage"] == state and r["plan_id"] in known]
        assert len([one for one in cells if one.get("class") == state]) == len(wanted)


def test_page_says_how_many_duties_moved(made: Made) -> None:
    moved = rows_of(made, "what-moved-in-a-merger")
    assert f"<strong>{len(moved)} duties and functions</strong>" in _text(made)


def test_second_run_is_quick_and_says_the_same(made: Made) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.folder.rglob("*") if path.is_file()}
    begun = time.monotonic()
    again = run(made.root)
    assert time.monotonic() - begun < 5
    assert again.returncode == 0
    assert again.stdout.startswith("Nothing has changed since the last run")
    assert again.stdout.partition("aseankg 0")[2] == made.text.partition("aseankg 0")[2]
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_folder_that_cannot_be_written_is_told_in_one_line_at_once(made: Made) -> None:
    done = run(made.root, "--output", str(made.root / "README.md" / "build"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "README.md" in done.stderr


def test_day_that_is_none_is_told_in_one_line(made: Made) -> None:
    done = run(made.root, "--as-of", "2026-02-30")
    assert done.returncode == 2
    assert done.stderr == "error: '2026-02-30' is no day; write it as 2026-11-24\n"


def test_memory_recalls_only_what_is_whole(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    (tmp_path / "page").write_bytes(b"all of it")
    memory.keep("key", "text", 0, {"page": b"all of it"})
    assert (memory.recall("key") or {})["text"] == "text"
    assert memory.recall("another key") is None
    (tmp_path / "page").write_bytes(b"half")
    assert memory.recall("key") is None
    (tmp_path / ".made.json").write_text("{ broken")
    assert memory.recall("key") is None


def test_citations_are_numbered_by_first_use_and_joined() -> None:
    cite = Citations()
    assert "[1\N{EN DASH}3]" in cite(["a", "b", "c"])
    assert cite(["d", "b"]) == (
        '<span class="cite"><a href="#source-2">[2]</a> <a href="#source-4">[4]</a></span>'
    )
    assert cite([]) == ""
