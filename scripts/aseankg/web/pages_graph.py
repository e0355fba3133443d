"""The networks: choose one, narrow it down, look at it beside its table, take it along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.edges import Edge, edges_of
from aseankg.exporters import EXPORTERS, NETWORK
from aseankg.namespaces import ID
from aseankg.web.downloads import file_of
from aseankg.web.graph_drawing import Scene, file, mark, picture
from aseankg.web.graph_layout import laid_out, sizes
from aseankg.web.graph_network import (
    FIRST,
    STEPS,
    Shown,
    Wanted,
    choose,
    most,
    offered,
    read,
    whole,
)
from aseankg.web.graph_words import Names, looks, options
from aseankg.web.inquiries import in_thread
from aseankg.web.telling import Origin, Teller, Value, origin
from aseankg.web.templating import View, page

if TYPE_CHECKING:
    import networkx as nx

FILES = {
    "gexf": ("GEXF", "application/gexf+xml"),
    "graphml": ("GraphML", "application/graphml+xml"),
    "csv": ("CSV", "text/csv"),
    "svg": ("SVG", "image/svg+xml"),
}
SHORT = {
    "institution-commitment": "Institutions and commitments",
    "institution-institution": "Between institutions",
    "instruments": "Between texts",
    "ministries-sharing-goals": "Ministries that share goals",
    "people-posts-institutions": "People and posts",
    "sources-facts": "Sources and things",
}
# What the script of the page says.
WORDS = {
    "linked": "Linked with",
    "open": "Open its page",
    "nothing": "No thing that is shown has this name.",
    "found": "{number} found",
    "some": "Shown: {number} of {total} lines, with {things} things.",
}


@dataclass(frozen=True)
class Row:
    """A line of the network as the table tells it."""

    start: Value
    relation: Value
    end: Value
    basis: str
    basis_name: Value
    period: str
    weight: str
    origins: Sequence[Origin]


class Page:
    """What is shown of a network, with all names, for a page or a file."""

    def __init__(self, request: Request) -> None:
        """Read what is asked; raises `InputError` for what there is not."""
        self.view = View(request)
        name = request.path_params.get("name") or request.query_params.get("network") or FIRST
        self.wanted: Wanted = read(self.view, name)
        self.whole: nx.MultiDiGraph = whole(self.view, name)
        self.shown: Shown = choose(self.whole, self.wanted)
        self.graph = self.shown.graph
        self.teller = Teller(self.view)
        self.names = Names(self.teller)
        title, caution = self.whole.graph["title"], self.whole.graph["caution"]
        self.title, self.caution = self.view.words(title), self.view.words(caution)
        self.looks, self.keys = looks(self.names, self.whole, self.graph)

    @property
    def scene(self) -> Scene:
        """Give what is drawn."""
        places = laid_out(self.graph)
        about = " ".join((self.told, self.caution))
        return Scene(
            self.graph, places, sizes(self.graph), self.looks, self.keys, self.title, about
        )

    @property
    def told(self) -> str:
        """Say how much of the network is shown, and which lines were chosen."""
        number, fitting = self.graph.number_of_edges(), self.shown.fitting
        if number == fitting:
            return self.view.words("Shown: all {number} lines.", number=number)
        words = self.view.words
        if self.whole.graph["directed"]:
            return words(
                "Shown: {number} of {total} lines, those between the things with the most links.",
                number=number,
                total=fitting,
            )
        return words(
            "Shown: {number} of {total} lines, those of the greatest weight.",
            number=number,
            total=fitting,
        )

    def asked(self) -> list[tuple[str, Value]]:
        """Give the filters that are set, as people say them."""
        one, words = self.wanted, self.view.words
        told = [
            (words("Kind"), self.kind(one.kind) if one.kind else None),
            (words("Pillar"), self.names.pillar(one.pillar) if one.pillar else None),
            (words("Country"), self.names.country(one.country) if one.country else None),
            (words("Basis"), self.names.basis(one.basis) if one.basis else None),
            (words("Name contains"), Value(one.q) if one.q else None),
            (words("As of"), Value(self.view.asked_day) if self.view.asked_day else None),
        ]
        return [(label, value) for label, value in told if value]

    def kind(self, value: str) -> Value:
        """Give the name of a kind by which things are picked."""
        for _, data in self.whole.nodes(data=True):
            if value in data["type"].split():
                return self.names.kind(data["kind"], value)
        return self.names.kind(value)

    def rows(self) -> list[Row]:
        """Give the lines that are shown, in the order of the exported files."""
        return [self._row(edge) for edge in edges_of(self.graph)]

    def _row(self, edge: Edge) -> Row:
        data = edge.data
        return Row(
            self.end(edge.source),
            self.names.relation(data),
            self.end(edge.target),
            data["basis"],
            self.names.basis(data["basis"]) if data["basis"] else Value(""),
            edge.period,
            f"{data['weight']:g}",
            [origin(self.view.release, iri) for iri in data["sources"]],
        )

    def end(self, iri: str) -> Value:
        """Give a thing with its name."""
        data = self.graph.nodes[iri]
        return Value(data["label"], data["lang"], iri)


def show(request: Request) -> Response:
    """Show a network."""
    one = Page(request)
    view, graph = one.view, one.graph
    scene = one.scene
    rows = one.rows()
    return page(
        view,
        "graph.html",
        one=one,
        networks=_networks(view),
        fields=_fields(one),
        lines=[(str(step), str(step)) for step in STEPS],
        most=str(most(one.whole, one.wanted)),
        rows=rows,
        timed=any(row.period for row in rows),
        weighed=any(row.weight != "1" for row in rows),
        things=len(graph),
        picture=picture(scene, {iri: view.to(iri) for iri in graph}) if len(graph) else "",
        legend=[(key, look, _sign(look)) for key, look in one.looks.items()],
        files=[(name, _file(view, one, suffix)) for suffix, (name, _) in FILES.items()],
        data=_data(one, scene),
    )


def _networks(view: View) -> list[tuple[str, str]]:
    """Give the networks with their short names."""
    known = view.release.networks
    return [(name, view.words(SHORT.get(name, known[name].summary))) for name in known]


def _sign(look: Any) -> Any:
    from markupsafe import Markup

    return Markup(mark(look, 10, 10, 7))


def _file(view: View, one: Page, suffix: str) -> str:
    from aseankg.web.links import with_query

    asked = {name: text for name, text in view.request.query_params.items() if name != "network"}
    return with_query(f"/graph/{one.wanted.network}.{suffix}", asked)


def _fields(one: Page) -> list[tuple[str, str, list[tuple[str, Value]], str]]:
    """Give the filters: name, label, values, the one that is set."""
    found = offered(one.whole)
    words, names = one.view.words, one.names
    told = (
        ("kind", words("Kind"), one.kind),
        ("pillar", words("Pillar"), names.pillar),
        ("country", words("Country"), names.country),
        ("basis", words("Basis"), names.basis),
    )
    fields = []
    for name, label, give in told:
        values = found[name] | {getattr(one.wanted, name)} - {""}
        if len(values) > 1 or getattr(one.wanted, name):
            given = options((each, give(each)) for each in values)
            fields.append((name, label, given, getattr(one.wanted, name)))
    return fields


def _data(one: Page, scene: Scene) -> Mapping[str, Any]:
    """Give what the script draws of: things by number, lines in the order of the table."""
    order = sorted(one.graph)
    number = {iri: place for place, iri in enumerate(order)}
    edges = edges_of(one.graph)
    words = {key: one.view.words(text) for key, text in WORDS.items()}
    nodes = []
    for iri in order:
        data = one.graph.nodes[iri]
        kind = one.names.kind(data["kind"], data["type"].partition(" ")[0])
        nodes.append({
            "id": iri.removeprefix(ID), "label": data["label"], "lang": data["lang"],
            "x": scene.places[iri][0], "y": -scene.places[iri][1], "size": scene.sizes[iri],
            "look": scene.keys[iri], "kind": kind.text, "kinds": f"{data['kind']} {data['type']}",
            "pillar": data["pillar"], "country": data["country"],
        })  # fmt: skip
    return {
        "network": one.wanted.network,
        "directed": one.whole.graph["directed"],
        "nodes": nodes,
        "edges": [
            [number[edge.source], number[edge.target], edge.data["weight"], edge.data["basis"],
             edge.data["start"], edge.data["end"]] for edge in edges
        ],
        "looks": {key: [look.colour, look.mark] for key, look in one.looks.items()},
        "words": words,
    }  # fmt: skip


def download(request: Request) -> Response:
    """Give what is shown as a file."""
    suffix = request.path_params["suffix"]
    if suffix not in FILES:
        told = ", ".join(FILES)
        raise HTTPException(404, f"a network is not written as {suffix[:20]}; there are {told}")
    one = Page(request)
    name = f"{one.wanted.network}.{suffix}"
    if suffix == "svg":
        return file_of(file(one.scene, one.view.lang), FILES[suffix][1], name)
    told = "; ".join(f"{label}: {value.text}" for label, value in one.asked())
    one.graph.graph |= {
        "title": one.title,
        "caution": one.caution,
        "asked": "; ".join(filter(None, [told, one.told])),
    }
    more = {"spreadsheet_safe": True} if suffix == "csv" else {}
    content = EXPORTERS[suffix].write(NETWORK, one.graph, **more)
    return file_of(content, FILES[suffix][1], name)


routes = [
    Route("/graph", in_thread(show)),
    Route("/graph.{suffix}", in_thread(download)),
    Route("/graph/{name}.{suffix}", in_thread(download)),
    Route("/graph/{name}", in_thread(show)),
]
