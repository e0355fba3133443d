"""What a value of a parameter may be: the codes, countries and things that a form offers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.headers import Parameter
from aseankg.labels import labels_of
from aseankg.namespaces import AKG, CODE
from aseankg.parameters import all_names, candidates
from aseankg.web.asking import written
from aseankg.web.release import Release

_LEVEL, _SINCE = ox.NamedNode(AKG + "level"), ox.NamedNode(AKG + "memberSince")
_GOAL = ox.NamedNode(CODE + "commitment-level-goal")
_MANY = 500


@dataclass(frozen=True)
class Option:
    """One value with its name; `group` sets those apart that are asked for most."""

    value: str
    name: str
    lang: str = ""
    group: str = ""


def closed(parameter: Parameter) -> bool:
    """Tell whether the values are few and known, so that one is picked from a list."""
    if parameter.type != "iri":
        return bool(parameter.choices)
    return parameter.of == "country" or parameter.of.startswith("code ")


def options(release: Release, parameter: Parameter, lang: str) -> list[Option]:
    """Give all values of a closed parameter, by name."""
    if parameter.choices:
        return [Option(one, one) for one in parameter.choices]
    found = candidates(release.store, parameter.of) or set()
    names = labels_of(release.store, found, lang)
    made = [
        Option(written(parameter, ox.NamedNode(iri)), *names[iri], _group(release, parameter, iri))
        for iri in found
    ]
    return sorted(made, key=lambda one: (one.group, one.name.casefold(), one.value))


def _group(release: Release, parameter: Parameter, iri: str) -> str:
    if parameter.of != "country":
        return ""
    quads = release.store.quads_for_pattern(ox.NamedNode(iri), _SINCE, None, None)
    return "Member States" if next(iter(quads), None) else "Others"


def suggestions(release: Release, parameter: Parameter, lang: str) -> list[Option]:
    """Give things that a field of an open parameter suggests; none where they are too many.

    The value is the name, where one thing alone has it, and the id of the thing otherwise.
    """
    found = candidates(release.store, parameter.of) if parameter.type == "iri" else None
    if found and len(found) > _MANY and "commitment" in parameter.of:
        goals = release.store.quads_for_pattern(None, _LEVEL, _GOAL, None)
        found = {quad.subject.value for quad in goals if isinstance(quad.subject, ox.NamedNode)}
    if not found or len(found) > _MANY:
        return []
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for name, iri in all_names(release.store, found):
        bearers[name].add(iri)
    made = [
        Option(name, "") if bearers[name] == {iri} else Option(_id(parameter, iri), name, tag)
        for iri, (name, tag) in labels_of(release.store, found, lang).items()
    ]
    return sorted(made, key=lambda one: (one.name or one.value).casefold())


def _id(parameter: Parameter, iri: str) -> str:
    return written(parameter, ox.NamedNode(iri))
