"""The command that explains the rules of the check, and writes their pages."""

from __future__ import annotations

from pathlib import Path

import click

from aseankg.console import Failure, plain_table, terminal_width, unknown, write_whole


@click.command("rules", epilog="Example: aseankg rules unknown-thing")
@click.argument("name", default="")
@click.option(
    "--write",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the pages of all rules to this folder; pages of rules that are gone go.",
)
@click.option("--quiet", "-q", is_flag=True, help="Do not name the files.")
def rules_command(name: str, folder: Path | None, quiet: bool) -> None:
    """Explain a rule that the check names in square brackets; without NAME, list all.

    What is wrong, why it matters, how to mend it, a wrong and a right example. The same stands in
    docs/rules; after a change of shapes: aseankg rules --write docs/rules
    """
    from aseankg.rule_pages import markdown, rules

    if folder:
        _write(folder, quiet)
        return
    known = rules()
    if not name:
        rows = [(one.name, one.level, one.what) for one in known.values()]
        click.echo(plain_table(("rule", "level", "says"), rows, terminal_width()), nl=False)
        return
    plain = name.strip("[]")
    if plain not in known:
        raise Failure(unknown("rule", plain, known, "aseankg rules lists them"))
    from aseankg.rule_words import plain as as_words

    click.echo(as_words(markdown(known[plain])), nl=False)


def _write(folder: Path, quiet: bool) -> None:
    """Write what differs, and remove what is left over."""
    from aseankg.paths import data_root
    from aseankg.rule_pages import pages

    if not (data_root() / "tests" / "shapes").is_dir():
        raise Failure("the examples of tests/shapes are not here; run this in a checkout")
    told = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.md")):
        if path.name not in told:
            path.unlink()
            _say(f"removed {path}", quiet)
    for name, text in told.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text.encode())
            _say(f"wrote {path}", quiet)


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        click.echo(text)
