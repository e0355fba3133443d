"""How a check and `fmt` sum up: what passes, what is wrong, what could not be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseankg.finding_report import verdict
from aseankg.findings import Finding
from outside_cases import COUNCILS, GAZETTE, PERSON, TEXT, aseankg, plant, sound_root, table

UNREADABLE = TEXT.replace("a akg:Source ;", "a akg:Source", 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def finding(rule: str, severity: str, path: str = "a.ttl") -> Finding:
    return Finding(rule, severity, Path(path), 1, "", "", "", "m", "r")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "the graph passes"),
        ([finding("a", "warning")], "the graph passes: 1 warning"),
        ([finding("a", "info")] * 2, "the graph passes: 2 notes"),
        ([finding("a", "violation")], "the graph falls short: 1 violation"),
        (
            [finding("a", "violation"), finding("b", "violation"), finding("a", "info")],
            "the graph falls short: 2 violations, 1 note",
        ),
        (
            [finding("syntax", "violation")] * 2,
            "1 file cannot be read; nothing else was checked until this is mended",
        ),
        (
            [finding("syntax", "violation"), finding("file-name", "violation", "b.ttl")],
            "2 files cannot be read; nothing else was checked until this is mended",
        ),
    ],
)
def test_the_verdict_has_no_counts_of_zero(found: list[Finding], words: str) -> None:
    assert verdict(found) == words


def test_a_file_that_cannot_be_read_is_said_to_hide_the_rest(root: Path) -> None:
    (root / GAZETTE).write_text(UNREADABLE, encoding="utf-8")
    plant(root, COUNCILS, '"Councils"', '" Councils"')
    answer = aseankg(root, "check")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("1 file cannot be read; nothing else was checked until")
    page = aseankg(root, "check", "--format", "html").stdout
    assert "1 file cannot be read; nothing else was checked" in page
    (root / GAZETTE).write_text(TEXT, encoding="utf-8")
    assert aseankg(root, "check").stderr.startswith("the graph falls short: 1 violation (")


def test_fmt_goes_on_behind_a_file_that_cannot_be_read(root: Path) -> None:
    (root / COUNCILS).write_text("nothing .\n", encoding="utf-8")
    plant(root, GAZETTE, "akg:founded", "akg:founded ")
    before = (root / GAZETTE).read_bytes()
    checked = aseankg(root, "fmt", "--check")
    assert checked.stdout == f"would change {GAZETTE}\n"
    assert checked.stderr.startswith(f"error: {COUNCILS}:1")
    assert checked.exit_code == 2
    written = aseankg(root, "fmt")
    assert (written.exit_code, written.stdout) == (2, "")
    assert written.stderr == checked.stderr
    assert (root / GAZETTE).read_bytes() == before


def test_fmt_tells_all_files_that_cannot_be_read(root: Path) -> None:
    for name in (COUNCILS, GAZETTE):
        (root / name).write_text("nothing .\n", encoding="utf-8")
    told = aseankg(root, "fmt", "--check").stderr.splitlines()
    assert [line.split(":")[1] for line in told] == [f" {COUNCILS}", f" {GAZETTE}"]


@pytest.mark.parametrize(("rows", "words"), [(1, "1 row of"), (2, "2 rows of")])
def test_one_row_is_a_row(root: Path, rows: int, words: str) -> None:
    path = table(root, "persons", PERSON)
    more = "".join(f"person-{n},Person {n},viet-nam,src-gazette\n" for n in range(1, rows))
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert words in aseankg(root, "import", "persons.csv").stdout


def test_one_fault_is_a_fault(root: Path) -> None:
    table(root, "persons", PERSON | {"nationality": "atlantis"})
    assert "\n1 fault; nothing was written" in aseankg(root, "import", "persons.csv").stderr
