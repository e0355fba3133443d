"""The store when something fails: broken caches, bad files, killed builds, many at once."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from aseankg import store as module
from aseankg.errors import InputErrors
from aseankg.namespaces import INFERRED
from aseankg.store import open_store
from store_cases import HEAD, LINKS, age, holds, kept, make_root

NOBODY = 65534


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root")


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
