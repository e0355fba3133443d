"""Which folder the graph is taken from: the one named, the nearest around, that of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseankg.errors import InputError
from aseankg.paths import data_root, own_root

CODE = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASEANKG_DATA", raising=False)


def graph_in(folder: Path) -> Path:
    (folder / "graph").mkdir(parents=True)
    (folder / "ontology").mkdir()
    (folder / "ontology" / "shapes.ttl").touch()
    return folder


def test_it_is_the_working_folder_or_the_nearest_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = graph_in(tmp_path), graph_in(tmp_path / "a" / "b")
    for here, root in (
        (outer, outer),
        (outer / "graph", outer),
        (outer / "a", outer),
        (inner, inner),
        (inner / "ontology", inner),
    ):
        monkeypatch.chdir(here)
        assert data_root() == root


@pytest.mark.parametrize("missing", ["graph", "ontology/shapes.ttl"])
def test_a_folder_that_holds_half_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    gone = graph_in(tmp_path) / missing
    gone.rmdir() if gone.is_dir() else gone.unlink()
    monkeypatch.chdir(tmp_path)
    assert data_root() == CODE


def test_the_folder_that_is_named_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, here = graph_in(tmp_path / "named"), graph_in(tmp_path / "here")
    monkeypatch.chdir(here)
    monkeypatch.setenv("ASEANKG_DATA", str(named))
    assert data_root() == named
    monkeypatch.setenv("ASEANKG_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="no folders 'ontology' and 'graph' in"):
        data_root()


def test_a_working_folder_that_is_gone_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert data_root() == CODE


def test_files_of_the_package_itself_are_not_to_be_changed() -> None:
    assert own_root() == own_root(CODE / "graph") == CODE
    with pytest.raises(InputError, match="comes with the installed aseankg"):
        own_root(CODE / "graph", CODE / "scripts" / "aseankg" / "graph" / "x.ttl")
