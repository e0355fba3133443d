"""What a report tells: the figures, and the rows of answers that it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aseankg import __version__
from aseankg.catalogue import Cell, SourceInfo, questions
from aseankg.formats import Answer, row_sources, shown
from aseankg.names import label
from aseankg.namespaces import PREFIXES
from aseankg.report_answers import Answers, answer_to

if TYPE_CHECKING:
    import pyoxigraph as ox

Row = Mapping[str, Cell]
MAIN = "which-ministries-contribute-to-which-goals"
CHAIN = "chain-of-authority-to-the-vision"
COVERAGE = "coverage-of-goals-by-member"
CHAINS = ("vn-qd-155-target-2", "ascc-sp-measure-4-1-1")
BASES = ("stated", "observed", "inferred")
_MEANS = ("instrument", "whole", "body", "project")
# What a reader is told there is: words and what is counted.
_COUNTED = {
    "institutions": "?x a akg:Institution",
    "instruments (visions, plans, decisions)": "?x a akg:Instrument",
    "commitments (goals, objectives, measures, targets)": "?x a akg:Commitment",
    "duties (who does what for which text or body)": "?x a akg:Responsibility",
    "persons": "?x a akg:Person",
    "posts": "?x a akg:Post",
    "tenures (who held a post)": "?x a akg:Tenure",
    "projects": "?x a akg:Project",
    "figures on what came of it": "?x a akg:Result",
    "meetings and other events": "?x a akg:Event",
    "themes": "?x a akg:Theme",
    "disagreements between sources": "?x a akg:Contradiction",
}
_PLANS = """SELECT DISTINCT ?x ?until {
  ?x akg:kind code:instrument-kind-strategic-plan ; akg:implements ?vision .
  ?x akg:periodToLatest ?until .
  ?vision akg:kind code:instrument-kind-vision .
  ?goal akg:instrument ?x ; akg:level code:commitment-level-goal
} ORDER BY ?x"""
_LANGUAGES = """SELECT ?x (COUNT(DISTINCT ?source) AS ?many) {
  ?source a akg:Source ; <http://purl.org/dc/terms/language> ?x
} GROUP BY ?x ORDER BY DESC(?many) ?x"""

_CODES = "SELECT ?x ?code { ?x akg:isoAlpha2 ?code }"


@dataclass(frozen=True)
class Member:
    """What is known of the ministries of one Member State and the goals of the plans."""

    iri: str
    name: str
    ministries: int
    goals: int
    by_basis: Mapping[str, int]


@dataclass(frozen=True)
class Duty:
    """What a ministry does for several goals in one role and by one way."""

    ministry: str
    role: str
    means: str
    basis: str
    via: list[str]
    goals: list[str]
    sources: list[str]


@dataclass(frozen=True)
class Content:
    """All that the page and the terminal tell, worked out once."""

    day: str
    version: str
    counts: Mapping[str, int]
    statements: int
    sources: int
    languages: list[tuple[str, int]]
    checked: Mapping[str, int]
    plans: list[tuple[str, str]]
    goals: int
    members: list[Member]
    examples: list[Row]
    duties: Mapping[str, list[Duty]]
    chains: list[Answer]
    answers: Answers
    infos: Mapping[str, SourceInfo]
    codes: Mapping[str, str]

    @property
    def valid(self) -> bool:
        """Tell whether the check found nothing that is wrong."""
        return not self.checked["violation"]

    @property
    def documented(self) -> list[str]:
        """Name the Member States of which a source states a contribution."""
        return [one.name for one in self.members if one.by_basis["stated"]]


def content(store: ox.Store, answers: Answers, checked: Mapping[str, int], day: str) -> Content:
    """Work out what a report of this day tells."""
    plans = [(iri, label(store, iri)) for iri, until in _rows(store, _PLANS) if until >= day]
    within = [row for row in answers[MAIN].table.rows if row["plan"].value in dict(plans)]
    chains = [answer_to(store, questions()[CHAIN], {"start": start}) for start in CHAINS]
    return Content(
        day,
        __version__,
        {name: _count(store, what) for name, what in _COUNTED.items()},
        len(store),
        _count(store, "?x a akg:Source"),
        [(label(store, iri), int(many)) for iri, many in _rows(store, _LANGUAGES)],
        checked,
        plans,
        _goals(store, [iri for iri, _ in plans]),
        members(within),
        examples(within),
        duties(within),
        chains,
        answers,
        {
            iri: info
            for one in [*answers.values(), *chains]
            for iri, info in one.table.sources.items()
        },
        dict(_rows(store, _CODES)),
    )


def _rows(store: ox.Store, query: str) -> list[tuple[str, str]]:
    rows = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return [(first.value, second.value) for first, second in rows]  # type: ignore[union-attr]


def _count(store: ox.Store, what: str) -> int:
    query = f"SELECT (1 AS ?one) (COUNT(DISTINCT ?x) AS ?many) {{ {what} }}"
    return int(_rows(store, query)[0][1])


def _goals(store: ox.Store, plans: Iterable[str]) -> int:
    values = " ".join(f"<{iri}>" for iri in plans)
    level = "akg:level code:commitment-level-goal"
    return _count(store, f"VALUES ?plan {{ {values} }} ?x akg:instrument ?plan ; {level}")


def members(rows: Sequence[Row]) -> list[Member]:
    """Count ministries and goals for each Member State, those with the most goals first."""
    countries = {row["country"].value: shown(row["country"]) for row in rows}
    found = [
        _member(iri, name, [row for row in rows if row["country"].value == iri])
        for iri, name in countries.items()
    ]
    return sorted(found, key=lambda one: (-one.goals, -one.ministries, one.name))


def _member(iri: str, name: str, rows: Sequence[Row]) -> Member:
    best: dict[str, int] = {}
    for row in rows:
        goal, rank = row["goal"].value, BASES.index(basis_of(row))
        best[goal] = min(rank, best.get(goal, rank))
    ministries = {row["ministry"].value for row in rows}
    ranks = Counter(BASES[rank] for rank in best.values())
    return Member(iri, name, len(ministries), len(best), {one: ranks[one] for one in BASES})


def basis_of(row: Row) -> str:
    """Give the basis of a row as a code."""
    return row["basis"].value.rpartition("-")[2]


def means_of(row: Row) -> str:
    """Give the way of a row as a code."""
    return row["means"].value.rpartition("-")[2]


def examples(rows: Sequence[Row], many: int = 3) -> list[Row]:
    """Choose rows that differ in way and country, what leads before what supports."""
    chosen: list[Row] = []
    for means in _MEANS:
        used = {row["country"].value for row in chosen}
        free = [r for r in rows if means_of(r) == means and r["country"].value not in used]
        free.sort(key=lambda row: (shown(row["role"]) != "lead", len(row_sources(row))))
        chosen += free[:1]
    return chosen[:many]


def duties(rows: Iterable[Row]) -> dict[str, list[Duty]]:
    """Gather rows by Member State; goals that share everything else stand together."""
    found: dict[str, dict[tuple[str, ...], Duty]] = {}
    for row in rows:
        ministry, role, means = (shown(row[name]) for name in ("ministry", "role", "means"))
        via = steps(row)
        key = (ministry, role, means, basis_of(row), *via)
        country = found.setdefault(shown(row["country"]), {})
        duty = country.setdefault(key, Duty(ministry, role, means, basis_of(row), via, [], []))
        duty.goals.append(shown(row["goal"]))
        duty.sources.extend(iri for iri in row_sources(row) if iri not in duty.sources)
    return {name: list(one.values()) for name, one in sorted(found.items())}


def steps(row: Row) -> list[str]:
    """Name the instruments, bodies and projects by which a ministry comes to a goal."""
    told = {row[name].value for name in ("ministry", "goal", "plan")}
    named = zip(row["via"].value.split(), row["via"].names, strict=True)
    return [name for iri, name in named if "--" not in iri and iri not in told]
