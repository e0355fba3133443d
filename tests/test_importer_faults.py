"""Tables that are wrong: each fault is told with its place, and nothing is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aseankg.errors import InputError, InputErrors
from aseankg.files import recover, replace_all
from aseankg.importer import import_tables
from import_cases import (
    CONCLUSION,
    DUTY,
    GOAL,
    MINISTRY,
    NEWS,
    PROJECT,
    SOURCE,
    make_root,
    snapshot,
    tables,
    write,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path)


def faults(root: Path, paths: list[Path]) -> list[str]:
    before = snapshot(root)
    with pytest.raises(InputErrors) as caught:
        import_tables(paths, root)
    assert snapshot(root) == before
    return [str(error).replace(str(root / "tables") + os.sep, "") for error in caught.value.errors]


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        (
            "organizations",
            MINISTRY | {"founded": "2026-02-30"},
            "organizations.csv:2:founded: '2026",
        ),
        (
            "organizations",
            MINISTRY | {"type": "ministery"},
            "organizations.csv:2:type: 'ministery'",
        ),
        ("organizations", MINISTRY | {"parent": "nobody"}, "organizations.csv:2:parent: no thing"),
        (
            "organizations",
            MINISTRY | {"parent": "plan"},
            "organizations.csv:2:parent: 'plan' stands",
        ),
        ("organizations", MINISTRY | {"source": "src-no"}, "organizations.csv:2:source: no source"),
        (
            "organizations",
            MINISTRY | {"source": ""},
            "organizations.csv:2:source: no source is named",
        ),
        ("organizations", MINISTRY | {"id": "vn_moha"}, "organizations.csv:2:id: 'vn_moha' is not"),
        ("organizations", MINISTRY | {"id": "vn-mоha"}, "organizations.csv:2:id: 'vn-mоha' is not"),
        ("organizations", MINISTRY | {"name_en": ""}, "organizations.csv:2:name_en: is empty"),
        ("sources", SOURCE | {"url": "file:///x"}, "sources.csv:2:url: 'file:///x' is not a web"),
        ("responsibilities", DUTY | {"role": ""}, "responsibilities.csv:2:role: is empty"),
        ("responsibilities", DUTY | {"from": "1 March"}, "responsibilities.csv:2:from: '1 March'"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(
    root: Path, table: str, row: dict[str, str], fault: str
) -> None:
    rest = [NEWS] if table == "sources" else []
    found = faults(root, tables(root, **{table: [row, *rest]}))
    assert any(line.startswith(fault) for line in found), found
    assert all("; " in line for line in found)


def test_all_faults_are_told_at_once(root: Path) -> None:
    bad = MINISTRY | {"founded": "soon", "type": "x", "parent": "y"}
    assert len(faults(root, tables(root, organizations=[bad]))) == 3


def test_one_id_for_two_things_is_refused(root: Path) -> None:
    double = MINISTRY | {"name_en": "Another"}
    found = faults(root, tables(root, organizations=[MINISTRY, double]))
    assert found[0].startswith(
        "organizations.csv:3:id: 'vn-moha' stands in organizations.csv row 2"
    )


def test_a_thing_keeps_its_registered_name(root: Path) -> None:
    import_tables(tables(root), root)
    found = faults(root, tables(root, organizations=[MINISTRY | {"name_en": "Interior"}]))
    assert "is registered as 'Ministry of Home Affairs'" in found[0]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("id,name_en\nbé\n".encode("latin-1"), "is not UTF-8"),
        (b"id,name_en\nx,a,b\n", "has 3 cells, the header 2"),
        (b"id,nam\nx,a\n", "has no such column"),
        (b"", "is empty"),
        (b"id,name_en\nx\0,a\n", "NUL"),
    ],
)
def test_a_broken_file_is_refused(root: Path, data: bytes, fault: str) -> None:
    path = root / "organizations.csv"
    path.write_bytes(data)
    with pytest.raises((InputError, InputErrors), match=fault):
        import_tables([path], root)


def test_an_unknown_table_is_refused(root: Path) -> None:
    with pytest.raises(InputError, match="is no table of facts"):
        import_tables([write(root, "people", [{"id": "x"}])], root)


def test_a_killed_replacement_is_finished(root: Path) -> None:
    """A journal that a killed run left behind is carried out by the next one."""
    target = root / "graph" / "asean" / "x.ttl"
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom aseankg import files\n"
        "real = os.replace\n"
        "def slow(a, b):\n"
        "    real(a, b)\n"
        "    print('moved', flush=True)\n"
        "    import time; time.sleep(60)\n"
        "files.os.replace = slow\n"
        f"files.replace_all(Path({str(root)!r}), {{Path({str(target)!r}): 'new'}})\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(PROJECT / "scripts")},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"moved\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert not target.exists()
    assert recover(root)
    assert target.read_text(encoding="utf-8") == "new"
    assert not list(root.glob(".new-*"))
    assert not (root / ".replacing").exists()


def test_a_full_disk_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "dumps", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(OSError, match="No space"):
        replace_all(root, {root / "graph" / "x.ttl": "new"})
    assert not list(root.glob(".new-*"))
    assert not (root / "graph" / "x.ttl").exists()


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("goal_bodies", CONCLUSION | {"body": "no"}, "goal_bodies.csv:2:body: no thing"),
        ("goal_bodies", CONCLUSION | {"goal": "plan"}, "goal_bodies.csv:2:goal: 'plan' stands in"),
        ("goal_bodies", CONCLUSION | {"rationale": ""}, "goal_bodies.csv:2:rationale: is empty"),
        ("goal_bodies", CONCLUSION | {"confidence": "sure"}, "goal_bodies.csv:2:confidence: "),
        ("goal_bodies", CONCLUSION | {"evidence": "plan;x"}, "goal_bodies.csv:2:evidence: no"),
        ("goal_bodies", CONCLUSION | {"why": "x"}, "goal_bodies.csv:1:why: table goal_bodies has"),
        ("gaps", {"goal": "plan-goal-1", "why": ""}, "gaps.csv:2:why: is empty"),
        ("remit_lookups", {"body": "vn-moha", "url": "x", "confirms": "y"}, "lookups.csv:2:url"),
        ("goal_sdg", {"goal": "plan-goal-1", "sdg": "18"}, "goal_sdg.csv:2:sdg: '18' is not"),
        ("contradictions", {"thing": "vn-moha"}, "contradictions.csv:2:property: is empty"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_an_editors_table_is_told_with_its_place(
    root: Path, table: str, row: dict[str, str], fault: str
) -> None:
    paths = [*tables(root, goals=[GOAL]), write(root / "tables", table, [row])]
    before = snapshot(root)
    with pytest.raises((InputErrors, InputError)) as caught:
        import_tables(paths, root)
    assert snapshot(root) == before
    assert fault in str(caught.value).replace(str(root / "tables") + os.sep, "")
