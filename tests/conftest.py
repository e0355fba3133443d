"""What tests in several files use: networks as files, made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx


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
