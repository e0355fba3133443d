"""Which addresses of the explorer a bundle of files holds, and the name of the file of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import pyoxigraph as ox
from starlette.datastructures import QueryParams

from aseankg.dates import today
from aseankg.namespaces import AKG, ID
from aseankg.terms import value_of
from aseankg.web.asking import read
from aseankg.web.downloads import SUFFIXES
from aseankg.web.pages_graph import FILES as NETWORKS
from aseankg.web.release import Release
from aseankg.web.words import LANGUAGES

# What only a server can answer.
SERVER = {"api", "dump", "healthz", "openapi.json", "readyz", "reconcile", "search.json",
          "sparql", "void", ".well-known"}  # fmt: skip
DATA = ("ttl", "jsonld")  # forms of a thing; the other forms say the same
_LEFT_OUT = ("nt", "trig")
_SUFFIXES: Mapping[str, Collection[str]] = {"questions": SUFFIXES, "graph": tuple(NETWORKS)}
# Which values of a page are written, each by itself; of all others there are too many.
VALUES: Mapping[str, tuple[str, ...]] = {
    "contradictions": ("source",),
    "coverage": ("plan",),
    "duties": ("as_of",),
    "flows": ("pillar",),
    "id": ("all",),
    "source": ("all",),
    "sources": ("page", "publisher"),
}
# Which values of a question are written for all things that link to its answer.
ANSWERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "coverage-of-goals-by-member": (("country",),),
    "everything-about-a-thing": (("thing",),),
    "evidence-for-a-thing": (("thing",),),
    "institutions-that-span-pillars": (("country",),),
    "projects-per-commitment": (("project",),),
    "stale-facts": (("country",),),
    "what-falls-due-by-a-date": (("country",),),
    "what-reports-to-a-council": (("council",),),
    "what-superseded-what": (("instrument",),),
    "which-commitments-answer-a-theme": (("theme",),),
    "which-commitments-have-no-lead": (("country",),),
    "which-countries-implement-a-plan": (("country",), ("plan",)),
    "which-ministries-contribute-to-which-goals": (("country",), ("pillar",)),
    "who-held-a-post": (("country",),),
    "who-took-part-in-an-event": (("event",),),
}
_CELLS = "coverage-of-goals-by-member"
_LONGEST = 180


@dataclass(frozen=True, order=True)
class Place:
    """An address that a bundle holds, without its language: a path, and values in fixed order."""

    path: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Give the address as the server answers it."""
        return f"{self.path}?{urlencode(self.values)}" if self.values else self.path

    @property
    def suffix(self) -> str:
        """Give the suffix of a file of data, "" for a page."""
        stem, _, suffix = self.path.rpartition(".")
        within = _SUFFIXES.get(self.path.split("/")[1], DATA)
        return suffix if stem and suffix in within else ""

    @property
    def spoken(self) -> bool:
        """Tell whether it is written once in each language."""
        return self.suffix not in (*DATA, "rq")

    @cached_property
    def _file(self) -> str:
        stem = unquote(self.path).strip("/") or "index"
        suffix = self.suffix
        stem = stem.removesuffix(f".{suffix}") if suffix else stem
        if stem.startswith("ns/") and stem[3:4].isupper():
            stem += "-class"  # beside the property that differs in its first letter alone
        stem += "".join(f".{name}-{_plain(text)}" for name, text in self.values)
        folder, slash, name = stem.rpartition("/")
        return f"{folder}{slash}{_short(name)}.{suffix or 'html'}"

    def file(self, lang: str) -> str:
        """Give the path of its file within the bundle."""
        return f"{folder_of(lang)}{self._file}" if self.spoken else self._file


@dataclass(frozen=True)
class Target:
    """What a link of a page leads to: the place, the language, what follows the address."""

    place: Place
    lang: str
    more: str = ""

    def address(self, origin: str) -> str:
        """Give the relative address from a file of the bundle."""
        return relative(origin, self.place.file(self.lang)) + self.more


def folder_of(lang: str) -> str:
    """Give the folder of a language; /id/ is where things are, so it cannot be `id`."""
    return "" if lang == "en" else f"lang-{lang}/"


