"""What the endpoint says of itself: the W3C's service description, with its limits."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request

from aseankg.namespaces import BASE, PREFIXES, RDF, SCHEMA
from aseankg.web.release import Release
from aseankg.web.settings import Settings

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FORMATS = "http://www.w3.org/ns/formats/"
DATASET = BASE + "dataset"
PREFIXED = {**PREFIXES, "sd": SD, "void": VOID, "dcat": DCAT, "formats": FORMATS}
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)
_WRITERS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
Node = ox.NamedNode | ox.BlankNode
Value = ox.NamedNode | ox.BlankNode | ox.Literal


class Description:
    """Triples that are said one after the other, then written."""

    def __init__(self) -> None:
        """Begin with none."""
        self.triples: list[ox.Triple] = []

    def say(self, subject: Node | str, predicate: str, value: Value | str | int) -> None:
        """Say one thing: a text that begins as an IRI does is one, other text is English."""
        self.triples.append(ox.Triple(_node(subject), ox.NamedNode(predicate), _value(value)))

    def about(self, subject: Node | str, kind: str, **values: Value | str | int) -> Node:
        """Say the class of a node and more, the predicates written as `prefix_local`."""
        self.say(subject, RDF + "type", kind)
        for name, value in values.items():
            prefix, _, local = name.partition("_")
            self.say(subject, PREFIXED[prefix] + local, value)
        return _node(subject)

    def write(self, media: str) -> bytes:
        """Write all in a form of RDF."""
        form = _WRITERS[media]
        prefixes = None if form.name in _PLAIN else PREFIXED
        return ox.serialize(self.triples, format=form, prefixes=prefixes) or b""


_PLAIN = ("N-Triples", "N-Quads", "JSON-LD")


def _node(one: Node | str) -> Node:
    return ox.NamedNode(one) if isinstance(one, str) else one


def _value(one: Value | str | int) -> Value:
    if isinstance(one, int):
        return ox.Literal(one)
    if not isinstance(one, str):
        return one
    return (
        ox.NamedNode(one) if one.startswith(("http:", "https:")) else ox.Literal(one, language="en")
    )


def text(value: str) -> ox.Literal:
    """Give a text that is in no language: a name, a version."""
    return ox.Literal(value)


def site(request: Request) -> str:
    """Give the address of the site as it is reached, or its own if that one is no IRI."""
    address = str(request.base_url)
    try:
        return str(ox.NamedNode(address).value)
    except ValueError:
        return str(request.app.state.settings.base)


def describe_service(request: Request, media: str) -> bytes:
    """Describe the endpoint in a form of RDF."""
    release: Release = request.state.release
    settings: Settings = request.app.state.settings
    told, here = Description(), site(request) + "sparql"
    told.about(here, SD + "Service", sd_endpoint=here, sd_supportedLanguage=SD + "SPARQL11Query")
    told.say(here, SD + "feature", SD + "UnionDefaultGraph")
    for name in _FORMATS:
        told.say(here, SD + "resultFormat", FORMATS + name)
    for place, (name, number, unit) in enumerate(_limits(settings)):
        limit = ox.BlankNode(f"limit{place}")
        told.about(limit, SCHEMA + "PropertyValue", schema_name=text(name), schema_value=number)
        told.say(limit, SCHEMA + "unitText", text(unit))
        told.say(here, SCHEMA + "additionalProperty", limit)
    _dataset(told, here, release)
    return told.write(media)


def _limits(settings: Settings) -> list[tuple[str, ox.Literal, str]]:
    return [
        ("rows of an answer at most", ox.Literal(settings.query_rows), "rows"),
        ("time of a query at most", ox.Literal(settings.query_seconds), "seconds"),
        ("length of an address at most", ox.Literal(settings.query_bytes), "bytes"),
        ("length of what is posted at most", ox.Literal(settings.post_bytes), "bytes"),
    ]


def _dataset(told: Description, here: str, release: Release) -> None:
    told.about(DATASET, SD + "Dataset", dcterms_hasVersion=text(release.name))
    told.say(here, SD + "defaultDataset", DATASET)
    union = told.about(ox.BlankNode("union"), SD + "Graph")
    told.say(union, PREFIXES["dcterms"] + "description", "The union of all named graphs")
    told.say(DATASET, SD + "defaultGraph", union)
    for place, graph in enumerate(sorted(release.store.named_graphs(), key=str)):
        named = told.about(ox.BlankNode(f"graph{place}"), SD + "NamedGraph", sd_name=graph)
        told.say(DATASET, SD + "namedGraph", named)
