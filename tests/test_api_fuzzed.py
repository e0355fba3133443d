"""Programs that send anything: schemathesis makes requests from the OpenAPI description."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 40


@pytest.mark.filterwarnings("default")
def test_nothing_that_is_sent_breaks_the_promises(site: str, tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{site}/api/openapi.json"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "6", "--seed", "20261125"),
        *("--generation-database", "none", "--max-time", str(SECONDS), "--no-color"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=3 * SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    generated = next(line for line in done.stdout.splitlines() if " generated, " in line)
    assert int(generated.split()[0]) > 200
    assert "22 selected / 22 total" in done.stdout
