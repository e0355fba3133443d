"""The nodes and edges of a network in a fixed order, as every exporter writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

DESCRIBED = ("title", "summary", "asked", "lang", "caution")


@dataclass(frozen=True)
class Edge:
    """One edge: an id of its own in the file, its two ends, its key between them, what it says."""

    id: str
    source: str
    target: str
    key: str
    data: Mapping[str, Any]

    @property
    def period(self) -> str:
        """Give the time for which it holds as people write it, "" where none is known."""
        start, end = self.data.get("start", ""), self.data.get("end", "")
        if start and end:
            return str(start) if start == end else f"{start} to {end}"
        return f"from {start}" if start else f"to {end}" if end else ""


def nodes_of(graph: nx.MultiDiGraph) -> list[tuple[str, Mapping[str, Any]]]:
    """Give every node with its attributes, by IRI."""
    return sorted(((str(node), data) for node, data in graph.nodes(data=True)), key=lambda n: n[0])


def edges_of(graph: nx.MultiDiGraph) -> list[Edge]:
    """Give every edge by its ends and key; the ids are e1, e2, ..."""
    found = sorted(graph.edges(keys=True, data=True), key=lambda e: tuple(map(str, e[:3])))
    return [
        Edge(f"e{number}", str(source), str(target), str(key), data)
        for number, (source, target, key, data) in enumerate(found, start=1)
    ]


def described(graph: nx.MultiDiGraph) -> dict[str, str]:
    """Give what is said of the network as a whole: name, title, language, caution."""
    told = {"name": str(graph.graph.get("name", "network"))}
    return told | {key: str(graph.graph[key]) for key in DESCRIBED if graph.graph.get(key)}


def flat(value: object) -> str | float | int | bool:
    """Give a value as files without lists can hold it; a list becomes words between spaces."""
    if isinstance(value, str | float | int | bool):
        return value
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, Iterable) else str(value)


def columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """Give the attributes of nodes or edges in order of name, with the type that holds them all."""
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(flat(value)))
    return {name: _common(kinds[name]) for name in sorted(kinds)}


def _common(kinds: set[type]) -> type:
    if len(kinds) == 1:
        return next(iter(kinds))
    return float if kinds == {int, float} else str


def text_of(value: object) -> str:
    """Write a value as the XML formats want it."""
    plain = flat(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)
