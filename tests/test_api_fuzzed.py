"""Programs that send anything: schemathesis makes requests from the OpenAPI description.

The checks are those that it makes by default. Without `--phases` and `--include-path` it makes some
4,000 requests in two minutes; here the same few hundred each time.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aseankg.headers import questions

ALL = ("--phases", "examples,fuzzing", "--max-examples", "12")
BORDERS = ("--phases", "coverage", "--include-path", "/api/questions")
OWES = ("--include-path", "/api/questions/what-an-institution-owes")


@pytest.mark.parametrize(
    ("chosen", "addresses", "requests"),
    [(ALL, len(questions()) + 1, 200), ((*BORDERS, *OWES), 2, 100)],
)
def test_nothing_that_is_sent_breaks_the_promises(
    site: str, tmp_path: Path, chosen: tuple[str, ...], addresses: int, requests: int
) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{site}/api/openapi.json"]
    fixed = ["--seed", "20261125", "--generation-database", "none", "--no-color", "--workers", "2"]
    done = subprocess.run(
        [*command, *chosen, *fixed],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    made = next(line for line in done.stdout.splitlines() if " generated, " in line)
    assert int(made.split()[0]) > requests
    assert f"{addresses} selected" in done.stdout
