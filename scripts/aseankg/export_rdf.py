"""The graph as RDF: TriG, N-Quads, JSON-LD; each source a named graph, same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

import pyoxigraph as ox

from aseankg import contexts
from aseankg.namespaces import PREFIXES, RDF, XSD, shorten
from aseankg.terms import value_of

_TYPE = RDF + "type"
_STRING = XSD + "string"
Value = str | dict[str, str]


def trig(store: ox.Store) -> bytes:
    """Write all statements as TriG, the prefixes in alphabetical order."""
    written = ox.serialize(in_order(store), format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
    assert written is not None
    lines = written.splitlines(keepends=True)
    head = [line for line in lines[: len(PREFIXES)] if line.startswith(b"@prefix ")]
    return b"".join(sorted(head) + lines[len(head) :])


def nquads(store: ox.Store) -> bytes:
    """Write all statements as N-Quads, one a line, the lines in order."""
    written = ox.serialize(store, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return b"".join(sorted(written.splitlines(keepends=True)))


def in_order(store: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Sort statements by graph, subject, predicate (the class first), object."""
    return sorted(store, key=_place)


def _place(quad: ox.Quad) -> tuple[str, str, str, str]:
    predicate = quad.predicate.value
    name = "" if predicate == _TYPE else predicate
    return str(quad.graph_name), value_of(quad.subject), name, str(quad.object)


def jsonld(store: ox.Store) -> str:
    """Write all statements as JSON-LD 1.1; the published context stands in the file itself.

    One named graph for each source; one node a line.
    """
    context = contexts.published()
    graphs = [
        _graph(name, list(quads), context)
        for name, quads in groupby(in_order(store), key=lambda quad: value_of(quad.graph_name))
    ]
    head = json.dumps(context, ensure_ascii=False)
    return f'{{"@context": {head},\n"@graph": [\n' + ",\n".join(graphs) + "\n]}\n"


def published_context(store: ox.Store) -> str:
    """Write the context that is published as `ontology/context.jsonld`."""
    return contexts.document(store)


def _graph(name: str, quads: list[ox.Quad], context: contexts.Context) -> str:
    words = _words(context)
    nodes = [
        json.dumps(_node(iri, list(about), words, context), ensure_ascii=False)
        for iri, about in groupby(quads, key=lambda quad: value_of(quad.subject))
    ]
    return f'{{"@id": {json.dumps(shorten(name))}, "@graph": [\n' + ",\n".join(nodes) + "\n]}"


def _words(context: contexts.Context) -> dict[str, str]:
    """Give the word for each IRI; prefixes are no words."""
    iris = {word: one if isinstance(one, str) else one["@id"] for word, one in context.items()}
    return {iri: word for word, iri in iris.items() if word not in PREFIXES}


def _node(
    iri: str, quads: list[ox.Quad], words: dict[str, str], context: contexts.Context
) -> dict[str, object]:
    node: dict[str, object] = {"@id": shorten(iri)}
    for predicate, same in groupby(quads, key=lambda quad: quad.predicate.value):
        objects = [quad.object for quad in same]
        if predicate == _TYPE:
            names = [words.get(value_of(one), shorten(value_of(one))) for one in objects]
            node["@type"] = _single(names)
        else:
            word = words.get(predicate, "")
            name, values = _property(word, predicate, objects, context.get(word, ""))
            node[name] = values
    return node


def _property(
    word: str, predicate: str, objects: Sequence[object], meaning: str | dict[str, str]
) -> tuple[str, object]:
    """Give the name and the values of a property; what does not fit its word goes without."""
    settings = meaning if isinstance(meaning, dict) else {}
    if settings.get("@container") == "@language":
        by_language = _by_language(objects)
        if by_language:
            return word, by_language
        word, settings = "", {}
    expected = settings.get("@type", "")
    return word or shorten(predicate), _single([_value(one, expected) for one in objects])


def _by_language(objects: Sequence[object]) -> dict[str, object]:
    """Give texts by language; nothing if one of them has none."""
    found: dict[str, list[str]] = {}
    for one in objects:
        if not isinstance(one, ox.Literal) or not one.language:
            return {}
        found.setdefault(one.language, []).append(one.value)
    return {tag: _single(texts) for tag, texts in sorted(found.items())}


def _value(term: object, expected: str) -> Value:
    """Write a value as plainly as the meaning of its word allows."""
    if not isinstance(term, ox.Literal):
        iri = shorten(value_of(term))
        return iri if expected == "@id" else {"@id": iri}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    kind = term.datatype.value
    if kind == (expected or _STRING):
        return term.value
    if kind == _STRING:
        return {"@value": term.value}
    return {"@type": shorten(kind), "@value": term.value}


def _single(values: list[Value] | list[str]) -> object:
    return values[0] if len(values) == 1 else values
