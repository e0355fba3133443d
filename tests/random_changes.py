"""Random changes of a graph's files, of the kinds that people and scripts make."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import AKG, CODE, ID, RDF, RDFS, SKOS
from aseankg.paths import data_root
from aseankg.positions import parse
from aseankg.turtle import format_turtle

SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
EXAMPLES = Path(__file__).parent / "shapes"
_TYPE, _NARROWER = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "subClassOf")
Block = list[ox.Triple]
Change = Callable[["Folder", Random], None]
CHANGES: dict[str, Change] = {}


class Folder:
    """The files below a root, to be changed; `pool` are things that may be added."""

    def __init__(self, root: Path, pool: list[Block]) -> None:
        self.root, self.pool = root, pool

    def paths(self, below: str = "graph") -> list[Path]:
        return sorted((self.root / below).rglob("*.ttl"))

    def one(self, random: Random, below: str = "graph") -> Path:
        found = [path for path in self.paths(below) if path.stem != "shapes"]
        return random.choice(found) if found else self.root / "graph" / "asean" / "first.ttl"

    def read(self, path: Path) -> Block:
        try:
            return [triple for triple, _ in parse(path)] if path.is_file() else []
        except InputError:
            return []

    def write(self, path: Path, triples: Iterable[ox.Triple]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_turtle(triples), encoding="utf-8")


def change(make: Change) -> Change:
    """Enter a kind of change."""
    CHANGES[make.__name__] = make
    return make


def blocks(triples: Iterable[ox.Triple]) -> list[Block]:
    """Give the statements on each thing."""
    found: dict[object, Block] = {}
    for one in triples:
        found.setdefault(one.subject, []).append(one)
    return list(found.values())


def examples() -> list[Block]:
    """Give the things of the examples of all shapes that can stand in a file."""
    found: list[Block] = []
    for path in sorted(EXAMPLES.glob("*.ttl")):
        try:
            triples = [triple for triple, _ in parse(path)]
        except InputError:
            continue
        terms = {term for one in triples for term in (one.subject, one.object)}
        if not any(isinstance(term, ox.BlankNode) for term in terms):
            found += blocks(triples)
    return found


def rich(root: Path) -> Folder:
    """Lay out the small sound graph, and examples that hold of each class in a few sources."""
    shutil.copytree(data_root() / "ontology", root / "ontology")
    shutil.copytree(SOUND, root / "graph")
    folder = Folder(root, examples())
    for number, path in enumerate(sorted(EXAMPLES.glob("*.valid.ttl"))):
        try:
            triples = folder.read(path)
            target = root / "graph" / "asean" / f"example{number % 5}.ttl"
            folder.write(target, [*folder.read(target), *triples])
        except ValueError:
            continue
    return folder


# --- the kinds ------------------------------------------------------------------------------------


@change
def drop(folder: Folder, random: Random) -> None:
    """A statement is taken out."""
    path = folder.one(random)
    triples = folder.read(path)
    if len(triples) > 1:
        triples.remove(random.choice(triples))
        folder.write(path, triples)


@change
def drop_thing(folder: Folder, random: Random) -> None:
    """All that one file says of a thing is taken out."""
    path = folder.one(random)
    things = blocks(folder.read(path))
    if len(things) > 1:
        things.remove(random.choice(things))
        folder.write(path, [one for thing in things for one in thing])


@change
def add_thing(folder: Folder, random: Random) -> None:
    """What an example says of a thing is added to a file."""
    path = folder.one(random)
    folder.write(path, [*folder.read(path), *random.choice(folder.pool)])


@change
def swap_value(folder: Folder, random: Random) -> None:
    """A statement gets the value of another, mostly one of the same property."""
    path = folder.one(random)
    triples = folder.read(path)
    others = [*triples, *folder.read(folder.one(random)), *random.choice(folder.pool)]
    if triples:
        one = random.choice(triples)
        alike = [other for other in others if other.predicate == one.predicate]
        value = random.choice(alike if random.random() < 0.7 else others).object
        triples[triples.index(one)] = ox.Triple(one.subject, one.predicate, value)
        folder.write(path, triples)


@change
def link(folder: Folder, random: Random) -> None:
    """A thing is tied to another by a property that is used somewhere."""
    path = folder.one(random)
    triples, others = folder.read(path), folder.read(folder.one(random))
    if triples and others:
        ties = [one for one in (*triples, *others) if isinstance(one.object, ox.NamedNode)]
        predicate = random.choice(ties or triples).predicate
        made = ox.Triple(random.choice(triples).subject, predicate, random.choice(others).subject)
        folder.write(path, [*triples, made])


@change
def rival(folder: Folder, random: Random) -> None:
    """Somebody else is said to hold a post at the same time."""
    tenure, holder = ox.NamedNode(AKG + "Tenure"), ox.NamedNode(AKG + "holder")
    own = [one for one in folder.pool if any(triple.object == tenure for triple in one)]
    path, first = folder.one(random), random.choice(own)
    other = ox.NamedNode(f"{ID}person{random.randrange(9)}")
    node = ox.NamedNode(f"{ID}person--{random.randrange(9)}")
    second = [
        ox.Triple(node, one.predicate, other if one.predicate == holder else one.object)
        for one in first
    ]
    posts = {
        one.object
        for one in first
        if one.predicate.value == AKG + "post" and isinstance(one.object, ox.NamedNode)
    }
    label = ox.NamedNode(SKOS + "prefLabel")
    named = [ox.Triple(one, label, ox.Literal("Minister", language="en")) for one in posts]
    folder.write(path, [*folder.read(path), *first, *second, *named])


@change
def move(folder: Folder, random: Random) -> None:
    """What a file says of a thing moves to another file, which may be none or another folder's."""
    path, target = folder.one(random), folder.one(random)
    things = blocks(folder.read(path))
    if len(things) > 1 and path != target:
        moved = things.pop(random.randrange(len(things)))
        folder.write(target, [*folder.read(target), *moved])
        folder.write(path, [one for thing in things for one in thing])


