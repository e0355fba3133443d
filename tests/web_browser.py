"""The explorer in a real browser: Debian's Chromium, which tells of whatever goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Locator,
        Page,
        Request,
        Response,
    )

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
DESKTOP = (1280, 900)
PHONE = (390, 844)
_ANSWERED = ("document", "fetch", "xhr")  # tests look at the status of these themselves


@dataclass(frozen=True)
class Kind:
    """How a page is looked at."""

    width: int = DESKTOP[0]
    height: int = DESKTOP[1]
    javascript: bool = True
    locale: str = "en-GB"
    bypass_csp: bool = False
    reduced_motion: bool = False

    def __str__(self) -> str:
        """Give the name of it in the list of tests."""
        place = "phone" if self.width < 600 else "desktop"
        return place if self.javascript else f"{place} without scripts"


KINDS = [Kind(*size, javascript=on) for size in (DESKTOP, PHONE) for on in (True, False)]


@dataclass
class Tab:
    """A page of the browser with all that went wrong on it."""

    page: Page
    site: str
    wrong: list[str] = field(default_factory=list)
    others: set[str] = field(default_factory=set)  # sites that this page may talk to as well

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page of the site."""
        answer = self.page.goto(urljoin(self.site, path))
        assert answer is not None
        assert answer.status == status, path
        return self.page

    def watch(self) -> None:
        """Write down from now on what no page of ours may do."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        """Note errors and breaches of the policy; `_answered` tells of failed requests."""
        other = message.text.startswith("Failed to load resource") or "GL Driver" in message.text
        if message.type in ("error", "warning") and not other:
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        site = f"{address.scheme}://{address.netloc}"
        if site.startswith("http") and site not in (self.site, *self.others):
            self.wrong.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        """Note what did not load; what becomes a file or is left for another page is no fault."""
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in _ANSWERED:
            self.wrong.append(f"{response.status}: {response.url}")


Opener = Callable[..., Tab]


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium; skips where it is missing, but not in CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    place = next(filter(None, map(shutil.which, names)), None)
    if not place and not os.environ.get("CI"):
        pytest.skip("no chromium; scripts/test installs it under CI")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, site: str, kind: Kind) -> Iterator[Tab]:
    """Open an empty page that shares nothing with others; fails if anything went wrong on it."""
    context = browser.new_context(
        viewport={"width": kind.width, "height": kind.height},
        device_scale_factor=1,
        has_touch=kind.width < 600,
        is_mobile=kind.width < 600,
        java_script_enabled=kind.javascript,
        locale=kind.locale,
        bypass_csp=kind.bypass_csp,
        reduced_motion="reduce" if kind.reduced_motion else "no-preference",
    )
    context.set_default_timeout(15_000)
    try:
        tab = _watched(context, site)
        yield tab
        assert tab.wrong == []
    finally:
        context.close()


def _watched(context: BrowserContext, site: str) -> Tab:
    tab = Tab(context.new_page(), site)
    tab.watch()
    return tab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser; its loop of events ends with the module, other tests have their own."""
    with started() as chromium:
        yield chromium


@pytest.fixture
def tab(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Give an empty page, of the `Kind` that a test is parametrised with; clean at its end."""
    with opened(browser, site, getattr(request, "param", Kind())) as page:
        yield page


def saved(page: Page, link: Locator) -> bytes:
    """Click on a link to a file; give what is saved."""
    with page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()


def follow(page: Page, link: Locator) -> None:
    """Click on what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        link.click()
