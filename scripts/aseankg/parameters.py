"""From what a person types for a parameter to the RDF term that stands in the query."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping

import pyoxigraph as ox

from aseankg.dates import today
from aseankg.errors import InputError
from aseankg.headers import TOKEN, Parameter, Question
from aseankg.names import fold, label
from aseankg.namespaces import AKG, CODE, DCTERMS, ID, RDF, RDFS, SKOS, SRC, XSD, expand, shorten
from aseankg.terms import Term, value_of

ANY = "any"
_KINDS = "commitment country event institution instrument person post project result source theme"
_CLASSES = {kind: AKG + kind.capitalize() for kind in _KINDS.split()}
_NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        SKOS + "prefLabel",
        RDFS + "label",
        SKOS + "altLabel",
        AKG + "abbreviation",
        AKG + "isoAlpha2",
        SKOS + "notation",
        DCTERMS + "title",
    )
)
_TYPE = ox.NamedNode(RDF + "type")
_SCHEME = ox.NamedNode(SKOS + "inScheme")
_PREDICATES = "SELECT DISTINCT ?p { GRAPH ?graph { ?s ?p ?o } }"
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")
_SHOWN = 8


def terms_of(store: ox.Store, question: Question, values: Mapping[str, str]) -> dict[str, Term]:
    """Give the term of each parameter that is set, by the person or by default.

    `any` as a value leaves a parameter open that has a default. Raises `InputError` for an
    unknown parameter, a required one left out, or a value that names nothing or several things.
    """
    given = {name.replace("-", "_"): value for name, value in values.items()}
    for name in given:
        if name not in question.parameters:
            raise _unknown_parameter(question, name)
    terms = {}
    for name, parameter in question.parameters.items():
        value = given.get(name) or parameter.default
        if parameter.required and value in ("", ANY):
            raise _fault(parameter, "is needed", f"name {parameter.about}")
        if value not in ("", ANY):
            terms[name] = resolve(store, parameter, value)
    return terms


def substitute(text: str, terms: Mapping[str, Term]) -> str:
    """Put serialised terms in the place of `?_name_type`; strings, IRIs and comments stay."""

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        return str(terms[name]) if name in terms else found[0]

    return TOKEN.sub(put, text)


def resolve(store: ox.Store, parameter: Parameter, value: str) -> Term:
    """Give the term that a person means by a value; raises `InputError` saying what to do."""
    if parameter.type == "date":
        return ox.Literal(_day(parameter, value), datatype=ox.NamedNode(XSD + "date"))
    if parameter.type == "integer":
        return ox.Literal(_number(parameter, value))
    if parameter.type == "literal":
        return ox.Literal(_choice(parameter, value))
    return ox.NamedNode(_find(store, parameter, value.strip()))


def _choice(parameter: Parameter, value: str) -> str:
    """Give the one of the values that are allowed which is meant, or the value as it is."""
    for allowed in parameter.choices:
        if fold(allowed) == fold(value.replace("-", " ")) or allowed == value:
            return allowed
    if parameter.choices:
        raise _fault(parameter, f"cannot be '{value}'", f"give {', '.join(parameter.choices)}")
    return value


def _number(parameter: Parameter, value: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", value.strip()):
        raise _fault(parameter, f"'{value}' is no whole number", "write it in digits, such as 10")
    return int(value)


def _day(parameter: Parameter, value: str) -> str:
    """Give a day as yyyy-mm-dd; a month or year means its first or its last day."""
    if value.strip() == "today":
        return today().isoformat()
    found = _DATE.match(value.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.groups())
        if parameter.within == "first":
            return datetime.date(year, month or 1, day or 1).isoformat()
        month = month or 12
        return datetime.date(year, month, day or calendar.monthrange(year, month)[1]).isoformat()
    except (ValueError, IndexError):
        remedy = "write yyyy, yyyy-mm, yyyy-mm-dd or today"
        raise _fault(parameter, f"'{value}' is no date", remedy) from None


def _find(store: ox.Store, parameter: Parameter, value: str) -> str:
    among = candidates(store, parameter.of)
    by_id = _by_id(store, parameter, value, among)
    if by_id:
        return by_id
    names = all_names(store, among)
    found = {iri for name, iri in names if name == value}
    found = found or {iri for name, iri in names if fold(name) == fold(value)}
    if len(found) == 1:
        return found.pop()
    if found:
        choices = _choices(store, sorted(found))
        raise _fault(parameter, f"'{value}' is the name of {len(found)}", f"name one: {choices}")
    kind = _kind_words(parameter.of)
    raise _fault(parameter, f"no {kind} is called '{value}'", _near(store, names, value))


def candidates(store: ox.Store, of: str) -> set[str] | None:
    """Give the IRIs that a parameter may take; None stands for all things."""
    if of.startswith("code "):
        scheme = ox.NamedNode(CODE + of.removeprefix("code "))
        return {value_of(q.subject) for q in store.quads_for_pattern(None, _SCHEME, scheme, None)}
    if of == "property":
        rows = store.query(_PREDICATES)
        assert isinstance(rows, ox.QuerySolutions)
        return {value_of(row["p"]) for row in rows}
    classes = [_CLASSES[word] for word in of.split() if word in _CLASSES]
    if not classes:
        return None
    return {
        value_of(quad.subject)
        for iri in classes
        for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(iri), None)
    }


def _by_id(store: ox.Store, parameter: Parameter, value: str, among: set[str] | None) -> str:
    """Find a value that is a slug, a CURIE or an IRI; raises when it is of another kind."""
    known = [iri for iri in _readings(value, parameter.of) if _exists(store, iri, among)]
    fitting = [iri for iri in known if among is None or iri in among]
    if known and not fitting and known[0] != CODE + value:
        kind = _kind_words(parameter.of)
        remedy = "give the id or a name of one"
        raise _fault(parameter, f"'{value}' is there but is no {kind}", remedy)
    return fitting[0] if fitting else ""


def _readings(value: str, of: str) -> list[str]:
    """Give the IRIs that a word without spaces may stand for; of a code, first its notation."""
    if not value or set(value) & set(' <>"{}|^`\\'):
        return []
    if ":" in value:
        return [expand(value)]
    if of.startswith("code "):
        return [f"{CODE}{of.removeprefix('code ')}-{value}", CODE + value]
    if of == "property":
        return [AKG + value]
    return [ID + value, SRC + value, SRC + value.removeprefix("src-"), CODE + value]


def _exists(store: ox.Store, iri: str, among: set[str] | None) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return (
        iri in (among or ())
        or next(iter(store.quads_for_pattern(node, None, None, None)), None) is not None
    )


def all_names(store: ox.Store, among: set[str] | None) -> list[tuple[str, str]]:
    """Give every name with the IRI that bears it; of the things in `among` only."""
    every = [
        (value_of(quad.object), value_of(quad.subject))
        for predicate in _NAMING
        for quad in store.quads_for_pattern(None, predicate, None, None)
    ]
    if among is None:
        return [(name, iri) for name, iri in every if iri.startswith((ID, SRC))]
    return [(name, iri) for name, iri in every if iri in among]


def _near(store: ox.Store, names: list[tuple[str, str]], value: str) -> str:
    from difflib import get_close_matches

    wanted = fold(value)
    holders = {iri for name, iri in names if wanted and wanted in fold(name)}
    if not holders:
        folded = {fold(name): iri for name, iri in names}
        folded |= {shorten(iri).partition(":")[2]: iri for _, iri in names}
        holders = {folded[name] for name in get_close_matches(wanted, folded, 4, 0.75)}
    if not holders:
        return "give its id, its IRI, or a name or abbreviation in any language"
    return f"did you mean {_choices(store, sorted(holders))}"


def _choices(store: ox.Store, iris: list[str]) -> str:
    shown = [f"{_word(iri)} ({label(store, iri)})" for iri in iris[:_SHOWN]]
    return ", ".join(shown) + (", ..." if len(iris) > _SHOWN else "")


def _word(iri: str) -> str:
    return shorten(iri).removeprefix("id:")


def _kind_words(of: str) -> str:
    if of.startswith("code "):
        return of.removeprefix("code ").replace("-", " ")
    return " or ".join(of.split())


def _unknown_parameter(question: Question, name: str) -> InputError:
    from difflib import get_close_matches

    near = get_close_matches(name, question.parameters, 1, 0.5)
    meant = f"did you mean --{question.parameters[near[0]].option}? " if near else ""
    known = ", ".join(f"--{one.option}" for one in question.parameters.values()) or "none"
    option = "--" + name.replace("_", "-")
    message = f"{question.name} has no such parameter"
    return InputError(option, 0, None, message, f"{meant}it takes {known}")


def _fault(parameter: Parameter, message: str, remedy: str) -> InputError:
    return InputError(f"--{parameter.option}", 0, None, message, remedy)
