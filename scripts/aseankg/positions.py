"""Turtle read with the line of every statement, and refused with a line where it is bad."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import BASE
from aseankg.slips import Stop, slip

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Located = tuple[ox.Triple, int]

_SCHEMES = ("http://", "https://", "urn:", "mailto:")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_CONFLICT = re.compile(r"^(<{7}|>{7}|={7})( |$)", re.MULTILINE)
_MARK = re.compile(r"(<{7}|>{7}|={7}|[|]{7})( |$)")
_HTML = re.compile(rb"\s*<(!--|(!doctype|html|head|body|script|\?xml|rdf:RDF)\b)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\[\s*)?\{")
_LIKE_BASE = re.compile("".join(f"(?:{re.escape(one)}|[^\x00-\x7f])" for one in BASE))
_PLAIN_BASE = BASE.replace("https:", "http:")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

# What the parser says -> what to do about it; the first that fits.
_REMEDIES = (
    ("absolute IRI", "write the whole address, https://..., or a prefixed name such as id:asean"),
    ("IRI code point ' '", "an address holds no space: write %20, or take the space out"),
    ("Invalid IRI", "correct the address between < and >"),
    ("has not been declared", "declare the prefix at the top of the file: @prefix ..."),
)


def parse(path: Path) -> list[Located]:
    """Read a Turtle file whole: its triples, each with the line on which its object ends.

    Where the comma or stop after an object stands further down it may be a line up to that one.
    Nodes without an id are numbered, so that they have the same labels at each reading.
    Raises `InputError` with line and remedy for a file that is not sound Turtle in UTF-8, that is
    empty, or that holds an IRI or characters that would do harm later; then nothing is given.
    """
    data = path.read_bytes()
    text = _decode(path, data)
    _check_text(path, text)
    lines = _Lines(data)
    located: list[Located] = []
    try:
        for quad in ox.parse(cast(IO[bytes], lines), format=ox.RdfFormat.TURTLE):
            located.append((quad.triple, lines.number))
    except SyntaxError as error:
        raise _explained(path, data, error) from error
    if not located:
        raise InputError(path, 0, None, "holds no statement", "fill the file, or delete it")
    _check_terms(path, located)
    return _numbered(path, located)


class _Lines:
    """Hands a file to the parser one line a read, so that `number` is where the parser is."""

    def __init__(self, data: bytes) -> None:
        self._lines: Iterator[bytes] = iter(data.splitlines(keepends=True))
        self._rest = b""
        self.number = 0

    def read(self, size: int = -1) -> bytes:
        """Give the next line, or as much of it as is wanted: the parser dies of more."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.number += bool(self._rest)
        size = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _decode(path: Path, data: bytes) -> str:
    """Give the text; tell what kind of file it is if it is none of ours."""
    if data.startswith(b"version https://git-lfs"):
        raise InputError(path, 1, None, "is a git-LFS pointer, not the file", "run: git lfs pull")
    if _HTML.match(data):
        remedy = "download the raw file, not the page that shows it"
        raise InputError(path, 1, None, "is a web page or XML, not Turtle", remedy)
    if _JSON.match(data):
        remedy = "convert it to Turtle with its context beside it; nothing is fetched here"
        raise InputError(path, 1, None, "is JSON or TriG, not Turtle", remedy)
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        remedy = "save the file as UTF-8 without BOM"
        raise InputError(path, 1, 1, "begins with a byte order mark", remedy)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        raise InputError(path, line, column, message, "save the file as UTF-8") from error


def _check_text(path: Path, text: str) -> None:
    conflict = _CONFLICT.search(text)
    if conflict and "<" * 7 in text:
        raise _marked(path, text.count("\n", 0, conflict.start()) + 1)
    if "\\u" not in text and "\\U" not in text and not unsound(text):
        return
    for number, shown in enumerate(text.split("\n"), 1):
        plain = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), shown)
        if wrong := unsound(plain):
            raise InputError(path, number, None, *wrong)


def _marked(path: Path, line: int) -> InputError:
    remedy = "decide between the two versions and delete the marks"
    return InputError(path, line, 1, "holds marks of a merge conflict", remedy)


def unsound(text: str) -> tuple[str, str] | None:
    """Say what is wrong with characters, and what to do."""
    if control := _CONTROL.search(text):
        name = f"U+{ord(control[0]):04X}"
        return f"holds the invisible or damaged character {name}", "type the words again"
    if not unicodedata.is_normalized("NFC", text):
        remedy = "save the file with letters and their marks composed (Unicode NFC)"
        return "an accented letter is written as several characters", remedy
    return None


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _explained(path: Path, data: bytes, error: SyntaxError) -> InputError:
    line, column = error.lineno or 0, error.offset
    what = error.msg.partition(": ")[2]
    lines = data.decode().split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    if _MARK.match(shown):
        raise _marked(path, line)
    if re.search(r'"@[A-Za-z]+_', shown):
        return InputError(path, line, column, "a language tag holds _", "write @en-US, not @en_US")
    if known := slip(Stop(lines, line, column or 0, what)):
        column = column if known.line == line else None
        return InputError(path, known.line, column, known.message, known.remedy)
    remedies = (remedy for sign, remedy in _REMEDIES if sign in what)
    return InputError(path, line, column, what, next(remedies, "correct the Turtle there"))


def _numbered(path: Path, located: list[Located]) -> list[Located]:
    """Label blank nodes by the place of the file below the root and the order they come in."""
    ends = (term for triple, _ in located for term in (triple.subject, triple.object))
    found = dict.fromkeys(term for term in ends if isinstance(term, ox.BlankNode))
    if not found:
        return located
    tops = [number for number, part in enumerate(path.parts) if part in ("graph", "ontology")]
    below = "/".join(path.parts[tops[-1] if tops else -1 :])
    file = sha256(below.encode(errors="surrogateescape")).hexdigest()[:12]
    labels: dict[object, Any] = {
        one: ox.BlankNode(f"b{file}n{number}") for number, one in enumerate(found, 1)
    }
    named = []
    for one, line in located:
        subject = labels.get(one.subject, one.subject)
        value = labels.get(one.object, one.object)
        named.append((ox.Triple(subject, one.predicate, value), line))
    return named


def _check_terms(path: Path, located: list[Located]) -> None:
    known: set[str] = set()
    for triple, line in located:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term.value not in known:
                _check_iri(path, line, term.value)
                known.add(term.value)


def _check_iri(path: Path, line: int, iri: str) -> None:
    if not iri.startswith(_SCHEMES):
        message, remedy = f"<{iri}> is no address on the web", "write an address, https://..."
        raise InputError(path, line, None, message, remedy)
    if iri.startswith(_PLAIN_BASE):
        raise InputError(path, line, None, f"<{iri}> is no address of ours", f"write {BASE}...")
    if not iri.isascii() and _LIKE_BASE.match(iri):
        odd = next(letter for letter in iri if not letter.isascii())
        message = f"the id {iri[len(BASE) :]} holds {unicodedata.name(odd, repr(odd))}"
        remedy = "ids hold only a-z, 0-9 and -; the letter may only look like one of them"
        raise InputError(path, line, None, message, remedy)
