"""Where the data lies (beside the code in a wheel, two folders up in a checkout) and the cache."""

from __future__ import annotations

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_root() -> Path:
    """Give the folder that holds `ontology`, `graph` and `queries`.

    `ASEANKG_DATA` in the environment names another one. Raises `FileNotFoundError`.
    """
    named = os.environ.get("ASEANKG_DATA")
    for root in [Path(named)] if named else [_HERE.parent.parent, _HERE]:
        if (root / "ontology").is_dir() and (root / "graph").is_dir():
            return root
    raise FileNotFoundError(
        f"no folders 'ontology' and 'graph' in {named or _HERE.parent.parent}: "
        "set ASEANKG_DATA to the folder that holds them"
    )


def cache_root() -> Path:
    """Give the folder for built stores; `ASEANKG_CACHE` in the environment names another one."""
    named = os.environ.get("ASEANKG_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "aseankg"
