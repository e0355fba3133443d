"""Mutants put on trial: which are found, and whether the check tells the right place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import mutation_classes
import mutation_dates
import mutation_editors
import mutation_files
import mutation_links
import mutation_nodes
import mutation_values
import mutation_words
from aseankg.checked import Terms
from aseankg.errors import InputErrors
from aseankg.findings import Finding
from aseankg.house_staleness import STALE_RULES
from aseankg.rechecked import check_again
from mutation_batches import composed, packed
from mutation_graph import Graph
from mutations import OPERATORS, Mutant

KINDS = (  # each enters its operators when it is imported
    *(mutation_classes, mutation_dates, mutation_editors, mutation_files, mutation_links),
    *(mutation_nodes, mutation_values, mutation_words),
)
NEAR = 2  # lines
DAY = date(2026, 7, 1)  # after all that the graph says has happened
_AGES = set(STALE_RULES) - {"dated-ahead"}  # what gets old is no fault that was made
_TRIES = 60


@dataclass(frozen=True)
class Verdict:
    """What the check says of a mutant: `here` what it finds at the place, `elsewhere` the rest."""

    mutant: Mutant
    here: Sequence[Finding]
    elsewhere: Sequence[Finding]

    @property
    def word(self) -> str:
        if self.here:
            return "caught"
        return "elsewhere" if self.elsewhere else "survived"


def make(graph: Graph, seed: int, count: int) -> list[Mutant]:
    """Make mutants, of each operator about as many, no two alike."""
    random = Random(seed)
    found: dict[object, Mutant] = {}
    names = sorted(OPERATORS)
    while len(found) < count and names:
        for name in list(names):
            mutant = _make_one(graph, name, random, found)
            if mutant is None:
                names.remove(name)
            elif len(found) < count:
                found[mutant.key] = mutant
    return list(found.values())


def _make_one(
    graph: Graph, name: str, random: Random, known: dict[object, Mutant]
) -> Mutant | None:
    for _ in range(_TRIES):
        mutant = OPERATORS[name].make(graph, random)
        if mutant and (small := packed(mutant)).key not in known:
            return small
    return None


def judge(graph: Graph, terms: Terms, batch: Sequence[Mutant]) -> Iterator[Verdict]:
    """Check the graph with some mutants in it, and tell what is new near each.

    What is not caught among others is tried once more by itself.
    """
    files, mutants = composed(batch)
    old = {one.fingerprint for one in graph.base.findings}
    found = [one for one in _check(graph, terms, files) if one.severity != "info"]
    new = [one for one in found if one.fingerprint not in old and one.rule not in _AGES]
    spoilt = any(one.rule == "syntax" for one in new)
    for mutant, own in zip(mutants, batch, strict=True):
        form = OPERATORS[mutant.operator].form
        counted = [one for one in new if form or one.rule != "not-canonical"]
        here = [one for one in counted if _is_near(one, mutant)]
        if len(batch) > 1 and (spoilt or not here):
            yield from judge(graph, terms, [own])
        else:
            yield Verdict(own, here, [one for one in counted if one not in here])


def _check(graph: Graph, terms: Terms, changed: dict[Path, bytes | None]) -> list[Finding]:
    before = {path: path.read_bytes() if path.is_file() else None for path in changed}
    _write(changed)
    try:
        return check_again(graph.base, terms).findings
    except InputErrors as bad:
        return [
            Finding("syntax", "violation", Path(one.file), one.line, "", "", "", one.message, "")
            for one in bad.errors
        ]
    finally:
        _write(before)


def _write(files: dict[Path, bytes | None]) -> None:
    for path, data in files.items():
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)


def _is_near(one: Finding, mutant: Mutant) -> bool:
    told = {(one.path, one.line), *((place.path, place.line) for place in one.related)}
    return any(
        path == place and abs(line - number) <= NEAR
        for path, line in told
        for place, number in mutant.places
    )


def table(verdicts: Iterable[Verdict]) -> str:
    """Write how many mutants of each operator were made, caught, told elsewhere, survived."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in verdicts:
        found[one.mutant.operator][one.word] += 1
    rows = ["| operator | made | caught | elsewhere | survived |", "|---|---:|---:|---:|---:|"]
    total: Counter[str] = sum(found.values(), Counter())
    for name, words in [*sorted(found.items()), ("all", total)]:
        numbers = (words.total(), words["caught"], words["elsewhere"], words["survived"])
        rows.append(f"| {name} | {' | '.join(map(str, numbers))} |")
    return "\n".join(rows)


def survivors(verdicts: Iterable[Verdict]) -> str:
    """Tell of each mutant that was not caught what was done, and what the check says elsewhere."""
    rows = []
    for one in verdicts:
        if one.word != "caught":
            at = [f"{path.parent.name}/{path.name}:{line}" for path, line in one.mutant.places]
            rows.append(f"{one.word}: {one.mutant.operator}: {one.mutant.note} ({min(at)})")
            rows += [f"    {f.path.name}:{f.line} {f.rule}" for f in one.elsewhere[:3]]
    return "\n".join(rows)
