"""What is told of a change: all that it breaks, in the words of the check of everything."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from aseankg.affected import affected
from aseankg.checked import Terms, check
from aseankg.cli import cli
from aseankg.errors import InputErrors
from aseankg.findings import Finding
from broken_graph import SEEDS
from random_changes import CHANGES, Folder, examples
from scratch_repository import copy_graph, git

DAY = date(2026, 2, 1)
GAZETTE = "graph/viet-nam/gazette.ttl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_graph(tmp_path / "now")
    shutil.copytree(tmp_path / "now", tmp_path / "before")
    return tmp_path / "now"


def key(one: Finding) -> tuple[str, ...]:
    return one.rule, one.thing, one.property, one.value


def whole(one: Finding) -> tuple[object, ...]:
    """What a finding says, and all of its places, in whatever order."""
    places = {(one.path, one.line), *one.related}
    return *key(one), one.severity, one.message, one.remedy, frozenset(places)


def told(root: Path) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Give what is found before, now, and of the change between."""
    terms = Terms.read(root)
    before = root.parent / "before"
    now = check(terms, DAY)
    return check(Terms.read(before), DAY).findings, now.findings, affected(now, terms, before)


def plant(root: Path, old: str, new: str) -> None:
    path = root / GAZETTE
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("seed", [one for one in SEEDS if one[0].endswith("gazette.ttl")], ids=str)
def test_a_fault_of_the_change_is_told_and_an_old_one_is_not(
    root: Path, seed: tuple[str, str, str]
) -> None:
    old = ('"Government"', '" Government"') if "Gov" not in seed[1] else ("founded", "funded")
    for folder in (root, root.parent / "before"):
        plant(folder, *old)
    plant(root, *seed[1:])
    before, now, found = told(root)
    known = Counter(map(key, before))
    assert before
    assert Counter(map(key, now)) - known <= Counter(map(key, found))
    assert set(map(whole, found)) <= set(map(whole, now))
    assert any(key(one) not in known for one in found)


def test_what_is_not_touched_is_not_told(root: Path) -> None:
    for folder in (root, root.parent / "before"):
        plant(folder, "target id:plan-goal", "target id:viet-nam")
    plant(root, '"2025-05-26"', '"2025-05-27"')
    before, now, found = told(root)
    assert list(map(key, before)) == list(map(key, now))
    assert now
    assert found == []


def test_a_change_elsewhere_that_breaks_a_file_is_told_there(root: Path) -> None:
    register = root / "graph" / "register" / "institutions.ttl"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("id:vn-moha\n", "id:vn-mohx\n"), encoding="utf-8")
    _, now, found = told(root)
    assert {one.path.name for one in found} >= {"gazette.ttl"}
    assert set(map(whole, found)) <= set(map(whole, now))


def test_other_terms_concern_everything(root: Path) -> None:
    plant(root, "target id:plan-goal", "target id:viet-nam")
    shutil.copy(root / GAZETTE, root.parent / "before" / GAZETTE)
    shapes = root / "ontology" / "shapes.ttl"
    shapes.write_text(shapes.read_text(encoding="utf-8") + "\n# reviewed\n", encoding="utf-8")
    _, now, found = told(root)
    assert now
    assert found == now


@pytest.mark.parametrize("seed", range(25))
def test_nothing_new_is_left_out_whatever_the_change(root: Path, seed: int) -> None:
    random = Random(seed)
    folder = Folder(root, examples())
    for _ in range(random.randint(1, 4)):
        CHANGES[random.choice(sorted(CHANGES))](folder, random)
    try:
        before, now, found = told(root)
    except InputErrors:
        return
    assert set(map(whole, found)) <= set(map(whole, now))
    assert Counter(map(key, now)) - Counter(map(key, before)) <= Counter(map(key, found))


def test_the_command_tells_of_a_revision(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASEANKG_DATA", str(root))
    monkeypatch.setenv("ASEANKG_CACHE", str(root.parent / "cache"))
    plant(root, "target id:plan-goal", "target id:viet-nam")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    plant(root, '"2025-05-26"', '"2025-02-30"')
    run = CliRunner().invoke(cli, ["check", "--changed-since", "HEAD", "--as-of", "2026-02-01"])
    assert run.exit_code == 1
    assert "2025-02-30" in run.stdout
    assert "viet-nam" not in run.stdout.replace("graph/viet-nam", "")
    git(root, "commit", "-qam", "Two")
    clean = CliRunner().invoke(cli, ["check", "--changed-since", "HEAD"])
    assert (clean.exit_code, clean.stdout) == (0, "")
    missing = CliRunner().invoke(cli, ["check", "--changed-since", "nowhere"])
    assert missing.exit_code == 2
    assert "nowhere" in missing.stderr


def test_a_file_that_is_not_read_is_told_when_it_is_new(root: Path) -> None:
    for folder in (root, root.parent / "before"):
        (folder / "graph" / "old.TTL").write_text("", encoding="utf-8")
    (root / "graph" / "asean" / "new.csv").write_text("a\n", encoding="utf-8")
    _, now, found = told(root)
    assert {one.path.name for one in now} == {"old.TTL", "new.csv"}
    assert [(one.rule, one.path.name) for one in found] == [("stray-file", "new.csv")]


def test_what_has_several_places_stands_where_something_changed(root: Path) -> None:
    plant(root, 'founded "1945"^^xsd:gYear', 'founded "1946"^^xsd:gYear')
    for folder in (root, root.parent / "before"):
        path = folder / "graph" / "asean" / "councils.ttl"
        other = (
            '.\n\nid:vn-moha\n    akg:founded "1945"^^<http://www.w3.org/2001/XMLSchema#gYear> ;'
        )
        text = path.read_text(encoding="utf-8").replace(
            ".\n\nid:asean-conn", f"{other}\n.\n\nid:asean-conn"
        )
        path.write_text(text, encoding="utf-8")
    _, now, found = told(root)
    [everywhere] = [one for one in now if one.rule == "AgreedShape-founded"]
    [of_change] = [one for one in found if one.rule == "AgreedShape-founded"]
    assert everywhere.path.name == "councils.ttl"
    assert of_change.path.name == "gazette.ttl"
    assert whole(of_change) == whole(everywhere)
