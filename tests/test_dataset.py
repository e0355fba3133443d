"""The files as statements: which graph each fills, what is refused, the same in rdflib."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, Literal, URIRef

import aseankg
from aseankg import dataset
from aseankg.errors import InputError, InputErrors
from aseankg.namespaces import AKG, EDITORIAL, ID, INFERRED, ONTOLOGY, REGISTER, SRC, XSD
from aseankg.paths import data_root
from aseankg.store import open_store
from aseankg.terms import value_of

HEAD = (
    "@prefix id: <https://w3id.org/aseankg/id/> .\n@prefix akg: <https://w3id.org/aseankg/ns#> .\n"
)
HEAD += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small root: a source, the register, editors, terms, a rule, shapes."""
    for name, body in {
        "graph/asean/one.ttl": "id:a akg:implements id:b ;\n akg:adoptedOn '2025'^^xsd:gYear .\n",
        "graph/viet-nam/two.ttl": "id:a akg:implements id:b . id:b akg:implements id:c .\n",
        "graph/register/things.ttl": "id:a a akg:Instrument . id:b a akg:Instrument .\n",
        "graph/editorial.ttl": "id:a akg:matchesSDG id:sdg .\n",
        "ontology/terms.ttl": "akg:Instrument akg:question id:q .\n",
        "ontology/shapes.ttl": "this is not read\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body if name.endswith("shapes.ttl") else HEAD + body, encoding="utf-8")
    rules = data_root() / "ontology" / "rules"
    shutil.copytree(rules, tmp_path / "ontology" / "rules")
    return tmp_path


def test_each_file_fills_its_graph(root: Path) -> None:
    named = {str(path.relative_to(root)): graph.value for path, graph in dataset.files(root)}
    assert named == {
        "graph/asean/one.ttl": SRC + "one",
        "graph/editorial.ttl": EDITORIAL,
        "graph/register/things.ttl": REGISTER,
        "graph/viet-nam/two.ttl": SRC + "two",
        "ontology/terms.ttl": ONTOLOGY,
    }


def test_what_two_sources_say_stands_in_both(root: Path) -> None:
    said = {(value_of(q.subject), value_of(q.graph_name)) for q in dataset.quads(root)}
    assert {(ID + "a", SRC + "one"), (ID + "a", SRC + "two")} <= said


def test_positions_are_those_of_the_file(root: Path) -> None:
    lines = {(one.path.name, one.line) for one in dataset.read(root)}
    assert {("one.ttl", 4), ("one.ttl", 5), ("two.ttl", 4)} <= lines


def test_dates_get_bounds_on_load_only(root: Path) -> None:
    assert not any("Earliest" in str(one.quad.predicate) for one in dataset.read(root))
    found = {q.predicate.value: value_of(q.object) for q in dataset.quads(root)}
    assert found[AKG + "adoptedOnEarliest"] == "2025-01-01"
    assert found[AKG + "adoptedOnLatest"] == "2025-12-31"


def test_all_bad_files_are_named_at_once(root: Path) -> None:
    (root / "graph/asean/one.ttl").write_text(HEAD + "id:a akg:place 'x'@en_US .\n")
    (root / "graph/viet-nam/two.ttl").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    (root / "graph/asean/good.ttl").write_text(HEAD + "id:x akg:place 'x' .\n")
    for give in (dataset.read, dataset.quads, open_store):
        with pytest.raises(InputErrors) as caught:
            give(root)
        assert [Path(e.file).name for e in caught.value.errors] == ["one.ttl", "two.ttl"]
        assert [e.line for e in caught.value.errors] == [4, 1]


@pytest.mark.parametrize("value", ["2026-02-30", "2026-02-01Z", "yesterday", "99999-01-01"])
def test_a_date_that_is_none_is_named_with_its_line(value: str, root: Path) -> None:
    text = HEAD + f"id:a akg:place 'x' ;\n\n    akg:from '{value}'^^xsd:date .\n"
    (root / "graph/asean/one.ttl").write_text(text)
    with pytest.raises(InputErrors) as caught:
        dataset.quads(root)
    (error,) = caught.value.errors
    assert isinstance(error, InputError)
    assert (Path(error.file).name, error.line) == ("one.ttl", 6)
    assert "calendar" in error.remedy


def test_owl_imports_are_not_followed(root: Path) -> None:
    """What a file wants imported stays a statement; no file and no address is opened."""
    secret = root / "secret.ttl"
    secret.write_text(HEAD + "id:secret akg:place 'secret' .\n")
    imports = f"id:o <http://www.w3.org/2002/07/owl#imports> <urn:{secret}> .\n"
    (root / "graph/asean/one.ttl").write_text(HEAD + imports)
    assert not any("secret" in value_of(q.subject) for q in dataset.quads(root))


# --- the real graph, as rdflib gives it -----------------------------------------------------------


@pytest.fixture(scope="module")
def loaded() -> Dataset:
    return aseankg.load()


def test_rdflib_gives_the_same_quads_as_the_store(loaded: Dataset) -> None:
    store = open_store()
    ours = {tuple(map(str, (q.subject, q.predicate, q.object, q.graph_name))) for q in store}
    theirs = {
        tuple(map(_written, (s, p, o, g))) for s, p, o, g in loaded.quads((None, None, None, None))
    }
    assert len(ours) == len(store)
    assert ours == theirs
    assert {g for *_, g in ours} >= {f"<{INFERRED}>", f"<{EDITORIAL}>", f"<{REGISTER}>"}


def _written(term: object) -> str:
    """Write a term of rdflib as pyoxigraph does; it takes no part in the conversion tested."""
    if isinstance(term, Literal):
        kind = term.datatype if not term.language else None
        plain = kind is None or str(kind) == XSD + "string"
        datatype = None if plain else ox.NamedNode(str(kind))
        return str(ox.Literal(str(term), language=term.language, datatype=datatype))
    assert isinstance(term, URIRef | Graph)
    return f"<{term.identifier if isinstance(term, Graph) else term}>"


@pytest.mark.filterwarnings("ignore:Dataset")  # rdflib warns of itself
def test_the_union_is_the_default_graph(loaded: Dataset) -> None:
    rows = list(
        loaded.query(
            "SELECT ?g WHERE { GRAPH ?g { id:viet-nam akg:status ?s } id:viet-nam a akg:Country }"
        )
    )
    assert rows


def test_files_of_the_real_graph_are_all_there() -> None:
    named = Counter(graph.value for _, graph in dataset.files())
    assert len(named) > 700
    assert {iri for iri, count in named.items() if count > 1} == {REGISTER, ONTOLOGY}
    known = {value_of(quad.graph_name) for quad in open_store()}
    assert set(named) | {INFERRED} == known


def test_no_blank_node_stands_in_the_graph() -> None:
    for quad in open_store():
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
