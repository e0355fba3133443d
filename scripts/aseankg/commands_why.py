"""The command why: an inferred statement explained down to its sources."""

from __future__ import annotations

from pathlib import Path

import click

from aseankg import console
from aseankg.options import LANG, output_options
from aseankg.store import open_store

FORMS = ("text", "json", "md")


@click.command("why", epilog="Example: aseankg why vn-moha contributes ascc-sp-goal-4")
@click.argument("statement", nargs=-1, required=True)
@LANG
@output_options(FORMS)
@click.pass_context
def why_command(
    ctx: click.Context,
    statement: tuple[str, ...],
    lang: str,
    form: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """Explain a STATEMENT: the rule that makes it, what the rule needs, down to the sources.

    STATEMENT is the id of a duty or contribution, or SUBJECT PROPERTY OBJECT in three words, or
    two things to explain all that is inferred between them. For PROPERTY take a name of the
    vocabulary (implementsTransitive, partOfTransitive ...), contributes or inherits.

    Exit code 1: the graph does not say so.
    """
    from aseankg.explanation import Explainer
    from aseankg.meant import statements
    from aseankg.proof_forms import FORMATS
    from aseankg.proofs import proof_of

    if len(statement) > 3:
        remedy = "put names of several words in quotation marks"
        raise console.Failure(f"{len(statement)} words are more than three; {remedy}")
    store = open_store()
    explainer = Explainer(store)
    found = [one for triple in statements(store, statement) for one in explainer.explain(triple)]
    asked = " ".join(statement)
    if not found:
        click.echo(f"The graph does not say, and no rule infers: {asked}", err=True)
        ctx.exit(1)
    proof = proof_of(store, f"Why: {asked}", found, lang)
    console.deliver(FORMATS[form](proof), output, quiet=quiet)
