"""Empty tables to fill in, and the page that explains every column of them."""

from __future__ import annotations

import csv
import io

from aseankg.columns import Column
from aseankg.editorial_tables import ALL_TABLES, EDITORIAL_TABLES
from aseankg.tables import Table

_HEAD = """# The tables of facts

A table is a CSV file (UTF-8) or a sheet of an Excel workbook, named as below, with a header row.
`aseankg import --template TABLE` writes an empty one; `aseankg import FILE` reads it. Columns that
you have nothing for may be left out. Several values in one cell are separated by `;`. The cells of
a CSV may be separated by commas, by semicolons (as Excel does in many countries) or by tabs;
numbers have a decimal point.

Every row of facts names its `source`, which stands in the table `sources` of the same import or
already in the graph: `baotintuc-qd47`, `src-baotintuc-qd47`, `src:baotintuc-qd47` and its IRI are
the same. Dates are as precise as the source gives them: `2025`,
`2025-05` or `2025-05-26`. An empty cell means *not known*, never *no*. A `basis` is `stated` (a
source says so), `observed` (read from what a source shows someone do) or `inferred` (an editor
concludes it: the row then goes to the editorial graph, with the note as its reason).

What editors conclude stands in tables of their own, the last ones here.

Nothing is written unless every row of every table is right. A fault is told as
`file:row:column: what is wrong; what to do`. The same tables twice give the same files.
"""


def template_csv(table: Table) -> str:
    """Give the header row of a table as CSV text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([column.name for column in table.columns])
    return out.getvalue()


def describe_tables() -> str:
    """Give the documentation of all tables as Markdown."""
    return _HEAD + "".join(_section(table) for table in ALL_TABLES.values())


def _section(table: Table) -> str:
    mint = f"things, minted in `register/{table.register}.ttl`" if table.register else "statements"
    if table.name in EDITORIAL_TABLES:
        mint = "what editors say, written to `editorial.ttl`"
    rows = "".join(_line(column) for column in table.columns)
    return (
        f"\n## {table.name}\n\nRows are {mint}, of class `akg:{table.cls}`.\n\n"
        f"| column | holds | required | several |\n|---|---|---|---|\n{rows}"
    )


def _line(column: Column) -> str:
    required = "yes" if column.required else ""
    several = "yes" if column.many else ""
    return (
        f"| `{column.name}` | {column.meaning.replace('|', '&#124;')} | {required} | {several} |\n"
    )
