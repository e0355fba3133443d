"""RDF terms as pyoxigraph holds them."""

from __future__ import annotations

import pyoxigraph as ox

Term = ox.NamedNode | ox.Literal


def value_of(term: object) -> str:
    """Give the IRI, the words or the label of a term; raises `TypeError` for anything else."""
    if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode):
        return term.value
    raise TypeError(f"not an IRI, literal or blank node: {term}")
