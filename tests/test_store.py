"""The store: kept by what the files hold, whole or not at all, and quick the second time."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg import store as module
from aseankg.errors import InputErrors
from aseankg.namespaces import AKG, ID, INFERRED, SRC
from aseankg.paths import data_root
from aseankg.store import begin, open_store

HEAD = (
    "@prefix id: <https://w3id.org/aseankg/id/> .\n@prefix akg: <https://w3id.org/aseankg/ns#> .\n"
)
LINKS = "id:a akg:implements id:b . id:b akg:implements id:c .\n"
NOBODY = 65534


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty cache, and forget of which folders people were warned."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ASEANKG_CACHE", str(folder))
    module._warn.cache_clear()
    yield folder
    module._begun.clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a root with one source and the rules, last changed a while ago."""
    folder = tmp_path / "root"
    (folder / "graph" / "asean").mkdir(parents=True)
    (folder / "graph" / "asean" / "one.ttl").write_text(HEAD + LINKS)
    (folder / "ontology").mkdir()
    shutil.copytree(data_root() / "ontology" / "rules", folder / "ontology" / "rules")
    age(folder)
    return folder


def age(folder: Path) -> None:
    before = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (before, before))


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.nq"))


def holds(store: ox.Store, subject: str, value: str) -> bool:
    link = ox.NamedNode(AKG + "implementsTransitive")
    return (
        ox.Quad(ox.NamedNode(ID + subject), link, ox.NamedNode(ID + value), ox.NamedNode(INFERRED))
        in store
    )


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Give the roots for which a store was built rather than read, as they come."""
    roots: list[Path] = []
    build = module._build

    def note(root: Path, key: str) -> ox.Store:
        roots.append(root)
        return build(root, key)

    monkeypatch.setattr(module, "_build", note)
    return roots


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


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["cut", "emptied", "flipped", "foreign", "noise"])
def test_a_broken_cache_is_built_anew(
    fault: str, cache: Path, root: Path, built: list[Path]
) -> None:
    whole = set(open_store(root))
    (path,) = kept(cache)
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(
        {
            "cut": data[:middle],
            "emptied": b"",
            "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "foreign": data.partition(b"\n")[2],
            "noise": bytes(range(256)) * 50,
        }[fault]
    )
    assert set(open_store(root)) == whole
    assert set(open_store(root)) == whole
    assert len(built) == 2


@pytest.mark.parametrize("note", ["", "x y", "\xff", "a b c"])
def test_a_broken_note_of_the_last_look_does_no_harm(
    note: str, cache: Path, root: Path, built: list[Path]
) -> None:
    open_store(root)
    for path in cache.glob("*.last"):
        path.write_text(note, encoding="latin-1")
    assert holds(open_store(root), "a", "c")
    assert len(built) == 1


def test_a_cache_that_cannot_be_written_costs_one_warning(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A file stands where the folder should be: that stops an administrator as well."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ASEANKG_CACHE", str(tmp_path / "file" / "cache"))
    module._warn.cache_clear()
    with caplog.at_level(logging.WARNING, "aseankg"):
        assert holds(open_store(root), "a", "c")
        assert holds(open_store(root), "a", "c")
    (record,) = caplog.records
    assert "set ASEANKG_CACHE to a folder that can be written" in record.getMessage()


@pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator can become somebody else")
def test_a_read_only_cache_is_read_and_not_written(cache: Path, root: Path, tmp_path: Path) -> None:
    """Somebody who may not write there uses what is kept, and builds what is not."""
    open_store(root)
    for folder in (cache, root, *cache.iterdir(), *root.rglob("*"), tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode & ~0o022 | 0o055)
    result = ask_as_nobody(root, cache)
    assert result.returncode == 0, result.stderr
    assert "warning" not in result.stderr
    (root / "graph" / "asean" / "one.ttl").write_text(HEAD + LINKS.replace("id:c", "id:d"))
    (root / "graph" / "asean" / "one.ttl").chmod(0o644)
    result = ask_as_nobody(root, cache)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("warning") == 1
    assert len(kept(cache)) == 1


def ask_as_nobody(root: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    code = (
        f"import os, sys; sys.path[:0] = {sys.path!r}; from pathlib import Path\n"
        "import pyoxigraph\nfrom aseankg import store, dataset, inference\nimport logging\n"
        f"os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        f"print(len(store.open_store(Path({str(root)!r}))))"
    )
    return run_python(code, cache)


def run_python(code: str, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ASEANKG_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_bad_files_leave_the_cache_as_it_was(cache: Path, root: Path) -> None:
    open_store(root)
    before = {path: path.read_bytes() for path in kept(cache)}
    (root / "graph" / "asean" / "one.ttl").write_text(HEAD + "id:a akg:implements")
    for _ in range(2):
        with pytest.raises(InputErrors):
            open_store(root)
    assert {path: path.read_bytes() for path in kept(cache)} == before


def test_a_file_that_changes_during_the_build_is_not_kept(
    cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store built from the old text must not be found under the key of the new one."""
    from aseankg import inference

    infer = inference.infer

    def meddle(*given: object) -> list[ox.Quad]:
        (root / "graph" / "asean" / "one.ttl").write_text(HEAD + LINKS.replace("id:c", "id:d"))
        return infer(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(inference, "infer", meddle)
    open_store(root)
    assert not kept(cache)
    monkeypatch.undo()
    monkeypatch.setenv("ASEANKG_CACHE", str(cache))
    assert holds(open_store(root), "a", "d")


def test_killed_builds_leave_nothing_half_written(cache: Path, root: Path) -> None:
    """Killed at many moments; whatever stands in the cache afterwards is whole and right."""
    lines = (f"id:n{i} akg:implements id:n{i + 1} ." for i in range(60))
    (root / "graph" / "asean" / "one.ttl").write_text(HEAD + "\n".join(lines))
    age(root)
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; from pathlib import Path\n"
        "from aseankg.store import open_store; print('on', flush=True)\n"
        f"open_store(Path({str(root)!r}))"
    )
    environment = os.environ | {"ASEANKG_CACHE": str(cache)}
    killed = 0
    for step in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(step * 0.04)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
        for path in kept(cache):
            assert module._kept(path.stem) is not None
        if kept(cache):
            break
    assert killed
    store = open_store(root)
    assert sum(1 for quad in store if quad.graph_name == ox.NamedNode(INFERRED)) >= 60 * 61 / 2
    assert set(open_store(root)) == set(store)


def test_many_at_once_all_get_the_whole(cache: Path, root: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; from pathlib import Path\n"
        f"from aseankg.store import open_store; print(len(open_store(Path({str(root)!r}))))"
    )
    environment = os.environ | {"ASEANKG_CACHE": str(cache)}
    processes = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    said = {process.communicate(timeout=60)[0] for process in processes}
    assert said == {f"{len(open_store(root))}\n".encode()}


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
