"""The action, step by step as GitHub's runner takes them, on a scratch repository."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from action_steps import step
from aseankg import comments
from github_api import GitHub, serving
from scratch_repository import (
    BIN,
    DATA,
    GAZETTE,
    ROOT,
    clean,
    git,
    merge_of_a_branch,
    with_a_fault,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return merge_of_a_branch(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def faulty(sound: Path, tmp_path: Path) -> tuple[Path, int]:
    """A repository with faults that are not committed, and the line of one."""
    return tmp_path / "faulty", with_a_fault(sound, tmp_path / "faulty")


@pytest.fixture
def api() -> Iterator[str]:
    """A server with two comments of people, who write our mark."""
    people = [{"id": n, "user": {"type": "User"}, "body": comments.MARK} for n in (1, 2)]
    with serving(people) as address:
        yield address


def test_the_action_lets_a_sound_graph_pass(sound: Path) -> None:
    assert step("Look at the form of the files", sound).returncode == 0
    done = step("Check the graph", sound)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    told = json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert told["runs"][0]["results"] == []


def test_the_action_annotates_a_fault_and_fails(faulty: tuple[Path, int]) -> None:
    place, line = faulty
    form = step("Look at the form of the files", place)
    assert form.returncode == 1
    assert "::error::" in form.stdout
    done = step("Check the graph", place)
    assert done.returncode == 1
    assert f"::error file={DATA}/{GAZETTE},line={line},endLine={line},title=" in done.stdout
    assert "::warning file=" in done.stdout
    results = json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert {one["ruleId"] for one in results["runs"][0]["results"]} == {"no-date", "not-canonical"}
    assert step("Check the graph", place, FAIL_ON="never").returncode == 0


def test_the_action_takes_a_baseline(faulty: tuple[Path, int]) -> None:
    place, _ = faulty
    known = place / "known ones.json"
    words = ["--data", str(place / DATA), "check", "--write-baseline", str(known), "-q"]
    there = {**clean(), "ASEANKG_CACHE": str(place.parent / "cache")}
    subprocess.run([BIN / "aseankg", *words], env=there, check=True)
    done = step("Check the graph", place, BASELINE=known.name)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_action_that_cannot_run_fails(sound: Path) -> None:
    done = step("Check the graph", sound, DATA="nowhere")
    assert (done.returncode, done.outputs) == (2, {})
    assert "no folders 'ontology' and 'graph'" in done.stderr


def test_the_action_installs_what_it_came_with(sound: Path, tmp_path: Path) -> None:
    """From a wheel without what it needs, so that no network is."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    done = step("Install aseankg", sound, SOURCE=str(wheel), PIP_NO_DEPS="1", PIP_NO_INDEX="1")
    assert done.returncode == 0, done.stderr
    assert Path(done.outputs["bin"], "aseankg").exists()


# --- the comment ----------------------------------------------------------------------------------


COMMENT = "Tell which facts change"


def test_the_comment_is_posted_once_and_then_updated(sound: Path, api: str) -> None:
    base = git(sound, "rev-parse", "HEAD^1")
    given = {"api": api, "BASE": base, "PULL_REQUEST": "5", "GITHUB_TOKEN": "good"}
    first = step(COMMENT, sound, **given)
    assert (first.returncode, first.stdout) == (0, "comment: posted\n"), first.stderr
    [*_, ours] = GitHub.comments
    assert ours["body"].startswith(comments.MARK)
    assert "2025-05-27" in ours["body"]
    assert "Others than us" not in ours["body"]
    assert ours["body"].endswith(first.summary)
    assert Path(first.outputs["diff-file"]).read_text(encoding="utf-8") == first.summary
    ours["body"] = comments.MARK + " as it was"
    second = step(COMMENT, sound, **given)
    assert second.stdout == "comment: updated\n"
    assert len(GitHub.comments) == 3
    assert "2025-05-27" in ours["body"]


def test_no_comment_where_no_fact_changes(sound: Path, api: str, tmp_path: Path) -> None:
    place = shutil.copytree(sound, tmp_path / "x")
    (place / "README").write_text("new", encoding="utf-8")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "No fact")
    base = git(place, "rev-parse", "HEAD~1")
    given = {"api": api, "BASE": base, "PULL_REQUEST": "5", "GITHUB_TOKEN": "good"}
    done = step(COMMENT, place, **given)
    assert (done.returncode, done.stdout) == (0, "comment: nothing to update\n"), done.stderr
    assert len(GitHub.comments) == 2


def test_a_fork_gets_a_warning_and_the_summary(sound: Path, api: str) -> None:
    base = git(sound, "rev-parse", "HEAD~1")
    given = {"api": api, "BASE": base, "PULL_REQUEST": "5", "GITHUB_TOKEN": "of a fork"}
    done = step(COMMENT, sound, **given)
    assert done.returncode == 0
    assert done.stdout.startswith("::warning::no comment could be posted (HTTP Error 403")
    assert "2025-05-27" in done.summary


def test_a_long_text_is_cut_at_a_line() -> None:
    text = comments.marked("a line of words\n" * 10_000)
    assert len(text) < 65_536
    assert "words\n\n*The rest is left out" in text
    assert comments.marked("short") == f"{comments.MARK}\nshort"
