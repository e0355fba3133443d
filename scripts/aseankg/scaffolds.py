"""New files to begin with: a source that is described, a question that answers."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from aseankg import cells
from aseankg.cells import SLUG, BadCell, Vocabulary, guess_language
from aseankg.console import unknown
from aseankg.dates import interval, today
from aseankg.errors import InputError
from aseankg.existing import Existing, read_existing
from aseankg.namespaces import AKG, DCTERMS, ID, RDF, SCHEMA, SRC
from aseankg.terms import Term
from aseankg.turtle import format_turtle

_ADDRESS = re.compile(r"(?:\bschema:url|<https://schema\.org/url>)\s+<([^>]*)>")
_SECOND = {"ac", "co", "com", "edu", "gob", "gov", "go", "net", "or", "org", "mil", "web"}
_SUFFIX = re.compile(r"\.(html?|aspx?|php|pdf|jsp)\Z", re.IGNORECASE)
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ß": "ss", "ø": "o", "æ": "ae"})
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_PLAIN = re.compile(r"\w[\w ,'()/?-]*")
_WORDS = 5


@dataclass(frozen=True)
class Scaffold:
    """Files to write, by path, and what is left for a person to do, in order."""

    files: Mapping[Path, str]
    name: str
    to_do: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """What a person tells of a document; what is empty is taken from the address."""

    url: str
    title: str = ""
    publisher: str = ""
    issued: str = ""
    language: str = ""
    kind: str = "webpage"
    folder: str = ""
    checked: str = ""


def source(root: Path, document: Document) -> Scaffold:
    """Make the file of a new source.

    Raises `InputError` when another source has the address, and for what cannot be said.
    """
    document = replace(document, url=unicodedata.normalize("NFC", document.url.strip()))
    known = read_existing(root)
    address = _read("URL", cells.read_url, document.url, known)
    _refuse_known(root, document.url)
    title = document.title or _words_of_address(document.url) or _host(document.url)
    language = document.language or guess_language(title).replace("und", "en")
    folder = _folder(root, document, known)
    stem = _free(_stems(document.url, title), known)
    said: dict[str, Term] = {
        RDF + "type": ox.NamedNode(AKG + "Source"),
        DCTERMS + "title": cells.literal(_clean(title)),
        DCTERMS + "publisher": cells.literal(_clean(document.publisher or _host(document.url))),
        DCTERMS + "language": _read("--language", cells.read_code("language"), language, known),
        SCHEMA + "url": address,
        AKG + "kind": _read("--kind", cells.read_code("source-kind"), document.kind, known),
    }
    for name, option, text, reader in (
        (DCTERMS + "issued", "--issued", document.issued, cells.read_date),
        (AKG + "checkedOn", "--checked", document.checked, _past_date),
    ):
        if text:
            said[name] = _read(option, reader, text, known)
    node = ox.NamedNode(SRC + stem)
    text = format_turtle(
        (ox.Triple(node, ox.NamedNode(name), value) for name, value in said.items()), node.value
    )
    path = folder / f"{stem}.ttl"
    return Scaffold({path: text}, f"src:{stem}", list(_to_do_for_source(document, path, root)))


def _to_do_for_source(document: Document, path: Path, root: Path) -> Iterator[str]:
    made = [
        f"--{name}"
        for name, given in (
            ("title", document.title),
            ("publisher", document.publisher),
            ("language", document.language),
        )
        if not given
    ]
    if made:
        yield f"look over what was not given and is made of the address: {', '.join(made)}"
    if not document.issued:
        yield "add the day, month or year of publication if the document tells (--issued)"
    yield f"below, write what the document says, after a line: @prefix id: <{ID}> ."
    yield f"put it in order: aseankg fmt {path.relative_to(root)}"
    yield "check it: aseankg check"


def _read(option: str, reader: cells.Reader, text: str, known: Existing) -> Term:
    try:
        return reader(text.strip(), Vocabulary({}, frozenset(), known.codes))
    except BadCell as bad:
        raise InputError(option, 0, None, bad.message, bad.remedy) from bad


def _past_date(cell: str, known: Vocabulary) -> Term:
    """Read a date that is not still to come."""
    found = cells.read_date(cell, known)
    assert isinstance(found, ox.Literal)
    if interval(found.value, found.datatype.value)[0] > (day := today()):
        raise BadCell(f"'{cell}' is still to come on {day}", "give the day that it was")
    return found


def _refuse_known(root: Path, url: str) -> None:
    """Refuse an address that a source has already, in this or another spelling."""
    wanted = _same(url)
    for path in sorted((root / "graph").rglob("*.ttl")):
        found = _ADDRESS.search(path.read_text(encoding="utf-8"))
        if found and _same(found[1]) == wanted:
            message = f"src:{path.stem} already has this address"
            remedy = f"add what it says to {path.relative_to(root)}"
            raise InputError(url, 0, None, message, remedy)


def _same(url: str) -> str:
    """Give what two spellings of one address have in common."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    asked = "&".join(part for part in parts.query.split("&") if not part.startswith("utm_"))
    return unquote(f"{host}{parts.path.rstrip('/')}{'?' if asked else ''}{asked}")


