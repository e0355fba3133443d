"""Rows of the tables of facts as records: a node, what is said of it, by which sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from aseankg.cells import (
    SLUG,
    BadCell,
    Vocabulary,
    akg,
    literal,
    number_remedy,
    source,
    source_id,
    thing,
)
from aseankg.columns import Column, values
from aseankg.dates import interval
from aseankg.errors import InputError
from aseankg.namespaces import RDF
from aseankg.sheets import Row
from aseankg.tables import Table
from aseankg.terms import Term

# Columns of words that are part of a statement's id, and where the words stand.
_WORDS_IN_KEYS = {
    "relations": (("object", "object_text"), ("qualifier", "qualifier")),
    "functions": (("function", "function"),),
}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass
class Record:
    """What one row says: facts as (predicate, value, basis of that value)."""

    table: Table
    row: Row
    node: ox.NamedNode
    sources: list[str]
    basis: str = ""
    locators: dict[str, str] = field(default_factory=dict)
    loose_locator: str = ""
    facts: list[tuple[str, Term, str]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The last part of the node's IRI."""
        return self.node.value.rsplit("/", 1)[1]


class Reading:
    """The reading of one row: collects its faults instead of stopping at the first."""

    def __init__(self, table: Table, row: Row, vocabulary: Vocabulary) -> None:
        """Prepare to read the row."""
        self.table, self.row, self.vocabulary = table, row, vocabulary
        self.faults: list[InputError] = []

    def fault(self, column: str, message: str, remedy: str) -> None:
        """Note a fault of a cell."""
        self.faults.append(InputError(self.row.file, self.row.number, column, message, remedy))

    def record(self) -> Record:
        """Read the row; its faults are in `faults` afterwards."""
        mint = source if self.table.name == "sources" else thing
        record = Record(self.table, self.row, mint(self._key()), self._sources())
        record.basis = self.row.get("basis")
        self._place_locators(record)
        for column in self.table.columns:
            self._read(column, record)
        special = _SPECIAL.get(self.table.name)
        if special and not self.faults:
            special(self, record)
        return record

    def _key(self) -> str:
        cells = {column.name: self.row.get(column.name) for column in self.table.columns}
        for column, words in _WORDS_IN_KEYS.get(self.table.name, ()):
            cells[column] = cells[column] or slugify(cells[words])
            cells[column] = slugify(cells[column])
        if self.table.name == "sources" and cells["id"]:
            cells["id"] = source_id(cells["id"])
        slug = self.table.key.format(**cells).removesuffix("--")
        if "id" in cells and not SLUG.match(slug):
            self.fault("id", f"'{slug}' is not an id", "use a-z, 0-9 and single -")
        return slug

    def _sources(self) -> list[str]:
        if self.table.name == "sources":
            return [source_id(self.row.get("id"))]
        named = parts_of(self.row.get("source"))
        if not named:
            self.fault("source", "no source is named", "every fact needs one: give its id")
        return [slug for part in named for slug in self._source(part)]

    def _source(self, part: str) -> list[str]:
        try:
            return [self.vocabulary.source(part)]
        except BadCell as bad:
            self.fault("source", bad.message, bad.remedy)
            return []

    def _place_locators(self, record: Record) -> None:
        text = self.row.get("locator")
        parts = [part.strip() for part in text.split(" | ")]
        if text and len(parts) == len(record.sources):
            record.locators = {s: p for s, p in zip(record.sources, parts, strict=True) if p}
        else:
            record.loose_locator = text

    def _read(self, column: Column, record: Record) -> None:
        cell = self.row.get(column.name)
        if not cell:
            if column.required and column.role != "source":
                self.fault(column.name, "is empty", f"fill it: {column.meaning}")
            return
        if column.role in ("key", "source", "locator"):
            return
        try:
            read = values(column, cell, self.vocabulary)
        except BadCell as bad:
            self.fault(column.name, bad.message, bad.remedy)
            return
        basis = self.row.get(column.basis) if column.basis else ""
        if column.prop:
            record.facts += [(column.prop, value, basis) for value in read]


def parts_of(cell: str) -> list[str]:
    """Give the several values of a cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def slugify(text: str) -> str:
    """Make an id part of words: lower case, ASCII letters and digits, single hyphens."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-")[:60].strip("-")


def camel(name: str) -> str:
    """Give the property name of a relation of the tables: `merged-into` is `mergedInto`."""
    head, *tail = name.split("-")
    return head + "".join(word.title() for word in tail)


def _finish_result(reading: Reading, record: Record) -> None:
    row = reading.row
    value = literal(row.get("value"), "" if row.get("unit") == "qualitative" else "decimal")
    if value.datatype.value.endswith("decimal") and not re.fullmatch(r"-?\d+(\.\d+)?", value.value):
        remedy = f"{number_remedy(value.value)}; or give the unit 'qualitative'"
        reading.fault("value", f"'{value.value}' is not a number", remedy)
    record.facts.append((akg("value"), value, ""))
    period = row.get("reference_period")
    if period:
        record.facts.append((akg("referencePeriod"), literal(period), ""))
        begin, _, end = period.partition("/")
        for prop, date in (("periodFrom", begin), ("periodTo", end or begin)):
            _append_date(reading, record, prop, date)


def _append_date(reading: Reading, record: Record, prop: str, cell: str) -> None:
    from aseankg.cells import read_date

    try:
        record.facts.append((akg(prop), read_date(cell, reading.vocabulary), ""))
    except BadCell as bad:
        reading.fault("reference_period", bad.message, bad.remedy)


def _finish_relation(reading: Reading, record: Record) -> None:
    row = reading.row
    predicate = ox.NamedNode(akg(camel(row.get("relation"))))
    record.facts.append((RDF + "subject", thing(row.get("subject")), ""))
    record.facts.append((RDF + "predicate", predicate, ""))
    if row.get("object"):
        record.facts.append((RDF + "object", thing(row.get("object")), ""))
    elif row.get("object_text"):
        record.facts.append((akg("objectText"), literal(row.get("object_text")), ""))
    else:
        reading.fault("object", "neither object nor object_text is given", "fill one of them")


_SPECIAL = {"results": _finish_result, "relations": _finish_relation}


def settle_locators(records: Iterable[Record]) -> None:
    """Give a lone locator of a row with several sources to the one it can only belong to.

    The words before its first comma ("ASCC SP") decide, where among the row's sources only one is
    located with the same words in other rows; a locator that stays ambiguous stays loose.
    """
    records = list(records)
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        for owner, locator in record.locators.items():
            seen[_opening(locator)].add(owner)
    for record in records:
        rest = []
        for part in filter(None, record.loose_locator.split(" | ")):
            owners = seen[_opening(part)] & set(record.sources)
            if len(owners) == 1 and (owner := next(iter(owners))) not in record.locators:
                record.locators[owner] = part
            else:
                rest.append(part)
        record.loose_locator = " | ".join(rest)


def _opening(locator: str) -> str:
    return locator.split(",")[0].strip()


def shows(published: str, day: ox.Literal) -> bool:
    """Tell whether a source published then can have shown something of that day."""
    if not published:
        return True
    kind = {4: "gYear", 7: "gYearMonth"}.get(len(published), "date")
    last = interval(published, "http://www.w3.org/2001/XMLSchema#" + kind)[1]
    first, _ = interval(day.value, day.datatype.value)
    return first <= last
