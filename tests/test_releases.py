"""A release is refused when ids, sources or things were lost on the way, or stand twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.errors import InputError
from aseankg.findings import Finding
from aseankg.namespaces import AKG, ID, PROV, RDF, SRC, XSD, shorten
from aseankg.paths import data_root
from aseankg.releases import check_release
from changed_graphs import (
    COUNCILS,
    GAZETTE,
    REGISTER,
    commit,
    drop_thing,
    edit,
    git,
    put,
    sound,
)

MINIMUMS, EDITORIAL = "graph/minimums.csv", "graph/editorial.ttl"
FOUNDED = '    akg:founded "1945"^^xsd:gYear ;\n'


@pytest.fixture(name="clone")
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = sound(tmp_path / "clone")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {MINIMUMS: "class,minimum\nInstitution,5\nCommitment,2\n"}, "released")
    monkeypatch.setenv("ASEANKG_DATA", str(folder))
    return folder


def found(clone: Path, *, least: str = "warning") -> list[tuple[str, str, str, str]]:
    """Give rule, severity, file:line and thing of each finding."""
    return [
        (one.rule, one.severity, f"{one.path.relative_to(clone)}:{one.line}", shorten(one.thing))
        for one in check_release("HEAD", ".", clone)
        if one.severity != "info" or least == "info"
    ]


def only(clone: Path) -> Finding:
    (one,) = (one for one in check_release("HEAD", ".", clone) if one.severity != "info")
    return one


def line_of(clone: Path, name: str, text: str) -> int:
    lines = (clone / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_nothing_changed_nothing_found(clone: Path) -> None:
    assert check_release("HEAD", ".", clone) == []
    assert check_release("HEAD", "HEAD", clone) == []


def test_an_id_that_vanished_stands_where_it_stood(clone: Path) -> None:
    drop_thing(clone)
    line = line_of(clone, REGISTER, "id:ascc-council")
    ids = ("id-vanished", "violation", f"{REGISTER}:{line + 1}", "id:apsc-council")
    assert found(clone) == [("count-fell", "violation", f"{MINIMUMS}:2", ""), ids]


def test_an_id_that_was_renamed_names_the_new_one(clone: Path) -> None:
    for name in (REGISTER, COUNCILS):
        text = (clone / name).read_text(encoding="utf-8")
        put(clone, {name: text.replace("id:apsc-council", "id:apsc-c")})
    one = only(clone)
    assert (one.rule, one.thing) == ("id-vanished", ID + "apsc-council")
    assert "id:apsc-c has its name now" in one.message
    assert "dcterms:isReplacedBy id:apsc-c" in one.remedy


def test_a_source_that_is_gone_and_all_that_only_it_spoke_of(clone: Path) -> None:
    (clone / COUNCILS).unlink()
    bodies = ("aec-council", "apsc-council", "asean-connectivity-coordinating-committee")
    assert ("id-vanished", "violation", f"{COUNCILS}:0", "src:councils") in found(clone)
    lost = {one[3] for one in found(clone) if one[0] == "fact-unsourced"}
    assert lost == {f"id:{body}" for body in bodies}


def test_a_fact_that_only_editors_state_now(clone: Path) -> None:
    edit(clone, GAZETTE, FOUNDED, "")
    plain = f'<{ID}vn-moha>\n    <{AKG}founded> "1945"^^<{XSD}gYear> .\n'
    put(clone, {EDITORIAL: plain})
    assert found(clone) == [("fact-unsourced", "violation", f"{EDITORIAL}:2", "id:vn-moha")]
    node = f"<{ID}vn-moha--founded--1945> <{PROV}wasDerivedFrom> <{SRC}gazette> ;\n"
    node += f"<{RDF}subject> <{ID}vn-moha> ; <{RDF}predicate> <{AKG}founded> ;\n"
    put(clone, {EDITORIAL: f'{plain}{node}<{RDF}object> "1945" .\n'})
    assert [one[:2] for one in found(clone)] == [("fact-unsourced", "warning")]


def test_a_statement_node_may_go_with_its_fact(clone: Path) -> None:
    text = (clone / GAZETTE).read_text(encoding="utf-8")
    start = text.index("id:vn-moha--lead")
    put(clone, {GAZETTE: text[:start] + text[text.index("id:vn-moha--works") :]})
    (one,) = found(clone, least="info")
    assert one[:2] == ("id-vanished", "info")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the header is not"),
        ("class;minimum\n", 1, "the header is not"),
        ("class,minimum\nInstitution\n", 2, "1 cells"),
        ("class,minimum\ninstitution,1\n", 2, "'institution' is no class"),
        ("class,minimum\nInstitution,many\n", 2, "'many' is no number"),
        ("class,minimum\nInstitution,-1\n", 2, "'-1' is no number"),
        ("class,minimum\nPost,0\nInstitution,1\nPost,0\n", 4, "stands in line 2 already"),
        ("class,minimum\nInstitution,6\n", 2, "of class Institution 5 are left; the minimum is 6"),
        ("class,minimum\nInstitute,1\n", 2, "of class Institute 0 are left"),
        ("class,minimum\n", 0, "no minimums are stated"),
    ],
)
def test_minimums(clone: Path, text: str, line: int, message: str) -> None:
    put(clone, {MINIMUMS: text})
    told = [one for one in check_release("HEAD", ".", clone) if one.severity == "violation"]
    assert [(one.rule, one.line) for one in told] == [("count-fell", line)]
    assert message in told[0].message


def test_a_minimum_that_was_lowered(clone: Path) -> None:
    put(clone, {MINIMUMS: "class,minimum\nInstitution,4\n"})
    assert [one[:3] for one in found(clone)] == [
        ("count-fell", "warning", f"{MINIMUMS}:0"),
        ("count-fell", "warning", f"{MINIMUMS}:2"),
    ]


def test_two_labels_in_one_language(clone: Path) -> None:
    edit(clone, REGISTER, '"Moha"@en', '"Home"@en ;\n    skos:prefLabel "Moha"@en')
    one = only(clone)
    assert (one.rule, one.thing) == ("label-changed-twin", ID + "vn-moha")
    assert one.line == one.related[0].line + 1
    assert "'Home', 'Moha'" in one.message


TWIN = SRC + "gazette-2"


def second_moha(clone: Path) -> None:
    text = (clone / REGISTER).read_text(encoding="utf-8")
    new = '\nid:moha\n    a akg:Institution ;\n    skos:prefLabel "MÖHA"@en ;\n.\n'
    put(clone, {REGISTER: text + new})


def second_address(clone: Path) -> None:
    text = (clone / GAZETTE).read_text(encoding="utf-8").partition("id:plan\n")[0]
    text = text.replace("src:gazette", "src:gazette-2").replace("https://e", "http://www.e")
    put(clone, {"graph/viet-nam/gazette-2.ttl": text})


@pytest.mark.parametrize(
    ("double", "new", "known"),
    [(second_moha, ID + "moha", ID + "vn-moha"), (second_address, TWIN, SRC + "gazette")],
)
def test_one_thing_under_two_ids(
    clone: Path, double: Callable[[Path], None], new: str, known: str
) -> None:
    double(clone)
    one = only(clone)
    assert (one.rule, one.severity) == ("twin-things", "violation")
    assert (one.thing, one.value) == (new, known)
    assert shorten(known) in one.message
    assert len(one.related) == 1


# --- the command, and the real graph --------------------------------------------------------------


def run(*arguments: str | Path, code: int) -> Result:
    result = CliRunner().invoke(cli, ["diff", *map(str, arguments), "--release"])
    assert result.exit_code == code, result.output
    return result


def test_the_command_gives_findings_in_the_forms_of_the_check(clone: Path) -> None:
    assert "the graph may be released" in run("HEAD", code=0).stderr
    drop_thing(clone)
    told = run("HEAD", "--quiet", code=1)
    assert f"{REGISTER}:" in told.stdout
    assert "[id-vanished]" in told.stdout
    assert told.stderr == ""
    sarif = json.loads(run("HEAD", "-f", "sarif", code=1).stdout)
    assert {one["ruleId"] for one in sarif["runs"][0]["results"]} == {"id-vanished", "count-fell"}
    assert "::error file=graph/minimums.csv,line=2" in run("HEAD", "-f", "github", code=1).stdout
    git(clone, "commit", "-qam", "lost")
    assert f"{clone / REGISTER}" in run("HEAD~1", "HEAD", code=1).stdout
    assert "'markdown' is no form" in run("HEAD", "-f", "markdown", code=2).stderr
    with pytest.raises(InputError, match="one file is no release"):
        check_release("HEAD", str(clone / GAZETTE), clone)


def test_the_real_graph_may_follow_itself_but_not_lose_a_source(tmp_path: Path) -> None:
    root = data_root()
    assert not [one for one in check_release(".", ".", root) if one.severity == "violation"]
    for name in ("graph", "ontology"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "graph/asean/armac-p6.ttl").unlink()
    (tmp_path / "graph/register/themes.ttl").unlink()
    told = [one for one in check_release(".", str(tmp_path), root) if one.severity == "violation"]
    assert {one.rule for one in told} == {"id-vanished", "count-fell", "fact-unsourced"}
    assert [one.value for one in told if one.rule == "count-fell"] == ["Theme"]
    vanished = [one.thing for one in told if one.rule == "id-vanished"]
    assert len(vanished) == 1 + 82
    assert SRC + "armac-p6" in vanished