def relative(origin: str, target: str) -> str:
    """Give the address of a file as seen from another one."""
    here, there = origin.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return quote("/".join([".."] * (len(here) - common) + there[common:]))


def _plain(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_).strip("-")[:60]
    return plain if plain == text else f"{plain}-{sha256(text.encode()).hexdigest()[:6]}"


def _short(name: str) -> str:
    if len(name.encode()) <= _LONGEST:
        return name
    return f"{name[:150]}-{sha256(name.encode()).hexdigest()[:8]}"


class Plan:
    """Decides for each link of a page what it leads to in the bundle."""

    def __init__(self, release: Release) -> None:
        """Take the release that is written."""
        self.release, self.day = release, today().isoformat()
        # Answers for other things than these would have no row.
        self._fitting = {
            "country": {"asean", *self._ends("memberSince", subjects=True)},
            "council": self._ends("reportsTo") | self._ends("partOf"),
            "instrument": self._ends("supersedes") | self._ends("supersedes", subjects=True),
            "coverage": self._ends("instrument"),
        }
        self.known: dict[tuple[str, str], tuple[Place, str] | None] = {}
        self._defaults: dict[str, dict[str, str]] = {}

    def _ends(self, name: str, *, subjects: bool = False) -> set[str]:
        """Give the ids of what a property leads to, or of what has it."""
        quads = self.release.store.quads_for_pattern(None, ox.NamedNode(AKG + name), None)
        terms = (one.subject if subjects else one.object for one in quads)
        return {value_of(one).removeprefix(ID) for one in terms}

    def target(self, url: str, here: Place) -> Target | None:
        """Give what an address of ours leads to from a page; None for what is not written."""
        parts = urlsplit(url)
        given = dict(parse_qsl(parts.query))
        lang = given.pop("lang", "en")
        lang = lang if lang in LANGUAGES else "en"
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        path = parts.path.rstrip("/") or "/"
        head = path.split("/")[1]
        if head in SERVER:
            return None
        if head == "search":
            asked = {"q": given["q"]} if given.get("q") else {}
            return Target(Place("/search"), lang, f"?{urlencode(asked)}" if asked else "")
        place = self._place(head, path, given, here)
        return Target(place, lang, fragment) if place else None

    def _place(self, head: str, path: str, given: dict[str, str], here: Place) -> Place | None:
        stem, _, suffix = path.rpartition(".")
        if head == "questions" and path.count("/") > 1:
            name = (stem if suffix in SUFFIXES and stem else path).rpartition("/")[2]
            return self._question(path, name, given)
        if stem and suffix in _LEFT_OUT:
            return None
        dated = given.get("as_of")
        if dated == self.day or head != "duties" or dated in (dict(here.values).get("as_of"), None):
            kept = path == here.path and dated and dated != self.day and head == "duties"
            given = given if kept else {k: v for k, v in given.items() if k != "as_of"}
        if head == "coverage" and given.get("plan", "") not in {"", *self._fitting["coverage"]}:
            return None
        one_each = not given or (len(given) == 1 and set(given) <= set(VALUES.get(head, ())))
        return Place(path, tuple(sorted(given.items()))) if one_each else None

    def _question(self, path: str, name: str, given: dict[str, str]) -> Place | None:
        if name not in self.release.questions:
            return None
        usual = {**self._usual(name), "release": self.release.name, "as_of": self.day}
        told = {key: text for key, text in given.items() if usual.get(key) != text}
        place = Place(path, tuple(sorted(told.items())))
        if place.suffix:
            return place if set(told) <= {"raw"} else None
        if name == _CELLS and set(told) == {"country", "goal"}:
            told = {"country": told["country"]}  # of all goals of the country: each has its row
            place = Place(path, tuple(told.items()))
        names = tuple(sorted(set(told) - {"page"}))
        if names and names not in ANSWERS.get(name, ()):
            return None
        fits = all(told[one] in those for one, those in self._fitting.items() if one in told)
        return place if fits else None

    def _usual(self, name: str) -> dict[str, str]:
        """Give the values that a question has without being asked any."""
        if name not in self._defaults:
            question = self.release.questions[name]
            self._defaults[name] = read(self.release, question, QueryParams(""), ()).values
        return self._defaults[name]
