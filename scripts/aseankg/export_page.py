"""One page that needs no network: the table of a network's edges, its picture, its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aseankg.edges import DESCRIBED, Edge, described, edges_of
from aseankg.export_svg import picture
from aseankg.export_tables import sources_of
from aseankg.namespaces import shorten

if TYPE_CHECKING:
    import networkx as nx


def page(graph: nx.MultiDiGraph) -> str:
    """Write a network as a page: it works without scripts and asks nothing of any other place.

    Edges of the picture have the same ids as the rows, so that narrowing one narrows the other.
    """
    from markupsafe import Markup

    from aseankg.pages import render

    edges = edges_of(graph)
    infos = sources_of(graph)
    numbers = {iri: number for number, iri in enumerate(infos, start=1)}
    rows = [_row(graph, edge, numbers) for edge in edges]
    return render(
        "network.html.j2",
        told={**dict.fromkeys(DESCRIBED, ""), **described(graph)},
        nodes=len(graph),
        edges=rows,
        relations=sorted({str(row["relation"]) for row in rows}),
        bases=sorted({str(row["basis"]) for row in rows} - {""}),
        timed=any(row["start"] or row["end"] for row in rows),
        weighed=any(edge.data.get("weight", 1.0) != 1.0 for edge in edges),
        sources=[(iri, info, _link(info.url)) for iri, info in infos.items()],
        picture=Markup(picture(graph, titled=False)),
    )


def _row(graph: nx.MultiDiGraph, edge: Edge, numbers: dict[str, int]) -> dict[str, object]:
    start, end = graph.nodes[edge.source], graph.nodes[edge.target]
    weight = float(edge.data.get("weight", 1.0))
    return {
        "id": edge.id,
        "source": edge.source,
        "source_name": start.get("label") or shorten(edge.source),
        "start_lang": start.get("lang", ""),
        "relation": edge.data.get("label") or edge.data.get("relation", ""),
        "target": edge.target,
        "target_name": end.get("label") or shorten(edge.target),
        "end_lang": end.get("lang", ""),
        "start": edge.data.get("start", ""),
        "end": edge.data.get("end", ""),
        "weight": f"{weight:g}",
        "basis": edge.data.get("basis", ""),
        "cited": [numbers[iri] for iri in edge.data.get("sources", ())],
    }


def _link(url: str) -> str:
    """Give an address only if it is one of the web; a page must not run what a source holds."""
    return url if url.startswith(("https://", "http://")) else ""
