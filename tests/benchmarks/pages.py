"""First visits of the explorer in Chromium: what is loaded, and when something is seen.

`python tests/benchmarks/pages.py [--times 5] [ADDRESS]` prints a table in Markdown. Each visit is
made with an empty cache; the phone has a quarter of the speed and the network of "Fast 3G".
Without an address a site is served for it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from page_cases import PAGES
from web_browser import DESKTOP, PHONE, started
from web_site import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FAST_3G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000,
           "uploadThroughput": 84_375}  # fmt: skip
_PAINTS = """() => new Promise((done) => {
  const found = {first: 0, largest: 0};
  const see = (kind, name) => new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (kind !== 'paint' || one.name === 'first-contentful-paint') found[name] = one.startTime;
    }
    if (found.first && found.largest) setTimeout(() => done(found), 100);
  }).observe({type: kind, buffered: true});
  see('paint', 'first');
  see('largest-contentful-paint', 'largest');
})"""


@dataclass(frozen=True)
class Visit:
    """What one visit took: requests, bytes as sent, milliseconds to the first and largest paint."""

    requests: float
    bytes: float
    first: float
    largest: float


def visit(browser: Browser, address: str, *, phone: bool) -> Visit:
    """Open a page as somebody does who was never there."""
    width, height = PHONE if phone else DESKTOP
    context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=phone)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    sizes: list[float] = []
    tools.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    tools.send("Network.enable")
    if phone:
        tools.send("Network.emulateNetworkConditions", FAST_3G)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    paints: dict[str, Any] = page.evaluate(_PAINTS)
    context.close()
    return Visit(len(sizes), sum(sizes), paints["first"], paints["largest"])


def middle(visits: list[Visit]) -> Visit:
    """Give the median of each number."""
    names = ("requests", "bytes", "first", "largest")
    return Visit(*(median(getattr(one, name) for one in visits) for name in names))


@contextmanager
def site(address: str) -> Iterator[str]:
    """Give the site to visit."""
    if address:
        yield address.rstrip("/")
    else:
        with served() as served_at:
            yield served_at


def main() -> None:
    """Visit one page of each type, wide and narrow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("address", nargs="?", default="")
    asked = parser.parse_args()
    print("| page | requests | kB | desktop: first, largest paint (ms) | phone: first, largest |")
    print("|---|---|---|---|---|")
    with site(asked.address) as address, started() as browser:
        for path in (paths[0] for paths in PAGES.values()):
            visit(browser, address + path, phone=False)  # the server has the page ready
            wide, narrow = (
                middle([visit(browser, address + path, phone=phone) for _ in range(asked.times)])
                for phone in (False, True)
            )
            print(f"| `{path}` | {wide.requests:g} | {wide.bytes / 1000:.1f} "
                  f"| {wide.first:.0f}, {wide.largest:.0f} "
                  f"| {narrow.first:.0f}, {narrow.largest:.0f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
