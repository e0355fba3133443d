"""What is served: one state of the graph, whole, until another one takes its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from weakref import finalize

import pyoxigraph as ox

from aseankg import __version__, headers, rule_pages, search
from aseankg.paths import data_root
from aseankg.rules import Rule, rules
from aseankg.store import content_key, open_store
from aseankg.views import forget
from aseankg.web.history import Difference

_REMEMBERED = 20


@dataclass(frozen=True)
class Release:
    """A graph with the questions that can be asked of it; nothing in it ever changes."""

    root: Path
    store: ox.Store
    key: str
    opened: datetime

    @property
    def name(self) -> str:
        """Give what an answer is cited with: the version and the beginning of the digest."""
        return f"{__version__}-{self.key[:8]}"

    @cached_property
    def questions(self) -> Mapping[str, headers.Question]:
        """Give the questions of the catalogue."""
        return headers.questions(self.root)

    @cached_property
    def networks(self) -> Mapping[str, headers.Question]:
        """Give the networks of the catalogue."""
        return headers.networks(self.root)

    @cached_property
    def names(self) -> search.Index:
        """Give the index of all names, made when it is first asked for."""
        return search.build(self.store, self.questions.values())

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Give the rules of inference."""
        return rules(self.root)

    @cached_property
    def checks(self) -> Mapping[str, rule_pages.Rule]:
        """Give the rules of the check."""
        return rule_pages.rules(self.root)

    @cached_property
    def log(self) -> str:
        """Give the list of changes; empty where none comes with the graph."""
        place = self.root / "CHANGELOG.md"
        return place.read_text(encoding="utf-8") if place.is_file() else ""

    @cached_property
    def context(self) -> bytes:
        """Give the context of JSON-LD."""
        return (self.root / "ontology" / "context.jsonld").read_bytes()

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Give the folder of each source's file: the country that it is from, or ASEAN."""
        files = (self.root / "graph").glob("*/*.ttl")
        return {path.stem: path.parent.name for path in files if path.parent.name != "register"}

    def read_all(self) -> None:
        """Read all that is else read when it is first asked for: files may change or go."""
        for catalogue in (self.questions, self.networks):
            dict(catalogue)
        for name in ("rules", "places", "log", "context", "names", "checks"):
            with suppress(FileNotFoundError):
                getattr(self, name)


def read_release(root: Path | None = None) -> Release:
    """Open the graph below a root; raises `InputErrors` when its files cannot be read."""
    root = (root or data_root()).resolve()
    store = open_store(root)
    return Release(root, store, content_key(root), datetime.now(UTC))


@dataclass(frozen=True)
class Refusal:
    """When files that changed were not taken over, and why: a line for each fault."""

    at: datetime
    reasons: Sequence[str]


class Current:
    """The release that is served now; requests that began with another one finish with it."""

    def __init__(self, release: Release) -> None:
        """Begin with a release."""
        self._release = release
        self.refused: Refusal | None = None
        self.history: deque[Difference] = deque(maxlen=_REMEMBERED)

    @property
    def release(self) -> Release:
        """Give the release; a request asks once and keeps it."""
        return self._release

    def swap(self, release: Release) -> None:
        """Serve another release from now on; what was kept for the old one is forgotten."""
        old, self._release = self._release, release
        if old.store is not release.store:
            finalize(old, forget, old.store)
