"""Graphs in the making: the statements that an import adds, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from aseankg.cells import akg, code
from aseankg.namespaces import EDITORIAL, ID, PROV, RDF, REGISTER, SKOS
from aseankg.terms import Term

TYPE = ox.NamedNode(RDF + "type")


@dataclass
class Draft:
    """Statements per graph IRI; those of the register also per file of it."""

    graphs: defaultdict[str, set[ox.Triple]] = field(default_factory=lambda: defaultdict(set))
    minted: defaultdict[str, set[ox.Triple]] = field(default_factory=lambda: defaultdict(set))

    def state(self, graph: str, subject: ox.NamedNode, predicate: str, value: Term) -> None:
        """Put one statement into a graph."""
        self.graphs[graph].add(ox.Triple(subject, ox.NamedNode(predicate), value))

    def type(self, graph: str, subject: ox.NamedNode, cls: str) -> None:
        """Say of what class a node is."""
        self.state(graph, subject, RDF + "type", ox.NamedNode(akg(cls)))

    def mint(self, register: str, subject: ox.NamedNode, cls: str, label: str) -> None:
        """Enter a thing into the register: its class and its one English label."""
        self.minted[register].add(ox.Triple(subject, TYPE, ox.NamedNode(akg(cls))))
        self.minted[register].add(
            ox.Triple(subject, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(label, language="en"))
        )

    def conclude(
        self,
        subject: ox.NamedNode,
        predicate: str,
        value: Term,
        slug: str,
        rationale: str,
        derived: Iterable[ox.NamedNode],
        basis: str = "inferred",
    ) -> ox.NamedNode:
        """Put an editor's conclusion into the editorial graph, with why and from what.

        The statement itself stands beside the node that explains it. Gives that node.
        """
        node = ox.NamedNode(ID + slug)
        self.state(EDITORIAL, subject, predicate, value)
        self.type(EDITORIAL, node, "Conclusion")
        self.state(EDITORIAL, node, RDF + "subject", subject)
        self.state(EDITORIAL, node, RDF + "predicate", ox.NamedNode(predicate))
        self.state(EDITORIAL, node, RDF + "object", value)
        self.state(EDITORIAL, node, akg("basis"), code("basis", basis))
        self.explain(node, rationale, derived)
        return node

    def explain(self, node: ox.NamedNode, rationale: str, derived: Iterable[ox.NamedNode]) -> None:
        """Say in the editorial graph why an editor concluded a node, and from what."""
        self.state(EDITORIAL, node, akg("rationale"), ox.Literal(rationale, language="en"))
        for origin in derived:
            self.state(EDITORIAL, node, PROV + "wasDerivedFrom", origin)


def graph_of(slug: str) -> str:
    """Give the graph IRI of a source by its id in the tables."""
    return REGISTER.removesuffix("register") + slug.removeprefix("src-")
