"""The job for GitLab, its lines run as GitLab's runner does, on scratch repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from lxml import etree

from scratch_repository import (
    A_VIOLATION,
    A_WARNING,
    COUNCILS,
    DATA,
    GAZETTE,
    NO_DATE,
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


def gitlab(place: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of the job as GitLab's runner does: its lines in one shell."""
    text = (ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8")
    job = yaml.safe_load(text)["aseankg-check"]
    given = {**job["variables"], "ASEANKG_DATA": str(place / DATA), **variables}
    given["ASEANKG_CACHE"] = str(place.parent / "cache")
    script = "set -eo pipefail\n" + "\n".join(job["script"])
    return subprocess.run(
        ["bash", "-c", script],
        cwd=place,
        env={**clean(), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_job_for_gitlab_leaves_its_reports(faulty: tuple[Path, int], sound: Path) -> None:
    place, line = faulty
    done = gitlab(place)
    assert done.returncode == 1
    assert f"{GAZETTE}:{line}: violation:" in done.stdout
    assert f"would change {DATA}/{GAZETTE}" in done.stdout
    told = json.loads((place / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert {one["location"]["path"] for one in told} == {f"{DATA}/{GAZETTE}"}
    assert etree.parse(place / "aseankg-junit.xml").getroot().get("failures") == "1"
    assert gitlab(sound).returncode == 0


def test_a_merge_request_is_told_of_its_own_faults(tmp_path: Path) -> None:
    place = merge_of_a_branch(tmp_path / "x", old=[A_WARNING], new=[NO_DATE])
    git(place, "checkout", "-q", "branch")
    base = git(place, "rev-parse", "main~1^1")
    done = gitlab(place, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    assert f"{GAZETTE}:" in done.stdout
    assert f"{COUNCILS}:" not in done.stdout
    told = json.loads((place / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert {one["location"]["path"] for one in told} == {
        f"{DATA}/{GAZETTE}",
        f"{DATA}/{COUNCILS}",
    }
    assert f"{COUNCILS}:" in gitlab(place, CI_MERGE_REQUEST_DIFF_BASE_SHA="0" * 40).stdout


def test_a_violation_anywhere_fails_a_merge_request(tmp_path: Path) -> None:
    place = merge_of_a_branch(tmp_path / "x", old=[A_VIOLATION])
    given = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(place, "rev-parse", "HEAD~2")}
    given["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] = git(place, "rev-parse", "HEAD^1")
    done = gitlab(place, **given, ASEANKG_FAIL_ON="warning")
    assert done.returncode == 1
    assert done.stdout.count(f"{COUNCILS}:") == done.stdout.count(" violation: ") == 1
