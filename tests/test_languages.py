"""The explorer speaks Indonesian and Vietnamese: every word, and none that nobody uses."""

from __future__ import annotations

import re
import unicodedata

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import aseankg.web.templating
from aseankg.headers import questions
from aseankg.web.words import LANGUAGES, catalogue, translate
from interface_words import WEB, of_the_interface, of_the_questions

TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
PLACES = re.compile(r"\{\w*\}")

PAGES = (
    *("/", "/questions", "/search?q=labour", "/search?q=zzzz", "/sources", "/contradictions"),
    *("/sparql", "/ns/", "/ns/Institution", "/code/role", "/code/role-lead", "/rule/inheritance"),
    *("/id/vn-moha", "/id/viet-nam", "/id/ascc-sp-goal-4", "/id/nobody-has-this-id"),
    *("/id/asean-summit-46", "/duties/vn-moha", "/source/nhansu-qd155", "/nothing-is-here"),
    *("/about", "/rules", "/changes", "/plans", "/coverage", "/flows", "/times"),
    *("/plans/ascc-strategic-plan-2026-2035", "/rules/TenureOverlapShape", "/source/editorial"),
)


def read(lang: str) -> Catalog:
    with (WEB / "locales" / f"{lang}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def used() -> dict[str, str]:
    return {**of_the_questions(), **of_the_interface()}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_word_is_translated_and_none_is_left_over(lang: str, used: dict[str, str]) -> None:
    told = {str(one.id) for one in read(lang) if one.id and str(one.string).strip()}
    assert {one: place for one, place in used.items() if one not in told} == {}
    assert told - set(used) == set()


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_translation_keeps_the_places_of_values(lang: str) -> None:
    for one in read(lang):
        english, other = str(one.id), str(one.string)
        assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(other)), english


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_is_clean(lang: str) -> None:
    found = read(lang)
    assert not [one.id for one in found if one.id and one.fuzzy]
    assert not found.obsolete
    for one in found:
        text = str(one.string)
        assert text == unicodedata.normalize("NFC", text)
        assert one.id == "" or (text == text.strip() and "  " not in text), one.id
        assert str(one.id).endswith(":") == text.endswith(":"), one.id


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_says_who_made_it(lang: str) -> None:
    told = read(lang).header_comment
    assert "Made by the editors" in told
    assert "not yet read by a native speaker" in told


def test_vietnamese_has_tone_marks_and_indonesian_none() -> None:
    marked = [one for one in catalogue("vi").values() if not one.isascii()]
    assert len(marked) > 0.95 * len(catalogue("vi"))
    plain = [re.sub(r"[“”–→]", "", one) for one in catalogue("id").values()]
    assert [one for one in plain if not one.isascii()] == []


def test_the_words_found_are_those_of_templates_code_and_questions(used: dict[str, str]) -> None:
    assert used["Skip to the content"].startswith("templates/base.html")
    assert used["checked on {day}"].startswith("templates/_facts.html")
    assert used["oldest first"] == "sources.html"
    assert used["concluded by editors"]
    assert {"Such as 2026-02-01, 2026-02, 2026 or today.", "owed by", "the institution"} <= set(
        used
    )


def test_a_word_without_translation_stays_english() -> None:
    assert translate("vi", "No such words", n=1) == "No such words"
    assert translate("id", "{n} sources", n=3) == "3 sumber"


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Write down what pages ask for and no catalogue has, while a test visits them."""
    found: set[str] = set()

    def note(lang: str, words: str, **values: object) -> str:
        if lang != "en" and words not in catalogue(lang):
            found.add(words)
        return translate(lang, words, **values)

    monkeypatch.setattr(aseankg.web.templating, "translate", note)
    return found


@pytest.mark.parametrize("lang", TRANSLATED)
def test_pages_ask_for_no_other_words(visit: httpx.Client, missing: set[str], lang: str) -> None:
    asked = [f"/questions/{name}" for name in questions()]
    for path in (*PAGES, *asked):
        answer = visit.get(
            f"{path}{'&' if '?' in path else '?'}lang={lang}", headers={"accept": "text/html"}
        )
        assert answer.status_code in (200, 404), path
        assert f'<html lang="{lang}">' in answer.text, path
    assert missing == set()
