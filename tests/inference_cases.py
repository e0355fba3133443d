"""Statements made by hand, and what follows from them by the rules."""

from __future__ import annotations

import pyoxigraph as ox

from aseankg.dates import normalise
from aseankg.inference import GRAPH, infer
from aseankg.namespaces import PREFIXES, SRC, shorten
from aseankg.rules import rules
from aseankg.terms import value_of

RULES = rules()
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}
COUNTRY = """
id:vn akg:status code:country-status-member .
id:old a akg:Institution ; akg:country id:vn .
id:new a akg:Institution ; akg:country id:vn .
id:newer a akg:Institution ; akg:country id:vn .
"""


def said(text: str, source: str = "hand") -> list[ox.Quad]:
    """Read Turtle into the graph of a source, with the bounds of its dates."""
    triples = ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(SRC + source)
    quads = [ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples]
    return [*quads, *normalise(quads)]


def follows(*quads: ox.Quad) -> set[str]:
    """Give what follows as lines of short names, without what only explains."""
    found = set()
    for quad in infer(quads, RULES):
        assert quad.graph_name == GRAPH
        value = quad.object
        words = shorten(value.value) if isinstance(value, ox.NamedNode) else value_of(value)
        found.add(f"{shorten(value_of(quad.subject))} {shorten(quad.predicate.value)} {words}")
    return found


def merger(before: str, after: str, day: str, kind: str = "merger") -> str:
    date = (
        f"'{day}'^^xsd:{'date' if len(day) == 10 else 'gYear' if len(day) == 4 else 'gYearMonth'}"
    )
    return (
        f"id:{before}--to--{after} a akg:InstitutionalChange ; akg:before id:{before} ;\n"
        f"  akg:after id:{after} ; akg:changeKind code:change-kind-{kind} ; akg:date {date} .\n"
    )


def duty(agent: str, target: str, role: str = "lead", more: str = "") -> str:
    return (
        f"id:{agent}--{role}--{target} a akg:Responsibility ; akg:agent id:{agent} ;\n"
        f"  akg:role code:role-{role} ; akg:target id:{target} ;\n"
        f"  akg:basis code:basis-stated {more}.\n"
    )


PLAN = """
id:vision a akg:Instrument . id:plan a akg:Instrument ; akg:implements id:vision .
id:v1 a akg:Commitment ; akg:instrument id:vision .
id:goal a akg:Commitment ; akg:instrument id:plan .
id:objective a akg:Commitment ; akg:instrument id:plan ; akg:partOf id:goal .
id:measure a akg:Commitment ; akg:instrument id:plan ; akg:partOf id:objective .
id:decree a akg:Instrument ; akg:implements id:plan ; akg:jurisdiction id:vn .
id:council a akg:Institution ; akg:kind code:institution-kind-council .
"""
MIXED = [
    *said(COUNTRY + PLAN + duty("old", "decree") + duty("old", "measure") + duty("old", "council")),
    *said(merger("old", "new", "2021-01-01") + merger("new", "newer", "2025-03-01"), "two"),
    *said(duty("council", "goal", "oversee"), "editorial"),
    *said("src:hand a akg:Source . src:two a akg:Source .", "register"),
]
