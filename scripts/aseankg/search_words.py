"""Names in many scripts taken apart into what can be looked up: words, clusters of letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# Accents of Latin letters, tone marks of Thai, Lao and Burmese, marks that show nothing.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0e47-\u0e4c\u0e4e\u0ec8-\u0ecc\u1037\u1038\u17cb-\u17d1\u17dd"
    "\u00ad\u200b-\u200f\u2060\ufeff'\u2018\u2019\u02bc`]"
)
# Scripts that put no space between words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uaa60-\uaa7f"
_SEGMENT = re.compile(f"([{_UNSPACED}]+)|([^{_UNSPACED}]+)")
# A consonant with the vowel signs before, below, above and after it and what is stacked on it.
_CLUSTER = re.compile(
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e2f-\u0e3a\u0e45-\u0e4f]*"
    "|[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf][\u0eaf-\u0ebd\u0ec6-\u0ecf]*"
    "|[\u1000-\u102a\u103f\u1050-\u1055](?:\u1039[\u1000-\u1021]|[\u102b-\u103e\u1056-\u109f])*"
    "|[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*"
    "|[\u3040-\u30ff][\u3099\u309a]?"
    "|."
)
_LETTER = r"(?:[^\W_]|[\u0900-\u0dff])"
_COMPOUND = re.compile(f"{_LETTER}+(?:[-./\u2010-\u2015]{_LETTER}+)*")
_PART = re.compile(f"{_LETTER}+")
_NUMBER = re.compile(r"(?=.*\d)(?:[a-z]|[a-z]{0,3}\d+)(?:\.(?:\d+|[a-z]))+")
_MOST = 24


@dataclass(frozen=True)
class Term:
    """A part of what is asked: any of several sets of words, which begin so or are just so."""

    choices: tuple[tuple[str, ...], ...]
    prefix: bool = True

    @cached_property
    def weight(self) -> int:
        """Give how much it tells: the length of it."""
        return len(self.choices[0][0])

    @cached_property
    def _beginnings(self) -> list[list[str]]:
        end = "" if self.prefix else " "
        return [[f" {one}{end}" for one in choice] for choice in self.choices]

    @cached_property
    def _wholes(self) -> list[list[str]]:
        return [[f" {one} " for one in choice] for choice in self.choices]

    def fits(self, words: str, whole: bool = False) -> bool:
        """Tell whether it is among words, each with a space before and after it."""
        for choice in self._wholes if whole else self._beginnings:
            for one in choice:
                if one not in words:
                    break
            else:
                return True
        return False


def spell(text: str) -> str:
    """Write a text without case, accents, tone marks and joiners, with digits as 0 to 9."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    plain = _DROPPED.sub("", plain)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.decimal(c, c)) if c.isdecimal() else c for c in plain)


def key(text: str) -> str:
    """Give what two spellings of one name have in common: the words with one space between."""
    parts = []
    for unspaced, spaced in _segments(text):
        words = [unspaced] if unspaced else [" ".join(_apart(one)) for one in compounds(spaced)]
        parts += words
    return " ".join(parts)


def indexed(text: str) -> Iterator[str]:
    """Give the words under which a name is found; those made of two neighbours too."""
    for unspaced, spaced in _segments(text):
        if unspaced:
            yield from _pairs(unspaced, ending=True)
        before = ""
        for word in compounds(spaced):
            parts = _PART.findall(word)
            yield from parts
            joined = _joined(word)
            if len(parts) > 1:
                yield joined
            if before:
                yield before + joined
            before = joined


def terms(text: str) -> list[Term]:
    """Give the parts of what a person asks for, the first ones of a long text."""
    found: list[Term] = []
    for unspaced, spaced in _segments(text):
        pairs = list(_pairs(unspaced, ending=False))
        found += [Term(((pair,),), prefix=pair == pairs[-1]) for pair in pairs]
        found += [_term(word) for word in compounds(spaced)]
    return list(dict.fromkeys(found))[:_MOST]


def _term(word: str) -> Term:
    parts = tuple(_PART.findall(word))
    if len(parts) == 1 or _numbered(word):
        return Term(((word,),), prefix=len(word) > 1)
    return Term(((_joined(word),), parts))


def compounds(text: str) -> list[str]:
    """Give words, those tied by a hyphen, a slash or a full stop in one."""
    return _COMPOUND.findall(text)


def _segments(text: str) -> Iterator[tuple[str, str]]:
    spelled = spell(text).replace("&", " and ")
    yield from _SEGMENT.findall(spelled)


def _apart(word: str) -> list[str]:
    return [_joined(word)] if _numbered(word) else _PART.findall(word)


def _joined(word: str) -> str:
    """Make one word of a compound; a number such as 2.1.3 keeps its full stops."""
    return word if _numbered(word) else "".join(_PART.findall(word))


def _numbered(word: str) -> bool:
    return "." in word and bool(_NUMBER.fullmatch(word))


def _pairs(run: str, ending: bool) -> Iterator[str]:
    """Give each cluster of letters with the next one, and the last one alone if it is asked."""
    clusters = [one for one in _CLUSTER.findall(run) if not one.isspace()]
    yield from (one + other for one, other in pairwise(clusters))
    if clusters and (ending or len(clusters) == 1):
        yield clusters[-1]


def near(word: str, vocabulary: Iterable[str]) -> list[str]:
    """Give the words that are one slip away: a letter more, less, changed, or two exchanged."""
    size = len(word)
    if size < 4 or word.isdigit():
        return []
    return [other for other in vocabulary if abs(len(other) - size) < 2 and _slip(word, other)]


def _slip(one: str, other: str) -> bool:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return one != other
    rest, left = one[at:], other[at:]
    return (
        rest[1:] == left[1:]
        or rest[1:] == left
        or rest == left[1:]
        or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
    )
