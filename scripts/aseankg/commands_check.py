"""The command check: what in the graph does not hold, with file and line."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from aseankg import finding_baseline as baselines
from aseankg.console import Failure, deliver
from aseankg.dates import today
from aseankg.finding_formats import FORMATS
from aseankg.finding_report import Report, repository, verdict
from aseankg.findings import SEVERITIES, Finding, grave
from aseankg.paths import data_root
from aseankg.revisions import opened

_FILES = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("check", epilog="Example: aseankg check graph/viet-nam --fail-on warning")
@click.argument("paths", nargs=-1, type=_FILES)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to write the findings. [default: text]",
)
@click.option("--output", "-o", type=_FILE, help="Write to this file instead of standard output.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "never"]),
    default="violation",
    help="The least grave finding that ends the command with 1. [default: violation]",
)
@click.option(
    "--show",
    "least",
    type=click.Choice(SEVERITIES),
    default="warning",
    help="The least grave findings in the forms text and github. [default: warning]",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Print each finding also of rules with more than ten, in the forms text and github.",
)
@click.option(
    "--baseline", type=_FILE, help="Leave out the findings that stand in this file as known."
)
@click.option(
    "--write-baseline",
    "new_baseline",
    type=_FILE,
    help="Write what is found to this file as known, and stop.",
)
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which facts must still be fresh. [default: today]",
)
@click.option(
    "--changed-since",
    "since",
    metavar="REV",
    help="Only what concerns changes since a git revision, or another folder with a graph.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print findings only, no summary.")
def check_command(
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    fail_on: str,
    least: str,
    every: bool,
    baseline: Path | None,
    new_baseline: Path | None,
    day: datetime | None,
    since: str | None,
    quiet: bool,
) -> None:
    """Check the graph: soundness of files, shapes, rules of the house.

    Each finding is one line: file:line: level: what is wrong [rule]; what to do. Everything is
    always checked, because one file can break another; with PATHS only what concerns these files
    and folders is printed and counted. Facts that nobody has confirmed for long are warnings.
    Violations come first; warnings that a rule has more than ten of come last, as one line.

    Exit codes: 0 it passes, 1 the data falls short, 2 it could not run.
    """
    root = data_root()
    _refuse_strangers(paths, root)
    if new_baseline and (paths or since):
        raise Failure("a baseline is of the whole graph; leave out files and --changed-since")
    known = baselines.read_baseline(baseline) if baseline else {}
    from aseankg.validation import validate

    begun = time.monotonic()
    with _uncollected(), _waiting(quiet), opened(since, root) if since else nullcontext() as before:
        found = validate(root, paths, day.date() if day else today(), kept=True, since=before)
    took = time.monotonic() - begun
    result = baselines.split(found, known)
    every = every or bool(since)  # all of it is of interest to who made the change
    report = Report(tuple(result.new), repository(root), least, fail_on, every, root)
    if new_baseline:
        _write_baseline(found, report, new_baseline, quiet)
        return
    if (text := FORMATS[form].write(report)) or output:
        deliver(text, output, quiet=quiet)
    if not quiet:
        of = "what changed" if since else "the graph"
        notes = baselines.told(result, str(baseline), whole=not (paths or since))
        summary = f"{verdict(result.new, of)} ({took:.0f} s{_where(root)})"
        click.echo("\n".join([summary, *notes]), err=True)
    raise SystemExit(1 if grave(result.new, fail_on) else 0)


def _write_baseline(found: Sequence[Finding], report: Report, path: Path, quiet: bool) -> None:
    text = baselines.write_baseline(replace(report, findings=tuple(found)))
    deliver(text, path, quiet=True)
    if not quiet:
        many = "1 finding is" if len(found) == 1 else f"{len(found)} findings are"
        click.echo(f"wrote {path}: {many} known now", err=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for garbage: a check makes much and throws next to nothing away."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _waiting(quiet: bool) -> AbstractContextManager[object]:
    """Show to a person at a terminal that something is going on."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status("Checking files, shapes and rules ...")


def _where(root: Path) -> str:
    """Say where the graph lies, unless it is here: it might be taken for the one here."""
    return "" if root.resolve() == Path.cwd() else f", in {root}"


def _refuse_strangers(paths: Sequence[Path], root: Path) -> None:
    """Refuse files that are not of the graph: nothing would be found in them."""
    inside = [(root / name).resolve() for name in ("graph", "ontology")]
    for path in paths:
        if not any(path.resolve().is_relative_to(folder) for folder in inside) and (
            path.resolve() != root.resolve()
        ):
            raise Failure(f"{path} is not in the graph; put it into a folder of {root / 'graph'}")
