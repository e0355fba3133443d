"""A small graph in which all is that ever broke a writer."""

from __future__ import annotations

import pyoxigraph as ox

from aseankg.namespaces import AKG, ID, RDF, SKOS, SRC, XSD


def nasty_store() -> ox.Store:
    """A small graph in which all is that ever broke a writer."""
    date = ox.NamedNode(XSD + "date")
    objects: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (
            SKOS + "prefLabel",
            ox.Literal("a \"b\" \\ \n\t\r <c> & 'd' ﷽ 🎉 \u0000\u0008", language="en"),
        ),
        (SKOS + "prefLabel", ox.Literal("สมาคม", language="th")),
        (SKOS + "prefLabel", ox.Literal("部", language="zh-hant-tw")),
        (SKOS + "altLabel", ox.Literal("no language")),
        (SKOS + "altLabel", ox.Literal("a language", language="und")),
        (SKOS + "notation", ox.Literal("4.1.1")),
        (SKOS + "notation", ox.Literal("true")),
        (AKG + "from", ox.Literal("2025", datatype=ox.NamedNode(XSD + "gYear"))),
        (AKG + "from", ox.Literal("2025-03", datatype=ox.NamedNode(XSD + "gYearMonth"))),
        (AKG + "from", ox.Literal("2025-03-01", datatype=date)),
        (AKG + "fromEarliest", ox.Literal("2025-03-01", datatype=date)),
        (AKG + "fromEarliest", ox.Literal("2025-03-01")),
        (AKG + "value", ox.Literal("012.50", datatype=ox.NamedNode(XSD + "decimal"))),
        (AKG + "partOf", ox.NamedNode(ID + "b")),
        (AKG + "partOf", ox.NamedNode("http://example.org/a?b=c&d#e(f)")),
        (AKG + "partOf", ox.NamedNode("urn:isbn:1")),
        (AKG + "partOf", ox.Literal("not a thing")),
        (AKG + "notInTheOntology", ox.NamedNode(SRC + "s")),
        ("http://example.org/p", ox.Literal("id:b")),
        (RDF + "type", ox.NamedNode(AKG + "Institution")),
        (RDF + "type", ox.NamedNode("http://example.org/T")),
        (RDF + "subject", ox.NamedNode(ID + "b")),
    ]
    made = ox.Store()
    for predicate, value in objects:
        for graph in ("s", "t"):
            ends = (ox.NamedNode(ID + "a"), ox.NamedNode(predicate))
            made.add(ox.Quad(*ends, value, ox.NamedNode(SRC + graph)))
    return made
