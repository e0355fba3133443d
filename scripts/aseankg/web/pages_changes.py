"""What changed: between releases, since the site was started, of one thing; the list of changes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aseankg import __version__
from aseankg.difference_rows import Section, graphs
from aseankg.namespaces import BASE, ID, PREFIXES
from aseankg.web.asking import in_time
from aseankg.web.earlier import read, tagged
from aseankg.web.history import Difference, compare
from aseankg.web.memory import once
from aseankg.web.release import Current, Release
from aseankg.web.replies import kept
from aseankg.web.settings import Settings
from aseankg.web.templating import View, page
from aseankg.web.void import Kept

NOW = "now"
KINDS = {"added": "Added", "changed": "Changed", "removed": "Removed", "moved": "Moved"}
FATES = {"new": "new", "gone": "gone"}
_MOST = 100
_VARY = "Accept-Language"


@dataclass(frozen=True)
class Version:
    """What changed in a version, a text for each change."""

    title: str
    about: str
    changes: Sequence[str]


@dataclass(frozen=True)
class Pair:
    """Two states that can be compared; `found` once they were."""

    old: str
    new: str
    found: Difference | None = None

    @property
    def path(self) -> str:
        """Give where the difference is shown."""
        return f"/changes/{self.old}..{self.new}"


def states(settings: Settings, release: Release) -> dict[str, str]:
    """Give the names of earlier states that are known, oldest first, with where each lies."""
    found = {name: name for name in once(release, "tags", lambda: tagged(release.root))}
    if settings.before:
        found[Path(settings.before).name] = settings.before
    return found


def pairs(settings: Settings, release: Release) -> list[Pair]:
    """Give what is compared: each earlier state with the one after it; the newest first."""
    names = [*states(settings, release), NOW]
    return [Pair(old, new) for old, new in pairwise(names)][::-1]


async def changes(request: Request) -> Response:
    """Tell what changed, as far as earlier states are at hand; with `thing`, of that thing."""
    view, current = View(request), _current(request)
    seconds = view.settings.query_seconds
    known = await in_time(seconds, lambda: pairs(view.settings, view.release))
    thing = request.query_params.get("thing", "")
    if thing:
        return await _of_thing(request, known, thing)
    values: dict[str, Any] = {
        "swaps": list(reversed(current.history)),
        "pairs": known,
        "versions": versions(view.release.log),
        "version": __version__,
        "kinds": KINDS,
        "refused": current.refused,
    }
    made = await in_time(seconds, lambda: page(view, "changes.html", **values))
    return kept(request, made, _VARY)


async def between(request: Request) -> Response:
    """Tell the facts in which two states differ."""
    view, current = View(request), _current(request)
    old, _, new = str(request.path_params["pair"]).partition("..")
    found = next((one for one in current.history if (one.old, one.new) == (old, new)), None)
    if found is None:
        where = await in_time(5, lambda: states(view.settings, view.release))
        if old not in where or new not in (*where, NOW) or old == new:
            told = ", ".join([*where, *(f"{one.old}..{one.new}" for one in current.history)])
            raise HTTPException(404, f"not both states are known; known are: {told or 'none'}")
        found = await _computed(request, Pair(old, new))
    start = _number(request.query_params.get("from", ""))
    difference = found

    def make() -> Response:
        sections = difference.sections
        shown = sections[start : start + _MOST]
        more = start + _MOST if start + _MOST < len(sections) else None
        told = [(difference, shown)]
        values = {"title": f"{old} → {new}", "differences": told, "more": more, "thing": ""}
        return _page(view, total=len(sections), is_known=True, **values)

    return kept(request, await in_time(view.settings.query_seconds, make), _VARY)


async def _of_thing(request: Request, known: Sequence[Pair], name: str) -> Response:
    view, current = View(request), _current(request)
    iri = _iri(name)
    differences = list(reversed(current.history))
    if known:
        differences.append(await _computed(request, known[0]))

    def make() -> Response:
        found = [(one, one.of_thing(iri)[:_MOST]) for one in differences]
        told = [(one, sections) for one, sections in found if sections]
        total = sum(len(sections) for _, sections in told)
        values = {"title": view.name(iri)[0], "differences": told, "more": None, "thing": iri}
        return _page(view, total=total, is_known=bool(differences), **values)

    return kept(request, await in_time(view.settings.query_seconds, make), _VARY)


def _page(view: View, **values: Any) -> Response:
    tables: dict[str, Any] = {"kinds": KINDS, "fates": FATES, "graphs": graphs}
    return page(view, "differences.html", is_there=_there(view), **tables, **values)


def _there(view: View) -> Callable[[Section], bool]:
    """Give what tells whether the release has a page of the thing of a section."""

    def is_there(section: Section) -> bool:
        quads = view.release.store.quads_for_pattern(ox.NamedNode(section.iri), None, None, None)
        return next(iter(quads), None) is not None

    return is_there


def _iri(name: str) -> str:
    """Give the IRI of a thing named by its id, also with a prefix; raises 404 for what is none."""
    prefix, colon, local = name.partition(":")
    iri = name if name.startswith(BASE) else ID + name
    if colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    if any(letter in iri for letter in '<>"{}|\\^` '):
        raise HTTPException(404, f"there is no {name}")
    return iri


async def _computed(request: Request, pair: Pair) -> Difference:
    """Give a difference, worked out once; 503 where that takes longer than one may wait."""
    view, state = View(request), request.app.state
    if not hasattr(state, "changes"):
        state.changes = Kept()
    where = await in_time(5, lambda: states(view.settings, view.release))
    work = asyncio.to_thread(_compare, view.release, pair, where)
    try:
        async with asyncio.timeout(view.settings.query_seconds):
            found: Difference = await state.changes.get(view.release, pair.path, work)
    except TimeoutError:
        told = "the states are still being compared; ask again in a moment"
        raise HTTPException(503, told, {"retry-after": "5"}) from None
    return found


def _compare(release: Release, pair: Pair, where: dict[str, str]) -> Difference:
    old = read(where[pair.old], release.root)
    new = release.store if pair.new == NOW else read(where[pair.new], release.root)
    return compare(old, new, pair.old, pair.new)


def _current(request: Request) -> Current:
    current: Current = request.app.state.current
    return current


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def versions(text: str) -> list[Version]:
    """Read the list of changes: a heading for each version, a text for each bullet below it."""
    return [_version(part) for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def _version(part: str) -> Version:
    title, _, body = part.partition("\n")
    intro, *found = re.split(r"^\* ", body, flags=re.MULTILINE)
    texts = [" ".join(one.replace("`", "").split()) for one in (intro, *found)]
    return Version(title.strip(), texts[0], texts[1:])


routes = [Route("/changes", changes), Route("/changes/{pair:path}", between)]
