"""The way from a spreadsheet to the graph: right tables go in whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook

from aseankg.editorial_tables import ALL_TABLES
from aseankg.importer import import_tables
from aseankg.namespaces import AKG, ID, SRC
from aseankg.tables import TABLES
from aseankg.templates import describe_tables, template_csv
from import_cases import (
    CONCLUSION,
    DUTY,
    GOAL,
    NEWS,
    PROJECT,
    SOURCE,
    make_root,
    said,
    snapshot,
    tables,
    write,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path)


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


@pytest.mark.parametrize("end", ["from", "to"])
def test_sources_may_disagree_on_when_a_tenure_began_or_ended(root: Path, end: str) -> None:
    told = {"source": "gazette-1"}
    rows = {
        "posts": [{"id": "p-chair", "title_en": "Chair", "organization": "vn-moha"} | told],
        "persons": [{"id": "lan", "name": "Lan"} | told],
        "tenures": [{"person": "lan", "post": "p-chair", "from": "2020", "to": "2022"} | told],
        "contradictions": [
            {"thing": "lan", "property": f"tenure p-chair: {end}", "value": "2020"}
            | {"source": "gazette-1", "other_value": "2021", "other_source": "news-2"}
        ],
    }
    import_tables(tables(root, **rows), root)
    [node] = {t[0] for t in said(root, "editorial") if t[1] == "akg:leftValue"}
    wanted = {(node, "akg:about", "id:lan--p-chair"), (node, "akg:onProperty", f"akg:{end}")}
    assert wanted <= said(root, "editorial")
    assert ("id:lan--p-chair", f"akg:{end}", "2021") in said(root, "news-2")


def test_a_second_contradiction_does_not_run_into_the_first(root: Path) -> None:
    """Nor into itself, when its table is taken in again."""
    first = {"thing": "vn-moha", "property": "founded", "value": "1945-08", "source": "gazette-1"}
    first |= {"other_value": "1946", "other_source": "news-2"}
    import_tables(tables(root), root)
    path = write(root / "tables", "contradictions", [first])
    import_tables([path], root)
    one = snapshot(root)
    import_tables([path], root)
    assert snapshot(root) == one
    path = write(root / "tables", "contradictions", [first | {"other_value": "1947"}])
    for _ in range(2):
        import_tables([path], root)
        node = "id:vn-moha--contradiction--founded-"
        right = {t[::2] for t in said(root, "editorial") if t[1] == "akg:rightValue"}
        assert right == {(f"{node}1", "1946"), (f"{node}2", "1947")}


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


def test_a_byte_order_mark_does_no_harm(root: Path) -> None:
    paths = tables(root)
    for path in paths:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_tables(paths, root).rows["organizations"] == 1


@pytest.mark.parametrize("name", sorted(ALL_TABLES))
def test_a_template_has_every_column(name: str) -> None:
    header = template_csv(ALL_TABLES[name]).strip().split(",")
    assert header == [column.name for column in ALL_TABLES[name].columns]


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
