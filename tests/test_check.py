"""The check finds each planted fault where it was planted, and nothing in what is sound."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.findings import Finding, count, grave
from aseankg.paths import data_root
from aseankg.shapes import Shapes, read_shapes
from aseankg.validation import validate

SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
G, C = "graph/viet-nam/gazette.ttl", "graph/asean/councils.ttl"
R = "graph/register/institutions.ttl"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"

# what is done to a sound graph: file, text, other text -> the rule, broken on that line
FAULTS = {
    "no day of the calendar": (G, '"2025-05-26"', '"2025-02-30"', "no-date"),
    "no date at all": (G, '"2026"^^xsd:gYear', '"soon"@en', "PeriodShape-periodFrom"),
    "a date far off": (G, '"2025-05-26"', '"2125-05-26"', "InstrumentShape-adoptedOn"),
    "end before beginning": (G, '"2026"^^', '"2036"^^', "PeriodShape-periodOrder"),
    "code of another list": (G, "code:role-lead", "code:basis-stated", "ResponsibilityShape-role"),
    "unknown code": (G, "code:commitment-level-goal", "code:commitment-level-gaol", None),
    "unknown thing": (G, "authority id:plan ", "authority id:plam ", None),
    "thing not minted": (C, "apsc-council\n    akg:kind", "apsc-counsil\n    akg:kind", None),
    "class misspelt": (G, "a akg:Statement", "a akg:Statment", None),
    "other class": (G, "target id:plan-goal", "target id:viet-nam", "ResponsibilityShape-target"),
    "misspelt property": (G, "akg:founded", "akg:funded", "InstitutionShape"),
    "no language": (G, '"Kế hoạch"@vi', '"Kế hoạch"', "CommonShape-label"),
    "unknown language": (G, '"Kế hoạch"@vi', '"Kế hoạch"@vn', "CommonShape-label"),
    "space in a name": (G, '"Kế hoạch"@vi', '" Kế hoạch"@vi', "CommonShape-label"),
    "address in words": (G, "<https://example.org/gazette>", '"gazette"', "SourceShape-url"),
    "part of itself": (G, "partOf id:plan-goal", "partOf id:plan-measure", "CycleShape-partOf"),
    "fact not stated": (G, "object id:ascc-council", "object id:aec-council", None),
    "conclusion in a source": (G, "code:basis-observed", "code:basis-inferred", None),
    "register says more": (R, '"Moha"@en', '"Moha"@en ;\n    skos:altLabel "Moha"@en', None),
    "two labels": (R, 'Label "Moha"@en', 'Label "M"@en, "Moha"@en', None),
    "class in a source": (G, "id:vn-moha\n", "id:vn-moha\n    a akg:Institution ;\n", None),
    "label in a source": (C, "id:aec-council\n", f'id:aec-council\n    {LABEL} "A"@en ;\n', None),
    "number with letters": (G, '"VN" ;', '"VN"^^xsd:integer ;', None),
    "strange datatype": (G, '"VN" ;', '"VN"^^xsd:token ;', None),
    "odd language": (G, '"Kế hoạch"@vi', '"Kế hoạch"@viet', None),
    "bound in a file": (
        G,
        'founded "1945"^^xsd:gYear',
        'foundedLatest "1945-12-31"^^xsd:date',
        None,
    ),
}
RULES = {
    "unknown code": {"unknown-thing"},
    "unknown thing": {"unknown-thing"},
    "thing not minted": {"unknown-thing", "InstitutionShape-kind"},
    "class misspelt": {"unknown-thing"},
    "fact not stated": {"statement-without-fact"},
    "conclusion in a source": {"inferred-in-source", "InferredShape"},
    "register says more": {"register-says-more"},
    "two labels": {"CommonShape-prefLabel"},
    "class in a source": {"label-outside-register"},
    "label in a source": {"label-outside-register", "CommonShape-prefLabel"},
    "number with letters": {"ill-formed-literal"},
    "strange datatype": {"unknown-datatype"},
    "odd language": {"language-tag"},
    "bound in a file": {"derived-in-file"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small sound graph under the real ontology."""
    shutil.copytree(data_root() / "ontology", tmp_path / "ontology")
    shutil.copytree(SOUND, tmp_path / "graph")
    return tmp_path


