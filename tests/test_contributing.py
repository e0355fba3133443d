"""The guide cannot rot: its examples are done on a copy of the real graph, as it tells them.

A comment before a block says what the block is: `before FILE` and `after` (a text that stands there
once, and what it becomes), `add FILE`, `new FILE`, `run` (commands with what they print),
`refused COMMAND` (what it prints at that point), `wrong FILE` (a change for the worse) and `prints`
(what is said of it).
"""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from aseankg.catalogue import ask, questions
from aseankg.cli import cli
from aseankg.namespaces import AKG
from aseankg.positions import parse
from aseankg.shacl_data import Data
from aseankg.shapes import read_shapes
from aseankg.store import open_store
from aseankg.terms import value_of
from test_questions import region, short

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "CONTRIBUTING.md"
SECTIONS = ("A fact", "A source", "A term", "A shape", "A question")
BLOCK = re.compile(r"<!-- (\w+)(?: ([^\n]*?))? -->\n```(\w+)\n(.*?)```", re.DOTALL)
QUESTION = "when-were-institutions-founded"
NEW_SHAPE = "InstitutionShape-staffCount"


class Block(NamedTuple):
    """A block of the guide: what it is, of which file or command, in which section."""

    what: str
    of: str
    text: str
    section: str


def blocks() -> list[Block]:
    found = []
    for section in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title = section.partition("\n")[0]
        found += [Block(one[1], one[2] or "", one[4], title) for one in BLOCK.finditer(section)]
    return found


