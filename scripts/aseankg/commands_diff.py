"""The command diff: which facts two states of the graph differ in; the check of a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aseankg import console
from aseankg.options import LANG
from aseankg.paths import data_root

if TYPE_CHECKING:
    from aseankg.difference_rows import Report

_OF_FACTS = ("text", "markdown", "json", "delta")
_OF_FINDINGS = ("text", "json", "github", "sarif", "junit", "gitlab", "html")
FORMATS = tuple(dict.fromkeys(_OF_FACTS + _OF_FINDINGS))


@click.command("diff", epilog="Example: aseankg diff origin/main --format markdown -o comment.md")
@click.argument("old")
@click.argument("new", default=".")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="How to write the answer; from github on only with --release. [default: text]",
)
@LANG
@click.option("--inferred", is_flag=True, help="Show also what follows by rules, or no longer.")
@click.option("--exit-code", "tell", is_flag=True, help="Exit with 1 if any fact differs.")
@click.option("--release", is_flag=True, help="Check instead whether NEW may be released.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but the answer.")
def diff_command(
    old: str,
    new: str,
    form: str,
    lang: str,
    inferred: bool,
    tell: bool,
    release: bool,
    output: Path | None,
    quiet: bool,
) -> None:
    """Show which facts were added, changed, removed or moved to another source.

    OLD and NEW are git revisions (HEAD~2, a tag, a branch), folders that hold graph/, Turtle
    files, or exports (.nq, .trig). Without NEW, or with ".": the files as they are now. A duty, a
    tenure and the like count as one fact with all their details. Markdown is for a comment on a
    pull request; a delta is a table of ADD, MOD and DEL rows that can be applied to OLD.

    With --release: findings as of check, on ids that vanished, facts that lost their last source,
    counts below graph/minimums.csv, and one thing under two ids.

    Exit codes: 0 it ran (with --release: NEW may be released), 1 the facts differ (only with
    --exit-code) or NEW must not be released, 2 it could not run.
    """
    if form not in (_OF_FINDINGS if release else _OF_FACTS):
        wanted = ", ".join(_OF_FINDINGS if release else _OF_FACTS)
        raise console.Failure(f"'{form}' is no form of this answer; choose one of {wanted}")
    if release:
        _release(old, new, form, output, quiet)
        return
    content, differs = _difference(old, new, form, lang, inferred=inferred)
    console.deliver(content, output, quiet=quiet)
    raise SystemExit(1 if differs and tell else 0)


def _difference(old: str, new: str, form: str, lang: str, *, inferred: bool) -> tuple[str, bool]:
    from aseankg.differences import changes
    from aseankg.states import read_states

    before, after = read_states(old, new, data_root(), inferred=inferred)
    found = changes(before.quads, after.quads)
    if form == "delta":
        from aseankg.deltas import delta

        return delta(found), bool(found)
    from aseankg.difference_facts import facts
    from aseankg.difference_names import Words
    from aseankg.difference_rows import Report

    words = Words(before, after, lang)
    return _writer(form)(Report(before.name, after.name, tuple(facts(found)), words)), bool(found)


def _writer(form: str) -> Callable[[Report], str]:
    from aseankg.difference_json import as_json
    from aseankg.difference_markdown import as_markdown
    from aseankg.difference_text import as_text

    return {"text": as_text, "json": as_json, "markdown": as_markdown}[form]


def _release(old: str, new: str, form: str, output: Path | None, quiet: bool) -> None:
    from aseankg.finding_formats import FORMATS as FINDINGS
    from aseankg.finding_report import Report, repository, tallies
    from aseankg.findings import grave
    from aseankg.releases import check_release

    root = data_root()
    found = check_release(old, new, root)
    if (text := FINDINGS[form].write(Report(tuple(found), repository(root)))) or output:
        console.deliver(text, output, quiet=quiet)
    refused = grave(found, "violation")
    if not quiet:
        verdict = "must not be released" if refused else "may be released"
        name = "the graph" if new == "." else new
        click.echo(f"{name} {verdict}: {', '.join(tallies(found).values())}", err=True)
    raise SystemExit(1 if refused else 0)
