"""Any SPARQL query from outside: it may read the graph, and reach nothing else."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aseankg.errors import InputError
from aseankg.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

_UPDATE = re.compile(
    r"(?i)\A(\s|#.*\n|(prefix|base)\b[^>]*>)*"
    r"(insert|delete|load|clear|drop|create|add|move|copy|with)\b"
)
_LONGEST = 160
_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REACHING = re.compile(r"(?i)service|(?<![:?$\w-])from")


@contextmanager
def answering(store: ox.Store, text: str, name: str = "query") -> Iterator[object]:
    """Run a query over the union of all graphs, or those it names with FROM; hand out the result.

    The usual prefixes need no declaration. While the result is read the process cannot open a
    socket or a file. Raises `InputError` for a query that is wrong, changes data, or asks for
    SERVICE or for a FROM that the graph does not hold.
    """
    union = not refuse_reaching_out(store, text, name)
    with no_descriptors():
        try:
            yield store.query(text, prefixes=PREFIXES, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise explained(error, text, name) from error


def explained(error: SyntaxError, text: str, name: str) -> InputError:
    """Say what is wrong with a query that cannot be read."""
    if _UPDATE.match(text):
        remedy = "ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to add facts use aseankg import"
        return InputError(name, 0, None, "the graph is read only", remedy)
    found = _PLACE.match(str(error.msg))
    line, column, what = (int(found[1]), found[2], found[3]) if found else (0, "", str(error.msg))
    short = textwrap.shorten(what, _LONGEST, placeholder=" ...")
    return InputError(name, line, column, f"not SPARQL 1.1: {short}", "correct the query there")


def refuse_reaching_out(store: ox.Store, text: str, name: str = "query") -> bool:
    """Tell whether a query names its graphs; over the union the engine would not heed it.

    Raises `InputError` when it wants a SERVICE, or a FROM that the graph does not hold.
    """
    plain = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if not _REACHING.search(plain):
        return False
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        tree = parseQuery(plain)
        services = any(node == "ServiceGraphPattern" for node in _names(tree))
        clauses = translateQuery(tree, initNs=PREFIXES).algebra.datasetClause or []
    except RecursionError as error:
        raise InputError(name, 0, None, "nested too deeply", "write it flatter") from error
    except Exception as error:
        message = f"cannot be checked for SERVICE and FROM ({str(error).splitlines()[0]})"
        raise InputError(name, 0, None, message, "leave both out") from error
    if services:
        remedy = "leave it out and combine the answers afterwards"
        raise InputError(name, 0, None, "SERVICE would ask another computer", remedy)
    _refuse_unknown_graphs(store, [str(one.default or one.named) for one in clauses], name)
    return bool(clauses)


def _refuse_unknown_graphs(store: ox.Store, asked: list[str], name: str) -> None:
    known = {graph.value for graph in store.named_graphs()} if asked else set()
    for graph in asked:
        if graph not in known:
            message = f"FROM <{graph}> is no graph of this dataset"
            raise InputError(name, 0, None, message, "name a source (src:...), or leave it out")


def _names(node: object) -> Iterator[str]:
    """Go through the kinds of all nodes of a parsed query."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    children: list[object] = []
    if isinstance(node, CompValue):
        yield node.name
        children = list(node.values())
    elif isinstance(node, list | tuple | ParseResults):
        children = list(node)
    for child in children:
        yield from _names(child)


@contextmanager
def no_descriptors() -> Iterator[None]:
    """Keep this process from opening sockets and files, where the system can do that."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
