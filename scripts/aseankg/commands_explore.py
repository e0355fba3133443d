"""The command explore: the pages and the endpoint, for this machine or a server."""

from __future__ import annotations

import click

from aseankg.console import Failure


@click.command("explore", epilog="Example: aseankg explore --port 8080")
@click.option("--host", default="127.0.0.1", help="Address to listen at. [default: 127.0.0.1]")
@click.option("--port", type=int, default=8000, help="Port to listen at. [default: 8000]")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but faults.")
def explore_command(host: str, port: int, quiet: bool) -> None:
    """Show the graph in a browser, and answer SPARQL and REST.

    It needs the extra `explore`: pip install "aseankg[explore]". Stop it with Ctrl-C.
    """
    try:
        import uvicorn
    except ImportError as error:
        remedy = 'install it: pip install "aseankg[explore]"'
        raise Failure(f"the extra 'explore' is missing; {remedy}") from error
    from aseankg.web.app import create_app
    from aseankg.web.release import Current, read_release
    from aseankg.web.server import configuration

    app = create_app(Current(read_release()))
    if not quiet:
        click.echo(f"http://{host}:{port}/ (Ctrl-C stops it)", err=True)
    uvicorn.Server(configuration(app, host=host, port=port, log_level="warning")).run()
