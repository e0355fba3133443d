"""Where the explorer is written as files: nothing else is touched, the old stays to the end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aseankg.console import Failure
from aseankg.web.site_folder import MARKER, refuse, replaced
from site_files import export, small

__all__ = ["small"]  # a fixture made elsewhere


def test_a_folder_with_other_things_in_it_is_left_alone(small: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    done = export(small, tmp_path)
    assert done.returncode == 2
    assert "is not empty and was not written by this command; name another folder" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(Failure, match="is a file"):
        refuse(tmp_path / "thesis.txt")


def test_the_old_folder_stays_whole_until_the_new_one_is(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with replaced(folder) as aside:
        (aside / MARKER).write_text("{}")
        (aside / "old.html").write_text("old")
        assert not folder.exists()
    with pytest.raises(OSError, match="No space left"):
        fill_the_disk(folder)
    assert sorted(one.name for one in folder.iterdir()) == [MARKER, "old.html"]
    (tmp_path / ".site.aseankg-999999999").mkdir()  # left by a run that was ended
    with replaced(folder) as aside:
        (aside / MARKER).write_text("{}")
    assert [one.name for one in folder.iterdir()] == [MARKER]
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")
def test_a_run_that_is_killed_leaves_the_old_folder_and_no_process(
    small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    with replaced(folder) as aside:
        (aside / MARKER).write_text("old")
    words = [sys.executable, "-m", "aseankg", "--data", str(small), "export", "site", str(folder)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as run:
        aside = tmp_path / f".site.aseankg-{run.pid}"
        wait(lambda: any(aside.rglob("*.html")))
        workers = [int(one) for one in children(run.pid)]
        run.kill()
    assert [one.name for one in folder.iterdir()] == [MARKER]
    assert (folder / MARKER).read_text() == "old"
    wait(lambda: not any(Path(f"/proc/{one}/cmdline").exists() for one in workers))


def children(number: int) -> list[str]:
    return Path(f"/proc/{number}/task/{number}/children").read_text().split()


def wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def fill_the_disk(folder: Path) -> None:
    with replaced(folder) as aside:
        (aside / "new.html").write_text("half")
        raise OSError(28, "No space left on device", str(aside / "more.html"))


def test_an_address_that_is_none_is_refused(small: Path, tmp_path: Path) -> None:
    done = export(small, tmp_path / "x", "--base", "example.org")
    assert done.returncode == 2
    assert "is no address of a site" in done.stderr
    assert not (tmp_path / "x").exists()
