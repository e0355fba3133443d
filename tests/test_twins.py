"""Two ids of one thing are found, and two things of one name are left alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from aseankg.dataset import quads
from aseankg.namespaces import PREFIXES, shorten
from aseankg.twins import address, folded, twins

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
NAMED = 'id:a a akg:{0} ; skos:prefLabel "{1}"@en . id:b a akg:{0} ; skos:prefLabel "{2}"@en . '


def pairs(text: str) -> list[tuple[str, str, bool]]:
    found = twins(ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))
    return [(shorten(one.first), shorten(one.second), one.sure) for one in found]


SURE, DOUBTFUL = [("id:a", "id:b", True)], [("id:a", "id:b", False)]


@pytest.mark.parametrize(
    "names",
    [
        ("Ministry of Health", "MINISTRY  of health"),
        ("Nguyễn Văn Đạt", "Nguyen Van Dat"),
        ("Ministry-of-Health", "Ministry of Health"),
        ("ＡＳＥＡＮ", "ASEAN"),
        ("São Tomé", "Sa\u0303o Tome\u0301"),
    ],
)
def test_one_name_however_it_is_written(names: tuple[str, str]) -> None:
    assert pairs(NAMED.format("Institution", *names)) == SURE


@pytest.mark.parametrize("names", [("ตา", "ตี"), ("Plan 1", "Plan 2"), ("...", "!!!"), ("A", "")])
def test_another_name(names: tuple[str, str]) -> None:
    assert folded(names[0]) != folded(names[1])
    assert pairs(NAMED.format("Institution", *names)) == []


@pytest.mark.parametrize(
    ("kind", "first", "second", "wanted"),
    [
        ("Institution", "akg:country id:x", "akg:country id:y", []),
        ("Institution", "akg:country id:x", "akg:country id:x, id:y", SURE),
        ("Institution", "akg:country id:x", "akg:seatCity 'Y'", SURE),
        ("Institution", "akg:seatCity 'X'", "akg:seatCity 'Y'", SURE),
        ("Event", "akg:date '2025-05-26'", "akg:date '2025'", SURE),
        ("Event", "akg:date '2025-05-26'", "akg:date '2026'", []),
        ("Commitment", "akg:instrument id:x", "akg:instrument id:y", []),
        ("Result", "akg:referencePeriod '2018'", "akg:referencePeriod '2019'", []),
    ],
)
def test_what_tells_two_things_of_one_name_apart(
    kind: str, first: str, second: str, wanted: list[tuple[str, str, bool]]
) -> None:
    text = f"{NAMED.format(kind, 'One', 'One')} id:a {first} . id:b {second} ."
    assert pairs(text) == wanted


def test_things_of_two_classes_and_other_names_of_sources() -> None:
    text = NAMED.format("Institution", "One", "Two")
    assert (
        pairs(text.replace("Two", "One").replace("id:b a akg:Institution", "id:b a akg:Post")) == []
    )
    assert pairs(f"{text} id:b rdfs:label 'Một'@vi . id:a rdfs:label 'Mot'@vi .") == DOUBTFUL
    assert pairs(f"{text} id:a akg:isoAlpha2 'VN' . id:b akg:isoAlpha2 'vn' .") == SURE


@pytest.mark.parametrize(
    ("titles", "wanted"), [(("T", "t"), True), (("T", "U"), False), (("T", ""), True)]
)
def test_sources_of_one_address(titles: tuple[str, str], wanted: bool) -> None:
    text = "src:a a akg:Source ; schema:url <https://www.e.org/x/> . "
    text += "src:b a akg:Source ; schema:url <http://e.org/x#part> . "
    for name, title in zip("ab", titles, strict=True):
        text += f"src:{name} dcterms:title '{title}' . " if title else ""
    assert pairs(text) == [("src:a", "src:b", wanted)]


def test_addresses_that_are_none_and_those_of_other_pages() -> None:
    assert address("http://[x") == "http://[x"
    assert len({address(f"https://e.org/{end}") for end in ("", "x", "x?id=1", "X")}) == 4


def test_the_real_graph_has_no_sure_pair() -> None:
    assert [one for one in twins(quads()) if one.sure] == []
