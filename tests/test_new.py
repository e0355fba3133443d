"""What is begun with `aseankg new` passes the check, answers, and spoils nothing that is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.catalogue import ask, questions
from aseankg.cli import cli
from aseankg.positions import parse
from aseankg.scaffolds import Document, slug, source
from aseankg.store import open_store
from aseankg.turtle import format_turtle
from aseankg.validation import validate

ROOT = Path(__file__).resolve().parent.parent
SOUND = ROOT / "tests" / "fixtures" / "check" / "graph"
NEWS = "https://en.example.com.vn/politics/hoi-thao-quoc-te-20251127171011521.htm"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small sound graph under the real ontology, where the commands work."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(SOUND, tmp_path / "graph")
    (tmp_path / "queries").mkdir()
    monkeypatch.setenv("ASEANKG_DATA", str(tmp_path))
    return tmp_path


def new(*words: str) -> Result:
    return CliRunner().invoke(cli, ["new", *words])


def texts(root: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}


# --- a source -------------------------------------------------------------------------------------


def test_a_new_source_passes_the_check_and_nothing_else_is_touched(root: Path) -> None:
    before = texts(root)
    done = new("source", NEWS)
    assert done.exit_code == 0, done.output
    path = root / "graph/viet-nam/example-hoi-thao-quoc-te.ttl"
    assert texts(root).keys() - before.keys() == {path}
    assert texts(root).items() >= before.items()
    assert done.stdout.startswith("wrote graph/viet-nam/example-hoi-thao-quoc-te.ttl\nsrc:example-")
    assert "1. look over what was not given" in done.stdout
    assert "aseankg fmt graph/viet-nam/example-hoi-thao-quoc-te.ttl" in done.stdout
    assert "aseankg check" in done.stdout
    assert [one for one in validate(root) if one.severity != "info"] == []


def test_a_new_source_says_all_that_is_given(root: Path) -> None:
    options = {
        "--title": "  Bộ Nội vụ\tcông bố: “kế hoạch” \x07",
        "--publisher": "Bộ Nội vụ",
        "--issued": "2026-01",
        "--language": "vi",
        "--kind": "decision",
        "--folder": "asean",
        "--checked": "2026-02-01",
    }
    done = new("source", NEWS, "--quiet", *(word for pair in options.items() for word in pair))
    assert done.stdout == "graph/asean/example-bo-noi-vu-cong-bo.ttl\n"
    text = (root / done.stdout.strip()).read_text(encoding="utf-8")
    assert text.split("\n\n")[1] == (
        "src:example-bo-noi-vu-cong-bo\n"
        "    a akg:Source ;\n"
        '    dcterms:issued "2026-01"^^xsd:gYearMonth ;\n'
        "    dcterms:language code:language-vi ;\n"
        '    dcterms:publisher "Bộ Nội vụ" ;\n'
        '    dcterms:title "Bộ Nội vụ công bố: “kế hoạch”" ;\n'
        f"    schema:url <{NEWS}> ;\n"
        '    akg:checkedOn "2026-02-01"^^xsd:date ;\n'
        "    akg:kind code:source-kind-decision ;\n.\n"
    )
    assert validate(root) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/gazette",
        "http://www.EXAMPLE.org/gazette/",
        "https://example.org/gazette?utm_source=mail#top",
    ],
)
def test_an_address_that_a_source_has_is_refused_with_its_name(root: Path, url: str) -> None:
    before = texts(root)
    done = new("source", url)
    assert done.exit_code == 2
    assert "src:gazette already has this address" in done.stderr
    assert "add what it says to graph/viet-nam/gazette.ttl" in done.stderr
    assert texts(root) == before


def test_another_page_of_a_site_is_another_source(root: Path) -> None:
    found = [new("source", f"https://example.org/gazette?number={n}", "-q") for n in (1, 2, 3)]
    assert [one.stdout for one in found] == [
        "graph/asean/example-gazette.ttl\n",
        "graph/asean/example-gazette-2.ttl\n",
        "graph/asean/example-gazette-3.ttl\n",
    ]
    assert {one.severity for one in validate(root)} <= {"info"}


def test_the_same_document_gets_the_same_file(root: Path) -> None:
    made = [source(root, Document(NEWS, checked="2026-02-01")) for _ in range(2)]
    assert made[0] == made[1]
    [(path, text)] = made[0].files.items()
    path.write_text(text, encoding="utf-8")
    triples = [triple for triple, _ in parse(path)]
    assert (
        format_turtle(triples, "https://w3id.org/aseankg/source/example-hoi-thao-quoc-te") == text
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["asean.org/x"], "URL: 'asean.org/x' is not a web address; write the whole address"),
        (["ftp://asean.org/x"], "is not a web address"),
        ([NEWS, "--kind", "nwes"], "--kind: 'nwes' is not in the list 'source-kind'; use news"),
        ([NEWS, "--language", "xx"], "--language: 'xx' is not in the list"),
        ([NEWS, "--issued", "2025-02-30"], "--issued: '2025-02-30' is not a date"),
        ([NEWS, "--checked", "soon"], "--checked: 'soon' is not a date"),
        (
            [NEWS, "--checked", "2026-02-02"],
            "--checked: '2026-02-02' is still to come on 2026-02-01",
        ),
        ([NEWS, "--checked", "2027"], "is still to come on 2026-02-01; give the day that it was"),
        ([NEWS, "--folder", "vietnam"], "no folder 'vietnam'; did you mean viet-nam?"),
        ([NEWS, "--folder", "register"], "no folder 'register'"),
        ([NEWS, "--folder", "../.."], "no folder '../..'"),
        ([], "Missing argument 'URL'"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(root: Path, words: list[str], told: str) -> None:
    before = texts(root)
    done = new("source", *words)
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert told in done.stderr
    assert texts(root) == before


def test_names_in_any_letters_make_ids() -> None:
    assert slug("Đồng Tháp: Kế hoạch số 12/KH-UBND") == "dong-thap-ke-hoach-so-12-kh-ubnd"
    assert slug("แผนยุทธศาสตร์") == ""


# --- a question -----------------------------------------------------------------------------------


def test_a_new_question_answers_and_tells_what_it_is(root: Path) -> None:
    done = new("question", "which-bodies-have-no-seat")
    assert done.exit_code == 0
    assert done.stdout.startswith("wrote queries/which-bodies-have-no-seat.rq\n")
    question = questions(root)["which-bodies-have-no-seat"]
    store = open_store(ROOT)
    rows = ask(store, question, {}).rows
    assert len(rows) >= question.expect_min > 0
    assert all(row["sources"].value for row in rows)
    some = ask(store, question, {"country": "viet-nam"}).rows
    assert 0 < len(some) < len(rows)
    assert question.summary == "Which bodies have no seat?"
    assert len(question.description) > 80
    assert question.tags


@pytest.mark.parametrize("summary", ["Who: the 'lead'? #1", 'Is it "so"', "- what?"])
def test_a_summary_may_hold_any_character(root: Path, summary: str) -> None:
    assert new("question", "any", "--summary", summary).exit_code == 0
    assert questions(root)["any"].summary == summary.rstrip("?") + "?"


@pytest.mark.parametrize("name", ["Foo", "a--b", "../x", "a_b", ""])
def test_a_name_that_is_no_name_is_refused(root: Path, name: str) -> None:
    done = new("question", name)
    assert done.exit_code == 2
    assert "is no name for a question" in done.stderr
    assert list((root / "queries").iterdir()) == []


def test_a_question_that_is_there_stays_as_it_is(root: Path) -> None:
    path = root / "queries" / "mine.rq"
    path.write_text("#+ summary: Mine?\n", encoding="utf-8")
    done = new("question", "mine")
    assert (done.exit_code, path.read_text(encoding="utf-8")) == (2, "#+ summary: Mine?\n")
    assert "mine: is a question already" in done.stderr


def test_a_kind_that_is_not_known_is_told() -> None:
    assert "did you mean source?" in new("sorce", "x").stderr
    assert "Missing command; cli new --help" in new().stderr
