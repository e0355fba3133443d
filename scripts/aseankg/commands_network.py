"""The command network: what a network holds, and the measures on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aseankg import console, formats, screen
from aseankg.console import Failure, unknown
from aseankg.formats import SOURCES, Answer
from aseankg.options import LANG, WITHOUT, output_options, parameter_option

if TYPE_CHECKING:
    from aseankg.catalogue import Cell, Question, Table
    from aseankg.measures import Measure
    from aseankg.tallies import Scene

TOP = 20
_NAMED = 6  # of a list of things, as many are named in a cell of a table on the screen


class Networks(click.Group):
    """One command a network, made from the header of its file when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the networks."""
        from aseankg.headers import networks

        return sorted(networks())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Make the command of a network; raises `InputError` for a name that none has."""
        from aseankg.network import find_network

        return _command(find_network(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the networks and the measures."""
        from aseankg.headers import networks
        from aseankg.measures import MEASURES

        with formatter.section("Networks"):
            formatter.write_dl([(name, one.summary) for name, one in sorted(networks().items())])
        with formatter.section("Measures (--measure NAME)"):
            formatter.write_dl([(one.name, one.about) for one in MEASURES.values()])


@click.group(
    "network",
    cls=Networks,
    invoke_without_command=True,
    epilog="Example: aseankg network institution-commitment --measure single-support",
)
@click.pass_context
def network_command(ctx: click.Context) -> None:
    """Analyse a network; without a name, list the networks and measures.

    With a name: how many things and lines of which kinds it has, and what it does not show. With
    --measure the things by that measure. Each network has its own options: aseankg network NAME
    --help.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _command(question: Question) -> click.Command:
    def run(form: str, output: Path | None, quiet: bool, **values: Any) -> None:
        name, top = values.pop("measure"), values.pop("top")
        lang, without = values.pop("lang"), values.pop("without")
        asked = {key: value for key, value in values.items() if value is not None}
        scene = _scene(question, asked, lang, without)
        told = {**question.defaults, **asked}
        if name is None:
            content = _summary(question, scene, told, form)
        else:
            content = _measured(question, scene, {**told, "measure": name}, form, top)
        if form == "xlsx" and output is None and console.is_terminal():
            raise Failure("a workbook is no text for a terminal; add --output FILE.xlsx")
        console.deliver(content, output, quiet=quiet)

    command: Any = output_options()(WITHOUT(LANG(run)))
    command = click.option(
        "--top", type=click.IntRange(min=1), metavar="N", help=f"Rows. [default: {TOP} in a table]"
    )(command)
    command = click.option(
        "--measure",
        "-m",
        metavar="MEASURE",
        callback=_checked,
        help="What to measure; aseankg network lists the measures.",
    )(command)
    for parameter in reversed(list(question.parameters.values())):
        command = parameter_option(parameter)(command)
    caution = f"What it does not show: {_caution(question)}"
    return click.command(
        question.name,
        help=f"{question.summary}\n\n{question.description}\n\n{caution}",
        epilog=f"Example: aseankg network {question.name} --measure betweenness --top 10",
    )(command)


def _checked(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from aseankg.measures import MEASURES

    if value is not None and value not in MEASURES:
        raise Failure(unknown("measure", value, MEASURES, "aseankg network lists them"))
    return value


def _scene(
    question: Question, asked: Mapping[str, str], lang: str, without: tuple[str, ...]
) -> Scene:
    from aseankg.network import project
    from aseankg.parameters import terms_of
    from aseankg.store import open_store
    from aseankg.tallies import Scene

    store = open_store()
    graph = project(store, question, asked, lang, without)
    return Scene(graph, store, terms_of(store, question, asked))


def _caution(question: Question) -> str:
    from aseankg.network import caution_of

    return caution_of(question)


# --- what a network holds -------------------------------------------------------------------------


def _summary(question: Question, scene: Scene, told: Mapping[str, str], form: str) -> str | bytes:
    answer = Answer(question.name, question.summary, summary_table(scene), told)
    return _written(answer, form, [f"What it does not show: {_caution(question)}"])


def summary_table(scene: Scene) -> Table:
    """Give what a network holds: things by kind, lines by relation and basis, pieces, sources."""
    from aseankg.catalogue import Cell, Table
    from aseankg.communities import components

    graph = scene.graph
    pieces = components(graph)
    sources = {iri for _, _, told in graph.edges(data="sources") for iri in told}
    rows = [
        ("all", "things", graph.number_of_nodes()),
        ("all", "lines", graph.number_of_edges()),
        ("all", "pieces that no line joins", len(pieces)),
        ("all", "things in the largest piece", len(pieces[0]) if pieces else 0),
        ("all", "sources", len(sources)),
        *_counted("things", (told["kind"] for _, told in graph.nodes(data=True))),
        *_counted("lines", (label for _, _, label in graph.edges(data="label"))),
        *_counted("basis", (basis for _, _, basis in graph.edges(data="basis"))),
    ]
    columns = ["of", "what", "number"]
    texts = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
    return Table(columns, [{k: Cell(v) for k, v in row.items()} for row in texts], {})


def _counted(of: str, words: Any) -> list[tuple[str, str, int]]:
    counts = Counter(words)
    return [(of, word, counts[word]) for word in sorted(counts, key=lambda w: (-counts[w], w))]


# --- measures -------------------------------------------------------------------------------------


def _measured(
    question: Question, scene: Scene, told: Mapping[str, str], form: str, top: int | None
) -> str | bytes:
    from aseankg.measures import MEASURES, measured

    measure = MEASURES[told["measure"]]
    table = measured(scene, measure.name)
    shown = top or (TOP if form == "table" else None)
    kept = replace(table, rows=table.rows[:shown])
    summary = f"{measure.about} {question.summary}"
    answer = Answer(f"{question.name} {measure.name}", summary, _cited(kept), told)
    return _written(answer, form, _notes(measure, question, table, kept), measure)


def _cited(table: Table) -> Table:
    """Keep of the sources only those that the rows name."""
    named = {iri for row in table.rows for iri in row[SOURCES].value.split()}
    return replace(table, sources={k: v for k, v in table.sources.items() if k in named})


def _notes(measure: Measure, question: Question, table: Table, kept: Table) -> list[str]:
    notes = [f"What it does not show: {measure.caution}", f"Of the network: {_caution(question)}"]
    if len(kept.rows) < len(table.rows):
        notes.append(f"The first {len(kept.rows)} of {len(table.rows)} rows; --top N gives more.")
    return notes


def _written(
    answer: Answer, form: str, notes: list[str], measure: Measure | None = None
) -> str | bytes:
    """Write a table with its notes below it; in other forms they stand in the summary."""
    if form != "table":
        full = replace(answer, summary=" ".join([answer.summary, *notes]))
        return formats.write(full, form)
    table = answer.table
    if measure and not measure.evidence and table.rows:
        notes = [*notes, f"{len(table.sources)} sources; --format csv or json names them by row."]
        table = replace(table, columns=[name for name in table.columns if name != SOURCES])
        table = replace(table, rows=[_without_sources(row) for row in table.rows])
    rows = [{name: _short(cell) for name, cell in row.items()} for row in table.rows]
    text = screen.table(replace(answer, table=replace(table, rows=rows)))
    tail = [line for note in notes for line in console.wrap(note, _width())]
    return "\n".join([text.rstrip("\n"), "", *tail]) + "\n"


def _width() -> int:
    return console.terminal_width()


def _without_sources(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in row.items() if name != SOURCES}


def _short(cell: Cell) -> Cell:
    """Shorten a long list of things to its first ones and the number of the others."""
    names = (cell.label or "").split("; ")
    if len(names) <= _NAMED or cell.iri:
        return cell
    return replace(cell, label="; ".join([*names[:_NAMED], f"and {len(names) - _NAMED} more"]))
