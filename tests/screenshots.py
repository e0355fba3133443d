"""Make the pictures of the explorer for README and docs: `python tests/screenshots.py DIR`.

They are what Chromium shows of the real graph on 2026-02-01, as PNG files with 256 colours.
"""

from __future__ import annotations

import argparse
import base64
import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from web_browser import DESKTOP, PHONE, started
from web_site import served

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from playwright.sync_api import Browser, Page

# Name -> (path, size, what to move to the top, how long scripts need)
SHOTS = {
    "home": ("/", DESKTOP, "", 0),
    "thing": ("/id/vn-moha", DESKTOP, "", 0),
    "duties": ("/duties/vn-moha", DESKTOP, "", 0),
    "layers": ("/duties/vn-moha", DESKTOP, "#layers", 0),
    "coverage": ("/coverage?plan=ascc-strategic-plan-2026-2035", DESKTOP, "", 0),
    "plan": ("/plans/ascc-strategic-plan-2026-2035", DESKTOP, "", 0),
    "question": ("/questions/what-falls-due-by-a-date?by=2030", DESKTOP, "", 0),
    "graph": ("/graph", DESKTOP, "#picture", 4000),
    "sparql": ("/sparql?example=what-reports-to-a-council", DESKTOP, "", 1000),
    "phone": ("/duties/vn-moha?lang=vi", PHONE, "", 0),
}
_PIXELS = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data;
  let text = '';
  for (let at = 0; at < data.length; at += 32768) {
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return [image.width, image.height, btoa(text)];
}"""


def main() -> None:
    """Make all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = "1769904000"  # 2026-02-01
    with served() as site, started() as browser:
        blank = browser.new_page()
        for name in SHOTS:
            file = folder / f"{name}.png"
            file.write_bytes(small(blank, taken(browser, site, name)))
            print(f"{file} {file.stat().st_size / 1000:.0f} kB")


def taken(browser: Browser, site: str, name: str) -> bytes:
    """Show a page and take a picture of it."""
    path, (width, height), top, wait = SHOTS[name]
    with browser.new_context(
        viewport={"width": width, "height": height},
        screen={"width": width, "height": height},
        locale="en-GB",
        is_mobile=width < 600,
    ) as context:
        page = context.new_page()
        page.goto(site + path, wait_until="networkidle")
        if top:
            page.locator(top).evaluate("one => one.scrollIntoView()")
        page.wait_for_timeout(wait)
        return page.screenshot()


def small(blank: Page, png: bytes) -> bytes:
    """Write a picture again with the 256 colours that come nearest."""
    width, height, text = blank.evaluate(_PIXELS, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    packed = pixels[:, 0] << 16 | pixels[:, 1] << 8 | pixels[:, 2]
    colours, places = np.unique(packed, return_inverse=True)
    counts = np.bincount(places)
    rgb = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    palette = rgb[chosen(rgb, counts)]
    nearest = np.array([((palette - one) ** 2).sum(axis=1).argmin() for one in rgb])
    rows = nearest[places].astype(np.uint8).reshape(height, width)
    return written(palette.astype(np.uint8), rows)


def chosen(rgb: NDArray[np.int32], counts: NDArray[np.int64], most: int = 256) -> list[int]:
    """Choose the colours that are many and far from those chosen before."""
    found = [int(counts.argmax())]
    far = ((rgb - rgb[found[0]]) ** 2).sum(axis=1)
    while len(found) < min(most, len(rgb)):
        found.append(int((far * np.sqrt(counts)).argmax()))
        far = np.minimum(far, ((rgb - rgb[found[-1]]) ** 2).sum(axis=1))
    return found


def written(palette: NDArray[np.uint8], rows: NDArray[np.uint8]) -> bytes:
    """Write a PNG file whose pixels are places in a palette."""

    def part(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 3, 0, 0, 0)
    lines = np.pad(rows, ((0, 0), (1, 0))).tobytes()
    parts = part(b"IHDR", head) + part(b"PLTE", palette.tobytes())
    return (
        b"\x89PNG\r\n\x1a\n" + parts + part(b"IDAT", zlib.compress(lines, 9)) + part(b"IEND", b"")
    )


if __name__ == "__main__":
    main()
