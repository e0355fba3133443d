"""The pictures of a report: every network, and what the ministries of each country answer for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aseankg.exporters import EXPORTERS, NETWORK
from aseankg.gaps import members
from aseankg.headers import Question, networks
from aseankg.network import project
from aseankg.report_answers import values_for

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

_BY_COUNTRY = "institution-commitment"
_FORMS = ("svg", "gexf")


@dataclass(frozen=True)
class Drawn:
    """The files of the pictures, and the one that stands in the page, as an `svg` element."""

    files: dict[str, bytes]
    shown: str


def draw_all(store: ox.Store, day: str) -> Drawn:
    """Draw every network as SVG and GEXF, and one network for each Member State."""
    files: dict[str, bytes] = {}
    for name, graph in _graphs(store, day):
        for form in _FORMS:
            exporter = EXPORTERS[form]
            files[f"pictures/{name}{exporter.suffix}"] = exporter.write(NETWORK, graph)
    return Drawn(files, shown(store, day))


def _graphs(store: ox.Store, day: str) -> Iterator[tuple[str, nx.MultiDiGraph]]:
    known = networks()
    for name, network in known.items():
        yield name, _asked(store, network, values_for(network, day))
    for country in members(store):
        values = {"country": country} | values_for(known[_BY_COUNTRY], day)
        yield f"{country}-{_BY_COUNTRY}", _asked(store, known[_BY_COUNTRY], values)


def _asked(store: ox.Store, network: Question, values: Mapping[str, str]) -> nx.MultiDiGraph:
    graph = project(store, network, values)
    told = {**network.defaults, **values}
    graph.graph["asked"] = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in told.items())
    return graph


def shown(store: ox.Store, day: str) -> str:
    """Draw the network that stands in the page and in the README: one country, one plan."""
    from aseankg.export_svg import picture

    network = networks()[_BY_COUNTRY]
    values = {"country": "viet-nam", "plan": "ascc-strategic-plan-2026-2035"}
    return picture(_asked(store, network, values | values_for(network, day)))
