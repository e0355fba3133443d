"""Hooks, workflows and what the page on them says: sound, and they find a seeded fault."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from scratch_repository import (
    A_WARNING,
    BIN,
    COUNCILS,
    GAZETTE,
    NO_DATE,
    ROOT,
    change,
    clean,
    copy_graph,
    git,
)

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PINNED = re.compile(r"uses: (\./|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)")


# --- sound files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-actions", ROOT / "action.yml"),
        ("gitlab-ci", ROOT / "docs" / "gitlab-ci.yml"),
        *(("github-workflows", path) for path in WORKFLOWS),
    ],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_files_are_what_their_readers_ask_for(schema: str, path: Path) -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_actions_are_pinned_and_shells_get_no_expressions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
    assert [line for line in uses if not PINNED.fullmatch(line)] == []
    content = yaml.safe_load(text)
    jobs = content.get("jobs", {"action": content.get("runs")})
    scripts = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert scripts
    for script in scripts:
        assert "${{" not in script
        subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_do_no_more_than_they_must(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in content[True]  # YAML takes `on` for a truth value
    assert all("timeout-minutes" in job for job in content["jobs"].values())
    steps = [step for job in content["jobs"].values() for step in job["steps"]]
    assert any(step.get("uses") == "./" for step in steps)
    assert any(step.get("run") == "scripts/test" for step in steps)
    for step in steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_each_input_of_the_action_is_explained_and_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name, told in ACTION["inputs"].items():
        assert told["description"].endswith(".")
        assert f"inputs.{name}" in text
        assert f"`{name}`" in page


def test_links_and_examples_of_the_page_are_right() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert target.startswith("https://") or (ROOT / "docs" / target).exists(), target
    for block in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        assert yaml.safe_load(block)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/ci.md"])
def test_what_the_owner_is_is_said_once(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert "OWNER/aseankg" in page
    assert page.count("`OWNER` stands for the account that hosts the repository") == 1


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository of git")
def test_the_page_compares_with_revisions_that_are_there() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"aseankg diff\s+([^\s`]+)", page)) - {"origin/main"}
    assert named
    for revision in named:
        done = subprocess.run(
            ["git", "rev-parse", "-q", "--verify", revision], cwd=ROOT, check=False
        )
        assert done.returncode == 0, revision


# --- hooks ----------------------------------------------------------------------------------------


@pytest.fixture
def hooked(tmp_path: Path) -> Path:
    """A repository that runs the hooks of our manifest, with the program installed here."""
    copy_graph(tmp_path / "repository")
    place = tmp_path / "repository"
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        assert hook["language"] == "python"
        hook["language"] = "system"
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (place / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git(place, "init", "-q", "-b", "main")
    git(place, "add", ".")
    return place


def pre_commit(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home = "PRE_COMMIT_HOME"
    return subprocess.run(
        [BIN / "pre-commit", *words],
        cwd=place,
        env={**clean(), **{name: str(place.parent / name) for name in (home, "ASEANKG_CACHE")}},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_manifest_of_hooks_is_sound() -> None:
    assert pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0


def test_hooks_let_a_sound_graph_pass_and_stop_a_fault(hooked: Path) -> None:
    done = pre_commit(hooked, "run", "--all-files")
    assert (done.returncode, done.stdout.count("Passed")) == (0, 2), done.stdout
    line = change(hooked / GAZETTE, '"2025-05-26"', '"2025-02-30"')
    git(hooked, "add", ".")
    stopped = pre_commit(hooked, "run")
    assert stopped.returncode == 1
    assert f"{GAZETTE}:{line}: violation: id:plan akg:adoptedOn" in stopped.stdout


def test_the_hook_looks_at_what_is_staged_and_tells_what_stops_it(hooked: Path) -> None:
    git(hooked, "commit", "-q", "-m", "One", "--no-verify")
    change(hooked / COUNCILS, *A_WARNING[1:])
    git(hooked, "add", ".")
    change(hooked / GAZETTE, *NO_DATE[1:])
    done = pre_commit(hooked, "run", "aseankg-check")
    assert done.returncode == 0, done.stdout  # a warning is staged, the violation is not
    git(hooked, "add", GAZETTE)
    change(hooked / GAZETTE, '"2025-02-30"', '"2025-05-26"')
    stopped = pre_commit(hooked, "run", "aseankg-check")
    assert stopped.returncode == 1  # the mended one is not staged
    assert "violation: id:plan akg:adoptedOn" in stopped.stdout
    assert "warning:" not in stopped.stdout


def test_the_hook_takes_the_words_that_the_page_names(hooked: Path) -> None:
    change(hooked / COUNCILS, *A_WARNING[1:])
    git(hooked, "add", ".")
    git(hooked, "commit", "-q", "-m", "One", "--no-verify")
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    [words] = re.findall(r"args: (\[--changed-since.*\])", page)
    config = hooked / ".pre-commit-config.yaml"
    hooks = yaml.safe_load(config.read_text(encoding="utf-8"))
    hooks["repos"][0]["hooks"][0]["args"] = yaml.safe_load(words)
    config.write_text(yaml.safe_dump(hooks), encoding="utf-8")
    change(hooked / GAZETTE, "2025-05-26", "2025-05-27")
    git(hooked, "add", ".")
    done = pre_commit(hooked, "run", "aseankg-check")
    assert done.returncode == 0, done.stdout
    change(hooked / GAZETTE, "    akg:periodTo", "    akg:periodTo  ")
    git(hooked, "add", ".")
    stopped = pre_commit(hooked, "run", "aseankg-check")
    assert stopped.returncode == 1
    assert f"{GAZETTE}:" in stopped.stdout
    assert f"{COUNCILS}:" not in stopped.stdout


def test_the_hook_of_form_puts_files_right(hooked: Path) -> None:
    before = (hooked / GAZETTE).read_bytes()
    change(hooked / GAZETTE, "    akg:periodTo", "    akg:periodTo  ")
    git(hooked, "add", ".")
    done = pre_commit(hooked, "run", "aseankg-fmt")
    assert done.returncode == 1
    assert f"changed {GAZETTE}" in done.stdout
    assert (hooked / GAZETTE).read_bytes() == before
