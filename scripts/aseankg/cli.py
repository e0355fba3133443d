"""The command `aseankg`: its commands, each loaded when it is used, and its exit codes.

0: it passes. 1: the data falls short. 2: it could not run; one line says why and what to do.
So it is with a fault of ours; `ASEANKG_TRACEBACK` in the environment shows where it is.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from aseankg import __version__, store
from aseankg.console import Failure, speak_utf8, unknown
from aseankg.errors import InputError, InputErrors

# command -> (module, object, one line of help): listing them must not load them
COMMANDS = {
    "ask": ("commands_ask", "Answer a question of the catalogue, with sources."),
    "query": ("commands_ask", "Run any SPARQL query, read only."),
    "show": ("commands_thing", "Show everything about one thing, with sources."),
    "path": ("commands_path", "Show how two things hang together, step by step."),
    "why": ("commands_why", "Explain an inferred statement down to its sources."),
    "network": ("commands_network", "Analyse a network."),
    "export": ("commands_export", "Write the graph, a question or a network as a file."),
    "explore": ("commands_explore", "Show the graph in a browser; answer SPARQL and REST."),
    "check": ("commands_check", "Check the graph; each finding with file and line."),
    "rules": ("commands_rules", "Explain a rule of the check."),
    "diff": ("commands_diff", "Show which facts changed between two states of the graph."),
    "new": ("commands_new", "Begin a source or a question."),
    "fmt": ("commands_data", "Put Turtle files in canonical form."),
    "import": ("commands_data", "Take in tables of facts."),
}


_LONGEST = 200  # letters of the words of a fault that nobody foresaw

# Commands that will want the store, so that it can be read while their modules are loaded.
ASKING = {"ask", "query", "show", "path", "why", "network"}


class Commands(click.Group):
    """The commands by name; user errors become one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of a command and give the command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"aseankg.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or say which names come near."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise Failure(unknown("command", args[0], COMMANDS, "aseankg --help lists them"))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say in one line what a person did that cannot be done."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except KeyboardInterrupt as stop:
            raise Failure("stopped") from stop
        except click.UsageError as error:
            place = error.ctx.command_path if error.ctx else "aseankg"
            message = error.format_message().rstrip(".")
            raise Failure(f"{message}; {place} --help tells what can be given") from error
        except InputErrors as error:
            lines = "\n".join(f"error: {_from_here(one)}" for one in error.errors)
            raise Failure(lines.removeprefix("error: ")) from error
        except InputError as error:
            raise Failure(_from_here(error)) from error
        except OSError as error:
            raise Failure(_of_system(error)) from error


def _from_here(error: InputError) -> str:
    """Say what is wrong with a file, named as it is called from the working folder."""
    with suppress(FileNotFoundError):  # the folder is gone
        return str(error).removeprefix(f"{Path.cwd()}{os.sep}")
    return str(error)


def _of_system(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    if error.filename is None:
        return f"standard output: {error.strerror}; make room, or give --output FILE"
    return f"{error.filename}: {error.strerror}; name another file or mend its permissions"


@click.command(
    cls=Commands, epilog="Example: aseankg ask which-ministries-contribute-to-which-goals"
)
@click.version_option(__version__, prog_name="aseankg")
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(resolve_path=True),
    help="The folder that holds `ontology` and `graph`. [default: ASEANKG_DATA; else the one that "
    "you are in, or the nearest above; else what aseankg came with]",
)
def cli(data: str | None) -> None:
    """Ask an open knowledge graph of ASEAN institutions and commitments.

    Every answer names its sources. A thing is given by its id (vn-moha), its IRI, or a name or
    abbreviation in any language.

    Exit codes: 0 it passes, 1 the data falls short, 2 it could not run.
    """
    if data:
        os.environ["ASEANKG_DATA"] = data


def main() -> None:
    """Run the command line; a fault that nobody foresaw becomes one line and exit code 2 too."""
    speak_utf8()
    try:
        if _will_ask(sys.argv[1:]):
            store.begin()
        cli(prog_name="aseankg")
    except Exception as error:
        Failure(_unforeseen(error)).show()
        sys.exit(Failure.exit_code)


def _will_ask(words: list[str]) -> bool:
    return len(words) > 1 and words[0] in ASKING and "--help" not in words


def _unforeseen(error: Exception) -> str:
    """Say what a fault of ours is, and where, in one line; all of it where that is wanted."""
    import traceback

    if os.environ.get("ASEANKG_TRACEBACK"):
        traceback.print_exception(error)
    words = " ".join(str(error).split())[:_LONGEST]
    told = f"{type(error).__name__}: {words}".removesuffix(": ")
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"a fault of aseankg, not of yours: {told} ({Path(place.filename).name}:{place.lineno}); "
        "please report it with what ASEANKG_TRACEBACK=1 before the command prints"
    )
