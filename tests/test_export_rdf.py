"""The graph as files: RDF and tables, read back by programs of others; the command itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from rdflib import Dataset

from aseankg import contexts
from aseankg.cli import cli
from aseankg.console import Failure
from aseankg.dataset import as_rdflib
from aseankg.exporters import EXPORTERS, GRAPH, NETWORK, QUESTION
from aseankg.namespaces import AKG, ID, ONTOLOGY, OWL, PREFIXES, RDF, SKOS, SRC, XSD, expand
from aseankg.neighbourhood import excerpt, surroundings
from aseankg.store import open_store
from aseankg.terms import value_of

RDF_FORMATS = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
OXIGRAPH = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return open_store()


@pytest.fixture(scope="module")
def sample(store: ox.Store) -> ox.Store:
    """What is said around one ministry."""
    return excerpt(store, [ID + "vn-moha"])


@pytest.fixture(scope="module")
def nasty() -> ox.Store:
    """A small graph in which all is that ever broke a writer."""
    date = ox.NamedNode(XSD + "date")
    objects: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (
            SKOS + "prefLabel",
            ox.Literal("a \"b\" \\ \n\t\r <c> & 'd' ﷽ 🎉 \u0000\u0008", language="en"),
        ),
        (SKOS + "prefLabel", ox.Literal("สมาคม", language="th")),
        (SKOS + "prefLabel", ox.Literal("部", language="zh-hant-tw")),
        (SKOS + "altLabel", ox.Literal("no language")),
        (SKOS + "altLabel", ox.Literal("a language", language="und")),
        (SKOS + "notation", ox.Literal("4.1.1")),
        (SKOS + "notation", ox.Literal("true")),
        (AKG + "from", ox.Literal("2025", datatype=ox.NamedNode(XSD + "gYear"))),
        (AKG + "from", ox.Literal("2025-03", datatype=ox.NamedNode(XSD + "gYearMonth"))),
        (AKG + "from", ox.Literal("2025-03-01", datatype=date)),
        (AKG + "fromEarliest", ox.Literal("2025-03-01", datatype=date)),
        (AKG + "fromEarliest", ox.Literal("2025-03-01")),
        (AKG + "value", ox.Literal("012.50", datatype=ox.NamedNode(XSD + "decimal"))),
        (AKG + "partOf", ox.NamedNode(ID + "b")),
        (AKG + "partOf", ox.NamedNode("http://example.org/a?b=c&d#e(f)")),
        (AKG + "partOf", ox.NamedNode("urn:isbn:1")),
        (AKG + "partOf", ox.Literal("not a thing")),
        (AKG + "notInTheOntology", ox.NamedNode(SRC + "s")),
        ("http://example.org/p", ox.Literal("id:b")),
        (RDF + "type", ox.NamedNode(AKG + "Institution")),
        (RDF + "type", ox.NamedNode("http://example.org/T")),
        (RDF + "subject", ox.NamedNode(ID + "b")),
    ]
    made = ox.Store()
    for predicate, value in objects:
        for graph in ("s", "t"):
            ends = (ox.NamedNode(ID + "a"), ox.NamedNode(predicate))
            made.add(ox.Quad(*ends, value, ox.NamedNode(SRC + graph)))
    return made


def as_of_rdflib(quads: Iterable[ox.Quad]) -> set[tuple[object, ...]]:
    return {
        tuple(map(as_rdflib, (quad.subject, quad.predicate, quad.object, quad.graph_name)))
        for quad in quads
    }


def read_by_rdflib(content: bytes, form: str) -> set[tuple[object, ...]]:
    dataset = Dataset()
    dataset.parse(data=content, format=RDF_FORMATS[form])
    return set(dataset.quads())


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_oxigraph_reads_the_whole_graph(form: str, store: ox.Store) -> None:
    back = list(ox.parse(EXPORTERS[form].write(GRAPH, store), format=OXIGRAPH[form]))
    assert len(back) == len(store)
    assert set(back) == set(store)


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")
def test_rdflib_reads_the_whole_graph(store: ox.Store) -> None:
    back = read_by_rdflib(EXPORTERS["jsonld"].write(GRAPH, store), "jsonld")
    wanted = as_of_rdflib(store)
    assert len(back) == len(wanted) == len(store)
    assert back == wanted


@pytest.mark.parametrize("form", RDF_FORMATS)
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")
@pytest.mark.parametrize("of", ["sample", "nasty"])
def test_rdflib_reads_a_part(form: str, of: str, request: pytest.FixtureRequest) -> None:
    part: ox.Store = request.getfixturevalue(of)
    content = EXPORTERS[form].write(GRAPH, part)
    assert read_by_rdflib(content, form) == as_of_rdflib(part)
    assert set(ox.parse(content, format=OXIGRAPH[form])) == set(part)


def test_same_graph_same_bytes(tmp_path: Path, nasty: ox.Store) -> None:
    forms = [name for name, one in EXPORTERS.items() if GRAPH in one.writers]
    (tmp_path / "nasty.nq").write_bytes(EXPORTERS["nquads"].write(GRAPH, nasty))
    code = f"""
