"""The steps of the action, run as GitHub's runner runs them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import yaml

from scratch_repository import BIN, DATA, ROOT, clean, git

STEPS = {
    step["name"]: step
    for step in yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
}


class Done(subprocess.CompletedProcess[str]):
    """What a step printed, and the outputs and the summary that it left."""

    outputs: Mapping[str, str]
    summary: str


def step(name: str, place: Path, **environment: str) -> Done:
    """Run a step of the action as GitHub's runner does."""
    one = STEPS[name]
    temporary = place.parent / "runner temp"
    temporary.mkdir(exist_ok=True)
    files = {key: temporary / key for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.write_text("", encoding="utf-8")
    given = {"BIN": str(BIN), "DATA": DATA, "FAIL_ON": "violation", "BASELINE": "", "BASE": ""}
    given |= environment
    missing = set(one["env"]) - set(given)
    assert not missing, missing
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]],
        cwd=place,
        env={
            **clean(),
            **{key: str(path) for key, path in files.items()},
            **{key: given[key] for key in given if key in one["env"] or key.startswith("PIP_")},
            "RUNNER_TEMP": str(temporary),
            "GITHUB_REPOSITORY": "a/b",
            "GITHUB_SHA": environment.get("sha", git(place, "rev-parse", "HEAD")),
            "GITHUB_API_URL": environment.get("api", ""),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    result = Done(done.args, done.returncode, done.stdout, done.stderr)
    lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    result.outputs = dict(line.split("=", 1) for line in lines)
    result.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return result
