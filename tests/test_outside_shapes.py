"""Shapes that cannot fail, and shapes that reach out, are refused or told: one test for each row.

The rows are those of 'Shapes that cannot fail', with the row on imports of 'Data from outside'.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aseankg.checked import seen
from aseankg.paths import data_root
from aseankg.shape_focus import Present, without_focus
from aseankg.shapes import read_shapes
from outside_cases import COUNCILS, GAZETTE, SHAPES, aseankg, listening, plant, sound_root

REMARK = "sh:targetClass akg:Remark ;\n    sh:closed"
COUNTED = 'sh:minCount 1 ;\n    sh:message "A remark'
KIND = "sh:path akg:kind ;\n    sh:minCount 1 ;\n    sh:node akg:CodeShape-theme-kind"
SELECT = "SELECT DISTINCT $this ?value WHERE {"
RECURSIVE = """
akg:LoopShape
    a sh:NodeShape ;
    sh:targetClass akg:Country ;
    sh:property akg:LoopShape-partOf ;
.

akg:LoopShape-partOf
    a sh:PropertyShape ;
    sh:path akg:partOf ;
    sh:or ( [ sh:node akg:LoopShape ] [ sh:class akg:Country ] ) ;
    sh:message "A part must be sound. Correct it."@en ;
.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


