"""The explorer as a folder of files that needs no server: `aseankg export site`."""

from __future__ import annotations

import calendar
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from aseankg.dates import today
from aseankg.web.release import Release
from aseankg.web.site_crawl import crawl
from aseankg.web.site_files import write_assets, write_data, write_host
from aseankg.web.site_folder import mark, replaced
from aseankg.web.site_places import Place
from aseankg.web.site_search import INDEX, write_index
from aseankg.web.words import LANGUAGES

_SCRIPT = "static/search.js"
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What was written: files, pages, bytes, about how many when packed, seconds."""

    folder: Path
    files: int
    pages: int
    size: int
    packed: int
    seconds: float
    search: bool

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"wrote {self.folder}: {self.pages:,} pages in {len(LANGUAGES)} languages, "
            f"{self.files:,} files, {self.size / 1e6:,.0f} MB (about {self.packed / 1e6:,.0f} MB "
            f"sent compressed), in {self.seconds:.0f} s"
        )


def write_site(folder: Path, release: Release, told: Told, base: str = "") -> Summary:
    """Write the bundle; the folder is the old one until the new one is whole.

    `base` is the address at which it will stand, with a slash at its end, where that is known.
    Raises `Failure` for a folder that holds anything else, `OSError` where a disk is full.
    """
    begun = time.monotonic()
    with _one_day(), replaced(folder) as aside:
        moment = datetime.combine(today(), datetime.min.time(), UTC)
        release = replace(release, opened=moment)
        found = crawl(release, aside, [Place("/")], told, base)
        search = (files("aseankg.web") / _SCRIPT).is_file()
        if search:
            write_index(aside / INDEX, release)
        write_assets(aside, found.assets)
        write_data(aside, release, base)
        pages = sorted(name for name in found.files if name.endswith(".html"))
        write_host(aside, base, pages)
        packed = sum(one.packed for one in found.written.values())
        mark(aside, {"release": release.name, "day": today().isoformat(), "pages": len(pages)})
        sizes = [one.stat().st_size for one in aside.rglob("*") if one.is_file()]
    seconds = time.monotonic() - begun
    return Summary(folder, len(sizes), len(pages), sum(sizes), int(packed), seconds, search)


@contextmanager
def _one_day() -> Iterator[None]:
    """Let all pages be of one day, even if midnight passes."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = before or str(calendar.timegm(today().timetuple()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
