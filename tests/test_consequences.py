"""A fault is told once, where it is: what only follows from it is not, all else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aseankg.checked import Terms, check
from aseankg.findings import Finding, in_order
from aseankg.namespaces import ID
from outside_cases import COUNCILS, GAZETTE, plant, sound_root

REGISTER = "graph/register/institutions.ttl"
MOHA = 'id:vn-moha\n    a akg:Institution ;\n    skos:prefLabel "Moha"@en ;\n'
SECOND = MOHA.replace("Institution ;\n", "Institution ;\n    a akg:Project ;\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def found(root: Path) -> list[Finding]:
    return in_order(check(Terms.read(root), date(2026, 2, 1)).findings)


def rules(root: Path) -> list[str]:
    return [one.rule for one in found(root) if one.severity == "violation"]


def name(root: Path, file: str, text: str) -> None:
    """Say more at the end of a file."""
    path = root / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


# --- classes --------------------------------------------------------------------------------------


def test_a_second_class_is_one_fault(root: Path) -> None:
    """The other class would have a kind, a status and no founding: none of that is told."""
    line = plant(root, REGISTER, MOHA, SECOND) - 1
    [one] = found(root)
    assert (one.rule, one.path, one.line) == ("CommonShape-type", root / REGISTER, line - 1)


def test_what_the_class_that_fits_asks_is_told_beside_a_second_class(root: Path) -> None:
    plant(root, REGISTER, MOHA, SECOND)
    plant(root, GAZETTE, "akg:kind code:institution-kind-government-ministry", 'akg:place "x"')
    assert sorted(rules(root)) == ["CommonShape-type", "InstitutionShape", "InstitutionShape-kind"]


def test_of_another_thing_all_is_told_beside_a_second_class(root: Path) -> None:
    plant(root, REGISTER, MOHA, SECOND)
    plant(root, GAZETTE, "akg:level code:commitment-level-goal", "akg:founded 7")
    assert sorted(rules(root)) == ["CommitmentShape", "CommitmentShape-level", "CommonShape-type"]


@pytest.mark.parametrize("other", ["akg:Institutoin", "foaf:Organization"])
def test_a_class_that_does_not_exist_is_one_fault(root: Path, other: str) -> None:
    """Wherever the thing is named an institution is asked for; that is not told there."""
    plant(root, REGISTER, MOHA, MOHA.replace("akg:Institution", other))
    if other.startswith("foaf"):
        declared = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        plant(root, REGISTER, "@prefix id:", f"{declared}@prefix id:")
    assert len(rules(root)) == 1
    [one] = [one for one in found(root) if one.severity == "violation"]
    assert one.rule in ("unknown-thing", "foreign-class")
    assert one.thing == f"{ID}vn-moha"


def test_what_asks_for_no_class_is_told_of_a_thing_without_one(root: Path) -> None:
    plant(root, REGISTER, MOHA, MOHA.replace("akg:Institution", "akg:Institutoin"))
    plant(root, GAZETTE, "akg:target id:plan-goal", "akg:target id:viet-nam")
    assert {"unknown-thing", "ResponsibilityShape-target"} <= set(rules(root))


# --- literals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["1945-13", "c. 1945"])
def test_a_date_that_is_none_disagrees_with_no_other(root: Path, bad: str) -> None:
    name(root, COUNCILS, 'id:vn-moha\n    akg:founded "1945"^^xsd:gYear ;\n.\n')
    plant(root, GAZETTE, 'founded "1945"', f'founded "{bad}"')
    assert rules(root) == ["no-date"]


def test_two_others_that_differ_are_told_beside_a_date_that_is_none(root: Path) -> None:
    for number in (1945, 1946):
        name(root, COUNCILS, f'id:vn-moha\n    akg:founded "{number}"^^xsd:gYear ;\n.\n')
    plant(root, GAZETTE, 'founded "1945"', 'founded "194"')
    assert sorted(rules(root)) == ["AgreedShape-founded", "no-date"]


def test_what_is_not_of_the_date_is_told_beside_it(root: Path) -> None:
    plant(root, GAZETTE, 'founded "1945"', 'founded "194"')
    name(root, COUNCILS, "id:vn-moha\n    akg:country id:aec-council ;\n.\n")
    assert "AgreedShape-country" in rules(root)


def test_a_date_where_none_may_be_is_told_once(root: Path) -> None:
    """Its bounds, which loading makes, are told by none of three findings on one line."""
    plant(root, GAZETTE, 'akg:founded "1945"', 'akg:due "1945"')
    [one] = found(root)
    assert (one.rule, one.value) == ("InstitutionShape", "1945")


# --- names ----------------------------------------------------------------------------------------


def test_an_id_that_nothing_has_is_one_fault(root: Path) -> None:
    plant(root, GAZETTE, "authority id:plan ", "authority id:plam ")
    assert rules(root) == ["unknown-thing"]


def test_a_file_of_another_name_is_one_fault(root: Path) -> None:
    """It may be that either is wrong: the name of the file, or that in it."""
    path = root / COUNCILS
    path.rename(path.with_name("bodies.ttl"))
    [one] = found(root)
    assert (one.rule, one.path.name) == ("source-undescribed", "bodies.ttl")
    assert one.message == "the file is named bodies, but describes src:councils"
    assert one.remedy == "rename it to councils.ttl, or write src:bodies in it"
    text = path.with_name("bodies.ttl").read_text(encoding="utf-8").split("\n")
    assert "akg:Source" in text[one.line - 1]


def test_what_else_a_misnamed_file_describes_is_told(root: Path) -> None:
    path = root / COUNCILS
    path.rename(path.with_name("bodies.ttl"))
    name(root, "graph/asean/bodies.ttl", 'src:gazette\n    akg:place "Ha Noi" ;\n.\n')
    assert {"source-undescribed", "source-of-others"} <= set(rules(root))


# --- rules ----------------------------------------------------------------------------------------


def test_what_rules_made_is_not_told_beside_what_is_stated(root: Path) -> None:
    """Without a kind of its own the ministry still is national: that a project cannot be."""
    plant(root, REGISTER, MOHA, MOHA.replace("Institution", "Project"))
    assert not [one for one in found(root) if one.property.endswith("nationalOf")]
