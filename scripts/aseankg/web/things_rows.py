"""Everything said of a thing as rows for a reader: each with when, how it is known, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from aseankg.namespaces import AKG, EDITORIAL, HOUSE_GRAPHS, ID, INFERRED, PROV, RDF, SKOS
from aseankg.terms import value_of
from aseankg.things import QUIET, Fact, facts_of, is_statement, pointers, sources_of
from aseankg.web.telling import Cite, Teller, Value
from aseankg.web.things_places import HIDDEN, NAMING, NODES, NOUNS, Ends, place_of
from aseankg.web.things_when import When, when_of

_ENDS = tuple(RDF + name for name in ("subject", "predicate", "object"))
_TOLD_BY_NODES = {AKG + "Statement", AKG + "Conclusion", AKG + "InstitutionalChange"}
_DETAILS = (
    "authority", "because", "qualifier", "objectText", "beforeText", "valueQualifier", "ofTotal",
    "scope", "country", "themeText", "status", "confidence", "rationale", "referencePeriod",
)  # fmt: skip
_ALWAYS = When()
Detail = tuple[Value, tuple[Value, ...]]
Said = Mapping[str, list[Fact]]


@dataclass(frozen=True)
class Row:
    """One fact: in which part of the page, in which relation to what, and all that tells of it."""

    group: str
    relation: Value
    values: tuple[Value, ...]
    predicate: str
    outward: bool = True
    kind: str = ""
    node: str = ""
    when: When = _ALWAYS
    basis: str = "stated"
    why: str = ""
    details: tuple[Detail, ...] = ()
    cites: tuple[Cite, ...] = field(default=(), compare=False)


def rows_of(teller: Teller, iri: str) -> list[Row]:
    """Give a row for each fact of a thing; what a node tells more of is told once, by the node."""
    found: list[Row] = []
    told: set[tuple[str, str, str]] = set()
    for node in _nodes(teller.store, iri):
        said = _said(facts_of(teller.store, node))
        kind = _kind(said)
        if kind in _TOLD_BY_NODES:
            told.add(tuple(_one(said, name) for name in _ENDS))  # type: ignore[arg-type]
        row = _of_node(teller, iri, node, kind, said)
        found += [row] if row else []
    found += _outward(teller, iri, told)
    shown = {(row.group, value.iri) for row in found for value in row.values if row.node}
    inward = _inward(teller, iri, told)
    return found + [row for row in inward if (row.group, row.values[0].iri) not in shown]


def row_of_node(teller: Teller, iri: str, node: str, facts: Iterable[Fact]) -> Row | None:
    """Give the row for what a node states, seen from a thing; None where it is told elsewhere."""
    said = _said(facts)
    kind = _kind(said) or _kind(_said(facts_of(teller.store, node)))
    return _of_node(teller, iri, node, kind, said)


def row_of_fact(teller: Teller, fact: Fact) -> Row:
    """Give the row for a plain fact or name of a thing."""
    relation = teller.relation(fact.predicate)
    return Row("is", relation, (teller.value(fact.value),), fact.predicate)


def _nodes(store: ox.Store, iri: str) -> list[str]:
    links = {AKG + "evidence", PROV + "wasDerivedFrom"}
    found = {node for predicate, node in pointers(store, iri) if predicate not in links}
    return sorted(node for node in found if is_statement(node))


def _said(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.predicate, []).append(fact)
    return found


def _kind(said: Said) -> str:
    """Give the class of a node, the more telling one of two."""
    kinds = sorted(fact.value.value for fact in said.get(RDF + "type", []))
    ours = [kind for kind in kinds if kind.startswith(AKG) and kind != AKG + "Statement"]
    return next(iter([*ours, *kinds]), "")


def _one(said: Said, predicate: str) -> str:
    return said[predicate][0].value.value if predicate in said else ""


# --- facts that a node tells ----------------------------------------------------------------------


def _of_node(teller: Teller, iri: str, node: str, kind: str, said: Said) -> Row | None:
    name = kind.removeprefix(AKG)
    if name in HIDDEN:
        return None
    if kind in _TOLD_BY_NODES and iri in (_one(said, _ENDS[0]), _one(said, _ENDS[2])):
        return _of_statement(teller, iri, node, kind, said)
    for ends in NODES.get(name, ()):
        if iri in (fact.value.value for fact in said.get(AKG + ends.here, [])):
            return _of_ends(teller, node, kind, said, ends)
    return _row(teller, node, kind, said, "mentions", teller.relation(kind), (teller.name(node),))


def _of_ends(teller: Teller, node: str, kind: str, said: Said, ends: Ends) -> Row:
    name = next((one for one in (*ends.relation, "") if not one or AKG + one in said), "")
    relation = teller.value(said[AKG + name][0].value) if name else teller.relation(kind)
    values: list[Value] = []
    for one in ends.there:
        predicate = one if ":" in one else AKG + one
        values = values or [teller.value(fact.value) for fact in said.get(predicate, [])]
    extra = tuple(AKG + one for one in ends.beside)
    group = ends.group
    return _row(teller, node, kind, said, group, relation, tuple(values), extra, ends.outward)


def _of_statement(teller: Teller, iri: str, node: str, kind: str, said: Said) -> Row:
    """Tell a plain fact of which a node tells more."""
    subject, predicate, value = (_one(said, name) for name in _ENDS)
    outward = subject == iri
    other = value if outward else subject
    words = _one(said, AKG + ("objectText" if outward else "beforeText"))
    words = words or _one(said, AKG + "beforeText")
    ends = (Value(words),)
    if other and not words:
        ends = (teller.value(said[_ENDS[2 if outward else 0]][0].value),)
    relation = relation_of(teller, predicate, outward)
    group = place_of(predicate, outward)
    return _row(teller, node, kind, said, group, relation, ends, (), outward, predicate)


def _row(
    teller: Teller,
    node: str,
    kind: str,
    said: Said,
    group: str,
    relation: Value,
    values: tuple[Value, ...],
    beside: tuple[str, ...] = (),
    outward: bool = True,
    predicate: str = "",
) -> Row:
    graphs = frozenset(graph for facts in said.values() for graph in fact_graphs(facts))
    basis = _one(said, AKG + "basis").rpartition("-")[2]
    ruled = AKG + "byRule" in said
    if ruled:
        basis = "rule"
    elif EDITORIAL in graphs and not graphs - set(HOUSE_GRAPHS):
        basis = "editors"
    return Row(
        group, relation, values, predicate or kind, outward, kind, node, when_of(teller, node),
        basis or "stated", node if ruled else "",
        tuple(_details(teller, said, beside, values)),
        tuple(teller.cite(one, node) for one in sources_of(teller.store, node, graphs)),
    )  # fmt: skip


def fact_graphs(facts: Iterable[Fact]) -> Iterator[str]:
    """Give the graphs that say some facts."""
    for fact in facts:
        yield from fact.graphs


def _details(
    teller: Teller, said: Said, beside: tuple[str, ...], values: tuple[Value, ...]
) -> Iterator[Detail]:
    shown = {value.iri or value.text for value in values}
    for predicate in (*beside, *(AKG + name for name in _DETAILS), SKOS + "editorialNote"):
        facts = [fact for fact in said.get(predicate, []) if fact.value.value not in shown]
        if facts:
            yield teller.relation(predicate), tuple(teller.value(fact.value) for fact in facts)


# --- plain facts ----------------------------------------------------------------------------------


def _outward(teller: Teller, iri: str, told: set[tuple[str, str, str]]) -> Iterator[Row]:
    for fact in facts_of(teller.store, iri):
        known = (iri, fact.predicate, fact.value.value) in told
        if known or fact.predicate in QUIET | NAMING or fact.predicate.endswith("nationalOf"):
            continue
        yield _plain(
            teller, iri, fact.predicate, teller.value(fact.value), fact.graphs, outward=True
        )


def _inward(teller: Teller, iri: str, told: set[tuple[str, str, str]]) -> Iterator[Row]:
    graphs: dict[tuple[str, str], set[str]] = {}
    for quad in teller.store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
        node, predicate = value_of(quad.subject), quad.predicate.value
        quiet = predicate in QUIET or predicate.endswith("nationalOf")
        if not quiet and node.startswith(ID) and not is_statement(node):
            graphs.setdefault((node, predicate), set()).add(value_of(quad.graph_name))
    for (node, predicate), said in sorted(graphs.items()):
        if (node, predicate, iri) not in told:
            yield _plain(teller, node, predicate, teller.name(node), frozenset(said), outward=False)


def _plain(
    teller: Teller,
    node: str,
    predicate: str,
    value: Value,
    graphs: frozenset[str],
    *,
    outward: bool,
) -> Row:
    basis = "stated"
    if not graphs - set(HOUSE_GRAPHS):
        basis = "editors" if EDITORIAL in graphs else "rule" if INFERRED in graphs else "register"
    cites = tuple(teller.cite(one, node) for one in sources_of(teller.store, node, graphs))
    relation = relation_of(teller, predicate, outward)
    group = place_of(predicate, outward)
    return Row(group, relation, (value,), predicate, outward, basis=basis, cites=cites)


def relation_of(teller: Teller, predicate: str, outward: bool) -> Value:
    """Name a property as seen from one of its ends: "part of", or "part of this"."""
    name = teller.relation(predicate)
    if outward:
        return name
    pattern = "as {relation}" if predicate.removeprefix(AKG) in NOUNS else "{relation} this"
    return Value(teller.view.words(pattern, relation=name.text), name.lang)
