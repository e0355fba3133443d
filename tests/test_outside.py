"""Bad data from outside is refused where it stands: one test for each row of the list.

The rows are those of 'Data from outside': what a contributor, a spreadsheet or a download brings.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from aseankg.errors import InputError
from aseankg.namespaces import BASE
from aseankg.positions import parse
from outside_cases import (
    COUNCILS,
    ENTITY,
    GAZETTE,
    PERSON,
    TEXT,
    aseankg,
    listening,
    plant,
    sound_root,
    state,
    table,
)

NUMBER = TEXT.count("\n")
MARKS = "<<<<<<< ours\n    akg:place 'a' ;\n=======\n    akg:place 'b' ;\n>>>>>>> theirs\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>GitHub</title></head><body>gazette.ttl</body></html>\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
COUNTRY = "akg:country id:viet-nam"
AT, LABEL, PLAN = (
    TEXT[: TEXT.index(words)].count("\n") + 1 for words in (COUNTRY, "Kế hoạch", "id:plan\n")
)
HALF = TEXT[: TEXT.index("\n    akg:status code:instrument")]
END = HALF.count("\n") + 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def country(value: str) -> str:
    return TEXT.replace(COUNTRY, f"akg:country {value}")


# row: what the file holds, the line of the fault, words of the message, words of the remedy
FILES: dict[str, tuple[str | bytes, int, str, str]] = {
    "truncated file": (HALF, END, "Unexpected end", "cut off"),
    "truncated within a name": (TEXT[:-12], NUMBER - 1, "Unexpected end", "cut off"),
    "BOM": (b"\xef\xbb\xbf" + TEXT.encode(), 1, "byte order mark", "UTF-8 without BOM"),
    "Latin-1": (
        TEXT.replace("Kế hoạch", "Kê").encode("latin-1"), LABEL, "0xea is not UTF-8", "as UTF-8",
    ),
    "@en_US": (TEXT.replace('"@vi', '"@en_US'), LABEL, "language tag", "@en-US"),
    "conflict markers": (
        TEXT.replace("id:plan\n", f"id:plan\n{MARKS}"), PLAN + 1, "merge conflict", "decide",
    ),
    "half a conflict": (
        TEXT.replace("id:plan\n", f"{MARKS[-15:]}id:plan\n"), PLAN, "merge conflict", "delete",
    ),
    "LFS pointer": (POINTER, 1, "git-LFS pointer", "git lfs pull"),
    "HTML saved as ttl": (PAGE, 1, "web page", "download the raw file"),
    "HTML without doctype": ("\n<!-- a --><body></body>", 1, "web page", "download the raw file"),
    "empty file": ("", 0, "no statement", "fill the file"),
    "nothing but prefixes": ("\n".join(TEXT.split("\n")[:9]), 0, "no statement", "fill the file"),
    "file IRI": (country("<file:///etc/passwd>"), AT, "no address", "https"),
    "relative IRI": (country("<viet-nam>"), AT, "scheme|absolute", "whole address"),
    "relative to a file": (
        "@base <file:///etc/> .\n" + country("<x>"), AT + 1, "no address", "https",
    ),
    "IRI with a space": (country("<https://example.org/a b>"), AT, "IRI", "no space"),
    "IRI with NUL": (country("<https://example.org/\0>"), AT, r"U\+0000", "again"),
    "NUL": (TEXT.replace("Government", "Govern\0ment"), 15, r"U\+0000", "again"),
    "control character": (TEXT.replace("Government", "Govern\x1bment"), 15, r"U\+001B", "again"),
    "NFC and NFD twins": (
        TEXT.replace("Kế", unicodedata.normalize("NFD", "Kế")), LABEL, "several characters", "NFC",
    ),
    "homoglyph in an id": (country("id:viet-n\u0430m"), AT, "CYRILLIC SMALL LETTER A", "look like"),
    "homoglyph in the namespace": (
        country(f"<{BASE.replace('asean', chr(0x430) + 'sean')}id/viet-nam>"),
        AT, "CYRILLIC SMALL LETTER A", "look like",
    ),
    "http for https": (country(f"<http{BASE[5:]}id/viet-nam>"), AT, "no address of ours", "https"),
    "RDF/XML with entities": (ENTITY, 1, "XML, not Turtle", "raw file"),
    "JSON-LD": ('{"@context": "http://127.0.0.1:1/c"}', 1, "is JSON", "nothing is fetched"),
}  # fmt: skip


@pytest.mark.parametrize("row", FILES)
def test_a_bad_file_is_refused_by_every_command(row: str, root: Path) -> None:
    """File, line and remedy are told; nothing of the file counts, and nothing is written."""
    content, line, message, remedy = FILES[row]
    (root / GAZETTE).write_bytes(content if isinstance(content, bytes) else content.encode())
    table(root, "persons", PERSON)
    before = state(root)
    place = f"{GAZETTE}:{line}:" if line else f"{GAZETTE}:"
    checked = aseankg(root, "check")
    assert checked.exit_code == 1
    assert re.match(rf"{re.escape(place)}(\d+:)? violation: ", checked.stdout)
    for words in (["ask", "stale-facts"], ["fmt", GAZETTE], ["import", "persons.csv"]):
        refused = aseankg(root, *words)
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert place in refused.stderr
        assert re.search(message, refused.stderr)
        assert re.search(remedy, refused.stderr)
    assert re.search(message, checked.stdout)
    assert re.search(remedy, checked.stdout)
    assert state(root) == before


def test_wherever_a_file_is_cut_off_nothing_of_it_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "cut.ttl"
    wholes = [end.end() for end in re.finditer(r"\n\.", TEXT)]
    for end in range(wholes[0], wholes[-1], 7):
        if end - max(whole for whole in wholes if whole <= end) <= 2:
            continue  # what stands before is whole
        path.write_text(TEXT[:end], encoding="utf-8")
        with pytest.raises(InputError) as caught:
            parse(path)
        assert 0 <= TEXT[:end].count("\n") + 1 - caught.value.line <= 1


def test_the_good_files_beside_a_bad_one_are_not_taken_either(root: Path) -> None:
    """All or nothing: what stood before is not mixed with half of what is new."""
    words = ("ask", "everything-about-a-thing", "--thing", "ascc-council")
    assert aseankg(root, *words).exit_code == 0
    (root / GAZETTE).write_text(TEXT[: len(TEXT) // 2], encoding="utf-8")
    assert aseankg(root, *words).exit_code == 2
    (root / GAZETTE).write_text(TEXT, encoding="utf-8")
    assert aseankg(root, *words).exit_code == 0


# --- dates ----------------------------------------------------------------------------------------

DATES = {
    "no day of the calendar": ('"2026-02-30"^^xsd:date', "no-date"),
    "sentinel": ('"9999-12-31"^^xsd:date', "PeriodShape-periodTo"),
    "year zero": ('"0001-01-01"^^xsd:date', "PeriodShape-periodTo"),
    "ends before it starts": ('"2025-12-31"^^xsd:date', "PeriodShape-periodOrder"),
    "gYear in a comparison": ('"2025"^^xsd:gYear', "PeriodShape-periodOrder"),
    "gYearMonth in a comparison": ('"2025-12"^^xsd:gYearMonth', "PeriodShape-periodOrder"),
    "moment": ('"2030-01-01T00:00:00Z"^^xsd:dateTime', "unknown-datatype"),
}


@pytest.mark.parametrize("row", DATES)
def test_a_bad_date_is_a_violation_where_it_stands(row: str, root: Path) -> None:
    value, rule = DATES[row]
    line = plant(root, GAZETTE, '"2035"^^xsd:gYear', value)
    told = aseankg(root, "check")
    assert told.exit_code == 1
    found = [one for one in told.stdout.splitlines() if f"[{rule}]" in one]
    assert found
    assert any(re.match(rf"{GAZETTE}:({line}|{line - 1}): violation: ", one) for one in found)


def test_a_year_that_can_be_met_is_no_fault(root: Path) -> None:
    """Within one year nobody knows which day came first."""
    plant(root, GAZETTE, '"2035"^^xsd:gYear', '"2026"^^xsd:gYear')
    assert aseankg(root, "check").exit_code == 0


# --- other formats, other documents ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["new.rdf", "new.jsonld", "new.nt", "new.TTL", "new.csv"])
def test_a_file_in_a_format_that_is_not_read_is_told(name: str, root: Path) -> None:
    """Neither taken in silence nor left out in silence."""
    (root / "graph" / "asean" / name).write_text(ENTITY, encoding="utf-8")
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert told.stdout.startswith(f"graph/asean/{name}: violation: this file is not read")


READERS = [("diff", "new.F", "."), ("diff", ".", "new.F"), ("fmt", "new.F"), ("import", "new.F")]


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize("form", ["rdf", "jsonld"])
def test_rdf_xml_and_json_ld_are_read_by_no_command(
    words: tuple[str, ...], form: str, root: Path
) -> None:
    """So no document type (DTD) is read, and no context is fetched."""
    with listening() as (address, callers):
        remote = f'{{"@context": "{address}", "@id": "id:x", "kind": "y"}}'
        text = remote if form == "jsonld" else ENTITY.replace("/etc/passwd", address)
        (root / f"new.{form}").write_text(text, encoding="utf-8")
        refused = aseankg(root, *(word.replace(".F", f".{form}") for word in words))
    assert refused.exit_code == 2
    assert re.search(
        rf"new\.{form}:(1:)? is (JSON|a web page or XML|in a form|neither)", refused.stderr
    )
    assert callers == []


def test_owl_imports_of_a_file_are_never_fetched(root: Path) -> None:
    with listening() as (address, callers):
        imports = f"    <http://www.w3.org/2002/07/owl#imports> <{address}> ;\n"
        line = plant(root, GAZETTE, "    akg:founded", f"{imports}    akg:founded") - 1
        told = aseankg(root, "check")
        assert aseankg(root, "ask", "stale-facts").exit_code == 0
    assert f"{GAZETTE}:{line}: violation: id:vn-moha owl:imports: " in told.stdout
    assert callers == []


def test_the_socket_of_these_tests_sees_who_calls() -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    with listening() as (address, callers):
        with pytest.raises(HTTPError, match="404") as caught:
            urlopen(address)
        caught.value.close()
    assert len(callers) == 1


# --- names ----------------------------------------------------------------------------------------


def test_two_labels_for_one_language_are_a_violation(root: Path) -> None:
    register = "graph/register/institutions.ttl"
    line = plant(root, register, '"Moha"@en', '"Moha"@en ;\n    skos:prefLabel "Home Affairs"@en')
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert "[CommonShape-prefLabel]" in told.stdout
    assert re.search(rf"{register}:({line}|{line - 1})", told.stdout)


def test_a_thing_of_a_foreign_class_is_a_violation(root: Path) -> None:
    """No shape is for such a class, so all would hold of the thing."""
    person = "id:somebody\n    a <http://xmlns.com/foaf/0.1/Person> ;\n    akg:agent id:plan ;\n.\n"
    text = (root / COUNCILS).read_text(encoding="utf-8")
    (root / COUNCILS).write_text(f"{text}\n{person}", encoding="utf-8")
    told = aseankg(root, "check")
    assert told.exit_code == 1
    assert f"{COUNCILS}:{text.count(chr(10)) + 3}: violation: id:somebody rdf:type" in told.stdout
    assert "[foreign-class]" in told.stdout
