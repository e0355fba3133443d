"""All names from A to Z, by kind: what a search finds, to look through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg.labels import labels_of
from aseankg.search_names import KINDS, Entry
from aseankg.search_words import key
from aseankg.web.inquiries import in_thread
from aseankg.web.pages_search import kind_name
from aseankg.web.templating import View, page


@dataclass(frozen=True)
class Listed:
    """A thing in the list: its name with the language, and what else it is called."""

    iri: str
    name: str
    lang: str
    others: Sequence[tuple[str, str]]


def names(request: Request) -> Response:
    """List the kinds of things with how many there are of each."""
    view = View(request)
    return page(view, "names.html", kinds=kinds(view), kind="", letters=[], total=0)


def names_of_kind(request: Request) -> Response:
    """List all things of a kind under the first letters of their names."""
    view, kind = View(request), str(request.path_params["kind"])
    found = [one for one in view.release.names.entries if one.kind == kind]
    if not found:
        raise HTTPException(404, f"there is no list of {kind[:40]}")
    listed = _listed(view, found)
    letters = [(letter, list(those)) for letter, those in groupby(listed, _letter)]
    name = kind_name(view, kind)
    told: dict[str, object] = {"kind": kind, "name": name, "letters": letters}
    return page(view, "names.html", status=200, kinds=kinds(view), total=len(listed), **told)


def kinds(view: View) -> list[tuple[str, str, int]]:
    """Give the kinds that there are things of: the word, the name, how many."""
    counted = Counter(one.kind for one in view.release.names.entries)
    return [(kind, kind_name(view, kind), counted[kind]) for kind in KINDS if counted[kind]]


def _listed(view: View, found: Sequence[Entry]) -> list[Listed]:
    told = labels_of(view.release.store, [one.iri for one in found], view.lang)
    listed = []
    for one in found:
        name, lang = told[one.iri]
        if one.kind == "Question":
            summary = one.names[0].text
            name = view.words(summary)
            lang = view.lang if name != summary else "en"
        others = [(each.text, each.lang) for each in one.names if each.role != "id"]
        others = [each for each in dict.fromkeys(others) if each[0] != name]
        listed.append(Listed(one.iri, name, lang, others if one.kind != "Question" else ()))
    return sorted(listed, key=lambda one: (_letter(one) == "#", key(one.name), one.iri))


def _letter(one: Listed) -> str:
    """Give the letter under which a name stands, # for a name that begins with none."""
    first = key(one.name)[:1].upper()
    return first if first.isalpha() else "#"


routes = [Route("/names", in_thread(names)), Route("/names/{kind}", in_thread(names_of_kind))]
