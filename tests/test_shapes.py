"""Shapes can fail: each has examples that hold and that it alone rejects, and says so in words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import OWL, SH

from aseankg.dataset import graph_of
from aseankg.dates import normalise
from aseankg.errors import InputError, InputErrors
from aseankg.namespaces import AKG, ID, XSD
from aseankg.paths import data_root
from aseankg.places import plain
from aseankg.positions import parse
from aseankg.shacl_data import Data
from aseankg.shacl_engine import Result
from aseankg.shacl_reference import judge
from aseankg.shapes import Shapes, read_shapes

EXAMPLES = Path(__file__).parent / "shapes"
VALID = sorted(EXAMPLES.glob("*.valid*.ttl"))
INVALID = sorted(EXAMPLES.glob("*.invalid-*.ttl"))
PARAMETERS = {
    SH[name]: name[0].upper() + name[1:] + "ConstraintComponent"
    for name in (
        *("class", "closed", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn"),
        *("lessThan", "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive", "maxLength"),
        *("minCount", "minExclusive", "minInclusive", "minLength", "node", "nodeKind", "not"),
        *("or", "pattern", "uniqueLang", "xone"),
    )
} | {SH.sparql: "SPARQLConstraintComponent"}
HELPERS = (
    "CodeShape-",
    "DateShape",
    "RelationPropertyShape",
)  # run through the shapes that use them


def triples(path: Path) -> list[ox.Triple]:
    """Read an example; its blank nodes are its own, its bad names are let through."""
    read = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, lenient=True)
    number = (VALID + INVALID).index(path)
    return [
        ox.Triple(ox.BlankNode(f"{one.subject.value}x{number}"), one.predicate, one.object)
        if isinstance(one.subject, ox.BlankNode)
        else one.triple
        for one in read
    ]


def with_bounds(given: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for one in given:
        yield one
        try:
            yield from (quad.triple for quad in normalise([ox.Quad(*one)]))
        except ValueError:
            continue


def data_of(given: Iterable[ox.Triple]) -> Data:
    return Data(dict.fromkeys(with_bounds(given)))


def results(data: Data, shapes: Shapes) -> list[Result]:
    return [one for _, one in shapes.results(data)]


def local(name: object) -> str:
    iri = plain(name) if isinstance(name, ox.NamedNode | ox.BlankNode) else str(name)
    return iri.removeprefix(AKG)


def named(path: Path) -> str:
    return path.stem.partition(".invalid-")[2]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return read_shapes()


@pytest.fixture(scope="module")
def ontology() -> list[ox.Triple]:
    root = data_root()
    files = [path for path in (root / "ontology").glob("*.ttl") if path.stem != "shapes"]
    assert all(graph_of(path, root).value.endswith("/ontology") for path in files)
    return [triple for path in sorted(files) for triple, _ in parse(path)]


@pytest.fixture(scope="module")
def sound(ontology: list[ox.Triple]) -> list[ox.Triple]:
    return ontology + [triple for path in VALID for triple in triples(path)]


@pytest.fixture(scope="module")
def broken(sound: list[ox.Triple]) -> Data:
    """All examples in one graph: none of the invalid ones touches another."""
    given = sound + [triple for path in INVALID for triple in triples(path)]
    return data_of(given)


@pytest.fixture(scope="module")
def found(broken: Data, shapes: Shapes) -> list[Result]:
    return results(broken, shapes)


@pytest.fixture(scope="module")
def rejected(found: list[Result]) -> dict[str, set[str]]:
    """The shapes that reject each thing; a result on a class is about its value."""
    by_thing: dict[str, set[str]] = defaultdict(set)
    for one in found:
        thing = one.value if one.focus == ox.NamedNode(AKG + "Tenure") else one.focus
        by_thing[plain(thing)].add(local(one.shape))
    return by_thing


def test_what_is_valid_is_accepted(sound: list[ox.Triple], shapes: Shapes) -> None:
    assert results(data_of(sound), shapes) == []


def test_no_example_touches_another() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for path in VALID + INVALID:
        for triple in triples(path):
            owners[str(triple.subject)].add(path.name if path in INVALID else "valid")
    assert {thing: names for thing, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_its_shape_alone_rejects_what_is_invalid(path: Path, rejected: dict[str, set[str]]) -> None:
    subjects = {getattr(triple.subject, "value", "") for triple in triples(path)}
    assert set().union(*(rejected.get(one, set()) for one in subjects)) == {named(path)}


def test_every_result_is_that_of_an_invalid_example(rejected: dict[str, set[str]]) -> None:
    known = {getattr(one.subject, "value", "") for path in INVALID for one in triples(path)}
    assert set(rejected) <= known


def test_every_shape_has_an_example_that_it_rejects(shapes: Shapes) -> None:
    able = {local(name) for name in shapes.names if set(_constraints(shapes, name))}
    helpers = {name for name in able if name.startswith(HELPERS)}
    assert able - helpers == set(map(named, INVALID))


def test_every_constraint_rejects_an_example(found: list[Result], shapes: Shapes) -> None:
    """Leave a constraint out, and an example is accepted: so each of them counts."""
    wanted = {
        (local(name), component)
        for name in shapes.names
        for component in _constraints(shapes, name)
        if not local(name).startswith(HELPERS)
    }
    assert wanted - {(local(one.shape), one.component) for one in found} == set()


def _constraints(shapes: Shapes, name: str) -> Iterator[str]:
    for parameter in set(shapes.graph.predicates(URIRef(name))):
        if component := PARAMETERS.get(URIRef(str(parameter))):
            yield component


def test_every_class_has_examples(shapes: Shapes, sound: list[ox.Triple]) -> None:
    classes = {one for one in shapes.graph.objects(None, SH.targetClass) if AKG in str(one)}
    used = {str(one.object)[1:-1] for one in sound if one.predicate.value == str(RDF.type)}
    made = {path.name.partition(".")[0] for path in VALID}
    assert {local(one) for one in classes} <= made
    assert {str(one) for one in classes} <= used


DATES = {
    '"2025"^^xsd:gYear': True,
    '"2025-05"^^xsd:gYearMonth': True,
    '"2025-05-26"^^xsd:date': True,
    '"1967-08-08"^^xsd:date': True,
    '"2025-13"^^xsd:gYearMonth': False,
    '"2025-05-32"^^xsd:date': False,
    '"2025-00-01"^^xsd:date': False,
    '"9999-12-31"^^xsd:date': False,
    '"0001-01-01"^^xsd:date': False,
    '"2025-05-26Z"^^xsd:date': False,
    '"2025-05-26"': False,
    '"2025"^^xsd:integer': False,
    '"2025-05-26T00:00:00"^^xsd:dateTime': False,
    '"in 2025"@en': False,
    "id:asean": False,
}


def test_a_date_is_as_precise_as_given_and_in_the_calendar(shapes: Shapes) -> None:
    prefixes = f"@prefix akg: <{AKG}> . @prefix id: <{ID}> . @prefix xsd: <{XSD}> ."
    text = prefixes + "".join(
        f"id:d{number} a akg:Function ; akg:from {date} ." for number, date in enumerate(DATES)
    )
    data = Data(one.triple for one in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    wrong = {one.focus for one in results(data, shapes) if local(one.shape) == "PeriodShape-from"}
    given = enumerate(DATES)
    assert {date: ox.NamedNode(f"{ID}d{number}") not in wrong for number, date in given} == DATES


def test_pyshacl_finds_the_same(broken: Data, found: list[Result], shapes: Shapes) -> None:
    judged = judge(broken, shapes.data)
    assert len(judged) > len(INVALID)
    assert Counter(judged) == Counter(found)


def test_the_shapes_are_sound_shacl(shapes: Shapes) -> None:
    from pyshacl.entrypoints import meta_validate

    conforms, _, text = meta_validate(shapes.graph)
    assert conforms, text


def test_every_shape_says_what_is_wrong_and_what_to_do(shapes: Shapes) -> None:
    two = re.compile(r"[A-Za-z][^\n]+?\. [A-Z][^\n]+\.?", re.DOTALL)
    for name in shapes.names:
        if not set(_constraints(shapes, name)):
            continue
        [message] = shapes.graph.objects(URIRef(name), SH.message)
        words = str(message)
        assert two.fullmatch(words), name
        assert not re.search(r"\b(SHACL|sh:|constraint|focus|datatype|literal|IRI of)\b", words), (
            name
        )


def test_every_shape_is_used(shapes: Shapes) -> None:
    """No shape stands aside: each has a target, or one that has a target leads to it."""
    graph = shapes.graph
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    reached = {one for target in targets for one in graph.subjects(target)}
    while True:
        more = {o for s in reached for p in (SH.property, SH.node) for o in graph.objects(s, p)}
        if more <= reached:
            break
        reached |= more
    assert {URIRef(name) for name in shapes.names} <= reached


def test_what_shapes_name_is_declared(shapes: Shapes, ontology: list[ox.Triple]) -> None:
    from aseankg.shapes import strangers, target_classes

    declared = {str(one.subject)[1:-1] for one in ontology}
    assert list(strangers(shapes, declared)) == []
    classes = {
        str(one.subject)[1:-1] for one in ontology if str(one.object)[1:-1] == str(OWL.Class)
    }
    assert {one for one in classes if one.startswith(AKG)} <= target_classes(shapes)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("akg:S a sh:NodeShape ; sh:minCnt 1 .", "sh:minCnt is no term of SHACL"),
        ("akg:S a sh:NodeShap ; sh:minCount 1 .", "holds no shape"),
        ("akg:s akg:from akg:t .", "holds no shape"),
        ("", "holds no statement"),
    ],
)
def test_shapes_that_could_not_fail_are_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "ontology" / "shapes.ttl"
    path.parent.mkdir()
    with pytest.raises(InputError, match="is missing"):
        read_shapes(tmp_path)
    path.write_text(f"@prefix akg: <{AKG}> .\n@prefix sh: <{SH}> .\n{text}\n", encoding="utf-8")
    with pytest.raises((InputError, InputErrors), match=what) as caught:
        read_shapes(tmp_path)
    assert "shapes.ttl" in str(caught.value)
