"""Excel workbooks whose bytes depend on nothing but what they hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from aseankg.markup import lawful

_WIDEST = 60
_MOMENT = (1980, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(?<=W3CDTF\">)[^<]+")
_THEN = b"1980-01-01T00:00:00Z"


def workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Write sheets (name -> rows of text, the first row the header) as an xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), rows)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _fill(sheet: object, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if not text:
                continue
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = lawful(text), "s"  # never a formula
            cell.alignment = alignment
            if number == 1:
                cell.font = Font(bold=True)
            elif text.startswith("http") and " " not in text:
                cell.hyperlink = text
    for column, texts in enumerate(zip(*rows, strict=True), start=1):
        longest = max(map(len, texts))
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _timeless(content: bytes) -> bytes:
    """Take the time of writing out of a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = _WRITTEN.sub(_THEN, old.read(entry))
            new.writestr(zipfile.ZipInfo(entry.filename, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
