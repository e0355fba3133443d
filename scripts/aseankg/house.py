"""The rules of the house: what shapes cannot see, because they see one graph and no files."""

from __future__ import annotations

from aseankg import house_dates, house_form, house_places, house_things
from aseankg.corpus import Corpus, File, Known, Whole
from aseankg.findings import Finding
from aseankg.house_registry import RULES, WHOLE_RULES

# Each enters its rules when it is loaded.
PARTS = (house_form, house_places, house_things, house_dates)


def check(corpus: Corpus) -> list[Finding]:
    """Give what breaks the rules of the house, in all files and in the graph as a whole."""
    found = [finding for file in corpus.parts for finding in check_file(file, corpus)]
    return check_whole(corpus.whole) + found


def check_file(file: File, known: Known) -> list[Finding]:
    """Give what breaks the rules of the house in one file."""
    return [finding for one in RULES.values() for finding in one(file, known)]


def check_whole(whole: Whole) -> list[Finding]:
    """Give what is wrong with the graph as a whole, whatever its files say."""
    return [finding for one in WHOLE_RULES.values() for finding in one(whole)]
