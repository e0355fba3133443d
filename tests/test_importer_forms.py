"""Tables as spreadsheets of any country write them, and every way in which people name a source."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from aseankg.errors import InputErrors
from aseankg.importer import import_tables
from import_cases import (
    CONCLUSION,
    DUTY,
    GOAL,
    MINISTRY,
    NEWS,
    SOURCE,
    make_root,
    said,
    snapshot,
    tables,
    write,
)
from outside_cases import aseankg

IRI = "https://w3id.org/aseankg/source/"
FORMS = ["gazette-1", "src-gazette-1", "src:gazette-1", f"{IRI}gazette-1"]
MARKS = {"comma": ",", "semicolon": ";", "tab": "\t"}
PROJECT = {
    "id": "vn-bridge",
    "name_en": "Bridge",
    "type": "project",
    "amount": "12.5",
    "source": "src-gazette-1",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path)


@pytest.fixture
def usual(tmp_path: Path) -> dict[str, bytes]:
    """What the graph holds when all is written in the usual way."""
    (tmp_path / "usual").mkdir()
    root = make_root(tmp_path / "usual")
    import_tables(all_tables(root), root)
    return snapshot(root)


def all_tables(root: Path, form: str = "src-{}", **changed: list[dict[str, str]]) -> list[Path]:
    """Write tables that name sources in every column that can, in one form."""
    gazette, news = form.format("gazette-1"), form.format("news-2")
    dispute = {
        **{"thing": "vn-moha", "property": "founded", "value": "1945-08", "other_value": "1946"},
        **{"source": gazette, "other_source": news, "note": "the one against the other"},
    }
    missing = {"name": "Office", "why": "named once", "source": gazette}
    wanted: dict[str, list[dict[str, str]]] = {
        "sources": [SOURCE | {"id": gazette}, NEWS | {"id": news}],
        "organizations": [MINISTRY | {"source": f"{gazette};{news}"}],
        "responsibilities": [DUTY | {"source": gazette}],
        "goals": [GOAL | {"source": gazette}],
    }
    extra = {
        "goal_bodies": [CONCLUSION | {"evidence": f"plan; {news}"}],
        "contradictions": [dispute],
        "missing_bodies": [missing],
    }
    paths = tables(root, **(wanted | changed))
    return paths + [write(root / "tables", name, rows) for name, rows in extra.items()]


# --- sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}", "src:{}", IRI + "{}"])
def test_a_source_may_be_named_in_any_form_in_every_column(
    root: Path, usual: dict[str, bytes], form: str
) -> None:
    import_tables(all_tables(root, form), root)
    assert snapshot(root) == usual


@pytest.mark.parametrize("form", FORMS)
def test_the_option_takes_the_same_forms(root: Path, form: str) -> None:
    import_tables(tables(root), root)
    path = write(root, "posts", [{"id": "head", "title_en": "Head", "organization": "vn-moha"}])
    done = aseankg(root, "import", str(path), "--source", form)
    assert done.exit_code == 0, done.output
    assert ("id:head", "akg:postIn", "id:vn-moha") in said(root, "gazette-1")


def test_an_unknown_source_is_named_as_it_was_written_with_one_that_is_near(root: Path) -> None:
    path = all_tables(root, organizations=[MINISTRY | {"source": "src:gazete-1;src:nowhere"}])
    with pytest.raises(InputErrors) as caught:
        import_tables(path, root)
    first, second = caught.value.errors
    assert "no source has the id 'src:gazete-1'" in str(first)
    assert "or name gazette-1" in first.remedy
    assert "no source has the id 'src:nowhere'" in str(second)


# --- what separates cells -------------------------------------------------------------------------


def separated(path: Path, mark: str, head: bytes = b"") -> None:
    """Write a table anew as a spreadsheet of another country does."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    path.write_bytes(head + path.read_bytes())


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_cells_may_be_separated_as_spreadsheets_do(
    root: Path, usual: dict[str, bytes], mark: str, head: bytes
) -> None:
    paths = all_tables(root)
    for path in paths:
        separated(path, mark, head)
    import_tables(paths, root)
    assert snapshot(root) == usual


def test_a_table_may_be_named_tsv(root: Path, usual: dict[str, bytes]) -> None:
    for path in all_tables(root):
        separated(path, "\t")
        path.rename(path.with_suffix(".tsv"))
    import_tables([root / "tables"], root)
    assert snapshot(root) == usual


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "id|title_en\nx|y\n",
            "posts.csv:1: the header has no column of the table posts; separate",
        ),
        ("id;titel\nx;y\n", "posts.csv:1:titel: table posts has no such column"),
        ("id;title_en\nx;y;z\n", "posts.csv:2: has 3 cells, the header 2; quote cells that hold a"),
    ],
)
def test_a_header_that_fits_no_table_is_told(root: Path, text: str, told: str) -> None:
    path = root / "posts.csv"
    path.write_text(text, encoding="utf-8")
    done = aseankg(root, "import", str(path))
    assert done.exit_code in (1, 2)
    assert told in done.stderr
    assert list((root / "graph").iterdir()) == []


@pytest.mark.parametrize(
    ("amount", "remedy"),
    [
        ("12,5", "write it with a point: 12.5"),
        ("1,250", "write it with a point: 1.250, or 1250 if the comma parts thousands"),
        ("1.250,5", "write digits and one point: 12.5"),
    ],
)
def test_a_decimal_comma_is_told_with_cell_and_remedy(root: Path, amount: str, remedy: str) -> None:
    path = write(root, "projects", [PROJECT | {"amount": amount}])
    result = {"id": "r", "subject": "vn-moha", "indicator": "Share", "unit": "percent"}
    other = write(root, "results", [result | {"value": amount, "source": "src-gazette-1"}])
    with pytest.raises(InputErrors) as caught:
        import_tables([*tables(root), path, other], root)
    told = [str(error) for error in caught.value.errors]
    assert any(
        f"projects.csv:2:amount: '{amount}' is not a number; {remedy}" in one for one in told
    )
    assert any(f"results.csv:2:value: '{amount}' is not a number; {remedy}" in one for one in told)
