"""The examples of the shapes as pages show them: what is wrong, and the same as it should be.

`CLASS.invalid-RULE.ttl` holds things that the rule rejects, `CLASS.valid*.ttl` sound ones. Both
are canonical, so that a line is a statement and a block a thing. A page shows the first fault of
a file, cut down to what a thing of its class needs, and beside it the same thing mended: what
the rule asks for is taken from the sound thing that is most like it. Where that would not do,
`CLASS.valid-RULE.ttl` is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aseankg.namespaces import AKG, PREFIXES, SKOS, expand
from aseankg.shapes import Shapes

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_PREFIX = re.compile(r"(?:^|[\s^(])([a-z]+):(?=[A-Za-z0-9_])", re.MULTILINE)
_NO_NAMES = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\n]*>|#[^\n]*')
_LABEL = SKOS + "prefLabel"
_SAYS = (
    "path",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "targetSubjectsOf",
    "or",
    "xone",
)


@dataclass(frozen=True)
class Block:
    """One thing: its name and the lines that state something of it."""

    name: str
    lines: tuple[str, ...]

    def text(self, other: Block, mark: str) -> str:
        """Write the thing; what the other one has not gets a mark."""
        lines = [line if line in other.lines else f"{line}  # {mark}" for line in self.lines]
        same = self.name == other.name or self.lines != other.lines
        return "\n".join([self.name if same else f"{self.name}  # {mark}", *lines, "."])


class Examples:
    """The examples of a folder, of the shapes that they are for."""

    def __init__(self, folder: Path, shapes: Shapes) -> None:
        """Read the sound things of all classes and what any thing needs."""
        files = sorted(folder.glob("*.valid*.ttl"))
        self._sound = [block for path in files for block in blocks(path)]
        self._own = {path.stem.partition(".valid-")[2]: path for path in files}
        self._shapes = shapes
        self._needed = needed(shapes)
        self._known = {_predicate(line) for one in self._sound for line in one.lines}
        self.files = {
            path.stem.partition(".invalid-")[2]: path for path in folder.glob("*.invalid-*.ttl")
        }

    def pair(self, rule: str) -> tuple[str, str]:
        """Give the wrong and the right example of a rule as Turtle; `KeyError` if it has none."""
        asked = asked_by(self._shapes, rule)
        wrong = _first_fault(blocks(self.files[rule]))
        if rule in self._own:
            names = {one.name: one.name.replace(":bad-", ":") for one in wrong}
            wrong = [self._cut(_renamed(one, names), asked, one) for one in wrong]
            return _turtle(wrong, wrong, ""), _turtle(right := blocks(self._own[rule]), right, "")
        models = [self._model(one, asked) for one in wrong]
        wrong = _with_good_names(wrong, models)
        both = list(zip(wrong, self._right(wrong, models, asked), strict=True))
        wrong = [self._cut(one, asked, other) for one, other in both]
        right = [self._cut(other, asked, one) for one, other in both]
        return _turtle(wrong, right, "wrong"), _turtle(right, wrong, "right")

    def _right(
        self, wrong: Sequence[Block], models: Sequence[Block], asked: set[str]
    ) -> list[Block]:
        """Mend what the rule asks for; where that changes nothing, all but the label."""
        if all(one.lines == model.lines for one, model in zip(wrong, models, strict=True)):
            return list(models)
        for mended in (asked, self._known - {_LABEL}):
            pairs = zip(wrong, models, strict=True)
            right = [self._mended(one, model, mended) for one, model in pairs]
            if right != wrong:
                break
        return right

    def _model(self, one: Block, asked: set[str]) -> Block:
        """Give the sound thing of the same class that has most in common with a wrong one."""
        same = [other for other in self._sound if other.lines[0] == one.lines[0]]
        telling = [other for other in same if asked & {_predicate(line) for line in other.lines}]
        return min(
            telling or same or self._sound,
            key=lambda other: len(set(one.lines) ^ set(other.lines)),
        )

    def _mended(self, one: Block, model: Block, asked: set[str]) -> Block:
        """Take what is asked from the model; of two values, where it has none, keep the first."""
        kept = [line for line in one.lines if _predicate(line) in self._known - asked]
        taken = [line for line in model.lines if _predicate(line) in asked]
        told = {_predicate(line) for line in taken}
        for name in asked - told:
            values = [line for line in one.lines if _predicate(line) == name]
            taken += values[:1] if len(values) > 1 else []
        return Block(one.name, tuple(sorted({*kept, *taken}, key=_order)))

    def _cut(self, one: Block, asked: set[str], other: Block) -> Block:
        """Leave out what a thing need not have, the rule does not ask for, and both have."""
        differs = set(one.lines) ^ set(other.lines)
        wanted = self._needed | asked | {"a"} | {_predicate(line) for line in differs}
        return Block(one.name, tuple(line for line in one.lines if _predicate(line) in wanted))


def blocks(path: Path) -> list[Block]:
    """Read the things of an example."""
    _, *parts = path.read_text(encoding="utf-8").rstrip().split("\n\n")
    found = [part.rstrip(".").rstrip().split("\n") for part in parts]
    return [Block(name, tuple(lines)) for name, *lines in found]


def with_prefixes(text: str) -> str:
    """Put before a text the declarations of the prefixes that it uses and does not declare."""
    used = set(_PREFIX.findall(_NO_NAMES.sub(" ", text))) & set(PREFIXES)
    missing = [name for name in sorted(used) if f"@prefix {name}:" not in text]
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in missing)
    return f"{head}\n{text}" if head else text


def needed(shapes: Shapes) -> set[str]:
    """Give the properties that some shape wants a thing to have."""
    from rdflib.namespace import SH

    graph = shapes.graph
    wanting = set(graph.subjects(SH.minCount)) | set(graph.subjects(SH.hasValue))
    return _spoken_of(graph, [path for one in wanting for path in graph.objects(one, SH.path)])


def asked_by(shapes: Shapes, rule: str) -> set[str]:
    """Give the properties that a shape speaks of, as files state them."""
    from rdflib import URIRef
    from rdflib.namespace import SH

    graph, shape = shapes.graph, URIRef(AKG + rule)
    said = [o for name in _SAYS for o in graph.objects(shape, SH[name])]
    for owner in graph.subjects(SH.property, shape):
        said += graph.objects(owner, SH.targetSubjectsOf)
    return _spoken_of(graph, said)


def _spoken_of(graph: Graph, pending: list[Node]) -> set[str]:
    """Give the properties in paths and lists, without the bounds that loading makes of dates."""
    from rdflib import BNode, URIRef
    from rdflib.namespace import SH

    found = set()
    while pending:
        one = pending.pop()
        if isinstance(one, BNode):
            pending += graph.objects(one)
        elif isinstance(one, URIRef) and not str(one).startswith(str(SH)):
            found.add(str(one).removesuffix("Earliest").removesuffix("Latest"))
    return found


def _first_fault(given: Sequence[Block]) -> list[Block]:
    """Give the first thing and all that names it or is named by it, by way of others too."""
    found, pending = {given[0]}, [given[0]]
    while pending:
        one = pending.pop()
        near = {other for other in given if _names(one, other) or _names(other, one)} - found
        found |= near
        pending += near
    return [one for one in given if one in found]


def _names(one: Block, other: Block) -> bool:
    return any(other.name in line.split() for line in one.lines)


def _with_good_names(wrong: Sequence[Block], models: Sequence[Block]) -> list[Block]:
    """Call wrong things as the sound ones like them; not if that makes two one, or mends them."""
    pairs = list(zip(wrong, models, strict=True))
    if all(one.lines == model.lines for one, model in pairs):
        return list(wrong)
    names = {one.name: model.name for one, model in pairs}
    if len(set(names.values())) < len(names):
        names = {name: name.replace(":bad-", ":") for name in names}
    return [_renamed(one, names) for one in wrong]


def _renamed(one: Block, names: dict[str, str]) -> Block:
    lines = (" ".join(names.get(word, word) for word in line.split(" ")) for line in one.lines)
    return Block(names[one.name], tuple(lines))


@cache
def _predicate(line: str) -> str:
    """Give the IRI of the property that a line states; `a` stays."""
    return expand(line.split()[0])


def _order(line: str) -> tuple[bool, str, str]:
    return _predicate(line) != "a", _predicate(line), line


def _turtle(shown: Sequence[Block], others: Sequence[Block], mark: str) -> str:
    pairs = zip(shown, others, strict=True)
    return with_prefixes("\n\n".join(one.text(other, mark) for one, other in pairs) + "\n")
