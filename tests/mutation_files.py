"""Faults in a file: it cannot be read, stands in the wrong place, or is not as files here are."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from aseankg.namespaces import BASE
from mutation_graph import Graph
from mutations import Mutant, also, decomposed, is_register, operator

_LIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "s": "ѕ", "x": "х"}


def spoilt(name: str, path: Path, text: str, line: int, note: str) -> Mutant:
    return Mutant(name, {path: text.encode()}, frozenset({(path, line)}), note)


def line_with(graph: Graph, random: Random, pattern: str) -> tuple[Path, list[str], int]:
    """Give a file, its lines, and the number from 0 of a line that fits a pattern."""
    while True:
        path = random.choice(sorted(graph.parts))
        lines = graph.text(path).split("\n")
        found = [number for number, line in enumerate(lines) if re.search(pattern, line)]
        if found:
            return path, lines, random.choice(found)


def respelt(name: str, graph: Graph, random: Random, pattern: str, new: str) -> Mutant:
    """Make a mutant in which one line is written otherwise."""
    path, lines, number = line_with(graph, random, pattern)
    lines[number] = re.sub(pattern, new, lines[number], count=1)
    return spoilt(name, path, "\n".join(lines), number + 1, lines[number].strip())


@operator(refused=True)
def file_emptied(graph: Graph, random: Random) -> Mutant | None:
    """A file is empty, or holds only prefixes."""
    path = random.choice(graph.sources)
    head = "".join(re.findall(r"@prefix.*\n", graph.text(path)))
    return spoilt("file-emptied", path, random.choice(["", "\n", head]), 0, "")


@operator(refused=True)
def file_truncated(graph: Graph, random: Random) -> Mutant | None:
    """A file is cut off within a statement."""
    path, lines, number = line_with(graph, random, r"^    \S+ .*;$")
    kept = "\n".join([*lines[:number], lines[number][: len(lines[number]) // 2]])
    return spoilt("file-truncated", path, kept, number + 1, "")


@operator(refused=True)
def marks_of_a_conflict(graph: Graph, random: Random) -> Mutant | None:
    """Marks of a merge conflict stand in a file."""
    path, lines, number = line_with(graph, random, r"^    \S+ .*;$")
    lines[number : number + 1] = [
        *("<<<<<<< HEAD", lines[number], "=======", lines[number], ">>>>>>> branch")
    ]
    return spoilt("marks-of-a-conflict", path, "\n".join(lines), number + 1, "")


@operator(refused=True)
def other_encoding(graph: Graph, random: Random) -> Mutant | None:
    """A file is saved as Latin-1, as UTF-16, or with a byte order mark."""
    path = random.choice(graph.sources)
    name = random.choice(["latin-1", "utf-16", "utf-8-sig"])
    text = graph.text(path).encode("latin-1", "replace").decode("latin-1")
    if name == "latin-1":
        text = text.replace('title "', 'title "\xe9\xff', 1)
    line = 1 + text[: text.index("\xe9\xff")].count("\n") if name == "latin-1" else 1
    return Mutant("other-encoding", {path: text.encode(name)}, frozenset({(path, line)}), name)


@operator(refused=True)
def file_of_another_kind(graph: Graph, random: Random) -> Mutant | None:
    """A web page, JSON or a pointer to the file was saved as the file."""
    text = random.choice(
        [
            "<!DOCTYPE html>\n<html><body>Not found</body></html>\n",
            '{"@context": "https://schema.org", "name": "x"}\n',
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            '<?xml version="1.0"?>\n<rdf:RDF/>\n',
        ]
    )
    return spoilt("file-of-another-kind", random.choice(graph.sources), text, 1, text[:20])


@operator(refused=True)
def prefix_not_declared(graph: Graph, random: Random) -> Mutant | None:
    """A prefix is used that the file does not declare."""
    return respelt("prefix-not-declared", graph, random, r"^    akg:", "    aseankg:")


@operator(refused=True)
def mark_forgotten(graph: Graph, random: Random) -> Mutant | None:
    """A quotation mark, a semicolon or a stop is forgotten."""
    pattern, new = random.choice([(r'"@en ;$', "@en ;"), (r" ;$", ""), (r"^\.$", "")])
    path, lines, number = line_with(graph, random, pattern)
    if new == "" and lines[number + 1] == ".":
        return None  # the last semicolon of a thing may be missing
    lines[number] = re.sub(pattern, new, lines[number])
    return spoilt("mark-forgotten", path, "\n".join(lines), number + 1, lines[number].strip())


@operator(refused=True)
def underscore_in_a_language(graph: Graph, random: Random) -> Mutant | None:
    """The tag of a language is written as programs write locales."""
    return respelt("underscore-in-a-language", graph, random, '"@en ;', '"@en_US ;')


def renamed(name: str, graph: Graph, random: Random, make: str) -> Mutant | None:
    """Make a mutant in which an id is written out with another letter; {} is the id."""
    path, lines, number = line_with(graph, random, r"\bid:[a-z0-9-]{4,}")
    found = re.search(r"\bid:([a-z0-9-]+)", lines[number])
    assert found
    iri = make.format(found[1])
    if make == "like":
        letters = [letter for letter in found[1] if letter in _LIKE]
        if not letters:
            return None
        letter = random.choice(letters)
        iri = f"<{BASE}id/{found[1].replace(letter, _LIKE[letter], 1)}>"
    lines[number] = lines[number].replace(found[0], iri, 1)
    return spoilt(name, path, "\n".join(lines), number + 1, iri)


@operator(refused=True)
def letter_that_looks_alike(graph: Graph, random: Random) -> Mutant | None:
    """A letter of an id is one of another alphabet that looks like it."""
    return renamed("letter-that-looks-alike", graph, random, "like")


@operator(refused=True)
def space_in_an_id(graph: Graph, random: Random) -> Mutant | None:
    """A space, a NUL or another character that no address has stands in an id."""
    odd = random.choice([" ", "\\u0020", "\\u0000", "\x00", "\x7f", "\\u202E"])
    return renamed("space-in-an-id", graph, random, f"<{BASE}id/{{}}{odd}x>")


@operator(refused=True)
def address_not_ours(graph: Graph, random: Random) -> Mutant | None:
    """An id is written with http:, as a file's address or without any."""
    start = random.choice([BASE.replace("https", "http") + "id/", "file:///home/x/", "", "id/"])
    return renamed("address-not-ours", graph, random, f"<{start}{{}}>")


