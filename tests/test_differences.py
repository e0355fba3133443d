"""Every statement that two states differ in is in one change; a delta makes one the other."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseankg.deltas import COLUMNS, apply, delta
from aseankg.difference_facts import facts
from aseankg.differences import Change, changes
from aseankg.errors import InputError
from aseankg.namespaces import AKG, ID, RDF, SRC, XSD

A, B, C = (ox.NamedNode(SRC + name) for name in "abc")


def said(
    graph: ox.NamedNode, name: str, property_: str, value: ox.NamedNode | ox.Literal | str
) -> ox.Quad:
    term = ox.Literal(value) if isinstance(value, str) else value
    return ox.Quad(ox.NamedNode(ID + name), ox.NamedNode(AKG + property_), term, graph)


def kinds(old: list[ox.Quad], new: list[ox.Quad]) -> list[str]:
    return sorted(change.kind for change in changes(old, new))


def text(words: str, language: str) -> ox.Literal:
    return ox.Literal(words, language=language)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    {
        "nothing": ([], [], []),
        "the same": ([said(A, "x", "p", "1")], [said(A, "x", "p", "1")], []),
        "another value": ([said(A, "x", "p", "1")], [said(A, "x", "p", "2")], ["changed"]),
        "another datatype": (
            [said(A, "x", "p", "2025")],
            [said(A, "x", "p", ox.Literal("2025", datatype=ox.NamedNode(XSD + "gYear")))],
            ["changed"],
        ),
        "another language": (
            [said(A, "x", "p", text("Kế hoạch", "en"))],
            [said(A, "x", "p", text("Kế hoạch", "vi"))],
            ["changed"],
        ),
        "a text of each language": (
            [said(A, "x", "p", text("one", "en")), said(A, "x", "p", text("một", "vi"))],
            [said(A, "x", "p", text("One", "en")), said(A, "x", "p", text("Một", "vi"))],
            ["changed", "changed"],
        ),
        "two values for one: not to be guessed": (
            [said(A, "x", "p", "1")],
            [said(A, "x", "p", "2"), said(A, "x", "p", "3")],
            ["added", "added", "removed"],
        ),
        "another source": ([said(A, "x", "p", "1")], [said(B, "x", "p", "1")], ["moved"]),
        "another source and value": (
            [said(A, "x", "p", "1")],
            [said(B, "x", "p", "2")],
            ["added", "removed"],
        ),
        "one more source": (
            [said(A, "x", "p", "1")],
            [said(A, "x", "p", "1"), said(B, "x", "p", "1")],
            ["added"],
        ),
        "moved, and another value in its place": (
            [said(A, "x", "p", "1")],
            [said(B, "x", "p", "1"), said(A, "x", "p", "2")],
            ["added", "moved"],
        ),
        "two sources for one": (
            [said(A, "x", "p", "1"), said(B, "x", "p", "1")],
            [said(C, "x", "p", "1")],
            ["moved", "removed"],
        ),
    }.values(),
)
def test_what_became_of_a_statement(
    old: list[ox.Quad], new: list[ox.Quad], wanted: list[str]
) -> None:
    assert kinds(old, new) == wanted


def test_a_duty_is_one_fact_with_the_fact_beside_it() -> None:
    node = "x--likes--y"
    x, y, likes = ox.NamedNode(ID + "x"), ox.NamedNode(ID + "y"), ox.NamedNode(AKG + "likes")

    def part(name: str, value: ox.NamedNode, graph: ox.NamedNode) -> ox.Quad:
        return ox.Quad(ox.NamedNode(ID + node), ox.NamedNode(RDF + name), value, graph)

    def statement(graph: ox.NamedNode) -> list[ox.Quad]:
        kind = part("type", ox.NamedNode(AKG + "Statement"), graph)
        parts = [("subject", x), ("predicate", likes), ("object", y)]
        plain = ox.Quad(x, likes, y, graph)
        return [kind, plain, *(part(name, value, graph) for name, value in parts)]

    for old, new, kind in (
        ([], statement(A), "added"),
        (statement(A), [], "removed"),
        (statement(A), statement(B), "moved"),
    ):
        (fact,) = facts(changes(old, new))
        assert (fact.kind, fact.whole, fact.about, len(fact.changes)) == (kind, True, ID + "x", 5)
    other = said(A, "x", "p", "1")
    changed = facts(changes([*statement(A), other], statement(A)[1:]))
    assert [(fact.kind, len(fact.changes)) for fact in changed] == [("removed", 1), ("removed", 1)]


# --- any states -----------------------------------------------------------------------------------

IRIS = st.sampled_from([ID + "x", ID + "x--p--y", ID + "y", AKG + "p", "http://e.org/%20?a=b#c"])
NODES = IRIS.map(ox.NamedNode)
WORDS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["\t", "\n", "\r\n", '"', "\\t", "'", "\x85\u2028", "=1+1", "", "<x> .\n<y>"]
)
LITERALS = (
    WORDS.map(ox.Literal)
    | st.builds(text, WORDS, st.sampled_from(["en", "vi", "zh-Hant"]))
    | WORDS.map(lambda words: ox.Literal(words, datatype=ox.NamedNode(XSD + "date")))
)
_NAMES = [AKG + "p", *(RDF + name for name in ("type", "subject", "predicate", "object"))]
PROPERTIES = st.sampled_from(_NAMES).map(ox.NamedNode)
GRAPHS = st.sampled_from([A, B, C, ox.DefaultGraph()])
STATES = st.frozensets(st.builds(ox.Quad, NODES, PROPERTIES, NODES | LITERALS, GRAPHS), max_size=12)


@given(STATES, STATES)
def test_a_delta_applied_to_the_old_state_gives_the_new_one(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    written = delta(changes(old, new))
    assert apply(old, written) == new
    assert apply(new, delta(changes(new, old))) == old
    assert written.count("\n") == len(written.split("\n")) - 1
    assert all(line.count("\t") == len(COLUMNS) - 1 for line in written.split("\n")[:-1])


@given(STATES, STATES)
def test_each_statement_that_differs_is_in_one_change_of_one_fact(
    old: frozenset[ox.Quad], new: frozenset[ox.Quad]
) -> None:
    found = changes(old, new)
    assert sorted(str(one.old) for one in found if one.old) == sorted(map(str, old - new))
    assert sorted(str(one.new) for one in found if one.new) == sorted(map(str, new - old))
    assert all(_sound(one) for one in found)
    told = [change for fact in facts(found) for change in fact.changes]
    assert len(told) == len(found)
    assert set(told) == set(found)
    assert found == changes(sorted(old, key=str), sorted(new, key=hash))


def _sound(change: Change) -> bool:
    old, new = change.old, change.new
    if old is None or new is None:
        return change.kind == ("added" if new else "removed")
    if change.kind == "moved":
        return old.triple == new.triple and old.graph_name != new.graph_name
    parts = [(one.subject, one.predicate, one.graph_name) for one in (old, new)]
    return change.kind == "changed" and parts[0] == parts[1] and old.object != new.object


# --- a delta that does not fit --------------------------------------------------------------------

ROW = f'ADD\t<{SRC}a>\t<{ID}x>\t<{AKG}p>\t\t"1"'
GAP, ONE = '\t\t"1"', '\t"1"'


def _faults() -> Iterator[tuple[str, int, str]]:
    head = "\t".join(COLUMNS)
    yield "", 1, "the header is not"
    yield f"{head}\nADD\tx", 2, "2 cells, not 6"
    yield f"{head}\n{ROW.replace('ADD', 'DEL')}", 2, "'DEL' with no old and a new value"
    yield f"{head}\n{ROW.replace('ADD', 'PUT')}", 2, "'PUT'"
    yield f"{head}\n{ROW}\n{ROW.replace(chr(34) + '1', '1')}", 3, "no N-Triples term"
    yield f"{head}\n{ROW.replace('ns#p>', 'ns#p> <b:c>')}", 2, "no N-Triples term"
    yield f"{head}\n{ROW}\n{ROW}", 3, "said already"
    yield f"{head}\n{ROW.replace('ADD', 'DEL').replace(GAP, ONE)}\t", 2, "nothing says this"


@pytest.mark.parametrize(("written", "line", "message"), list(_faults()))
def test_a_delta_that_does_not_fit_is_refused_with_its_line(
    written: str, line: int, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        apply([], written, "x.tsv")
    assert caught.value.line == line
