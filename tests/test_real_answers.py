"""What the questions answer on the real graph: enough rows, each with sources; and known facts."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from aseankg.catalogue import SOURCES, Question, Table, ask, networks, questions
from aseankg.dates import today
from aseankg.namespaces import AKG, EDITORIAL, ID, RDF
from aseankg.store import open_store
from aseankg.terms import value_of

MAIN = "which-ministries-contribute-to-which-goals"
DAY = "2026-11-25"
MEMBERS = [
    "brunei-darussalam",
    "cambodia",
    "indonesia",
    "lao-pdr",
    "malaysia",
    "myanmar",
    "philippines",
    "singapore",
    "thailand",
    "timor-leste",
    "viet-nam",
]
PLANS = [
    "aec-strategic-plan-2026-2030",
    "apsc-strategic-plan-2026-2035",
    "ascc-strategic-plan-2026-2035",
    "asean-connectivity-strategic-plan-2026-2035",
]
ALL = {**questions(), **networks()}


def examples(question: Question, needed: bool) -> dict[str, str]:
    """Give the examples of the parameters, or only of those that must have a value; one day."""
    told = question.header.get("parameters") or {}
    days = {name: DAY for name, one in question.parameters.items() if one.default == "today"}
    return days | {
        name: str(told[name]["example"])
        for name, one in question.parameters.items()
        if one.required or ("example" in told[name] and not needed)
    }


@cache
def asked(name: str, *pairs: str, without: tuple[str, ...] = ()) -> Table:
    values = dict(pair.split("=", 1) for pair in pairs)
    return ask(open_store(), questions()[name], values, without=without)


@cache
def cells(name: str, column: str, *pairs: str) -> list[str]:
    """Ask a question; give one column, without the namespace of ids."""
    return [row[column].value.replace(ID, "") for row in asked(name, *pairs).rows]


@cache
def known_sources() -> set[str]:
    kind = (ox.NamedNode(RDF + "type"), ox.NamedNode(AKG + "Source"))
    found = open_store().quads_for_pattern(None, *kind, None)
    return {value_of(quad.subject) for quad in found} | {EDITORIAL}


# --- every question -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_real_graph_gives_enough_rows_each_with_its_sources(name: str) -> None:
    table = ask(open_store(), ALL[name], examples(ALL[name], needed=True))
    assert len(table.rows) >= ALL[name].expect_min
    assert all(row[SOURCES].value for row in table.rows)
    assert {iri for row in table.rows for iri in row[SOURCES].value.split()} <= known_sources()
    assert all(info.title for info in table.sources.values())


@pytest.mark.parametrize("name", questions())
def test_examples_give_rows(name: str) -> None:
    question = questions()[name]
    assert ask(open_store(), question, examples(question, needed=False)).rows


@pytest.mark.parametrize("part", ["inferred", "editorial"])
def test_the_main_question_can_be_asked_without_a_part(part: str) -> None:
    whole = asked(MAIN, f"as_of={DAY}").rows
    less = asked(MAIN, f"as_of={DAY}", without=(part,)).rows
    assert len(less) < len(whole)


def test_what_falls_due_is_counted_from_today_if_no_day_is_set() -> None:
    name = "what-falls-due-by-a-date"
    assert asked(name, "by=2045") == asked(name, "by=2045", f"since={today()}")
    assert asked(name, "by=2045") != asked(name, "by=2045", "since=2000")


def test_names_come_in_the_language_asked_for() -> None:
    question = questions()["what-an-institution-owes"]
    row = ask(open_store(), question, {"institution": "vn-molisa", "as_of": "2025-02-28"}, "vi")
    labels = {cell.label: cell.lang for one in row.rows for cell in one.values() if cell.label}
    assert "vi" in labels.values()
    assert all(lang in ("vi", "en", None) for lang in labels.values())


# --- known facts ----------------------------------------------------------------------------------

CHAINS = [
    (
        "vn-qd-155-target-2",
        ["vn-qd-155-2026", "ascc-strategic-plan-2026-2035", "asean-community-vision-2045"],
    ),
    ("ascc-sp-measure-4-1-1", ["ascc-sp-objective-4-1", "ascc-sp-goal-4", "acv-2045-para-32"]),
]


@pytest.mark.parametrize(("start", "steps"), CHAINS)
def test_the_chain_of_authority_is_one_question(start: str, steps: list[str]) -> None:
    name = "chain-of-authority-to-the-vision"
    assert cells(name, "from", f"start={start}")[0] == start
    assert [one for one in cells(name, "to", f"start={start}") if one in steps[:2]] == steps[:2]
    assert set(steps) <= set(cells(name, "to", f"start={start}"))


def test_what_the_labour_ministry_owed_and_who_owes_it_after() -> None:
    pairs = ("institution=vn-molisa", "before=2025-02-28", "after=2025-03-01")
    rows = {
        (row["duty"].value.replace(ID, ""), row["owed_after"].value.replace(ID, ""))
        for row in asked("what-moved-in-a-merger", *pairs).rows
    }
    assert {("almm", "vn-moha"), ("slom", "vn-moha"), ("vn-qd-161-2016", "vn-moha")} <= rows


def test_a_merged_ministry_owes_until_the_day_and_its_successor_from_then_on() -> None:
    owes = "what-an-institution-owes"
    days = ("as_of=2025-02-28", "as_of=2025-03-01")
    before, after = (set(cells(owes, "duty", "institution=vn-moha", day)) for day in days)
    owed = set(cells(owes, "duty", "institution=vn-molisa", days[0]))
    assert {"almm", "slom", "vn-qd-161-2016"} <= owed
    assert cells(owes, "duty", "institution=vn-molisa", days[1]) == []
    assert owed <= after
    assert not {"almm", "slom"} & before


def test_both_sides_of_all_disagreements_are_listed() -> None:
    rows = asked("where-sources-disagree").rows
    assert len(rows) == 73
    assert all(row["kept"].value and row["other"].value for row in rows)


@pytest.mark.parametrize("country", MEMBERS)
def test_ministries_of_each_member_contribute_to_goals(country: str) -> None:
    table = asked(MAIN, f"country={country}", f"as_of={DAY}")
    assert {row["country"].value for row in table.rows} == {ID + country}
    assert len(table.rows) >= 10


def test_the_main_question_covers_the_four_plans_and_every_way() -> None:
    rows = asked(MAIN, "as_of=any", "level=any").rows
    plans = {row["plan"].value.replace(ID, "") for row in rows}
    assert set(PLANS) <= plans
    assert {row["means"].label for row in rows} >= {
        *("direct", "through a body", "through a national instrument"),
        *("through a project", "through the whole"),
    }


def test_coverage_has_each_cell_once() -> None:
    rows = asked("coverage-of-goals-by-member", f"as_of={DAY}", f"plan={PLANS[2]}").rows
    pairs = [(row["country"].value, row["goal"].value) for row in rows]
    assert len(pairs) == len(set(pairs)) == 11 * 12
    kinds = {row["coverage"].value for row in rows}
    assert kinds == {"stated", "inferred", "checked and none found"}


def test_a_goal_is_covered_where_a_ministry_contributes_and_nowhere_else() -> None:
    covered = {
        (row["country"].value, row["goal"].value)
        for row in asked("coverage-of-goals-by-member", f"as_of={DAY}", "pillar=AEC").rows
        if row["coverage"].value in ("stated", "inferred") and row["ways"].value
    }
    contributed = {
        (row["country"].value, row["goal"].value)
        for row in asked(MAIN, f"as_of={DAY}", "pillar=AEC").rows
    }
    assert contributed == covered


def test_a_commitment_without_lead_is_one_that_no_ministry_leads() -> None:
    pairs = (f"as_of={DAY}", "plan=" + PLANS[2])
    led = {
        (row["country"].value, row["goal"].value)
        for row in asked(MAIN, *pairs).rows
        if row["role"].value.endswith(("role-lead", "role-co-lead"))
    }
    gaps = {
        (row["country"].value, row["commitment"].value)
        for row in asked("which-commitments-have-no-lead", *pairs).rows
        if row["country"].value != ID + "asean"
    }
    assert led & gaps == set()
    assert len(led) + len(gaps) == 11 * 12


def test_viet_nam_implements_the_plan_of_the_ascc_and_of_others_none_is_known() -> None:
    rows = asked("which-countries-implement-a-plan", "plan=" + PLANS[2], f"as_of={DAY}").rows
    known = {row["country"].value.replace(ID, ""): row["known"].value for row in rows}
    assert known == {member: "yes" if member == "viet-nam" else "no" for member in MEMBERS}


def test_the_workshop_names_speakers_with_whom_they_stand_for() -> None:
    event = "event=vn-ascc-strategic-plan-workshop-2025-11-27"
    rows = asked("who-took-part-in-an-event", event).rows
    stands = {row["participant"].value.replace(ID, ""): row["institution"].value for row in rows}
    assert len(stands) == 12
    assert stands["tran-duc-binh"] == ID + "vn-mofa-asean-dept"


def test_who_held_a_post_on_a_day_and_the_posts_of_a_person() -> None:
    pairs = ("post=asean-secretary-general", "on=2025-11-27")
    rows = asked("who-held-a-post", *pairs).rows
    assert [row["person"].value for row in rows if row["certainty"].value == "seen that day"] == [
        ID + "kao-kim-hourn"
    ]
    assert len(set(cells("who-held-a-post", "post", "person=ha-thi-minh-duc"))) == 5


def test_the_whole_tree_of_a_pillar_is_there() -> None:
    rows = asked("what-reports-to-a-council", "pillar=ASCC").rows
    bodies = {row["body"].value.replace(ID, "") for row in rows}
    assert {"almm", "slom", "soca", "ahmm"} <= bodies
    assert {row["depth"].value for row in rows} == {"", "1", "2", "3"}


def test_evidence_gives_the_place_in_the_source() -> None:
    rows = asked("evidence-for-a-thing", "thing=ascc-sp-goal-4", "property=restates").rows
    assert [row["locator"].value for row in rows] == ["ASCC SG4; ACV 2045 para 32"]


def test_figures_of_a_plan_come_with_what_implements_it() -> None:
    ways = {
        row["way"].label
        for row in asked("results-per-commitment", "subject=ascc-blueprint-2025").rows
    }
    assert len(ways) == 2