@change
def copy(folder: Folder, random: Random) -> None:
    """What a file says of a thing is said in another file as well."""
    path, target = folder.one(random), folder.one(random)
    if things := blocks(folder.read(path)):
        folder.write(target, [*folder.read(target), *random.choice(things)])


@change
def new_file(folder: Folder, random: Random) -> None:
    """A file is new."""
    place = random.choice(["asean", "viet-nam", "register", "new"])
    path = folder.root / "graph" / place / f"{random.choice('abc')}.ttl"
    folder.write(path, [one for _ in range(3) for one in random.choice(folder.pool)])


@change
def editorial(folder: Folder, random: Random) -> None:
    """An editor concludes something."""
    path = folder.root / "graph" / "editorial.ttl"
    kinds = {ox.NamedNode(AKG + name) for name in ("Conclusion", "Contradiction", "Remark")}
    own = [one for one in folder.pool if any(triple.object in kinds for triple in one)]
    folder.write(path, [*folder.read(path), *random.choice(own)])


@change
def rename(folder: Folder, random: Random) -> None:
    """A file moves to another folder, or gets another name."""
    path = folder.one(random)
    new = path.parent if random.random() < 0.5 else folder.root / "graph" / "thailand"
    new.mkdir(exist_ok=True)
    if path.is_file():
        path.rename(new / f"{random.choice([path.stem, path.stem, 'a', 'other'])}.ttl")


@change
def delete(folder: Folder, random: Random) -> None:
    """A file is gone."""
    folder.one(random).unlink(missing_ok=True)


@change
def shift(folder: Folder, random: Random) -> None:
    """Lines shift, but nothing else is said."""
    path = folder.one(random, random.choice(["graph", "graph", "ontology"]))
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        cut = random.choice([0, *(found.end() for found in re.finditer(r"\.\n", text))])
        path.write_text(text[:cut] + "# a note\n\n" + text[cut:], encoding="utf-8")


@change
def vocabulary(folder: Folder, random: Random) -> None:
    """A term or code gets another name, kind or wider class, or is gone."""
    path = folder.one(random, "ontology")
    triples = folder.read(path)
    one, other = random.choice(triples), random.choice(triples)
    ours = [t for t in triples if str(t.subject)[1:].startswith((AKG, CODE))] or triples
    new = [
        ox.Triple(one.subject, one.predicate, other.object),
        ox.Triple(random.choice(ours).subject, _NARROWER, random.choice(ours).subject),
        ox.Triple(random.choice(ours).subject, _TYPE, random.choice(ours).subject),
    ]
    triples = [t for t in triples if t != one or random.random() < 0.5]
    folder.write(path, [*triples, random.choice([one, *new])])


@change
def breakage(folder: Folder, random: Random) -> None:
    """A file can be read no more."""
    path = folder.one(random)
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: random.randrange(len(text) + 1)], encoding="utf-8")
