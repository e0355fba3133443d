"""Two states of the graph to be compared: all that each says, read from wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from aseankg.dataset import files, graph_of
from aseankg.errors import InputError, InputErrors
from aseankg.namespaces import AKG, INFERRED, RDF, SRC
from aseankg.positions import parse
from aseankg.revisions import WORK_TREE, opened

_BOUNDS = ("Earliest", "Latest")
_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}
_ONE_GRAPH = (".nt", ".ttl")
_INFERRED = ox.NamedNode(INFERRED)
_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True)
class State:
    """What a state of the graph says, by the name that it was asked for.

    `only` is the graph that a single Turtle file fills: what it says nothing of is not compared.
    """

    name: str
    quads: frozenset[ox.Quad]
    only: str = ""


def read_states(old: str, new: str, root: Path, *, inferred: bool = False) -> tuple[State, State]:
    """Read two states to be compared: revisions, folders, files (.ttl .nt .nq .trig), or ".".

    Two single Turtle files are compared as one source, whatever they are called; one Turtle file
    is compared with what the other state has of its source. With `inferred` a state also holds
    what follows by the rules. Bounds of dates are left out: they only repeat their dates. Raises
    `InputError` or `InputErrors` for what cannot be read.
    """
    before = read_state(old, root, inferred=inferred)
    after = read_state(new, root, inferred=inferred)
    if before.only and after.only:
        return _named(before, after.only), after
    only = before.only or after.only
    return (_within(before, only), _within(after, only)) if only else (before, after)


def read_state(spec: str, root: Path, *, inferred: bool = False) -> State:
    """Read one state; see `read_states`."""
    path = Path(spec)
    if path.is_file():
        if path.suffix not in _FORMATS:
            message, known = "is in a form that is not read", ", ".join(_FORMATS)
            raise InputError(path, 0, None, message, f"write it as one of {known}")
        return _of_file(path, root, inferred=inferred)
    if path.suffix in _FORMATS:
        raise InputError(path, 0, None, "there is no such file", "name a file that is there")
    name = "the files as they are" if spec == WORK_TREE else spec
    with opened(spec, root) as folder, _told_of(folder, spec):
        quads = set(_of_folder(folder))
        if inferred:
            from aseankg.store import open_store

            found = open_store(folder).quads_for_pattern(None, None, None, _INFERRED)
            quads |= {quad for quad in found if not _bound(quad)}
    return State(name, frozenset(quads))


@contextmanager
def _told_of(folder: Path, spec: str) -> Iterator[None]:
    """Name files in faults as those of a revision, not of the folder that is soon deleted."""

    def told(error: InputError) -> InputError:
        file = error.file.replace(str(folder), spec, 1).replace(f"{spec}/", f"{spec}:", 1)
        named = error.file if spec == WORK_TREE or Path(spec).is_dir() else file
        return InputError(named, error.line, error.column, error.message, error.remedy)

    try:
        yield
    except InputErrors as errors:
        raise InputErrors([told(error) for error in errors.errors]) from None
    except InputError as error:
        raise told(error) from None


def _of_folder(folder: Path) -> Iterator[ox.Quad]:
    for path, graph in files(folder):
        for quad in parsed(path):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _of_file(path: Path, root: Path, *, inferred: bool) -> State:
    quads = parsed(path)
    if path.suffix in _ONE_GRAPH:
        only = _graph_told(path, quads, root)
        return _named(State(path.name, frozenset(quads)), only)
    kept = (quad for quad in quads if inferred or quad.graph_name != _INFERRED)
    return State(path.name, frozenset(quad for quad in kept if not _bound(quad)))


def _graph_told(path: Path, quads: list[ox.Quad], root: Path) -> str:
    """Give the graph of a Turtle file: by its place, else by what it describes, else its name."""
    whole = path.resolve()
    if any(whole.is_relative_to((root / name).resolve()) for name in ("graph", "ontology")):
        return graph_of(whole, root.resolve()).value
    source, kind = ox.NamedNode(AKG + "Source"), ox.NamedNode(RDF + "type")
    told = {quad.subject for quad in quads if quad.predicate == kind and quad.object == source}
    first = told.pop() if len(told) == 1 else None
    return (
        first.value if isinstance(first, ox.NamedNode) else SRC + quote(path.stem, errors="replace")
    )


def parsed(path: Path) -> list[ox.Quad]:
    """Read a file; blank nodes get names that depend on nothing but what is said of them."""
    kind = _FORMATS[path.suffix]
    try:
        quads = list(ox.parse(path.read_bytes(), format=kind))
    except SyntaxError as error:
        if path.suffix == ".ttl":
            parse(path)  # says it better
        message = error.msg.partition(": ")[2] or error.msg
        raise InputError(path, error.lineno or 0, None, message, "correct it there") from error
    if any(_nameless(quad) for quad in quads):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return list(dataset)
    return quads


def _nameless(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _bound(quad: ox.Quad) -> bool:
    name = quad.predicate.value
    return name.startswith(AKG) and name.endswith(_BOUNDS)


def _named(state: State, graph: str) -> State:
    name = ox.NamedNode(graph)
    quads = (ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in state.quads)
    return replace(state, quads=frozenset(quads), only=graph)


def _within(state: State, graph: str) -> State:
    name = ox.NamedNode(graph)
    return replace(state, quads=frozenset(q for q in state.quads if q.graph_name == name))
