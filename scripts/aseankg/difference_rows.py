"""A difference as sections of rows, one section a thing: what every way of writing it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aseankg.difference_facts import Fact, by_thing, tally
from aseankg.difference_names import Row, Words
from aseankg.namespaces import CODE, ID, SRC, shorten

_FIRST = (ID, SRC, CODE)


@dataclass(frozen=True)
class Report:
    """A difference between two states, named, with the words to tell it in."""

    old: str
    new: str
    facts: tuple[Fact, ...]
    words: Words

    @property
    def title(self) -> str:
        """Say what was compared."""
        return f"From {self.old} to {self.new}"

    def sections(self) -> list[Section]:
        """Give the things that facts changed of: things by name, then sources, then terms."""
        made = [_section(iri, facts, self.words) for iri, facts in by_thing(self.facts)]
        return sorted(made, key=lambda one: (_rank(one.iri), one.name.casefold(), one.iri))


@dataclass(frozen=True)
class Section:
    """A thing and what changed of it; `fate` is "new", "gone" or empty."""

    iri: str
    name: str
    kind: str
    fate: str
    rows: tuple[Row, ...]

    @property
    def about(self) -> str:
        """Say what the thing is: its fate, class and id."""
        return ", ".join(filter(None, (self.fate, self.kind, shorten(self.iri))))


def _section(iri: str, facts: Iterable[Fact], words: Words) -> Section:
    rows = tuple(words.row(fact) for fact in facts)
    return Section(iri, words.name(iri), words.classes(iri), words.fate(iri), rows)


def _rank(iri: str) -> int:
    return next((rank for rank, start in enumerate(_FIRST) if iri.startswith(start)), len(_FIRST))


def graphs(fact: Fact) -> list[str]:
    """Give the sources to cite: of what moved the one before, then the one now."""
    return [fact.was, fact.source] if fact.kind == "moved" else [fact.source]


def in_words(found: Sequence[Fact]) -> str:
    """Say how many facts became what."""
    many = "1 fact" if len(found) == 1 else f"{len(found)} facts"
    return f"{many}: {counted(found)}" if found else "no fact differs"


def counted(found: Iterable[Fact]) -> str:
    """Count facts by what became of them, in words."""
    return ", ".join(f"{count} {kind}" for kind, count in tally(found).items() if count)


def cut(text: str, most: int) -> str:
    """Shorten a long text at a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"
