"""Faults in what a statement says: a property too few or too many, another value, another name."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import AKG, CODE, DCTERMS, SKOS, XSD
from mutation_graph import Graph
from mutation_shapes import allowed, bounds
from mutations import (
    TYPE,
    Fact,
    Mutant,
    akg,
    is_code,
    is_register,
    is_thing,
    local,
    misspelt,
    operator,
)

_FOREIGN = (
    *("http://xmlns.com/foaf/0.1/name", "http://schema.org/url", "http://purl.org/dc/terms/date"),
    *(SKOS + "note", DCTERMS + "title", "http://www.w3.org/2002/07/owl#sameAs"),
)


def fits(graph: Graph, one: Fact, name: str) -> bool:
    return (graph.kinds.get(one.subject, ""), local(one.predicate)) in bounds()[name]


@operator()
def required_property_dropped(graph: Graph, random: Random) -> Mutant | None:
    """A property that the class needs is left out."""
    one = graph.which(lambda f: fits(graph, f, "minCount") and graph.only(f), random)
    return one and graph.change("required-property-dropped", [one])


@operator()
def second_value(graph: Graph, random: Random) -> Mutant | None:
    """A property that stands once gets a second value, which contradicts the first."""
    disputed = {f.object for f in graph.facts if local(f.predicate) == "about"}
    one = graph.which(
        lambda f: fits(graph, f, "maxCount") and f.subject not in disputed and f.predicate != TYPE,
        random,
    )
    assert one
    other = graph.which(
        lambda f: (
            f.predicate == one.predicate
            and graph.kinds.get(f.subject) == graph.kinds[one.subject]
            and f.object != one.object
            and str(f.object)[1:5] != str(one.object)[1:5]
        ),
        random,
    )
    return other and graph.change("second-value", add=[one.but(object=other.object)])


@operator()
def code_misspelt(graph: Graph, random: Random) -> Mutant | None:
    """A code is misspelt."""
    one = graph.which(lambda f: is_code(f.object), random)
    assert one
    value = ox.NamedNode(CODE + misspelt(str(one.object)[1:-1].removeprefix(CODE), random))
    if value in graph.codes:
        return None
    return graph.change("code-misspelt", [one], [one.but(object=value)])


@operator()
def code_of_another_list(graph: Graph, random: Random) -> Mutant | None:
    """A code of another list stands there."""
    one = graph.which(lambda f: is_code(f.object), random)
    assert one
    lists = {f.object for f in graph.facts if f.predicate == one.predicate}
    value = random.choice([code for code in graph.codes if code not in lists and "-" in code.value])
    scheme = str(one.object).rpartition("-")[0]
    if str(value).startswith(scheme):
        return None
    return graph.change("code-of-another-list", [one], [one.but(object=value)])


@operator()
def property_misspelt(graph: Graph, random: Random) -> Mutant | None:
    """The name of a property is misspelt."""
    one = graph.which(lambda f: f.predicate.value.startswith(AKG), random)
    assert one
    predicate = akg(misspelt(local(one.predicate), random))
    if any(name == local(predicate) for _, name in graph.values):
        return None
    return graph.change("property-misspelt", [one], [one.but(predicate=predicate)])


@operator()
def property_of_others(graph: Graph, random: Random) -> Mutant | None:
    """A property of a vocabulary that we do not use says it."""
    one = graph.which(lambda f: f.predicate != TYPE and not is_register(f.path), random)
    assert one
    predicate = ox.NamedNode(random.choice(_FOREIGN))
    if graph.kinds.get(one.subject) == "Source" and predicate.value.startswith(DCTERMS):
        return None
    return graph.change("property-of-others", add=[one.but(predicate=predicate)])


@operator()
def property_of_another_class(graph: Graph, random: Random) -> Mutant | None:
    """A property is stated of a thing whose class has no such property."""
    one = graph.which(lambda f: is_thing(f.subject) and not is_register(f.path), random)
    assert one
    own = allowed()[graph.kinds.get(one.subject, "")]
    other = graph.which(
        lambda f: (
            f.predicate.value.startswith(AKG)
            and local(f.predicate) not in own
            and is_thing(f.subject)
            and f.path.name != "editorial.ttl"
        ),
        random,
    )
    assert other
    added = one.but(predicate=other.predicate, object=other.object)
    return graph.change("property-of-another-class", add=[added])


@operator()
def words_for_a_thing(graph: Graph, random: Random) -> Mutant | None:
    """A thing is named by words, not by its id."""
    one = graph.which(lambda f: is_thing(f.object) and f.predicate.value.startswith(AKG), random)
    assert one
    words = local(one.object).replace("-", " ")
    return graph.change("words-for-a-thing", [one], [one.but(object=ox.Literal(words))])


@operator()
def thing_for_words(graph: Graph, random: Random) -> Mutant | None:
    """A thing stands where words, a number or a date are meant."""
    one = graph.which(lambda f: isinstance(f.object, ox.Literal), random)
    assert one
    if local(one.predicate).endswith("Value"):  # what is disputed may be a thing
        return None
    value = random.choice(graph.things["Institution"])
    return graph.change("thing-for-words", [one], [one.but(object=value)])


@operator()
def words_for_a_number(graph: Graph, random: Random) -> Mutant | None:
    """A number is written in words or with marks that no number has."""
    numbers = {ox.NamedNode(XSD + name) for name in ("decimal", "integer")}
    one = graph.which(lambda f: getattr(f.object, "datatype", None) in numbers, random)
    assert one
    assert isinstance(one.object, ox.Literal)
    text = random.choice(["about ten", "1.234.567,8", "n/a", "10%", "1e6", "USD 5"])
    value = ox.Literal(text, datatype=one.object.datatype)
    return graph.change("words-for-a-number", [one], [one.but(object=value)])
