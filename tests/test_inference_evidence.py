"""Which sources are the evidence of what is stated, concluded and inferred."""

from __future__ import annotations

from inference_cases import COUNTRY, PLAN, duty, follows, said


def test_evidence_is_each_source_that_speaks_of_a_node() -> None:
    sources = "src:one a akg:Source . src:two a akg:Source ."
    quads = [*said("id:x akg:place 'x' .", "one"), *said("id:x akg:place 'y' .", "two")]
    found = follows(*quads, *said(sources, "register"), *said("id:x akg:place 'z' .", "register"))
    assert {line for line in found if line.startswith("id:x")} == {
        "id:x akg:evidence src:one",
        "id:x akg:evidence src:two",
    }


def test_evidence_of_a_contribution_is_that_of_all_its_steps() -> None:
    quads = [
        *said("src:one a akg:Source . src:two a akg:Source . src:six a akg:Source .", "register"),
        *said(COUNTRY + PLAN.replace("akg:instrument id:plan", "akg:level code:x"), "register"),
        *said("id:goal akg:instrument id:plan .", "two"),
        *said(duty("new", "plan"), "one"),
        *said("id:goal akg:place 'not of this' .", "six"),
    ]
    found = {line for line in follows(*quads) if "--contributes--goal" in line}
    evidence = {line.rpartition(" ")[2] for line in found if "akg:evidence" in line}
    assert evidence == {"src:one", "src:two"}


def test_a_source_is_no_evidence_of_itself() -> None:
    found = follows(*said("src:one a akg:Source ; akg:locator 'x' .", "one"))
    assert not found


def test_evidence_through_a_project_is_what_links_it() -> None:
    """A source that speaks of the project but not of these links proves nothing of it."""
    quads = [
        *said("src:one a akg:Source . src:six a akg:Source . id:p a akg:Project .", "register"),
        *said(COUNTRY + PLAN, "register"),
        *said("id:p akg:serves id:goal ; akg:funder id:new .", "one"),
        *said("id:p akg:amount '1' .", "six"),
    ]
    node = "id:new--contributes--goal--project--p--fund akg:evidence src:"
    found = {line for line in follows(*quads) if line.startswith(node)}
    assert found == {f"{node}one"}


def test_evidence_of_a_contradiction_is_both_of_its_sources() -> None:
    text = "id:x--y a akg:Contradiction ; akg:leftSource src:one ; akg:rightSource src:two ."
    sources = said("src:one a akg:Source . src:two a akg:Source .", "register")
    found = {line.rpartition(" ")[2] for line in follows(*sources, *said(text, "editorial"))}
    assert found == {"src:editorial", "src:one", "src:two"}


def test_only_conclusions_of_editors_have_editors_as_evidence() -> None:
    text = "id:x--y a akg:Statement ; prov:wasDerivedFrom src:one ."
    assert not follows(*said("src:one a akg:Source .", "register"), *said(text, "hand"))


def test_evidence_of_a_conclusion_is_the_editors_and_their_sources() -> None:
    text = "id:x--y a akg:Conclusion ; prov:wasDerivedFrom src:one, id:goal ."
    text += "id:z a akg:Remark . id:goal akg:matchesSDG id:sdg ."
    sources = said("src:one a akg:Source . src:six a akg:Source .", "register")
    assert follows(*sources, *said(text, "editorial")) == {
        "id:x--y akg:evidence src:editorial",
        "id:x--y akg:evidence src:one",
        "id:z akg:evidence src:editorial",
    }
