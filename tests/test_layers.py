"""Imports go downward, and what is heavy is imported where it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts" / "aseankg"
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))
# From the top down; a module may import from its own layer and from those below.
LAYERS = (
    ("cli", "__main__"),
    ("commands_", "options"),
    ("report",),
    ("export_", "exporters"),
    ("measures", "validation", "importer"),
    ("network", "catalogue"),  # a network is a query whose rows are edges
    ("store",),
    ("paths", "namespaces"),
)
HEAVY = {"rdflib", "pyshacl", "networkx", "numpy", "scipy", "openpyxl", "rich", "jinja2", "owlrl"}


def imports(name: str) -> Iterator[str]:
    """The modules of the package that a module imports when it runs, at the top or within."""
    tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aseankg"):
            inner = (node.module or "").partition(".")[2]
            yield from [inner] if inner else [alias.name for alias in node.names]
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[2] for one in node.names if "aseankg." in one.name)


GRAPH = {name: {one for one in imports(name) if one in MODULES} for name in MODULES}


def layer(name: str) -> int | None:
    for number, stems in enumerate(LAYERS):
        if any(name == one or (one[-1] in "_t" and name.startswith(one)) for one in stems):
            return number
    return None


def reached(name: str) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        new = GRAPH[pending.pop()] - found
        found |= new
        pending += new
    return found


def test_no_module_reaches_itself() -> None:
    assert list(TopologicalSorter(GRAPH).static_order())


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_downward(name: str) -> None:
    mine = layer(name)
    if mine is None:
        return
    above = {one for one in reached(name) if (layer(one) or 99) < mine}
    assert not above


def test_layers_name_modules_that_exist() -> None:
    for stems in LAYERS:
        for stem in stems:
            assert any(name.startswith(stem) for name in MODULES), stem


def test_only_the_command_line_loads_commands() -> None:
    for name in MODULES:
        if name not in ("cli",) and not name.startswith("commands_"):
            assert not [one for one in GRAPH[name] if one.startswith("commands_")], name


@pytest.mark.parametrize("folder", ["graph", "ontology", "queries"])
def test_data_never_names_code(folder: str) -> None:
    for path in (ROOT / folder).rglob("*"):
        if path.suffix in (".ttl", ".rq"):
            text = path.read_text(encoding="utf-8")
            assert "scripts/" not in text, path
            assert "import aseankg" not in text, path


def test_package_knows_nothing_of_tests() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert "from tests" not in path.read_text(encoding="utf-8")


LIGHT = {
    "import aseankg": "import aseankg",
    "the command line": "import aseankg.cli",
    "aseankg ask": "import sys; sys.argv = ['aseankg', 'ask', 'what-an-institution-owes',"
    " '--institution', 'vn-moha', '--format', 'csv']\nfrom aseankg.cli import main\n"
    "try: main()\nexcept SystemExit: pass",
}


@pytest.mark.parametrize("about", LIGHT)
def test_nothing_heavy_is_loaded_by(about: str) -> None:
    code = f"{LIGHT[about]}\nimport sys; print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "scripts"), "HOME": str(Path.home())},
    )
    loaded = set(ast.literal_eval(done.stderr.splitlines()[-1]))
    assert not HEAVY & loaded
    if about == "aseankg ask":
        assert len(done.stdout.splitlines()) > 5
