"""Names are found as people type them, in any script, and the thing they look for comes first."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest

from aseankg import headers, search
from aseankg.namespaces import CODE, ID, QUERY
from aseankg.search_fits import EXACT
from aseankg.search_names import Entry, read_entries
from aseankg.search_words import indexed, key, near, spell, terms
from search_cases import CASES, OFFICIAL, named


@pytest.fixture(scope="module")
def entries(store: ox.Store) -> list[Entry]:
    return named(store)


@pytest.fixture(scope="module")
def index(entries: list[Entry]) -> search.Index:
    return search.Index(entries)


@pytest.fixture(scope="module")
def real(store: ox.Store) -> search.Index:
    return search.build(store, headers.questions().values())


def first(found: search.Found) -> str:
    return found.hits[0].iri if found.hits else ""


@pytest.mark.parametrize(("lang", "text", "wanted"), CASES)
def test_what_people_look_for_comes_first(
    index: search.Index, lang: str, text: str, wanted: str
) -> None:
    assert first(index.search(text, lang)) == ID + wanted


def test_a_plain_full_text_index_finds_far_less(entries: list[Entry]) -> None:
    names = [(entry.iri, name.text) for entry in entries for name in entry.names]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE plain USING fts5(name)")
    base.executemany("INSERT INTO plain(name) VALUES (?)", ((text,) for _, text in names))
    order = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank, rowid LIMIT 1"
    found = 0
    for _, text, wanted in CASES:
        row = base.execute(order, (" ".join(f'"{word}"' for word in text.split()),)).fetchone()
        found += bool(row) and names[row[0] - 1][0] == ID + wanted
    base.close()
    assert len(CASES) >= 100
    assert len({lang for lang, _, _ in CASES}) >= 11
    assert 40 < found < 0.6 * len(CASES)


def test_every_own_name_finds_its_thing(real: search.Index, store: ox.Store) -> None:
    """All names, not a choice of them; where several things share one, all are there."""
    lost = []
    for entry in read_entries(store)[::12]:
        for name in entry.names:
            found = [hit.iri for hit in real.search(name.text).hits if hit.fit == EXACT]
            if entry.iri not in found:
                lost.append((name.text, entry.iri))
    assert not lost


def test_a_hit_says_which_name_it_was_found_by(index: search.Index) -> None:
    hit = index.search("bo noi vu").hits[0]
    assert (hit.name.text, hit.name.lang, hit.name.role) == ("Bộ Nội vụ", "vi", "label")
    assert (hit.entry.kind, hit.entry.country) == ("Institution", "viet-nam")
    assert (hit.entry.abbreviation, hit.score) == ("MOHA", 100)


def test_kinds_that_people_look_for_come_before_sources_and_codes(real: search.Index) -> None:
    kinds = [hit.entry.kind for hit in real.search("charter").hits]
    assert kinds[0] == "Instrument"
    assert kinds.index("Concept") > kinds.index("Instrument")
    assert kinds.index("Source") > kinds.index("Instrument")


def test_sources_codes_terms_and_questions_are_found(real: search.Index) -> None:
    assert first(real.search("who held which post")) == QUERY + "who-held-a-post"
    assert first(real.search("pillar-ASCC")) == CODE + "pillar-ASCC"
    assert first(real.search("ベトナム")).endswith("/vnanet-ja-161-hcmc")
    assert not real.search("irreflexive").hits
    assert "Property" in real.search("reports to").kinds


def test_only_some_kinds_or_one_country(real: search.Index) -> None:
    everything = real.search("ministry of health")
    assert len(everything.countries) > 2
    some = real.search("ministry of health", kinds=("Institution",), country="singapore")
    assert [hit.iri for hit in some.hits] == [ID + "sg-moh"]
    assert some.countries == everything.countries


def test_what_was_meant_is_told_where_nothing_has_all_words(real: search.Index) -> None:
    found = real.search("minstry of helth")
    assert found.meant == "ministry of health"
    assert first(found) == ID + "vn-moh"
    assert not real.search("ministry of health").meant
    assert not real.search("xqzzy wvvk").hits


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "-", '"', "' OR 1=1", "NEAR(a b)", "*", "(", "a AND", "%", "\x00", "x" * 5000),
        *("^asean", "names:asean", "ก", "เ", "្", "👩\u200d👩\u200d👧", "\ud800", "a " * 3000),
    ],
)
def test_no_text_breaks_the_search(real: search.Index, text: str) -> None:
    assert real.search(text).hits is not None


def test_several_threads_may_ask_at_once(index: search.Index) -> None:
    asked = CASES * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda case: first(index.search(case[1], case[0])), asked))
    assert found == [ID + wanted for _, _, wanted in asked]


def test_it_is_built_and_asked_quickly(store: ox.Store, real: search.Index) -> None:
    begun = time.process_time()
    search.build(store)
    assert time.process_time() - begun < 1.5
    begun = time.process_time()
    for lang, text, _ in CASES:
        real.search(text, lang)
    assert (time.process_time() - begun) / len(CASES) < 0.02


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Đào Hồng Lan", "dao hong lan"),
        ("Straße", "strasse"),
        ("สำนัก", "สํานัก"),
        ("ສຳນັກ", "ສໍານັກ"),
        ("ผู้สูง", "ผูสูง"),
        ("ໜ້າ", "ຫນາ"),
        ("๒๕๖๓", "2563"),
        ("Women’s", "womens"),
        ("កិច្ច\u200bការ", "កិច្ចការ"),
        ("ＡＳＥＡＮ", "asean"),
    ],
)
def test_a_text_is_spelled_as_people_type_it(text: str, spelled: str) -> None:
    assert spell(text) == spell(spelled) == spelled


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("ประเทศ", ["ประ", "ระเท", "เทศ", "ศ"]),
        ("ກະຊວງ", ["ກະຊ", "ຊວ", "ວງ", "ງ"]),
        ("ក្រសួង", ["ក្រសួ", "សួង", "ង"]),
        ("ဝန်ကြီး", ["ဝန်", "န်ကြီ", "ကြီ"]),
        ("内务部", ["内务", "务部", "部"]),
    ],
)
def test_scripts_without_spaces_are_taken_apart_by_clusters(text: str, pairs: list[str]) -> None:
    assert list(indexed(text)) == pairs


def test_words_tied_together_are_found_apart_and_in_one() -> None:
    assert {"socio", "cultural", "sociocultural"} <= set(indexed("Socio-Cultural"))
    assert "vietnam" in indexed("Viet Nam")
    assert list(indexed("SG2.C"))[-1] == "sg2.c"
    assert [term.choices for term in terms("2.1.3")] == [(("2.1.3",),)]
    assert key("No. 155/QĐ-TTg") == "no 155 qd ttg"


def test_one_slip_is_near_and_two_are_not() -> None:
    known = ["ministry", "minister", "women", "plan"]
    for typed in ("minstry", "ministryy", "minitsry", "ninistry"):
        assert near(typed, known) == ["ministry"]
    assert near("mnstry", known) == []
    assert near("plam", known) == ["plan"]
    assert near("pla", known) == []


def test_the_names_added_are_of_things_in_the_graph(store: ox.Store) -> None:
    known = {entry.iri for entry in read_entries(store)}
    assert {ID + slug for slug, _, _ in OFFICIAL} <= known
