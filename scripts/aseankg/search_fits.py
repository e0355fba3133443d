"""How well a name fits what a person asks for, and what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from aseankg.namespaces import BASE, expand
from aseankg.search_names import KINDS, Entry, Name
from aseankg.search_words import Term, key, terms

# How well a name fits, best first.
EXACT, SAME_LETTERS, BEGINS, HOLDS, WORDS, BEGINS_WITHIN, BEGINNINGS, TOGETHER, MOST = range(9)
_LONGEST = 200
_ENOUGH = 0.6  # of what is asked, where nothing has all of it
_GROUPS = {kind: (at > 4) + (at > 8) + (at > 10) for at, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Hit:
    """A thing that was found, by which of its names, and how well that fits (0 is best)."""

    entry: Entry
    name: Name
    fit: int

    @property
    def iri(self) -> str:
        """Give the IRI of the thing."""
        return self.entry.iri

    @property
    def score(self) -> int:
        """Give how well the name fits, 100 being the name itself."""
        return (100, 98, 90, 80, 70, 65, 60, 50, 30)[self.fit]


@dataclass(frozen=True)
class Asked:
    """What is asked for: as it was typed, as names are compared, in parts."""

    text: str
    key: str
    terms: tuple[Term, ...]
    lang: str

    @cached_property
    def weight(self) -> int:
        """Give how much all of it tells."""
        return sum(term.weight for term in self.terms) or 1

    def again(self, words: list[str]) -> Asked:
        """Ask for other words instead."""
        return ask(" ".join(words), self.lang)


def ask(text: str, lang: str) -> Asked:
    """Take apart what is asked for, the first 200 letters of it."""
    text = text.strip()[:_LONGEST]
    return Asked(text, key(text), tuple(terms(text)), lang)


Rank = tuple[object, ...]


def rank(asked: Asked, entry: Entry, loose: bool) -> tuple[Rank, Hit] | None:
    """Give the name of a thing that fits best, with what hits are put in order by."""
    if asked.text in (entry.iri, entry.iri.removeprefix(BASE)) or expand(asked.text) == entry.iri:
        return (EXACT,), Hit(entry, entry.names[0], EXACT)
    graded = [(*_grade(asked, name), _foreign(asked, name)) for name in entry.names]
    at = min(range(len(graded)), key=lambda i: (graded[i], len(entry.names[i].key), i))
    fit, share, _ = graded[at]
    name = entry.names[at]
    if loose and fit == TOGETHER:
        told = sum(t.weight for t in asked.terms if t.fits(name.words) or t.fits(entry.context))
        if told < _ENOUGH * asked.weight:
            return None
        fit, share = MOST, share - told / asked.weight
    return _order(asked, entry, name, fit, share), Hit(entry, name, fit)


def _order(asked: Asked, entry: Entry, name: Name, fit: int, share: float) -> Rank:
    """Put kinds that are looked for first before others, what sources speak of most before rest.

    What is just called so is first, unless it is a word of the vocabulary.
    """
    typed = asked.text.casefold() not in name.text.casefold()
    kind = KINDS.index(entry.kind)
    group = _GROUPS[entry.kind]
    known = -entry.sources.bit_length()
    last = (known, len(name.key), kind, name.key, entry.iri)
    if fit <= SAME_LETTERS and group < 3:
        return (fit, typed, kind, *last)
    if fit == MOST:
        return (fit, share, group, *last)
    late = 0 if group < 2 else 2 if fit <= SAME_LETTERS else 3
    little = group > 1 or 2 * len(asked.key) < len(name.key)
    return (fit + late, typed, share, little, group, *last)


def _foreign(asked: Asked, name: Name) -> int:
    return (asked.lang, "en").index(name.lang) if name.lang in (asked.lang, "en") else 2


def _grade(asked: Asked, name: Name) -> tuple[int, float]:
    """Tell how a name fits and, where it has a part of what is asked only, minus that share."""
    share = sum([term.weight for term in asked.terms if term.fits(name.words)])
    if share < asked.weight:
        return TOGETHER, -share / asked.weight
    wanted, own = asked.key, name.key
    if own == wanted:
        return EXACT, 0
    if own.replace(" ", "") == wanted.replace(" ", ""):
        return SAME_LETTERS, 0
    begins = own.startswith(wanted)
    if begins and (own[len(wanted)] == " " or not wanted.isascii()):
        return BEGINS, 0
    if begins and name.role != "id":
        return BEGINS_WITHIN, 0
    if _holds(own, wanted) and name.role != "id":
        return HOLDS, 0
    whole = all(term.fits(name.words, whole=True) for term in asked.terms)
    return (WORDS if whole else BEGINNINGS), 0


def _holds(own: str, wanted: str) -> bool:
    return f" {wanted} " in f" {own} " or (not wanted.isascii() and wanted in own)
