"""Hooks, the action, workflows and the GitLab job: sound, and they find a seeded fault."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlparse

import pytest
import yaml
from lxml import etree

from aseankg import comments
from aseankg.paths import data_root

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
GAZETTE = "graph/viet-nam/gazette.ttl"
DATA = "the data; exit 7"  # a path that a careless script would run
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
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


# --- a repository with a seeded fault -------------------------------------------------------------


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True, env=clean()
    )
    return done.stdout.strip()


def clean() -> dict[str, str]:
    """The environment without what a build machine or a hook may have set."""
    ours = ("GIT_", "GITHUB_", "CI", "ASEANKG_DATA", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "scripts")}
    return {**kept, **path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def copy_graph(to: Path) -> None:
    shutil.copytree(data_root() / "ontology", to / "ontology")
    shutil.copytree(SOUND, to / "graph")


def change(path: Path, old: str, new: str) -> int:
    """Change a text that stands once; give its line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as GitHub checks out a pull request: the merge of a branch into main."""
    place = tmp_path_factory.mktemp("sound")
    copy_graph(place / DATA)
    git(place, "init", "-q", "-b", "main")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "One")
    git(place, "checkout", "-q", "-b", "branch")
    change(place / DATA / GAZETTE, '"2025-05-26"', '"2025-05-27"')
    git(place, "commit", "-q", "-a", "-m", "Two")
    git(place, "checkout", "-q", "main")
    change(place / DATA / GAZETTE, '"Government"', '"Others than us"')
    git(place, "commit", "-q", "-a", "-m", "Work of others")
    git(place, "merge", "-q", "--no-ff", "-m", "Merge", "branch")
    return place


@pytest.fixture
def faulty(sound: Path, tmp_path: Path) -> tuple[Path, int]:
    """The same with a date of no calendar and a file out of form, not committed."""
    place = shutil.copytree(sound, tmp_path / "faulty")
    line = change(place / DATA / GAZETTE, '"2025-05-27"', '"2025-02-30"')
    change(place / DATA / GAZETTE, "    akg:periodTo", "    akg:periodTo  ")
    return place, line


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
    return subprocess.run(
        [BIN / "pre-commit", *words],
        cwd=place,
        env={**clean(), "PRE_COMMIT_HOME": str(place.parent / "pre-commit")},
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


def test_the_hook_of_form_puts_files_right(hooked: Path) -> None:
    before = (hooked / GAZETTE).read_bytes()
    change(hooked / GAZETTE, "    akg:periodTo", "    akg:periodTo  ")
    git(hooked, "add", ".")
    done = pre_commit(hooked, "run", "aseankg-fmt")
    assert done.returncode == 1
    assert f"changed {GAZETTE}" in done.stdout
    assert (hooked / GAZETTE).read_bytes() == before


# --- the action -----------------------------------------------------------------------------------


class GitHub(BaseHTTPRequestHandler):
    """The comments of GitHub's API, one a page, for a token that may write."""

    comments: ClassVar[list[dict[str, Any]]] = []

    def answer(self, content: object, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        url = urlparse(self.path)
        assert url.path == "/repos/a/b/issues/5/comments"
        page = int(parse_qs(url.query)["page"][0])
        self.answer(self.comments[page - 1 : page])

    def content(self) -> dict[str, Any]:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(given, dict)
        return given

    def do_POST(self) -> None:
        if self.headers["Authorization"] != "Bearer good":
            self.answer({"message": "Resource not accessible by integration"}, 403)
            return
        assert self.path == "/repos/a/b/issues/5/comments"
        one = {"id": len(self.comments) + 1, "user": {"type": "Bot"}, **self.content()}
        self.comments.append(one)
        self.answer(one, 201)

    def do_PATCH(self) -> None:
        number = int(self.path.removeprefix("/repos/a/b/issues/comments/"))
        self.comments[number - 1].update(self.content())
        self.answer(self.comments[number - 1])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[str]:
    """A server with two comments of people, one of whom writes our mark."""
    people = [{"id": n, "user": {"type": "User"}, "body": comments.MARK} for n in (1, 2)]
    GitHub.comments[:] = people
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


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
    given = {"BIN": str(BIN), "DATA": DATA, "FAIL_ON": "violation", "BASELINE": "", **environment}
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
            "GITHUB_SHA": git(place, "rev-parse", "HEAD"),
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
    subprocess.run([BIN / "aseankg", *words], env=clean(), check=True)
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


COMMENT = "Tell which facts change"


def test_the_comment_is_posted_once_and_then_updated(sound: Path, api: str) -> None:
    base = git(sound, "rev-parse", "HEAD~2")  # older than main is by now
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


def test_a_base_that_is_not_here_is_fetched(sound: Path, api: str, tmp_path: Path) -> None:
    """A checkout of depth one, as GitHub's checkout makes without more words."""
    place = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{sound}", str(place))
    base = git(sound, "rev-parse", "HEAD^1")
    git(sound, "config", "uploadpack.allowAnySHA1InWant", "true")
    given = {"api": api, "BASE": base, "PULL_REQUEST": "5", "GITHUB_TOKEN": "good"}
    done = step(COMMENT, place, **given)
    assert (done.returncode, done.stdout) == (0, "comment: posted\n"), done.stderr
    assert "2025-05-27" in GitHub.comments[-1]["body"]


def test_a_long_text_is_cut_at_a_line() -> None:
    text = comments.marked("a line of words\n" * 10_000)
    assert len(text) < 65_536
    assert "words\n\n*The rest is left out" in text
    assert comments.marked("short") == f"{comments.MARK}\nshort"


# --- GitLab ---------------------------------------------------------------------------------------


def gitlab(place: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of the job as GitLab's runner does: its lines in one shell."""
    text = (ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8")
    job = yaml.safe_load(text)["aseankg-check"]
    given = {**job["variables"], "ASEANKG_DATA": str(place / DATA)}
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
