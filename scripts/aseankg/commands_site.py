"""The command that writes the explorer as files: aseankg export site."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from aseankg.console import Failure

Told = Callable[[int, int], None]
ABOUT = "the whole explorer as files: aseankg export site DIR"


@click.command("site", epilog="Example: aseankg export site public --base https://example.org/kg/")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--base", default="", metavar="URL", help="The address at which it will stand.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but faults.")
def site_command(folder: Path, base: str, quiet: bool) -> None:
    """Write the whole explorer as files that open from the disk, without a server.

    DIR is made, or replaced whole if this command wrote it. With --base pages name their lasting
    address, and there is a sitemap.xml. It needs the extra `explore`.
    """
    try:
        import starlette  # noqa: F401 - the first that is missing without the extra

        from aseankg.web.site import write_site
    except ImportError as error:
        remedy = 'install it: pip install "aseankg[explore]"'
        raise Failure(f"the extra 'explore' is missing; {remedy}") from error
    from aseankg.web.release import read_release
    from aseankg.web.site_folder import refuse

    base = _checked(base)
    refuse(folder.resolve())  # before the graph is read
    with _progress(quiet) as told:
        summary = write_site(folder, read_release(), told, base)
    if not quiet:
        click.echo(str(summary), err=True)
    if not summary.search:
        click.echo(
            "note: the script of the search is not built, so that the copy has lists of all names "
            "instead; scripts/islands tells how to build it, or install a released wheel",
            err=True,
        )


def _checked(base: str) -> str:
    """Give the address with a slash at its end; it must be one that a page can stand at."""
    parts = urlsplit(base)
    if base and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
        raise Failure(f"--base {base} is no address of a site; give one such as https://a.org/kg/")
    return f"{base.rstrip('/')}/" if base else ""


@contextmanager
def _progress(quiet: bool) -> Iterator[Told]:
    """Show how far it is, on a terminal; processes are made before the first is told."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Writing pages"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("pages", total=None)

    def told(done: int, known: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=known)

    try:
        yield told
    finally:
        bar.stop()
