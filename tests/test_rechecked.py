"""A check after a change finds what a check of everything finds, whatever the change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseankg.checked import Checked, Terms, check
from aseankg.errors import InputErrors
from aseankg.findings import Finding, in_order
from aseankg.paths import data_root
from aseankg.positions import parse
from aseankg.rechecked import check_again
from aseankg.snapshots import keep, recall
from changed_graphs import COUNCILS, GAZETTE
from random_changes import CHANGES, Folder, examples, rich

DAY = date(2026, 2, 1)
Steps = list[list[tuple[str, int]]]
steps = st.lists(
    st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 2**32)), min_size=1, max_size=4
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Terms]:
    """A small graph that has something of each class, and its terms."""
    folder = rich(tmp_path_factory.mktemp("small"))
    return folder, Terms.read(folder.root)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Terms]:
    """A copy of the real graph, and its terms."""
    root = tmp_path_factory.mktemp("real")
    for name in ("graph", "ontology"):
        shutil.copytree(data_root() / name, root / name)
    return Folder(root, examples()), Terms.read(root)


def attempt(run: Callable[[], Checked]) -> Checked | list[str]:
    """Give what a check says, or what it says of the files that it cannot read."""
    try:
        return run()
    except InputErrors as bad:
        return [str(one) for one in bad.errors]


def unlike(one: Checked, other: Checked) -> tuple[list[Finding], list[Finding]]:
    """Give the findings that only one of two checks has, those that both have left out."""
    first, second = in_order(one.findings), in_order(other.findings)
    return [f for f in first if f not in second], [f for f in second if f not in first]


def restore(root: Path, kept: dict[Path, bytes]) -> None:
    """Bring files back."""
    for path in {*kept, *root.rglob("*.ttl")}:
        if path in kept:
            path.write_bytes(kept[path])
        else:
            path.unlink()


def follow(
    before: Checked, terms: Terms, folder: Folder, chain: Steps, *, cached: bool = False
) -> int:
    """Make changes, and after each step check again from the step before; count the steps.

    With `cached`, the step before is written to the cache and read again.
    """
    checked = 0
    for step in chain:
        kept = {path: path.read_bytes() for path in folder.root.rglob("*.ttl")}
        for name, seed in step:
            CHANGES[name](folder, Random(seed))
        again = attempt(partial(check_again, before, terms))
        anew = attempt(partial(check, terms, before.day))
        if isinstance(again, list) or isinstance(anew, list):
            assert again == anew
            restore(folder.root, kept)
            continue
        assert unlike(again, anew) == ([], [])
        assert in_order(again.findings) == in_order(anew.findings)
        assert set(again.inferred) == set(anew.inferred)
        before, checked = again, checked + 1
        if cached:
            keep(again)
            before = recall(terms.root, again.day) or again
            assert in_order(before.findings) == in_order(again.findings)
    return checked


# --- chains of random changes ---------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(chain=steps, day=st.sampled_from([None, DAY]), cached=st.booleans())
def test_a_chain_of_changes_of_a_small_graph(
    small: tuple[Folder, Terms], chain: Steps, day: date | None, cached: bool
) -> None:
    folder, _ = small
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASEANKG_CACHE", f"{place}/cache")
        root = Path(place).resolve() / "root"
        shutil.copytree(folder.root, root)
        here = Terms.read(root)
        follow(check(here, day), here, Folder(root, folder.pool), chain, cached=cached)


@pytest.mark.parametrize("day", [None, DAY])
def test_a_chain_of_changes_of_the_real_graph(real: tuple[Folder, Terms], day: date | None) -> None:
    folder, terms = real
    random = Random(str(day))
    calm = sorted(set(CHANGES) - {"breakage", "vocabulary"})  # these are checked as a new graph
    chain = [[(random.choice(calm), random.getrandbits(32)) for _ in range(6)] for _ in range(3)]
    assert follow(check(terms, day), terms, folder, chain) == len(chain)


# --- changes that were once missed ----------------------------------------------------------------


def told_again(folder: Folder, *edits: tuple[str, str, str]) -> list[Finding]:
    """Make edits one by one, each checked again from the one before; give what is found at last."""
    terms = Terms.read(folder.root)
    before = check(terms)
    for name, old, new in edits:
        path = folder.root / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        before = check_again(before, terms)
        assert unlike(before, check(terms)) == ([], [])
    return before.findings


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return rich(tmp_path)


def test_a_class_without_shape_moves_down(own: Folder) -> None:
    name = "ontology/aseankg.ttl"
    made = "\nakg:Foo a <http://www.w3.org/2002/07/owl#Class> .\n\nakg:"
    found = told_again(own, (name, "\nakg:", made), (name, "\nakg:", "\n# a note\n\nakg:"))
    [one] = [one for one in found if one.rule == "class-without-shape"]
    assert "akg:Foo" in (own.root / name).read_text(encoding="utf-8").split("\n")[one.line - 1]


def test_a_thing_without_an_id_stays_wrong_and_keeps_its_name(own: Folder) -> None:
    nameless = "akg:partOf [ a akg:Institution ] ;\n    akg:worksWith"
    found = told_again(
        own,
        (GAZETTE, "akg:worksWith", nameless),
        (GAZETTE, "\nid:plan\n", "\n# a note\nid:plan\n"),
        (COUNCILS, "\nid:aec-council\n", "\n# a note\nid:aec-council\n"),
    )
    told = [one.fingerprint for one in in_order(found) if one.rule == "nameless-thing"]
    assert told
    again = in_order(check(Terms.read(own.root)).findings)
    assert told == [one.fingerprint for one in again if one.rule == "nameless-thing"]


def test_things_without_ids_of_two_files_are_two(own: Folder) -> None:
    text = "<https://w3id.org/aseankg/id/plan> a [] ."
    for place in ("a/x", "b/x", "b/x/x"):
        (own.root / "graph" / place).mkdir(parents=True)
        (own.root / "graph" / place / "one.ttl").write_text(text, encoding="utf-8")
    named = [parse(path)[0][0].object for path in own.paths() if path.stem == "one"]
    assert len(set(named)) == 3
