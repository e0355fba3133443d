"""The formats in which the graph, a question or a network can be written as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

GRAPH, NETWORK, QUESTION = "graph", "network", "question"


@dataclass(frozen=True)
class Exporter:
    """A format: its name, the suffix of its files, one line about it, and who writes it.

    `writers` names for each kind of subject the function that writes it, as `module:function`:
    the graph (a `pyoxigraph.Store`), a network (a `networkx.MultiDiGraph`), the answer to a
    question (a `formats.Answer`). Modules are loaded when they are used.
    """

    name: str
    suffix: str
    about: str
    writers: Mapping[str, str]

    def write(self, kind: str, subject: Any, **options: Any) -> bytes:
        """Write a subject of a kind that this format takes; raises `KeyError` for another."""
        module, _, function = self.writers[kind].partition(":")
        writer: Callable[..., str | bytes] = getattr(import_module(f"aseankg.{module}"), function)
        written = writer(subject, **options)
        return written.encode() if isinstance(written, str) else written


def _line(name: str, suffix: str, about: str, **writers: str) -> tuple[str, Exporter]:
    return name, Exporter(name, suffix, about, writers)


# fmt: off
EXPORTERS: dict[str, Exporter] = dict([
    _line("trig", ".trig", "RDF, each source a named graph, for people",
          graph="export_rdf:trig"),
    _line("nquads", ".nq", "RDF, one statement a line, for machines",
          graph="export_rdf:nquads"),
    _line("jsonld", ".jsonld", "RDF as JSON, with its context",
          graph="export_rdf:jsonld"),
    _line("context", ".jsonld", "the published JSON-LD context, made from the vocabulary",
          graph="export_rdf:published_context"),
    _line("csv", ".csv", "statements, edges or rows, for any program",
          graph="export_tables:csv_of_store", network="export_tables:csv_of_graph",
          question="formats:as_csv"),
    _line("xlsx", ".xlsx", "an Excel workbook",
          graph="export_tables:xlsx_of_store", network="export_tables:xlsx_of_graph",
          question="formats:as_xlsx"),
    _line("gexf", ".gexf", "Gephi, with the time of each edge",
          network="export_gexf:gexf"),
    _line("graphml", ".graphml", "yEd, Gephi, igraph, NetworkX",
          network="export_graphml:graphml"),
    _line("cytoscape", ".cyjs", "Cytoscape and Cytoscape.js (JSON)",
          network="export_json:cytoscape"),
    _line("graphology", ".json", "graphology and sigma.js (JSON)",
          network="export_json:graphology"),
    _line("dot", ".dot", "Graphviz",
          network="export_dot:dot"),
    _line("mermaid", ".mmd", "flowcharts in Markdown, as on GitHub",
          network="export_mermaid:mermaid"),
    _line("svg", ".svg", "a picture, with links and sources in it",
          network="export_svg:svg"),
    _line("html", ".html", "one page that needs no network: table, picture, sources",
          network="export_page:page", question="formats:as_html"),
])
# fmt: on
