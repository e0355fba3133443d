"""Each kind of query that ever brought an endpoint down is refused, or ends in time."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from aseankg.web.settings import Settings
from web_site import served, visitor

SECONDS = 2.0
QUICK = 6.0  # on a busy machine; what hangs takes minutes
SIMPLE = "SELECT ?s { ?s a akg:Country } ORDER BY ?s LIMIT 3"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMITS = Settings(
    query_seconds=SECONDS,
    query_rows=50,
    query_memory=150_000_000,
    query_queue=1,
    workers=1,
    post_bytes=200_000,
    body_seconds=1.0,
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(settings=LIMITS) as address:
        with visitor(address) as client:
            while client.get("/readyz").status_code != 200:
                time.sleep(0.05)
        yield address


@pytest.fixture(scope="module")
def narrow(address: str) -> Iterator[httpx.Client]:
    with visitor(address) as client:
        yield client


def asked(client: httpx.Client, query: str, **more: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query, **more})


def is_quick(client: httpx.Client) -> bool:
    """Tell whether a simple query is answered at once."""
    begun = time.monotonic()
    answer = asked(client, SIMPLE)
    return answer.status_code == 200 and time.monotonic() - begun < QUICK


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """Give a socket that must not be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_reached(trap: socket.socket) -> bool:
    try:
        trap.accept()[0].close()
    except BlockingIOError:
        return False
    return True


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { SeRvIcE ?x { ?s ?p ?o } VALUES ?x { <URL> } }",
    "SELECT * { ?s a akg:Country OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a akg:Country FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a akg:Country MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a akg:Country FILTER(IF(EXISTS { SERVICE <URL> { ?s ?p ?o } }, 1, 2)) }",
    "SELECT ?s { ?s a ?t } GROUP BY ?s HAVING(EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT ?s { ?s a ?t } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) { }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # service\n SERVICE # '''\n <URL> { ?s ?p ?o } } # '''",
    "SELECT * { FILTER(1<2#c>'''\n) SERVICE <URL> { ?s ?p ?o } #'''\n}",
    "SELECT * { ?s a ?zervice . SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_reaches_another_computer(
    narrow: httpx.Client, trap: socket.socket, query: str
) -> None:
    host, port = trap.getsockname()
    answer = asked(narrow, query.replace("URL", f"http://{host}:{port}/x"))
    assert answer.status_code == 400, answer.text
    assert not was_reached(trap)
    if "\\" not in query:
        assert "SERVICE" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <http://example.org/service/SERVICE> ?o }",
        "SELECT ?service { ?service a akg:Country }",
        "SELECT ?SERVICE ?service { ?service a ?SERVICE }",
        "SELECT * { ?s rdfs:label 'service { SERVICE <http://x/> {} }' }",
        'SELECT * { ?s rdfs:label """SERVICE <http://x/> { }"""@en }',
        "SELECT * { ?s a akg:Country } # SERVICE <http://x/> { }",
        "PREFIX service: <http://x/> SELECT * { ?s service:SERVICE service:zervice }",
        "SELECT * { ?s a id:service-desk , code:from ; rdfs:label 'from' , 'FROM <http://x/>' }",
    ],
)
def test_the_word_alone_is_no_reason_to_refuse(narrow: httpx.Client, query: str) -> None:
    answer = asked(narrow, query)
    assert answer.status_code == 200, answer.text


ALONE = """
import json, os, socket, sys
import pyoxigraph as ox
from aseankg.web import nursery
store, url = ox.Store(), sys.argv[1]
ours, theirs = socket.socketpair()
pid = os.fork()
if pid == 0:
    nursery.confine(theirs.fileno(), 500_000_000)
    told = []
    for what in ("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % url, "open", "socket"):
        try:
            if what == "open":
                os.open("/etc/hostname", os.O_RDONLY)
            elif what == "socket":
                socket.socket()
            else:
                list(store.query(what))
            told.append("done")
        except OSError as error:
            told.append("refused")
    os.write(theirs.fileno(), json.dumps(told).encode())
    os._exit(0)
print(ours.recv(1000).decode())
os.waitpid(pid, 0)
"""


def test_a_worker_has_no_means_even_if_nothing_is_refused(trap: socket.socket) -> None:
    host, port = trap.getsockname()
    paths = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", ALONE, f"http://{host}:{port}/x"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert json.loads(done.stdout) == ["refused"] * 3
    assert not was_reached(trap)


