"""A folder that is written aside and takes the place of the old one whole, or not at all."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from aseankg.console import Failure

MARKER = ".aseankg-site.json"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of `folder` when all went well.

    Raises `Failure` where `folder` holds what this command did not write.
    """
    folder = folder.resolve()
    refuse(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clean(folder)
    aside = _aside(folder, os.getpid())
    aside.mkdir()
    try:
        yield aside
        _swap(aside, folder)
    except OSError as error:
        if error.filename and str(error.filename).startswith(str(aside)):
            raise OSError(error.errno, error.strerror, str(folder)) from error
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def refuse(folder: Path) -> None:
    """Refuse a folder that is none, or that holds something else than a bundle."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Failure(f"{folder} is a file; name a folder")
    if any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise Failure(
            f"{folder} is not empty and was not written by this command; name another folder"
        )


def mark(folder: Path, told: dict[str, object]) -> None:
    """Say in the folder that this command wrote it, and of what."""
    (folder / MARKER).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")


def _aside(folder: Path, number: int) -> Path:
    return folder.parent / f".{folder.name}.aseankg-{number}"


def _clean(folder: Path) -> None:
    """Remove what runs left behind that were ended from outside."""
    for other in folder.parent.glob(f".{folder.name}.aseankg-*"):
        number = other.name.rpartition("-")[2]
        if number.isdigit() and not _lives(int(number)):
            shutil.rmtree(other, ignore_errors=True)


def _lives(number: int) -> bool:
    if number == os.getpid():
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _swap(aside: Path, folder: Path) -> None:
    """Put one folder in the place of another; at once where the system can do that."""
    if not folder.exists():
        aside.rename(folder)
        return
    if _exchange(aside, folder):
        return
    old = _aside(folder, 0)
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    with suppress(OSError, AttributeError):
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
        return not exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return False
