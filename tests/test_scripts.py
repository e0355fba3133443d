"""The README is true: its commands run and print what it shows; its files and words are right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import etree

from aseankg import __version__
from aseankg.store import open_store
from aseankg.terms import value_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONTINUED = re.compile(r"\\\n\s*")
DATA = ("graph", "ontology", "queries")


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCK.findall(README) if name == language]


def commands() -> Iterator[tuple[str, str]]:
    """Each command of the README with the output shown, "" where none is."""
    for block in blocks("sh"):
        block = CONTINUED.sub(" ", block)
        if block.startswith("$ "):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield command, shown
        else:
            yield from ((line, "") for line in block.splitlines() if line and line[0] != "#")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data in a path with spaces, for commands that write."""
    place = tmp_path_factory.mktemp("a check out") / "of aseankg"
    for name in DATA:
        shutil.copytree(ROOT / name, place / name)
    return place


def environment(checkout: Path) -> dict[str, str]:
    bin_ = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "PYTHONPATH": str(ROOT / "scripts"),
        "ASEANKG_DATA": str(checkout),
    }


def shell(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=checkout,
        env=environment(checkout),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("command", "shown"), list(commands()))
def test_command_of_the_readme_runs(command: str, shown: str, checkout: Path) -> None:
    done = shell(command, checkout)
    assert done.returncode == 0, done.stderr
    if shown:
        pattern = re.escape(shown.rstrip("\n")).replace(r"\.\.\.", ".*")
        assert re.fullmatch(pattern, done.stdout.rstrip("\n"), re.DOTALL), done.stdout
    else:
        assert done.stdout or "--output" in command or "> " in command or "fmt" in command


def test_readme_shows_the_commands_that_matter() -> None:
    told = [command for command, _ in commands()]
    assert len(told) > 15
    for name in ("ask", "query", "show", "path", "why", "network", "export", "import", "check"):
        assert any(f"aseankg {name}" in command for command in told), name


def test_python_of_the_readme_runs(checkout: Path) -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment(checkout),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "https://" in done.stdout
    assert "not who delivers" in done.stdout


def test_commands_of_the_readme_changed_no_fact(checkout: Path) -> None:
    for path in (ROOT / "graph").rglob("*.ttl"):
        assert path.read_bytes() == (checkout / path.relative_to(ROOT)).read_bytes()


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_picture_of_the_readme_is_of_things_in_the_graph() -> None:
    tree = etree.parse(ROOT / ".github" / "network.svg")
    drawn = {node.get("data-iri") for node in tree.iter() if node.get("data-iri")}
    known = {value_of(quad.subject) for quad in open_store()}
    assert len(drawn) > 10
    assert drawn <= known


def test_citation_file_holds_what_its_format_asks_for() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == __version__
    assert citation["type"] in ("dataset", "software")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__} ({citation['date-released']})" in changes


@pytest.mark.parametrize("name", ["run", "test", "environment.sh", "../.ci/run"])
def test_scripts_are_sound_shell(name: str) -> None:
    path = ROOT / "scripts" / name
    subprocess.run(["bash", "-n", path], check=True)
    assert name == "environment.sh" or os.access(path, os.X_OK)


def test_setup_says_in_one_line_that_there_is_no_python(tmp_path: Path) -> None:
    for name in ("run", "environment.sh"):
        (tmp_path / "scripts").mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "env"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    done = subprocess.run(
        [tools / "bash", tmp_path / "scripts" / "run"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: no Python 3.11 or newer was found; install it, or set PYTHON to its path\n"
    )
