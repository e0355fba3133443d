"""The graph for users of rdflib: a `Dataset` whose default graph is the union of all."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.dataset import as_rdflib
from aseankg.namespaces import PREFIXES
from aseankg.store import open_store

if TYPE_CHECKING:
    from rdflib import Dataset


def load(root: Path | None = None) -> Dataset:
    """Give the whole graph as an rdflib `Dataset`, the same quads as `store.open_store`.

    One named graph for each source, the union of all as default graph; with the bounds of dates
    and what the rules infer. Raises `InputErrors`.
    """
    from rdflib import Dataset, URIRef

    dataset = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    convert = lru_cache(maxsize=None)(as_rdflib)
    store = open_store(root)
    for name in sorted(graph.value for graph in store.named_graphs()):
        graph = dataset.graph(URIRef(name))
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name)):
            graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return dataset
