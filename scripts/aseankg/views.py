"""The graph with some of it left out: what rules infer, or what editors conclude."""

from __future__ import annotations

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, EDITORIAL, INFERRED, PROV
from aseankg.terms import value_of

PARTS = ("inferred", "editorial")
# These stay: pointers from a statement to its sources, and the state that a body belongs to.
_KEPT = (ox.NamedNode(AKG + "evidence"), ox.NamedNode(AKG + "nationalOf"))
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
_INFERRED = ox.NamedNode(INFERRED)
_EDITORIAL = ox.NamedNode(EDITORIAL)
_made: dict[tuple[int, frozenset[str]], tuple[ox.Store, ox.Store]] = {}


def view(store: ox.Store, without: frozenset[str]) -> ox.Store:
    """Give the store without some parts; made once for each store and choice.

    Without `editorial` what rules infer from an editor's conclusion goes too. Without `inferred`
    what only sorts what is stated stays: which sources a statement has, which bodies are national
    ones. A copy, because a list of graphs to ask makes a question some 250 times slower. Raises
    `InputError`.
    """
    if not without:
        return store
    if not without <= set(PARTS):
        wrong = ", ".join(sorted(without - set(PARTS)))
        remedy = f"give {' or '.join(PARTS)}"
        raise InputError("--without", 0, None, f"'{wrong}' is no part", remedy)
    key = (id(store), without)
    if key not in _made:
        _made[key] = (store, _copy(store, without))
    return _made[key][1]


def forget(store: ox.Store) -> None:
    """Free the copies of a store that is not asked any more."""
    for key in [key for key in list(_made) if key[0] == id(store)]:
        _made.pop(key, None)


def _copy(store: ox.Store, without: frozenset[str]) -> ox.Store:
    gone = _concluded(store) if "editorial" in without else set()
    kept = ox.Store()
    kept.extend(quad for quad in store if _stays(quad, without, gone))
    return kept


def _stays(quad: ox.Quad, without: frozenset[str], gone: set[str]) -> bool:
    if quad.graph_name == _EDITORIAL:
        return "editorial" not in without
    if quad.graph_name != _INFERRED:
        return True
    if value_of(quad.subject) in gone or value_of(quad.object) in gone:
        return False
    return "inferred" not in without or quad.predicate in _KEPT


def _concluded(store: ox.Store) -> set[str]:
    """Give the nodes that stand on an editor's conclusion alone, at first or at tenth hand."""
    pending = {value_of(q.subject) for q in store.quads_for_pattern(None, None, None, _EDITORIAL)}
    gone: set[str] = set()
    while pending:
        iri = pending.pop()
        if iri not in gone and not _has_source(store, iri):
            gone.add(iri)
            pending |= _derived(store, iri)
    return gone


def _has_source(store: ox.Store, iri: str) -> bool:
    quads = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return any(quad.graph_name not in (_EDITORIAL, _INFERRED) for quad in quads)


def _derived(store: ox.Store, iri: str) -> set[str]:
    quads = store.quads_for_pattern(None, _DERIVED, ox.NamedNode(iri), _INFERRED)
    return {value_of(quad.subject) for quad in quads}
