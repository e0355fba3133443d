"""How much the explorer bears, held against other servers on the same graph in the same run.

Run: python tests/benchmarks/load.py [--seconds 60] [--clients 50] [--only NAME ...]

Ours is `aseankg explore` as it is installed. The peers get its graph as N-Quads: rdflib-endpoint
with rdflib's store in memory, and the server of Oxigraph. They are no dependencies: an environment
of their own is made for them in a temporary folder (or in the one that PEERS names). Clients and
servers share the machine, the servers run one after the other. Pages and questions by REST are
asked of ours alone; SPARQL of all, the same questions of the catalogue, after their answers were
compared. Each client waits for an answer before it asks again. Memory is that of a server with all
its processes, what they share counted once.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pyoxigraph as ox
from starlette.datastructures import QueryParams

from aseankg.web.asking import read
from aseankg.web.release import Release, read_release
from load_client import Load, memory, put_load

CSV = "text/csv"
PATIENCE = 60
Wanted = tuple[tuple[str, dict[str, str]], ...]
SIMPLE: Wanted = (
    ("what-superseded-what", {}),
    ("institutions-that-span-pillars", {}),
    ("where-sources-disagree", {}),
)
MEDIUM: Wanted = (
    ("what-an-institution-owes", {"institution": "vn-moha"}),
    ("what-moved-in-a-merger", {}),
)
THINGS = ("vn-moha", "ascc-council", "asean", "viet-nam", "asean-secretariat", "lao-pdr")
PAGES = {
    "home": ("/",),
    "thing": tuple(f"/id/{name}" for name in THINGS),
    "question": ("/questions/what-an-institution-owes?institution=vn-moha",),
    "search": ("/search?q=moha", "/search?q=lao%20%C4%91%E1%BB%99ng"),
    "static": ("/static/explorer.css",),
}
_AKG = "PREFIX akg: <https://w3id.org/aseankg/ns#> PREFIX id: <https://w3id.org/aseankg/id/> "
LOOKUPS = {
    name: _AKG + text
    for name, text in {
        "a-thing": "SELECT DISTINCT ?p ?o { id:vn-moha ?p ?o }",
        "bodies": "SELECT DISTINCT ?s ?kind { ?s akg:country id:viet-nam ; akg:kind ?kind }",
        "duties": "SELECT DISTINCT ?target ?role { ?d akg:agent id:vn-moha ; akg:target ?target ;"
        " akg:role ?role }",
        "how-many": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a akg:Institution }",
    }.items()
}
REST = tuple(f"/api/questions/{name}?{urlencode(values)}" for name, values in SIMPLE + MEDIUM)
RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=graph, path="/sparql", cors_enabled=False)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


def queries(release: Release, wanted: Sequence[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Give questions as SPARQL with values put in."""
    found = {}
    for name, values in wanted:
        asked = read(release, release.questions[name], QueryParams(values), ())
        found[name] = asked.sparql
    return found


@contextmanager
def server(command: Sequence[object], port: int, path: str) -> Iterator[tuple[str, int, float]]:
    """Run a server; give its address, its process and the seconds until its first answer."""
    begun = time.monotonic()
    words = [str(word) for word in command]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not fetched(f"http://127.0.0.1:{port}{path}"):
                if process.poll() is not None:
                    raise SystemExit(f"{words[0]} ended with {process.returncode}")
                time.sleep(0.01)
            yield f"http://127.0.0.1:{port}", process.pid, time.monotonic() - begun
        finally:
            process.terminate()
            process.wait()


def fetched(url: str, accept: str = "*/*") -> bytes:
    try:
        asked = urllib.request.Request(url, headers={"accept": accept})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def path_of(query: str) -> str:
    return "/sparql?" + urlencode({"query": query})


def rows(data: bytes) -> list[tuple[str, ...]]:
    """Give the rows of an answer, however its lines and lists are ordered."""
    found = csv.reader(data.decode().splitlines())
    return sorted(tuple(" ".join(sorted(cell.split(" "))) for cell in row) for row in found)


def peers_home(folder: Path) -> Path:
    """Give an environment with the peers; makes it where there is none."""
    home = Path(os.environ.get("PEERS", folder / "peers"))
    if not (home / "bin" / "oxigraph").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        packages = ["rdflib-endpoint", "uvicorn", "oxigraph"]
        pip = str(home / "bin" / "pip")
        subprocess.run([pip, "install", "--quiet", *packages], check=True)
    return home


