"""Who contributes to which commitment, in which way, by which path and for how long."""

from __future__ import annotations

import pytest

from inference_cases import COUNTRY, PLAN, duty, follows, merger, said


def contributions(text: str, editors: str = "") -> set[tuple[str, str, str, str]]:
    """Give (commitment, means, role, basis) of each contribution of id:new."""
    quads = [*said(COUNTRY + PLAN + text), *said(editors, "editorial")]
    nodes: dict[str, dict[str, str]] = {}
    for line in follows(*quads):
        node, name, value = line.split(" ", 2)
        nodes.setdefault(node, {})[name] = value
    return {
        (
            said["akg:commitment"].removeprefix("id:"),
            said["akg:means"].removeprefix("code:means-"),
            said["akg:role"].removeprefix("code:role-"),
            said["akg:basis"].removeprefix("code:basis-"),
        )
        for said in nodes.values()
        if said.get("rdf:type") == "akg:Contribution" and said["akg:agent"] == "id:new"
    }


def test_a_duty_for_a_goal_counts_for_its_parts_and_not_for_the_plan() -> None:
    assert contributions(duty("new", "goal")) == {
        ("goal", "direct", "lead", "stated"),
        ("objective", "whole", "lead", "stated"),
        ("measure", "whole", "lead", "stated"),
    }


def test_a_duty_for_a_measure_counts_for_all_that_it_is_part_of() -> None:
    assert contributions(duty("new", "measure", "support")) == {
        ("measure", "direct", "support", "stated"),
        ("objective", "part", "support", "stated"),
        ("goal", "part", "support", "stated"),
    }


def test_a_duty_for_a_plan_counts_for_its_top_commitments() -> None:
    assert contributions(duty("new", "plan", "coordinate")) == {
        ("goal", "whole", "coordinate", "stated")
    }


def test_a_duty_for_a_decree_counts_for_the_plans_above_up_to_the_vision() -> None:
    assert contributions(duty("new", "decree")) == {
        ("goal", "instrument", "lead", "stated"),
        ("v1", "instrument", "lead", "stated"),
    }


def test_a_lead_in_a_council_takes_the_role_that_the_council_has() -> None:
    editors = duty("council", "goal", "oversee")
    found = contributions(duty("new", "council"), editors)
    assert found == {("goal", "body", "oversee", "inferred")}


def test_another_role_in_a_council_is_kept() -> None:
    editors = duty("council", "goal", "oversee")
    found = contributions(duty("new", "council", "support"), editors)
    assert found == {("goal", "body", "support", "inferred")}


def test_what_a_source_says_of_a_council_is_no_mapping_of_editors() -> None:
    assert not contributions(duty("new", "council") + duty("council", "goal", "oversee"))


@pytest.mark.parametrize(
    ("part", "role"), [("proponent", "lead"), ("implementer", "implement"), ("funder", "fund")]
)
def test_a_project_counts_for_what_it_serves(part: str, role: str) -> None:
    project = f"id:project a akg:Project ; akg:{part} id:new ; akg:serves id:%s ."
    assert contributions(project % "goal") == {("goal", "project", role, "stated")}
    assert contributions(project % "plan") == {
        ("goal", "project", role, "stated"),
        ("v1", "project", role, "stated"),
    }


def test_only_national_bodies_contribute() -> None:
    project = "id:project a akg:Project ; akg:funder id:council ; akg:serves id:goal ."
    text = COUNTRY + PLAN.replace("akg:kind", "akg:country id:vn ; akg:kind") + project
    text += "".join(duty("council", target) for target in ("goal", "measure", "plan", "decree"))
    text += duty("council", "council")
    found = follows(*said(text), *said(duty("council", "goal", "oversee"), "editorial"))
    assert not [line for line in found if "akg:Contribution" in line]


def test_a_body_that_answers_for_a_plan_gives_no_contribution_to_the_plan() -> None:
    assert not contributions(duty("new", "council"), duty("council", "plan", "oversee"))


def test_projects_and_decrees_reach_only_the_top_of_each_plan() -> None:
    below = "id:v2 a akg:Commitment ; akg:instrument id:vision ; akg:partOf id:v1 ."
    project = "id:project a akg:Project ; akg:funder id:new ; akg:serves id:decree ."
    for text in (duty("new", "decree"), project):
        assert {goal for goal, *_ in contributions(below + text)} == {"goal", "v1"}


