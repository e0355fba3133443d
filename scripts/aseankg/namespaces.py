"""The namespaces of the graph and the short names (CURIEs) that people write for its IRIs."""

from __future__ import annotations

import re
from functools import lru_cache

BASE = "https://w3id.org/aseankg/"
AKG = BASE + "ns#"
ID = BASE + "id/"
SRC = BASE + "source/"
CODE = BASE + "code/"
RULE = BASE + "rule/"
QUERY = BASE + "query/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SDG = "http://metadata.un.org/sdg/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "akg": AKG,
    "code": CODE,
    "cpov": "http://data.europa.eu/m8g/",
    "dcterms": DCTERMS,
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": FOAF,
    "id": ID,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "query": QUERY,
    "rdf": RDF,
    "rdfs": RDFS,
    "rule": RULE,
    "schema": SCHEMA,
    "sdg": SDG,
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "sh": SH,
    "skos": SKOS,
    "src": SRC,
    "xsd": XSD,
}

REGISTER = SRC + "register"
EDITORIAL = SRC + "editorial"
# Names that the editors translated: a source of names, no evidence.
TRANSLATIONS = SRC + "aseankg-translations"
INFERRED = SRC + "inferred"
ONTOLOGY = SRC + "ontology"
HOUSE_GRAPHS = (REGISTER, EDITORIAL, INFERRED, ONTOLOGY)

_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")


@lru_cache(maxsize=1 << 16)
def shorten(iri: str) -> str:
    """Give the CURIE of an IRI ("id:asean"), or the IRI itself where no prefix fits."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.match(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Give the IRI of a CURIE; what has no known prefix comes back as it is."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name
