"""The graph as tables, and what is around a thing."""

from __future__ import annotations

import csv
import io

import openpyxl
import pyoxigraph as ox

from aseankg.exporters import EXPORTERS, GRAPH
from aseankg.namespaces import AKG, ID, SRC, expand
from aseankg.neighbourhood import surroundings
from aseankg.terms import value_of

# --- tables ---------------------------------------------------------------------------------------
Row = tuple[str, ...]


def rows_of(store: ox.Store) -> set[Row]:
    found: set[Row] = set()
    for quad in store:
        term = quad.object
        literal = isinstance(term, ox.Literal)
        datatype = term.datatype.value if isinstance(term, ox.Literal) else ""
        lang = (term.language or "") if isinstance(term, ox.Literal) else ""
        names = (value_of(quad.subject), value_of(quad.predicate), value_of(term))
        assert literal == bool(datatype)
        found.add((*names, datatype, lang, value_of(quad.graph_name)))
    return found


def test_csv_holds_every_statement(store: ox.Store, nasty: ox.Store) -> None:
    for one in (store, nasty):
        text = EXPORTERS["csv"].write(GRAPH, one).decode()
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        assert header == ["subject", "predicate", "object", "datatype", "lang", "source"]
        assert len(rows) == len(one)
        assert {full(row) for row in rows} == rows_of(one)


def full(row: list[str]) -> Row:
    subject, predicate, value, datatype, lang, source = row
    value = value if datatype else expand(value)
    return expand(subject), expand(predicate), value, expand(datatype), lang, expand(source)


def test_xlsx_holds_every_statement(sample: ox.Store) -> None:
    content = EXPORTERS["xlsx"].write(GRAPH, sample)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert "Responsibility" in book.sheetnames
    found = set()
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            cells = {str(k): str(v) for k, v in zip(header, row, strict=True) if v is not None}
            thing, source = cells.pop("id"), cells.pop("source")
            for name, cell in cells.items():
                predicate, _, lang = name.partition("@")
                found |= {(thing, predicate, lang, text, source) for text in cell.split("\n")}
    assert found == {shown(quad) for quad in sample if not is_bound(quad)}


def is_bound(quad: ox.Quad) -> bool:
    return quad.predicate.value.endswith(("Earliest", "Latest"))


def shown(quad: ox.Quad) -> Row:
    from aseankg.namespaces import shorten

    literal = isinstance(quad.object, ox.Literal)
    text = value_of(quad.object) if literal else shorten(value_of(quad.object))
    lang = (quad.object.language or "") if isinstance(quad.object, ox.Literal) else ""
    predicate = shorten(quad.predicate.value).removeprefix("akg:")
    source = shorten(value_of(quad.graph_name)).removeprefix("src:")
    return shorten(value_of(quad.subject)), predicate, lang, text, source


def test_cells_are_safe_for_spreadsheets_if_asked() -> None:
    store = ox.Store()
    triple = (ox.NamedNode(ID + "a"), ox.NamedNode(AKG + "value"), ox.Literal("=1+1"))
    store.add(ox.Quad(*triple, ox.NamedNode(SRC + "s")))
    assert ",=1+1," in EXPORTERS["csv"].write(GRAPH, store).decode()
    assert ",'=1+1," in EXPORTERS["csv"].write(GRAPH, store, spreadsheet_safe=True).decode()


# --- what is around a thing -----------------------------------------------------------------------


def test_excerpt_tells_all_of_a_thing_and_of_its_sources(store: ox.Store, sample: ox.Store) -> None:
    thing = ox.NamedNode(ID + "vn-moha")
    assert set(sample) < set(store)
    for pattern in ((thing, None, None), (None, None, thing)):
        assert set(sample.quads_for_pattern(*pattern)) == set(store.quads_for_pattern(*pattern))
    duty = ox.NamedNode(ID + "vn-moha--lead--ascc-council")
    about = set(store.quads_for_pattern(duty, None, None))
    assert about
    assert about <= set(sample)
    title = ox.NamedNode(expand("dcterms:title"))
    for graph in sample.named_graphs():
        name = value_of(graph)
        if name.rpartition("/")[2] not in ("register", "editorial", "inferred", "ontology"):
            assert list(sample.quads_for_pattern(graph, title, None, graph)), name


def test_surroundings_have_the_links_of_a_thing(store: ox.Store) -> None:
    graph = surroundings(store, ID + "vn-moha")
    assert all(ID + "vn-moha" in ends for ends in graph.edges())
    edges = graph.get_edge_data(ID + "vn-moha", ID + "ascc-council")
    assert {data["relation"] for data in edges.values()} >= {"lead"}
    assert all(data["sources"] for *_, data in graph.edges(data=True))
    further = surroundings(store, ID + "vn-moha", 2)
    assert set(graph.nodes) < set(further.nodes)
    assert "Earliest" not in str(list(graph.edges(data="relation")))