@pytest.fixture(scope="module")
def real() -> tuple[list[Finding], float]:
    """What is found in the real graph, and the seconds of work that it took."""
    begun = time.process_time()
    return validate(), time.process_time() - begun


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return read_shapes()


def plant(root: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands once; give the line on which the new text ends."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    before, after = text.split(old)
    path.write_text(before + new + after, encoding="utf-8")
    return (before + new.rstrip("\n")).count("\n") + 1


def run(root: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("ASEANKG_DATA", str(root))
    monkeypatch.chdir(root)
    return CliRunner().invoke(cli, ["check", *arguments])


# --- the real graph -------------------------------------------------------------------------------


def test_the_graph_holds_and_is_checked_in_seconds(real: tuple[list[Finding], float]) -> None:
    found, seconds = real
    assert [one for one in found if one.severity == "violation"] == []
    assert count(found)["warning"] < 50
    assert seconds < 30


# --- planted faults -------------------------------------------------------------------------------


def test_a_sound_graph_holds(root: Path) -> None:
    assert validate(root) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_stands(root: Path, name: str) -> None:
    file, old, new, rule = FAULTS[name]
    line = plant(root, file, old, new)
    found = [one for one in validate(root) if one.severity == "violation"]
    places = {(str(one.path.relative_to(root)), one.line) for one in found}
    assert {one.rule for one in found} == (RULES[name] if rule is None else {rule})
    assert (file, line) in places
    assert len(places) <= 2
    assert all(one.message and one.remedy for one in found)


def test_what_is_missing_is_told_at_the_thing(root: Path) -> None:
    line = plant(root, G, "    akg:kind code:institution-kind-government-ministry ;\n", "")
    [one] = [one for one in validate(root) if one.rule == "InstitutionShape-kind"]
    block = (root / G).read_text(encoding="utf-8").split("\n")[one.line - 2 : line]
    assert (one.path, block[0]) == (root / G, "id:vn-moha")


def test_two_values_are_told_with_both_places(root: Path) -> None:
    other = '.\n\nid:vn-moha\n    akg:founded "1946"^^xsd:gYear ;\n.\n\nid:asean-conn'
    plant(root, C, ".\n\nid:asean-conn", other)
    [one] = [one for one in validate(root) if one.rule == "AgreedShape-founded"]
    assert {one.path, *(place.path for place in one.related)} == {root / C, root / G}
    assert one in validate(root, [root / C])
    assert one in validate(root, [root / "graph" / "viet-nam"])
    assert validate(root, [root / R]) == []


def test_a_duty_after_the_end_is_told_at_the_duty(root: Path) -> None:
    plant(root, G, 'founded "1945"^^xsd:gYear', 'dissolved "2020"^^xsd:gYear')
    [one] = validate(root)
    text = (root / G).read_text(encoding="utf-8").split("\n")
    assert one.rule == "InstitutionShape-dutyAfterEnd"
    assert "akg:from" in text[one.line - 1]
    assert any("akg:dissolved" in text[place.line - 1] for place in one.related)


def test_the_same_words_in_another_language_are_another_statement(root: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    other = f'.\n\nid:plan\n    {label} "Kế hoạch"@vi ;\n.\n\nid:asean-conn'
    plant(root, C, ".\n\nid:asean-conn", other)
    line = plant(root, G, '"Kế hoạch"@vi', '"Kế hoạch"@vn')
    [one] = [one for one in validate(root) if one.rule == "CommonShape-label"]
    assert (one.path, one.line) == (root / G, line)


def test_files_and_graphs_have_rules_of_their_own(root: Path) -> None:
    plant(root, C, "src:councils\n", "src:gazette\n")
    shutil.copy(root / G, root / "graph" / "asean" / "gazette.ttl")
    (root / "graph" / "asean" / "odd.ttl").write_text(
        "<https://w3id.org/aseankg/source/odd>\n"
        "  a <https://w3id.org/aseankg/ns#Source> ; <https://schema.org/url> [] .\n",
        encoding="utf-8",
    )
    rules = {one.rule for one in validate(root)}
    assert rules >= {
        *("source-undescribed", "source-of-others", "source-in-two-files", "nameless-thing"),
    }


def test_another_order_is_a_warning(root: Path) -> None:
    plant(root, G, "    akg:adoptedOn", "    akg:adoptedOn   ")
    [one] = validate(root)
    assert (one.rule, one.severity, one.path) == ("not-canonical", "warning", root / G)
    assert "aseankg fmt" in one.remedy


def test_an_empty_graph_does_not_hold(root: Path) -> None:
    for path in (root / "graph").rglob("*.ttl"):
        path.unlink()
    assert "empty-graph" in {one.rule for one in validate(root)}


def test_a_class_without_shape_and_a_shape_of_nothing_are_told(root: Path) -> None:
    shapes, terms = "ontology/shapes.ttl", "ontology/aseankg.ttl"
    text = (root / shapes).read_text(encoding="utf-8")
    text = text.replace("sh:targetClass akg:Remark ;", "sh:targetClass akg:Remrak ;")
    (root / shapes).write_text(text, encoding="utf-8")
    found = {one.rule: one for one in validate(root)}
    assert found["shape-of-nothing"].path == root / shapes
    assert "akg:Remrak" in text.split("\n")[found["shape-of-nothing"].line - 1]
    assert found["class-without-shape"].path == root / terms
    assert found["class-without-shape"].thing.endswith("#Remark")


# --- the command ----------------------------------------------------------------------------------


def test_the_command_tells_file_line_level_rule_and_remedy(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = plant(root, G, '"2025-05-26"', '"2025-02-30"')
    answer = run(root, monkeypatch=monkeypatch)
    assert answer.exit_code == 1
    [told] = answer.stdout.splitlines()
    assert told.startswith(f"{G}:{line}: violation: id:plan akg:adoptedOn: 2025-02-30 is no date")
    assert "[no-date]; write a day" in told
    assert "the graph falls short: 1 violation (" in answer.stderr
    quiet = run(root, "--quiet", "--format", "json", monkeypatch=monkeypatch)
    assert quiet.stderr == ""
    found = json.loads(quiet.stdout)
    assert found["counts"] == {"violation": 1, "warning": 0, "info": 0}
    assert (found["findings"][0]["file"], found["findings"][0]["line"]) == (G, line)


def test_the_command_shows_only_the_files_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(root, G, '"2025-05-26"', '"2025-02-30"')
    assert run(root, "graph/asean", monkeypatch=monkeypatch).exit_code == 0
    assert run(root, "graph/viet-nam", monkeypatch=monkeypatch).exit_code == 1
    (root / "draft.ttl").write_text("", encoding="utf-8")
    outside = run(root, "draft.ttl", monkeypatch=monkeypatch)
    assert outside.exit_code == 2
    assert "is not in the graph" in outside.stderr


def test_a_warning_fails_only_when_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(root, G, "    akg:adoptedOn", "    akg:adoptedOn   ")
    assert run(root, monkeypatch=monkeypatch).exit_code == 0
    assert run(root, "--fail-on", "warning", monkeypatch=monkeypatch).exit_code == 1


def test_a_broken_file_falls_short_and_a_broken_shape_cannot_run(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = plant(root, G, "akg:adoptedOn", "akk:adoptedOn")
    broken = run(root, "graph/asean", monkeypatch=monkeypatch)
    assert broken.exit_code == 1
    assert f"{G}:{line}:5: violation: " in broken.stdout
    assert "[syntax]; declare the prefix" in broken.stdout
    text = (root / "ontology/shapes.ttl").read_text(encoding="utf-8")
    (root / "ontology/shapes.ttl").write_text(text.replace("sh:minCount", "sh:minCnt"))
    refused = run(root, monkeypatch=monkeypatch)
    assert refused.exit_code == 2
    assert "sh:minCnt is no term of SHACL" in refused.stderr
    (root / "ontology/shapes.ttl").unlink()
    assert run(root, monkeypatch=monkeypatch).exit_code == 2


def test_gravity_counts_from_the_level_asked() -> None:
    one = Finding("r", "warning", Path("f"), 1, "", "", "", "m", "r")
    assert not grave([one], "violation")
    assert grave([one], "warning")
    assert grave([one], "info")
