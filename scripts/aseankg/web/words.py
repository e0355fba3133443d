"""The words of the interface in its languages, from the catalogues of `locales`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia", "vi": "Tiếng Việt"}


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Give the words of a language by their English; empty for English."""
    place = files("aseankg.web") / "locales" / f"{lang}.po"
    if lang not in LANGUAGES or not place.is_file():
        return {}
    with place.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}


def translate(lang: str, words: str, **values: object) -> str:
    """Give words in a language, in English where they have no translation, with values put in."""
    told = catalogue(lang).get(words, words)
    return told.format(**values) if values else told
