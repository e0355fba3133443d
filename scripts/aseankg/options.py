"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aseankg import console, formats, screen

if TYPE_CHECKING:
    from aseankg.formats import Answer
    from aseankg.headers import Parameter

Decorated = Callable[..., Any]

WITHOUT = click.option(
    "--without",
    multiple=True,
    type=click.Choice(["inferred", "editorial"]),
    help="Leave out what rules infer, or what editors conclude. May be repeated.",
)
LANG = click.option(
    "--lang", default="en", metavar="TAG", help="Language of names: en, id, vi ... [default: en]"
)


def parameter_option(parameter: Parameter) -> Decorated:
    """Make the option by which a parameter of a question is set."""
    default = f" [default: {parameter.default}]" if parameter.default else ""
    option: Decorated = click.option(
        f"--{parameter.option}",
        parameter.name,
        metavar=parameter.of.upper().replace(" ", "|"),
        required=parameter.required and not parameter.default,
        help=parameter.about + default,
    )
    return option


def output_options(
    forms: Sequence[str] = tuple(formats.FORMATS),
) -> Callable[[Decorated], Decorated]:
    """Add --format, --output and --quiet."""

    def add(command: Decorated) -> Decorated:
        for option in (
            click.option("--quiet", "-q", is_flag=True, help="Say nothing but the answer."),
            click.option(
                "--output",
                "-o",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write to this file instead of standard output.",
            ),
            click.option(
                "--format",
                "-f",
                "form",
                default=forms[0],
                type=click.Choice(forms),
                help=f"How to write the answer. [default: {forms[0]}]",
            ),
        ):
            command = option(command)
        return command

    return add


def give(answer: Answer, form: str, output: Path | None, quiet: bool, group: str = "") -> None:
    """Write an answer where it is wanted; `group` names a column to set it in sections by."""
    if form == "table" and group and answer.table.rows:
        content: str | bytes = screen.sections(answer, group)
    else:
        content = formats.write(answer, form)
    if form == "xlsx" and output is None and console.is_terminal():
        raise console.Failure("a workbook is no text for a terminal; add --output FILE.xlsx")
    console.deliver(content, output, quiet=quiet)
