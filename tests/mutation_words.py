"""Faults in names and words: their language, their letters, their number, whose they are."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox

from aseankg.namespaces import DCTERMS, ID, SCHEMA, SRC
from mutation_graph import Graph
from mutations import (
    LABEL,
    TYPE,
    Fact,
    Mutant,
    Value,
    also,
    is_register,
    local,
    operator,
    said,
)

_NAMES = ("label", "prefLabel", "altLabel")
_URL = ox.NamedNode(SCHEMA + "url")


def named(graph: Graph, random: Random, *names: str) -> Fact:
    found = graph.which(
        lambda f: local(f.predicate) in names and isinstance(f.object, ox.Literal), random
    )
    assert found
    return found


def words(one: Fact) -> str:
    return str(one.object.value)


def retagged(name: str, graph: Graph, one: Fact, language: str | None) -> Mutant | None:
    value = ox.Literal(words(one), language=language) if language else ox.Literal(words(one))
    return graph.change(name, [one], [one.but(object=value)])


@operator()
def label_dropped(graph: Graph, random: Random) -> Mutant | None:
    """A thing of the register has no label."""
    return graph.change("label-dropped", [named(graph, random, "prefLabel")])


@operator()
def label_twice(graph: Graph, random: Random) -> Mutant | None:
    """A thing has two labels in English."""
    one = named(graph, random, "prefLabel")
    value = ox.Literal(f"The {words(one)}", language="en")
    return graph.change("label-twice", add=[one.but(object=value)])


@operator()
def label_of_another_language(graph: Graph, random: Random) -> Mutant | None:
    """The label in the register is tagged as of another language."""
    one = named(graph, random, "prefLabel")
    return retagged("label-of-another-language", graph, one, random.choice(["vi", "id", "und"]))


@operator()
def language_missing(graph: Graph, random: Random) -> Mutant | None:
    """A name or a note has no tag of a language."""
    return retagged("language-missing", graph, named(graph, random, *_NAMES, "editorialNote"), None)


@operator()
def language_of_nobody(graph: Graph, random: Random) -> Mutant | None:
    """The tag of a language is that of a country, or does not exist."""
    tag = random.choice(["vn", "xx", "eng", "cn", "kh", "english", "viet"])
    return retagged("language-of-nobody", graph, named(graph, random, *_NAMES), tag)


@operator()
def note_in_another_language(graph: Graph, random: Random) -> Mutant | None:
    """A note of the editors is not in English."""
    one = named(graph, random, "editorialNote", "rationale")
    return retagged("note-in-another-language", graph, one, random.choice(["id", "vi"]))


@operator()
def label_of_another_thing(graph: Graph, random: Random) -> Mutant | None:
    """A thing has the label of another, as when a block is copied and one line forgotten."""
    one = named(graph, random, "prefLabel")
    kind = graph.kinds[one.subject]
    other = graph.which(
        lambda f: (
            f.predicate == LABEL
            and graph.kinds[f.subject] == kind
            and f.object != one.object
            and not told_apart(graph, one, f)
        ),
        random,
    )
    return other and graph.change("label-of-another-thing", [one], [one.but(object=other.object)])


def told_apart(graph: Graph, one: Fact, other: Fact) -> bool:
    """Tell whether two things say of themselves that they are two, so may share a name."""
    said = [
        {(n, f.object) for n in TELLING for f in graph.of.get((s, n), ())}
        for s in (one.subject, other.subject)
    ]
    names = [{n for n, _ in of} for of in said]
    return any(
        not {v for m, v in said[0] if m == n} & {v for m, v in said[1] if m == n}
        for n in names[0] & names[1]
    )


TELLING = (
    *("instrument", "partOf", "date", "place", "agent", "country", "adoptedOn", "jurisdiction"),
    *("periodFrom", "nationality", "postIn", "proponent", "referencePeriod", "scope", "subject"),
    *("unit", "value", "kind"),
)


@operator()
def words_empty(graph: Graph, random: Random) -> Mutant | None:
    """Words are empty."""
    one = named(
        graph, random, *_NAMES, "editorialNote", "rationale", "locator", "title", "publisher"
    )
    tag = getattr(one.object, "language", None)
    value = ox.Literal("", language=tag) if tag else ox.Literal("")
    return graph.change("words-empty", [one], [one.but(object=value)])


@operator()
def spaces_around(graph: Graph, random: Random) -> Mutant | None:
    """Spaces stand around a name."""
    one = named(graph, random, *_NAMES, "title", "locator", "abbreviation")
    tag = getattr(one.object, "language", None)
    text = random.choice([" {}", "{} ", "{}\n", "\t{}"]).format(words(one))
    value = ox.Literal(text, language=tag) if tag else ox.Literal(text)
    return graph.change("spaces-around", [one], [one.but(object=value)])


@operator()
def thing_under_two_ids(graph: Graph, random: Random) -> Mutant | None:
    """A thing is minted a second time, under another id."""
    one = named(graph, random, "prefLabel")
    own = graph.about[one.path, one.subject]
    new = ox.NamedNode(one.subject.value + random.choice(["-2", "-new", "-1"]))
    return graph.change("thing-under-two-ids", add=[f.but(subject=new) for f in own])


@operator()
def code_of_another_country(graph: Graph, random: Random) -> Mutant | None:
    """A country has the code of another, told where either is minted; or one that is none."""
    one = named(graph, random, "isoAlpha2")
    others = {words(f): f for f in graph.facts if f.predicate == one.predicate}
    text = random.choice([*others, "vn", "VNM", "V1", "84"])
    if text == words(one):
        return None
    mutant = graph.change("code-of-another-country", [one], [one.but(object=ox.Literal(text))])
    both = [one, *([others[text]] if text in others else [])]
    kinds = [g for f in both for g in graph.of[f.subject, "type"] if len(both) > 1]
    return also(mutant, ((g.path, graph.lines(g.path)[said(g)]) for g in kinds))


@operator()
def address_in_words(graph: Graph, random: Random) -> Mutant | None:
    """The address of a source is words, a path of somebody's machine, or runs a script."""
    one = graph.which(lambda f: f.predicate == _URL, random)
    assert one
    others = ("http://localhost", "mailto:press@example.org", "urn:isbn:9786232501234")
    given: list[Value] = [ox.Literal("see the website"), ox.Literal(words(one))]
    value = random.choice(given + [ox.NamedNode(iri) for iri in others])
    return graph.change("address-in-words", [one], [one.but(object=value)])


