"""The rules of the house: what shapes cannot see, because they see one graph and no files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path

import pyoxigraph as ox

from aseankg.corpus import TYPE, Corpus, finding_at, graph_name, iri
from aseankg.corpus import value as value_of
from aseankg.dataset import LocatedQuad, graph_of
from aseankg.findings import Finding, Place
from aseankg.namespaces import (
    AKG,
    CODE,
    EDITORIAL,
    HOUSE_GRAPHS,
    ID,
    PROV,
    RDF,
    REGISTER,
    SKOS,
    SRC,
    shorten,
)
from aseankg.turtle import format_turtle

_LABEL = SKOS + "prefLabel"
_OURS = (ID, SRC, CODE, AKG)
_PARTS = tuple(RDF + name for name in ("subject", "predicate", "object"))
_EDITORS_CLASSES = {AKG + name for name in ("Conclusion", "Contradiction", "Remark")}
_EDITORS = {AKG + "rationale", AKG + "confidence", PROV + "wasDerivedFrom"}
_RULES = {
    AKG + name
    for name in (
        *("because", "byRule", "commitment", "evidence", "implementsTransitive"),
        *("inheritedFrom", "means", "nationalOf", "partOfTransitive", "via"),
    )
}


Rule = Callable[[Corpus], Iterator[Finding]]
RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    """Enter a rule of the house under its name."""
    RULES[check.__name__.replace("_", "-")] = check
    return check


def check(corpus: Corpus) -> list[Finding]:
    """Give what breaks the rules of the house."""
    return [finding for one in RULES.values() for finding in one(corpus)]


@rule
def empty_graph(corpus: Corpus) -> Iterator[Finding]:
    """There is at least one source; everything holds of nothing."""
    if not corpus.sources:
        place = Place(corpus.root / "graph", 0)
        yield finding_at(
            place, "empty-graph", "no source is in the graph", "name the folder that has it"
        )


@rule
def source_undescribed(corpus: Corpus) -> Iterator[Finding]:
    """Each source's graph says which document it is; the file bears the name of the source."""
    for graph, said in corpus.sources.items():
        mine = [one for one in said if iri(one.quad.subject) == graph]
        if not any(value_of(one) == AKG + "Source" for one in mine):
            message = (
                f"the file does not say which document it is: {shorten(graph)} is no akg:Source"
            )
            remedy = f"describe it: {shorten(graph)} a akg:Source, with its title and schema:url"
            yield finding_at(said[0], "source-undescribed", message, remedy, thing=graph)


@rule
def source_in_two_files(corpus: Corpus) -> Iterator[Finding]:
    """One source is one file."""
    for graph, said in corpus.sources.items():
        first, *others = sorted({one.path for one in said})
        for path in others:
            message = f"the source {shorten(graph)} already has the file {first.name} elsewhere"
            yield finding_at(
                Place(path, 0), "source-in-two-files", message, "put all of it into one file", graph
            )


@rule
def source_of_others(corpus: Corpus) -> Iterator[Finding]:
    """A source's file describes its own source and things, nothing else."""
    for graph, said in corpus.sources.items():
        for one in said:
            subject = iri(one.quad.subject)
            if subject != graph and not subject.startswith(ID):
                message = f"the file of {shorten(graph)} describes {shorten(subject)}"
                remedy = "move this to the file of that source; here stands what this source says"
                yield finding_at(one, "source-of-others", message, remedy)


@rule
def register_says_more(corpus: Corpus) -> Iterator[Finding]:
    """The register mints: one class and one preferred label of each thing."""
    for one in corpus.facts:
        if graph_name(one) == REGISTER and one.quad.predicate.value not in (
            TYPE,
            _LABEL,
        ):
            message = "the register holds no more than the class and the label of a thing"
            yield finding_at(
                one, "register-says-more", message, "move this to the file of its source"
            )


@rule
def label_outside_register(corpus: Corpus) -> Iterator[Finding]:
    """A thing gets its preferred label and class in the register, and nowhere else."""
    for one in corpus.facts:
        if graph_name(one) == REGISTER:
            continue
        if one.quad.predicate.value == _LABEL:
            remedy = "state names that sources give with rdfs:label or skos:altLabel"
            message = "a preferred label stands in the register only"
            yield finding_at(one, "label-outside-register", message, remedy)
        elif one.quad.predicate.value == TYPE and iri(one.quad.subject) in corpus.minted:
            remedy = "take the class out here"
            message = "the class of this thing stands in the register"
            yield finding_at(one, "label-outside-register", message, remedy)


