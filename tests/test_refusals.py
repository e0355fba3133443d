"""Readers are told in their language why something cannot be answered."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

OWES = "/questions/what-an-institution-owes"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{OWES}?institution=nobody", "“nobody”"),
        (f"{OWES}?institution=viet-nam", "“viet-nam”"),
        (f"{OWES}?institution=vn-moha&as_of=soon", "“soon”"),
        (f"{OWES}?institution=vn-moha&reach=far", "“far”"),
        (f"{OWES}?institution=ministry", "bn-mcys"),
        (f"{OWES}?institution=", ""),
        ("/questions/no-such-question", "no-such-question"),
        ("/nothing-is-here", ""),
    ],
)
@pytest.mark.parametrize("lang", ["id", "vi"])
def test_a_refusal_is_in_the_language_of_the_page(
    visit: httpx.Client, path: str, words: str, lang: str
) -> None:
    joined = "&" if "?" in path else "?"
    told = html.fromstring(visit.get(f"{path}{joined}lang={lang}").text)
    english = html.fromstring(visit.get(f"{path}{joined}lang=en").text)
    here, there = (
        page.xpath('//main//*[@class="fault" or @class="lead"]') for page in (told, english)
    )
    assert len(here) == len(there) > 0
    assert not [one for part in here for one in part.xpath('.//*[@lang="en"]')]
    assert here[0].text_content() != there[0].text_content()
    assert words in here[0].text_content()


def test_words_that_nobody_translated_say_that_they_are_english(visit: httpx.Client) -> None:
    page = html.fromstring(visit.get(f"{OWES}?institution=vn-moha&without=all&lang=vi").text)
    assert page.xpath('string(//*[@class="faults"]//*[@lang="en"])') == "names no part of the graph"
