"""What is seen of a page in the browser: findings of axe, sizes, headings, what overflows."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parent / "readers" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A link within running text may be smaller than others: WCAG 2.2, 2.5.8, "inline".
_LOOK = """() => {
  const name = (one) => one.tagName.toLowerCase() + ' ' + (one.getAttribute('href') || one.id ||
    one.name || '') + ' ' + (one.textContent || '').trim().slice(0, 40);
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) &&
    one.getClientRects().length && !one.closest('.skip, .hidden, datalist, .CodeMirror');
  const size = (one) => {
    const box = one.getBoundingClientRect();
    return Math.round(10 * Math.min(box.width, box.height)) / 10;
  };
  const inline = (one) => !one.closest('svg') && getComputedStyle(one).display === 'inline';
  const targets = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(seen);
  const controls = 'button, select, textarea, summary, .button, header a, footer a, nav a, ' +
    '.files a, .cards a, input:not([type=checkbox], [type=radio])';
  const control = (one) => one.matches(controls) && !one.closest('svg, td, th');
  const small = (listed, least) => listed.filter((one) => size(one) < least)
    .map((one) => name(one) + ': ' + size(one));
  const h = (one) => Math.round(one.getBoundingClientRect().height * 10) / 10;
  return {
    small: small(targets.filter((one) => !inline(one)), 24),
    low: targets.filter((one) => control(one) && h(one) < 43.5)
      .map((one) => name(one) + ': ' + h(one)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
      .map((one) => +one.tagName[1]),
    title: document.title,
    lang: document.documentElement.lang,
    ids: [...document.querySelectorAll('[id]')].map((one) => one.id),
  };
}"""


@cache
def axe() -> str:
    """Give the program that finds faults; skips where it is not installed, but not in CI."""
    if not AXE.is_file() and not os.environ.get("CI"):
        pytest.skip("tests/readers is not installed; scripts/test installs it")
    return AXE.read_text(encoding="utf-8")


def findings(page: Page, *, contrast: bool = True) -> list[str]:
    """Give what axe finds wrong on a page: rule, what to do, where.

    Contrast takes axe as long as all else, and colours do not go by the width of a page.
    """
    page.evaluate(axe())  # as the tools of the browser would: the policy of the page holds
    options = json.dumps(
        {
            "runOnly": {"type": "tag", "values": TAGS},
            "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": contrast}},
            "resultTypes": ["violations"],
        }
    )
    found = page.evaluate(f"axe.run(document, {options})")
    assert found["passes"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def look(page: Page) -> dict[str, Any]:
    """Give what is seen of a page."""
    seen: dict[str, Any] = page.evaluate(_LOOK)
    return seen