def run(words: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command of the guide in the copy; give how it ended and all that it printed."""
    monkeypatch.setenv("ASEANKG_DATA", str(place))
    monkeypatch.chdir(place)
    name, *rest = shlex.split(words)
    assert name == "aseankg"
    done = CliRunner().invoke(cli, rest)
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def monkey() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, monkey: pytest.MonkeyPatch) -> Path:
    """A copy of the real graph with all examples done, in the order of the guide."""
    place = tmp_path_factory.mktemp("copy")
    for name in ("graph", "ontology", "queries"):
        shutil.copytree(ROOT / name, place / name)
    monkey.setenv("ASEANKG_CACHE", str(place / "cache"))
    before = None
    for block in blocks():
        if block.what == "before":
            before = block
        elif block.what == "after":
            assert before
            replace(place / before.of, before.text, block.text)
        elif block.what in ("add", "new"):
            put(place / block.of, block, monkey, place)
        elif block.what == "run":
            command, _, printed = block.text.removeprefix("$ ").replace("\\\n", "").partition("\n")
            assert run(command, place, monkey) == (0, printed)
        elif block.what == "refused":
            code, told = run(block.of, place, monkey)
            assert (code, unnumbered([told])) == (1, unnumbered([block.text]))
    return place


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def put(path: Path, block: Block, monkey: pytest.MonkeyPatch, place: Path) -> None:
    assert path.exists() is (block.what == "add")
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
    path.write_text(before + block.text, encoding="utf-8")
    if path.suffix == ".ttl" and path.stem != "shapes" and "tests" not in path.parts:
        assert run(f"aseankg fmt {path}", place, monkey)[0] == 0


# --- what is right --------------------------------------------------------------------------------


def test_each_section_has_a_right_and_a_wrong_example() -> None:
    for title in SECTIONS:
        kinds = [block.what for block in blocks() if block.section == title]
        assert set(kinds) & {"after", "add", "new"}, title
        assert kinds.count("wrong") == kinds.count("prints") == 1, title


def test_a_disagreement_is_refused_until_it_is_recorded() -> None:
    kinds = [block.what for block in blocks() if block.section == "A disagreement"]
    assert kinds == ["before", "after", "refused", "new", "run"]


def test_with_all_examples_done_the_graph_holds(copy: Path, monkey: pytest.MonkeyPatch) -> None:
    code, told = run("aseankg check --show violation", copy, monkey)
    assert code == 0, told
    assert "the graph passes" in told
    assert run("aseankg fmt --check", copy, monkey) == (0, "")


def test_the_question_is_one_that_the_catalogue_takes(copy: Path) -> None:
    question = questions(copy)[QUESTION]
    assert question.summary.endswith("?")
    assert len(question.description) > 80
    assert len(ask(open_store(copy), question).rows) >= question.expect_min > 0
    assert all(one.about for one in question.parameters.values())


def test_the_question_gives_the_rows_of_its_table_on_the_small_graph(copy: Path) -> None:
    with (copy / "tests/fixtures/questions" / f"{QUESTION}.csv").open(encoding="utf-8") as file:
        header, *lines = list(csv.reader(file))
    found = []
    for asked in dict.fromkeys(line[0] for line in lines):
        values = dict(pair.split("=") for pair in asked.split("; ") if pair)
        table = ask(region(), questions(copy)[QUESTION], values)
        assert header == ["asked", *table.columns]
        rows = [[short(cell.value) for cell in row.values()] for row in table.rows]
        found += [[asked, *row] for row in rows or [[""] * len(table.columns)]]
    assert found == lines


def test_the_shape_alone_rejects_its_examples(copy: Path) -> None:
    shapes = read_shapes(copy)
    folder = ROOT / "tests" / "shapes"
    bad = copy / "tests/shapes" / f"Institution.invalid-{NEW_SHAPE}.ttl"
    paths = [*sorted(folder.glob("*.valid*.ttl")), bad]
    paths += [copy / "ontology" / f"{name}.ttl" for name in ("aseankg", "codes")]
    data = {triple for path in paths for triple, _ in parse(path)}
    assert shapes.engine
    found = Counter(value_of(one.shape) for one in shapes.engine.run(Data(data)))
    assert found.pop(AKG + NEW_SHAPE) == 2
    unbounded = {AKG + "TenureDatedShape", AKG + "TenureOverlapShape"}  # bounds are not loaded
    assert set(found) <= unbounded


# --- what is wrong --------------------------------------------------------------------------------


def spoil(path: Path, difference: str) -> None:
    """Take the lines with - out, and put those with + in their place."""
    gone = [line[1:] for line in difference.splitlines() if line.startswith("-")]
    come = [line[1:] for line in difference.splitlines() if line.startswith("+")]
    replace(path, "".join(f"{line}\n" for line in gone), "".join(f"{line}\n" for line in come))


@pytest.fixture(scope="module")
def spoilt(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with all the faults of the guide at once."""
    place = tmp_path_factory.mktemp("spoilt")
    for name in ("graph", "ontology", "queries"):
        shutil.copytree(copy / name, place / name)
    for block in blocks():
        if block.what == "wrong":
            spoil(place / block.of, block.text)
    return place


@pytest.fixture(scope="module")
def findings(spoilt: Path, monkey: pytest.MonkeyPatch) -> list[str]:
    code, told = run("aseankg check --show violation --quiet", spoilt, monkey)
    assert code == 1
    return told.splitlines()


def test_the_check_prints_what_the_guide_says_and_nothing_else(findings: list[str]) -> None:
    """Numbers of lines may differ: they grow with the files."""
    told = [block.text for block in blocks() if block.what == "prints" and not block.of]
    assert unnumbered("".join(told).splitlines()) == unnumbered(findings)


def unnumbered(lines: list[str]) -> list[str]:
    return sorted(re.sub(r"(?<=\.ttl:)\d+", "N", line) for line in lines)


def test_a_slip_in_a_query_is_told_as_the_guide_says(
    copy: Path, spoilt: Path, monkey: pytest.MonkeyPatch
) -> None:
    [block] = [one for one in blocks() if one.what == "prints" and one.of]
    shutil.copytree(spoilt / "queries", copy / "queries", dirs_exist_ok=True)
    code, told = run(block.of, copy, monkey)
    assert (code, told) == (2, block.text)


# --- the text -------------------------------------------------------------------------------------


def test_what_the_guide_links_and_names_is_there() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link
    made = {block.of for block in blocks()} | {"graph/register/retired.ttl"}
    for name in re.findall(r"`((?:graph|ontology|queries|scripts|tests|docs)/[\w./-]+)`", text):
        made_in_guide = name in made or any(one in name for one in (NEW_SHAPE, QUESTION, "NAME"))
        assert (ROOT / name).exists() or made_in_guide, name
