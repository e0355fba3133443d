"""What passes to a successor, what does not, and from which day."""

from __future__ import annotations

import pytest

from inference_cases import COUNTRY, KINDS, duty, follows, merger, said


def inherited(text: str) -> dict[str, set[str]]:
    """Give what each inherited responsibility says, by its id."""
    found: dict[str, set[str]] = {}
    for line in follows(*said(COUNTRY + text)):
        node, _, rest = line.partition(" ")
        if "--inherited-from--" in node and "--contributes--" not in node:
            found.setdefault(node.removeprefix("id:"), set()).add(rest)
    return found


@pytest.mark.parametrize(
    "kind", ["merger", "renaming", "transformation", "reorganization", "succession"]
)
def test_open_duties_pass_to_the_successor_on_the_day(kind: str) -> None:
    found = inherited(duty("old", "task") + merger("old", "new", "2025-03-01", kind))
    assert found == {
        "new--lead--task--inherited-from--old": {
            "rdf:type akg:Responsibility", "akg:agent id:new", "akg:role code:role-lead",
            "akg:target id:task", "akg:basis code:basis-inferred", "akg:from 2025-03-01",
            "akg:fromEarliest 2025-03-01", "akg:fromLatest 2025-03-01",
            "akg:inheritedFrom id:old--lead--task", "akg:because id:old--to--new",
            "prov:wasDerivedFrom id:old--lead--task", "prov:wasDerivedFrom id:old--to--new",
            "akg:byRule rule:inheritance",
        },
    }  # fmt: skip


def test_a_function_that_moves_is_no_merger() -> None:
    text = duty("old", "task") + merger("old", "new", "2025-03-01", "function-transfer")
    assert not inherited(text)


def test_duties_pass_on_through_two_mergers() -> None:
    text = merger("old", "new", "2021-08-01") + merger("new", "newer", "2025-03-01")
    found = inherited(duty("old", "task") + text)
    assert "akg:from 2021-08-01" in found["new--lead--task--inherited-from--old"]
    last = found["newer--lead--task--inherited-from--new"]
    assert "akg:from 2025-03-01" in last
    assert "akg:inheritedFrom id:new--lead--task--inherited-from--old" in last
    assert len(found) == 2


def test_what_the_successor_holds_itself_is_not_inherited() -> None:
    text = merger("old", "new", "2025-03-01")
    own = duty("old", "task") + duty("old", "other") + duty("new", "task") + text
    assert set(inherited(own)) == {"new--lead--other--inherited-from--old"}


def test_in_another_role_it_is_inherited() -> None:
    own = duty("old", "task") + duty("new", "task", "support") + merger("old", "new", "2025-03-01")
    assert set(inherited(own)) == {"new--lead--task--inherited-from--old"}


@pytest.mark.parametrize(
    ("end", "passes"),
    [
        ("2020-12-31", False), ("2025-02-27", False), ("2025-02-28", True),
        ("2025-03-01", True), ("2030-12-31", True), ("2025-02", True), ("2024", False),
    ],
)  # fmt: skip
def test_only_what_lasted_to_the_change_passes(end: str, passes: bool) -> None:
    """What ended on the day before was ended by the change."""
    text = duty("old", "task", more=f"; akg:to '{end}'^^xsd:{KINDS[len(end)]} ")
    found = inherited(text + merger("old", "new", "2025-03-01"))
    assert bool(found) is passes


def test_an_end_that_lies_ahead_stays_the_end() -> None:
    text = duty("old", "task", more="; akg:to '2030-12-31'^^xsd:date ")
    (node,) = inherited(text + merger("old", "new", "2025-03-01")).values()
    assert {"akg:to 2030-12-31", "akg:toLatest 2030-12-31"} <= node


def test_an_end_on_the_change_is_no_end() -> None:
    text = duty("old", "task", more="; akg:to '2025-02-28'^^xsd:date ")
    (node,) = inherited(text + merger("old", "new", "2025-03-01")).values()
    assert not any(line.startswith("akg:to") for line in node)


def test_what_began_after_the_change_does_not_pass() -> None:
    text = duty("old", "task", more="; akg:from '2026-01-01'^^xsd:date ")
    assert not inherited(text + merger("old", "new", "2025-03-01"))


def test_what_another_body_of_the_country_took_over_does_not_pass() -> None:
    taken = duty("newer", "task", more="; akg:from '2025-03-01'^^xsd:date ")
    text = duty("old", "task") + taken + merger("old", "new", "2025-03-01")
    assert not inherited(text)


def test_a_change_known_by_its_month_passes_duties_in_that_month() -> None:
    (node,) = inherited(duty("old", "task") + merger("old", "new", "2025-03")).values()
    assert {"akg:from 2025-03", "akg:fromEarliest 2025-03-01", "akg:fromLatest 2025-03-31"} <= node


def test_what_is_inherited_does_not_keep_others_from_inheriting() -> None:
    """Two bodies with one task merge into one; one body with a task goes over into two."""
    joined = merger("old", "newer", "2025-03-01") + merger("new", "newer", "2025-03-01")
    assert len(inherited(duty("old", "task") + duty("new", "task") + joined)) == 2
    split = merger("old", "new", "2025-03-01") + merger("old", "newer", "2025-03-01")
    assert len(inherited(duty("old", "task") + split)) == 2


def test_what_is_inherited_later_does_not_depend_on_what_was_inherited_before() -> None:
    """One task comes down a short and a long line, to one body or to two on one day."""
    held = duty("old", "task") + duty("older", "task")
    held += "id:older akg:country id:vn . id:mid akg:country id:vn ."
    long = merger("older", "mid", "2021-01-01") + merger("mid", "newer", "2025-03-01")
    for heir in ("newer", "new"):
        found = inherited(held + long + merger("old", heir, "2025-03-01"))
        assert f"{heir}--lead--task--inherited-from--old" in found
        assert "newer--lead--task--inherited-from--mid" in found


def test_what_a_body_of_another_country_took_over_passes() -> None:
    other = "id:th akg:status code:country-status-member . id:far a akg:Institution ;"
    taken = duty("far", "task", more="; akg:from '2025-03-01'^^xsd:date ")
    text = duty("old", "task") + taken + merger("old", "new", "2025-03-01")
    assert inherited(f"{text} {other} akg:country id:th .")
