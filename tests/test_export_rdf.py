"""The graph as RDF: read back whole by programs of others, with the published context."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from aseankg import contexts
from aseankg.dataset import as_rdflib
from aseankg.exporters import EXPORTERS, GRAPH
from aseankg.namespaces import AKG, ONTOLOGY, OWL, PREFIXES, RDF
from aseankg.terms import value_of

RDF_FORMATS = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
OXIGRAPH = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ROOT = Path(__file__).parents[1]


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
