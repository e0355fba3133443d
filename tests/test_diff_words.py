"""What a difference calls things, statements and values, so that nobody is led astray."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aseankg.cli import cli
from changed_graphs import COUNCILS, GAZETTE, commit, edit, git, put, sound

NEW = "id:TL_New_Body\n    akg:kind code:institution-kind-council ;\n.\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a sound graph, nothing changed."""
    folder = sound(tmp_path / "clone")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {}, "sound")
    monkeypatch.setenv("ASEANKG_DATA", str(folder))
    return folder


def diff(*words: str) -> str:
    return CliRunner().invoke(cli, ["diff", *words]).output


def say_more(folder: Path, text: str) -> None:
    put(folder, {COUNCILS: f"{(folder / COUNCILS).read_text(encoding='utf-8')}\n{text}"})


def test_an_id_without_class_that_was_just_added_is_new(clone: Path) -> None:
    say_more(clone, NEW)
    assert "TL_New_Body (new, id:TL_New_Body)" in diff("HEAD")


def test_an_id_without_class_that_was_taken_out_is_gone(clone: Path) -> None:
    say_more(clone, NEW)
    commit(clone, {}, "more")
    edit(clone, COUNCILS, f"\n{NEW}", "")
    assert "TL_New_Body (gone, id:TL_New_Body)" in diff("HEAD")


def test_an_id_without_class_that_was_there_is_neither(clone: Path) -> None:
    say_more(clone, NEW)
    commit(clone, {}, "more")
    edit(
        clone, COUNCILS, "New_Body\n    akg:kind", 'New_Body\n    akg:place "Dili" ;\n    akg:kind'
    )
    assert "TL_New_Body (id:TL_New_Body)" in diff("HEAD")


def test_a_statement_is_called_by_what_it_states(clone: Path) -> None:
    edit(clone, GAZETTE, "code:basis-stated", "code:basis-observed")
    told = diff("HEAD")
    assert "~ statement (works with: Ascc-Council): basis: stated -> observed" in told
    assert "works-with" not in told


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ('"2025-05-26"', "2025-05-26 (a day) -> 2025-05-26 (words only)"),
        ('"2025-05-26"@en', "2025-05-26 (a day) -> 2025-05-26 (en)"),
        ('"2025-05"^^xsd:gYearMonth', "2025-05-26 -> 2025-05 "),
    ],
)
def test_values_that_look_alike_are_told_apart_in_words(clone: Path, new: str, words: str) -> None:
    edit(clone, GAZETTE, '"2025-05-26"^^xsd:date', new)
    assert words in diff("HEAD")


@pytest.mark.usefixtures("clone")
def test_what_is_not_found_is_named_once() -> None:
    assert diff("nowhere").startswith("error: no revision 'nowhere': ")
    told = CliRunner().invoke(cli, ["show", "nobody-at-all"]).output
    assert told.startswith("error: no thing is called 'nobody-at-all'")
