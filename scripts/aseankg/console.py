"""What a person sees in a terminal: tables that fit, sources numbered below, faults in one line."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import click

# The widths that a word may claim for its column, until all columns fit.
_CLAIMS = (60, 40, 32, 26, 20, 14, 8, 4)
_GAP = 2


class Failure(click.ClickException):
    """Something could not be done: what, where, and what to do. Ends the command with 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the one line to standard error."""
        click.echo(f"error: {self.format_message()}", err=True)


def unknown(kind: str, name: str, known: Iterable[str], remedy: str) -> str:
    """Say that a name is not known, with those that come near."""
    near = get_close_matches(name, list(known), 3, 0.5)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"no {kind} '{name}': {meant}{remedy}"


def speak_utf8() -> None:
    """Make standard output and error take every script, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def deliver(content: str | bytes, output: Path | None, *, quiet: bool = False) -> None:
    """Give a result to standard output, or to a file whole or not at all.

    Raises `OSError` when the file cannot be written.
    """
    if output is None:
        click.echo(content, nl=isinstance(content, str) and not content.endswith("\n"))
        return
    write_whole(output, content.encode() if isinstance(content, str) else content)
    if not quiet:
        click.echo(f"wrote {output}", err=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; raises `OSError`.

    A device or a pipe is written into and never replaced; a link stays, its target is replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def is_terminal() -> bool:
    """Tell whether standard output is a terminal that a person looks at."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Give the width to fit output into; 120 where there is no terminal."""
    return max(40, shutil.get_terminal_size((120, 24)).columns)


def width_of(text: str) -> int:
    """Count the columns that a text takes: marks take none, wide letters two."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns, at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while width_of(line) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line or not lines else lines


def _head(text: str, width: int) -> str:
    """Give as much of a long word as fits, up to a hyphen or slash if there is one."""
    taken = 0
    for number, letter in enumerate(text):
        taken += _letter_width(letter)
        if taken > width:
            head = text[: max(number, 1)]
            return head[: max(head.rfind("-"), head.rfind("/")) + 1] or head
    return text


def hanging(parts: Sequence[str], width: int) -> list[str]:
    """Set a name and what follows it as one paragraph, its further lines indented."""
    name, *rest = parts
    text = f"{name}: {' · '.join(filter(None, rest))}"
    first, *others = wrap(text, width - 6)
    return [f"  {first}", *(f"      {line}" for line in others)]


def plain_table(header: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    """Set rows of text in aligned columns, wrapped to fit `width`; ends with a newline."""
    grid = [header, *rows]
    return "\n".join(set_table(grid, fit(grid, width))) + "\n"


def set_table(grid: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Set rows of text, the first the header, in columns of these widths."""
    header, *rows = grid
    lines = [*_set(header, widths), "  ".join("-" * size for size in widths)]
    for row in rows:
        lines += _set(row, widths)
    return [line.rstrip() for line in lines]


def _set(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    return [
        (" " * _GAP).join(
            _pad(cell[line] if line < len(cell) else "", size)
            for cell, size in zip(cells, widths, strict=True)
        )
        for line in range(height)
    ]


def _pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def fit(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share the room: to each column its longest word, the rest where most text stands."""
    columns = [[width_of(cell) for cell in column] for column in zip(*rows, strict=True)]
    wanted = [max(1, *column) for column in columns]
    words = [
        max(width_of(word) for cell in column for word in [*cell.split(), ""])
        for column in zip(*rows, strict=True)
    ]
    room = width - _GAP * (len(wanted) - 1)
    given = _claims(words, room)
    text = [sum(column) for column in columns]
    room -= sum(given)
    for _ in range(room):
        open_ones = [i for i, size in enumerate(given) if size < wanted[i]]
        if not open_ones:
            break
        given[max(open_ones, key=lambda i: text[i] / given[i])] += 1
    return given


def _claims(words: Sequence[int], room: int) -> list[int]:
    """Give each column its longest word, or as much of it as leaves room for the others."""
    for claim in _CLAIMS:
        given = [max(1, min(word, claim)) for word in words]
        if sum(given) <= room:
            break
    return given


def rich_table(header: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> str:
    """Set rows of text in a table with lines and colours for a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=SIMPLE_HEAD, title_justify="left", header_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=io.StringIO(), width=terminal_width(), force_terminal=True)
    with console.capture() as capture:
        console.print(table)
    return capture.get()
