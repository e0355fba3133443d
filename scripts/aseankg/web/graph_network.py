"""A network of the catalogue as a page shows it: all of it, what is asked of it, what is shown."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from aseankg.dates import today
from aseankg.errors import InputError
from aseankg.headers import Question
from aseankg.names import fold
from aseankg.network import project
from aseankg.web.graph_layout import laid_out
from aseankg.web.memory import once
from aseankg.web.release import Release

if TYPE_CHECKING:
    import networkx as nx

    from aseankg.web.templating import View

FIRST = "institution-commitment"
STEPS = (100, 300, 900, 1500)
_OPENING, _SPREAD = 900, 4  # it opens on fewer lines than this, and than this by the things it has
_KEPT = 8
_lock = Lock()


@dataclass(frozen=True)
class Wanted:
    """What is asked of a network; "" leaves open. `lines` is how many are shown at most."""

    network: str
    kind: str = ""
    pillar: str = ""
    country: str = ""
    basis: str = ""
    q: str = ""
    lines: int = 0

    @property
    def narrowed(self) -> bool:
        """Tell whether something is left out on purpose."""
        return any((self.kind, self.pillar, self.country, self.basis, self.q))


@dataclass(frozen=True)
class Shown:
    """The part of a network that is shown: its graph, how many lines fit, how many there are."""

    graph: nx.MultiDiGraph
    fitting: int
    everything: int


def read(view: View, name: str) -> Wanted:
    """Read what a request asks for; raises `InputError` for a value that nothing has."""
    params = view.request.query_params
    given = {one: params.get(one, "").strip() for one in ("kind", "pillar", "country", "basis")}
    _check_day(params.get("as_of", ""))
    graph = whole(view, name)
    known = values(view.release)
    for one, text in given.items():
        if text and text not in known[one] and text not in offered(graph)[one]:
            raise _unknown(one, text)
    lines = params.get("lines", "")
    if lines and (not lines.isdecimal() or int(lines) not in STEPS):
        allowed = ", ".join(map(str, STEPS))
        raise InputError("lines", 0, None, f"{lines[:40]!r} cannot be shown", f"take {allowed}")
    return Wanted(name, **given, q=params.get("q", "").strip()[:200], lines=int(lines or 0))


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text or "2026-01-01")
    except ValueError:
        message = f"{text[:40]!r} is no day"
        raise InputError("as_of", 0, None, message, "write it as 2026-02-01") from None


def _unknown(name: str, text: str) -> InputError:
    return InputError(
        name, 0, None, f"{text[:60]!r} is none that the graph has", "pick one from the list"
    )


def values(release: Release) -> Mapping[str, set[str]]:
    """Give what may be asked of any network: the values that things and codes of the graph have."""
    return once(release, "graph values", lambda: _values(release))


def _values(release: Release) -> Mapping[str, set[str]]:
    import pyoxigraph as ox

    from aseankg.namespaces import AKG, CODE, ID, RDF
    from aseankg.terms import value_of

    kind = ox.NamedNode(RDF + "type")
    countries = release.store.quads_for_pattern(None, kind, ox.NamedNode(AKG + "Country"), None)
    every = release.store.quads_for_pattern(None, kind, None, None)
    codes = {value_of(quad.subject) for quad in every}
    found = {one.removeprefix(CODE) for one in codes if one.startswith(CODE)}
    return {
        "country": {value_of(quad.subject).removeprefix(ID) for quad in countries},
        "pillar": {one.removeprefix("pillar-") for one in found if one.startswith("pillar-")},
        "basis": {one.removeprefix("basis-") for one in found if one.startswith("basis-")},
        "kind": {one.partition("-kind-")[2] for one in found if "-kind-" in one},
    }


def whole(view: View, name: str) -> nx.MultiDiGraph:
    """Give all of a network on the day of a view, with names in its language; not to be changed.

    Raises `InputError` for a network that there is not.
    """
    question = view.release.networks.get(name)
    if question is None:
        raise InputError(
            "network", 0, None, f"there is no network {name[:60]!r}", "pick one of the list"
        )
    dated = view.asked_day if "as_of" in question.parameters else None
    return _projected(view.release, question, dated, view.lang)


def _projected(
    release: Release, question: Question, dated: str | None, lang: str
) -> nx.MultiDiGraph:
    known: OrderedDict[tuple[str, str, str], Any] = once(release, "networks", OrderedDict)
    key = (question.name, dated or today().isoformat(), lang)
    with _lock:
        if key in known:
            known.move_to_end(key)
            return known[key]
    graph = project(release.store, question, {"as_of": dated} if dated else {}, lang)
    with _lock:
        known[key] = graph
        while len(known) > _KEPT:
            known.popitem(last=False)
    return graph


def lay_out(release: Release) -> None:
    """Lay out what each network opens on, before anybody asks for it; the cache keeps it."""
    for name, question in release.networks.items():
        graph = _projected(release, question, None, "en")
        laid_out(choose(graph, Wanted(name)).graph)


def offered(graph: nx.MultiDiGraph) -> dict[str, set[str]]:
    """Give the values by which a network can be narrowed."""
    nodes = [data for _, data in graph.nodes(data=True)]
    return {
        "kind": {data["kind"] for data in nodes} | _words(data["type"] for data in nodes),
        "pillar": _words(data["pillar"] for data in nodes),
        "country": _words(data["country"] for data in nodes),
        "basis": {data["basis"] for *_, data in graph.edges(data=True)} - {""},
    }


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in text.split()}


def most(graph: nx.MultiDiGraph, wanted: Wanted) -> int:
    """Give how many lines are shown at most: what is asked for, or as many as can be followed."""
    if wanted.lines:
        return wanted.lines
    fitting = [step for step in STEPS if step <= min(_OPENING, _SPREAD * len(graph))]
    return max(fitting, default=STEPS[1])


def choose(graph: nx.MultiDiGraph, wanted: Wanted) -> Shown:
    """Give the part of a network that is asked for, cut to as many lines as are shown."""
    fits = {node: _fits(data, wanted) for node, data in graph.nodes(data=True)}
    found = [
        edge
        for edge in graph.edges(keys=True, data=True)
        if all(one or other for one, other in zip(fits[edge[0]], fits[edge[1]], strict=True))
        and wanted.basis in ("", edge[3]["basis"])
    ]
    kept = _foremost(graph, found, most(graph, wanted))
    part = graph.edge_subgraph([edge[:3] for edge in kept]).copy() if kept else graph.__class__()
    part.graph.update(graph.graph)
    return Shown(part, len(found), graph.number_of_edges())


def _fits(data: Mapping[str, str], wanted: Wanted) -> tuple[bool, ...]:
    """Tell of each filter of things whether one thing fits; of a line one end has to."""
    words = fold(wanted.q).split()
    name = fold(data["label"]) if words else ""
    return (
        wanted.kind in ("", data["kind"], *data["type"].split()),
        wanted.pillar in ("", *data["pillar"].split()),
        wanted.country in ("", *data["country"].split()),
        all(word in name for word in words),
    )


def _foremost(graph: nx.MultiDiGraph, edges: list[Any], number: int) -> list[Any]:
    """Keep the heaviest lines where they have no direction, else those amidst the most links."""
    if len(edges) <= number:
        return edges
    links = Counter(end for edge in edges for end in edge[:2])
    heavy = not graph.graph["directed"]

    def rank(edge: Any) -> tuple[Any, ...]:
        ends = sorted((links[edge[0]], links[edge[1]]))
        first = (-edge[3]["weight"],) if heavy else (-ends[0], -ends[1], -edge[3]["weight"])
        return (*first, *edge[:3])

    return sorted(edges, key=rank)[:number]