@pytest.mark.parametrize(
    "graph", ["file:///etc/passwd", "http://127.0.0.1:1/x", "/etc/passwd", "src:no-such-source"]
)
@pytest.mark.parametrize("named", ["", "NAMED "])
def test_only_graphs_of_the_dataset_can_be_named(
    narrow: httpx.Client, graph: str, named: str
) -> None:
    name = graph if graph.startswith("src:") else f"<{graph}>"
    answer = asked(narrow, f"BASE <file:///> SELECT * FROM {named}{name} {{ ?s ?p ?o }}")
    assert answer.status_code == 400
    assert "no graph of this dataset" in answer.text
    for parameter in ("default-graph-uri", "named-graph-uri"):
        told = asked(narrow, SIMPLE, **{parameter: graph})
        assert told.status_code == 400
        assert "no graph of this dataset" in told.text


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { id:asean a id:asean }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <http://x/>\nLOAD <file:///etc/passwd>",
        "# SELECT\nCLEAR ALL",
        "DROP GRAPH src:register",
    ],
)
def test_nothing_can_be_changed(narrow: httpx.Client, update: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = asked(narrow, count).text
    refused = asked(narrow, update)
    assert refused.status_code == 400
    assert "read only" in refused.text
    assert narrow.post("/sparql", data={"update": update}).status_code == 403
    assert narrow.get("/sparql", params={"update": update}).status_code == 403
    headers = {"content-type": "application/sparql-update"}
    assert narrow.post("/sparql", content=update, headers=headers).status_code == 403
    assert asked(narrow, "SELECT * { ?s a akg:Country } ; DROP ALL").status_code == 400
    assert asked(narrow, count).text == before


@pytest.mark.parametrize(
    "query",
    [
        CROSS,
        "SELECT (COUNT(*) AS ?n) { ?a (akg:partOf|^akg:partOf|!a)+ ?b . ?b (!a)+ ?c }",
        f"SELECT * {{ {'?s ?p ?o . ' * 400} }}",
        f"SELECT * {{ ?s {'/'.join(['akg:partOf'] * 3000)} ?o }}",
    ],
)
def test_what_takes_too_long_is_ended(narrow: httpx.Client, query: str) -> None:
    begun = time.monotonic()
    answer = asked(narrow, query)
    assert answer.status_code == 503
    assert re.search("longer than 2 seconds|more memory than it may", answer.text)
    assert int(answer.headers["retry-after"]) > 0
    assert time.monotonic() - begun < SECONDS + QUICK
    assert is_quick(narrow)


def test_an_evil_pattern_stops_nobody(narrow: httpx.Client) -> None:
    query = f"SELECT (REGEX('{'a' * 5000}!', '^(a+)+$') AS ?x) {{}}"
    begun = time.monotonic()
    assert asked(narrow, query).status_code in (200, 503)
    assert time.monotonic() - begun < SECONDS + QUICK
    assert is_quick(narrow)


def growing(steps: int) -> str:
    binds = [f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(steps)]
    return f"SELECT (STRLEN(?v{steps}) AS ?n) {{ BIND('{'a' * 64}' AS ?v0) {' '.join(binds)} }}"


def test_what_grows_without_end_kills_its_worker_alone(narrow: httpx.Client) -> None:
    assert asked(narrow, growing(3)).json()["results"]["bindings"][0]["n"]["value"] == "4096"
    sorting = asked(narrow, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c")
    assert sorting.status_code == 503
    answer = asked(narrow, growing(14))
    assert answer.status_code == 503
    assert "memory" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert is_quick(narrow)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {'{' * 300}?s ?p ?o{'}' * 300}",
        f"SELECT * {{ ?s ?p {'[ akg:x ' * 200}1{']' * 200} }}",
        f"SELECT * {{ ?s ?p {'(' * 20_000}1{')' * 20_000} }}",
        f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"SELECT ({'CONCAT(' * 5000}'a'{')' * 5000} AS ?x) {{}}",
    ],
)
def test_what_is_nested_too_deeply_is_refused_and_the_worker_lives(
    narrow: httpx.Client, query: str
) -> None:
    answer = asked(narrow, query)
    assert answer.status_code == 400
    assert "nested more than 100 deep" in answer.text
    assert is_quick(narrow)


def test_what_is_nested_reasonably_is_answered(narrow: httpx.Client) -> None:
    assert asked(narrow, f"SELECT * {'{' * 60}?s a akg:Country{'}' * 60}").status_code == 200
    flat = " ".join("{ ?s a akg:Country }" for _ in range(150))
    assert asked(narrow, f"ASK {{ {flat.replace('} {', '} UNION {')} }}").status_code == 200


