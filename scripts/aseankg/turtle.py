"""Canonical Turtle: the same statements give the same bytes, one more statement is one more line.

Prefixes and subjects stand in alphabetical order (the document's own subject first), `a` before
the other predicates, one predicate and one object a line. Blank nodes are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

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
        line = (_predicate_key(triple.predicate.value), format_term(triple.object))
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
        if language := term.language:
            return f"{text}@{language}"
        kind = term.datatype.value
        return text if kind == XSD + "string" else f"{text}^^{_format_iri(kind)}"
    return _format_iri(_iri(term))


@lru_cache(maxsize=1 << 16)
def _format_iri(iri: str) -> str:
    short = shorten(iri)
    return f"<{iri}>" if short == iri else short


def _block(iri: str, lines: set[tuple[tuple[bool, str], str]]) -> str:
    rows = [
        f"    {'a' if key[1] == _TYPE else _format_iri(key[1])} {text} ;\n"
        for key, text in sorted(lines)
    ]
    return f"\n{_format_iri(iri)}\n{''.join(rows)}.\n"


@cache
def _predicate_key(iri: str) -> tuple[bool, str]:
    return (iri != _TYPE, iri)


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    raise ValueError(f"blank node or quoted triple {term}: give it an IRI, so that it can be cited")


def _without_strings(text: str) -> str:
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>', '""', text)
