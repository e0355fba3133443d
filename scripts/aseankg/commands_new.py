"""The command that begins something new: the file of a source, a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg.console import Failure, unknown
from aseankg.dates import today
from aseankg.paths import own_root

if TYPE_CHECKING:
    from aseankg.scaffolds import Scaffold


class Kinds(click.Group):
    """The kinds of things to begin; a slip is told with the kind that was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the kind that is meant, or say which there are."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise Failure(unknown("kind of file", args[0], self.commands, "source or question"))
        return super().resolve_command(ctx, args)


@click.group(
    "new",
    cls=Kinds,
    no_args_is_help=False,
    epilog='Example: aseankg new source https://asean.org/a-statement --title "A statement"',
)
def new_command() -> None:
    """Begin a source or a question: a file that passes the check, to be filled in.

    Nothing is downloaded, nothing is asked, no file is ever overwritten.
    """


@new_command.command(
    "source",
    short_help="A source: its file, with the description of the document.",
    epilog="Example: aseankg new source https://asean.org/a-statement --issued 2026-02",
)
@click.argument("url")
@click.option("--title", default="", help="As the document gives it. [default: from the address]")
@click.option("--publisher", default="", help="Who publishes it. [default: the host]")
@click.option("--issued", default="", metavar="DATE", help="2026, 2026-02 or 2026-02-25.")
@click.option("--language", default="", metavar="TAG", help="Of the document: en, id, vi ...")
@click.option("--kind", default="webpage", help="news, decision, plan ... [default: webpage]")
@click.option("--folder", default="", help="Below graph/. [default: by the country of the address]")
@click.option("--checked", default="", metavar="DATE", help="When you read it. [default: today]")
@click.option("--quiet", "-q", is_flag=True, help="Print the path alone.")
def source_command(url: str, quiet: bool, checked: str, **told: str) -> None:
    """Begin the file of a source, described as the address URL and the options tell.

    An address that another source has is refused.
    """
    from aseankg.scaffolds import Document, source

    root = own_root()
    _begin(source(root, Document(url, checked=checked or today().isoformat(), **told)), root, quiet)


@new_command.command(
    "question",
    short_help="A question: a query that runs, with its description.",
    epilog="Example: aseankg new question which-bodies-have-no-seat",
)
@click.argument("name")
@click.option("--summary", default="", help="The question in words. [default: from NAME]")
@click.option("--quiet", "-q", is_flag=True, help="Print the path alone.")
def question_command(name: str, summary: str, quiet: bool) -> None:
    """Begin a question with a query that runs, under the NAME by which it is asked."""
    from aseankg.scaffolds import question

    root = own_root()
    _begin(question(root, name, summary), root, quiet)


def _begin(scaffold: Scaffold, root: Path, quiet: bool) -> None:
    """Write the files, none of which may be there, and say what is next."""
    for path, text in scaffold.files.items():
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError as error:
            raise Failure(f"{_relative(path, root)} is there already; edit it") from error
        click.echo(_relative(path, root) if quiet else f"wrote {_relative(path, root)}")
    if not quiet:
        click.echo(f"{scaffold.name}; what is next:")
        for number, step in enumerate(scaffold.to_do, 1):
            click.echo(f"  {number}. {step}")


def _relative(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
