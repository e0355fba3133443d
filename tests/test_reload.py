"""Files that change are taken over while the explorer runs, if they are sound and whole."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aseankg.paths import data_root
from running_site import POLL, Site, descendants, eventually, running, words_of

SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
GAZETTE = "graph/viet-nam/gazette.ttl"
RULE = "ontology/rules/evidence-links.rq"
PAGE = "/source/gazette"


def lay_out(place: Path) -> Path:
    for name in ("ontology", "queries"):
        shutil.copytree(data_root() / name, place / name)
    shutil.copytree(SOUND, place / "graph")
    return place


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[Site]:
    with running(root) as one:
        yield one


def retitle(root: Path, title: str) -> None:
    path = root / GAZETTE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = (number for number, line in enumerate(lines) if "dcterms:title" in line)
    lines[at] = f'    dcterms:title "{title}" ;\n'
    path.write_text("".join(lines), encoding="utf-8")


def take_over(site: Site, root: Path, title: str) -> str:
    """Give the source another title, wait until that is served; give the name of the release."""
    before = site.ready()["release"]
    retitle(root, title)
    told = site.until(lambda now: now["release"] != before)
    assert told["refused"] is None
    name: str = told["release"]
    return name


def test_a_change_is_served_within_seconds(site: Site, root: Path) -> None:
    before = site.client.get(PAGE)
    name = take_over(site, root, "The Gazette, changed")
    after = site.client.get(PAGE)
    assert "The Gazette, changed" in after.text
    assert "The Gazette, changed" not in before.text
    assert name in after.text
    assert name not in before.text
    assert before.headers["etag"] != after.headers["etag"]
    again = site.client.get(PAGE, headers={"if-none-match": before.headers["etag"]})
    assert again.status_code == 200
    assert f"release {name} is served instead of" in site.log
    assert name in site.client.get("/about").text
    assert site.client.get("/sparql").headers["aseankg-release"] == name
    query = "SELECT ?t { <https://w3id.org/aseankg/source/gazette> dcterms:title ?t }"
    asked = site.client.get("/sparql", params={"query": query, "format": "csv"})
    assert asked.text.split("\r\n")[1] == '"The Gazette, changed"'
    assert "The Gazette, changed" in site.client.get("/search?q=gazette+changed").text


def violate(root: Path) -> None:
    edit(root / GAZETTE, 'akg:isoAlpha2 "VN"', 'akg:isoAlpha2 "Viet Nam"')


def break_syntax(root: Path) -> None:
    edit(root / GAZETTE, "a akg:Source ;", "a akg:Source")


def write_half(root: Path) -> None:
    data = (root / GAZETTE).read_bytes()
    (root / GAZETTE).write_bytes(data[: len(data) // 2])


def write_nothing(root: Path) -> None:
    (root / GAZETTE).write_bytes(b"")


def write_latin(root: Path) -> None:
    (root / GAZETTE).write_bytes(b"\xff\xfe" + (root / GAZETTE).read_bytes())


def break_rule(root: Path) -> None:
    edit(root / RULE, "WHERE", "WERE")


def break_question(root: Path) -> None:
    path = root / "queries" / "what-superseded-what.rq"
    path.write_text("#+ summary: [\nSELECT", encoding="utf-8")


def break_shapes(root: Path) -> None:
    edit(root / "ontology" / "shapes.ttl", "@prefix akg:", "@prefix agk:")


def lose_folder(root: Path) -> None:
    (root / "graph").rename(root / "elsewhere")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "place", "reason"),
    [
        (violate, f"{GAZETTE}:", "[CountryShape-isoAlpha2]"),
        (break_syntax, f"{GAZETTE}:", "[syntax]"),
        (write_half, f"{GAZETTE}:", "[syntax]"),
        (write_nothing, GAZETTE, ""),
        (write_latin, GAZETTE, ""),
        (break_rule, RULE, ""),
        (break_question, "queries/what-superseded-what.rq", ""),
        (break_shapes, "ontology/shapes.ttl", ""),
        (lose_folder, "graph", "No such file or directory"),
    ],
)
def test_a_bad_state_is_refused_and_the_last_good_one_stays(
    site: Site, root: Path, tmp_path: Path, harm: Callable[[Path], None], place: str, reason: str
) -> None:
    good, shown = site.ready()["release"], site.client.get(PAGE).text
    saved = shutil.copytree(root / "graph", tmp_path / "graph")
    others = {path: path.read_bytes() for path in files_of(root, "ontology", "queries")}
    harm(root)
    try:
        told = site.until(lambda now: now["refused"])
        assert told["release"] == good
        first = told["refused"]["reasons"][0]
        assert place in first
        assert any(reason in one for one in told["refused"]["reasons"])
        assert site.client.get(PAGE).text == shown
        for page in ("/", "/rules", "/context.jsonld", "/sources", "/changes", "/questions"):
            assert site.client.get(page).status_code == 200, page
        about = site.client.get("/about").text
        assert "refused" in about
        assert good in about
        assert f" {first}\n" in site.log
        assert f"the changed files are refused; release {good} stays" in site.log
    finally:
        shutil.rmtree(root / "elsewhere", ignore_errors=True)
        shutil.rmtree(root / "graph", ignore_errors=True)
        shutil.copytree(saved, root / "graph")
        for path, data in others.items():
            if path.read_bytes() != data:
                path.write_bytes(data)
    assert site.until(lambda now: not now["refused"])["release"] == good


def files_of(root: Path, *folders: str) -> list[Path]:
    return [path for name in folders for path in (root / name).rglob("*") if path.is_file()]


def test_a_file_that_is_being_written_is_left_until_it_is_still(site: Site, root: Path) -> None:
    good = site.ready()["release"]
    retitle(root, "Written slowly")
    data = (root / GAZETTE).read_bytes()
    refusals = site.log.count("refused")
    step = len(data) // 20
    with (root / GAZETTE).open("wb") as file:
        for at in range(0, len(data), step):
            file.write(data[at : at + step])
            file.flush()
            time.sleep(POLL / 4)
    told = site.until(lambda now: now["release"] != good)
    assert told["refused"] is None
    assert site.log.count("refused") == refusals
    assert "Written slowly" in site.client.get(PAGE).text


def test_pages_answer_while_a_release_is_prepared(site: Site, root: Path) -> None:
    before = site.ready()["release"]
    retitle(root, "Prepared beside")
    longest, seen = 0.0, False
    while (told := site.ready())["release"] == before:
        begun = time.monotonic()
        page = site.client.get(PAGE)
        longest = max(longest, time.monotonic() - begun)
        assert page.status_code == 200
        assert sum(name in page.text for name in (before, "Prepared beside")) == 1
        seen = seen or bool(site.children("preparing"))
    assert seen
    assert told["refused"] is None
    assert longest < 2  # on a machine that does much else; a check alone takes about as long
    eventually(lambda: len(site.children("aseankg.web.nursery")) == 1 + workers(site))


def workers(site: Site) -> int:
    """Count the workers that were forked: they bear the name of what they come from."""
    found = site.children("aseankg.web.nursery")
    return sum(len([pid for pid in descendants(one) if pid in found]) for one in found)


def test_files_stay_as_they_are_until_a_signal_says_so(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "one")
    with running(root, "--no-reload") as site:
        good = site.ready()["release"]
        retitle(root, "By signal")
        time.sleep(8 * POLL)
        assert site.ready()["release"] == good
        assert not site.children("preparing")
        site.hang_up()
        site.until(lambda now: now["release"] != good)
        assert "By signal" in site.client.get(PAGE).text


def test_killed_in_the_middle_it_leaves_nothing_behind(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "one")
    with running(root) as site:
        retitle(root, "Killed")
        eventually(lambda: site.children("preparing"))
        below = descendants(site.process.pid)
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait()
        eventually(lambda: not any(words_of(pid) for pid in below))
    with running(root) as site:
        assert "Killed" in site.client.get(PAGE).text
        assert site.ready()["refused"] is None


def test_a_query_in_flight_finishes_on_the_release_it_began_with(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    parts = (f"{{ SELECT {one} {{ {one} }} LIMIT 3500 }}" for one in ("?a ?b ?c", "?d ?e ?f"))
    slow = f"SELECT (COUNT(*) AS ?n) (SAMPLE(?title) AS ?t) {{ {' '.join(parts)} FILTER(?c != ?f)"
    slow += " <https://w3id.org/aseankg/source/gazette> dcterms:title ?title }"
    root = lay_out(tmp_path / "one")
    with running(root, ASEANKG_QUERY_SECONDS="60") as site, ThreadPoolExecutor() as threads:
        before = site.ready()["release"]
        query = {"query": slow, "format": "csv"}
        asked = threads.submit(site.client.get, "/sparql", params=query, timeout=60)
        time.sleep(0.2)
        take_over(site, root, "While it ran")
        running_still = not asked.done()
        answer = asked.result()
        assert running_still
        assert answer.status_code == 200
        assert answer.headers["aseankg-release"] == before
        assert answer.text.split("\r\n")[1].endswith(",Gazette")
