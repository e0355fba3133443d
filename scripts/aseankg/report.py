"""`python -m aseankg.report`: build and check the graph, leave tables, pictures and a page."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from aseankg import console
from aseankg.console import write_whole
from aseankg.errors import InputError, InputErrors
from aseankg.paths import data_root
from aseankg.report_memory import Memory, key_of

_STEPS = 5


class Progress:
    """Tells what is being done: a spinner on a terminal, else a line for each step."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Begin at the first step."""
        self.quiet, self.number = quiet, 0

    @contextmanager
    def step(self, about: str) -> Iterator[None]:
        """Show a step while it is done, and how long it took."""
        self.number += 1
        text = f"[{self.number}/{_STEPS}] {about}"
        begun = time.monotonic()
        with self._spinner(text):
            yield
        if not self.quiet:
            click.echo(f"{text}: {time.monotonic() - begun:.1f} s")

    @contextmanager
    def _spinner(self, text: str) -> Iterator[None]:
        if self.quiet or not console.is_terminal():
            yield
            return
        from rich.console import Console

        with Console().status(f"{text.replace('[', chr(92) + '[')} ..."):
            yield


@click.command(
    epilog="Example: python -m aseankg.report --output build",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    help="Folder to write into. [default: build]",
)
@click.option("--as-of", default="", metavar="DATE", help="Day to tell of. [default: today]")
@click.option("--anew", is_flag=True, help="Make everything again, changed or not.")
@click.option("--quiet", "-q", is_flag=True, help="Print the report only, no progress.")
def report(output: Path, as_of: str, anew: bool, quiet: bool) -> None:
    """Build and check the graph; print a short report; leave tables, pictures and a page.

    What has not changed since the last time is not made again.

    Exit codes: 0 the graph passes, 1 it falls short, 2 it could not run.
    """
    day = _day(as_of)
    try:
        memory = Memory(output)
        memory.begin()
        key = key_of(data_root(), day)
        recalled = None if anew else memory.recall(key)
        known = recalled or _make(output, day, memory, key, Progress(quiet=quiet))
        if recalled and not quiet:
            click.echo("Nothing has changed since the last run; --anew makes everything again.\n")
    except InputErrors as errors:
        raise console.Failure("\n".join(map(str, errors.errors))) from errors
    except InputError as error:
        raise console.Failure(str(error)) from error
    except OSError as error:
        remedy = "make room, or name another folder with --output"
        raise console.Failure(f"{error.filename}: {error.strerror}; {remedy}") from error
    click.echo(known["text"], nl=False)
    raise SystemExit(1 if known["violations"] else 0)


def _day(text: str) -> str:
    try:
        return (datetime.date.fromisoformat(text) if text else _today()).isoformat()
    except ValueError as error:
        raise console.Failure(f"'{text}' is no day; write it as 2026-11-24") from error


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def _make(output: Path, day: str, memory: Memory, key: str, progress: Progress) -> dict[str, Any]:
    """Do everything; give what to print, and keep it for the next time."""
    from aseankg.report_answers import ask_all, table_files
    from aseankg.report_content import content
    from aseankg.report_page import page
    from aseankg.report_pictures import draw_all
    from aseankg.report_terminal import summary
    from aseankg.store import open_store

    with progress.step("Building the graph"):
        store = open_store()
    with progress.step("Checking it"):
        counts, findings = memory.findings(key_of(data_root(), ""))
    files: dict[str, bytes] = {"findings.txt": findings.encode()}
    with progress.step("Asking every question of the catalogue"):
        answers = ask_all(store, day)
        files |= table_files(answers)
    with progress.step("Drawing the networks"):
        drawn = draw_all(store, day)
        files |= drawn.files
    with progress.step("Writing the report"):
        told = content(store, answers, counts, day)
        files["report.html"] = page(told, drawn.shown).encode()
        write_all(output, files)
    text = summary(told, output, files)
    return memory.keep(key, text, counts["violation"], files)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, each whole or not at all; raises `OSError`."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)


def main() -> None:
    """Run the command."""
    console.speak_utf8()
    report(prog_name="python -m aseankg.report")


if __name__ == "__main__":
    main()
