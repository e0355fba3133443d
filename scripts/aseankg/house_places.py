"""Rules on where a statement may stand: which file says what."""

from __future__ import annotations

from collections.abc import Iterator

from aseankg.corpus import TYPE, File, Known, finding_at, misnamed_for
from aseankg.findings import Finding, Place
from aseankg.house_registry import rule
from aseankg.house_retired import keeps_retired
from aseankg.namespaces import AKG, CODE, EDITORIAL, ID, PROV, REGISTER, SKOS, SRC, shorten

_LABEL = SKOS + "prefLabel"
_EDITORS_CLASSES = {AKG + name for name in ("Conclusion", "Contradiction", "Remark")}
_EDITORS = {AKG + "rationale", AKG + "confidence", PROV + "wasDerivedFrom"}
_RULES = {
    AKG + name
    for name in (
        *("because", "byRule", "commitment", "evidence", "implementsTransitive"),
        *("inheritedFrom", "means", "nationalOf", "partOfTransitive", "via"),
    )
}


@rule
def source_undescribed(file: File, known: Known) -> Iterator[Finding]:
    """Each source's file says which document it is; the file bears the name of the source."""
    if not file.is_source or file.graph in file.sources:
        return
    name = shorten(file.graph)
    if other := misnamed_for(file, known):
        stem = file.path.stem
        message = f"the file is named {stem}, but describes {shorten(other)}"
        remedy = f"rename it to {other.removeprefix(SRC)}.ttl, or write {name} in it"
        place = file.sources[other].stated
    else:
        message = f"the file does not say which document it is: {name} is no akg:Source"
        remedy = f"describe it: {name} a akg:Source, with its title and schema:url"
        place = file.said[0]
    yield finding_at(place, "source-undescribed", message, remedy, thing=file.graph)


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
def source_of_others(file: File, known: Known) -> Iterator[Finding]:
    """A source's file describes its own source and things, nothing else."""
    if not file.is_source:
        return
    own = (file.graph, misnamed_for(file, known))
    for row in file.rows:
        if row.subject not in own and not row.subject.startswith(ID):
            message = f"the file of {shorten(file.graph)} describes {shorten(row.subject)}"
            remedy = "move this to the file of that source; here stands what this source says"
            yield finding_at(row.stated, "source-of-others", message, remedy)


@rule
def register_says_more(file: File, _known: Known) -> Iterator[Finding]:
    """The register mints: one class and one preferred label of each thing."""
    if file.graph != REGISTER or keeps_retired(file):
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