def test_the_path_of_each_contribution_is_told() -> None:
    project = "id:project a akg:Project ; akg:funder id:new ; akg:serves id:decree ."
    project += "id:sibling akg:implements id:plan . id:decree akg:implements id:elsewhere ."
    mapped = said(duty("council", "goal", "oversee"), "editorial")
    text = "".join(duty("new", target) for target in ("goal", "measure", "decree", "council"))
    found = follows(*said(COUNTRY + PLAN + text + project), *mapped)
    for node, means, causes, others in (
        ("goal--direct--lead", "direct", "new--lead--goal", ""),
        ("goal--part--measure--lead", "part", "new--lead--measure", "measure objective"),
        ("measure--whole--goal--lead", "whole", "new--lead--goal", "goal objective"),
        ("v1--instrument--decree--lead", "instrument", "new--lead--decree", "decree plan vision"),
        ("v1--project--project--fund", "project", "project", "decree plan vision"),
        (
            "goal--body--council--oversee",
            "body",
            "new--lead--council council--oversee--goal",
            "council",
        ),
    ):
        said_of = {
            line.partition(" ")[2]
            for line in found
            if line.startswith(f"id:new--contributes--{node} ")
        }
        via = {f"akg:via id:{one}" for one in f"{causes} {others}".split()}
        assert {line for line in said_of if line.startswith("akg:via")} == via
        derived = {line for line in said_of if line.startswith("prov:")}
        assert derived == {f"prov:wasDerivedFrom id:{one}" for one in causes.split()}
        assert {f"akg:byRule rule:contribution-{means}", f"akg:means code:means-{means}"} <= said_of


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (duty("new", "goal", "lead",
              "; akg:from '2024'^^xsd:gYear ; akg:to '2025-06'^^xsd:gYearMonth "),
         "direct--lead"),
        ("id:p a akg:Project ; akg:funder id:new ; akg:serves id:goal ; "
         "akg:periodFrom '2024'^^xsd:gYear ; akg:periodTo '2025-06'^^xsd:gYearMonth .",
         "project--p--fund"),
    ],
)  # fmt: skip
def test_a_contribution_lasts_as_long_as_its_cause(text: str, node: str) -> None:
    head = f"id:new--contributes--goal--{node} akg:"
    found = {line for line in follows(*said(COUNTRY + PLAN + text)) if line.startswith(head)}
    assert {
        f"{head}from 2024", f"{head}fromEarliest 2024-01-01", f"{head}fromLatest 2024-12-31",
        f"{head}to 2025-06", f"{head}toEarliest 2025-06-01", f"{head}toLatest 2025-06-30",
    } <= found  # fmt: skip


def test_a_part_is_part_of_all_above_and_of_its_instrument() -> None:
    found = {line for line in follows(*said(PLAN)) if line.startswith("id:measure akg:partOf")}
    assert "id:goal akg:partOfTransitive id:plan" in follows(*said(PLAN))
    wholes = {line.rpartition(" ")[2] for line in found}
    assert wholes == {"id:objective", "id:goal", "id:plan"}
    text = "id:low akg:partOf id:high . id:high akg:instrument id:plan ."
    assert "id:low akg:partOfTransitive id:plan" in follows(*said(text))


def test_inherited_duties_contribute_from_the_day_of_the_change() -> None:
    text = COUNTRY + PLAN + duty("old", "goal") + merger("old", "new", "2025-03-01")
    found = follows(*said(text))
    assert "id:new--contributes--goal--direct--lead akg:from 2025-03-01" in found
    assert "id:new--contributes--goal--direct--lead akg:basis code:basis-inferred" in found
    assert "id:old--contributes--goal--direct--lead akg:basis code:basis-stated" in found


@pytest.mark.parametrize(
    "kind",
    [
        "centre", "community-pillar", "council", "entity", "fund", "organ", "secretariat",
        "intergovernmental-organization", "international-organization",
        "sectoral-ministerial-body", "senior-officials-body",
    ],
)  # fmt: skip
def test_a_body_of_a_kind_that_only_asean_has_is_not_national(kind: str) -> None:
    text = (
        f"id:body a akg:Institution ; akg:country id:vn ; akg:kind code:institution-kind-{kind} ."
    )
    assert "id:body akg:nationalOf id:vn" not in follows(*said(COUNTRY + text))
    text = text.replace(kind, "ministry")
    assert "id:body akg:nationalOf id:vn" in follows(*said(COUNTRY + text))


def test_bodies_of_asean_and_of_others_are_not_national() -> None:
    text = """
    id:us akg:status code:country-status-dialogue-partner .
    id:embassy a akg:Institution ; akg:country id:us .
    id:centre a akg:Institution ; akg:country id:vn ; akg:kind code:institution-kind-centre .
    id:desk a akg:Institution ; akg:country id:vn ; akg:partOf id:centre .
    """
    found = {line for line in follows(*said(COUNTRY + text)) if "nationalOf" in line}
    assert found == {f"id:{name} akg:nationalOf id:vn" for name in ("old", "new", "newer")}
