"""What is built can be installed anywhere and answers there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from aseankg import __version__

ROOT = Path(__file__).resolve().parent.parent


def run(*words: object, cwd: Path = ROOT, **env: str) -> str:
    done = attempt(*words, cwd=cwd, **env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def attempt(*words: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **env},
    )


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
    licences = {"LICENSE", "LICENSES/CC-BY-4.0.txt", "LICENSES/OFL-1.1.txt"}
    assert {f"{info}/{name}" for name in licences} <= held
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
    assert __version__ in run(command, "--version", cwd=ROOT, **env)
    answer = run(command, "ask", "what-moved-in-a-merger", "--format", "csv", cwd=ROOT, **env)
    assert len(answer.splitlines()) > 5


# --- which graph an installed package works on ----------------------------------------------------

FILE = "graph/viet-nam/baotintuc-qd47.ttl"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which a file is broken, under git as it was before."""
    place = tmp_path_factory.mktemp("copy")
    for name in ("graph", "ontology", "queries"):
        shutil.copytree(ROOT / name, place / name)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "As it was")):
        run(*git, *words, cwd=place)
    text = (place / FILE).read_text(encoding="utf-8")
    broken = text.replace("akg:abbreviation", "akg:abreviation", 1)
    assert broken != text
    (place / FILE).write_text(broken, encoding="utf-8")
    return place


def installed_data(installed: Path) -> dict[Path, int]:
    found = {path: path.stat().st_mtime_ns for path in installed.rglob("aseankg/graph/**/*")}
    assert len(found) > 700
    return found


def begin_question(installed: Path, cwd: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = installed / "bin" / "aseankg"
    return attempt(command, "new", "question", name, "-q", cwd=cwd, **elsewhere(installed))


@pytest.mark.parametrize("below", [".", "graph/viet-nam"])
def test_inside_a_copy_of_the_repository_it_works_on_that(
    installed: Path, copy: Path, below: str
) -> None:
    command, env, here = installed / "bin" / "aseankg", elsewhere(installed), copy / below
    before = installed_data(installed)
    done = attempt(command, "check", copy / FILE, "--show", "violation", cwd=here, **env)
    assert done.returncode == 1, done.stderr
    assert f"{Path(FILE).name}:" in done.stdout
    assert "akg:abreviation" in done.stdout
    assert (str(copy) in done.stderr) is (below != ".")
    done = attempt(command, "diff", "HEAD", ".", "--exit-code", cwd=here, **env)
    assert done.returncode == 1, done.stderr
    assert "abreviation" in done.stdout
    name = f"is-it-{len(below)}"
    assert begin_question(installed, here, name).stdout == f"queries/{name}.rq\n"
    assert (copy / "queries" / f"{name}.rq").is_file()
    assert "Is it" in run(command, "ask", cwd=here, **env)
    assert installed_data(installed) == before


def test_in_a_folder_without_a_graph_it_reads_its_own_and_says_so(
    installed: Path, tmp_path: Path
) -> None:
    command, env = installed / "bin" / "aseankg", elsewhere(installed)
    code = "from aseankg.paths import data_root; print(data_root())"
    root = Path(run(installed / "bin" / "python", "-c", code, cwd=tmp_path, **env).strip())
    assert installed in root.parents
    done = attempt(command, "check", "--show", "violation", cwd=tmp_path, **env)
    assert done.returncode == 0, done.stdout
    assert f"in {root})" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("new", "question", "is-it"),
        ("new", "source", "https://example.org/a"),
        ("fmt",),
        ("fmt", "--check"),
        ("import", "posts.csv"),
    ],
    ids=" ".join,
)
def test_it_never_writes_into_itself(
    installed: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "posts.csv").write_text("id,title_en\n")
    before = installed_data(installed)
    command = installed / "bin" / "aseankg"
    done = attempt(command, *words, cwd=tmp_path, **elsewhere(installed))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "comes with the installed aseankg and is not to be changed; work inside" in done.stderr
    assert installed_data(installed) == before


def test_a_folder_that_is_named_goes_before_the_one_around(
    installed: Path, copy: Path, tmp_path: Path
) -> None:
    command, env = installed / "bin" / "aseankg", elsewhere(installed)
    words = ("check", "--show", "violation", "--quiet")
    done = attempt(command, "--data", copy, *words, cwd=tmp_path, **env)
    assert (done.returncode, "akg:abreviation" in done.stdout) == (1, True), done.stderr
    named = {**env, "ASEANKG_DATA": str(ROOT)}
    assert attempt(command, *words, cwd=copy, **named).stdout.count("abreviation") == 0
