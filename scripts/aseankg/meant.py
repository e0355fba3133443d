"""Which statements a person means by one, two or three words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.explanation import TYPE
from aseankg.names import fold
from aseankg.namespaces import AKG, INFERRED, PREFIXES, RDFS, expand, shorten
from aseankg.terms import value_of
from aseankg.things import find_thing, is_statement

_INFERRED = ox.NamedNode(INFERRED)
# Words for what rules write out as a node, with its class, and the properties of both ends.
NODES = {
    "contributes": ("Contribution", "agent", "commitment"),
    "inherits": ("Responsibility", "agent", "target"),
}


def statements(store: ox.Store, words: Sequence[str]) -> list[ox.Triple]:
    """Give the statements meant: of a node by its id, between two things, or by three words.

    What is not in the graph comes back as well when it was named in full; two things with
    nothing between them give nothing. Raises `InputError` for a word that means nothing.
    """
    words = words[0].split() if len(words) == 1 and _is_triple(store, words[0]) else list(words)
    if len(words) == 1:
        return [_of_node(store, words[0])]
    if len(words) == 2:
        return between(store, find_thing(store, words[0]), find_thing(store, words[1]))
    subject, name, value = words
    if name in NODES:
        return _nodes(store, name, find_thing(store, subject), find_thing(store, value))
    node, predicate = find_thing(store, subject), _property(store, name)
    return [_triple(node, predicate, _object(store, node, predicate, value))]


def between(store: ox.Store, one: str, other: str) -> list[ox.Triple]:
    """Give what rules infer between two things, either way; what is stated if they infer none."""
    ends = (ox.NamedNode(one), ox.NamedNode(other))
    links = [
        quad
        for subject, value in (ends, ends[::-1])
        for quad in store.quads_for_pattern(subject, None, value, None)
    ]
    nodes = [
        node
        for name in NODES
        for subject, value in ((one, other), (other, one))
        for node in _nodes(store, name, subject, value)
    ]
    inferred = {quad.triple for quad in links if quad.graph_name == _INFERRED}
    found = [*sorted(inferred, key=str), *nodes]
    return found or sorted({quad.triple for quad in links}, key=str)


def _is_triple(store: ox.Store, text: str) -> bool:
    """Tell three words in one from a name that holds spaces."""
    words = text.split()
    return len(words) == 3 and (words[1] in NODES or _known_property(store, words[1]) is not None)


def _of_node(store: ox.Store, text: str) -> ox.Triple:
    iri = find_thing(store, text)
    node = ox.NamedNode(iri)
    quads = store.quads_for_pattern(node, TYPE, None, None)
    kinds = sorted({value_of(quad.object) for quad in quads})
    if not is_statement(iri) or not kinds:
        remedy = "give SUBJECT PROPERTY OBJECT, two things, or the id of a duty or contribution"
        raise InputError(text, 0, None, "is a thing and states nothing by itself", remedy)
    return ox.Triple(node, TYPE, ox.NamedNode(kinds[0]))


def _nodes(store: ox.Store, word: str, subject: str, value: str) -> list[ox.Triple]:
    """Give the nodes of a class that point at both ends and that rules made."""
    kind, *names = NODES[word]
    ends = zip(names, (subject, value), strict=True)
    pointing = [
        {q.subject for q in store.quads_for_pattern(None, _akg(name), ox.NamedNode(end), None)}
        for name, end in ends
    ]
    made = [
        ox.Triple(node, TYPE, _akg(kind))
        for node in set.intersection(*pointing)
        if ox.Quad(node, TYPE, _akg(kind), _INFERRED) in store
    ]
    return sorted(made, key=str)


def _property(store: ox.Store, text: str) -> str:
    found = _known_property(store, text)
    if found:
        return found
    every = [shorten(iri).removeprefix("akg:") for iri in sorted(_properties(store))]
    from aseankg.console import unknown

    remedy = unknown("property", text, [*every, *NODES], "give its name in the vocabulary")
    message, _, remedy = remedy.partition(": ")
    raise InputError("", 0, None, message, remedy)


def _known_property(store: ox.Store, text: str) -> str | None:
    """Find a property by IRI, short name or label in any language."""
    every = _properties(store)
    for iri in (expand(text), AKG + text, *(PREFIXES[p] + text for p in ("skos", "rdfs", "rdf"))):
        if iri in every:
            return iri
    named = ox.NamedNode(RDFS + "label")
    found = {
        value_of(quad.subject)
        for iri in every
        for quad in store.quads_for_pattern(ox.NamedNode(iri), named, None, None)
        if fold(value_of(quad.object)) == fold(text)
    }
    return found.pop() if len(found) == 1 else None


def _properties(store: ox.Store) -> set[str]:
    rows: Any = store.query(
        "SELECT DISTINCT ?p WHERE { ?s ?p ?o }", use_default_graph_as_union=True
    )
    return {value_of(row["p"]) for row in rows}


def _object(store: ox.Store, node: str, predicate: str, text: str) -> Any:
    """Find the object by its words among those there are, or as a thing."""
    quads = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None)
    for term in sorted((quad.object for quad in quads), key=str):
        if text in (value_of(term), shorten(value_of(term))):
            return term
    return ox.NamedNode(find_thing(store, text))


def _triple(subject: str, predicate: str, value: Any) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def _akg(name: str) -> ox.NamedNode:
    return ox.NamedNode(AKG + name)
