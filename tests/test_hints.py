"""Remedies name what is meant: the known name that comes near, the value at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aseankg.checked import Terms, check
from aseankg.findings import Finding, in_order
from aseankg.hints import with_hints
from aseankg.rechecked import check_again
from aseankg.validation import validate
from outside_cases import COUNCILS, GAZETTE, plant, sound_root

DAY = date(2026, 2, 1)

# what stands in a sound file, what stands there instead, words of the remedy
MEANT = {
    "an id": ("authority id:plan ", "authority id:plam ", "did you mean id:plan? "),
    "an id in capitals": ("target id:plan-goal", "target id:Plan_Goal", "id:plan-goal? "),
    "a subject": ("id:vn-moha\n", "id:vn-mhoa\n", "did you mean id:vn-moha? "),
    "a code": ("code:role-lead", "code:role-leed", "did you mean code:role-lead? "),
    "a class": ("a akg:Responsibility", "a akg:Responsability", "akg:Responsibility? "),
    "a property": ("akg:founded", "akg:funded", "did you mean akg:founded? "),
    "a property of another house": ("dcterms:issued", "dcterms:isued", "dcterms:issued? "),
    "a name without language": ('"Kế hoạch"@vi', '"Kế hoạch"', 'rdfs:label "Kế hoạch"@vi, @id'),
    "a name with spaces": ('"Kế hoạch"@vi', '" Kế hoạch"@vi', 'rdfs:label "Kế hoạch"@vi, @id'),
}
NUMBERS = {
    "20,000,000": "write 20000000 (digits alone, no comma)",
    "20.000.000": "write 20000000 (digits alone, no comma)",
    "20 000": "write 20000 (digits alone, no comma)",
    "8,5": "write 8.5 (a point, no comma)",
    "-8,25": "write -8.25 (a point, no comma)",
    "8,500": "write 8500, or 8.500 if the comma begins a fraction",
    "1,234,567.5": "write digits alone, and a point before a fraction: 12.5",
    "many": "write digits alone, and a point before a fraction: 12.5",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def grave(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.severity == "violation"]


@pytest.mark.parametrize("name", MEANT)
def test_what_is_meant_stands_in_the_remedy(name: str, root: Path) -> None:
    old, new, words = MEANT[name]
    line = plant(root, GAZETTE, old, new)
    told = [one for one in grave(validate(root, day=DAY)) if words in one.remedy]
    assert told
    assert abs(told[0].line - line) <= 1


def test_what_is_like_nothing_is_left_as_it_is(root: Path) -> None:
    plant(root, GAZETTE, "akg:founded", "akg:zzzzzzzz")
    plant(root, GAZETTE, "authority id:plan ", "authority id:qqqqqqqq ")
    assert len(grave(validate(root))) == 2
    assert not [one for one in validate(root) if "did you mean" in one.remedy]


def test_a_known_property_in_a_wrong_place_is_not_guessed_at(root: Path) -> None:
    plant(root, GAZETTE, 'akg:founded "1945"^^xsd:gYear', 'akg:place "Ha Noi"')
    [one] = grave(validate(root))
    assert one.remedy.startswith("Correct its name")


def test_of_names_that_come_as_near_two_are_given(root: Path) -> None:
    plant(root, GAZETTE, "authority id:plan ", "authority id:plan-gole ")
    [one] = grave(validate(root))
    assert "id:plan-goal" in one.remedy


def test_hints_are_no_part_of_the_check(root: Path) -> None:
    """A name that is new elsewhere changes the hint, though nothing of the file is looked at."""
    plant(root, GAZETTE, "authority id:plan ", "authority id:aec-counsel ")
    terms = Terms.read(root)
    before = check(terms, DAY)
    plain = in_order(before.findings)
    assert [one for one in with_hints(plain, before, terms.shapes) if "did you" in one.remedy]
    assert not [one for one in plain if "did you mean" in one.remedy]
    assert [one.fingerprint for one in with_hints(plain, before, terms.shapes)] == [
        one.fingerprint for one in plain
    ]
    register = "graph/register/institutions.ttl"
    new = 'id:aec-counsels\n    a akg:Institution ;\n    skos:prefLabel "Counsels"@en ;\n.\n\n'
    plant(root, register, "id:apsc-council\n", f"{new}id:apsc-council\n")
    again = check_again(before, terms)
    told = with_hints(in_order(again.findings), again, terms.shapes)
    assert told == validate(root, day=DAY)
    assert any("did you mean id:aec-counsels" in one.remedy for one in told)


def test_only_so_many_names_are_looked_for(root: Path) -> None:
    path = root / COUNCILS
    more = "".join(f'id:aec-council-{n}\n    akg:place "x" ;\n.\n' for n in range(100, 200))
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    told = [one for one in validate(root) if one.rule == "unknown-thing"]
    assert len(told) == 100
    assert 0 < sum("did you mean" in one.remedy for one in told) <= 20


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_told_as_it_should_be(number: str, root: Path) -> None:
    plant(root, GAZETTE, '"VN" ;', f'"{number}"^^xsd:decimal ;')
    [one] = [one for one in validate(root) if one.rule == "ill-formed-literal"]
    assert one.remedy == NUMBERS[number]
