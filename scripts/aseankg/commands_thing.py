"""The command on one thing: show."""

from __future__ import annotations

from pathlib import Path

import click

from aseankg.formats import Answer
from aseankg.names import label
from aseankg.options import LANG, give, output_options
from aseankg.store import open_store


@click.command("show", epilog="Example: aseankg show 'Bộ Nội vụ' --lang vi")
@click.argument("thing")
@LANG
@output_options()
def show_command(thing: str, lang: str, form: str, output: Path | None, quiet: bool) -> None:
    """Show everything about THING: its names, facts, duties, people, and who mentions it.

    THING is an id (vn-moha), an IRI, or a name or abbreviation in any language. Every line ends
    with its sources; what no source states says who concluded it, or by which rule it follows.
    """
    from aseankg.statements import describe
    from aseankg.things import find_thing

    store = open_store()
    iri = find_thing(store, thing)
    answer = Answer(
        "show", f"{label(store, iri, lang)} ({iri})", describe(store, iri, lang), {"thing": iri}
    )
    give(answer, form, output, quiet, group="about")