@operator(refused=True)
def letters_in_pieces(graph: Graph, random: Random) -> Mutant | None:
    """An accented letter is written as letter and mark, as some systems save it."""
    path, lines, number = line_with(graph, random, "[ạ-ỹáéíóúâêôăđơưÀ-ÖØ-öø-ÿ]")
    if decomposed(lines[number]) == lines[number]:
        return None
    lines[number] = decomposed(lines[number])
    return spoilt("letters-in-pieces", path, "\n".join(lines), number + 1, lines[number].strip())


@operator(refused=True)
def invisible_character(graph: Graph, random: Random) -> Mutant | None:
    """A control character, a replacement mark or a turn of direction stands in a name."""
    odd = random.choice(["\x07", "\ufffd", "\u202e", "\ufeff", "\x1b", "\u0085"])
    return respelt("invisible-character", graph, random, '"@en ;', f'{odd}"@en ;')


@operator(form=True)
def thing_without_an_id(graph: Graph, random: Random) -> Mutant | None:
    """Something without an id stands where a thing is named."""
    new = random.choice(["[]", "_:x", "[ a akg:Institution ]"])
    return respelt("thing-without-an-id", graph, random, r"(?<= )id:[a-z0-9-]+(?= ;)", new)


@operator()
def file_in_two_folders(graph: Graph, random: Random) -> Mutant | None:
    """The file of a source stands in a second folder as well."""
    path = random.choice(graph.sources)
    folders = {one.parent for one in graph.sources} - {path.parent}
    target = random.choice(sorted(folders)) / path.name
    places = frozenset({(target, 0), (path, 0)})
    return Mutant("file-in-two-folders", {target: path.read_bytes()}, places, str(target.name))


@operator()
def file_under_another_name(graph: Graph, random: Random) -> Mutant | None:
    """The file of a source has another name than the source."""
    path = random.choice(graph.sources)
    target = path.with_name(f"{path.stem}-2.ttl")
    lines = path.read_text(encoding="utf-8").split("\n")
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("src:"))
    places = frozenset({(target, 0), (target, first)})
    return Mutant("file-under-another-name", {path: None, target: path.read_bytes()}, places, "")


@operator()
def file_that_is_not_read(graph: Graph, random: Random) -> Mutant | None:
    """Facts stand in a file of another ending, which nobody reads."""
    path = random.choice(graph.sources)
    ending = random.choice([".nt", ".ttl.txt", ".rdf", ".TTL", ".csv", ".jsonld", ".ttl~"])
    target = path.with_name(f"{path.stem}-more{ending}")
    places = frozenset({(target, 0)})
    return Mutant("file-that-is-not-read", {target: path.read_bytes()}, places, target.name)


@operator(form=True)
def order_of_lines_changed(graph: Graph, random: Random) -> Mutant | None:
    """Two lines of a thing are not in their order."""
    path, lines, number = line_with(graph, random, r"^    .* ;$")
    other = number + 1
    if not lines[other].startswith("    ") or lines[other] == lines[number]:
        return None
    lines[number], lines[other] = lines[other], lines[number]
    return spoilt("order-of-lines-changed", path, "\n".join(lines), number + 1, "")


@operator(form=True)
def lines_of_another_system(graph: Graph, random: Random) -> Mutant | None:
    """Lines end, or are indented, as another system or editor does it."""
    path, lines, number = line_with(graph, random, r"^    .* ;$")
    if random.random() < 0.5:
        text = "\r\n".join(lines)
        return spoilt("lines-of-another-system", path, text, 1, "CRLF")
    lines[number] = lines[number].replace("    ", "\t", 1)
    return spoilt("lines-of-another-system", path, "\n".join(lines), number + 1, "tab")


@operator(form=True)
def line_commented_out(graph: Graph, random: Random) -> Mutant | None:
    """A statement is taken out with a comment sign."""
    path, lines, number = line_with(graph, random, r"^    .* ;$")
    if not is_register(path) and random.random() < 0.2:
        return None
    first = max(n for n in range(number) if not lines[n].startswith("    ")) + 2
    lines[number] = f"#{lines[number]}"
    mutant = spoilt("line-commented-out", path, "\n".join(lines), number + 1, lines[number].strip())
    return also(mutant, [(path, first)])
