"""The measures of a network by name: what each tells, what it does not show, its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aseankg import centralities, tallies
from aseankg.catalogue import SOURCES, Cell, SourceInfo, Table
from aseankg.labels import labels_of, sources_of
from aseankg.namespaces import XSD
from aseankg.tallies import Row, Scene, Things, cited, thing_row

if TYPE_CHECKING:
    import networkx as nx

_ALL = (
    "A high value shows a place in what the sources tell, not importance: who is written of more "
    "has more lines."
)


@dataclass(frozen=True)
class Measure:
    """One measure: its name, what it tells, what it does not show, and how its rows are made.

    `evidence` says that each row is a finding of its own whose sources belong beside it, and not
    a number made from everything around a thing.
    """

    name: str
    about: str
    caution: str
    columns: tuple[str, ...]
    rows: Callable[[Scene], list[Row]]
    evidence: bool = False


def measured(scene: Scene, name: str, top: int | None = None) -> Table:
    """Give the table of a measure, its first `top` rows; raises `KeyError` for an unknown name."""
    chosen = MEASURES[name]
    return _table(scene, [*chosen.columns, SOURCES], chosen.rows(scene)[:top])


def _scored(
    name: str, score: Callable[[nx.MultiDiGraph], Mapping[str, float]], about: str, caution: str
) -> Measure:
    column = name.replace("-", "_")

    def rows(scene: Scene) -> list[Row]:
        # six digits, as they are shown: more would sort by the noise of floating point
        scores = {node: float(f"{value:.6g}") for node, value in score(scene.graph).items()}
        order = sorted(scores, key=lambda node: (-scores[node], node))
        return [
            {**thing_row(scene, node), column: scores[node], **cited(scene, [node])}
            for node in order
        ]

    return Measure(name, about, caution, ("thing", "kind", "country", column), rows)


def _table(scene: Scene, columns: list[str], rows: list[Row]) -> Table:
    iris = {
        iri for row in rows for cell in row.values() if isinstance(cell, Things) for iri in cell
    }
    names = labels_of(scene.store, iris, scene.graph.graph["lang"])
    cells = [{name: _cell(row.get(name, ""), names) for name in columns} for row in rows]
    found = {iri for row in cells for iri in row[SOURCES].value.split()}
    told = sources_of(scene.store, found)
    return Table(columns, cells, {iri: SourceInfo(*info) for iri, info in told.items()})


def _cell(value: str | float | Things, names: Mapping[str, tuple[str, str]]) -> Cell:
    if isinstance(value, Things):
        return _things(value, names)
    if isinstance(value, float):
        return Cell(f"{value:.6g}", datatype=XSD + "decimal")
    return Cell(value)


def _things(iris: Things, names: Mapping[str, tuple[str, str]]) -> Cell:
    if not iris:
        return Cell("")
    label = "; ".join(names[iri][0] for iri in iris)
    one = iris[0] if len(iris) == 1 else None
    return Cell(" ".join(iris), one, label, names[iris[0]][1] or None)


# fmt: off
_LIST = (
    _scored(
        "degree", centralities.degree,
        "How many lines each thing has, parallel ones each.",
        f"It counts lines, whatever they mean. {_ALL}",
    ),
    _scored(
        "in-degree", centralities.in_degree,
        "How many lines point at each thing.",
        f"It counts lines, whatever they mean. {_ALL}",
    ),
    _scored(
        "out-degree", centralities.out_degree,
        "How many lines point away from each thing.",
        f"It counts lines, whatever they mean: many duties on paper are not much done. {_ALL}",
    ),
    _scored(
        "weighted-degree", centralities.weighted_degree,
        "The sum of the weights of the lines of each thing.",
        f"What a weight counts depends on the network. {_ALL}",
    ),
    _scored(
        "neighbours", centralities.neighbours,
        "How many different things each thing is tied to.",
        f"It tells nothing of how strong a tie is. {_ALL}",
    ),
    _scored(
        "pagerank", centralities.pagerank,
        "The share of time at each thing of one who follows lines by weight (damping 0.85).",
        f"It rewards being pointed at by few who point at little else; nobody walks so. {_ALL}",
    ),
    _scored(
        "betweenness", centralities.betweenness,
        "The share of shortest paths through each thing; direction left aside, distance 1/weight.",
        "A path in the picture is not a way that papers or orders take, and one line that is "
        "missing moves it far; above 1000 things it is estimated from 100 of them.",
    ),
    _scored(
        "closeness", centralities.closeness,
        "How near each thing is to all that it can reach; direction left aside, distance 1/weight.",
        f"Nearness in the picture is no contact; with weights it may exceed 1. {_ALL}",
    ),
    _scored(
        "harmonic", centralities.harmonic,
        "The mean inverse distance to all others; direction left aside, distance 1/weight.",
        f"Nearness in the picture is no contact; with weights it may exceed 1. {_ALL}",
    ),
    _scored(
        "eigenvector", centralities.eigenvector,
        "High for who is tied to things that are high; direction left aside, the greatest is 1.",
        f"Only the densest piece gets values; the rest is not thereby unimportant. {_ALL}",
    ),
    _scored(
        "authorities", centralities.authorities,
        "High for what good hubs point at (HITS).",
        f"Only the densest piece gets values; no authority in law is meant. {_ALL}",
    ),
    _scored(
        "hubs", centralities.hubs,
        "High for who points at good authorities (HITS).",
        f"Only the densest piece gets values; many duties on paper are not much done. {_ALL}",
    ),
    Measure(
        "communities",
        "Groups with more lines inside than between them (Louvain, fixed seeds, best of 5 runs).",
        "Other divisions may be as good: a stability under 1 says how far other runs differ, a low "
        "modularity that the groups are weak. That things group does not show that they cooperate.",
        ("community", "size", "things", "countries", "stability", "modularity"),
        tallies.community_rows,
    ),
    Measure(
        "components",
        "The pieces into which the network falls, direction left aside.",
        "A piece apart may be tied by what no source in this graph tells.",
        ("component", "size", "things", "countries"),
        tallies.component_rows,
    ),
    Measure(
        "articulation-points",
        "Things without which a piece of the network falls apart, and what is then cut off.",
        "It shows what hangs on one thing in these sources; there may be other ties that no source "
        "here tells.",
        ("thing", "kind", "country", "pieces", "cut_off", "things_cut_off"),
        tallies.articulation_rows,
    ),
    Measure(
        "bridges",
        "Ties that alone hold two pieces together, and what hangs on them; parallel lines are one.",
        "A tie that seems the only one may be the only one that was found.",
        ("one", "other", "relation", "basis", "cut_off", "things_cut_off"),
        tallies.bridge_rows,
        evidence=True,
    ),
    Measure(
        "support",
        "How many bodies point at each thing - who answers for a goal -, the fewest first.",
        "It counts those named, not what they do, and not those that no source names.",
        ("thing", "kind", "pillar", "bodies", "national", "countries", "relation", "basis"),
        tallies.support_rows,
        evidence=True,
    ),
    Measure(
        "single-support",
        "Things that hang on one body alone: goals for which only one is named.",
        "That one body is named does not show that no other works on it, nor that one is too few.",
        ("thing", "kind", "pillar", "hangs_on", "relation", "basis"),
        tallies.single_rows,
        evidence=True,
    ),
    Measure(
        "coverage",
        "For each Member State and pillar how many of the things - goals, bodies - it is tied to.",
        "A low share may mean that sources were not found or not read; it is no measure of effort.",
        ("country", "pillar", "things", "reached", "not_reached", "share"),
        tallies.coverage_rows,
    ),
    Measure(
        "gaps",
        "For each Member State the things - goals, bodies - that nothing of it is tied to.",
        "A gap is in what the sources here tell; it does not show that a state does nothing.",
        ("country", "pillar", "not_reached"),
        tallies.gap_rows,
        evidence=True,
    ),
    Measure(
        "isolated",
        "Things of the kinds of this network with no line in it, such as bodies that owe nothing.",
        "Without a line means that no source here tells of one, with the filters that were set.",
        ("thing", "kind", "country", "pillar"),
        tallies.isolated_rows,
        evidence=True,
    ),
)
# fmt: on

MEASURES: dict[str, Measure] = {one.name: one for one in _LIST}
