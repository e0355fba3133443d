"""The catalogue as people meet it: whole files, values that are found or refused, the command."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from aseankg.catalogue import Question, ask, networks, query_text, questions
from aseankg.cli import cli
from aseankg.errors import InputError
from aseankg.headers import TOKEN, tokens
from aseankg.namespaces import AKG, ID, PREFIXES
from aseankg.parameters import substitute
from aseankg.store import open_store

MAIN = "which-ministries-contribute-to-which-goals"
FOLDER = Path(__file__).resolve().parent.parent / "queries"
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
ALL = {**questions(), **networks()}
FORBIDDEN = re.compile(r"(?<![?\w:])(NOT EXISTS|SERVICE|FROM|BOUND\(\?_\w+\)|LIMIT|SELECT \*)")


# --- the files ------------------------------------------------------------------------------------


def test_the_questions_are_the_files_of_the_folder() -> None:
    assert sorted(questions()) == NAMES


def test_no_question_vanishes_by_mistake() -> None:
    """What a person may have cited, the tests expect rows of, or the ontology names stays."""
    assert len(NAMES) >= 21
    assert MAIN in NAMES
    rows = FOLDER.parent / "tests" / "fixtures" / "questions"
    assert {path.stem for path in rows.glob("*.csv")} <= set(NAMES)
    ontology = (FOLDER.parent / "ontology" / "aseankg.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"query:([a-z][a-z0-9-]+)", ontology)) <= {*NAMES, *networks()}


def body(question: Question) -> str:
    """Give the query without comments, strings and IRIs."""
    return TOKEN.sub(lambda found: found[0] if found["name"] else " ", question.text)


@pytest.mark.parametrize("name", ALL)
def test_a_question_declares_the_prefixes_that_it_uses_and_no_others(name: str) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <(.+)>$", ALL[name].text, re.MULTILINE))
    text = re.sub("PREFIX.*", "", body(ALL[name]))
    used = set(re.findall(r"(?<![\w?:])(\w+):(?!//)", text))
    assert used == set(declared)
    assert declared.items() <= PREFIXES.items()
    assert list(declared) == sorted(declared)


@pytest.mark.parametrize("name", ALL)
def test_a_question_uses_no_form_that_explodes_or_reaches_out(name: str) -> None:
    text = body(ALL[name]).upper()
    assert FORBIDDEN.findall(text) == []
    assert re.search(r"^ORDER BY", text, re.MULTILINE)


@pytest.mark.parametrize("name", ALL)
def test_a_question_can_be_read_by_any_tool_as_it_stands(name: str) -> None:
    solutions = ox.Store().query(ALL[name].text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)


@pytest.mark.parametrize("name", ALL)
def test_a_question_tells_what_it_is_and_takes(name: str) -> None:
    question = ALL[name]
    assert question.summary.endswith("?") or question.network
    assert len(question.description) > 80
    assert question.tags
    assert question.expect_min > 0
    assert all(parameter.about for parameter in question.parameters.values())
    assert set(question.header.get("parameters") or {}) == set(question.parameters)


@pytest.mark.parametrize("name", questions())
def test_the_header_tells_all_of_each_parameter(name: str) -> None:
    question = questions()[name]
    assert set(question.header) <= {
        *("summary", "description", "tags", "parameters", "defaults", "enumerate"),
        *("expect-min", "expect", "network"),
    }
    for parameter in question.parameters.values():
        assert len(parameter.about) > 4
        assert "example" in question.header["parameters"][parameter.name] or not parameter.required
        assert not parameter.choices or parameter.default in ("", *parameter.choices)
        assert all(
            choice in parameter.about or len(parameter.choices) > 5 for choice in parameter.choices
        )
    assert set(question.defaults) <= set(question.parameters)
    named = {key for part in question.header.get("enumerate") or [] for key in part}
    assert named <= set(question.parameters)


# --- values ---------------------------------------------------------------------------------------


def shown(name: str, **values: str) -> str:
    return query_text(open_store(), questions()[name], values)


FORMS = ["vn-moha", "id:vn-moha", ID + "vn-moha", "Bộ Nội vụ", "bo noi vu"]


@pytest.mark.parametrize("value", [*FORMS, "Kementerian Dalam Negeri"])
def test_a_thing_is_found_by_id_iri_and_names_in_any_language(value: str) -> None:
    assert f"<{ID}vn-moha>" in shown("what-an-institution-owes", institution=value)


@pytest.mark.parametrize(
    ("name", "values", "fault"),
    [
        ("what-an-institution-owes", {}, "is needed"),
        ("what-an-institution-owes", {"institution": "any"}, "is needed"),
        ("what-an-institution-owes", {"institution": "nowhere-at-all"}, "no institution is called"),
        ("what-an-institution-owes", {"institution": "viet-nam"}, "is no institution"),
        ("what-an-institution-owes", {"institution": "vn-moha", "reach": "far"}, "cannot be"),
        (MAIN, {"as_of": "2026-02-30"}, "is no date"),
        (MAIN, {"as_of": "next year"}, "is no date"),
        (MAIN, {"basis": "guessed"}, "no basis is called"),
        (MAIN, {"countri": "viet-nam"}, "no such parameter"),
        (MAIN, {"goal": '> } # "'}, "is called"),
        (MAIN, {"goal": "x\ny"}, "is called"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(
    name: str, values: dict[str, str], fault: str
) -> None:
    with pytest.raises(InputError, match=fault) as caught:
        shown(name, **values)
    assert caught.value.remedy


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_parameter_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no such parameter"):
        ask(open_store(), ALL[name], {"no-such-thing": "x"})


def test_a_year_means_its_last_day_or_its_first() -> None:
    text = shown("who-took-part-in-an-event", since="2025", until="2025-02")
    assert '"2025-01-01"^^' in text
    assert '"2025-02-28"^^' in text


def test_any_leaves_a_parameter_with_a_default_open() -> None:
    assert "?_level_iri" in shown(MAIN, level="any")
    assert "?_level_iri" not in shown(MAIN)


def test_values_stand_only_where_a_parameter_does() -> None:
    text = "# ?_x_literal\nSELECT ('?_x_literal' AS ?a) { <?_x_literal> ?_x_literal "
    put = substitute(text, {"x": ox.Literal('" } #')})
    assert put == text.replace("> ?_x_literal ", '> "\\" } #" ')
    assert tokens(text) == {"x": "literal"}


def test_allowed_words_may_be_written_with_dashes() -> None:
    text = shown("which-commitments-answer-a-theme", answered="none-found")
    assert '= "none found"' in text


def test_a_property_is_named_by_its_name_or_its_words() -> None:
    for value in ("adoptedOn", "akg:adoptedOn", "adopted on"):
        assert f"<{AKG}adoptedOn>" in shown("where-sources-disagree", property=value)


# --- the command line -----------------------------------------------------------------------------


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["ask", *words])


def test_the_list_names_each_question_with_what_it_answers() -> None:
    result = run()
    assert result.exit_code == 0
    for name in NAMES:
        assert name in result.output


@pytest.mark.parametrize("name", questions())
def test_help_of_a_question_names_its_options_and_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    for parameter in questions()[name].parameters.values():
        assert f"--{parameter.option}" in result.output
    assert f"Example: aseankg ask {name}" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["which-ministries"], "which-ministries-contribute-to-which-goals"),
        ([MAIN, "--countri", "viet-nam"], "--country"),
        ([MAIN, "--country", "vietnaam"], "viet-nam"),
        (["what-an-institution-owes"], "--institution"),
        (["what-an-institution-owes", "--institution", "ACCC"], "asean-centre-for-climate-change"),
        (["what-superseded-what", "--relation", "replaces"], "supersedes, amends, continues"),
    ],
)
def test_a_slip_ends_with_2_and_says_what_was_meant(words: list[str], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.output
