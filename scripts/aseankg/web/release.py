"""What is served: one state of the graph, whole, until another one takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aseankg import __version__, headers, search
from aseankg.paths import data_root
from aseankg.store import content_key, open_store


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


def read_release(root: Path | None = None) -> Release:
    """Open the graph below a root; raises `InputErrors` when its files cannot be read."""
    root = (root or data_root()).resolve()
    store = open_store(root)
    return Release(root, store, content_key(root), datetime.now(UTC))


class Current:
    """The release that is served now; requests that began with another one finish with it."""

    def __init__(self, release: Release) -> None:
        """Begin with a release."""
        self._release = release

    @property
    def release(self) -> Release:
        """Give the release; a request asks once and keeps it."""
        return self._release

    def swap(self, release: Release) -> None:
        """Serve another release from now on."""
        self._release = release