# row: text of the shapes, what stands in its place, words of the refusal
REFUSED = {
    "mistyped target": (REMARK, REMARK.replace("Class", "Clas"), "sh:targetClas is no term"),
    "sh:minCnt": (COUNTED, COUNTED.replace("minCount", "minCnt"), "sh:minCnt is no term of SHACL"),
    "closed in quotes": ("sh:targetClass akg:Remark ;\n    sh:closed true",
                         'sh:targetClass akg:Remark ;\n    sh:closed "true"', "no xsd:boolean"),
    "class in quotes": (REMARK, 'sh:class "Remark" ;\n    ' + REMARK, "sh:class is no name"),
    "list without brackets": (REMARK, "sh:or true ;\n    " + REMARK, "sh:or is no list"),
    "switched off": (REMARK, "sh:deactivated true ;\n    " + REMARK, "is switched off"),
    "wrong prefix": (REMARK, REMARK.replace("sh:closed", "skos:closed"), "skos:closed says"),
    "pattern that is none": (REMARK, 'sh:pattern "(" ;\n    ' + REMARK, "pattern .* read"),
    "unknown flag": (REMARK, 'sh:flags "q" ;\n    ' + REMARK, "the flags 'q' are not known"),
    "owl:imports": (REMARK, "<http://www.w3.org/2002/07/owl#imports> <ADDRESS> ;\n    " + REMARK,
                    "owl:imports is not followed"),
    "FROM": (SELECT, SELECT.replace("WHERE", "FROM <ADDRESS> WHERE"), "FROM <ADDRESS> is no graph"),
    "FROM a file": (SELECT, SELECT.replace("WHERE", "FROM <file:///etc/passwd> WHERE"), "no graph"),
    "SERVICE": (SELECT, SELECT + " SERVICE <ADDRESS> { ?s ?p ?o }", "SERVICE would ask another"),
    "SERVICE, written otherwise": (
        SELECT, SELECT + " OPTIONAL { \\\\u0053ERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
        "SERVICE would ask another",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_shapes_that_could_not_fail_are_refused_with_the_line(row: str, root: Path) -> None:
    old, new, told = REFUSED[row]
    new = new or old.replace("minCount", "minCnt", 1)
    with listening() as (address, callers):
        text = (root / SHAPES).read_text(encoding="utf-8")
        line = plant(root, SHAPES, old, new.replace("ADDRESS", address))
        first = text[: text.index(old)].count("\n") + 1
        refused = aseankg(root, "check")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    told = told.replace("ADDRESS", address)
    assert told in refused.stderr or re.search(told, refused.stderr)
    [place] = re.findall(rf"{SHAPES}:(\d+):", refused.stderr)
    assert int(place) in range(first, line + 20 if old == SELECT else line + 1)
    assert callers == []


def test_recursive_shapes_are_refused(root: Path) -> None:
    text = (root / SHAPES).read_text(encoding="utf-8")
    (root / SHAPES).write_text(text + RECURSIVE, encoding="utf-8")
    refused = aseankg(root, "check")
    assert refused.exit_code == 2
    assert "this shape needs itself, by way of akg:LoopShape" in refused.stderr
    [place] = re.findall(rf"{SHAPES}:(\d+):", refused.stderr)
    assert int(place) > text.count("\n")


def test_a_shape_used_twice_is_not_recursive(root: Path) -> None:
    text = (root / SHAPES).read_text(encoding="utf-8")
    twice = RECURSIVE.replace("[ sh:node akg:LoopShape ]", "[ sh:class akg:Region ]")
    (root / SHAPES).write_text(text + twice.replace("akg:Region", "akg:Country"), encoding="utf-8")
    assert aseankg(root, "check").exit_code == 0


@pytest.mark.parametrize("content", ["", "# nothing\n", "@prefix a: <https://example.org/> .\n"])
def test_empty_shapes_are_refused(content: str, root: Path) -> None:
    (root / SHAPES).write_text(content, encoding="utf-8")
    refused = aseankg(root, "check")
    assert refused.exit_code == 2
    assert f"{SHAPES}: holds no statement" in refused.stderr


def test_empty_data_do_not_hold(root: Path) -> None:
    for path in (root / "graph").rglob("*.ttl"):
        path.unlink()
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert "[empty-graph]" in told.stdout


def test_data_without_sources_do_not_hold(root: Path) -> None:
    (root / GAZETTE).unlink()
    (root / COUNCILS).unlink()
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert "[empty-graph]" in told.stdout


def test_instances_of_subclasses_without_the_ontology_do_not_hold(root: Path) -> None:
    """Nobody knows then that a change is a statement, and that its shape is for it too."""
    statement = "id:vn-moha--works-with--ascc-council\n    a akg:Statement ;"
    plant(root, GAZETTE, statement, statement.replace("Statement", "InstitutionalChange"))
    assert "Change" in aseankg(root, "check", "--show", "warning").stdout
    (root / "ontology" / "aseankg.ttl").unlink()
    told = aseankg(root, "check", "--all")
    assert told.exit_code == 1
    assert "akg:InstitutionalChange is described nowhere [unknown-thing]" in told.stdout
    assert "akg:Statement is no term of the ontology, so this shape never fails" in told.stdout


def test_a_mistyped_class_in_a_target_is_told(root: Path) -> None:
    line = plant(root, SHAPES, REMARK, REMARK.replace("akg:Remark", "akg:Remrak"))
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert re.search(rf"{SHAPES}:{line - 1}: violation: .*\[shape-of-nothing\]", told.stdout)


def test_a_class_without_a_shape_is_told(root: Path) -> None:
    terms = (root / "ontology" / "aseankg.ttl").read_text(encoding="utf-8")
    new = "\nakg:Region\n    a owl:Class ;\n.\n"
    (root / "ontology" / "aseankg.ttl").write_text(terms + new, encoding="utf-8")
    told = aseankg(root, "check")
    place = f"ontology/aseankg.ttl:{terms.count(chr(10)) + 3}: violation: akg:Region"
    assert told.exit_code == 1
    assert any(
        one.startswith(place) and "[class-without-shape]" in one for one in told.stdout.splitlines()
    )


def test_a_target_that_nobody_knows_is_told_in_a_part_of_the_graph_too(root: Path) -> None:
    """Most shapes have nothing to check in a small graph; but this one never will."""
    assert aseankg(root, "check").exit_code == 0
    line = plant(root, SHAPES, REMARK, REMARK.replace("akg:Remark", "owl:Ontolgy"))
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert f"{SHAPES}:{line - 1}: violation: akg:RemarkShape: nothing in the graph" in told.stdout


# --- a target that matches nothing in the real graph ----------------------------------------------


@pytest.fixture(scope="module")
def present() -> Present:
    """What there is in the real graph, with what rules infer."""
    return Present.within(seen(data_root()))


def focusless(present: Present, folder: Path, old: str, new: str) -> dict[str, int]:
    """Give the shapes without a focus, with their lines, when a text of the shapes is another."""
    text = (data_root() / SHAPES).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / "ontology").mkdir()
    (folder / SHAPES).write_text(text.replace(old, new, 1), encoding="utf-8")
    shapes = read_shapes(folder)
    found = without_focus(shapes.path, shapes.located, present)
    assert {one.rule for one in found} <= {"shape-without-focus"}
    return {one.thing.rpartition("#")[2]: one.line for one in found}


def test_each_shape_has_a_focus_node_in_the_real_graph(present: Present, tmp_path: Path) -> None:
    assert focusless(present, tmp_path, "", "") == {}


NOTHING = {
    "class": (REMARK, REMARK.replace("akg:Remark", "owl:Ontolgy"), {"RemarkShape"}),
    "property": ("sh:targetSubjectsOf akg:founded", "sh:targetSubjectsOf skos:member",
                 {"AgreedShape-founded"}),
    "node": ("sh:targetNode akg:Tenure", "sh:targetNode owl:Nothing", {"TenureOverlapShape"}),
    "path to a shape": (KIND, KIND.replace("akg:kind", "akg:sort"), {"CodeShape-theme-kind"}),
}  # fmt: skip


@pytest.mark.parametrize("row", NOTHING)
def test_a_target_that_matches_nothing_is_told(row: str, present: Present, tmp_path: Path) -> None:
    old, new, names = NOTHING[row]
    found = focusless(present, tmp_path, old, new)
    lines = (tmp_path / SHAPES).read_text(encoding="utf-8").split("\n")
    assert set(found) == names
    assert all(lines[line - 1].strip() for line in found.values())


def test_what_is_yet_to_come_is_declared(present: Present, tmp_path: Path) -> None:
    later = REMARK.replace("akg:Remark", "owl:Ontolgy") + ' true ;\n    akg:noFocusYet "soon'
    old = REMARK + " true ;\n"
    assert focusless(present, tmp_path, old, later + '" ;\n') == {}


def test_what_has_come_is_declared_no_more(present: Present, tmp_path: Path) -> None:
    found = focusless(present, tmp_path, REMARK, f'akg:noFocusYet "soon" ;\n    {REMARK}')
    assert set(found) == {"RemarkShape"}


def test_the_command_tells_a_target_that_matches_nothing(tmp_path: Path) -> None:
    """The graph of a region leaves most shapes idle, which is no fault; the whole one may not."""
    root = tmp_path / "whole"
    sound_root(tmp_path / "part")
    root.mkdir()
    (root / "graph").symlink_to(data_root() / "graph")
    (tmp_path / "part" / "ontology").rename(root / "ontology")
    (tmp_path / "part" / "queries").rename(root / "queries")
    line = plant(root, SHAPES, REMARK, REMARK.replace("akg:Remark", "owl:Ontolgy"))
    told = aseankg(root, "check", "--show", "violation")
    assert told.exit_code == 1
    assert f"{SHAPES}:{line - 1}: violation: akg:RemarkShape: nothing in the graph" in told.stdout


# --- rules reach nothing either -------------------------------------------------------------------


def test_a_rule_reaches_no_other_computer(root: Path) -> None:
    rule = root / "ontology" / "rules" / "national.rq"
    text = rule.read_text(encoding="utf-8")
    with listening() as (address, callers):
        rule.write_text(text.replace("WHERE {", f"WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }}", 1))
        refused = aseankg(root, "check")
        asked = aseankg(root, "ask", "stale-facts")
    assert (refused.exit_code, asked.exit_code) == (2, 2)
    assert "national.rq: SERVICE would ask another computer" in refused.stderr
    assert callers == []
