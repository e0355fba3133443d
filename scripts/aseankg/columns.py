"""The kinds of columns of a table of facts: their properties and how their cells are read."""

from __future__ import annotations

from dataclasses import dataclass

from aseankg.cells import (
    Reader,
    Vocabulary,
    akg,
    read_code,
    read_date,
    read_in,
    read_name,
    read_ref,
    read_text,
)
from aseankg.namespaces import RDFS, SKOS
from aseankg.terms import Term


@dataclass(frozen=True)
class Column:
    """One column: how a cell is read, the property it states, what a contributor must know.

    `many` cells hold several values separated by `;`. `basis` names the column that says whether
    a source states the value. `role` marks the columns that the importer itself reads: key,
    label, source, locator, note, basis, special.
    """

    name: str
    meaning: str
    prop: str = ""
    read: Reader | None = None
    many: bool = False
    required: bool = False
    basis: str = ""
    role: str = ""


def values(column: Column, cell: str, vocabulary: Vocabulary) -> list[Term]:
    """Read a filled cell into terms; raises `BadCell`."""
    if column.read is None:
        return []
    parts = [part.strip() for part in cell.split(";")] if column.many else [cell]
    return [column.read(part, vocabulary) for part in parts if part]


def key() -> Column:
    """The id column of a table of things."""
    return Column("id", "id of the thing: a-z, 0-9 and -, never changed", role="key", required=True)


def label(name: str, meaning: str, *, official: bool = True) -> Column:
    """The English name; official ones are also stated in the sources' graphs."""
    prop = RDFS + "label" if official else ""
    return Column(name, meaning, prop, read_in("en"), required=True, role="label")


def name_in(language: str, stem: str = "name") -> Column:
    """The name in another language."""
    return Column(f"{stem}_{language}", f"name in {language}", RDFS + "label", read_in(language))


def text(name: str, meaning: str, prop: str = "", *, language: str = "") -> Column:
    """Words, plain or in one language."""
    return Column(name, meaning, prop or akg(name), read_in(language) if language else read_text)


def date(name: str, meaning: str, prop: str, *, many: bool = False, basis: str = "") -> Column:
    """A date as precise as the source gives it."""
    return Column(
        name, meaning + " (2025, 2025-05 or 2025-05-26)", prop, read_date, many=many, basis=basis
    )


def ref(
    name: str,
    meaning: str,
    prop: str,
    *tables: str,
    many: bool = False,
    required: bool = False,
    basis: str = "",
) -> Column:
    """The id of another thing."""
    return Column(name, meaning, prop, read_ref(*tables), many, required, basis)


def coded(name: str, scheme: str, prop: str, *, required: bool = False, basis: str = "") -> Column:
    """A value of a code list."""
    return Column(
        name, f"one of the list '{scheme}'", prop, read_code(scheme), required=required, basis=basis
    )


def basis_of(name: str) -> Column:
    """The column that says on what the value of another column rests."""
    return Column(name, "stated, observed or inferred", "", read_code("basis"), role="basis")


OTHER_NAMES = Column(
    "other_names",
    "other names, `name@vi` tags the language",
    SKOS + "altLabel",
    read_name,
    many=True,
)
EVIDENCE = (
    Column(
        "source", "ids of sources, the first one first", role="source", required=True, many=True
    ),
    Column("locator", "where in it; one for each source, separated by ' | '", role="locator"),
    Column("note", "what a reader must know, in our own words", role="note"),
)
BASIS = Column(
    "basis", "stated, observed or inferred", akg("basis"), read_code("basis"), role="basis"
)
PERIOD = (
    date("from", "first day", akg("from")),
    date("to", "last day", akg("to")),
)
AS_OF = date("as_of", "days on which a source shows it so", akg("asOf"), many=True)
