"""What pages tell of the rules of a release is so; ids that were released are retired."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg.namespaces import OWL, PREFIXES
from aseankg.release_rules import RULES
from aseankg.releases import check_release
from aseankg.rule_pages import Example, rules
from aseankg.turtle import format_turtle
from aseankg.validation import validate
from changed_graphs import (
    GAZETTE,
    commit,
    drop_thing,
    edit,
    git,
    put,
    sound,
)

RETIRED = "graph/register/retired.ttl"


@pytest.fixture(name="clone")
def scratch(tmp_path: Path) -> Path:
    """A repository with a released graph."""
    folder = sound(tmp_path / "clone")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {"graph/minimums.csv": "class,minimum\nInstitution,1\n"}, "released")
    return folder


def retire(clone: Path, said: str, name: str = "id:apsc-council") -> None:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    quads = ox.parse(f"{head}{name} {said} .", format=ox.RdfFormat.TURTLE)
    put(clone, {RETIRED: format_turtle(quad.triple for quad in quads)})


def test_a_retired_id_may_be_released_and_is_sound(clone: Path) -> None:
    before = {one.rule for one in validate(clone)}
    for name in ("graph/register/commitments.ttl", GAZETTE):
        text = (clone / name).read_text(encoding="utf-8")
        put(clone, {name: text.replace("id:plan-measure", "id:plan-step")})
    assert "id-vanished" in {one.rule for one in check_release("HEAD", ".", clone)}
    said = 'dcterms:isReplacedBy id:plan-step ; skos:prefLabel "Step"@en ; owl:deprecated true'
    retire(clone, said, "id:plan-measure")
    assert check_release("HEAD", ".", clone) == []
    assert {one.rule for one in validate(clone)} == before
    commit(clone, {}, "renamed")
    assert check_release("HEAD~1", "HEAD", clone) == check_release("HEAD", ".", clone) == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("owl:deprecated true", "does not say what took the place"),
        ("owl:deprecated false ; dcterms:isReplacedBy id:plan", "does not say that the id is"),
        ("dcterms:isReplacedBy id:plan", "does not say that the id is retired"),
        ("dcterms:isReplacedBy id:nobody ; owl:deprecated true", "id:nobody is described nowhere"),
        (
            "akg:country id:viet-nam ; dcterms:isReplacedBy id:plan ; owl:deprecated true",
            "akg:country is said of an id that is no more in use",
        ),
    ],
)
def test_an_id_is_retired_properly(clone: Path, said: str, message: str) -> None:
    drop_thing(clone)
    retire(clone, said)
    assert any(message in one.message for one in validate(clone) if one.path.name == "retired.ttl")


def test_a_retired_id_has_no_class_and_is_used_nowhere(clone: Path) -> None:
    retire(clone, 'skos:editorialNote "Twice"@en ; owl:deprecated true')
    (one,) = (one for one in validate(clone) if one.rule == "retired-thing")
    assert one.message == "a retired id still has a class"
    drop_thing(clone)
    edit(clone, GAZETTE, "rdf:object id:ascc-council", "rdf:object id:apsc-council")
    said = [one.message for one in validate(clone) if one.rule == "unknown-thing"]
    assert said == ["id:apsc-council is described nowhere"]


def test_an_id_is_retired_in_one_place_only(clone: Path) -> None:
    text = (clone / GAZETTE).read_text(encoding="utf-8")
    put(clone, {GAZETTE: f"{text}id:plan <{OWL}deprecated> true .\n"})
    (one,) = (one for one in validate(clone) if one.rule == "retired-thing")
    assert one.message == "ids retire elsewhere"
    assert one.remedy == "move what retires id:plan to graph/register/retired.ttl"


# --- the pages of the rules of a release ----------------------------------------------------------

RULES_OF_A_RELEASE = {name: rule for name, rule in rules().items() if rule.before}


def state(folder: Path, example: Example | None) -> str:
    assert example
    sound(folder)
    put(folder, {"graph/minimums.csv": "class,minimum\nInstitution,1\n"})
    for name, text in example.files.items():
        file = folder / name
        had = file.read_text(encoding="utf-8") if file.exists() and name.endswith(".ttl") else ""
        put(folder, {name: had + text})
    return str(folder)


def test_each_rule_of_a_release_has_a_page() -> None:
    assert set(RULES_OF_A_RELEASE) == set(RULES) - {"twin-things"}  # the check finds twins, too
    assert "twin-things" in rules()


@pytest.mark.parametrize("name", RULES_OF_A_RELEASE)
def test_an_example_of_a_rule_of_a_release_does_what_its_page_says(
    name: str, tmp_path: Path
) -> None:
    rule = RULES_OF_A_RELEASE[name]
    old = state(tmp_path / "old", rule.before)
    wrong, right = state(tmp_path / "wrong", rule.wrong), state(tmp_path / "right", rule.right)
    found = check_release(old, wrong, tmp_path)
    assert {one.rule for one in found if one.severity == rule.level} == {name}
    assert check_release(old, right, tmp_path) == []
