"""Canonical Turtle: it says what it was given, in one order, a line for a statement."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseankg.namespaces import AKG, ID, PREFIXES, SRC, XSD, expand, shorten
from aseankg.turtle import format_turtle

_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"\\'))
_IRIS = st.sampled_from([ID + "a", ID + "a-b", SRC + "x", AKG + "from", "https://e.org/?q=a,b(c)"])
_OBJECTS = (
    _IRIS.map(ox.NamedNode)
    | _WORDS.map(ox.Literal)
    | st.tuples(_WORDS, st.sampled_from(["vi", "th", "en"])).map(
        lambda pair: ox.Literal(pair[0], language=pair[1])
    )
    | st.dates().map(lambda d: ox.Literal(d.isoformat(), datatype=ox.NamedNode(XSD + "date")))
)
_TRIPLES = st.builds(ox.Triple, _IRIS.map(ox.NamedNode), _IRIS.map(ox.NamedNode), _OBJECTS)


def parse(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


@settings(max_examples=200, deadline=None)
@given(st.sets(_TRIPLES))
def test_says_what_it_was_given(triples: set[ox.Triple]) -> None:
    assert parse(format_turtle(triples)) == triples


@settings(max_examples=100, deadline=None)
@given(st.lists(_TRIPLES), st.randoms())
def test_order_of_input_does_not_matter(triples: list[ox.Triple], random: object) -> None:
    shuffled = list(triples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert format_turtle(triples) == format_turtle(shuffled)


def test_one_more_statement_is_one_more_line() -> None:
    subject = ox.NamedNode(ID + "asean")
    old = [ox.Triple(subject, ox.NamedNode(AKG + "abbreviation"), ox.Literal("ASEAN"))]
    new = [*old, ox.Triple(subject, ox.NamedNode(AKG + "seatCity"), ox.Literal("Jakarta"))]
    before, after = format_turtle(old).splitlines(), format_turtle(new).splitlines()
    assert len(after) == len(before) + 1
    assert [line for line in after if line not in before] == ['    akg:seatCity "Jakarta" ;']


def test_own_subject_comes_first() -> None:
    label = ox.NamedNode(AKG + "abbreviation")
    triples = [
        ox.Triple(ox.NamedNode(iri), label, ox.Literal("x")) for iri in (ID + "a", SRC + "z")
    ]
    text = format_turtle(triples, SRC + "z")
    assert text.index("src:z") < text.index("id:a\n")


def test_blank_node_is_refused() -> None:
    triple = ox.Triple(ox.BlankNode(), ox.NamedNode(AKG + "from"), ox.Literal("x"))
    with pytest.raises(ValueError, match="give it an IRI"):
        format_turtle([triple])


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_short_names_come_back(prefix: str) -> None:
    assert shorten(PREFIXES[prefix] + "x-1") == f"{prefix}:x-1"
    assert expand(f"{prefix}:x-1") == PREFIXES[prefix] + "x-1"


def test_every_file_of_the_graph_is_canonical() -> None:
    root = Path(__file__).parent.parent / "graph"
    files = sorted(root.rglob("*.ttl"))
    assert len(files) > 700
    for path in files:
        text = path.read_text(encoding="utf-8")
        own = "" if path.parent.name == "register" else SRC + path.stem
        assert format_turtle(parse(text), own) == text, path
