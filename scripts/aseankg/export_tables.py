"""Tables for spreadsheets: the whole graph, or a network, as CSV or as an Excel workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from aseankg import formats
from aseankg.catalogue import Cell, SourceInfo, Table
from aseankg.edges import described, edges_of, nodes_of, text_of
from aseankg.export_rdf import in_order
from aseankg.formats import SOURCES, Answer
from aseankg.namespaces import RDF, shorten
from aseankg.terms import value_of

if TYPE_CHECKING:
    import networkx as nx

_STATEMENTS = ("subject", "predicate", "object", "datatype", "lang", "source")
_OF_ENDS = ("kind", "type", "country", "pillar")
_OF_EDGES = ("relation", "label", "weight", "basis", "start", "end")
_TYPE = RDF + "type"
_LONGEST = 32_000  # Excel takes 32,767 letters in a cell
_BOUNDS = ("Earliest", "Latest")
_OTHER = "Other"
_UNFIT = re.compile(r"[][*?\\']")  # in the name of a sheet


def csv_of_store(store: ox.Store, *, spreadsheet_safe: bool = False) -> str:
    """Write every statement as a row; an object without a datatype is a thing."""
    rows = ([*_ends(quad), *_kind(quad.object), _name(quad.graph_name)] for quad in in_order(store))
    safe = map(formats.safe_row, rows) if spreadsheet_safe else rows
    return formats.separated(chain([_STATEMENTS], safe))


def _ends(quad: ox.Quad) -> list[str]:
    term = quad.object
    value = term.value if isinstance(term, ox.Literal) else _name(term)
    return [_name(quad.subject), _name(quad.predicate), value]


def _kind(term: object) -> list[str]:
    if not isinstance(term, ox.Literal):
        return ["", ""]
    return [shorten(term.datatype.value), term.language or ""]


def _name(term: object) -> str:
    return shorten(value_of(term))


def csv_of_graph(graph: nx.MultiDiGraph, *, spreadsheet_safe: bool = False) -> str:
    """Write every edge of a network as a row with all that is known of its two ends."""
    return formats.as_csv(answer_of(graph, spreadsheet_safe=spreadsheet_safe))


def answer_of(graph: nx.MultiDiGraph, *, spreadsheet_safe: bool = False) -> Answer:
    """Give the edges of a network as an answer, its columns those of the CSV file."""
    told = described(graph)
    ends = [(name, f"{name}_{what}") for name in ("from", "to") for what in ("id", *_OF_ENDS)]
    of_from, of_to = ([one for end, one in ends if end == name] for name in ("from", "to"))
    header = ["from", *of_from, *_OF_EDGES, "to", *of_to, "key", SOURCES]
    rows = [
        {
            **_end(graph, edge.source, "from"),
            **{name: Cell(text_of(edge.data.get(name, ""))) for name in _OF_EDGES},
            **_end(graph, edge.target, "to"),
            "key": Cell(edge.key),
            SOURCES: Cell(" ".join(edge.data.get("sources", ()))),
        }
        for edge in edges_of(graph)
    ]
    table = Table(header, rows, sources_of(graph))
    title = told.get("title", told["name"])
    return Answer(told["name"], title, table, {}, spreadsheet_safe)


def sources_of(graph: nx.MultiDiGraph) -> dict[str, SourceInfo]:
    """Give what is known of every source that an edge cites, by IRI."""
    infos = graph.graph.get("sources", {})
    cited = {iri for edge in edges_of(graph) for iri in edge.data.get("sources", ())}
    return {iri: infos.get(iri) or SourceInfo(shorten(iri), "", "", "") for iri in sorted(cited)}


def _end(graph: nx.MultiDiGraph, iri: str, name: str) -> dict[str, Cell]:
    data = graph.nodes[iri]
    cells = {name: Cell(data.get("label", iri), lang=data.get("lang"))}
    cells[f"{name}_id"] = Cell(shorten(iri).removeprefix("id:"))
    return cells | {f"{name}_{what}": Cell(data.get(what, "")) for what in _OF_ENDS}


def xlsx_of_graph(graph: nx.MultiDiGraph) -> bytes:
    """Write a network as a workbook: its edges, its nodes, its sources, and what to mind."""
    from aseankg.workbooks import workbook

    answer = answer_of(graph)
    told = described(graph)
    return workbook(
        {
            "Edges": list(formats.grid(answer)),
            "Nodes": _nodes(graph),
            "Sources": formats.source_rows(answer.table),
            "About": [["what", "text"], *([name, text] for name, text in told.items())],
        }
    )


def _nodes(graph: nx.MultiDiGraph) -> list[list[str]]:
    rows = [({"id": shorten(iri).removeprefix("id:"), **data}) for iri, data in nodes_of(graph)]
    names = ["id", *sorted({name for row in rows for name in row} - {"id"})]
    return [names, *([text_of(row.get(name, "")) for name in names] for row in rows)]


def xlsx_of_store(store: ox.Store) -> bytes:
    """Write the graph as a workbook: a sheet for each class, a row for each thing and source.

    Several values stand in one cell, a line each. The bounds that are reckoned for each date are
    left out.
    """
    from aseankg.workbooks import workbook

    quads = [quad for quad in in_order(store) if not quad.predicate.value.endswith(_BOUNDS)]
    classes = _classes(quads)
    sheets: dict[str, list[dict[str, Any]]] = {}
    for (graph, thing), about in groupby(
        quads, key=lambda quad: (value_of(quad.graph_name), value_of(quad.subject))
    ):
        rows = sheets.setdefault(classes.get(thing, _OTHER), [])
        rows += _rows(thing, graph, list(about))
    return workbook({name: _sheet(rows) for name, rows in sorted(sheets.items())})


def _classes(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Give each thing the class under which it is filed: of several, the one of the fewest."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == _TYPE:
            local = re.split("[/#:]", value_of(quad.object))[-1]
            found.setdefault(value_of(quad.subject), set()).add(_UNFIT.sub("", local)[:31])
    sizes: dict[str, int] = {}
    for names in found.values():
        for name in names:
            sizes[name] = sizes.get(name, 0) + 1
    return {
        thing: min(names, key=lambda name: (sizes[name], name)) for thing, names in found.items()
    }


def _rows(thing: str, graph: str, quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    """Give the row of a thing in a graph; what does not fit into one cell takes more rows."""
    values: dict[str, list[str]] = {}
    for quad in quads:
        _, predicate, text = _ends(quad)
        language = _kind(quad.object)[1]
        name = predicate.removeprefix("akg:") + (f"@{language}" if language else "")
        values.setdefault(name, []).append(text)
    columns = {name: _cells(texts) for name, texts in values.items()}
    for number in range(max(map(len, columns.values()))):
        row = {name: cells[number] for name, cells in columns.items() if number < len(cells)}
        yield {"id": shorten(thing), **row, "source": shorten(graph).removeprefix("src:")}


def _cells(texts: list[str]) -> list[str]:
    joined = "\n".join(texts)
    return texts if joined.count("\n") >= len(texts) or len(joined) > _LONGEST else [joined]


def _sheet(rows: list[dict[str, Any]]) -> list[list[str]]:
    names = sorted({name for row in rows for name in row} - {"id", "source"})
    header = ["id", *names, "source"]
    return [header, *([row.get(name, "") for name in header] for row in rows)]
