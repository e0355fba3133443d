"""The command path: how two things hang together, step by step."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg import console, formats
from aseankg.console import Failure
from aseankg.formats import SOURCES, Answer
from aseankg.options import LANG, WITHOUT, output_options

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aseankg.catalogue import Table
    from aseankg.connections import Way

CAUTION = (
    "A short way shows what sources tell of two things, not that one acts on the other; where no "
    "source was found there is no step."
)


@click.command("path", epilog="Example: aseankg path vn-moha asean-community-vision-2045 --k 2")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--k", "number", default=3, type=click.IntRange(1, 50), help="Ways. [default: 3]")
@click.option(
    "--max-length", default=6, type=click.IntRange(1, 12), help="Steps at most. [default: 6]"
)
@click.option("--network", metavar="NAME", help="Only over the lines of this network.")
@click.option("--as-of", metavar="DATE", help="Only over what holds on this day.")
@click.option(
    "--via",
    multiple=True,
    type=click.Choice(["country", "theme"]),
    help="Let ways pass through countries or themes, where almost everything meets.",
)
@WITHOUT
@LANG
@output_options()
def path_command(
    one: str,
    other: str,
    number: int,
    max_length: int,
    network: str | None,
    as_of: str | None,
    via: tuple[str, ...],
    without: tuple[str, ...],
    lang: str,
    form: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """Show how A and B hang together: the shortest ways, each step in words with its sources.

    A and B are ids (vn-moha), IRIs, or names or abbreviations in any language. The ways run over
    all relations between institutions, commitments, instruments, people, posts, projects and
    events, in either direction; exit code 1 when there is none.
    """
    from aseankg.store import open_store
    from aseankg.things import find_thing

    store = open_store()
    ends = (find_thing(store, one), find_thing(store, other))
    if ends[0] == ends[1]:
        raise Failure(f"'{one}' and '{other}' are the same thing; aseankg show {one} tells of it")
    if network:
        found = _over_network(store, network, ends, (number, max_length), as_of, without)
    else:
        found = _over_links(store, ends, (number, max_length), as_of, without, via)
    content = _written(store, found, ends, lang, form)
    if found or form != "table":
        console.deliver(content, output, quiet=quiet)
    if not found:
        place = f" of the network {network}" if network else ""
        hint = "a greater --max-length or --via country may find one"
        click.echo(
            f"no way of at most {max_length} steps{place} leads from {one} to {other}; {hint}",
            err=True,
        )
        sys.exit(1)


def _over_links(
    store: ox.Store,
    ends: tuple[str, str],
    limits: tuple[int, int],
    as_of: str | None,
    without: tuple[str, ...],
    via: tuple[str, ...],
) -> list[Way]:
    from aseankg.connections import hubs, ways, web
    from aseankg.links import links
    from aseankg.views import view

    kept = view(store, frozenset(without))
    every = links(kept, _day(store, as_of))
    things = {iri for link in every for iri in (link.start, link.end)}
    aside = hubs(store, things, [word.capitalize() for word in via]) - set(ends)
    return ways(web(every, aside), *ends, *limits)


def _day(store: ox.Store, as_of: str | None) -> str:
    from aseankg.headers import Parameter
    from aseankg.parameters import resolve

    return resolve(store, Parameter("as_of", "date", ""), as_of).value if as_of else ""


def _over_network(
    store: ox.Store,
    name: str,
    ends: tuple[str, str],
    limits: tuple[int, int],
    as_of: str | None,
    without: tuple[str, ...],
) -> list[Way]:
    from aseankg.connections import links_of, ways, web
    from aseankg.network import find_network, project

    asked = {"as_of": as_of} if as_of else {}
    graph = project(store, find_network(name), asked, without=without)
    return ways(web(links_of(graph)), *ends, *limits)


# --- words ----------------------------------------------------------------------------------------


def _written(
    store: ox.Store, found: Sequence[Way], ends: tuple[str, str], lang: str, form: str
) -> str | bytes:
    from aseankg.connections import table
    from aseankg.names import label

    rows = table(store, found, lang)
    names = [label(store, iri, lang) for iri in ends]
    summary = f"How {names[0]} and {names[1]} hang together"
    answer = Answer("path", f"{summary}. {CAUTION}", rows, {"from": ends[0], "to": ends[1]})
    if form != "table":
        return formats.write(answer, form)
    return _text(summary, rows, _chains(store, found, lang))


def _chains(store: ox.Store, found: Sequence[Way], lang: str) -> list[str]:
    """Give the things on each way in a line."""
    from aseankg.names import label

    chains = [[way[0].start, *(step.end for step in way)] for way in found]
    return [" > ".join(label(store, iri, lang) for iri in chain) for chain in chains]


def _text(summary: str, table: Table, chains: Sequence[str]) -> str:
    """Set each way as a paragraph: the things on it, then its steps in words with their sources."""
    width = console.terminal_width()
    numbers: dict[str, int] = {}
    for row in table.rows:
        for iri in row[SOURCES].value.split():
            numbers.setdefault(iri, len(numbers) + 1)
    lines = console.wrap(summary, width)
    for number, chain in enumerate(chains, start=1):
        lines += ["", *console.wrap(f"{number}. {chain}", width)]
        for row in table.rows:
            if row["path"].value == str(number):
                cited = " ".join(f"[{numbers[iri]}]" for iri in row[SOURCES].value.split())
                lines += console.hanging(
                    [f"step {row['step'].value}", row["words"].value, cited], width
                )
    lines += ["", "Sources"]
    lines += [
        f"  [{number}] {formats.citation(table.sources[iri], iri)}"
        for iri, number in numbers.items()
    ]
    return "\n".join([*lines, "", *console.wrap(f"What it does not show: {CAUTION}", width)]) + "\n"
