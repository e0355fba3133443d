"""Where sources disagree: `contradictions.csv`, each side in the graph of its source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import pyoxigraph as ox

from aseankg.cells import (
    SLUG,
    BadCell,
    Vocabulary,
    akg,
    literal,
    read_date,
    source,
    source_id,
    thing,
)
from aseankg.columns import values
from aseankg.draft import Draft, graph_of
from aseankg.editorial_tables import faults_of
from aseankg.errors import InputError
from aseankg.namespaces import EDITORIAL, ID, SKOS
from aseankg.records import camel, parts_of, slugify
from aseankg.sheets import Row
from aseankg.tables import TABLES
from aseankg.terms import Term

_TENURE = re.compile(r"tenure (?P<post>.+): (?P<end>from|to)")
_MEMBERSHIP = re.compile(r"(?P<status>.+) of asean: (?P<end>from|to)")
_SPANS = {"date": ("date", "endDate"), "period": ("periodFrom", "periodTo")}


@dataclass
class Dispute:
    """A property of a node on which sources differ: who says the main value, who the other."""

    node: ox.NamedNode
    prop: str
    left: list[str]
    right: list[str]
    other: Term | None


@dataclass
class Disputes:
    """All disputes, by node and property, and the faults of the rows they came from."""

    by_fact: defaultdict[tuple[str, str], list[Dispute]] = field(
        default_factory=lambda: defaultdict(list)
    )
    faults: list[InputError] = field(default_factory=list)

    def add(self, dispute: Dispute) -> None:
        """Keep a dispute."""
        self.by_fact[dispute.node.value, dispute.prop].append(dispute)

    def speakers(self, node: ox.NamedNode, prop: str, sources: Sequence[str]) -> list[str]:
        """Give the sources that stand behind the main value of a fact."""
        known = self.by_fact.get((node.value, prop), [])
        against = {slug for dispute in known for slug in dispute.right}
        behind = {slug for dispute in known for slug in dispute.left}
        return sorted((set(sources) - against) | behind) if known else list(sources)


def enter(
    rows: Sequence[Row],
    vocabulary: Vocabulary,
    draft: Draft,
    known: Mapping[str, Mapping[str, str]],
) -> Disputes:
    """Write contradictions and claims into the draft; give what the importer must heed.

    `known` are the values of contradictions that are in the graph, as `Existing` gives them.
    """
    disputes = Disputes()
    given: set[str] = set()
    for row in rows:
        faults = list(faults_of(row, "contradictions", vocabulary))
        disputes.faults += faults
        if faults:
            continue
        slug = next(slug for slug in _slugs(row) if slug not in given and _free(slug, row, known))
        given.add(slug)
        _enter_row(row, slug, vocabulary, draft, disputes)
    return disputes


def _slugs(row: Row) -> Iterator[str]:
    stem = f"{row.get('thing')}--contradiction--{slugify(row.get('property'))}"
    return (f"{stem}-{number}" for number in count(1))


def _free(slug: str, row: Row, known: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether a row may have an id: nothing has it yet, or what says the same."""
    values = {akg("leftValue"): row.get("value"), akg("rightValue"): row.get("other_value")}
    return known.get(slug, values) == values


def _enter_row(
    row: Row, slug: str, vocabulary: Vocabulary, draft: Draft, disputes: Disputes
) -> None:
    node, words = ox.NamedNode(ID + slug), row.get("property")
    left, right = (
        [source_id(part) for part in parts_of(row.get(column))]
        for column in ("source", "other_source")
    )
    subject, facts = _facts(row, vocabulary)
    for prop, other in facts.items():
        disputes.add(Dispute(subject, prop, left, right, other))
    about = thing(row.get("thing"))
    draft.type(EDITORIAL, node, "Contradiction")
    draft.state(EDITORIAL, node, akg("about"), about)
    draft.state(EDITORIAL, node, akg("propertyText"), literal(words))
    if subject != about:
        draft.state(EDITORIAL, node, akg("about"), subject)
    for prop in facts:
        draft.state(EDITORIAL, node, akg("onProperty"), ox.NamedNode(prop))
    for column, prop in (("note", SKOS + "editorialNote"), ("rationale", akg("rationale"))):
        if row.get(column):
            draft.state(EDITORIAL, node, prop, ox.Literal(row.get(column), language="en"))
    for side, slugs, value in (
        ("left", left, row.get("value")),
        ("right", right, row.get("other_value")),
    ):
        draft.state(EDITORIAL, node, akg(side + "Value"), literal(value))
        claim = ox.NamedNode(f"{node.value}-{side}")
        for each in slugs:
            draft.state(EDITORIAL, node, akg(side + "Source"), source(each))
            _claim(draft, graph_of(each), claim, node, about, words, value, list(facts))


def _claim(
    draft: Draft,
    graph: str,
    claim: ox.NamedNode,
    node: ox.NamedNode,
    about: ox.NamedNode,
    words: str,
    value: str,
    props: list[str],
) -> None:
    draft.type(graph, claim, "Claim")
    draft.state(graph, claim, akg("about"), about)
    draft.state(graph, claim, akg("propertyText"), literal(words))
    draft.state(graph, claim, akg("claimedValue"), literal(value))
    draft.state(graph, claim, akg("contradiction"), node)
    for prop in props:
        draft.state(graph, claim, akg("onProperty"), ox.NamedNode(prop))


def _facts(row: Row, vocabulary: Vocabulary) -> tuple[ox.NamedNode, Mapping[str, Term | None]]:
    """Say which node and properties the words of a row mean, and what the other side says."""
    slug, words, other = row.get("thing"), row.get("property"), row.get("other_value")
    if found := _TENURE.fullmatch(words):
        return thing(f"{slug}--{found['post']}"), _dated(found["end"], other, vocabulary)
    if found := _MEMBERSHIP.fullmatch(words):
        status = found["status"].replace(" ", "-")
        return thing(f"{slug}--{status}--asean"), _dated(found["end"], other, vocabulary)
    if words in _SPANS:
        return thing(slug), _span(_SPANS[words], row, vocabulary)
    column = TABLES[vocabulary.things[slug]].column(words)
    if column and column.prop:
        try:
            read = values(column, other.removesuffix(" EUR"), vocabulary)
        except BadCell:
            return thing(slug), {}
        return thing(slug), {column.prop: read[0]}
    if SLUG.match(other) and other in vocabulary.things and _is_relation(words, vocabulary):
        return thing(slug), {akg(camel(words)): None}
    return thing(slug), {}


def _is_relation(words: str, vocabulary: Vocabulary) -> bool:
    return words in vocabulary.codes.get("relation", ())


def _dated(prop: str, cell: str, vocabulary: Vocabulary) -> dict[str, Term | None]:
    try:
        return {akg(prop): read_date(cell, vocabulary)}
    except BadCell:
        return {}


def _span(props: tuple[str, str], row: Row, vocabulary: Vocabulary) -> dict[str, Term | None]:
    """Read `a/b` or `2016-2020` as two dates; a single day as the first only."""
    cell = row.get("other_value")
    begin, _, end = cell.partition("/")
    if not end and len(cell) == 9:
        begin, _, end = cell.partition("-")
    try:
        spans: dict[str, Term | None] = {akg(props[0]): read_date(begin, vocabulary)}
        if end:
            spans[akg(props[1])] = read_date(end, vocabulary)
    except BadCell:
        return {}
    return spans