@rule
def inferred_in_source(corpus: Corpus) -> Iterator[Finding]:
    """What editors conclude stands in the editorial graph, never in a source's."""
    remedy = "move the whole statement to graph/editorial.ttl"
    for one in corpus.facts:
        if graph_name(one) == EDITORIAL:
            continue
        inferred = value_of(one) == CODE + "basis-inferred"
        dated = one.quad.predicate.value == AKG + "dateBasis"
        concluded = one.quad.predicate.value == TYPE and value_of(one) in _EDITORS_CLASSES
        if (inferred and not dated) or concluded or one.quad.predicate.value in _EDITORS:
            message = "this is a conclusion of editors, which no source states"
            yield finding_at(one, "inferred-in-source", message, remedy)


@rule
def derived_in_file(corpus: Corpus) -> Iterator[Finding]:
    """What rules and the loading of dates derive is in no file."""
    for one in corpus.facts:
        name = one.quad.predicate.value
        bound = name.startswith(AKG) and name.endswith(("Earliest", "Latest"))
        made = one.quad.predicate.value == TYPE and value_of(one) == AKG + "Contribution"
        if name in _RULES or bound or made:
            message = f"{shorten(name)} is derived from other statements, not stated"
            yield finding_at(one, "derived-in-file", message, "take it out; the rules make it")


@rule
def unknown_thing(corpus: Corpus) -> Iterator[Finding]:
    """Whatever is spoken of or named as a value is described somewhere: shapes go by classes."""
    known = corpus.described | set(HOUSE_GRAPHS)
    remedy = "correct the id, or add the thing to the register or the list of codes"
    for one in corpus.facts:
        named = [iri(one.quad.subject)]
        if isinstance(one.quad.object, ox.NamedNode) and value_of(one).startswith(_OURS):
            named.append(value_of(one))
        for name in dict.fromkeys(named):
            if name not in known and not _nameless(one):
                message = f"{shorten(name)} is described nowhere"
                yield finding_at(one, "unknown-thing", message, remedy)


@rule
def statement_without_fact(corpus: Corpus) -> Iterator[Finding]:
    """Beside a statement that names its parts stands the plain fact, in the same graph."""
    nodes: dict[tuple[str, str], dict[str, LocatedQuad]] = defaultdict(dict)
    for one in corpus.facts:
        if one.quad.predicate.value in _PARTS:
            node = (graph_name(one), iri(one.quad.subject))
            nodes[node][one.quad.predicate.value] = one
    facts = {
        (graph_name(one), iri(one.quad.subject), one.quad.predicate.value, value_of(one))
        for one in corpus.facts
    }
    for (graph, _), parts in nodes.items():
        if len(parts) < len(_PARTS):
            continue
        subject, predicate, value = (value_of(parts[name]) for name in _PARTS)
        if (graph, subject, predicate, value) not in facts:
            fact = " ".join(map(shorten, (subject, predicate, value)))
            message = f"the fact itself is missing beside this statement: {fact}"
            yield finding_at(
                parts[_PARTS[2]], "statement-without-fact", message, "add it to the same file"
            )


@rule
def not_canonical(corpus: Corpus) -> Iterator[Finding]:
    """Files of the graph are in canonical form, so that a change of one fact is one line."""
    for path, said in corpus.files.items():
        if not path.is_relative_to(corpus.root / "graph"):
            continue
        nameless = [one for one in said if _nameless(one)]
        for one in nameless[:1]:
            message = "something without an id stands here, so nobody can cite it"
            yield finding_at(one, "nameless-thing", message, "give it an id: id:...")
        if not nameless and (line := _first_difference(corpus, path, said)):
            remedy = f"run: aseankg fmt {path.relative_to(corpus.root)}"
            message = "from here on the file is not in canonical form"
            yield finding_at(Place(path, line), "not-canonical", message, remedy, level="warning")


def _first_difference(corpus: Corpus, path: Path, said: Iterable[LocatedQuad]) -> int:
    """Give the first line of a file that is not canonical; 0 if there is none."""
    wanted = format_turtle((one.quad.triple for one in said), graph_of(path, corpus.root).value)
    text = path.read_text(encoding="utf-8")
    if text == wanted:
        return 0
    pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
    alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return sum(1 for _ in alike) + 1


def _nameless(one: LocatedQuad) -> bool:
    return isinstance(one.quad.subject, ox.BlankNode) or isinstance(one.quad.object, ox.BlankNode)
