"""Every row of the tables of facts can be found again in the graph, under each of its sources.

This reads tables and files with nothing of the importer, so that both would have to be wrong.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

PROJECT = Path(__file__).resolve().parent.parent
FACTS = PROJECT.parent / "shared" / "facts"
ID = "https://w3id.org/aseankg/id/"
Objects = dict[str, set[str]]

# Rows of each table that are in the graph, and the columns that tell its rows apart.
# fmt: off
TABLES: dict[str, tuple[int, tuple[str, ...]]] = {
    "chairmanships": (39, ("body", "chair", "from")), "countries": (37, ("id",)),
    "documents": (237, ("id",)), "events": (124, ("id",)),
    "functions": (22, ("organization", "function")), "goals": (936, ("id",)),
    "memberships": (57, ("member", "body", "status")), "organizations": (432, ("id",)),
    "participations": (174, ("event", "participant", "role")), "persons": (231, ("id",)),
    "posts": (207, ("id",)), "projects": (62, ("id",)),
    "relations": (383, ("subject", "object", "object_text", "qualifier")),
    "responsibilities": (319, ("organization", "target", "role")), "results": (169, ("id",)),
    "tenures": (287, ("person", "post")), "themes": (82, ("id",)),
}
# Said by where a row stands (a source's graph or the editors'), or by a property instead.
ELSEWHERE = {
    "source", "locator", "as_of", "target_kind", "relation",
    "pillar_basis", "reports_to_basis", "supersedes_basis",
}
# fmt: on

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the tables are not beside the project")


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (FACTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def graphs() -> dict[str, Objects]:
    """Give what is said of each node in each file, as plain texts."""
    found: dict[str, Objects] = {}
    for path in (PROJECT / "graph").rglob("*.ttl"):
        said: Objects = defaultdict(set)
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            said[quad.subject.value.removeprefix(ID)] |= set(plain(quad.object))
        stem = "register" if path.parent.name == "register" else path.stem
        found.setdefault(stem, {}).update(said)
    return found


def plain(term: object) -> Iterator[str]:
    """Give the texts that a table may hold for a term; of a code all that may be its value."""
    assert isinstance(term, (ox.NamedNode, ox.Literal))
    yield term.value
    if isinstance(term, ox.Literal):
        if "decimal" in term.datatype.value or "double" in term.datatype.value:
            yield str(float(term.value))
        return
    name = term.value.rsplit("/", 1)[-1]
    yield name
    parts = name.split("-")
    yield from ("-".join(parts[start:]) for start in range(1, len(parts)))


def sources(row: dict[str, str]) -> list[str]:
    return [one.strip().removeprefix("src-") for one in row["source"].split(";")]


def values(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


@cache
def index(stem: str) -> Objects:
    """Give the nodes of a graph by what is said of each there, or in the register."""
    found: Objects = defaultdict(set)
    for node, texts in graphs().get(stem, {}).items():
        for text in texts | graphs()["register"].get(node, set()):
            found[text].add(node)
            found[text.replace(" ", "-")].add(node)
    return found


def nodes(row: dict[str, str], key: tuple[str, ...], stem: str) -> set[str]:
    """Give the nodes of a graph that may be a row: the thing, or what links all of its key."""
    if key == ("id",):
        return {row["id"]} & set(graphs().get(stem, {}))
    cells = [row[name].replace(" ", "-") for name in key if row[name]]
    return set.intersection(*(index(stem).get(cell, set()) for cell in cells))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_stands_under_each_of_its_sources(table: str) -> None:
    count, key = TABLES[table]
    assert len(rows(table)) == count
    missing = [
        (source, *(row[name] for name in key))
        for row in rows(table)
        for source in sources(row)
        if not nodes(row, key, source)
        and not (row.get("basis") == "inferred" and nodes(row, key, "editorial"))
    ]
    assert not missing


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_said_of_its_row(table: str) -> None:
    _, key = TABLES[table]
    missing = []
    for row in rows(table):
        said: set[str] = set()
        for stem in (*sources(row), "editorial", "register"):
            for node in nodes(row, key, stem):
                said |= graphs()[stem][node]
                said |= {one for name in key for one in graphs()[stem].get(row[name], ())}
        for column, cell in row.items():
            if column in ELSEWHERE or column in key or not cell:
                continue
            if not found(cell, said):
                missing.append((*(row[name] for name in key), column, cell))
    assert not missing


def found(cell: str, said: set[str]) -> bool:
    forms = {cell, cell.replace(" ", "-")}
    if forms & said or str_number(cell) in said:
        return True
    if "/" in cell and all(part in said for part in cell.split("/")):
        return True
    return all({one, one.replace(" ", "-"), one.rpartition("@")[0]} & said for one in values(cell))


def str_number(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return ""


def test_every_source_describes_itself() -> None:
    assert len(rows("sources")) == 778
    for row in rows("sources"):
        stem = row["id"].removeprefix("src-")
        said = graphs()[stem][f"https://w3id.org/aseankg/source/{stem}"]
        for column in ("title", "publisher", "published", "language", "kind"):
            assert not row[column] or found(row[column], said), (row["id"], column)
        assert not row["url"] or any(one.startswith(row["url"][:20]) for one in said), row["id"]


def test_both_sides_of_every_contradiction_stand() -> None:
    everything = graphs()
    assert len(rows("contradictions")) == 73
    for row in rows("contradictions"):
        for column, value in (("source", "value"), ("other_source", "other_value")):
            for source in (one.removeprefix("src-") for one in values(row[column])):
                said = [
                    objects
                    for objects in everything[source].values()
                    if row["thing"] in objects or any(row["thing"] in one for one in objects)
                ]
                assert any(found(row[value], objects) for objects in said), row


@pytest.mark.parametrize(
    ("table", "count", "keys"),
    [
        ("goal_bodies", 530, ("goal", "body")),
        ("theme_goals", 213, ("goal", "theme")),
        ("goal_continues", 48, ()),
        ("goal_sdg", 31, ()),
    ],
)
def test_every_conclusion_of_editors_stands(table: str, count: int, keys: tuple[str, ...]) -> None:
    with (FACTS / "editorial" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    assert len(given) == count
    said = [objects for objects in graphs()["editorial"].values() if len(objects) > 3]
    for row in given:
        wanted = {row[name] for name in (keys or tuple(row)[:2])}
        assert any(wanted <= objects for objects in said), row
