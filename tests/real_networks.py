"""The networks of the real graph, as rows and as graphs, each made once."""

from __future__ import annotations

from functools import cache

import networkx as nx
import pyoxigraph as ox

from aseankg.catalogue import Table, ask, networks
from aseankg.namespaces import RDF
from aseankg.network import project
from aseankg.store import open_store

NAMES = sorted(networks())
TYPE = ox.NamedNode(RDF + "type")
# The measures that give each node a number.
CENTRAL = (
    "degree in-degree out-degree weighted-degree neighbours pagerank betweenness closeness "
    "harmonic eigenvector authorities hubs"
)


@cache
def rows(name: str) -> Table:
    return ask(open_store(), networks()[name])


@cache
def graph(name: str) -> nx.MultiDiGraph:
    return project(open_store(), networks()[name])
