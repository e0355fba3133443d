"""Many clients at once: no error, memory that is bounded, the same answers from memory."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from aseankg.commands_explore import _listening
from aseankg.web.remembered import Answers, Kept
from load_client import memory, put_load
from running_site import Site, running
from test_reload import lay_out, retitle

CLIENTS, SECONDS = 50, 3.0
QUERY = "/sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fo%7D%20LIMIT%20"
QUESTION = "/questions/what-an-institution-owes?institution=vn-moha"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[Site]:
    with running(root, ASEANKG_KEPT_BYTES="2000000") as one:
        yield one


@pytest.mark.parametrize(
    ("kind", "accept"),
    [("pages", "text/html"), ("api", "application/json"), ("sparql", "text/csv")],
)
def test_fifty_clients_meet_no_error(site: Site, kind: str, accept: str) -> None:
    """Half of the addresses are asked once only, so that not all comes from memory."""
    new = [f"&n={number}" for number in range(4000)]
    paths = {
        "pages": [part for one in new for part in (f"/id/plan?{one}", "/", f"{QUESTION}{one}")],
        "api": [f"/api{QUESTION}"],
        "sparql": [f"{QUERY}{number % 500 + 1}" for number in range(4000)],
    }[kind]
    pid = site.process.pid
    before = put_load(str(site.client.base_url), paths, CLIENTS, SECONDS / 2, accept, pid)
    after = put_load(str(site.client.base_url), paths[::-1], CLIENTS, SECONDS, accept, pid)
    assert not before.errors
    assert not after.errors
    assert len(after.times) > CLIENTS
    assert memory(pid) < max(before.memory) + 60


def test_the_same_is_answered_from_memory_until_the_release_changes(site: Site, root: Path) -> None:
    first, again = (site.client.get("/source/gazette") for _ in range(2))
    assert first.headers["date"]
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    other = site.client.get("/source/gazette", headers={"accept-language": "vi"})
    assert other.text != first.text
    turtle = site.client.get("/source/gazette", headers={"accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    before = site.ready()["release"]
    retitle(root, "Not the one that was kept")
    site.until(lambda now: now["release"] != before)
    assert "Not the one that was kept" in site.client.get("/source/gazette").text


def test_what_is_kept_names_its_state_and_its_safety(site: Site) -> None:
    for _ in range(2):
        answer = site.client.get("/id/plan")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers.get_list("content-security-policy")[1:] == []
    kept = site.client.get("/id/plan", headers={"if-none-match": answer.headers["etag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    assert kept.headers["etag"] == answer.headers["etag"]


def test_what_may_change_is_asked_again(site: Site) -> None:
    chance = {"query": "SELECT (UUID() AS ?n) {}"}
    one, other = (site.client.get("/sparql", params=chance).text for _ in range(2))
    assert one != other
    assert isinstance(site.client.get("/readyz"), httpx.Response)


def test_no_more_is_kept_than_may_be() -> None:
    answers = Answers(50_000)
    for number in range(100):
        answers.put((number,), Kept((), b'"x"', b"x" * 8000))
        assert answers._size <= 50_000
    assert [bool(answers.get((number,))) for number in (0, 94, 95, 99)] == [
        *(False, False, True, True)
    ]


def test_an_answer_does_not_wait_for_word_of_its_arrival() -> None:
    with _listening("127.0.0.1", 0) as place, socket.create_connection(place.getsockname()):
        met, _ = place.accept()
        with met:
            assert met.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
