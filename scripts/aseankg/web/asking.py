"""What is asked of the catalogue by an address, and its answer: off the loop, in time, kept."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from typing import TypeVar

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from aseankg.catalogue import Solutions, Table, named, query_text, solve
from aseankg.dates import today
from aseankg.errors import InputError
from aseankg.headers import Parameter, Question
from aseankg.namespaces import AKG, CODE, shorten
from aseankg.parameters import ANY, resolve, substitute
from aseankg.terms import Term, value_of
from aseankg.views import PARTS
from aseankg.web.release import Release

Answered = TypeVar("Answered")
_KEPT = 64
_FOUND = 8
_kept: OrderedDict[tuple[str, ...], Table] = OrderedDict()
_found: OrderedDict[tuple[str, ...], Solutions] = OrderedDict()  # to be named in other languages
_lock = Lock()
# Threads of their own: a slow question leaves those free that serve everything else.
_threads = ThreadPoolExecutor(max(4, 2 * (os.cpu_count() or 1)), "question")


@dataclass(frozen=True)
class Asked:
    """A question with its values as an address gives them.

    `given` are the texts as typed, `values` those as they are written in a permalink, with the
    defaults put in; `faults` tells by parameter what cannot be used; `unknown` are names of which
    nothing is known here.
    """

    question: Question
    given: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    faults: dict[str, InputError] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def sparql(self) -> str:
        """Give the query with the values put in."""
        return substitute(self.question.text, self.terms)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give what stands in the address of this answer, in a fixed order."""
        left_out = [("without", ",".join(self.without))] if self.without else []
        return [*self.values.items(), *left_out]

    def loosened(self, name: str) -> Asked:
        """Ask the same with one parameter left open."""
        values = {key: text for key, text in self.values.items() if key != name}
        if self.question.parameters[name].default:
            values[name] = ANY
        terms = {key: term for key, term in self.terms.items() if key != name}
        return replace(self, values=values, terms=terms)


def read(release: Release, question: Question, params: QueryParams, own: tuple[str, ...]) -> Asked:
    """Read an address; `own` are the names in it that concern the page and not the question."""
    given = {name: _text(params, name) for name in question.parameters}
    faults: dict[str, InputError] = {}
    values: dict[str, str] = {}
    terms: dict[str, Term] = {}
    for name, parameter in question.parameters.items():
        try:
            if len(params.getlist(name)) > 1:
                raise _fault(parameter, "is given twice", "give it once")
            term = _term(release, parameter, given[name])
        except InputError as error:
            faults[name] = error
            continue
        if term is not None:
            terms[name], values[name] = term, written(parameter, term)
        elif given[name] == ANY and parameter.default:
            values[name] = ANY
    without = tuple(sorted({part for one in params.getlist("without") for part in _parts(one)}))
    known = {*question.parameters, *own, "without"}
    unknown = tuple(sorted(set(params) - known))
    if set(without) - set(PARTS):
        faults["without"] = InputError(
            "--without", 0, None, "names no part of the graph", f"give {' or '.join(PARTS)}"
        )
    return Asked(question, given, values, terms, faults, without, unknown)


def _text(params: QueryParams, name: str) -> str:
    return params.get(name, "").strip()


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(",") if part.strip())


def _term(release: Release, parameter: Parameter, given: str) -> Term | None:
    value = given or parameter.default
    if parameter.required and value in ("", ANY):
        raise _fault(parameter, "is needed", parameter.about)
    if value in ("", ANY):
        return None
    if parameter.type == "date" and value == "today":
        value = today().isoformat()
    return resolve(release.store, parameter, value)


def _fault(parameter: Parameter, message: str, remedy: str) -> InputError:
    return InputError(f"--{parameter.option}", 0, None, message, remedy)


def written(parameter: Parameter, term: Term) -> str:
    """Give a term as a person writes it for a parameter; it means the same again."""
    text = value_of(term)
    if parameter.type != "iri":
        return text
    scheme = f"{CODE}{parameter.of.removeprefix('code ')}-"
    if parameter.of.startswith("code ") and text.startswith(scheme):
        return text.removeprefix(scheme)
    if parameter.of == "property" and text.startswith(AKG):
        return text.removeprefix(AKG)
    return shorten(text).removeprefix("id:")


def answer(release: Release, asked: Asked, lang: str) -> Table:
    """Answer what is asked; the last answers are kept. Raises `InputError`."""
    text = sha256(asked.sparql.encode()).hexdigest()
    key = (release.key, text, lang, *asked.without)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        found = _found.get((release.key, text, *asked.without))
    if found is None:
        query = query_text(release.store, asked.question, asked.values)
        found = solve(release.store, asked.question, query, asked.without)
    table = named(release.store, found, lang)
    with _lock:
        _kept[key], _found[release.key, text, *asked.without] = table, found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
        while len(_found) > _FOUND:
            _found.popitem(last=False)
    return table


async def in_time(seconds: float, work: Callable[[], Answered]) -> Answered:
    """Do work in a thread; 503 when it takes longer than it may.

    The thread itself goes on to its end: the store knows no way to stop a query. It is one of a
    few of its own, and the questions are those of the catalogue, which all come to an end.
    """
    done = asyncio.wrap_future(_threads.submit(work))
    try:
        return await asyncio.wait_for(done, seconds)
    except TimeoutError:
        told = f"this takes longer than {seconds:g} seconds"
        raise HTTPException(503, told, {"retry-after": "30"}) from None
