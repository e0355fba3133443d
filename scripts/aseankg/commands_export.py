"""The command that writes the graph, a question, a network or what is around a thing as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aseankg import console
from aseankg.commands_site import ABOUT as SITE
from aseankg.console import Failure, unknown
from aseankg.exporters import EXPORTERS, GRAPH, NETWORK, QUESTION, Exporter
from aseankg.options import LANG, WITHOUT, parameter_option

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

    from aseankg.catalogue import Question

_ASKED = "aseankg.question"
_TERMINAL = "a workbook is no text for a terminal; add --output FILE.xlsx"


class ExportCommand(click.Command):
    """A command that also takes the parameters of the question or network that it is given."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Hand on to the command that writes a folder and not a file."""
        if args[:1] == ["site"]:
            from aseankg.commands_site import site_command

            return site_command.make_context(f"{info_name} site", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the question first, for it tells which options there are."""
        ctx.meta[_ASKED] = _question(_value(args, "--question"), _value(args, "--network"))
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the options of this command and those of the question."""

        def holder() -> None: ...

        question: Question | None = ctx.meta.get(_ASKED)
        for parameter in question.parameters.values() if question else ():
            parameter_option(parameter)(holder)
        return [*super().get_params(ctx), *getattr(holder, "__click_params__", [])]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats before the example."""
        with formatter.section("Formats"):
            listed = [(name, one.about) for name, one in EXPORTERS.items()]
            formatter.write_dl([*listed, ("site", SITE)])
        super().format_epilog(ctx, formatter)


def _value(args: list[str], option: str) -> str:
    for place, word in enumerate(args):
        if word == option:
            return "".join(args[place + 1 : place + 2])
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def _question(question: str, network: str) -> Question | None:
    from aseankg.catalogue import networks, questions

    if question and network:
        raise Failure("--question and --network do not go together; give one of them")
    kind, name = ("question", question) if question else ("network", network)
    if not name:
        return None
    known = questions() if question else networks()
    if name not in known:
        listed = "aseankg ask lists them all" if question else "aseankg network lists them all"
        raise Failure(unknown(kind, name, known, listed))
    return known[name]


@click.command(
    "export",
    cls=ExportCommand,
    epilog="Example: aseankg export gexf --network institution-commitment --country viet-nam "
    "-o viet-nam.gexf",
)
@click.argument("form", metavar="FORMAT")
@click.option("--question", metavar="NAME", help="Write the answer to this question.")
@click.option("--network", metavar="NAME", help="Write this network.")
@click.option("--around", metavar="THING", help="Write what is linked with this thing.")
@click.option(
    "--hops", type=click.IntRange(1, 4), default=1, help="How many links around it. [default: 1]"
)
@LANG
@WITHOUT
@click.option(
    "--spreadsheet-safe",
    is_flag=True,
    help="In CSV, put ' before cells that a spreadsheet would run as a formula.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but the result.")
@click.pass_context
def export_command(ctx: click.Context, /, form: str, **options: Any) -> None:
    """Write the whole graph, a question, a network, or what is around a thing as a file.

    trig, nquads, jsonld, csv and xlsx take the whole graph. Questions and networks take the
    options that they take in aseankg ask and aseankg network; --help after --network NAME or
    --question NAME lists them. A THING is an id, an IRI, or a name in any language.
    """
    if form not in EXPORTERS:
        listed = "aseankg export --help lists them"
        raise Failure(unknown("format", form, [*EXPORTERS, "site"], listed))
    exporter = EXPORTERS[form]
    asked = {
        name: options[name]
        for name in getattr(ctx.meta[_ASKED], "parameters", {})
        if options.get(name) is not None
    }
    kind = _kind(exporter, options)
    if options["spreadsheet_safe"] and form != "csv":
        raise Failure("--spreadsheet-safe is for csv alone; leave it out")
    if form == "xlsx" and options["output"] is None and console.is_terminal():
        raise Failure(_TERMINAL)
    subject = _subject(kind, ctx.meta[_ASKED], asked, options)
    more = {"spreadsheet_safe": True} if options["spreadsheet_safe"] and kind != QUESTION else {}
    content = exporter.write(kind, subject, **more)
    console.deliver(content, options["output"], quiet=options["quiet"])


def _subject(
    kind: str, question: Question | None, asked: dict[str, str], options: Mapping[str, Any]
) -> object:
    if kind == GRAPH:
        return _graph(options)
    if kind == NETWORK:
        return _network(question, asked, options)
    assert question
    return _answer(question, asked, options)


def _kind(exporter: Exporter, options: Mapping[str, Any]) -> str:
    """Tell what is to be written; `Failure` where the format cannot hold it."""
    given = [name for name in (QUESTION, NETWORK, "around") if options[name]]
    if len(given) > 1:
        raise Failure(f"--{given[0]} and --{given[1]} do not go together; give one of them")
    kind = {"question": QUESTION, "network": NETWORK}.get("".join(given), GRAPH)
    if given == ["around"] and NETWORK in exporter.writers:
        kind = NETWORK
    if kind not in exporter.writers:
        raise Failure(_advice(exporter, kind))
    return kind


def _advice(exporter: Exporter, kind: str) -> str:
    fitting = ", ".join(name for name, one in EXPORTERS.items() if kind in one.writers)
    wanted = {
        GRAPH: "the whole graph",
        NETWORK: "a network",
        QUESTION: "the answer to a question",
    }
    ways = {
        GRAPH: "leave out --network and --question",
        NETWORK: "give --network NAME or --around THING",
        QUESTION: "give --question NAME",
    }
    ways = {name: way for name, way in ways.items() if name in exporter.writers}
    first = ways.get(NETWORK) or next(iter(ways.values()))
    return f"{exporter.name} does not hold {wanted[kind]}; {first}, or choose {fitting}"


def _answer(question: Question, asked: dict[str, str], options: Mapping[str, Any]) -> object:
    from aseankg.commands_ask import answer

    safe = options["spreadsheet_safe"]
    return answer(question, asked, options["lang"], options["without"], spreadsheet_safe=safe)


def _network(
    question: Question | None, asked: dict[str, str], options: Mapping[str, Any]
) -> nx.MultiDiGraph:
    """Make the network and put with it what was asked for and what its sources are."""
    from aseankg.catalogue import SourceInfo
    from aseankg.labels import sources_of
    from aseankg.neighbourhood import surroundings
    from aseankg.network import project
    from aseankg.store import open_store

    store = open_store()
    lang, without = options["lang"], options["without"]
    if question:
        graph = project(store, question, asked, lang, without)
        graph.graph["asked"] = _told({**question.defaults, **asked}, without)
    else:
        kept, thing = _around(store, options)
        graph = surroundings(kept, thing, options["hops"], lang)
        graph.graph["asked"] = _told({}, without)
    cited = {iri for *_, iris in graph.edges(data="sources") for iri in iris}
    infos = sources_of(store, cited)
    graph.graph["sources"] = {iri: SourceInfo(*info) for iri, info in infos.items()}
    return graph


def _told(asked: Mapping[str, str], without: tuple[str, ...]) -> str:
    """Say what was asked for; the day that "today" was is said as a date."""
    today = date.today().isoformat()  # noqa: DTZ011 - the day where the person is
    words = [
        f"{name.replace('_', ' ')}: {today if value == 'today' else value}"
        for name, value in asked.items()
    ]
    return "; ".join([*words, *(f"without: {part}" for part in without)])


def _around(store: ox.Store, options: Mapping[str, Any]) -> tuple[ox.Store, str]:
    from aseankg.things import find_thing
    from aseankg.views import view

    return view(store, frozenset(options["without"])), find_thing(store, options["around"])


def _graph(options: Mapping[str, Any]) -> ox.Store:
    from aseankg.neighbourhood import excerpt, surroundings
    from aseankg.store import open_store
    from aseankg.views import view

    store = open_store()
    if not options["around"]:
        return view(store, frozenset(options["without"]))
    kept, thing = _around(store, options)
    hops = options["hops"] - 1
    return excerpt(kept, surroundings(kept, thing, hops) if hops else [thing])