import hashlib, pathlib, random, pyoxigraph as ox
from aseankg.exporters import EXPORTERS
text = pathlib.Path({str(tmp_path / "nasty.nq")!r}).read_bytes()
quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
random.shuffle(quads)
store = ox.Store()
store.extend(quads)
for name in {forms}:
    print(hashlib.sha256(EXPORTERS[name].write("graph", store)).hexdigest())
"""
    seen = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "scripts")}
        seen.add(subprocess.check_output([sys.executable, "-c", code], env=env, text=True))
    (told,) = seen
    assert len(told.split()) == len(forms)


# --- the context ----------------------------------------------------------------------------------


def test_published_context_is_that_of_the_vocabulary(store: ox.Store) -> None:
    path = ROOT / "ontology" / "context.jsonld"
    wanted = EXPORTERS["context"].write(GRAPH, store)
    remedy = "write it anew: aseankg export context -o ontology/context.jsonld"
    assert path.read_bytes() == wanted, remedy


def test_every_term_has_a_word(store: ox.Store) -> None:
    words = contexts.published()
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    for kind in kinds:
        pattern = (ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + kind), ox.NamedNode(ONTOLOGY))
        for quad in store.quads_for_pattern(None, *pattern):
            iri = value_of(quad.subject)
            if iri.startswith(AKG):
                meaning = words[iri.removeprefix(AKG)]
                assert (meaning if isinstance(meaning, str) else meaning["@id"]) == iri


def test_prefixes_of_the_context_are_those_of_the_house() -> None:
    words = contexts.published()
    assert {name: words[name] for name in PREFIXES} == PREFIXES


def test_a_consumer_finds_plain_words(sample: ox.Store) -> None:
    document = json.loads(EXPORTERS["jsonld"].write(GRAPH, sample))
    nodes = {node["@id"]: node for graph in document["@graph"] for node in graph["@graph"]}
    assert nodes["id:vn-moha"]
    register = next(graph for graph in document["@graph"] if graph["@id"] == "src:register")
    (node,) = [node for node in register["@graph"] if node["@id"] == "id:vn-moha"]
    assert node["@type"] == "Institution"
    assert node["prefLabel"]["en"] == "Ministry of Home Affairs"


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


# --- the command ----------------------------------------------------------------------------------


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["export", *args])


def test_command_writes_networks_questions_and_the_graph(tmp_path: Path) -> None:
    out = tmp_path / "a file.gexf"
    name = ["--network", "institution-institution", "--country", "viet-nam"]
    done = run("gexf", *name, "-o", str(out), "-q")
    assert (done.exit_code, done.output) == (0, "")
    assert b"vn-moha" in out.read_bytes()
    assert run("graphology", f"--network={name[1]}", "--country=viet-nam").exit_code == 0
    rows = run("csv", "--question", "who-held-a-post", "--spreadsheet-safe").stdout
    assert rows.splitlines()[0].endswith("sources,source_urls")
    assert run("svg", "--around", "Bộ Nội vụ", "--lang", "vi").stdout.startswith("<?xml")
    assert run("nquads", "--around", "vn-moha", "--hops", "2").stdout.count("\n") > 2000


def test_command_leaves_out_what_it_is_told_to() -> None:
    whole = run("nquads").stdout
    stated = run("nquads", "--without", "inferred", "--without", "editorial").stdout
    assert "source/editorial> ." in whole
    assert "source/editorial> ." not in stated
    assert (
        hashlib.sha256(whole.encode()).digest()
        == hashlib.sha256(run("nquads").stdout_bytes).digest()
    )


def test_page_says_what_was_asked_for_and_names_its_sources() -> None:
    page = run("html", "--network", "instruments", "--country", "viet-nam").stdout
    assert "country: viet-nam" in page
    assert 'id="source-1"><a href="http' in page


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["dott"], "did you mean dot"),
        (["dot"], "give --network NAME or --around THING"),
        (["svg", "--question", "who-held-a-post"], "choose csv, xlsx, html"),
        (["trig", "--network", "instruments"], "leave out --network and --question"),
        (["csv", "--network", "instrument"], "did you mean instruments"),
        (["csv", "--question", "who"], "no question 'who'"),
        (["csv", "--network", "instruments", "--question", "who-held-a-post"], "one of them"),
        (["csv", "--network", "instruments", "--around", "vn-moha"], "one of them"),
        (["csv", "--network", "instruments", "--contry", "x"], "No such option '--contry'"),
        (["csv", "--network", "instruments", "--country", "atlantis"], "atlantis"),
        (["gexf", "--around", "vn-moha", "--spreadsheet-safe"], "for csv alone"),
        (["svg", "--around", "no such thing at all"], "no such thing"),
    ],
)
def test_faults_take_one_line(args: list[str], told: str) -> None:
    done = run(*args)
    assert done.exit_code == Failure.exit_code
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_help_lists_the_options_of_a_network() -> None:
    text = run("csv", "--network", "instruments", "--help").output
    assert "--country" in text
    assert all(name in text for name in EXPORTERS)


def test_every_format_can_be_written() -> None:
    for name, one in EXPORTERS.items():
        assert one.name == name
        assert one.about
        assert one.suffix.startswith(".")
        assert set(one.writers) <= {GRAPH, NETWORK, QUESTION}
