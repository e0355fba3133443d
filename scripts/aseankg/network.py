"""A network: the rows of a query as edges, the things at their ends as nodes with what they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.catalogue import SOURCES, Cell, Table, ask
from aseankg.errors import InputError
from aseankg.headers import Question, networks
from aseankg.namespaces import AKG, CODE, FOAF, ID, RDF, SKOS, shorten
from aseankg.terms import value_of

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

COLUMNS = ["from", "to", "relation", "weight", "basis", "start", "end", SOURCES]
# What of a thing tells its type, its country, its pillar; the first that it has. The seat of a
# body of ASEAN is not its country, so the country of a body is the state that it belongs to.
_TYPE = ("kind", "level")
_COUNTRY = ("nationalOf", "jurisdiction", "nationality", "country")
_TOLD = ("type", *_TYPE, *_COUNTRY, "pillar", "instrument")
Facts = dict[str, dict[str, list[str]]]


def find_network(name: str, root: Path | None = None) -> Question:
    """Give the network of this name; raises `InputError` with those that come near."""
    known = networks(root)
    if name not in known:
        near = get_close_matches(name, list(known), 3, 0.5)
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        remedy = f"{meant}aseankg network lists them"
        raise InputError(name, 0, None, "there is no such network", remedy)
    return known[name]


def project(
    store: ox.Store,
    question: Question,
    values: Mapping[str, str] | None = None,
    lang: str = "en",
    without: Collection[str] = (),
) -> nx.MultiDiGraph:
    """Ask a network and give it as a graph: an edge for each row, a node for each thing.

    Nodes are IRIs with `label`, `lang`, `kind` (class), `type`, `country` and `pillar`; edges have
    a key that no other edge between the two has, and `relation`, `label`, `weight`, `basis`,
    `start`, `end` and `sources` (IRIs). What is not known is "". The order is that of the rows.
    Raises `InputError` for a value that cannot be used, or a query whose rows are no edges.
    """
    table = ask(store, question, values, lang, without)
    if table.columns != COLUMNS:
        message = f"its columns are not {' '.join(COLUMNS)}"
        raise InputError(question.path, 0, None, message, "see the other queries/networks")
    return graph_of(store, question, table, lang)


def graph_of(
    store: ox.Store, question: Question, table: Table, lang: str = "en"
) -> nx.MultiDiGraph:
    """Make the graph of the rows that a network gave."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.graph |= {
        "name": question.name,
        "title": question.summary,
        "summary": question.description,
        "lang": lang,
        "caution": caution_of(question),
        "directed": bool(question.header.get("directed", True)),
    }
    ends = {row[end].value: row[end] for row in table.rows for end in ("from", "to")}
    described = describe(store, ends)
    for iri, cell in ends.items():
        names = {"label": cell.label or shorten(iri), "lang": cell.lang or ""}
        graph.add_node(iri, **names, **described[iri])
    _add_edges(graph, table, question.header.get("labels") or {}, notations(store))
    return graph


def caution_of(question: Question) -> str:
    """Give the sentence on what a network does not show."""
    return " ".join(str(question.header.get("caution", "")).split())


def _add_edges(
    graph: nx.MultiDiGraph,
    table: Table,
    words: Mapping[str, Mapping[str, str]],
    codes: Mapping[str, str],
) -> None:
    lang = graph.graph["lang"]
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in table.rows:
        start, end, relation = row["from"].value, row["to"].value, _code(row["relation"], codes)
        seen[start, end, relation] += 1
        graph.add_edge(
            start,
            end,
            key=f"{relation}-{seen[start, end, relation]}",
            relation=relation,
            label=_label(row["relation"], words, lang),
            weight=float(row["weight"].value or 1),
            basis=_code(row["basis"], codes),
            start=row["start"].value,
            end=row["end"].value,
            sources=row[SOURCES].value.split(),
        )


def _code(cell: Cell, codes: Mapping[str, str]) -> str:
    """Give a code as the tables write it, a property by its local name, a word as it is."""
    if not cell.iri:
        return cell.value
    return codes.get(cell.iri) or shorten(cell.iri).partition(":")[2] or cell.value


def _label(cell: Cell, words: Mapping[str, Mapping[str, str]], lang: str) -> str:
    told = words.get(cell.value) or {}
    return told.get(lang) or told.get("en") or cell.label or cell.value


def describe(store: ox.Store, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give kind, type, country and pillar of things; a commitment has those of its instrument."""
    facts = _facts(store, set(iris))
    texts = {iri for told in facts.values() for iri in told.get("instrument", [])}
    facts |= _facts(store, texts - set(facts))
    members = _members(store)
    return {iri: _described(facts, iri, members) for iri in iris}


def _facts(store: ox.Store, iris: set[str]) -> Facts:
    """Look up what tells the kind, type, country and pillar of things, property by property."""
    codes = notations(store)
    found: Facts = {iri: {} for iri in iris}
    for name in _TOLD:
        predicate = ox.NamedNode(RDF + "type" if name == "type" else AKG + name)
        pairs = {
            (value_of(quad.subject), value_of(quad.object))
            for quad in store.quads_for_pattern(None, predicate, None, None)
        }
        for iri, value in sorted(pair for pair in pairs if pair[0] in iris):
            found[iri].setdefault(name, []).append(codes.get(value, value))
    return found


def notations(store: ox.Store) -> dict[str, str]:
    """Give each code as the tables write it ("lead", "ASCC")."""
    quads = store.quads_for_pattern(None, ox.NamedNode(SKOS + "notation"), None, None)
    pairs = ((value_of(quad.subject), value_of(quad.object)) for quad in quads)
    return {iri: word for iri, word in pairs if iri.startswith(CODE)}


def _members(store: ox.Store) -> set[str]:
    quads = store.quads_for_pattern(
        None, ox.NamedNode(AKG + "status"), ox.NamedNode(CODE + "country-status-member"), None
    )
    return {value_of(quad.subject) for quad in quads}


def _described(facts: Facts, iri: str, members: set[str]) -> dict[str, str]:
    own = facts[iri]
    kind = _kind(own.get("type", []))
    text = facts.get(next(iter(sorted(own.get("instrument", []))), ""), {})
    country = [iri] if kind == "Country" else _first({**text, **own}, _COUNTRY)
    if kind == "Institution" and "nationalOf" not in own:
        country = [one for one in country if one not in members]
    return {
        "kind": kind,
        "type": " ".join(sorted(_first(own, _TYPE))),
        "country": " ".join(sorted(one.removeprefix(ID) for one in country)),
        "pillar": " ".join(sorted({**text, **own}.get("pillar", []))),
    }


def _kind(classes: list[str]) -> str:
    ours = sorted(iri for iri in classes if iri.startswith((AKG, FOAF, SKOS)))
    return ours[0].removeprefix(AKG).removeprefix(FOAF) if ours else "Thing"


def _first(told: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return next((told[name] for name in names if name in told), [])
