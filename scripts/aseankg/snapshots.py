"""A check kept for the next one: what was read and found, with what it holds for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from aseankg import __version__
from aseankg.checked import AtNode, Checked
from aseankg.findings import Finding, Place
from aseankg.parts import Looked, Part
from aseankg.paths import cache_root
from aseankg.places import plain
from aseankg.store import seal, write_aside

_FORMAT = ox.RdfFormat.N_QUADS
_REST = ("of_terms", "of_idle", "of_whole")
_HERE = Path(__file__).parent


def recall(root: Path, day: date | None) -> Checked | None:
    """Give the last check below a root that is kept, if it was by this code, terms and day.

    A kept file that is broken is as good as none.
    """
    with suppress(OSError, ValueError, KeyError, IndexError, TypeError, SyntaxError):
        data = _file(root).read_bytes()
        start = data.index(b"\n") + 1
        middle = data.index(b"\n", start) + 1
        if data[:start] == seal(memoryview(data)[start:]):
            told = json.loads(data[start:middle].removeprefix(b"# "))
            if told["key"] == _key(root, day):
                return _Reader(root, data[middle:]).read(told, day)
    return None


def keep(checked: Checked) -> None:
    """Keep a check for the next; where nothing can be kept, or named again, nothing is."""
    quads = [quad for part in checked.parts.values() for quad in part.everything()]
    quads += [ox.Quad(*one) for one in checked.inferred]
    if any(isinstance(term, ox.BlankNode) for one in quads for term in (one.subject, one.object)):
        return
    named = [term for one in checked.at_nodes for term in (one.shape, one.focus)]
    if not all(isinstance(term, ox.NamedNode) for term in named):
        return
    head = b"# " + json.dumps(_told(checked)).encode("ascii") + b"\n"
    data = head + (ox.serialize(quads, format=_FORMAT) or b"")
    write_aside(_file(checked.root), seal(data) + data)


def _file(root: Path) -> Path:
    return cache_root() / f"{sha256(os.fsencode(root.resolve())).hexdigest()}.check"


def _key(root: Path, day: date | None) -> str:
    """Digest what findings depend on beside the files of the graph: terms, rules, code, day."""
    digest = sha256(os.fsencode(f"{__version__} {ox.__version__} {day} {root}"))
    for path in sorted((root / "ontology").rglob("*")) + sorted(_HERE.glob("*.*")):
        if path.suffix in {".ttl", ".rq", ".py", ".yaml"}:
            digest.update(os.fsencode(f"\n{path.name} ") + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


# --- written --------------------------------------------------------------------------------------


def _told(checked: Checked) -> dict[str, object]:
    of_root = _Writer(checked.root)
    return {
        "key": _key(checked.root, checked.day),
        "parts": [
            _part(of_root, part, checked.looked[path]) for path, part in checked.parts.items()
        ],
        "at_nodes": [
            [plain(one.shape), plain(one.focus), of_root.finding(one.finding)]
            for one in checked.at_nodes
        ],
        **{name: of_root.findings(getattr(checked, name)) for name in _REST},
    }


def _part(of_root: _Writer, part: Part, looked: Looked) -> list[object]:
    asked = [[*question, answer] for question, answer in looked.answers.items()]
    sizes = (len(part.quads), len(part.bounds))
    told = (of_root.path(part.path), part.graph.value, part.digest, *sizes)
    return [*told, of_root.findings(looked.found), asked]


class _Writer:
    """Writes findings with paths below the root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def finding(self, one: Finding) -> list[object]:
        related = [[self.path(place.path), place.line] for place in one.related]
        return [
            *(one.rule, one.severity, self.path(one.path), one.line, one.thing, one.property),
            *(one.value, one.message, one.remedy, related, one.column),
        ]

    def findings(self, many: Iterable[Finding]) -> list[list[object]]:
        return [self.finding(one) for one in many]


# --- read -----------------------------------------------------------------------------------------


class _Reader:
    """Reads a kept check back."""

    def __init__(self, root: Path, data: bytes) -> None:
        self.root = root
        self._quads = list(ox.parse(data, format=_FORMAT, lenient=True))
        self._next = 0

    def read(self, told: Mapping[str, Any], day: date | None) -> Checked:
        parts: dict[Path, Part] = {}
        looked: dict[Path, Looked] = {}
        for name, graph, digest, said, bounds, found, answers in told["parts"]:
            path = self.root / name
            quads, more = self._take(said), self._take(bounds)
            parts[path] = Part(path, ox.NamedNode(graph), digest, quads, more)
            asked = {(question, _frozen(about)): answer for question, about, answer in answers}
            looked[path] = Looked(list(self._findings(found)), asked)
        inferred = {one.triple for one in self._quads[self._next :]}
        at_nodes = [
            AtNode(ox.NamedNode(shape), ox.NamedNode(focus), self._finding(found))
            for shape, focus, found in told["at_nodes"]
        ]
        rest = (list(self._findings(told[name])) for name in _REST)
        return Checked(self.root, day, parts, inferred, looked, at_nodes, *rest)

    def _take(self, many: int) -> Sequence[ox.Quad]:
        self._next += many
        return self._quads[self._next - many : self._next]

    def _findings(self, told: Iterable[list[Any]]) -> Iterator[Finding]:
        return map(self._finding, told)

    def _finding(self, told: list[Any]) -> Finding:
        rule, severity, path, line, thing, name, value, message, remedy, related, column = told
        places = tuple(Place(self.root / path, line) for path, line in related)
        about = (rule, severity, self.root / path, line, thing, name, value)
        return Finding(*about, message, remedy, places, column)


def _frozen(about: object) -> object:
    return tuple(map(_frozen, about)) if isinstance(about, list) else about
