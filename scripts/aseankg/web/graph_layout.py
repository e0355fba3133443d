"""The places of the things that a page shows, reckoned once and kept beside the store."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import suppress
from hashlib import sha256
from math import sqrt
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from aseankg import placement
from aseankg.paths import cache_root
from aseankg.placement import Places, place
from aseankg.store import seal, write_aside

if TYPE_CHECKING:
    import networkx as nx

_SMALLEST, _LARGEST = 4.0, 15.0
_KEPT = 24
_known: OrderedDict[str, Places] = OrderedDict()
_lock = Lock()


def sizes(graph: nx.MultiDiGraph) -> dict[str, float]:
    """Give each thing the radius of its mark: by the number of its neighbours."""
    near = {one: len({*graph.pred[one], *graph.succ[one]} - {one}) for one in graph}
    top = max(near.values(), default=1) or 1
    span = _LARGEST - _SMALLEST
    return {one: round(_SMALLEST + span * sqrt(count / top), 1) for one, count in near.items()}


def laid_out(graph: nx.MultiDiGraph) -> Places:
    """Give each thing its place; the same network is laid out once for all releases and readers."""
    radii = sizes(graph)
    links = sorted((a, b, data["weight"]) for a, b, data in graph.edges(data=True))
    code = Path(placement.__file__).read_bytes()
    key = sha256(code + json.dumps([sorted(radii.items()), links]).encode()).hexdigest()
    file = cache_root() / f"{key}.places"
    with _lock:  # who comes second for the same network gets what the first has reckoned
        if key not in _known:
            _known[key] = _kept(file) or _reckoned(file, radii, links)
            while len(_known) > _KEPT:
                _known.popitem(last=False)
        return _known[key]


def _kept(file: Path) -> Places:
    with suppress(OSError, ValueError, TypeError):
        data = file.read_bytes()
        start = data.index(b"\n") + 1
        if data[:start] == seal(memoryview(data)[start:]):
            return {one: (float(x), float(y)) for one, (x, y) in json.loads(data[start:]).items()}
    return {}


def _reckoned(file: Path, radii: dict[str, float], links: list[placement.Link]) -> Places:
    places = place(radii, links)
    data = json.dumps(places).encode()
    write_aside(file, seal(data) + data)
    return places
