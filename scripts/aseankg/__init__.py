"""An open knowledge graph of ASEAN institutions and commitments, and how to question it.

`aseankg.load()` gives the whole graph as an rdflib `Dataset`; everything else is in the modules
that are named after what they hold, and in the command `aseankg`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def load() -> Dataset:
    """Read the graph into an rdflib `Dataset`, one named graph per source, the union as default.

    Raises `aseankg.errors.InputError` when a file of the graph cannot be read.
    """
    from aseankg import union

    return union.load()
