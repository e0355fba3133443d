"""Faults that mutants of the graph brought to light: once nobody told them, or not their place."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from aseankg.findings import Finding
from aseankg.validation import validate
from outside_cases import GAZETTE, plant, sound_root

EDITORIAL = "graph/editorial.ttl"
PREFIXES = """@prefix akg: <https://w3id.org/aseankg/ns#> .
@prefix code: <https://w3id.org/aseankg/code/> .
@prefix id: <https://w3id.org/aseankg/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix src: <https://w3id.org/aseankg/source/> .
"""
FACT = """
id:vn-moha
    akg:worksWith id:aec-council ;
.
"""
CONCLUSION = """
id:vn-moha--works-with--aec-council
    a akg:Conclusion ;
    rdf:object id:aec-council ;
    rdf:predicate akg:worksWith ;
    rdf:subject id:vn-moha ;
    prov:wasDerivedFrom src:gazette ;
    akg:basis code:basis-inferred ;
    akg:rationale "The gazette names them together"@en ;
.
"""
NOTE = """
id:plan
    akg:locator "page 3" ;
.
"""
PUBLISHED = date(2026, 1, 25)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def told(root: Path, day: date | None = None) -> list[Finding]:
    return [one for one in validate(root, day=day) if one.rule != "source-unchecked"]


def text_at(one: Finding) -> str:
    return one.path.read_text(encoding="utf-8").split("\n")[one.line - 1]


@pytest.mark.parametrize(("text", "rules"), [(FACT, 1), (FACT + CONCLUSION, 0), (NOTE, 0)])
def test_what_editors_say_rests_on_a_conclusion(root: Path, text: str, rules: int) -> None:
    (root / EDITORIAL).write_text(PREFIXES + text, encoding="utf-8")
    found = [one for one in told(root) if one.severity == "violation"]
    assert [one.rule for one in found] == ["fact-without-conclusion"] * rules
    assert all("akg:worksWith id:aec-council" in text_at(one) for one in found)


def test_the_words_for_a_day_are_not_the_day(root: Path) -> None:
    node = """
id:plan--adopted-on--2025-05-26
    a akg:Statement ;
    rdf:object "2025-05-26" ;
    rdf:predicate akg:adoptedOn ;
    rdf:subject id:plan ;
    akg:basis code:basis-stated ;
.
"""
    plant(root, GAZETTE, "\nid:plan-goal\n", f"{node}\nid:plan-goal\n")
    assert "statement-without-fact" in {one.rule for one in told(root)}


@pytest.mark.parametrize(("days", "rules"), [(-9, 0), (0, 0), (1, 1)])
def test_a_source_shows_nothing_that_is_so_after_it(root: Path, days: int, rules: int) -> None:
    day = (PUBLISHED + timedelta(days=days)).isoformat()
    old = "    akg:basis code:basis-observed ;\n    akg:from"
    plant(root, GAZETTE, old, f'    akg:asOf "{day}"^^xsd:date ;\n{old}')
    plant(root, GAZETTE, '    akg:from "2026-01-25"^^xsd:date ;\n', "")
    found = [one for one in told(root) if one.rule == "seen-after-publication"]
    assert [one.severity for one in found] == ["warning"] * rules
    assert all("akg:asOf" in text_at(one) for one in found)


def test_what_is_still_to_come_was_not_published(root: Path) -> None:
    assert told(root, PUBLISHED + timedelta(days=1)) == []
    found = [one for one in told(root, PUBLISHED - timedelta(days=1)) if "gazette" in str(one.path)]
    assert {(one.rule, one.severity) for one in found} == {("dated-ahead", "warning")}
    assert ["issued" in text_at(one) or "checkedOn" in text_at(one) for one in found] == [True] * 2


def test_both_dates_of_a_wrong_order_are_told(root: Path) -> None:
    plant(root, GAZETTE, '"2035"^^xsd:gYear', '"2025"^^xsd:gYear')
    [one] = told(root)
    lines = (root / GAZETTE).read_text(encoding="utf-8").split("\n")
    assert "akg:periodFrom" in text_at(one)
    assert ["akg:periodTo" in lines[place.line - 1] for place in one.related] == [True]


def test_both_of_two_twins_are_told(root: Path) -> None:
    register = root / "graph" / "register" / "institutions.ttl"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace('"Aec-Council"', '"Ascc Council"'), encoding="utf-8")
    [one] = [one for one in told(root) if one.rule == "twin-things"]
    lines = text.split("\n")
    minted = [lines[line - 2] for line in (one.line, *(place.line for place in one.related))]
    assert minted == ["id:ascc-council", "id:aec-council"]


def test_a_line_break_at_the_end_of_a_name_is_a_space(root: Path) -> None:
    plant(root, GAZETTE, '"Kế hoạch"@vi', '"Kế hoạch\\n"@vi')
    [one] = told(root)
    assert one.rule == "CommonShape-label"


def test_a_full_stop_is_missed_where_it_should_stand(root: Path) -> None:
    line = plant(root, GAZETTE, "memberSince", "memberSince")
    text = (root / GAZETTE).read_text(encoding="utf-8")
    lines = text.split("\n")
    stop = lines.index(".", line)
    lines[stop] = ""
    (root / GAZETTE).write_text("\n".join(lines).replace("\n\n\n", "\n\n"), encoding="utf-8")
    [one] = told(root)
    assert (one.rule, one.line) == ("syntax", stop)
    assert "full stop" in one.message
