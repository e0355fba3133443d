"""What is built can be installed anywhere and answers there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from aseankg import __version__

ROOT = Path(__file__).resolve().parent.parent


def run(*words: object, **env: str) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**os.environ, **env},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what the wheel needs is borrowed from this one."""
    place = tmp_path_factory.mktemp("a place") / "with spaces"
    run(sys.executable, "-m", "venv", "--without-pip", place)
    python = place / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", code).strip())
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run(*pip, "--no-deps", "--force-reinstall", "--no-index", wheel)
    return place


def elsewhere(place: Path) -> Mapping[str, str]:
    """The installed package must not lean on this checkout."""
    return {"PYTHONPATH": "", "ASEANKG_CACHE": str(place / "cache"), "ASEANKG_DATA": ""}


def data_files(folder: str) -> set[str]:
    return {str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*") if p.is_file()}


@pytest.mark.parametrize("folder", ["ontology", "graph", "queries"])
def test_wheel_holds_every_data_file(wheel: Path, folder: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = data_files(folder)
    assert len(wanted) > 3
    assert {f"aseankg/{name}" for name in wanted} <= held


def test_wheel_holds_code_templates_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    package = ROOT / "scripts" / "aseankg"
    code = {p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {str(p.relative_to(package.parent)) for p in code} <= held
    info = f"aseankg-{__version__}.dist-info/licenses"
    assert {f"{info}/LICENSE", f"{info}/LICENSES/CC-BY-4.0.txt"} <= held
    assert not any(name.startswith(("tests/", "scripts/")) for name in held)


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path)
    (archive,) = tmp_path.glob("*.tar.gz")
    run(sys.executable, "-m", "tarfile", "-e", archive, tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (again,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(again) as new, zipfile.ZipFile(wheel) as old:
        assert sorted(new.namelist()) == sorted(old.namelist())


def test_installed_package_answers_in_a_path_with_spaces(installed: Path) -> None:
    command = installed / "bin" / "aseankg"
    env = elsewhere(installed)
    assert __version__ in run(command, "--version", **env)
    answer = run(command, "ask", "what-moved-in-a-merger", "--format", "csv", **env)
    assert len(answer.splitlines()) > 5


def test_installed_package_reads_its_own_data(installed: Path) -> None:
    code = "from aseankg.paths import data_root; print(data_root())"
    root = Path(run(installed / "bin" / "python", "-c", code, **elsewhere(installed)).strip())
    assert installed in root.parents
