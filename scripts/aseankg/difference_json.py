"""A difference as JSON: counts, then each thing with its facts, names beside every IRI."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pyoxigraph as ox

from aseankg.difference_facts import Fact, tally
from aseankg.difference_names import Row, Words
from aseankg.difference_rows import Report, Section, graphs
from aseankg.differences import Change
from aseankg.formats import source_object
from aseankg.namespaces import shorten
from aseankg.terms import value_of

Object = dict[str, object]


def as_json(report: Report) -> str:
    """Write facts, each with all the statements that make it up, and the sources cited."""
    cited = sorted({iri for fact in report.facts for iri in graphs(fact)})
    document = {
        "old": report.old,
        "new": report.new,
        "counts": tally(report.facts),
        "statements": sum(len(fact.changes) for fact in report.facts),
        "things": [_thing(section, report.words) for section in report.sections()],
        "sources": [source_object(report.words.source(iri), iri) for iri in cited],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _thing(section: Section, words: Words) -> Object:
    return _filled(
        {
            "id": shorten(section.iri),
            "iri": section.iri,
            "label": section.name,
            "class": section.kind,
            "fate": section.fate,
            "facts": [_fact(row, words) for row in section.rows],
        }
    )


def _fact(row: Row, words: Words) -> Object:
    fact: Fact = row.fact
    return _filled(
        {
            "change": fact.kind,
            "thing": shorten(fact.subject),
            "what": row.what,
            "before": row.before,
            "after": row.after,
            "source": shorten(fact.source),
            "was": shorten(fact.was) if fact.kind == "moved" else "",
            "statements": list(_statements(fact.changes, words)),
        }
    )


def _statements(changes: Iterable[Change], words: Words) -> Iterable[Object]:
    for change in changes:
        old, new = change.old, change.new
        quad = change.quad
        yield _filled(
            {
                "thing": shorten(value_of(quad.subject)),
                "property": shorten(quad.predicate.value),
                "label": words.property(quad.predicate.value),
                "old": _value(old.object, words) if old else {},
                "new": _value(new.object, words) if new else {},
            }
        )


def _value(term: object, words: Words) -> Object:
    if isinstance(term, ox.Literal):
        datatype = "" if term.language else shorten(term.datatype.value)
        return {"value": term.value} | _filled({"lang": term.language, "datatype": datatype})
    iri = value_of(term)
    return _filled({"id": shorten(iri), "iri": iri, "label": words.text(term)})


def _filled(members: Object) -> Object:
    return {name: value for name, value in members.items() if value}
