"""Rows of tables that go into the graph, and what stands there afterwards."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from aseankg.namespaces import shorten

PROJECT = Path(__file__).parent.parent
SOURCE = {
    "id": "src-gazette-1",
    "url": "https://gazette.example/1",
    "title": "Decision 1",
    "publisher": "Gazette",
    "published": "2025-03",
    "language": "vi",
    "kind": "decision",
}
NEWS = SOURCE | {"id": "src-news-2", "url": "", "language": "en", "kind": "news", "note": "lost"}
COUNTRY = {
    "id": "viet-nam",
    "name_en": "Viet Nam",
    "iso_alpha2": "VN",
    "asean_status": "member",
    "source": "src-gazette-1",
}
MINISTRY = {
    "id": "vn-moha",
    "name_en": "Ministry of Home Affairs",
    "name_vi": "Bộ Nội vụ",
    "type": "government-ministry",
    "pillar": "ASCC",
    "pillar_basis": "inferred",
    "country": "viet-nam",
    "founded": "1945-08",
    "source": "src-gazette-1;src-news-2",
    "locator": "Article 1 | second paragraph",
}
PLAN = {
    "id": "plan",
    "title_en": "Plan",
    "type": "work-plan",
    "period_from": "2026",
    "source": "src-gazette-1",
}
DUTY = {
    "organization": "vn-moha",
    "target": "plan",
    "role": "lead",
    "from": "2025-03-01",
    "basis": "stated",
    "source": "src-gazette-1",
}


def make_root(folder: Path) -> Path:
    """Give a root with the ontology and no facts."""
    (folder / "graph").mkdir()
    shutil.copytree(PROJECT / "ontology", folder / "ontology")
    return folder


def write(folder: Path, name: str, rows: Iterable[dict[str, str]]) -> Path:
    path = folder / f"{name}.csv"
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def tables(root: Path, **changed: list[dict[str, str]]) -> list[Path]:
    whole = {
        "sources": [SOURCE, NEWS],
        "countries": [COUNTRY],
        "organizations": [MINISTRY],
        "documents": [PLAN],
        "responsibilities": [DUTY],
    } | changed
    folder = root / "tables"
    folder.mkdir(exist_ok=True)
    return [write(folder, name, rows) for name, rows in whole.items()]


def said(root: Path, stem: str) -> set[tuple[str, str, str]]:
    path = next((root / "graph").rglob(f"{stem}.ttl"))
    return {
        (shorten(q.subject.value), shorten(q.predicate.value), shorten(q.object.value))
        for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    }


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted((root / "graph").rglob("*"))
        if path.is_file()
    }


GOAL = {
    "id": "plan-goal-1",
    "document": "plan",
    "level": "goal",
    "label": "Healthy people",
    "source": "src-gazette-1",
}
CONCLUSION = {
    "goal": "plan-goal-1",
    "body": "vn-moha",
    "role": "lead",
    "basis": "inferred",
    "evidence": "plan",
    "rationale": "Its remit",
    "confidence": "high",
}
