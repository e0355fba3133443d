"""How long the check takes, held against plain pySHACL on the same graph in the same run.

Run: python tests/benchmarks/check.py [RUNS]. Each time is that of a whole process, a median of RUNS
(3); pySHACL runs once for each. Plain pySHACL gets all that the shapes see as one N-Triples file:
what is stated, the bounds of dates, what the rules infer. Our time has reading 790 Turtle files,
inference, the rules of the house and positions on top.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox

from aseankg.checked import seen
from aseankg.paths import data_root
from aseankg.shacl_reference import judge
from aseankg.shapes import read_shapes

CHANGED = "graph/viet-nam/btxh-2015.ttl"


def timed(words: Sequence[str | Path], env: dict[str, str]) -> float:
    """Give the seconds that a process takes; one that could not run stops everything."""
    begun = time.perf_counter()
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return took


def median(runs: int, run: Callable[[], float]) -> float:
    """Give the median of some runs."""
    return statistics.median(run() for _ in range(runs))


def engines(folder: Path) -> tuple[float, float]:
    """Give the seconds of our engine and of pySHACL on the graph in memory, results compared."""
    shapes, data = read_shapes(folder), seen(folder)
    begun = time.perf_counter()
    ours = [one for _, one in shapes.results(data)]
    middle = time.perf_counter()
    theirs = judge(data, shapes.data)
    took = time.perf_counter() - middle
    if sorted(map(str, ours)) != sorted(map(str, theirs)):
        raise SystemExit("the reports differ")
    return middle - begun, took


def measure(folder: Path, runs: int) -> dict[str, float]:
    """Give the seconds of each way to check the graph below a folder."""
    environment = {**os.environ, "ASEANKG_CACHE": str(folder / "cache")}
    check: list[str | Path] = [sys.executable, "-m", "aseankg", "--data", folder, "check", "-q"]
    triples = [ox.Triple(*one) for one in seen(folder).triples()]  # type: ignore[arg-type]
    (folder / "all.nt").write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    plain: list[str | Path] = [sys.executable, "-m", "pyshacl", "-df", "nt", folder / "all.nt"]
    plain += ["-s", folder / "ontology/shapes.ttl"]

    def cold() -> float:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        return timed(check, environment)

    def changed() -> float:
        path = folder / CHANGED
        path.write_text(path.read_text("utf-8").replace('"Ha Noi"', '"Ha Noi "', 1), "utf-8")
        took = timed(check, environment)
        path.write_text(path.read_text("utf-8").replace('"Ha Noi "', '"Ha Noi"', 1), "utf-8")
        return took

    found = {"plain pySHACL": timed(plain, environment), "check, nothing kept": median(runs, cold)}
    found["check, one file changed"] = median(runs, changed)
    found["check, nothing changed"] = median(runs, lambda: timed(check, environment))
    return found


def main() -> None:
    """Print the times and their ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in ("graph", "ontology"):
            shutil.copytree(data_root() / name, folder / name)
        found = measure(folder, runs)
        ours, theirs = engines(folder)
    plain = found["plain pySHACL"]
    for name, seconds in found.items():
        print(f"{name:26} {seconds:7.2f} s {plain / seconds:7.1f} x")
    print(f"{'engine alone, pySHACL':26} {theirs:7.2f} s")
    print(f"{'engine alone, ours':26} {ours:7.2f} s {theirs / ours:7.1f} x, the same report")


if __name__ == "__main__":
    main()
