"""Everything the graph says of one thing, as a table: what it is, what it does, who names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg import labels
from aseankg.catalogue import Cell, Table
from aseankg.names import label
from aseankg.namespaces import AKG, ID, PROV, RDF, SRC, shorten
from aseankg.terms import Term, value_of
from aseankg.things import (
    QUIET,
    Fact,
    facts_of,
    is_statement,
    mentions,
    own_rows,
    pointers,
    property_cell,
    source_infos,
    sources_of,
    term_cell,
    text_cell,
)

# What a statement node is chiefly about, seen from one of its ends; the first that it has.
# fmt: off
_OTHER_END = (
    "target", "commitment", "after", "before", "afterText", "beforeText", "post", "holder",
    "member", "chair", "event", "participant", "organization", "object", "objectText", "subject",
    "agent", "prefLabel", "indicator",
)
# The kinds of statements in the order in which people want them; all others come after.
_ORDER = (
    "Responsibility", "Function", "InstitutionalChange", "Tenure", "Membership", "Chairmanship",
    "Participation", "Result", "Statement", "Contradiction", "Conclusion", "Remark", "Claim",
    "Contribution",
)
# fmt: on
_LINKS = {AKG + "evidence", PROV + "wasDerivedFrom"}
_ROLE = AKG + "role"
Row = dict[str, Cell]
COLUMNS = ["about", "property", "value", "details", "basis", "sources"]


@dataclass(frozen=True)
class Told:
    """A statement node and what is said of it."""

    iri: str
    kind: str
    facts: Sequence[Fact]

    @property
    def graphs(self) -> frozenset[str]:
        """Give all graphs that say something of it."""
        return frozenset(graph for fact in self.facts for graph in fact.graphs)

    def values(self, predicate: str) -> list[str]:
        """Give the values of a property."""
        return [fact.value.value for fact in self.facts if fact.predicate == predicate]


def describe(store: ox.Store, iri: str, lang: str = "en") -> Table:
    """Give everything about one thing: rows of `COLUMNS`, every one with its sources."""
    said = said_by if iri.startswith(SRC) else rows_about
    rows = [
        *own_rows(store, iri, lang),
        *said(store, iri, lang),
        *mentions(store, iri, lang),
    ]
    cited = {source for row in rows for source in row["sources"].value.split()}
    return Table(COLUMNS, rows, source_infos(store, cited))


def rows_about(store: ox.Store, iri: str, lang: str) -> Iterator[Row]:
    """Give a row for each statement (a duty, a tenure, a change ...) that names a thing.

    Contributions that differ in nothing but the commitment stand in one row.
    """
    nodes = {
        node
        for predicate, node in pointers(store, iri)
        if is_statement(node) and predicate not in _LINKS
    }
    told = sorted((_told(store, node) for node in nodes), key=_rank)
    rows = [_row(store, iri, one, lang) for one in told]
    yield from _gathered(rows)


def said_by(store: ox.Store, iri: str, lang: str) -> Iterator[Row]:
    """Give a row for each thing that a source says something of, and what it says."""
    graph = ox.NamedNode(iri)
    quads = store.quads_for_pattern(None, None, None, graph)
    nodes = {value_of(quad.subject) for quad in quads} - {iri}
    told = [_told(store, node) for node in nodes if node.startswith(ID)]
    for one in sorted(told, key=_rank):
        facts = [f for f in one.facts if iri in f.graphs and f.predicate != _ROLE]
        ends = set(one.iri.removeprefix(ID).split("--"))
        yield {
            "about": property_cell(store, one.kind, lang),
            "property": text_cell(""),
            "value": _named(store, one.iri, lang),
            "details": text_cell(_details(store, facts, ends, lang)),
            "basis": text_cell(_basis(store, one, lang)),
            "sources": text_cell(iri),
        }


def _told(store: ox.Store, node: str) -> Told:
    facts = facts_of(store, node)
    kinds = sorted(fact.value.value for fact in facts if fact.predicate == RDF + "type")
    ours = [kind for kind in kinds if kind.startswith(AKG)]
    return Told(node, next(iter([*ours, *kinds]), RDF + "Statement"), facts)


def _rank(one: Told) -> tuple[int, str, str]:
    name = one.kind.removeprefix(AKG)
    place = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    return place, one.kind, one.iri


def _row(store: ox.Store, iri: str, one: Told, lang: str) -> Row:
    rest = [f for f in one.facts if f.predicate not in QUIET and f.value.value != iri]
    main = min(rest, key=_importance, default=None)
    told = [f for f in rest if main and f.value != main.value and f.predicate != _ROLE]
    role = one.values(_ROLE)
    link = next(f.predicate for f in reversed(one.facts) if f.value.value == iri)
    return {
        "about": property_cell(store, one.kind, lang),
        "property": _named(store, role[0], lang) if role else _link(store, link, lang),
        "value": term_cell(store, main.value, lang) if main else text_cell(""),
        "details": text_cell(_details(store, told, set(), lang)),
        "basis": text_cell(_basis(store, one, lang)),
        "sources": text_cell(" ".join(sources_of(store, one.iri, one.graphs))),
    }


def _link(store: ox.Store, link: str, lang: str) -> Cell:
    """Name the property that ties a statement to the thing; who bears a function needs no word."""
    return text_cell("") if link == AKG + "agent" else property_cell(store, link, lang)


def _importance(fact: Fact) -> int:
    name = fact.predicate.rpartition("#")[2]
    return _OTHER_END.index(name) if name in _OTHER_END else len(_OTHER_END)


def _basis(store: ox.Store, one: Told, lang: str) -> str:
    stated = [label(store, code, lang) for code in one.values(AKG + "basis")]
    rules = [shorten(rule) for rule in one.values(AKG + "byRule")]
    return ", ".join(sorted({*stated, *rules}))


def _details(store: ox.Store, facts: Iterable[Fact], known: set[str], lang: str) -> str:
    """Write facts as words, values of one property together; other statements are left out."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact.predicate in QUIET or fact.value.value.removeprefix(ID) in known:
            continue
        if isinstance(fact.value, ox.Literal) or not is_statement(fact.value.value):
            words = _words(store, fact.value, lang)
            found.setdefault(fact.predicate, []).append(words)
    names = ((property_cell(store, one, lang).label, texts) for one, texts in found.items())
    return "; ".join(f"{name}: {', '.join(texts)}" for name, texts in names)


def _words(store: ox.Store, value: Term, lang: str) -> str:
    cell = term_cell(store, value, lang)
    return cell.label or cell.value


def _named(store: ox.Store, iri: str, lang: str) -> Cell:
    name, tag = labels.labels_of(store, [iri], lang)[iri]
    return Cell(iri, iri, name, tag or None)


def _gathered(rows: Iterable[Row]) -> Iterator[Row]:
    """Put rows of contributions together that differ in their commitment and sources only."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        key = tuple(row[name].value for name in ("about", "property", "details", "basis"))
        alone = row["about"].value != AKG + "Contribution"
        found.setdefault((*key, str(number)) if alone else key, []).append(row)
    for group in found.values():
        yield group[0] if len(group) == 1 else _joined(group)


def _joined(group: Sequence[Mapping[str, Cell]]) -> Row:
    names = tuple(row["value"].label or "" for row in group)
    iris = " ".join(row["value"].value for row in group)
    cited = dict.fromkeys(iri for row in group for iri in row["sources"].value.split())
    values = Cell(iris, None, "; ".join(names), None, None, names)
    return {**group[0], "value": values, "sources": text_cell(" ".join(cited))}
