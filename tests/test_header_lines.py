"""The header of a question: a value of a wrong kind is told in one line, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aseankg.errors import InputError
from aseankg.headers import networks, questions, read_question
from outside_cases import aseankg, sound_root

HEADER = """\
#+ summary: Is it?
#+ description: >-
#+   Words of it.
#+ tags: [institution]
#+ parameters:
#+   country: {about: "whose", of: country}
#+   reach: {about: "how far", of: text}
#+ defaults:
#+   - reach: all
#+ enumerate:
#+   - reach: [direct, all]
#+ expect-min: 1
SELECT * { ?_country_iri ?p ?_reach_literal }
"""


def spoilt(folder: Path, old: str, new: str) -> Path:
    assert HEADER.count(old) == 1
    path = folder / "is-it.rq"
    path.write_text(HEADER.replace(old, new), encoding="utf-8")
    return path


def test_the_header_is_read_as_it_should_be(tmp_path: Path) -> None:
    question = read_question(spoilt(tmp_path, "Is it?", "Is it?"))
    assert (question.expect_min, question.tags, question.network) == (1, ["institution"], False)
    assert question.defaults == {"reach": "all"}
    assert question.parameters["reach"].choices == ("direct", "all")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("expect-min: 1", "expect-min: many", 12, "expect-min cannot be 'many'"),
        ("expect-min: 1", "expect-min: -1", 12, "expect-min cannot be '-1'"),
        ("expect-min: 1", "expect-min: yes", 12, "expect-min cannot be 'True'"),
        ("expect-min: 1", "expect-min:", 12, "expect-min is empty"),
        ("expect-min: 1", "network: perhaps", 12, "network cannot be 'perhaps'"),
        ("expect-min: 1", "expect: 3", 12, "expect cannot be '3'"),
        ("expect-min: 1", "checked: 2026-02-30", 1, "not YAML"),
        ("summary: Is it?", "summary: Is: it?", 1, "not YAML"),
        ("summary: Is it?", "summary:", 1, "summary is empty"),
        ("tags: [institution]", "tags: institution", 4, "tags cannot be 'institution'"),
        ("tags: [institution]", "tags: [institution", 5, "not YAML"),
        ('{about: "how far", of: text}', "how far", 7, "reach cannot be 'how far'"),
        ('{about: "how far", of: text}', "{required: maybe}", 7, "reach cannot be"),
        ("#+   - reach: all", "#+   - reach: [all]", 9, "reach cannot be '['all']'"),
        ("reach: [direct, all]", "reach: direct", 11, "reach cannot be 'direct'"),
    ],
)
def test_a_bad_value_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    path = spoilt(tmp_path, old, new)
    with pytest.raises(InputError) as caught:
        read_question(path)
    fault = caught.value
    assert (fault.file, fault.line) == (str(path), line)
    assert what in fault.message
    assert fault.remedy
    assert "\n" not in str(fault)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "is-it.rq"
    path.write_bytes(b"#+ summary: x\n#+ description: \xe9\n")
    with pytest.raises(InputError, match=r"is-it\.rq:2: is not UTF-8"):
        read_question(path)


def test_the_command_tells_it_in_one_line(tmp_path: Path) -> None:
    root = sound_root(tmp_path)
    (root / "queries" / "is-it.rq").write_text(HEADER.replace("min: 1", "min: many"))
    done = aseankg(root, "ask", "is-it")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "queries/is-it.rq:12: expect-min cannot be 'many'; write a whole number" in done.stderr


def test_a_graph_without_questions_is_asked_those_that_the_code_came_with(tmp_path: Path) -> None:
    shutil.rmtree(sound_root(tmp_path) / "queries")
    assert set(questions(tmp_path)) == set(questions())
    assert set(networks(tmp_path)) == set(networks())
    done = aseankg(tmp_path, "new", "question", "mine")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "queries").exists()
    (tmp_path / "queries").mkdir()
    assert list(questions(tmp_path)) == []
    assert aseankg(tmp_path, "new", "question", "mine").exit_code == 0
    assert list(questions(tmp_path)) == ["mine"]
