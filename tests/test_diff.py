"""The command diff: what a reviewer is told of a change, from wherever the two states come."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.deltas import apply
from aseankg.states import read_states
from changed_graphs import GAZETTE, REGISTER, changed_clone, commit, edit, git, put


@pytest.fixture(name="clone")
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose work tree holds one change of each kind."""
    folder = changed_clone(tmp_path / "clone")
    monkeypatch.setenv("ASEANKG_DATA", str(folder))
    return folder


def run(*arguments: str | Path, code: int = 0) -> str:
    result: Result = CliRunner().invoke(cli, ["diff", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.stdout if code < 2 else result.stderr


def as_json(*arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--format", "json"))
    return found


TOLD = """From HEAD to the files as they are: 4 facts: 1 added, 1 changed, 1 removed, 1 moved

Aec-Council (institution, id:aec-council)
  > kind: council [1] -> [2]

Moha (institution, id:vn-moha)
  ~ founded: 1945 -> 1946 [2]
  + responsibility: support - Plan [2]
        basis: stated

Plan-Measure (commitment, id:plan-measure)
  - part of: Plan-Goal [2]

Sources
  [1] Councils (src:councils)
  [2] Gazette (src:gazette)
"""


@pytest.mark.usefixtures("clone")
def test_as_text_in_the_language_wanted() -> None:
    assert run("HEAD") == TOLD
    told = run("HEAD", ".", "--lang", "vi")
    assert "thành lập: 1945 -> 1946" in told
    assert "Kế hoạch" in told


def test_the_example_of_the_help_runs(clone: Path, tmp_path: Path) -> None:
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    found = re.search(r"Example: aseankg diff (.*) -o comment.md", run("--help"))
    assert found
    run(*found[1].split(), "-o", tmp_path / "comment.md")
    assert (tmp_path / "comment.md").read_text(encoding="utf-8").startswith("### From origin/main")


def test_exit_codes(clone: Path) -> None:
    run("HEAD", "--exit-code", code=1)
    assert "no fact differs" in run("HEAD", "HEAD", "--exit-code")
    assert "no fact differs" in run("HEAD", "HEAD", "--format", "markdown")
    assert "no revision 'v1'" in run("v1", code=2)
    assert "names no revision" in run("--", "--help", code=2)
    assert "'sarif' is no form" in run("HEAD", "--format", "sarif", code=2)
    put(clone, {GAZETTE: "id:x ."})
    assert f"{GAZETTE}:1" in run("HEAD", code=2)


def test_a_fault_in_a_revision_names_the_revision_and_the_line(clone: Path) -> None:
    commit(clone, {GAZETTE: "@prefix id: <https://w3id.org/aseankg/id/> .\nid:x ."}, "cut off")
    assert f"HEAD:{GAZETTE}:2" in run("HEAD", code=2)


@pytest.mark.usefixtures("clone")
def test_as_json_everything_is_there() -> None:
    found = as_json("HEAD")
    assert found["counts"] == {"added": 1, "changed": 1, "removed": 1, "moved": 1}
    assert found["statements"] == 8
    things = {thing["id"]: thing for thing in found["things"]}
    founded, duty = things["id:vn-moha"]["facts"]
    (statement,) = founded["statements"]
    assert statement["old"] == {"value": "1945", "datatype": "xsd:gYear"}
    assert duty["thing"] == "id:vn-moha--support--plan"
    assert len(duty["statements"]) == 5
    (moved,) = things["id:aec-council"]["facts"]
    assert (moved["was"], moved["source"]) == ("src:councils", "src:gazette")
    assert [source["id"] for source in found["sources"]] == ["src:councils", "src:gazette"]


def test_as_delta_it_can_be_applied(clone: Path) -> None:
    written = run("HEAD", "--format", "delta")
    rows = list(csv.DictReader(written.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert sorted(row["change"] for row in rows) == ["ADD"] * 6 + ["DEL"] * 2 + ["MOD"]
    old, new = read_states("HEAD", ".", clone)
    assert apply(old.quads, written) == new.quads


def test_a_new_and_a_gone_thing_say_so(clone: Path) -> None:
    new = 'id:vn-moha-2\n    a akg:Institution ;\n    skos:prefLabel "Second <b>Moha</b>"@en ;\n.\n'
    put(clone, {REGISTER: (clone / REGISTER).read_text(encoding="utf-8") + "\n" + new})
    edit(
        clone,
        REGISTER,
        'id:apsc-council\n    a akg:Institution ;\n    skos:prefLabel "Apsc-Council"@en ;\n.\n',
        "",
    )
    told = run("HEAD")
    assert "Second <b>Moha</b> (new, institution, id:vn-moha-2)\n  + institution: Second" in told
    assert "Apsc-Council (gone, institution, id:apsc-council)\n  - institution: Apsc" in told


def test_files_folders_and_exports_compare_like_revisions(clone: Path, tmp_path: Path) -> None:
    with_head = tmp_path / "old"
    with_head.mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=clone, capture_output=True, check=True)
    subprocess.run(["tar", "-x"], cwd=with_head, input=archive.stdout, check=True)
    told = TOLD.split("\n", 1)[1]
    assert run(with_head).split("\n", 1)[1] == told
    for suffix, form in ((".nq", "nquads"), (".trig", "trig")):
        exported = tmp_path / f"new{suffix}"
        done = CliRunner().invoke(cli, ["export", form, "--output", str(exported)])
        assert done.exit_code == 0, done.output
        assert run("HEAD", exported).split("\n", 1)[1] == told
    counts = {"added": 2, "changed": 1, "removed": 1, "moved": 0}  # what moved came from elsewhere
    copy = shutil.copy(with_head / GAZETTE, tmp_path / "gazette-as-it-was.ttl")
    for old, new in ((with_head / GAZETTE, clone / GAZETTE), (copy, clone / GAZETTE), (copy, ".")):
        assert as_json(old, new)["counts"] == counts
    assert as_json("HEAD", clone / GAZETTE)["counts"] == counts


@pytest.mark.usefixtures("clone", "cache")
def test_what_follows_by_rules_only_when_asked() -> None:
    assert "src:inferred" not in run("HEAD", "--format", "json")
    found = as_json("HEAD", "--inferred")
    follows = [
        fact
        for thing in found["things"]
        for fact in thing["facts"]
        if fact["source"] == "src:inferred"
    ]
    assert {fact["change"] for fact in follows} >= {"added", "removed"}
    assert not any("Earliest" in json.dumps(fact) for fact in follows)


@pytest.mark.usefixtures("cache")
def test_all_that_follows_is_new_where_there_were_no_rules(clone: Path) -> None:
    shutil.rmtree(clone / "ontology" / "rules")
    commit(clone, {}, "no rules")
    git(clone, "checkout", "-q", "HEAD~1", "--", "ontology/rules")
    found = as_json("HEAD", "--inferred")
    assert {fact["source"] for thing in found["things"] for fact in thing["facts"]} == {
        "src:inferred"
    }
    assert found["counts"]["added"] == sum(found["counts"].values()) > 5


@pytest.mark.usefixtures("clone")
def test_blank_nodes_are_compared_by_what_is_said_of_them(tmp_path: Path) -> None:
    text = "@prefix : <http://e.org/> .\n:s :p [ :q 1 ], [ :q 2 ] .\n"
    put(
        tmp_path, {"a.ttl": text, "b.ttl": text.replace("[ :q 1 ], [ :q 2 ]", "[ :q 2 ], [ :q 1 ]")}
    )
    assert "no fact differs" in run(tmp_path / "a.ttl", tmp_path / "b.ttl")


@pytest.mark.usefixtures("clone")
def test_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    told = set()
    for seed in ("0", "1"):
        command = [sys.executable, "-m", "aseankg", "diff", "HEAD", "--format", "json"]
        python = str(Path(__file__).parent.parent / "scripts")
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": python}
        told.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(told) == 1
