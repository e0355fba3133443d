"""Where the data lies: named, around the working folder, or beside the code; and the cache."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from aseankg.errors import InputError

_HERE = Path(__file__).resolve().parent


def data_root() -> Path:
    """Give the folder that holds `ontology` and `graph`.

    The first that there is: the one that `ASEANKG_DATA` in the environment names; the working
    folder, or the nearest above it, that holds a folder `graph` and a file `ontology/shapes.ttl`;
    the one with this code, in a checkout or as it was installed. Raises `FileNotFoundError`.
    """
    named = os.environ.get("ASEANKG_DATA")
    if named:
        if all((Path(named) / folder).is_dir() for folder in ("ontology", "graph")):
            return Path(named)
    elif found := _around() or next(filter(_holds_graph, (_HERE.parent.parent, _HERE)), None):
        return found
    raise FileNotFoundError(
        f"no folders 'ontology' and 'graph' in {named or _HERE.parent.parent}: "
        "set ASEANKG_DATA to the folder that holds them"
    )


def own_root(*paths: Path) -> Path:
    """Give the folder of the data, or refuse: files of an installed package are not to be changed.

    With `paths` these are what is to be changed. Raises `InputError`, and as `data_root` does.
    """
    root = data_root()
    for path in paths or [root]:
        if path.resolve().is_relative_to(_HERE):
            message = "comes with the installed aseankg and is not to be changed"
            remedy = "work inside a copy of the repository, or name it: aseankg --data FOLDER ..."
            raise InputError(path, 0, None, message, remedy)
    return root


def queries_root(root: Path | None = None) -> Path:
    """Give the folder of the questions: `queries` below a root, or those that the code came with.

    Raises as `data_root` does when no root is given.
    """
    roots = (root or data_root(), _HERE.parent.parent, _HERE)
    folders = [one / "queries" for one in roots]
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def cache_root() -> Path:
    """Give the folder for built stores; `ASEANKG_CACHE` in the environment names another one."""
    named = os.environ.get("ASEANKG_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "aseankg"


def _around() -> Path | None:
    """Give the working folder or the nearest above it that holds a graph."""
    with suppress(FileNotFoundError):  # it may have been deleted
        here = Path.cwd()
        return next(filter(_holds_graph, (here, *here.parents)), None)
    return None


def _holds_graph(folder: Path) -> bool:
    with suppress(PermissionError):
        return (folder / "ontology" / "shapes.ttl").is_file() and (folder / "graph").is_dir()
    return False
