"""The command explore: the pages and the endpoint, for this machine or a server."""

from __future__ import annotations

import socket
from dataclasses import replace

import click

from aseankg.console import Failure


@click.command("explore", epilog="Example: aseankg explore --port 8080")
@click.option("--host", default="127.0.0.1", help="Address to listen at. [default: 127.0.0.1]")
@click.option("--port", type=int, default=8000, help="Port to listen at. [default: 8000]")
@click.option(
    "--before",
    type=click.Path(exists=True, resolve_path=True),
    help="The release before: an export (.nq, .nq.gz, .trig) or a folder, to tell what changed.",
)
@click.option("--no-reload", is_flag=True, help="Go on with the files as they are at the start.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but faults.")
def explore_command(host: str, port: int, before: str | None, no_reload: bool, quiet: bool) -> None:
    """Show the graph in a browser, and answer SPARQL and REST.

    Files that change are checked and then shown within seconds; with a violation they are refused,
    and what was there before stays. As a service, without a terminal, SIGHUP takes them over now.

    It needs the extra `explore`: pip install "aseankg[explore]". Stop it with Ctrl-C.
    """
    try:
        import uvicorn
    except ImportError as error:
        remedy = 'install it: pip install "aseankg[explore]"'
        raise Failure(f"the extra 'explore' is missing; {remedy}") from error
    from aseankg.paths import data_root
    from aseankg.web.app import create_app
    from aseankg.web.release import Current, read_release
    from aseankg.web.server import configuration
    from aseankg.web.settings import Settings

    root = data_root()
    settings = Settings.of_environment()
    settings = replace(settings, before=before or settings.before)
    app = create_app(Current(read_release(root)), settings, watched=root, polling=not no_reload)
    _speak(quiet)
    with _listening(host, port) as place:
        if not quiet:
            name = f"[{host}]" if ":" in host else host
            click.echo(f"http://{name}:{place.getsockname()[1]}/ (Ctrl-C stops it)", err=True)
        uvicorn.Server(configuration(app, log_level="warning")).run([place])


def _listening(host: str, port: int) -> socket.socket:
    """Take a port; 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        place = socket.create_server((host, port), family=family, backlog=2048)
        # asyncio does so only where a socket names its protocol; else answers wait 40 ms for an ACK
        place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return place
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot listen at {host}, port {port}: {reason}; choose another with --port"
        raise Failure(message) from error


def _speak(quiet: bool) -> None:
    """Tell what is taken over and what is refused, one line each, with the time of day."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    log = logging.getLogger("aseankg")
    log.addHandler(handler)
    log.setLevel(logging.WARNING if quiet else logging.INFO)
