"""The command check: what in the graph does not hold, with file and line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from aseankg.console import Failure
from aseankg.findings import SEVERITIES, Finding, Place, count, grave
from aseankg.namespaces import shorten
from aseankg.paths import data_root

_FILES = click.Path(exists=True, path_type=Path)
_NAMES = {
    "violation": ("violation", "violations"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}


@click.command("check", epilog="Example: aseankg check graph/viet-nam --fail-on warning")
@click.argument("paths", nargs=-1, type=_FILES)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write the findings. [default: text]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning"]),
    default="violation",
    help="The least grave finding that ends the command with 1. [default: violation]",
)
@click.option(
    "--show",
    "least",
    type=click.Choice(SEVERITIES),
    default="warning",
    help="The least grave findings that are printed as text. [default: warning]",
)
@click.option("--quiet", "-q", is_flag=True, help="Print findings only, no summary.")
def check_command(
    paths: tuple[Path, ...], form: str, fail_on: str, least: str, quiet: bool
) -> None:
    """Check the graph: soundness of files, shapes, rules of the house.

    Each finding is one line: file:line: level: what is wrong [rule]; what to do. Everything is
    always checked, because one file can break another; with PATHS only what concerns these files
    and folders is printed and counted.

    Exit codes: 0 it holds, 1 the data falls short, 2 it could not run.
    """
    root = data_root()
    _refuse_strangers(paths, root)
    from aseankg.validation import validate

    begun = time.monotonic()
    with _waiting(quiet):
        found = validate(root, paths)
    took = time.monotonic() - begun
    click.echo(WRITERS[form](found, least), nl=False)
    if form == "text" and not quiet:
        click.echo(f"{_summary(found)} ({took:.0f} s)", err=True)
    raise SystemExit(1 if grave(found, fail_on) else 0)


def _waiting(quiet: bool) -> AbstractContextManager[object]:
    """Show to a person at a terminal that something is going on."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status("Checking files, shapes and rules ...")


def as_text(found: Sequence[Finding], least: str) -> str:
    """Write findings as lines that editors can jump from; leaves out those less grave."""
    shown = SEVERITIES[: SEVERITIES.index(least) + 1]
    return "".join(f"{line(one)}\n" for one in found if one.severity in shown)


def as_json(found: Sequence[Finding], _least: str) -> str:
    """Write all findings as one JSON object with the counts."""
    findings = [
        {
            "file": str(_relative(one.path)),
            "line": one.line,
            "level": one.severity,
            "rule": one.rule,
            "thing": one.thing,
            "property": one.property,
            "value": one.value,
            "message": one.message,
            "remedy": one.remedy,
            "related": [{"file": str(_relative(p.path)), "line": p.line} for p in one.related],
        }
        for one in found
    ]
    answer = {"counts": count(found), "findings": findings}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[[Sequence[Finding], str], str]] = {"text": as_text, "json": as_json}


def line(one: Finding) -> str:
    """Write a finding as `file:line: level: message [rule]; what to do`."""
    about = " ".join(shorten(iri) for iri in (one.thing, one.property) if iri)
    about += ": " if about else ""
    also = f" (see also {', '.join(map(_place, one.related[:2]))})" if one.related else ""
    where = _place(Place(one.path, one.line))
    return f"{where}: {one.severity}: {about}{one.message} [{one.rule}]; {one.remedy}{also}"


def _summary(found: Sequence[Finding]) -> str:
    counts = count(found)
    told = ", ".join(f"{often} {_NAMES[level][often != 1]}" for level, often in counts.items())
    return f"{'the graph falls short' if counts['violation'] else 'the graph holds'}: {told}"


def _place(place: Place) -> str:
    return f"{_relative(place.path)}:{place.line}" if place.line else str(_relative(place.path))


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _refuse_strangers(paths: Sequence[Path], root: Path) -> None:
    """Refuse files that are not of the graph: nothing would be found in them."""
    inside = [(root / name).resolve() for name in ("graph", "ontology")]
    for path in paths:
        if not any(path.resolve().is_relative_to(folder) for folder in inside) and (
            path.resolve() != root.resolve()
        ):
            raise Failure(f"{path} is not in the graph; put it into a folder of {root / 'graph'}")