def line(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def told(name: str, mix: str, load: Load, before: int) -> None:
    """Print a row of the table."""
    half = load.memory[len(load.memory) // 2 :] or [0]
    held = f"{before} / {statistics.median(half)} / {load.memory[-1] if load.memory else 0}"
    wrong = ", ".join(f"{count} {what}" for what, count in load.errors.items()) or "0"
    line(name, mix, f"{load.rate:.0f}", f"{load.at(0.5):.0f}", f"{load.at(0.95):.0f}", wrong, held)


class Bench:
    """The servers one after the other, with the same load."""

    def __init__(self, seconds: float, clients: int, only: Sequence[str], folder: Path) -> None:
        self.seconds, self.clients, self.only, self.folder = seconds, clients, only, folder
        self.release = read_release()
        self.asked = {
            "SPARQL, lookups": LOOKUPS,
            "SPARQL, simple": queries(self.release, SIMPLE),
            "SPARQL, medium": queries(self.release, MEDIUM),
        }
        self.answers: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self.rates: dict[tuple[str, str], float] = {}

    def load(
        self, name: str, mix: str, where: tuple[str, int, float], paths: Sequence[str]
    ) -> None:
        accept = CSV if mix.startswith("SPARQL") else "text/html"
        accept = "application/json" if mix == "questions by REST" else accept
        before = memory(where[1])
        load = put_load(where[0], paths, self.clients, self.seconds, accept, where[1])
        told(name, mix, load, before)
        self.rates[name, mix] = load.rate

    def sparql(self, name: str, where: tuple[str, int, float]) -> None:
        """Compare answers once, then put the load."""
        found = self.answers[name] = {}
        for mix, asked in self.asked.items():
            for question, text in asked.items():
                found[question] = rows(fetched(where[0] + path_of(text), CSV))
            if not all(found[question] for question in asked):
                silent = [question for question in asked if not found[question]]
                line(name, mix, f"no answer in {PATIENCE} s: {', '.join(silent)}", *[""] * 4)
                break
            self.load(name, mix, where, [path_of(text) for text in asked.values()])

    def ours(self) -> None:
        command = [sys.executable, "-m", "aseankg", "explore", "--port", 8191, "--quiet"]
        with server(command, 8191, "/") as where:
            starts = f"first page after {where[2]:.2f} s"
            for kind, paths in PAGES.items():
                self.load("aseankg", f"page: {kind}", where, paths)
            self.load("aseankg", "questions by REST", where, REST)
            self.sparql("aseankg", where)
        print(f"\naseankg: {starts}\n")

    def rdflib(self, data: Path) -> None:
        python = peers_home(self.folder) / "bin" / "python"
        script = self.folder / "rdflib_server.py"
        script.write_text(RDFLIB)
        with server([python, script, data, 8192], 8192, path_of("ASK {}")) as where:
            self.sparql("rdflib-endpoint", where)

    def oxigraph(self, data: Path) -> None:
        program = peers_home(self.folder) / "bin" / "oxigraph"
        place = self.folder / "oxigraph"
        subprocess.run([program, "load", "-l", place, "-f", data], check=True, capture_output=True)
        command = [program, "serve-read-only", "-l", place, "-b", "127.0.0.1:8193"]
        command.append("--union-default-graph")
        with server(command, 8193, path_of("ASK {}")) as where:
            self.sparql("Oxigraph server", where)

    def run(self) -> None:
        data = self.folder / "graph.nq"
        self.release.store.dump(str(data), ox.RdfFormat.N_QUADS)
        line("server", "mix", "requests/s", "p50 ms", "p95 ms", "errors", "MB start/middle/end")
        line(*["---"] * 7)
        runs: dict[str, Callable[[], None]] = {
            "ours": self.ours,
            "rdflib": lambda: self.rdflib(data),
            "oxigraph": lambda: self.oxigraph(data),
        }
        for name, work in runs.items():
            if name in self.only:
                work()
        self.compare()

    def compare(self) -> None:
        """Print whether answers are the same, and how often ours answers for one of a peer."""
        ours = self.answers.get("aseankg", {})
        for name, found in self.answers.items():
            for question, answer in found.items():
                if question in ours and answer != ours[question]:
                    print(f"{name} answers {question} otherwise: {len(answer)} lines")
        for (name, mix), rate in self.rates.items():
            if name != "aseankg" and ("aseankg", mix) in self.rates and rate:
                print(f"{mix}: ours / {name} = {self.rates['aseankg', mix] / rate:.2f}")


def main() -> None:
    """Read the options, run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--only", nargs="*", default=["ours", "rdflib", "oxigraph"])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Bench(given.seconds, given.clients, given.only, Path(folder)).run()


if __name__ == "__main__":
    main()
