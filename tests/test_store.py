"""The store: kept by what the files hold, whole or not at all, and quick the second time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from aseankg.namespaces import SRC
from aseankg.store import begin, open_store
from store_cases import HEAD, LINKS, holds, kept, make_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root")


# --- hit and miss ---------------------------------------------------------------------------------


def test_the_second_time_it_comes_from_the_cache(
    cache: Path, root: Path, built: list[Path]
) -> None:
    first, second = open_store(root), open_store(root)
    assert set(first) == set(second)
    assert holds(second, "a", "c")
    assert len(built) == len(kept(cache)) == 1


def test_a_touch_changes_nothing(cache: Path, root: Path, built: list[Path]) -> None:
    open_store(root)
    (root / "graph" / "asean" / "one.ttl").touch()
    open_store(root)
    assert len(built) == len(kept(cache)) == 1


def test_one_byte_changes_the_store(cache: Path, root: Path, built: list[Path]) -> None:
    """Of the same length and with the time set back, as an archive would leave it."""
    open_store(root)
    path = root / "graph" / "asean" / "one.ttl"
    times = path.stat()
    path.write_text(HEAD + LINKS.replace("id:c", "id:d"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    store = open_store(root)
    assert holds(store, "a", "d")
    assert not holds(store, "a", "c")
    assert len(built) == len(kept(cache)) == 2


@pytest.mark.usefixtures("cache")
def test_a_change_at_once_is_seen(root: Path) -> None:
    """Files just written may change again within one tick of the clock of the file system."""
    path = root / "graph" / "asean" / "one.ttl"
    for name in "cdefgh":
        path.write_text(HEAD + LINKS.replace("id:c", f"id:{name}"))
        assert holds(open_store(root), "a", name)


@pytest.mark.parametrize("change", ["add", "remove", "rename", "rule"])
@pytest.mark.usefixtures("cache")
def test_files_that_come_or_go_change_the_store(change: str, root: Path, built: list[Path]) -> None:
    before = set(open_store(root))
    one = root / "graph" / "asean" / "one.ttl"
    other = root / "graph" / "viet-nam" / "two.ttl"
    other.parent.mkdir()
    if change == "add":
        other.write_text(HEAD + "id:c akg:implements id:d .\n")
    elif change == "rename":
        one.rename(other)
    elif change == "rule":
        (root / "ontology" / "rules" / "implements-transitive.rq").unlink()
    else:
        other.write_text(HEAD + LINKS)
        one.unlink()
    assert set(open_store(root)) != before
    assert len(built) == 2


@pytest.mark.usefixtures("cache")
def test_shapes_and_other_files_do_not_count(root: Path, built: list[Path]) -> None:
    open_store(root)
    (root / "ontology" / "shapes.ttl").write_text("no Turtle")
    (root / "graph" / "notes.md").write_text("words")
    open_store(root)
    assert len(built) == 1


def test_a_root_that_moves_keeps_its_store(
    cache: Path, root: Path, tmp_path: Path, built: list[Path]
) -> None:
    open_store(root)
    moved = tmp_path / "a place with spaces"
    root.rename(moved)
    assert holds(open_store(moved), "a", "c")
    assert len(built) == len(kept(cache)) == 1


@pytest.mark.usefixtures("cache")
def test_what_is_written_to_a_store_is_seen_by_nobody(root: Path) -> None:
    store = open_store(root)
    store.clear()
    assert len(open_store(root)) > 0


def test_only_a_few_stores_are_kept(cache: Path, root: Path) -> None:
    left = cache / ".building-left"
    cache.mkdir()
    left.write_text("half")
    os.utime(left, (0, 0))
    for number in range(8):
        (root / "graph" / "asean" / "one.ttl").write_text(
            HEAD + LINKS + f"id:c akg:p id:x{number} ."
        )
        open_store(root)
    assert len(kept(cache)) == 4
    assert not left.exists()


# --- reading ahead --------------------------------------------------------------------------------


@pytest.mark.usefixtures("cache")
def test_what_was_begun_is_given_once(root: Path, built: list[Path]) -> None:
    open_store(root)
    begin(root)
    first, second = open_store(root), open_store(root)
    assert first is not second
    assert set(first) == set(second)
    assert len(built) == 1


@pytest.mark.usefixtures("cache")
def test_beginning_without_a_cache_or_a_root_does_no_harm(
    root: Path, built: list[Path], tmp_path: Path
) -> None:
    begin(root)
    assert holds(open_store(root), "a", "c")
    assert len(built) == 1
    begin(tmp_path / "nowhere")


# --- quick the second time ------------------------------------------------------------------------
COMMAND = [sys.executable, "-m", "aseankg", "ask", "which-ministries-contribute-to-which-goals"]


def cost(cache: Path) -> tuple[float, bytes]:
    """Give the processor time of one cold command, best told apart from the load of a machine."""
    path = os.pathsep.join(sys.path)
    environment = os.environ | {"ASEANKG_CACHE": str(cache), "PYTHONPATH": path}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = [*COMMAND, "--country", "viet-nam", "--format", "csv"]
    result = subprocess.run(arguments, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, result.stdout


def test_the_second_question_is_answered_at_once(cache: Path) -> None:
    """In half a second of processor time, and many times quicker than the first."""
    first, answer = cost(cache)
    later = [cost(cache) for _ in range(3)]
    assert all(again == answer for _, again in later)
    assert answer.count(b"\n") > 100
    assert min(seconds for seconds, _ in later) < min(0.5, first / 4)


def test_the_real_store_is_kept_byte_for_byte(tmp_path: Path) -> None:
    """Two builds in two processes, with hashes of strings that differ, write one file."""
    files = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        path = os.pathsep.join(sys.path)
        environment = os.environ | {"ASEANKG_CACHE": str(folder), "PYTHONPATH": path}
        environment["PYTHONHASHSEED"] = seed
        code = "from aseankg.store import open_store; open_store()"
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)
        (file,) = kept(folder)
        files.append((file.name, file.read_bytes()))
    assert files[0] == files[1]
    assert SRC.encode() in files[0][1]
