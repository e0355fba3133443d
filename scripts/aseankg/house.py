"""The rules of the house: what shapes cannot see, because they see one graph and no files.

A rule looks at one file and asks of the rest of the graph only what `Known` answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import takewhile

import pyoxigraph as ox

from aseankg.corpus import TYPE, Corpus, File, Known, Row, Whole, finding_at
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


Rule = Callable[[File, Known], Iterator[Finding]]
WholeRule = Callable[[Whole], Iterator[Finding]]
RULES: dict[str, Rule] = {}
WHOLE_RULES: dict[str, WholeRule] = {}


def rule(check: Rule) -> Rule:
    """Enter a rule on files under its name."""
    RULES[check.__name__.replace("_", "-")] = check
    return check


def whole_rule(check: WholeRule) -> WholeRule:
    """Enter a rule on the graph as a whole under its name."""
    WHOLE_RULES[check.__name__.replace("_", "-")] = check
    return check


def check(corpus: Corpus) -> list[Finding]:
    """Give what breaks the rules of the house, in all files and in the graph as a whole."""
    found = [finding for file in corpus.parts for finding in check_file(file, corpus)]
    return check_whole(corpus.whole) + found


def check_file(file: File, known: Known) -> list[Finding]:
    """Give what breaks the rules of the house in one file."""
    return [finding for one in RULES.values() for finding in one(file, known)]


def check_whole(whole: Whole) -> list[Finding]:
    """Give what is wrong with the graph as a whole, whatever its files say."""
    return [finding for one in WHOLE_RULES.values() for finding in one(whole)]


@whole_rule
def empty_graph(whole: Whole) -> Iterator[Finding]:
    """There is at least one source; everything holds of nothing."""
    if not whole.sources:
        place = Place(whole.root / "graph", 0)
        yield finding_at(
            place, "empty-graph", "no source is in the graph", "name the folder that has it"
        )


@rule
def source_undescribed(file: File, _known: Known) -> Iterator[Finding]:
    """Each source's file says which document it is; the file bears the name of the source."""
    described = any(row.subject == file.graph and row.value == AKG + "Source" for row in file.rows)
    if file.is_source and not described:
        name = shorten(file.graph)
        message = f"the file does not say which document it is: {name} is no akg:Source"
        remedy = f"describe it: {name} a akg:Source, with its title and schema:url"
        yield finding_at(file.said[0], "source-undescribed", message, remedy, thing=file.graph)


@rule
def source_in_two_files(file: File, known: Known) -> Iterator[Finding]:
    """One source is one file."""
    files = known.files(file.graph) if file.is_source else ()
    if file.path in files[1:]:
        name = shorten(file.graph)
        message = f"the source {name} already has the file {files[0].name} elsewhere"
        remedy = "put all of it into one file"
        yield finding_at(Place(file.path, 0), "source-in-two-files", message, remedy, file.graph)


@rule
def source_of_others(file: File, _known: Known) -> Iterator[Finding]:
    """A source's file describes its own source and things, nothing else."""
    if not file.is_source:
        return
    for row in file.rows:
        if row.subject != file.graph and not row.subject.startswith(ID):
            message = f"the file of {shorten(file.graph)} describes {shorten(row.subject)}"
            remedy = "move this to the file of that source; here stands what this source says"
            yield finding_at(row.stated, "source-of-others", message, remedy)


@rule
def register_says_more(file: File, _known: Known) -> Iterator[Finding]:
    """The register mints: one class and one preferred label of each thing."""
    if file.graph != REGISTER:
        return
    for row in file.rows:
        if row.predicate not in (TYPE, _LABEL):
            message = "the register holds no more than the class and the label of a thing"
            remedy = "move this to the file of its source"
            yield finding_at(row.stated, "register-says-more", message, remedy)


@rule
def label_outside_register(file: File, known: Known) -> Iterator[Finding]:
    """A thing gets its preferred label and class in the register, and nowhere else."""
    if file.graph == REGISTER or file.is_ontology:
        return
    for row in file.rows:
        if row.predicate == _LABEL:
            remedy = "state names that sources give with rdfs:label or skos:altLabel"
            message = "a preferred label stands in the register only"
            yield finding_at(row.stated, "label-outside-register", message, remedy)
        elif row.predicate == TYPE and known.minted(row.subject):
            remedy = "take the class out here"
            message = "the class of this thing stands in the register"
            yield finding_at(row.stated, "label-outside-register", message, remedy)