def test_the_cut_is_told(narrow: httpx.Client) -> None:
    whole = asked(narrow, "SELECT * { ?s a akg:Institution } LIMIT 50")
    assert "aseankg-cut" not in whole.headers
    assert (whole.headers["aseankg-rows"], whole.headers["aseankg-row-limit"]) == ("50", "50")
    query = "SELECT * { ?s a akg:Institution }"
    cut = asked(narrow, query)
    assert (cut.headers["aseankg-cut"], cut.headers["aseankg-rows"]) == ("true", "50")
    assert len(cut.json()["results"]["bindings"]) == 50
    assert cut.json()["aseankg"] == {"cut": True, "rows": 50}
    assert "cut after 50 rows" in asked(narrow, query, format="xml").text
    assert "cut after 50" in asked(narrow, query, format="html").text
    triples = asked(narrow, "CONSTRUCT WHERE { ?s a akg:Institution }", format="nt")
    assert triples.headers["aseankg-cut"] == "true"
    assert triples.text.startswith("# cut after 50 triples")
    assert triples.text.count("\n") == 51


# --- sizes and speeds -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [60_000, 250_000, 400_000])
@pytest.mark.parametrize("end", [" HTTP/1.1\r\nHost: x\r\n\r\n", ""])
def test_a_long_address_is_414(narrow: httpx.Client, address: str, size: int, end: str) -> None:
    if end or size > 256 << 10:  # without an end a shorter one is only slow
        answer = by_hand(address, f"GET /sparql?query={'a' * size}{end}")
        assert answer.startswith(b"HTTP/1.1 414 ")
    assert is_quick(narrow)


def test_long_headers_are_431(address: str) -> None:
    answer = by_hand(address, f"GET /sparql HTTP/1.1\r\nHost: x\r\nX: {'a' * 400_000}")
    assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("in_parts", [False, True])
def test_a_large_post_is_413(narrow: httpx.Client, in_parts: bool) -> None:
    query = b"ASK {} #" + b"a" * 10_000_000
    parts = (query[at : at + 65_536] for at in range(0, len(query), 65_536))
    headers = {"content-type": "application/sparql-query"}
    answer = narrow.post("/sparql", content=parts if in_parts else query, headers=headers)
    assert answer.status_code == 413
    assert "200000 bytes" in answer.text
    assert is_quick(narrow)


@pytest.mark.parametrize(
    "sent",
    [
        "GET /sparql HTTP/1.1\r\nHost: x\r\n",
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        "Content-Length: 100\r\n\r\nASK {",
    ],
)
def test_a_slow_client_is_408(address: str, sent: str) -> None:
    begun = time.monotonic()
    assert by_hand(address, sent).startswith(b"HTTP/1.1 408 ")
    assert LIMITS.body_seconds <= time.monotonic() - begun < LIMITS.body_seconds + 1


def by_hand(address: str, text: str) -> bytes:
    """Send a text as it is; give all that comes back until the server closes or it is enough."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        client.sendall(text.encode())
        return client.recv(65_536)


def test_the_query_of_a_client_that_left_is_ended() -> None:
    limits = Settings(query_seconds=30, workers=1)
    with served(settings=limits) as address, visitor(address) as client:
        assert asked(client, SIMPLE).status_code == 200
        place = urlsplit(address)
        leaver = socket.create_connection((place.hostname, place.port))
        leaver.sendall(f"GET /sparql?query={quote(CROSS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
        (busy,) = workers_of(os.getpid(), running=True)
        leaver.close()
        assert is_quick(client)
        assert not Path(f"/proc/{busy}").exists()


def workers_of(parent: int, running: bool) -> list[int]:
    """Give the processes that answer queries for this one, those in the middle of one."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
            above = Path(f"/proc/{fields[1]}/stat").read_text().rpartition(")")[2].split()[1]
            command = (place.parent / "cmdline").read_text()
        except OSError:
            continue
        busy = fields[0] == "R" or not running
        if "aseankg.web.nursery" in command and above == str(parent) and busy:
            found.append(int(place.parent.name))
    return found


def test_a_full_queue_is_told_to_try_again(narrow: httpx.Client, address: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        begun = time.monotonic()
        answers = list(
            threads.map(lambda _: httpx.post(f"{address}/sparql", data={"query": CROSS}), range(8))
        )
    assert {one.status_code for one in answers} == {503}
    full = [one for one in answers if "too many queries" in one.text]
    assert len(full) >= 6
    assert all(int(one.headers["retry-after"]) > 0 for one in full)
    assert time.monotonic() - begun < 2 * SECONDS + QUICK
    assert is_quick(narrow)
