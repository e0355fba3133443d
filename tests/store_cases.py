"""A small root with its cache, and what a store of it must hold."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pyoxigraph as ox

from aseankg.namespaces import AKG, ID, INFERRED
from aseankg.paths import data_root

HEAD = (
    "@prefix id: <https://w3id.org/aseankg/id/> .\n@prefix akg: <https://w3id.org/aseankg/ns#> .\n"
)
LINKS = "id:a akg:implements id:b . id:b akg:implements id:c .\n"


def make_root(folder: Path) -> Path:
    """Give a root with one source and the rules, last changed a while ago."""
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
