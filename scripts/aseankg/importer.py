"""Tables of facts become graphs: read, validated as a whole, written all or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from aseankg import contradictions, editorial
from aseankg.cells import Vocabulary, source, source_id
from aseankg.draft import Draft
from aseankg.editorial_tables import ALL_TABLES
from aseankg.emission import Emitter, SourceFacts
from aseankg.errors import InputError, InputErrors
from aseankg.existing import Existing, read_existing, triples_of
from aseankg.files import recover, replace_all
from aseankg.namespaces import SRC
from aseankg.records import Reading, Record, settle_locators
from aseankg.sheets import Row, find_tables, read_sheets
from aseankg.tables import TABLES
from aseankg.turtle import format_turtle

# A list of what the other tables contain: it is checked against the code lists, not imported.
_LISTINGS = ("vocabularies",)


@dataclass(frozen=True)
class Imported:
    """What an import did: rows read per table, rows left out, files that it changed."""

    rows: dict[str, int]
    left_out: dict[str, str]
    written: list[Path]


def import_tables(paths: Iterable[Path], root: Path, default_source: str = "") -> Imported:
    """Read tables and write them into the graph under `root`.

    Raises `InputErrors` with every fault found; then nothing has been written. What the graph
    already says stays; the same tables twice give the same bytes.
    """
    recover(root)
    sheets = _read_all(paths, default_source)
    existing = read_existing(root)
    vocabulary = _vocabulary(sheets, existing)
    records, faults = _records(sheets, vocabulary)
    faults += _double_ids(records, existing)
    draft = Draft()
    rows = sheets.get("contradictions", [])
    disputes = contradictions.enter(rows, vocabulary, draft, existing.disputed)
    editor = editorial.Editor(vocabulary, draft, _origins(records))
    for table in editorial.WRITERS:
        editor.enter(table, sheets.get(table, []))
    faults += disputes.faults + editor.faults
    if faults:
        raise InputErrors(faults)
    settle_locators(records)
    emitter = Emitter(draft, disputes, _source_facts(records, existing), _iso(records, existing))
    for record in records:
        emitter.emit(record)
    emitter.add_other_sides()
    files = _files(draft, existing, root, emitter.folders(records))
    counts = {name: len(found) for name, found in sheets.items()}
    return Imported(counts, dict.fromkeys(_LISTINGS, "a list of codes"), replace_all(root, files))


def _read_all(paths: Iterable[Path], default_source: str) -> dict[str, list[Row]]:
    sheets: defaultdict[str, list[Row]] = defaultdict(list)
    known = {name: [one.name for one in table.columns] for name, table in ALL_TABLES.items()}
    for path in find_tables(paths):
        for name, rows in read_sheets(path, known).items():
            if name in _LISTINGS:
                continue
            if name not in ALL_TABLES:
                remedy = f"name it {', '.join(ALL_TABLES)}"
                raise InputError(path, 0, None, f"'{name}' is no table of facts", remedy)
            _refuse_unknown_columns(name, rows)
            for row in rows:
                if default_source and not row.get("source"):
                    row.cells["source"] = default_source
            sheets[name] += rows
    return dict(sheets)


def _refuse_unknown_columns(name: str, rows: list[Row]) -> None:
    known = [column.name for column in ALL_TABLES[name].columns]
    for column in rows[0].cells if rows else ():
        if column not in known:
            raise InputError(
                rows[0].file,
                1,
                column,
                f"table {name} has no such column",
                f"its columns are {', '.join(known)}",
            )


def _vocabulary(sheets: Mapping[str, list[Row]], existing: Existing) -> Vocabulary:
    things = dict(existing.things)
    for table in TABLES.values():
        if table.register and table.key == "{id}":
            things |= {row.get("id"): table.name for row in sheets.get(table.name, [])}
    sources = {f"src-{stem}" for stem in existing.files if stem != "editorial"}
    sources |= {source_id(row.get("id")) for row in sheets.get("sources", [])}
    return Vocabulary(things, frozenset(sources), existing.codes)


def _records(
    sheets: Mapping[str, list[Row]], vocabulary: Vocabulary
) -> tuple[list[Record], list[InputError]]:
    records: list[Record] = []
    faults: list[InputError] = []
    for table in TABLES.values():
        for row in sheets.get(table.name, []):
            reading = Reading(table, row, vocabulary)
            records.append(reading.record())
            faults += reading.faults
    return records, faults


def _double_ids(records: list[Record], existing: Existing) -> list[InputError]:
    faults = []
    seen: dict[str, Record] = {}
    for record in records:
        first = seen.setdefault(record.node.value, record)
        row = record.row
        if first is not record:
            faults.append(
                InputError(
                    row.file,
                    row.number,
                    "id",
                    f"'{record.slug}' stands in {first.row.file.name} row {first.row.number} too",
                    "merge the rows or give another id",
                )
            )
        label = record.table.role("label")
        old = existing.labels.get(record.slug)
        if label and old is not None and old != row.get(label.name):
            faults.append(
                InputError(
                    row.file,
                    row.number,
                    label.name,
                    f"'{record.slug}' is registered as '{old}'",
                    "use that name, or correct the register in graph/register first",
                )
            )
    return faults


def _origins(records: list[Record]) -> dict[str, list[ox.NamedNode]]:
    return {r.slug: [source(slug) for slug in r.sources] for r in records if r.table.register}


def _source_facts(records: list[Record], existing: Existing) -> SourceFacts:
    rows = [record.row for record in records if record.table.name == "sources"]
    return SourceFacts(
        existing.published | {source_id(row.get("id")): row.get("published") for row in rows},
        existing.language | {source_id(row.get("id")): row.get("language") for row in rows},
    )


def _iso(records: list[Record], existing: Existing) -> dict[str, str]:
    new = {r.row.get("iso_alpha2").lower(): r.slug for r in records if r.table.name == "countries"}
    return existing.members | new


def _files(
    draft: Draft, existing: Existing, root: Path, folders: Mapping[str, str]
) -> dict[Path, str]:
    files: dict[Path, str] = {}
    for register, triples in draft.minted.items():
        path = root / "graph" / "register" / f"{register}.ttl"
        files[path] = format_turtle(_with_old(path, triples))
    for graph, triples in draft.graphs.items():
        stem = graph.removeprefix(SRC)
        home = "" if stem == "editorial" else folders.get(stem, "asean")
        path = existing.files.get(stem, root / "graph" / home / f"{stem}.ttl")
        files[path] = format_turtle(_with_old(path, triples), graph)
    return files


def _with_old(path: Path, triples: set[ox.Triple]) -> set[ox.Triple]:
    return triples | set(triples_of(path)) if path.exists() else triples
