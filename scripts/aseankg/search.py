"""Look for things by their names in any language and script, as people type them."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from threading import Lock

import pyoxigraph as ox

from aseankg.headers import Question
from aseankg.namespaces import expand
from aseankg.search_fits import Asked, Hit, ask, rank
from aseankg.search_names import Entry, read_entries
from aseankg.search_words import Term, near

_MOST = 8  # words that other ones are tried for
_TABLE = (
    "CREATE VIRTUAL TABLE names USING fts5(words, content='', columnsize=0, detail='none', "
    "tokenize=\"ascii tokenchars '.'\")"
)
_INSERT = "INSERT INTO names(rowid, words) VALUES (?, ?)"
_SELECT = "SELECT rowid FROM names WHERE names MATCH ?"


@dataclass(frozen=True)
class Found:
    """The hits, best first; how many there are by kind and by country before these are chosen.

    `meant` is what was looked for instead where nothing has the words that were asked for; `most`
    tells that the hits have most of the words, not all.
    """

    hits: Sequence[Hit] = ()
    kinds: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    meant: str = ""
    most: bool = False


class Index:
    """All names of a graph to be looked up; several threads may ask at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the things in; about a quarter of a second for the graph."""
        self._entries = list(entries)
        self._by_iri = {entry.iri: entry for entry in self._entries}
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(_TABLE)
        self._base.executemany(_INSERT, enumerate(map(_words, self._entries)))
        counted: Counter[str] = Counter()
        for entry in self._entries:
            counted.update({word for name in entry.names for word in name.key.split()})
        self._counted = counted
        words = (name.words.split() for entry in self._entries for name in entry.names)
        self._vocabulary = sorted(set(chain.from_iterable(words)))

    def __len__(self) -> int:
        """Count the things."""
        return len(self._entries)

    @property
    def entries(self) -> list[Entry]:
        """Give all things, in a fixed order."""
        return list(self._entries)

    def search(
        self, text: str, lang: str = "en", kinds: Collection[str] = (), country: str = ""
    ) -> Found:
        """Give what is called so; of some kinds, and of a country, only if they are given.

        Where nothing is, words one slip away are tried, then whatever has most of the words.
        """
        asked = ask(text, lang)
        first = Found()
        for asking, meant, loose in self._tries(asked):
            ranked = self._ranked(asking, loose)
            chosen = [hit for hit in ranked if _chosen(hit.entry, kinds, country)]
            counts = _count(ranked, "kind"), _count(ranked, "country")
            found = Found(chosen, *counts, meant, loose)
            if chosen:
                return found
            first = first if first.kinds else found
        return replace(first, meant="", most=False)

    def get(self, iri: str) -> Entry | None:
        """Give the entry of an IRI."""
        return self._by_iri.get(iri)

    def _tries(self, asked: Asked) -> Iterable[tuple[Asked, str, bool]]:
        """Give what to look for, one after the other, until something is found."""
        if not asked.terms:
            return
        yield asked, "", False
        corrected = self._corrected(asked)
        if corrected.key != asked.key:
            yield corrected, corrected.key, False
        for other in self._changed(asked):
            yield other, other.key, False
        yield corrected, corrected.key if corrected.key != asked.key else "", True

    # --- what people meant -------------------------------------------------------------------

    def _knows(self, term: Term) -> bool:
        return any(all(map(self._begins, choice)) for choice in term.choices)

    def _begins(self, word: str) -> bool:
        at = bisect_left(self._vocabulary, word)
        return at < len(self._vocabulary) and self._vocabulary[at].startswith(word)

    def _near(self, word: str) -> list[str]:
        """Give known words one slip away, the commonest first."""
        return sorted(near(word, self._counted), key=lambda one: (-self._counted[one], one))

    def _corrected(self, asked: Asked) -> Asked:
        """Put known words for unknown ones; leave out those like no other, unless most are."""
        if all(map(self._knows, asked.terms)):
            return asked
        words = []
        for word in asked.key.split()[:_MOST]:
            if self._begins(word) or not word.isascii():
                words.append(word)
            else:
                words += self._near(word)[:1]
        enough = 2 * sum(map(len, words)) >= len(asked.key.replace(" ", ""))
        return asked.again(words) if enough else asked

    def _changed(self, asked: Asked) -> Iterable[Asked]:
        """Change one word at a time where all are known, but not together."""
        words = asked.key.split()
        for at, word in enumerate(words[:_MOST]):
            for other in islice(self._near(word), 3) if word.isascii() else ():
                changed = asked.again([*words[:at], other, *words[at + 1 :]])
                if self._rows(changed.terms, " AND "):
                    yield changed

    # --- what is found -----------------------------------------------------------------------

    def _rows(self, parts: Sequence[Term], between: str) -> list[int]:
        expression = between.join(map(_expression, parts))
        with self._lock:
            return [row for (row,) in self._base.execute(_SELECT, (expression,))]

    def _ranked(self, asked: Asked, loose: bool) -> list[Hit]:
        if not asked.terms:
            return []
        if loose:
            telling = [term for term in asked.terms if term.weight > 2] or asked.terms
            rows = self._rows(telling, " OR ")
        else:
            rows = self._rows(asked.terms, " AND ")
        entries = [self._entries[row] for row in rows]
        named = self._by_iri.get(expand(asked.text))
        if named and named not in entries:
            entries.append(named)
        ranked = [one for entry in entries if (one := rank(asked, entry, loose))]
        return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])]


def build(store: ox.Store, questions: Iterable[Question] = ()) -> Index:
    """Make the index of all names in a store, and of the summaries of questions."""
    return Index(read_entries(store, questions))


def _words(entry: Entry) -> str:
    return " ".join([*(name.words for name in entry.names), entry.context])


def _expression(term: Term) -> str:
    star = "*" if term.prefix else ""
    choices = (" AND ".join(f'"{word}"{star}' for word in choice) for choice in term.choices)
    return "(" + " OR ".join(f"({choice})" for choice in choices) + ")"


def _chosen(entry: Entry, kinds: Collection[str], country: str) -> bool:
    return (not kinds or entry.kind in kinds) and (not country or entry.country == country)


def _count(hits: Iterable[Hit], what: str) -> Counter[str]:
    return Counter(value for hit in hits if (value := getattr(hit.entry, what)))
