"""What is not served any more is freed: the graph, its processes, all that was kept for it."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import weakref
from datetime import UTC, datetime

import httpx
import pyoxigraph as ox
import pytest
from starlette.applications import Starlette

from aseankg import views
from aseankg.web import memory
from aseankg.web.app import create_app
from aseankg.web.release import Current, Release, read_release
from aseankg.web.settings import Settings
from test_reload import lay_out
from web_site import serving, visitor

PAGES = (
    *("/", "/about", "/rules", "/rules/CountryShape", "/changes", "/sources", "/contradictions"),
    *("/id/vn-moha", "/id/vn-moha.ttl", "/id/plan", "/id/nobody-at-all", "/source/gazette", "/ns"),
    *("/why/id/vn-moha--lead--plan-goal", "/search?q=moha", "/coverage", "/duties/vn-moha"),
    *("/plans", "/plans/plan", "/timeline", "/flows", "/graph", "/api/questions", "/openapi.json"),
    "/questions/what-an-institution-owes?institution=vn-moha",
    "/questions/what-an-institution-owes?institution=vn-moha&without=inferred",
    "/questions/what-an-institution-owes.csv?institution=vn-moha&without=editorial",
    *("/void", "/dump/aseankg.nq.gz", "/sparql?query=ASK%7B%7D", "/reconcile"),
)
SWAPS = 10


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(lay_out(tmp_path_factory.mktemp("served")))


def another(release: Release, number: int) -> Release:
    """Make the same release anew, with one more statement."""
    store = ox.Store()
    store.bulk_extend(release.store)
    node, graph = ox.NamedNode(f"http://x/{number}"), ox.NamedNode("http://x/g")
    store.add(ox.Quad(node, node, ox.Literal(number), graph))
    return Release(release.root, store, f"{number:064x}", datetime.now(UTC))


def visit_all(client: httpx.Client) -> None:
    codes = {page: client.get(page).status_code for page in PAGES}
    assert all(code in (200, 302, 303, 307, 404) for code in codes.values()), codes
    assert sum(code == 200 for code in codes.values()) >= len(PAGES) - 8, codes


def freed(pointer: weakref.ref[Release]) -> bool:
    """Tell whether a release is gone; a thread may hold it for a moment longer."""
    end = time.monotonic() + 5
    while pointer() is not None and time.monotonic() < end:
        gc.collect()
        time.sleep(0.05)
    return pointer() is None


def test_a_release_that_was_served_is_freed_with_all_that_was_kept(first: Release) -> None:
    current = Current(another(first, 0))
    app = create_app(current, Settings())
    objects = []
    with serving(app) as address, visitor(address) as client:
        for number in range(1, SWAPS + 1):
            visit_all(client)
            old = current.release
            store, pointer = old.store, weakref.ref(old)
            current.swap(another(first, number))
            del old
            for page in ("/", "/id/plan", "/sparql?query=ASK%7B%7D", "/about"):
                assert client.get(page).status_code == 200
            assert freed(pointer), [type(one) for one in gc.get_referrers(pointer())]
            assert sys.getrefcount(store) == 2, gc.get_referrers(store)
            assert all(key[0] != id(store) for key in views._made)
            del store
            assert len(memory._known) <= 2
            eventually_one_nursery(app)
            gc.collect()
            objects.append(len(gc.get_objects()))
    growth = objects[-1] - objects[SWAPS // 2]
    assert growth < 2000, objects


def eventually_one_nursery(app: Starlette) -> None:
    end = time.monotonic() + 5
    while len(app.state.pool._nurseries) > 1 or app.state.pool._closing:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_processes_of_a_release_that_is_coming_are_not_ended(first: Release) -> None:
    from aseankg.web.pool import Pool
    from aseankg.web.workers import Job

    async def work() -> None:
        pool = Pool(Current(first), Settings())
        coming = another(first, 1)
        try:
            await pool.prepare(coming)
            await pool.ask(first, Job("ASK {}", "json"))
            assert pool.is_ready(coming)
            pool.current.swap(coming)
            await pool.ask(coming, Job("ASK {}", "json"))
            assert not pool.is_ready(first)
            assert pool.is_ready(coming)
        finally:
            await pool.close()

    asyncio.run(work())
