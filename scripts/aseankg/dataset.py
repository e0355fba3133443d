"""The files of the graph: which there are, which graph each fills, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aseankg.dates import interval, is_date, normalise
from aseankg.errors import InputError, InputErrors, MisnamedFile
from aseankg.files import recover
from aseankg.namespaces import EDITORIAL, ONTOLOGY, REGISTER, SRC, XSD
from aseankg.paths import data_root
from aseankg.positions import parse

if TYPE_CHECKING:
    from rdflib.term import Node

_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class LocatedQuad:
    """A statement and where it stands; `line` is that on which its object ends."""

    quad: ox.Quad
    path: Path
    line: int


def files(root: Path | None = None) -> list[tuple[Path, ox.NamedNode]]:
    """Give every file of the graph below a root with the named graph that it fills, in order.

    A source's file fills the graph named after it. The shapes are no part of the graph. Raises
    `InputErrors`, one for each file whose name is no id.
    """
    root = root or data_root()
    found: list[tuple[Path, ox.NamedNode]] = []
    errors: list[InputError] = []
    for path in all_files(root):
        try:
            found.append((path, graph_of(path, root)))
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return found


def all_files(root: Path) -> list[Path]:
    """Give every file of the graph below a root, whatever its name, in order."""
    recover(root)
    said = sorted((root / "graph").rglob("*.ttl"))
    return said + sorted(one for one in (root / "ontology").glob("*.ttl") if one.stem != "shapes")


def graph_of(path: Path, root: Path) -> ox.NamedNode:
    """Give the named graph that a file below a root fills.

    Raises `InputError` when the name of a source's file can be no id of it.
    """
    folder, *below = path.relative_to(root).parts
    if folder == "ontology":
        return ox.NamedNode(ONTOLOGY)
    if below[0] == "register":
        return ox.NamedNode(REGISTER)
    if not _ID.fullmatch(path.stem):
        message = f"'{path.stem}' cannot be the id of a source"
        remedy = "name the file with a-z, 0-9 and -, as its source: decision-155.ttl"
        raise MisnamedFile(path, 0, None, message, remedy)
    return ox.NamedNode(EDITORIAL if below == ["editorial.ttl"] else SRC + path.stem)


def read(root: Path | None = None) -> list[LocatedQuad]:
    """Read all files, with positions; dates get no bounds yet, nothing is inferred.

    Raises `InputErrors`, one for each file that is bad; nothing is given then.
    """
    located: list[LocatedQuad] = []
    errors: list[InputError] = []
    for path, graph in files(root):
        try:
            located += read_file(path, graph)
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return located


def read_file(path: Path, graph: ox.NamedNode) -> list[LocatedQuad]:
    """Read one file, with positions, as the graph that it fills; raises `InputError`."""
    return [LocatedQuad(_quad(triple, graph), path, line) for triple, line in parse(path)]


def quads(root: Path | None = None) -> list[ox.Quad]:
    """Give all statements of the files and the bounds of their dates.

    Raises `InputErrors` for bad files and for dates that are not in the calendar.
    """
    located = read(root)
    plain = [one.quad for one in located]
    try:
        return plain + list(normalise(plain))
    except ValueError:
        raise InputErrors(_bad_dates(located)) from None


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _bad_dates(located: Iterable[LocatedQuad]) -> Iterator[InputError]:
    remedy = "write a day, month or year of the calendar"
    for one in located:
        literal = one.quad.object
        if isinstance(literal, ox.Literal) and is_date(literal):
            try:
                interval(literal.value, literal.datatype.value)
            except ValueError as error:
                yield InputError(one.path, one.line, None, str(error), remedy)


def as_rdflib(term: object) -> Node:
    """Give the term that rdflib's own parsers would have made; the words stay as they are."""
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    datatype = None if kind == XSD + "string" else URIRef(kind)
    return Literal(term.value, datatype=datatype, normalize=False)
