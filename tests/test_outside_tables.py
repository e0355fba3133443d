"""Bad tables from outside are refused with the cell, and nothing is written."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from aseankg.workbooks import workbook
from outside_cases import ENTITY, PERSON, TEXT, aseankg, listening, sound_root, state, table


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


CELLS: dict[str, tuple[dict[str, str], str]] = {
    "NUL": ({"name": "Tran\0 Thi An"}, r"NUL character"),
    "control character": ({"name": "Tran\x1b Thi An"}, r"persons.csv:2:name: .*U\+001B"),
    "NFD": (
        {"name": unicodedata.normalize("NFD", "Trần Thị An")},
        r"persons.csv:2:name: .*several",
    ),
    "homoglyph in an id": ({"id": "tr\u0430n-thi-an"}, r"persons.csv:2:id: "),
    "unknown thing": ({"nationality": "viet-n\u0430m"}, r"persons.csv:2:nationality: "),
}


@pytest.mark.parametrize("row", CELLS)
def test_a_bad_cell_is_refused_and_nothing_is_written(row: str, root: Path) -> None:
    cell, told = CELLS[row]
    table(root, "persons", PERSON | cell)
    before = state(root)
    refused = aseankg(root, "import", "persons.csv")
    assert refused.exit_code in (1, 2)
    assert re.search(told, refused.stderr)
    assert state(root) == before


def test_a_sound_table_is_taken(root: Path) -> None:
    table(root, "persons", PERSON)
    assert aseankg(root, "import", "persons.csv").exit_code == 0
    assert aseankg(root, "check").exit_code == 0


TABLES: dict[str, tuple[str, bytes, str]] = {
    "truncated CSV": ("persons.csv", b'id,name\n"tran-thi-an,"Tran', "persons.csv:2: is no CSV"),
    "Latin-1": ("persons.csv", "id,name\nx,Kê\n".encode("latin-1"), "persons.csv:2: is not UTF-8"),
    "empty": ("persons.csv", b"", "persons.csv: is empty"),
    "truncated workbook": ("persons.xlsx", workbook({"persons": [["id"]]})[:-99], "workbook"),
    "Turtle": ("persons.ttl", TEXT.encode(), "neither a CSV file nor an Excel workbook"),
    "RDF/XML": ("persons.rdf", ENTITY.encode(), "neither a CSV file nor an Excel workbook"),
}


@pytest.mark.parametrize("row", TABLES)
def test_a_file_that_is_no_table_is_refused(row: str, root: Path) -> None:
    name, content, told = TABLES[row]
    (root / name).write_bytes(content)
    refused = aseankg(root, "import", name)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert state(root) == state(sound_root(root / "again"))


def test_a_workbook_with_entities_is_refused(root: Path) -> None:
    """No document type (DTD) is read, so no entity is opened."""
    (root / "persons.xlsx").write_bytes(
        workbook({"persons": [list(PERSON), list(PERSON.values())]})
    )
    assert aseankg(root, "import", "persons.xlsx").exit_code == 0
    with listening() as (address, callers):
        part = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{address}">]><r>&e;</r>'
        with zipfile.ZipFile(root / "persons.xlsx", "a") as book:
            book.writestr("xl/theme/theme9.xml", part)
        refused = aseankg(root, "import", "persons.xlsx")
    assert refused.exit_code == 2
    assert "xl/theme/theme9.xml in it declares a document type" in refused.stderr
    assert callers == []
