"""Fingerprints, baselines and the command that writes findings."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.finding_formats import FORMATS
from aseankg.finding_report import Report, repository
from aseankg.findings import Finding, fingerprints, grave
from aseankg.validation import validate
from broken_graph import FEW, GAZETTE, SEEDS, damage, lay_out, line_of
from finding_readers import READERS


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with a few faults."""
    root = lay_out(tmp_path_factory.mktemp("a repository"))
    for seed in FEW:
        damage(root, *seed)
    return root


@pytest.fixture(scope="module")
def found(root: Path) -> tuple[Finding, ...]:
    return tuple(validate(root))


# --- twenty faults --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with more than twenty faults, each of another kind."""
    root = lay_out(tmp_path_factory.mktemp("seeded"))
    for seed in SEEDS:
        damage(root, *seed)
    return root


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_form_tells_twenty_faults_at_their_lines(
    seeded: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = check(seeded, "--format", name, monkeypatch=monkeypatch)
    assert told.exit_code == 1
    base = "" if name == "text" else f"{seeded.name}/"
    violations = {row[:2] for row in READERS[name](told.stdout) if row[2] == "violation"}
    places = {(base + file, line_of(seeded, file, new)) for file, _, new in SEEDS}
    assert len(places) == len(SEEDS) > 20
    assert places - violations == set()
    assert len(violations - places) <= 2  # what hangs on the fault of another line


# --- fingerprints ---------------------------------------------------------------------------------


def shifted(root: Path, to: Path) -> Path:
    """Copy the graph elsewhere with three more lines at the top of each file."""
    shutil.copytree(root, to)
    for path in (to / "graph").rglob("*.ttl"):
        path.write_text("# a\n# b\n# c\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return to


def test_fingerprints_stay_when_lines_shift_and_the_folder_moves(
    root: Path, found: tuple[Finding, ...], tmp_path: Path
) -> None:
    lines = {(one.rule, one.thing, one.value, one.line) for one in found}
    told = set(fingerprints(found))
    after = [one for one in validate(shifted(root, tmp_path / "x")) if one.rule != "not-canonical"]
    assert {(one.rule, one.thing, one.value, one.line - 3) for one in after} == lines
    assert set(fingerprints(after)) == told
    assert len(told) == len(found)


def test_a_fingerprint_tells_apart_what_is_another_finding() -> None:
    one = Finding("r", "warning", Path("/x/graph/a/f.ttl"), 4, "t", "p", "v", "m", "do")
    for same in (
        replace(one, line=9, column=2),
        replace(one, message="in other words", remedy="do else"),
        replace(one, severity="violation"),
        replace(one, path=Path("/y/z/graph/a/f.ttl")),
    ):
        assert same.fingerprint == one.fingerprint
    others = [
        replace(one, rule="s"),
        replace(one, thing="u"),
        replace(one, property="q"),
        replace(one, value="w"),
        replace(one, thing="tp", property=""),
        replace(one, path=Path("/x/graph/b/f.ttl")),
    ]
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 7
    bare = replace(one, thing="", property="", value="")
    assert bare.fingerprint != replace(bare, message="another fault of the file").fingerprint
    alike = fingerprints([one, replace(one, line=8), replace(one, line=9)])
    assert len(set(alike)) == 3
    assert alike[:2] == fingerprints([replace(one, line=5), replace(one, line=6)])


# --- baselines and the command --------------------------------------------------------------------


def check(root: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("ASEANKG_DATA", str(root))
    monkeypatch.chdir(root)
    return CliRunner().invoke(cli, ["check", *arguments])


def test_a_baseline_leaves_out_what_is_known(
    root: Path, found: tuple[Finding, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "known findings.json"
    first = check(root, "--write-baseline", str(known), monkeypatch=monkeypatch)
    assert (first.exit_code, first.stdout) == (0, "")
    assert f"{len(found)} findings are known now" in first.stderr
    text = known.read_text(encoding="utf-8")
    lines = text.splitlines()[1:-1]
    assert len(lines) == len(found)
    assert lines == sorted(lines, key=lambda line: line.rstrip(","))
    assert {json.loads(line.rstrip(","))["fingerprint"] for line in lines} == set(
        fingerprints(found)
    )

    copy = shifted(root, tmp_path / "copy")
    gazette = copy / GAZETTE
    mended = gazette.read_text(encoding="utf-8").replace('"2025-02-30"', '"2025-02-28"')
    gazette.write_text(mended.replace('"VN"', '" VN"'), encoding="utf-8")
    second = check(copy, "--baseline", str(known), "-f", "json", monkeypatch=monkeypatch)
    new = {row["rule"] for row in json.loads(second.stdout)["findings"]}
    assert "not-canonical" in new
    assert "no-date" not in new
    assert not new & {one.rule for one in found if one.rule != "CommonShape-label"}
    assert f"{len(found) - 1} known by {known} left out" in second.stderr
    assert f"1 of {known} no longer found: no-date in dữ liệu/{GAZETTE}" in second.stderr
    part = check(copy, "graph/asean", "--baseline", str(known), monkeypatch=monkeypatch)
    assert "no longer found" not in part.stderr
    assert check(root, "--baseline", str(known), monkeypatch=monkeypatch).exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", ":1:2: no JSON"),
        ("[]", "is no baseline"),
        ('{"format": 2, "findings": []}', "is no baseline of format 1"),
        ('{"format": 1, "findings": [{"rule": "r"}]}', "an entry without fingerprint"),
        ("\udc80", "is not UTF-8"),
    ],
)
def test_what_is_no_baseline_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    (tmp_path / "b.json").write_bytes(text.encode(errors="surrogateescape"))
    answer = check(root, "--baseline", str(tmp_path / "b.json"), monkeypatch=monkeypatch)
    assert answer.exit_code == 2
    assert told in answer.stderr


def test_no_baseline_of_what_cannot_be_read_or_of_a_part(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = str(tmp_path / "b.json")
    part = check(root, "graph/asean", "--write-baseline", to, monkeypatch=monkeypatch)
    assert part.exit_code == 2
    assert "leave out files" in part.stderr
    copy = shutil.copytree(root, tmp_path / "copy")
    (copy / GAZETTE).write_text("id:a", encoding="utf-8")
    unread = check(copy, "--write-baseline", to, monkeypatch=monkeypatch)
    assert unread.exit_code == 2
    assert f"{GAZETTE}:1" in unread.stderr
    assert not Path(to).exists()


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"text"}))
def test_the_command_writes_each_form_to_a_file(
    root: Path, found: tuple[Finding, ...], name: str, tmp_path: Path
) -> None:
    """The real command, in a locale without UTF-8 and from another folder."""
    output = tmp_path / f"found.{name}"
    done = subprocess.run(
        [sys.executable, "-m", "aseankg", "check", "--format", name, "-o", output, "-q"],
        env={**os.environ, "ASEANKG_DATA": str(root), "LC_ALL": "C", "PYTHONUTF8": "0"},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    report = Report(found, repository(root), root=root)
    assert output.read_bytes() == FORMATS[name].write(report).encode()


def test_never_failing_is_a_choice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(root, "--fail-on", "never", "-q", monkeypatch=monkeypatch).exit_code == 0
    assert not grave([Finding("r", "violation", Path("f"), 1, "", "", "", "m", "r")], "never")


def test_what_a_change_concerns_is_listed_in_full(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that finds a lot is one line, unless --all or --changed-since wants each."""
    copy = shutil.copytree(root, tmp_path / "copy")
    councils = (copy / "graph/asean/councils.ttl").read_text(encoding="utf-8")
    text = councils.partition("\n.\n")[0].replace(
        "@prefix id: <https://w3id.org/aseankg/id/> .\n", ""
    )
    for number in range(11):
        new = re.sub("akg:checkedOn .*\n    ", "", text).replace(
            "src:councils", f"src:new-{number}"
        )
        (copy / f"graph/asean/new-{number}.ttl").write_text(f"{new}\n.\n", encoding="utf-8")
    mass = " sources: nobody has written down when this source was last looked at"
    plain = check(copy, monkeypatch=monkeypatch).stdout
    assert f"{mass} [source-unchecked]; --all lists them\n" in plain
    assert "new-3.ttl" not in "".join(one for one in plain.splitlines() if "unchecked" in one)
    for words in (["--all"], ["--changed-since", str(root)]):
        told = check(copy, *words, monkeypatch=monkeypatch).stdout.splitlines()
        listed = [one for one in told if "[source-unchecked]" in one]
        assert mass not in "".join(told)
        assert all(any(f"new-{number}.ttl:" in one for one in listed) for number in range(11))
