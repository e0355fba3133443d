"""All links between things: plain statements, and nodes that state a duty, an office, a seat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.namespaces import AKG, CODE, EDITORIAL, HOUSE_GRAPHS, ID, INFERRED, PREFIXES
from aseankg.terms import value_of

# A node that states something is one link: its two ends, and what it says of them.
_NODES = """SELECT DISTINCT ?node ?start ?end ?relation WHERE {
  { ?node a akg:Responsibility ; akg:agent ?start ; akg:target ?end ; akg:role ?relation }
  UNION { ?node akg:holder ?start ; akg:post ?end . BIND("holds" AS ?relation) }
  UNION { ?node akg:member ?start ; akg:organization ?end ; akg:status ?relation }
  UNION { ?node akg:chair ?start ; akg:organization ?end . BIND("chairs" AS ?relation) }
  UNION { ?node akg:participant ?start ; akg:event ?end ; akg:role ?relation }
  UNION { ?node rdf:subject ?start ; rdf:predicate ?relation ; rdf:object ?end }
}"""
_PLAIN = """SELECT DISTINCT ?start ?relation ?end ?graph WHERE {
  GRAPH ?graph { ?start ?relation ?end }
  FILTER(STRSTARTS(STR(?end), STR(id:)) && STRSTARTS(STR(?start), STR(id:)))
  FILTER(!CONTAINS(STR(?start), "--") && !CONTAINS(STR(?end), "--"))
  FILTER(?graph != src:inferred)
}"""
_TOLD = ("basis", "from", "to", "date", "fromEarliest", "toLatest", "dateEarliest", "evidence")
_SUCCESSION = ("mergedInto", "succeeds", "functionTransferredTo", "supersedes", "before", "after")

Facts = dict[str, dict[str, set[str]]]


@dataclass(frozen=True, order=True)
class Link:
    """One link: its ends, the IRI or word of its relation, how it is known, when, who says so.

    `since` and `until` are as the source prints them, `first` and `last` the days that they may
    mean; "" is open or not known.
    """

    start: str
    end: str
    relation: str
    basis: str
    since: str
    until: str
    first: str
    last: str
    sources: tuple[str, ...]

    def holds_on(self, day: str) -> bool:
        """Tell whether nothing speaks against it on a day (yyyy-mm-dd)."""
        return not (self.first > day or (self.last and self.last < day))


def links(store: ox.Store, day: str = "") -> list[Link]:
    """Give every link between two things, in order; with a day only what may hold on it.

    On a day a body that was dissolved by then keeps only what it was merged into or followed by.
    """
    stated = set(_from_nodes(store))
    told = {(link.start, link.relation, link.end) for link in stated}
    plain = [link for link in _plain(store) if (link.start, link.relation, link.end) not in told]
    found = sorted(stated | set(plain))
    if not day:
        return found
    gone = _gone(store, day)
    return [
        link for link in found if link.holds_on(day) and (_follows(link) or not _ends(link) & gone)
    ]


def _ends(link: Link) -> set[str]:
    return {link.start, link.end}


def _follows(link: Link) -> bool:
    return link.relation.removeprefix(AKG) in _SUCCESSION


def _gone(store: ox.Store, day: str) -> set[str]:
    """Give the bodies that were dissolved before a day or founded after it."""
    ended = store.quads_for_pattern(None, ox.NamedNode(AKG + "dissolvedLatest"), None, None)
    begun = store.quads_for_pattern(None, ox.NamedNode(AKG + "foundedEarliest"), None, None)
    return {value_of(quad.subject) for quad in ended if value_of(quad.object) < day} | {
        value_of(quad.subject) for quad in begun if value_of(quad.object) > day
    }


def _from_nodes(store: ox.Store) -> Iterator[Link]:
    facts = _facts(store)
    for node, start, end, relation in _rows(store, _NODES):
        if not (_is_thing(start) and _is_thing(end)):
            continue
        told = facts.get(node, {})
        yield Link(
            start,
            end,
            relation,
            min(told.get("basis", {CODE + "basis-stated"})).removeprefix(CODE + "basis-"),
            min(told.get("from", told.get("date", set())), default=""),
            max(told.get("to", set()), default=""),
            min(told.get("fromEarliest", told.get("dateEarliest", set())), default=""),
            max(told.get("toLatest", set()), default=""),
            cited(told.get("evidence", set())),
        )


def _plain(store: ox.Store) -> Iterator[Link]:
    graphs: dict[tuple[str, str, str], set[str]] = {}
    for start, relation, end, graph in _rows(store, _PLAIN):
        graphs.setdefault((start, relation, end), set()).add(graph)
    for (start, relation, end), said in graphs.items():
        basis = "inferred" if said <= {EDITORIAL, INFERRED} else "stated"
        yield Link(start, end, relation, basis, "", "", "", "", cited(said))


def _facts(store: ox.Store) -> Facts:
    found: Facts = {}
    for name in _TOLD:
        for quad in store.quads_for_pattern(None, ox.NamedNode(AKG + name), None, None):
            node = value_of(quad.subject)
            if "--" in node:
                found.setdefault(node, {}).setdefault(name, set()).add(value_of(quad.object))
    return found


def cited(graphs: Iterable[str]) -> tuple[str, ...]:
    """Give the sources; what the house itself says counts only where no source does."""
    found = sorted(set(graphs))
    outside = tuple(iri for iri in found if iri not in HOUSE_GRAPHS)
    return outside or tuple(iri for iri in found if iri == EDITORIAL)


def _is_thing(iri: str) -> bool:
    return iri.startswith(ID) and "--" not in iri


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    rows = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    for row in rows:
        yield tuple(value_of(row[name]) for name in names)
