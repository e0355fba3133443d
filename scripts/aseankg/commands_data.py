"""Commands on the files of the graph: import, fmt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from aseankg.console import Failure, unknown
from aseankg.errors import InputError, InputErrors
from aseankg.paths import own_root

_FILES = click.Path(exists=True, path_type=Path)


@click.command(
    "import", epilog="Example: aseankg import new-facts.xlsx --source baotintuc-2025-11-27"
)
@click.argument("paths", nargs=-1, type=_FILES)
@click.option("--source", default="", help="Source of rows that name none: its id.")
@click.option("--template", metavar="TABLE", help="Print an empty table to fill in, and stop.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing when all is well.")
def import_command(paths: tuple[Path, ...], source: str, template: str | None, quiet: bool) -> None:
    """Take in tables of facts: CSV files, Excel workbooks, folders of them.

    Everything is validated first. One bad cell, told as file:row:column, and nothing is written
    (exit code 1). The columns of each table stand in graph/tables.md.
    """
    if template:
        click.echo(_template(template), nl=False)
        return
    if not paths:
        raise Failure("no table named; aseankg import FILE, or --template TABLE for an empty one")
    from aseankg.importer import import_tables

    try:
        done = import_tables(paths, own_root(), source)
    except InputErrors as faults:
        for fault in faults.errors:
            click.echo(str(fault), err=True)
        many = len(faults.errors)
        click.echo(f"{many} {'fault' if many == 1 else 'faults'}; nothing was written", err=True)
        raise SystemExit(1) from faults
    if not quiet:
        for table, count in done.rows.items():
            click.echo(f"{count:6} {'row' if count == 1 else 'rows'} of {table}")
        for path in done.written:
            click.echo(f"wrote {_relative(path)}")
        if not done.written:
            click.echo("the graph holds all of this already; nothing to write")


def _template(table: str) -> str:
    from aseankg.editorial_tables import ALL_TABLES
    from aseankg.templates import template_csv

    if table not in ALL_TABLES:
        raise Failure(
            unknown("table", table, ALL_TABLES, f"the tables are {', '.join(ALL_TABLES)}")
        )
    return template_csv(ALL_TABLES[table])


@click.command("fmt", epilog="Example: aseankg fmt graph/viet-nam --check")
@click.argument("paths", nargs=-1, type=_FILES)
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; exit 1 if anything would."
)
@click.option("--quiet", "-q", is_flag=True, help="Do not name the files.")
def fmt_command(paths: tuple[Path, ...], only_check: bool, quiet: bool) -> None:
    """Put Turtle files in canonical form: sorted, one statement a line, no blank nodes.

    Without PATHS: the whole graph.
    """
    from aseankg.files import replace_all

    root = own_root(*paths)
    changed, unread = _all_new(turtle_files(paths or [root / "graph"]), root)
    if only_check:
        _name("would change", changed, quiet)
    if unread:
        raise InputErrors(unread)
    if only_check:
        raise SystemExit(1 if changed else 0)
    _name("changed", changed, quiet)
    homes: dict[Path, dict[Path, str]] = {}
    for path, text in changed.items():
        whole = path.resolve()
        home = root.resolve() if whole.is_relative_to(root.resolve()) else whole.parent
        homes.setdefault(home, {})[whole] = text
    for home, texts in homes.items():
        replace_all(home, texts)


def _name(what: str, paths: Iterable[Path], quiet: bool) -> None:
    for path in paths if not quiet else ():
        click.echo(f"{what} {_relative(path)}")


def turtle_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the .ttl files among paths; a folder counts with all below it."""
    for path in paths:
        yield from sorted(path.rglob("*.ttl")) if path.is_dir() else [path]


def _all_new(paths: Iterable[Path], root: Path) -> tuple[dict[Path, str], list[InputError]]:
    """Give the canonical texts of files that hold others, and what cannot be read."""
    changed: dict[Path, str] = {}
    unread: list[InputError] = []
    for path in paths:
        try:
            changed.update((path, text) for text in _new(path, root))
        except InputError as error:
            unread.append(error)
    return changed, unread


def _new(path: Path, root: Path) -> Iterator[str]:
    """Give the canonical text of a file, if that is not what it holds."""
    from aseankg.dataset import graph_of
    from aseankg.namespaces import AKG
    from aseankg.positions import parse
    from aseankg.turtle import format_turtle

    inside = path.resolve().is_relative_to((root / "graph").resolve())
    first = graph_of(path.resolve(), root.resolve()).value if inside else AKG.rstrip("#")
    located = parse(path)
    try:
        text = format_turtle((triple for triple, _ in located), first)
    except ValueError as error:
        nameless = {str(term) for triple, _ in located for term in triple if str(term)[0] == "_"}
        line = min(line for triple, line in located if nameless & {str(term) for term in triple})
        raise InputError(path, line, None, "holds a blank node", "give it an IRI") from error
    if text.encode() != path.read_bytes():
        yield text


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
