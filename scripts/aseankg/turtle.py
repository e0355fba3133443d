"""Canonical Turtle: the same statements give the same bytes, one more statement is one more line.

Prefixes and subjects stand in alphabetical order (the document's own subject first), `a` before
the other predicates, one predicate and one object a line. Blank nodes are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from aseankg.namespaces import PREFIXES, RDF, XSD, shorten

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_TYPE = RDF + "type"
_USED = re.compile(r"(?:^|[\s^])([a-z]+):", re.MULTILINE)


def format_turtle(triples: Iterable[ox.Triple], first: str = "") -> str:
    """Write triples as canonical Turtle; the subject with the IRI `first` comes first.

    Raises `ValueError` on a blank node, which has no stable name.
    """
    subjects: dict[str, set[tuple[tuple[bool, str], str]]] = {}
    for triple in triples:
        line = (_predicate_key(triple.predicate), format_term(triple.object))
        subjects.setdefault(_iri(triple.subject), set()).add(line)
    order = sorted(subjects, key=lambda iri: (iri != first, iri))
    body = "".join(_block(iri, subjects[iri]) for iri in order)
    used = {name for name in _USED.findall(_without_strings(body)) if name in PREFIXES}
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(used))
    return head + body


def format_term(term: object) -> str:
    """Write one IRI or literal as it stands in canonical Turtle."""
    if isinstance(term, ox.Literal):
        text = f'"{term.value.translate(_ESCAPES)}"'
        if term.language:
            return f"{text}@{term.language}"
        kind = term.datatype.value
        return text if kind == XSD + "string" else f"{text}^^{format_term(term.datatype)}"
    iri = _iri(term)
    short = shorten(iri)
    return f"<{iri}>" if short == iri else short


def _block(iri: str, lines: set[tuple[tuple[bool, str], str]]) -> str:
    rows = [
        f"    {'a' if key[1] == _TYPE else format_term(ox.NamedNode(key[1]))} {text} ;\n"
        for key, text in sorted(lines)
    ]
    return f"\n{format_term(ox.NamedNode(iri))}\n{''.join(rows)}.\n"


def _predicate_key(term: ox.NamedNode) -> tuple[bool, str]:
    return (term.value != _TYPE, term.value)


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    raise ValueError(f"blank node or quoted triple {term}: give it an IRI, so that it can be cited")


def _without_strings(text: str) -> str:
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>', '""', text)
