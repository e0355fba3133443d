"""A bundle of files written by the command, of a graph that is small."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aseankg.paths import data_root
from changed_graphs import sound


def export(root: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "aseankg", "--data", str(root), "export", "site", str(folder)]
    return subprocess.run([*words, *options], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sound(tmp_path_factory.mktemp("small"))
    shutil.copytree(data_root() / "queries", root / "queries")
    return root
