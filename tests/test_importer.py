"""The way from a spreadsheet to the graph: right tables go in whole, wrong ones not at all."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook

from aseankg.editorial_tables import ALL_TABLES
from aseankg.errors import InputError, InputErrors
from aseankg.files import recover, replace_all
from aseankg.importer import import_tables
from aseankg.namespaces import AKG, ID, SRC, shorten
from aseankg.tables import TABLES
from aseankg.templates import describe_tables, template_csv

PROJECT = Path(__file__).parent.parent
SOURCE = {
    "id": "src-gazette-1",
    "url": "https://gazette.example/1",
    "title": "Decision 1",
    "publisher": "Gazette",
    "published": "2025-03",
    "language": "vi",
    "kind": "decision",
}
NEWS = SOURCE | {"id": "src-news-2", "url": "", "language": "en", "kind": "news", "note": "lost"}
COUNTRY = {
    "id": "viet-nam",
    "name_en": "Viet Nam",
    "iso_alpha2": "VN",
    "asean_status": "member",
    "source": "src-gazette-1",
}
MINISTRY = {
    "id": "vn-moha",
    "name_en": "Ministry of Home Affairs",
    "name_vi": "Bộ Nội vụ",
    "type": "government-ministry",
    "pillar": "ASCC",
    "pillar_basis": "inferred",
    "country": "viet-nam",
    "founded": "1945-08",
    "source": "src-gazette-1;src-news-2",
    "locator": "Article 1 | second paragraph",
}
PLAN = {
    "id": "plan",
    "title_en": "Plan",
    "type": "work-plan",
    "period_from": "2026",
    "source": "src-gazette-1",
}
DUTY = {
    "organization": "vn-moha",
    "target": "plan",
    "role": "lead",
    "from": "2025-03-01",
    "basis": "stated",
    "source": "src-gazette-1",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "graph").mkdir()
    shutil.copytree(PROJECT / "ontology", tmp_path / "ontology")
    return tmp_path


def write(folder: Path, name: str, rows: Iterable[dict[str, str]]) -> Path:
    path = folder / f"{name}.csv"
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def tables(root: Path, **changed: list[dict[str, str]]) -> list[Path]:
    whole = {
        "sources": [SOURCE, NEWS],
        "countries": [COUNTRY],
        "organizations": [MINISTRY],
        "documents": [PLAN],
        "responsibilities": [DUTY],
    } | changed
    folder = root / "tables"
    folder.mkdir(exist_ok=True)
    return [write(folder, name, rows) for name, rows in whole.items()]


def said(root: Path, stem: str) -> set[tuple[str, str, str]]:
    path = next((root / "graph").rglob(f"{stem}.ttl"))
    return {
        (shorten(q.subject.value), shorten(q.predicate.value), shorten(q.object.value))
        for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    }


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted((root / "graph").rglob("*"))
        if path.is_file()
    }


def faults(root: Path, paths: list[Path]) -> list[str]:
    before = snapshot(root)
    with pytest.raises(InputErrors) as caught:
        import_tables(paths, root)
    assert snapshot(root) == before
    return [str(error).replace(str(root / "tables") + os.sep, "") for error in caught.value.errors]


def test_a_row_stands_in_the_graph_of_each_of_its_sources(root: Path) -> None:
    import_tables(tables(root), root)
    for stem, place in (("gazette-1", "Article 1"), ("news-2", "second paragraph")):
        graph = said(root, stem)
        assert ("id:vn-moha", "akg:founded", "1945-08") in graph
        assert ("id:vn-moha", "akg:locator", place) in graph
    assert (root / "graph" / "viet-nam" / "gazette-1.ttl").exists()


def test_a_name_stands_with_the_source_in_its_language(root: Path) -> None:
    import_tables(tables(root), root)
    name = ("id:vn-moha", "rdfs:label", "Bộ Nội vụ")
    assert name in said(root, "gazette-1")
    assert name not in said(root, "news-2")


def test_what_is_inferred_stands_in_the_editorial_graph_only(root: Path) -> None:
    import_tables(tables(root), root)
    pillar = ("id:vn-moha", "akg:pillar", "code:pillar-ASCC")
    assert pillar in said(root, "editorial")
    assert pillar not in said(root, "gazette-1")
    node = "id:vn-moha--pillar--pillar-ascc"
    assert (node, "prov:wasDerivedFrom", "src:news-2") in said(root, "editorial")


def test_an_inferred_row_goes_to_the_editorial_graph_whole(root: Path) -> None:
    duty = DUTY | {"basis": "inferred", "note": "from the heading"}
    import_tables(tables(root, responsibilities=[duty]), root)
    node = "id:vn-moha--lead--plan"
    assert (node, "akg:rationale", "from the heading") in said(root, "editorial")
    assert not [t for t in said(root, "gazette-1") if t[0] == node]


def test_the_register_mints_and_nothing_else(root: Path) -> None:
    import_tables(tables(root), root)
    assert {t for t in said(root, "institutions") if t[0] == "id:vn-moha"} == {
        ("id:vn-moha", "rdf:type", "akg:Institution"),
        ("id:vn-moha", "skos:prefLabel", "Ministry of Home Affairs"),
    }


def test_a_source_without_address_says_why(root: Path) -> None:
    import_tables(tables(root), root)
    assert ("src:news-2", "akg:noAddressReason", "lost") in said(root, "news-2")


def test_both_sides_of_a_contradiction_stand_each_with_its_source(root: Path) -> None:
    row = {
        "thing": "vn-moha",
        "property": "founded",
        "value": "1945-08",
        "source": "src-gazette-1",
        "other_value": "1946",
        "other_source": "src-news-2",
        "note": "the decree against the news",
    }
    import_tables([*tables(root), write(root / "tables", "contradictions", [row])], root)
    assert ("id:vn-moha", "akg:founded", "1945-08") in said(root, "gazette-1")
    news = {t[2] for t in said(root, "news-2") if t[:2] == ("id:vn-moha", "akg:founded")}
    assert news == {"1946"}
    node = "id:vn-moha--contradiction--founded-1"
    assert (node, "akg:onProperty", "akg:founded") in said(root, "editorial")
    assert (f"{node}-right", "akg:claimedValue", "1946") in said(root, "news-2")


def test_twice_gives_the_same_bytes(root: Path) -> None:
    paths = tables(root)
    assert import_tables(paths, root).written
    before = snapshot(root)
    assert import_tables(paths, root).written == []
    assert snapshot(root) == before


def test_the_order_of_rows_and_files_does_not_matter(root: Path) -> None:
    paths = tables(root)
    import_tables(paths, root)
    before = snapshot(root)
    shutil.rmtree(root / "graph")
    (root / "graph").mkdir()
    tables(root, sources=[NEWS, SOURCE])
    import_tables(reversed(paths), root)
    assert snapshot(root) == before


def test_a_later_table_may_name_what_the_graph_has(root: Path) -> None:
    import_tables(tables(root), root)
    folder = root / "later"
    folder.mkdir()
    post = {"id": "vn-moha-minister", "title_en": "Minister", "organization": "vn-moha"}
    path = write(folder, "posts", [post])
    done = import_tables([path], root, default_source="src-gazette-1")
    assert {p.name for p in done.written} == {"posts.ttl", "gazette-1.ttl"}
    graph = said(root, "gazette-1")
    assert ("id:vn-moha-minister", "akg:postIn", "id:vn-moha") in graph
    assert ("id:vn-moha--lead--plan", "akg:role", "code:role-lead") in graph


def test_a_workbook_is_read_as_its_sheets(root: Path) -> None:
    import_tables(tables(root), root)
    book = Workbook()
    sheet = book.active
    sheet.title = "posts"
    sheet.append(["id", "title_en", "organization", "source"])
    sheet.append(["vn-moha-minister", "Minister", "vn-moha", "src-gazette-1"])
    book.save(root / "tables" / "new.xlsx")
    import_tables([root / "tables" / "new.xlsx"], root)
    assert ("id:vn-moha-minister", "akg:postIn", "id:vn-moha") in said(root, "gazette-1")


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        (
            "organizations",
            MINISTRY | {"founded": "2026-02-30"},
            "organizations.csv:2:founded: '2026",
        ),
        (
            "organizations",
            MINISTRY | {"type": "ministery"},
            "organizations.csv:2:type: 'ministery'",
        ),
        ("organizations", MINISTRY | {"parent": "nobody"}, "organizations.csv:2:parent: no thing"),
        (
            "organizations",
            MINISTRY | {"parent": "plan"},
            "organizations.csv:2:parent: 'plan' stands",
        ),
        ("organizations", MINISTRY | {"source": "src-no"}, "organizations.csv:2:source: no source"),
        (
            "organizations",
            MINISTRY | {"source": ""},
            "organizations.csv:2:source: no source is named",
        ),
        ("organizations", MINISTRY | {"id": "vn_moha"}, "organizations.csv:2:id: 'vn_moha' is not"),
        ("organizations", MINISTRY | {"id": "vn-mоha"}, "organizations.csv:2:id: 'vn-mоha' is not"),
        ("organizations", MINISTRY | {"name_en": ""}, "organizations.csv:2:name_en: is empty"),
        ("sources", SOURCE | {"url": "file:///x"}, "sources.csv:2:url: 'file:///x' is not a web"),
        ("responsibilities", DUTY | {"role": ""}, "responsibilities.csv:2:role: is empty"),
        ("responsibilities", DUTY | {"from": "1 March"}, "responsibilities.csv:2:from: '1 March'"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(
    root: Path, table: str, row: dict[str, str], fault: str
) -> None:
    rest = [NEWS] if table == "sources" else []
    found = faults(root, tables(root, **{table: [row, *rest]}))
    assert any(line.startswith(fault) for line in found), found
    assert all("; " in line for line in found)


def test_all_faults_are_told_at_once(root: Path) -> None:
    bad = MINISTRY | {"founded": "soon", "type": "x", "parent": "y"}
    assert len(faults(root, tables(root, organizations=[bad]))) == 3


def test_one_id_for_two_things_is_refused(root: Path) -> None:
    double = MINISTRY | {"name_en": "Another"}
    found = faults(root, tables(root, organizations=[MINISTRY, double]))
    assert found[0].startswith(
        "organizations.csv:3:id: 'vn-moha' stands in organizations.csv row 2"
    )


def test_a_thing_keeps_its_registered_name(root: Path) -> None:
    import_tables(tables(root), root)
    found = faults(root, tables(root, organizations=[MINISTRY | {"name_en": "Interior"}]))
    assert "is registered as 'Ministry of Home Affairs'" in found[0]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("id,name_en\nbé\n".encode("latin-1"), "is not UTF-8"),
        (b"id,name_en\nx,a,b\n", "has 3 cells, the header 2"),
        (b"id,nam\nx,a\n", "has no such column"),
        (b"", "is empty"),
        (b"id,name_en\nx\0,a\n", "NUL"),
    ],
)
def test_a_broken_file_is_refused(root: Path, data: bytes, fault: str) -> None:
    path = root / "organizations.csv"
    path.write_bytes(data)
    with pytest.raises((InputError, InputErrors), match=fault):
        import_tables([path], root)


def test_a_byte_order_mark_does_no_harm(root: Path) -> None:
    paths = tables(root)
    for path in paths:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_tables(paths, root).rows["organizations"] == 1


def test_an_unknown_table_is_refused(root: Path) -> None:
    with pytest.raises(InputError, match="is no table of facts"):
        import_tables([write(root, "people", [{"id": "x"}])], root)


def test_a_killed_replacement_is_finished(root: Path) -> None:
    """A journal that a killed run left behind is carried out by the next one."""
    target = root / "graph" / "asean" / "x.ttl"
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom aseankg import files\n"
        "real = os.replace\n"
        "def slow(a, b):\n"
        "    real(a, b)\n"
        "    print('moved', flush=True)\n"
        "    import time; time.sleep(60)\n"
        "files.os.replace = slow\n"
        f"files.replace_all(Path({str(root)!r}), {{Path({str(target)!r}): 'new'}})\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(PROJECT / "scripts")},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"moved\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert not target.exists()
    assert recover(root)
    assert target.read_text(encoding="utf-8") == "new"
    assert not list(root.glob(".new-*"))
    assert not (root / ".replacing").exists()


def test_a_full_disk_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "dumps", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(OSError, match="No space"):
        replace_all(root, {root / "graph" / "x.ttl": "new"})
    assert not list(root.glob(".new-*"))
    assert not (root / "graph" / "x.ttl").exists()


@pytest.mark.parametrize("name", sorted(ALL_TABLES))
def test_a_template_has_every_column(name: str) -> None:
    header = template_csv(ALL_TABLES[name]).strip().split(",")
    assert header == [column.name for column in ALL_TABLES[name].columns]


GOAL = {
    "id": "plan-goal-1",
    "document": "plan",
    "level": "goal",
    "label": "Healthy people",
    "source": "src-gazette-1",
}
CONCLUSION = {
    "goal": "plan-goal-1",
    "body": "vn-moha",
    "role": "lead",
    "basis": "inferred",
    "evidence": "plan",
    "rationale": "Its remit",
    "confidence": "high",
}


def test_what_editors_conclude_carries_reason_and_derivation(root: Path) -> None:
    paths = tables(root, goals=[GOAL], goal_bodies=[CONCLUSION])
    sdg = {key: value for key, value in CONCLUSION.items() if key not in ("body", "role")}
    paths.append(write(root / "tables", "goal_sdg", [sdg | {"sdg": "3"}]))
    import_tables(paths, root)
    graph = said(root, "editorial")
    node = "id:vn-moha--lead--plan-goal-1"
    for predicate, value in (
        ("akg:rationale", "Its remit"),
        ("akg:confidence", "code:confidence-high"),
        ("prov:wasDerivedFrom", "id:plan"),
        ("prov:wasDerivedFrom", "src:gazette-1"),
    ):
        assert (node, predicate, value) in graph
    assert ("id:plan-goal-1", "akg:matchesSDG", "sdg:3") in graph
    assert not any(s == node for s, _, _ in said(root, "gazette-1"))


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("goal_bodies", CONCLUSION | {"body": "no"}, "goal_bodies.csv:2:body: no thing"),
        ("goal_bodies", CONCLUSION | {"goal": "plan"}, "goal_bodies.csv:2:goal: 'plan' stands in"),
        ("goal_bodies", CONCLUSION | {"rationale": ""}, "goal_bodies.csv:2:rationale: is empty"),
        ("goal_bodies", CONCLUSION | {"confidence": "sure"}, "goal_bodies.csv:2:confidence: "),
        ("goal_bodies", CONCLUSION | {"evidence": "plan;x"}, "goal_bodies.csv:2:evidence: no"),
        ("goal_bodies", CONCLUSION | {"why": "x"}, "goal_bodies.csv:1:why: table goal_bodies has"),
        ("gaps", {"goal": "plan-goal-1", "why": ""}, "gaps.csv:2:why: is empty"),
        ("remit_lookups", {"body": "vn-moha", "url": "x", "confirms": "y"}, "lookups.csv:2:url"),
        ("goal_sdg", {"goal": "plan-goal-1", "sdg": "18"}, "goal_sdg.csv:2:sdg: '18' is not"),
        ("contradictions", {"thing": "vn-moha"}, "contradictions.csv:2:property: is empty"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_an_editors_table_is_told_with_its_place(
    root: Path, table: str, row: dict[str, str], fault: str
) -> None:
    paths = [*tables(root, goals=[GOAL]), write(root / "tables", table, [row])]
    before = snapshot(root)
    with pytest.raises((InputErrors, InputError)) as caught:
        import_tables(paths, root)
    assert snapshot(root) == before
    assert fault in str(caught.value).replace(str(root / "tables") + os.sep, "")


def test_the_page_on_the_tables_is_up_to_date() -> None:
    page = (PROJECT / "graph" / "tables.md").read_text(encoding="utf-8")
    assert page == describe_tables()


def test_every_property_that_a_table_writes_is_in_the_ontology() -> None:
    quads = ox.parse(path=PROJECT / "ontology" / "aseankg.ttl", format=ox.RdfFormat.TURTLE)
    declared = {quad.subject.value for quad in quads}
    used = {c.prop for t in TABLES.values() for c in t.columns if c.prop.startswith(AKG)}
    assert used <= declared
    assert ID
    assert SRC