@operator()
def source_copied(graph: Graph, random: Random) -> Mutant | None:
    """A source is entered a second time, under another name."""
    path = random.choice(graph.sources)
    old = ox.NamedNode(graph.parts[path].graph.value)
    new = ox.NamedNode(f"{old.value}-copy")
    own = graph.about[path, old]
    if not any(f.predicate == _URL for f in own):
        return None
    target = path.with_name(f"{path.stem}-copy.ttl")
    added = [f._replace(path=target, subject=new) for f in own]
    return graph.change("source-copied", add=added, note=f"{target.name} is {path.name} again")


@operator()
def source_of_another(graph: Graph, random: Random) -> Mutant | None:
    """A file describes the source of another file."""
    path, other = random.sample(graph.sources, 2)
    theirs = ox.NamedNode(SRC + other.stem)
    fact = Fact(path, theirs, ox.NamedNode(DCTERMS + "publisher"), ox.Literal("Somebody"))
    return graph.change("source-of-another", add=[fact])


@operator()
def class_of_the_source_dropped(graph: Graph, random: Random) -> Mutant | None:
    """A file does not say which document it is."""
    one = graph.which(
        lambda f: f.predicate == TYPE and local(f.object) == "Source" and not is_register(f.path),
        random,
    )
    return one and graph.change("class-of-the-source-dropped", [one])


@operator()
def id_of_nothing_like_it(graph: Graph, random: Random) -> Mutant | None:
    """The id of a new thing is not of the form of ids."""
    one = named(graph, random, "prefLabel")
    own = graph.about[one.path, one.subject]
    name = random.choice(["New_Thing", "new.thing", "new--thing", "-thing", "NewThing", "a/thing"])
    new = ox.NamedNode(ID + name)
    label = ox.Literal(f"{words(one)} and more", language="en")
    added = [f.but(subject=new) for f in own if f.predicate != LABEL]
    return graph.change("id-of-nothing-like-it", add=[*added, Fact(one.path, new, LABEL, label)])