def _folder(root: Path, document: Document, known: Existing) -> Path:
    """Give the folder of the country of the address, or the one that is named."""
    below = sorted(path.name for path in (root / "graph").iterdir() if path.is_dir())
    places = [name for name in below if name != "register"]
    country = known.members.get(_host(document.url).rsplit(".", 1)[-1], "")
    name = document.folder or (country if country in places else "asean")
    if name not in places:
        remedy = f"the folders are {', '.join(places)}"
        raise InputError(
            "--folder", 0, None, *unknown("folder", name, places, remedy).split(": ", 1)
        )
    return root / "graph" / name


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _stems(url: str, title: str) -> Iterator[str]:
    """Give ids for a source, the shortest first: who publishes it, then words of its title."""
    labels = _host(url).split(".")[:-1] or ["source"]
    while len(labels) > 1 and labels[-1] in _SECOND:
        labels.pop()
    words = slug(title).split("-") if title != _host(url) else []
    for count in range(min(_WORDS, len(words)), len(words) + 1):
        yield "-".join([slug(labels[-1]), *words[:count]])[:60].strip("-")
    for number in range(2, 1000):
        yield f"{'-'.join([slug(labels[-1]), *words[:_WORDS]])[:56].strip('-')}-{number}"


def _free(stems: Iterator[str], known: Existing) -> str:
    return next(stem for stem in stems if SLUG.match(stem) and stem not in known.files)


def _words_of_address(url: str) -> str:
    """Give the words of the last part of an address, as a title to begin with."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    words = [_SUFFIX.sub("", word) for word in re.split(r"[-_+ ]+", parts[-1])] if parts else []
    plain = [word for word in words if word and not re.fullmatch(r"\d{5,}|[a-z]?\d{4,}", word)]
    return " ".join(plain).capitalize()


def slug(text: str) -> str:
    """Make an id of words in any letters that have a Latin base: lower case, single hyphens."""
    parts = unicodedata.normalize("NFD", text.translate(_LETTERS).lower())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _clean(text: str) -> str:
    plain = "".join(letter for letter in text if letter.isspace() or not _INVISIBLE.match(letter))
    return unicodedata.normalize("NFC", " ".join(plain.split()))


# --- a question -----------------------------------------------------------------------------------

_QUESTION = """#+ summary: {summary}
#+ description: >-
#+   To be written: what a row is, what is left out, and what an empty answer means. For now each
#+   row is an institution with its kind, as a source gives it; --country narrows it to a country.
#+ tags: [institution]
#+ parameters:
#+   country: {{about: "country of the institution", of: country, example: viet-nam}}
#+ expect-min: 100
PREFIX akg: <https://w3id.org/aseankg/ns#>

SELECT ?institution ?kind (GROUP_CONCAT(DISTINCT STR(?source); separator=" ") AS ?sources)
WHERE {{
  GRAPH ?source {{ ?institution akg:kind ?kind }}
  ?institution a akg:Institution .
  OPTIONAL {{ ?institution akg:country ?country }}
  FILTER(COALESCE(?_country_iri = COALESCE(?country, akg:none), true))
}}
GROUP BY ?institution ?kind
ORDER BY ?institution ?kind
"""


def question(root: Path, name: str, summary: str = "") -> Scaffold:
    """Make the file of a new question, which runs and answers as it stands.

    Raises `InputError` for a name that is no name, or that a question has, and where there is no
    folder for questions.
    """
    if not SLUG.match(name):
        remedy = "use the letters a-z, digits and single hyphens: which-bodies-have-no-seat"
        raise InputError(name, 0, None, "is no name for a question", remedy)
    path = root / "queries" / f"{name}.rq"
    if not path.parent.is_dir():
        message = "is not there, so that the questions of aseankg itself are asked"
        raise InputError(path.parent, 0, None, message, "make this folder to ask others instead")
    if path.exists():
        message, remedy = "is a question already", f"aseankg ask {name} --help tells of it"
        raise InputError(name, 0, None, message, remedy)
    words = _clean(summary) or name.replace("-", " ").capitalize()
    asked = f"{words.rstrip('?')}?"
    plain = _PLAIN.fullmatch(asked)
    text = _QUESTION.format(summary=asked if plain else json.dumps(asked, ensure_ascii=False))
    to_do = [
        "write the question itself, and what it answers into the lines that begin with #+",
        f"ask it: aseankg ask {name}",
        "set expect-min a little below the number of rows that it gives",
        f"for the tests: the rows that it must give on the small region, in "
        f"tests/fixtures/questions/{name}.csv",
    ]
    return Scaffold({path: text}, name, to_do)
