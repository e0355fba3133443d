"""Our engine and pySHACL give the same report, and paths and values are what SHACL says."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from aseankg.checked import seen
from aseankg.paths import data_root
from aseankg.shacl_data import Data
from aseankg.shacl_engine import Engine, beyond
from aseankg.shacl_reference import judge
from aseankg.shacl_values import compare, well_formed
from aseankg.shapes import read_shapes

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""


def parsed(text: str) -> Data:
    given = ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)
    return Data(dict.fromkeys(one.triple for one in given))


def test_pyshacl_judges_the_real_graph_alike() -> None:
    """The same results, each as often, with paths, values, severities and components."""
    root = data_root()
    shapes = read_shapes(root)
    data = seen(root)
    ours = [one for _, one in shapes.results(data)]
    assert sorted(map(str, ours)) == sorted(map(str, judge(data, shapes.data)))
    assert len(ours) > 100


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ('"2025-01-31"^^xsd:date', '"2025-02-01"^^xsd:date', -1),
        ('"2"^^xsd:integer', '"2.0"^^xsd:decimal', 0),
        ('"10"^^xsd:integer', '"9.5"^^xsd:double', 1),
        ('"b"', '"a"', 1),
        ('"a"@en', '"b"@en', None),
        ('"2"', '"2"^^xsd:integer', None),
        ('"2025"^^xsd:gYear', '"2025-01-01"^^xsd:date', None),
        ('"2025-02-30"^^xsd:date', '"2025-03-01"^^xsd:date', None),
        ('"2025-01-01T00:00:00"^^xsd:dateTime', '"2025-01-01T00:00:00Z"^^xsd:dateTime', None),
        (":a", ":b", None),
    ],
)
def test_order_is_that_of_sparql(one: str, other: str, order: int | None) -> None:
    data = parsed(f":s :p {one} ; :q {other} .")
    subject = ox.NamedNode("https://example.org/s")
    [[left], [right]] = (
        data.objects(subject, ox.NamedNode(f"https://example.org/{name}")) for name in "pq"
    )
    assert compare(left, right) == order
    assert compare(right, left) == (None if order is None else -order)


@pytest.mark.parametrize(
    ("words", "kind", "holds"),
    [
        ("2024-02-29", "date", True),
        ("2025-02-29", "date", False),
        ("0", "integer", True),
        ("1.5", "integer", False),
        ("yes", "boolean", False),
        ("300", "byte", False),
        ("https://example.org/a", "anyURI", True),
    ],
)
def test_words_that_do_not_fit_are_told(words: str, kind: str, holds: bool) -> None:
    datatype = ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}")
    assert well_formed(ox.Literal(words, datatype=datatype)) is holds


def test_a_shape_that_uses_itself_is_refused() -> None:
    shapes = parsed(":s a sh:NodeShape ; sh:targetNode :x ; sh:not [ sh:node :s ] .")
    with pytest.raises(ValueError, match="uses itself"):
        Engine(shapes)


def test_what_our_engine_does_not_know_is_left_to_pyshacl() -> None:
    known = parsed(":s a sh:NodeShape ; sh:targetNode :x ; sh:minLength 3 ; sh:name 'x' .")
    assert beyond(known) == set()
    for text, term in {
        ":s sh:target [ sh:select 'SELECT ?this WHERE {?this a :c}' ] .": "target",
        ":s sh:rule :r .": "rule",
        ":s sh:sparql [ sh:select 'SELECT $this {$this :p ?o MINUS {?o :q 1}}' ] .": "select",
        ":s sh:sparql [ sh:select 'SELECT $this {SERVICE <http://x> {$this :p 1}}' ] .": "select",
    }.items():
        assert beyond(parsed(text)) == {term}


def test_a_part_within_a_part_is_told_at_its_own_focus() -> None:
    shapes = parsed(""":s a sh:NodeShape ; sh:targetNode :a ;
        sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ] .""")
    data = parsed(":a :p :b, :c . :b :q 1 .")
    [found] = Engine(shapes).run(data)
    assert str(found.focus) == "<https://example.org/c>"
    assert found == judge(data, shapes)[0]
