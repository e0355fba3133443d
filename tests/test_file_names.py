"""A source's file whose name can be no id: told with its path, never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aseankg.dataset import files
from aseankg.errors import InputErrors
from aseankg.validation import validate
from outside_cases import GAZETTE, aseankg, sound_root

BAD = ["My File", "a{1}", "Gazette-2", "a_b", "a--b", "-a", "a.b", "a#b", "a%20b", "Bộ-Nội-vụ", " "]
QUESTION = "what-moved-in-a-merger"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def misname(root: Path, name: str) -> Path:
    return (root / GAZETTE).rename(root / "graph" / "viet-nam" / f"{name}.ttl")


@pytest.mark.parametrize("name", BAD)
def test_the_check_finds_the_name_at_the_file_and_nothing_else(root: Path, name: str) -> None:
    path = misname(root, name)
    (found,) = validate(root)
    assert (found.rule, found.severity) == ("file-name", "violation")
    assert (found.path, found.line) == (path, 0)
    assert "a-z, 0-9 and -" in found.remedy


def test_all_names_are_told_at_once(root: Path) -> None:
    for name in BAD:
        shutil.copy(root / GAZETTE, root / "graph" / f"{name}.ttl")
    with pytest.raises(InputErrors) as caught:
        files(root)
    assert {Path(one.file).stem for one in caught.value.errors} == set(BAD)


@pytest.mark.parametrize(
    "words",
    [("ask", QUESTION), ("fmt",), ("fmt", "--check"), ("export", "nquads"), ("diff", ".", ".")],
)
def test_other_commands_name_the_file_in_one_line_and_stop(
    root: Path, words: tuple[str, ...]
) -> None:
    misname(root, "My File")
    done = aseankg(root, *words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert (
        "graph/viet-nam/My File.ttl: 'My File' cannot be the id of a source; name the file"
        in done.stderr
    )


def test_no_baseline_is_made_of_a_graph_that_was_not_read(root: Path) -> None:
    misname(root, "My File")
    done = aseankg(root, "check", "--write-baseline", "known.json")
    assert done.exit_code == 2
    assert not (root / "known.json").exists()


def test_who_mends_a_name_can_see_what_changed(root: Path) -> None:
    before = root.parent / f"{root.name}-before"
    shutil.copytree(root, before)
    misname(before, "My File")
    done = aseankg(root, "check", "--changed-since", str(before), "--show", "violation")
    assert done.exit_code == 0, done.output


def test_a_file_outside_the_graph_may_have_any_name(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "My {1} File.ttl"
    other.write_text('<https://example.org/a> <https://example.org/b> "c" .\n', encoding="utf-8")
    done = aseankg(root, "diff", str(other), GAZETTE, "--exit-code")
    assert done.exit_code == 1, done.output
