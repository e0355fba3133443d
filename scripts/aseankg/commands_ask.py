"""Commands that ask: ask (a question of the catalogue), query (any SPARQL)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aseankg import console
from aseankg.console import Failure, unknown
from aseankg.formats import Answer
from aseankg.options import LANG, WITHOUT, give, output_options, parameter_option

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aseankg.catalogue import Question

GRAPH_FORMS = ("ttl", "nt", "jsonld")
ROW_FORMS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}


class Catalogue(click.Group):
    """One command a question, made from the header of its file when it is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the questions."""
        from aseankg.catalogue import questions

        return sorted(questions())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Make the command of a question; `Failure` for a name that no question has."""
        from aseankg.catalogue import questions

        known = questions()
        if cmd_name not in known:
            raise Failure(unknown("question", cmd_name, known, "aseankg ask lists them all"))
        return question_command(known[cmd_name])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the questions with what they answer."""
        from aseankg.catalogue import questions

        with formatter.section("Questions"):
            formatter.write_dl([(name, one.summary) for name, one in sorted(questions().items())])


@click.group(
    "ask",
    cls=Catalogue,
    invoke_without_command=True,
    epilog="Example: aseankg ask which-ministries-contribute-to-which-goals --country viet-nam",
)
@click.pass_context
def ask_command(ctx: click.Context) -> None:
    """Answer a question of the catalogue; without a name, list the questions.

    Each question has its own options: aseankg ask QUESTION --help.
    """
    if ctx.invoked_subcommand is None:
        click.echo(_listing(), nl=False)


def _listing() -> str:
    from aseankg.catalogue import questions

    rows = [(name, question.summary) for name, question in sorted(questions().items())]
    table = console.plain_table(("question", "what it answers"), rows, console.terminal_width())
    return f"{table}\naseankg ask QUESTION --help tells what a question can be narrowed by.\n"


def question_command(question: Question) -> click.Command:
    """Make the command of a question: an option for each of its parameters, and the usual ones."""

    def run(form: str, output: Path | None, quiet: bool, **values: Any) -> None:
        lang, without = values.pop("lang"), values.pop("without")
        safe = values.pop("spreadsheet_safe")
        asked = {name: value for name, value in values.items() if value is not None}
        give(answer(question, asked, lang, without, spreadsheet_safe=safe), form, output, quiet)

    command: Any = click.option(
        "--spreadsheet-safe",
        is_flag=True,
        help="In CSV and TSV, put ' before cells that a spreadsheet would run as a formula.",
    )(run)
    command = output_options()(WITHOUT(LANG(command)))
    for parameter in reversed(list(question.parameters.values())):
        command = parameter_option(parameter)(command)
    return click.command(
        question.name,
        help=f"{question.summary}\n\n{question.description}",
        epilog=_example(question),
    )(command)


def answer(
    question: Question,
    asked: dict[str, str],
    lang: str = "en",
    without: tuple[str, ...] = (),
    *,
    spreadsheet_safe: bool = False,
) -> Answer:
    """Ask a question and give its answer with what was asked for."""
    from aseankg.catalogue import ask
    from aseankg.store import open_store

    table = ask(open_store(), question, asked, lang=lang, without=without)
    told = {**question.defaults, **asked}
    return Answer(question.name, question.summary, table, told, spreadsheet_safe)


def _example(question: Question) -> str:
    told = question.header.get("parameters") or {}
    words = [
        f"--{one.option} {told[name]['example']}"
        for name, one in question.parameters.items()
        if "example" in (told.get(name) or {})
    ]
    return " ".join(["Example: aseankg ask", question.name, *words, "--format csv"])


@click.command("query", epilog="Example: aseankg query queries/where-sources-disagree.rq -f csv")
@click.argument("file", type=click.File(encoding="utf-8"))
@output_options(("table", *ROW_FORMS, *GRAPH_FORMS))
def query_command(file: Any, form: str, output: Path | None, quiet: bool) -> None:
    """Run the SPARQL 1.1 query in FILE (- for standard input), read only.

    All graphs together are the default graph; GRAPH ?source { } tells them apart. The usual
    prefixes (akg: id: src: code: skos: ...) need no declaration. Updates, SERVICE and FROM outside
    the dataset are refused. SELECT and ASK give table, csv, tsv, json or xml; CONSTRUCT and
    DESCRIBE give ttl, nt or jsonld.
    """
    from aseankg.sparql import answering
    from aseankg.store import open_store

    text = file.read()
    with answering(open_store(), text, file.name) as result:
        found = _collect(result, form)
    console.deliver(_written(found, form), output, quiet=quiet)


def _collect(result: Any, form: str) -> Any:
    """Read a result to its end: bytes in a standard format, or what a table is made of."""
    import pyoxigraph as ox

    if isinstance(result, ox.QueryTriples):
        if form not in (*GRAPH_FORMS, "table"):
            raise Failure(f"triples cannot be written as {form}; use {', '.join(GRAPH_FORMS)}")
        return sorted(result, key=str)
    if form in GRAPH_FORMS:
        raise Failure(f"rows cannot be written as {form}; use table, {', '.join(ROW_FORMS)}")
    if form in ROW_FORMS:
        return bytes(result.serialize(format=getattr(ox.QueryResultsFormat, ROW_FORMS[form])))
    if isinstance(result, ox.QueryBoolean):
        return "yes" if result else "no"
    return [variable.value for variable in result.variables], list(result)


def _written(found: Any, form: str) -> str | bytes:
    if isinstance(found, str | bytes):
        return found
    return _triples(found, form) if isinstance(found, list) else _rows(*found)


def _triples(found: list[ox.Triple], form: str) -> str | bytes:
    import pyoxigraph as ox

    from aseankg.turtle import format_turtle

    named = not any(isinstance(end, ox.BlankNode) for t in found for end in (t.subject, t.object))
    if form in ("ttl", "table") and named:
        return format_turtle(found)
    kind = ox.RdfFormat.JSON_LD if form == "jsonld" else ox.RdfFormat.N_TRIPLES
    return bytes(ox.serialize(found, format=kind) or b"")


def _rows(header: list[str], solutions: list[ox.QuerySolution]) -> str:
    from aseankg.namespaces import shorten

    rows = [["" if term is None else shorten(term.value) for term in row] for row in solutions]
    if not rows:
        return "no rows\n"
    if console.is_terminal():
        return console.rich_table(header, rows, "")
    return console.plain_table(header, rows, console.terminal_width())
