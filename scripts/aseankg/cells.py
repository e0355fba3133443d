"""What a cell of a table of facts may hold, and the term that it becomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from aseankg.dates import interval
from aseankg.namespaces import AKG, CODE, ID, SDG, SRC, XSD
from aseankg.terms import Term

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_DATE_KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}
_SCRIPTS = {"THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my"}
_VIETNAMESE = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z", re.ASCII)
_DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)\Z", re.ASCII)
_TAG = re.compile(r"@([a-z]{2,3})\Z")
_OF_SOURCES = (SRC, "src:", "src-")


class BadCell(Exception):
    """A cell that cannot be read: what is wrong with it and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        """Keep both parts."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Vocabulary:
    """What cells may refer to: things (id -> table name), source ids, codes per scheme."""

    things: Mapping[str, str]
    sources: frozenset[str]
    codes: Mapping[str, frozenset[str]]

    def source(self, cell: str) -> str:
        """Give the id of the source that a cell names, however written; raises `BadCell`."""
        slug = source_id(cell)
        if slug not in self.sources:
            stems = [one.removeprefix("src-") for one in self.sources]
            near = get_close_matches(slug.removeprefix("src-"), stems, 2, 0.8)
            remedy = "add it to sources first" + "".join(f", or name {one}" for one in near)
            raise BadCell(f"no source has the id '{cell}'", remedy)
        return slug

    def names_source(self, cell: str) -> bool:
        """Tell whether a cell that may name a thing as well names a source."""
        is_thing = cell in self.things and not cell.startswith(_OF_SOURCES)
        return not is_thing and source_id(cell) in self.sources


Reader = Callable[[str, Vocabulary], Term]


def akg(name: str) -> str:
    """Give the IRI of a property of ours."""
    return AKG + name


def literal(text: str, kind: str = "") -> ox.Literal:
    """Make a literal of an XSD kind, plain text without one."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) if kind else ox.Literal(text)


def read_text(cell: str, _: Vocabulary) -> Term:
    """Read words as a plain string."""
    return literal(cell)


def read_in(language: str) -> Reader:
    """Give a reader of words in one language (a BCP-47 tag)."""
    return lambda cell, _: ox.Literal(cell, language=language)


def read_name(cell: str, _: Vocabulary) -> Term:
    """Read a name in any language: tagged by hand (`Bộ Nội vụ@vi`), by its script, or `und`."""
    tagged = _TAG.search(cell)
    if tagged:
        return ox.Literal(cell[: tagged.start()].strip(), language=tagged.group(1))
    return ox.Literal(cell, language=guess_language(cell))


def guess_language(text: str) -> str:
    """Give the language that the letters alone prove, else `und`."""
    for letter in text:
        script = unicodedata.name(letter, "").split(" ")[0]
        if script in _SCRIPTS:
            return _SCRIPTS[script]
    return "vi" if _VIETNAMESE.search(text) else "und"


def read_date(cell: str, _: Vocabulary) -> Term:
    """Read a date as precise as it is given: `2025`, `2025-05` or `2025-05-26`."""
    kind = _DATE_KINDS.get(len(cell), "date")
    try:
        interval(cell, XSD + kind)
    except ValueError as error:
        raise BadCell(
            f"'{cell}' is not a date of the calendar",
            "write 2025, 2025-05 or 2025-05-26, as precise as the source",
        ) from error
    return literal(cell, kind)


def read_number(cell: str, _: Vocabulary) -> Term:
    """Read a number written without thousands separators."""
    if not _NUMBER.match(cell):
        raise BadCell(f"'{cell}' is not a number", number_remedy(cell))
    return literal(cell, "decimal")


def number_remedy(cell: str) -> str:
    """Say how to write what is meant for a number: a comma may be of two kinds."""
    if comma := _DECIMAL_COMMA.match(cell):
        whole, rest = comma.groups()
        thousands = f", or {whole}{rest} if the comma parts thousands" if len(rest) == 3 else ""
        return f"write it with a point: {whole}.{rest}{thousands}"
    return "write digits and one point: 12.5"


def read_url(cell: str, _: Vocabulary) -> Term:
    """Read a web address as an IRI; characters that an IRI cannot hold are percent-encoded."""
    parts = urlsplit(cell)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadCell(f"'{cell}' is not a web address", "write the whole address, https://...")
    return ox.NamedNode(quote(cell, safe=":/?#[]@!$&'()*+,;=%~-._" + _non_ascii(cell)))


def _non_ascii(text: str) -> str:
    return "".join(sorted({c for c in text if ord(c) > 0xA0}))


def read_code(scheme: str) -> Reader:
    """Give a reader of one value of a code list."""

    def read(cell: str, vocabulary: Vocabulary) -> Term:
        allowed = vocabulary.codes.get(scheme, frozenset())
        if cell not in allowed:
            near = get_close_matches(cell, allowed, 3) or sorted(allowed)
            raise BadCell(f"'{cell}' is not in the list '{scheme}'", f"use {_either(near)}")
        return code(scheme, cell)

    return read


def _either(words: list[str]) -> str:
    return f"one of: {', '.join(words)}" if len(words) > 1 else words[0]


def code(scheme: str, value: str) -> ox.NamedNode:
    """Give the IRI of a concept of a code list."""
    return ox.NamedNode(f"{CODE}{scheme}-{value.replace(' ', '-')}")


def thing(slug: str) -> ox.NamedNode:
    """Give the IRI of a thing."""
    return ox.NamedNode(ID + slug)


def source_id(cell: str) -> str:
    """Give the id of a source as the importer keeps it, `src-...`.

    A cell may hold the name of its file, that with `src:` or `src-` before it, or the whole IRI.
    """
    form = next((form for form in _OF_SOURCES if cell.startswith(form)), "")
    return "src-" + cell.removeprefix(form)


def source(slug: str) -> ox.NamedNode:
    """Give the IRI of a source, which is also the name of its graph."""
    return ox.NamedNode(SRC + source_id(slug).removeprefix("src-"))


def read_ref(*tables: str) -> Reader:
    """Give a reader of the id of a thing that stands in one of the tables."""

    def read(cell: str, vocabulary: Vocabulary) -> Term:
        table = vocabulary.things.get(cell)
        if table is None:
            raise BadCell(
                f"no thing has the id '{cell}'", "correct the id, or add the thing to its own table"
            )
        if tables and table not in tables:
            raise BadCell(f"'{cell}' stands in {table}", f"name one of {' or '.join(tables)}")
        return thing(cell)

    return read


def read_source(cell: str, vocabulary: Vocabulary) -> Term:
    """Read the id of a source."""
    return source(vocabulary.source(cell))


def read_origin(cell: str, vocabulary: Vocabulary) -> Term:
    """Read the id of a source, or of a thing, that a conclusion rests on."""
    if cell.startswith(_OF_SOURCES) or vocabulary.names_source(cell):
        return read_source(cell, vocabulary)
    return read_ref()(cell, vocabulary)


def read_page(cell: str, vocabulary: Vocabulary) -> Term:
    """Read the address of a page, or the id of a source or thing, where one may look further."""
    page = ":" in cell and not cell.startswith(_OF_SOURCES)
    return (read_url if page else read_origin)(cell, vocabulary)


def read_sdg(cell: str, _: Vocabulary) -> Term:
    """Read the number of a Sustainable Development Goal."""
    if not cell.isdecimal() or not 1 <= int(cell) <= 17:
        raise BadCell(f"'{cell}' is not a Sustainable Development Goal", "write 1 to 17")
    return ox.NamedNode(SDG + cell)
