"""What the action tells of a pull request, and what it takes for its base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from action_steps import Done, step
from scratch_repository import (
    A_VIOLATION,
    A_WARNING,
    COUNCILS,
    DATA,
    GAZETTE,
    NO_DATE,
    git,
    merge_of_a_branch,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return merge_of_a_branch(tmp_path_factory.mktemp("sound"))


def base_of(place: Path, **environment: str) -> Done:
    given = {"TARGET": git(place, "rev-parse", "HEAD"), **environment}
    return step("Find the base", place, **given)


def checked(place: Path, **environment: str) -> Done:
    """Run the steps that find the base and check."""
    found = base_of(place)
    assert found.returncode == 0, found.stderr
    return step("Check the graph", place, BASE=found.outputs["base"], **environment)


def annotated(done: Done) -> list[tuple[str, str]]:
    """Give the level and the file of each annotation."""
    lines = [line.split(",")[0].split(" file=") for line in done.stdout.splitlines()]
    return [(level, path.removeprefix(f"{DATA}/")) for level, path in lines]


def rules_in_sarif(done: Done) -> set[str]:
    told = json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))
    return {one["ruleId"] for one in told["runs"][0]["results"]}


def test_a_pull_request_is_told_of_its_own_faults(tmp_path: Path) -> None:
    place = merge_of_a_branch(tmp_path / "x", old=[A_WARNING], new=[NO_DATE])
    done = checked(place)
    assert (done.returncode, annotated(done)) == (1, [("::error", GAZETTE)]), done.stderr
    assert rules_in_sarif(done) == {"no-date", "not-canonical"}
    assert "the graph falls short: 1 violation, 1 warning" in done.stderr
    assert "what changed falls short: 1 violation (" in done.stderr
    everything = step("Check the graph", place)
    assert sorted(annotated(everything)) == [("::error", GAZETTE), ("::warning", COUNCILS)]


def test_old_warnings_fail_no_pull_request_and_its_own_do(tmp_path: Path) -> None:
    place = merge_of_a_branch(tmp_path / "old", old=[A_WARNING])
    done = checked(place, FAIL_ON="warning")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert step("Check the graph", place, FAIL_ON="warning").returncode == 1
    done = checked(merge_of_a_branch(tmp_path / "new", new=[A_WARNING]), FAIL_ON="warning")
    assert (done.returncode, annotated(done)) == (1, [("::warning", COUNCILS)]), done.stderr


@pytest.mark.parametrize("fail_on", ["violation", "warning"])
def test_a_violation_anywhere_fails_a_pull_request(tmp_path: Path, fail_on: str) -> None:
    place = merge_of_a_branch(tmp_path / "x", old=[A_WARNING, A_VIOLATION])
    done = checked(place, FAIL_ON=fail_on)
    assert (done.returncode, annotated(done)) == (1, [("::error", COUNCILS)]), done.stderr
    assert checked(place, FAIL_ON="never").returncode == 0


def test_each_violation_is_told_once(tmp_path: Path) -> None:
    place = merge_of_a_branch(tmp_path / "x", old=[A_VIOLATION], new=[NO_DATE])
    assert annotated(checked(place)) == [("::error", GAZETTE), ("::error", COUNCILS)]


# --- the base of a pull request -------------------------------------------------------------------


def clone(sound: Path, to: Path, *words: str) -> Path:
    git(sound, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(to.parent, "clone", "-q", *words, f"file://{sound}", str(to))
    return to


@pytest.mark.parametrize("words", [[], ["--depth=2"], ["--depth=1"]])
def test_the_base_of_a_merge_is_what_it_merges_into(
    sound: Path, tmp_path: Path, words: list[str]
) -> None:
    place = clone(sound, tmp_path / "x", *words)
    outdated = git(sound, "rev-parse", "HEAD~2")
    done = base_of(place, TARGET=outdated)
    assert done.outputs == {"base": git(sound, "rev-parse", "HEAD^1")}, done.stderr
    done = step("Check the graph", place, BASE=done.outputs["base"])
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.parametrize("words", [[], ["--depth=1"]])
def test_the_base_of_a_branch_is_where_it_began(
    sound: Path, tmp_path: Path, words: list[str]
) -> None:
    place = clone(sound, tmp_path / "x", "--branch=branch", *words)
    target, merge = (git(sound, "rev-parse", one) for one in ("main^1", "main"))
    done = base_of(place, TARGET=target, sha=merge)
    assert done.outputs == {"base": git(sound, "rev-parse", "branch~1")}, done.stderr


def test_without_a_base_everything_is_told(sound: Path, tmp_path: Path) -> None:
    place = clone(sound, tmp_path / "x", "--depth=1")
    git(place, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    done = base_of(place)
    assert (done.returncode, done.outputs) == (0, {"base": ""})
    assert done.stdout.startswith("::warning::the base is not here")
    done = base_of(place, sha="of another commit", TARGET=git(sound, "rev-parse", "main^1"))
    assert (done.returncode, done.outputs) == (0, {"base": ""})


def test_a_base_without_a_graph_is_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Nothing")
    git(tmp_path, "checkout", "-q", "-b", "branch")
    (tmp_path / DATA / "graph").mkdir(parents=True)
    (tmp_path / DATA / "graph" / "x.ttl").touch()
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "A graph")
    done = base_of(tmp_path, TARGET=git(tmp_path, "rev-parse", "main"))
    assert (done.outputs, done.stdout[:10]) == ({"base": ""}, "::notice::")
