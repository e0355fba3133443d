"""Tables as people keep them, CSV or Excel, read into rows that know their place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aseankg.errors import InputError, InputErrors
from aseankg.positions import unsound

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_TEXTS = (".csv", ".tsv")
_PROLOGUE = 1 << 16  # bytes within which a declaration of XML stands


@dataclass(frozen=True)
class Row:
    """One row: the file and the row number that a spreadsheet shows (the header is row 1)."""

    file: Path
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Give the cell, trimmed; empty where the table lacks the column."""
        return self.cells.get(column, "")


def find_tables(paths: Iterable[Path]) -> list[Path]:
    """Give the files among the paths; a folder counts with all tables below it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix in (*_TEXTS, ".xlsx"))
        elif path.exists():
            found.append(path)
        else:
            raise InputError(path, 0, None, "no such file", "name a .csv or .xlsx file or a folder")
    return found


def read_sheets(path: Path, known: Mapping[str, Collection[str]]) -> dict[str, list[Row]]:
    """Read a file into rows per table: a CSV is one, each sheet of a workbook another.

    `known` gives the columns of each table: by them it is seen what separates the cells of a CSV.
    Raises `InputError` when the file is no table, `InputErrors` for rows of a wrong width.
    """
    if path.suffix == ".xlsx":
        return {name: _rows(path, grid) for name, grid in _workbook(path).items()}
    if path.suffix not in _TEXTS:
        remedy = "save it as .csv or .xlsx; Turtle needs no import, put it into a folder of graph"
        raise InputError(path, 0, None, "is neither a CSV file nor an Excel workbook", remedy)
    text = _text(path)
    mark = _separator(path, text, known.get(path.stem, ()))
    return {path.stem: _rows(path, _cells(path, text, mark), mark)}


def _separator(path: Path, text: str, columns: Collection[str]) -> str:
    """Give what separates cells: spreadsheets write what is usual in a country.

    It is what makes most known columns of the header; a comma where others make no more. Raises
    `InputError` when there is none.
    """
    found = {mark: {*_header(text, mark)} & {*columns} for mark in _SEPARATORS}
    if columns and text.strip() and not any(found.values()):
        message = f"the header has no column of the table {path.stem}"
        remedy = "separate its cells by commas, semicolons or tabs; the columns are "
        raise InputError(path, 1, None, message, remedy + ", ".join(columns))
    return max(found, key=lambda mark: len(found[mark]))


def _header(text: str, mark: str) -> list[str]:
    with suppress(csv.Error):
        first = next(csv.reader(io.StringIO(text), delimiter=mark, strict=True), [])
        return [cell.strip() for cell in first]
    return []


def _cells(path: Path, text: str, mark: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        remedy = "close the quotes, or fetch the file again if it is cut off"
        raise InputError(path, reader.line_num, None, f"is no CSV: {error}", remedy) from error


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(path, line, None, "is not UTF-8", "save it as 'CSV UTF-8'") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(path, line, None, "holds a NUL character", "save it anew as 'CSV UTF-8'")
    return text


def _workbook(path: Path) -> dict[str, list[list[str]]]:
    from openpyxl import load_workbook

    _refuse_declarations(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise InputError(path, 0, None, "cannot be opened as a workbook", "save it anew") from error
    return {
        sheet.title: [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def _refuse_declarations(path: Path) -> None:
    """Refuse a workbook whose XML declares a document type: entities may open other files."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            with parts.open(name) as part:
                if b"<!DOCTYPE" in part.read(_PROLOGUE):
                    message = f"{name} in it declares a document type (DTD), which is not read"
                    raise InputError(path, 0, None, message, "save it anew with a spreadsheet")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(path: Path, grid: list[list[str]], mark: str = ",") -> list[Row]:
    if not grid:
        raise InputError(path, 0, None, "is empty", "give it a header row and rows")
    header = [cell.strip() for cell in grid[0]]
    rows, faults = [], []
    for number, cells in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(
                InputError(
                    path,
                    number,
                    None,
                    f"has {len(cells)} cells, the header {len(header)}",
                    f"quote cells that hold a {_SEPARATORS[mark]}",
                )
            )
            continue
        row = Row(path, number, {k: v.strip() for k, v in zip(header, cells, strict=True)})
        faults += _unsound_cells(row)
        rows.append(row)
    if faults:
        raise InputErrors(faults)
    return rows


def _unsound_cells(row: Row) -> Iterator[InputError]:
    """Give the cells with characters that would make the file that they get into unreadable."""
    for column, text in row.cells.items():
        if wrong := unsound(text):
            yield InputError(row.file, row.number, column, *wrong)
