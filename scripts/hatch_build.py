"""Builds the islands, the scripts of the explorer, into the wheel; run by hatchling, not by hand.

What is built already, and newer than its sources, is kept. An editable install goes on without
islands where npm is missing or fails: all pages work without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WITHOUT = "ASEANKG_WITHOUT_ISLANDS"
ISLANDS = Path("scripts/islands")
STATIC = Path("scripts/aseankg/web/static")
BUILT = ("graph.js", "editor.js", "editor.css", "graph.js.LICENSE.txt", "editor.js.LICENSE.txt")
_MADE = {"node_modules"}


class IslandsHook(BuildHookInterface[Any]):
    """Sees to it that the islands are there when a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the islands if they are missing or old; `version` tells an editable wheel."""
        if self.target_name != "wheel" or os.environ.get(WITHOUT) == "1":
            return
        root = Path(self.root)
        if fresh(root):
            return
        fault = build(root) if shutil.which("npm") else "there is no npm to build them"
        if fault and version != "editable" and not built(root):
            raise SystemExit(
                f"error: the scripts of the explorer are not built, and {fault}; "
                f"install Node.js 20 or newer, or set {WITHOUT}=1 to go without them"
            )


def built(root: Path) -> bool:
    """Tell whether all islands are there."""
    return all((root / STATIC / name).is_file() for name in BUILT)


def fresh(root: Path) -> bool:
    """Tell whether the islands are there and none of their sources is newer."""
    if not built(root):
        return False
    oldest = min((root / STATIC / name).stat().st_mtime_ns for name in BUILT)
    return oldest >= max(path.stat().st_mtime_ns for path in sources(root))


def sources(root: Path) -> Iterable[Path]:
    """Give the files of which the islands are built."""
    for path in (root / ISLANDS).iterdir():
        if path.is_file():
            yield path
        elif path.name not in _MADE:
            yield from (one for one in path.rglob("*") if one.is_file())


def build(root: Path) -> str:
    """Install what is pinned, once, and build; give what went wrong, "" if nothing did."""
    folder = root / ISLANDS
    installed = folder / "node_modules" / ".installed"
    pinned = (folder / "package-lock.json").read_bytes()
    if not installed.is_file() or installed.read_bytes() != pinned:
        if not _npm(folder, "ci", "--silent", "--no-audit", "--no-fund"):
            return "npm could not install what they need"
        installed.write_bytes(pinned)
    return "" if _npm(folder, "run", "--silent", "build") else "npm could not build them"


def _npm(folder: Path, *words: str) -> bool:
    npm = shutil.which("npm") or "npm"
    # What a build prints on standard output would be taken for the answer of the backend.
    return not subprocess.run([npm, *words], cwd=folder, stdout=sys.stderr, check=False).returncode


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    sys.exit(build(here) if not fresh(here) else 0)
