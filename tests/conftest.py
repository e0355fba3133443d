"""What tests in several files use: the real store, caches, networks as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from web_browser import browser, tab

os.environ["SOURCE_DATE_EPOCH"] = "1769904000"  # 2026-02-01: what is fresh stays fresh in tests
os.environ.pop("COLUMNS", None)  # what runs tests side by side sets it; what is printed goes by it

__all__ = ["browser", "tab"]  # fixtures made elsewhere

if TYPE_CHECKING:
    import httpx
    import networkx as nx
    import pyoxigraph as ox


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run say how many faults `test_mutations` makes, and which."""
    group = parser.getgroup("mutations")
    group.addoption("--mutants", type=int, default=320, help="how many faults to make")
    group.addoption("--seed", type=int, default=1, help="which faults to make")
    group.addoption("--alone", action="store_true", help="try each fault by itself")
    group.addoption("--report", default="", help="file for the table of what was caught")


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """Give the store of the real graph, to read."""
    from aseankg.store import open_store

    return open_store()


@pytest.fixture(scope="session")
def sample(store: ox.Store) -> ox.Store:
    """What is said around one ministry."""
    from aseankg.namespaces import ID
    from aseankg.neighbourhood import excerpt

    return excerpt(store, [ID + "vn-moha"])


@pytest.fixture(scope="session")
def nasty() -> ox.Store:
    """A small graph in which all is that ever broke a writer."""
    from nasty_graph import nasty_store

    return nasty_store()


@pytest.fixture(scope="session")
def terms() -> dict[str, dict[str, set[Any]]]:
    """Give what the vocabulary says of each term: property -> values."""
    from vocabulary import said_of_terms

    return said_of_terms()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty cache, and forget of which folders people were warned."""
    from aseankg import store as module

    folder = tmp_path / "cache"
    monkeypatch.setenv("ASEANKG_CACHE", str(folder))
    module._warn.cache_clear()
    yield folder
    module._begun.clear()


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Give the roots for which a store was built rather than read, as they come."""
    from aseankg import store as module

    roots: list[Path] = []
    build = module._build

    def note(root: Path, key: str) -> ox.Store:
        roots.append(root)
        return build(root, key)

    monkeypatch.setattr(module, "_build", note)
    return roots


@pytest.fixture(scope="session")
def graphs() -> dict[str, nx.MultiDiGraph]:
    """The nasty network and real ones."""
    from network_files import all_graphs

    return all_graphs()


@pytest.fixture(scope="session")
def written(
    graphs: dict[str, nx.MultiDiGraph], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, Path]]:
    """Give the files of a format by the name of the network; slow readers get no large ones."""
    from network_files import write_all

    folder = tmp_path_factory.mktemp("exported")
    return lambda form: write_all(graphs, folder, form)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the real graph; give the address of the site."""
    from web_site import served

    with served() as address:
        yield address


@pytest.fixture(scope="session")
def visit(site: str) -> Iterator[httpx.Client]:
    """Give a client of the site."""
    from web_site import visitor

    with visitor(site) as client:
        yield client
