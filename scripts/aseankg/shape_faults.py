"""Faults of the shapes themselves: what must not be in them, because then they hold of anything.

`refused` looks at the shapes alone; `read_shapes` calls it, and while it finds anything nothing is
checked. Shapes that find nothing to check in the graph are told by `shape_focus`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, OWL, RDF, RDFS, SH, XSD, shorten
from aseankg.positions import Located

NO_FOCUS_YET = AKG + "noFocusYet"
_OURS = (AKG + "onProperty", NO_FOCUS_YET)
_NIL = RDF + "nil"
_KINDS = {
    **dict.fromkeys(("maxCount", "minCount", "maxLength", "minLength"), XSD + "integer"),
    **dict.fromkeys(("qualifiedMaxCount", "qualifiedMinCount"), XSD + "integer"),
    **dict.fromkeys(("closed", "deactivated", "uniqueLang"), XSD + "boolean"),
    **dict.fromkeys(("ask", "flags", "pattern", "select"), XSD + "string"),
}
_NAMED = ("class", "datatype", "nodeKind", "severity", "targetClass")
_LISTS = ("and", "or", "xone")
_PARTS = ("node", "not", "property", "qualifiedValueShape")


@dataclass(frozen=True)
class ShapesFile:
    """The statements of a file of shapes, by subject and property."""

    path: Path
    located: tuple[Located, ...]

    @cached_property
    def said(self) -> dict[str, dict[str, list[str]]]:
        """Give the values of each property of each node."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple, _ in self.located:
            found[word(triple.subject)][triple.predicate.value].append(word(triple.object))
        return found

    @cached_property
    def lines(self) -> dict[str, int]:
        """Give the first line on each node."""
        found: dict[str, int] = {}
        for triple, line in self.located:
            found.setdefault(word(triple.subject), line)
        return found

    @cached_property
    def names(self) -> list[str]:
        """Give the shapes that have an IRI, in order."""
        kinds = {SH + "NodeShape", SH + "PropertyShape"}
        named = (one for one, said in self.said.items() if kinds & set(said.get(RDF + "type", ())))
        return sorted(one for one in named if ":" in one)

    def of(self, node: str, name: str) -> list[str]:
        """Give the values of a property of SHACL."""
        return self.said.get(node, {}).get(SH + name, [])

    def items(self, head: str) -> Iterator[str]:
        """Go through a list; a list that never ends is given once."""
        seen: set[str] = set()
        while head != _NIL and head not in seen and head in self.said:
            seen.add(head)
            yield from self.said[head].get(RDF + "first", ())
            head = next(iter(self.said[head].get(RDF + "rest", ())), _NIL)

    def parts(self, node: str) -> Iterator[str]:
        """Give the shapes that a shape asks its focus nodes, or their values, to meet."""
        for name in _PARTS:
            yield from self.of(node, name)
        for name in _LISTS:
            for head in self.of(node, name):
                yield from self.items(head)

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """Give the shapes that use each shape."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in list(self.said):
            for part in self.parts(node):
                found[part].append(node)
        return found


def refused(path: Path, located: Iterable[Located]) -> Iterator[InputError]:
    """Give what must not be in shapes: each could make one of them hold whatever it says."""
    shapes = ShapesFile(path, tuple(located))
    for triple, line in shapes.located:
        if fault := _fault(triple):
            yield InputError(path, line, None, *fault)
        if triple.predicate.value in (SH + "select", SH + "ask"):
            yield from _reaching_out(path, line, word(triple.object))
    yield from _recursive(shapes)


def _fault(triple: ox.Triple) -> tuple[str, str] | None:
    """Say what is wrong with one statement of a file of shapes, and what to do."""
    name, value = triple.predicate.value, triple.object
    if name == OWL + "imports":
        return "owl:imports is not followed: nothing is fetched", "write the shapes into this file"
    if not name.startswith((SH, RDF, RDFS)) and name not in _OURS:
        return f"{shorten(name)} says nothing in a shape", "correct the prefix or the name"
    term = name.removeprefix(SH) if name.startswith(SH) else ""
    kind = value.datatype.value if isinstance(value, ox.Literal) else ""
    if term in _KINDS and kind != _KINDS[term]:
        return (
            f"the value of sh:{term} is no {shorten(_KINDS[term])}",
            "write true, false or a number",
        )
    if term in _NAMED and not isinstance(value, ox.NamedNode):
        return f"the value of sh:{term} is no name", "write a prefixed name, such as akg:Source"
    if term in (*_LISTS, "in", "languageIn", "ignoredProperties") and kind:
        return f"the value of sh:{term} is no list", "write it in round brackets: ( ... )"
    if term == "pattern" and (what := _no_pattern(word(value))):
        return f"the pattern of this shape cannot be read: {what}", "correct the regular expression"
    if term == "flags" and not set(word(value)) <= set("imsx"):
        return f"the flags '{word(value)}' are not known", "use i, m, s and x only"
    if term == "deactivated" and word(value) in ("true", "1"):
        return "this shape is switched off", "take sh:deactivated out, or take the shape out"
    return None


def _no_pattern(text: str) -> str:
    """Say why a text is no regular expression; empty if it is one."""
    try:
        re.compile(text)
    except re.error as error:
        return str(error)
    return ""


def _reaching_out(path: Path, line: int, text: str) -> Iterator[InputError]:
    """Refuse a query of a shape that would read a file or ask another computer."""
    from aseankg.sparql import refuse_reaching_out

    try:
        refuse_reaching_out(ox.Store(), text)
    except InputError as error:
        remedy = "shapes see the graph and nothing else: leave it out"
        yield InputError(path, line, None, error.message, remedy)


def _recursive(shapes: ShapesFile) -> Iterator[InputError]:
    """Refuse shapes that need themselves: what they mean is open, and engines let all pass."""
    done: set[str] = set()
    for start in list(shapes.said):
        if circle := _circle(shapes, start, (), done):
            named = [shorten(one) for one in circle if ":" in one] or ["a shape without a name"]
            message = f"this shape needs itself, by way of {', '.join(named)}"
            remedy = "say it without recursion, with a path such as akg:partOf+ in a sh:property"
            yield InputError(shapes.path, shapes.lines[circle[-1]], None, message, remedy)


def _circle(shapes: ShapesFile, node: str, way: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    """Give the shapes of a circle that a way leads into; empty if it leads into none."""
    if node in way:
        return way[way.index(node) :]
    if node in done:
        return ()
    done.add(node)
    circles = (_circle(shapes, part, (*way, node), done) for part in shapes.parts(node))
    return next(filter(None, circles), ())


def word(term: object) -> str:
    """Give the IRI of a term, the words of a literal, or the label of a blank node."""
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    return term.value