@rule
def inferred_in_source(file: File, _known: Known) -> Iterator[Finding]:
    """What editors conclude stands in the editorial graph, never in a source's."""
    if file.graph == EDITORIAL or file.is_ontology:
        return
    remedy = "move the whole statement to graph/editorial.ttl"
    for row in file.rows:
        inferred = row.value == CODE + "basis-inferred" and row.predicate != AKG + "dateBasis"
        concluded = row.value in _EDITORS_CLASSES and row.predicate == TYPE
        if inferred or concluded or row.predicate in _EDITORS:
            message = "this is a conclusion of editors, which no source states"
            yield finding_at(row.stated, "inferred-in-source", message, remedy)


@rule
def derived_in_file(file: File, _known: Known) -> Iterator[Finding]:
    """What rules and the loading of dates derive is in no file."""
    if file.is_ontology:
        return
    for row in file.rows:
        name = row.predicate
        bound = name.endswith(("Earliest", "Latest")) and name.startswith(AKG)
        made = row.value == AKG + "Contribution" and name == TYPE
        if name in _RULES or bound or made:
            message = f"{shorten(name)} is derived from other statements, not stated"
            yield finding_at(
                row.stated, "derived-in-file", message, "take it out; the rules make it"
            )


@rule
def unknown_thing(file: File, known: Known) -> Iterator[Finding]:
    """Whatever is spoken of or named as a value is described somewhere: shapes go by classes."""
    if file.is_ontology:
        return
    remedy = "correct the id, or add the thing to the register or the list of codes"
    unknown = {name for name in _named(file) if not known.described(name)} - set(HOUSE_GRAPHS)
    for row in file.rows if unknown else ():
        for name in dict.fromkeys((row.subject, row.value)):
            spoken_of = name == row.subject or isinstance(row.stated.quad.object, ox.NamedNode)
            if name in unknown and spoken_of and not _nameless(row):
                message = f"{shorten(name)} is described nowhere"
                yield finding_at(row.stated, "unknown-thing", message, remedy)


def _named(file: File) -> set[str]:
    """Give what a file speaks of, and what of ours it names; words may look like a name."""
    values = {row.value for row in file.rows}
    return {row.subject for row in file.rows} | {one for one in values if one.startswith(_OURS)}


@rule
def statement_without_fact(file: File, _known: Known) -> Iterator[Finding]:
    """Beside a statement that names its parts stands the plain fact, in the same file."""
    if file.is_ontology:
        return
    nodes: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in file.rows:
        if row.predicate in _PARTS:
            nodes[row.subject][row.predicate] = row
    facts = {row[:3] for row in file.rows} if nodes else set()
    for parts in nodes.values():
        if len(parts) < len(_PARTS):
            continue
        subject, predicate, value = (parts[name].value for name in _PARTS)
        if (subject, predicate, value) not in facts:
            fact = " ".join(map(shorten, (subject, predicate, value)))
            message = f"the fact itself is missing beside this statement: {fact}"
            place = parts[_PARTS[2]].stated
            yield finding_at(place, "statement-without-fact", message, "add it to the same file")


@rule
def not_canonical(file: File, _known: Known) -> Iterator[Finding]:
    """Files of the graph are in canonical form, so that a change of one fact is one line."""
    if file.is_ontology:
        return
    nameless = next(filter(_nameless, file.rows), None)
    if nameless:
        message = "something without an id stands here, so nobody can cite it"
        yield finding_at(nameless.stated, "nameless-thing", message, "give it an id: id:...")
    elif line := _first_difference(file):
        remedy = f"run: aseankg fmt {file.path.relative_to(file.root)}"
        message = "from here on the file is not in canonical form"
        place = Place(file.path, line)
        yield finding_at(place, "not-canonical", message, remedy, level="warning")


def _first_difference(file: File) -> int:
    """Give the first line of a file that is not canonical; 0 if there is none."""
    wanted = format_turtle((one.quad.triple for one in file.said), file.graph)
    text = file.path.read_text(encoding="utf-8")
    if text == wanted:
        return 0
    pairs = zip(text.split("\n"), wanted.split("\n"), strict=False)
    alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return sum(1 for _ in alike) + 1


def _nameless(row: Row) -> bool:
    quad = row.stated.quad
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
