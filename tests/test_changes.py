"""What changed is told fact by fact: between releases, since the start, of one thing."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from aseankg.paths import data_root
from aseankg.store import open_store
from aseankg.web.app import create_app
from aseankg.web.history import compare
from aseankg.web.release import Current, read_release
from aseankg.web.settings import Settings
from changed_graphs import GAZETTE, commit, edit, git
from changed_graphs import sound as lay_out
from running_site import running
from test_reload import retitle
from web_site import serving, visitor

Rows = list[list[str]]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two tags and an edit after them."""
    root = lay_out(tmp_path_factory.mktemp("clone"))
    shutil.copytree(data_root() / "queries", root / "queries")
    git(root, "init", "-q", "-b", "main")
    commit(root, {}, "one")
    git(root, "tag", "v1")
    edit(root, GAZETTE, 'dcterms:title "Gazette"', 'dcterms:title "The Gazette"')
    commit(root, {}, "two")
    git(root, "tag", "v2")
    edit(root, GAZETTE, "    akg:worksWith id:ascc-council ;\n", "")
    return root


@contextmanager
def visited(root: Path, **settings: str) -> Iterator[httpx.Client]:
    app = create_app(Current(read_release(root)), Settings(**settings))  # type: ignore[arg-type]
    with serving(app) as address, visitor(address) as client:
        yield client


@pytest.fixture(scope="module")
def client(clone: Path) -> Iterator[httpx.Client]:
    with visited(clone) as one:
        yield one


def rows(answer: httpx.Response) -> Rows:
    assert answer.status_code == 200, answer.text
    tree = html.fromstring(answer.text)
    return [
        [" ".join(cell.text_content().split()) for cell in row] for row in tree.xpath("//tbody/tr")
    ]


def test_facts_between_two_tags(client: httpx.Client) -> None:
    answer = client.get("/changes/v1..v2")
    (row,) = rows(answer)
    assert row == ["Changed", "title", "Gazette", "The Gazette", "src:gazette"]
    tree = html.fromstring(answer.text)
    assert tree.xpath("//main//h2//a/@href") == ["/source/gazette"]
    assert tree.xpath("//td/a/@href") == ["/source/gazette"]


def test_facts_since_the_last_tag(client: httpx.Client) -> None:
    found = rows(client.get("/changes/v2..now"))
    assert [row[0] for row in found] == ["Removed"]
    assert "ASCC" in " ".join(found[0]) or "Council" in " ".join(found[0])
    both = rows(client.get("/changes/v1..now"))
    assert sorted(row[0] for row in both) == ["Changed", "Removed"]


def test_the_list_names_what_can_be_compared(client: httpx.Client) -> None:
    tree = html.fromstring(client.get("/changes").text)
    links = [one for one in tree.xpath("//main//a/@href") if one.startswith("/changes/")]
    assert links == ["/changes/v2..now", "/changes/v1..v2"]


def test_a_thing_leads_to_what_changed_of_it(client: httpx.Client) -> None:
    tree = html.fromstring(client.get("/id/vn-moha").text)
    (link,) = tree.xpath('//a[starts-with(@href, "/changes")]/@href')
    (row,) = rows(client.get(link))
    assert row[0] == "Removed"
    (row,) = rows(client.get("/changes?thing=ascc-council"))  # the other end of it
    assert row[0] == "Removed"
    assert "Nothing changed of it" in client.get("/changes?thing=plan").text


@pytest.mark.parametrize(
    "pair", ["v1..v9", "HEAD..now", "now..v1", "v1", "...", "v1..v1", "..%2F..%2Fetc..now"]
)
def test_what_is_not_offered_is_not_compared(client: httpx.Client, pair: str) -> None:
    answer = client.get(f"/changes/{pair}")
    assert answer.status_code == 404
    assert client.get("/changes?thing=%3Cx%3E").status_code == 404


@pytest.mark.parametrize("lang", ["id", "vi"])
def test_it_speaks_the_language_of_the_page(client: httpx.Client, lang: str) -> None:
    found = rows(client.get(f"/changes/v1..v2?lang={lang}"))
    assert found[0][0] == {"id": "Diubah", "vi": "Đã thay đổi"}[lang]


def test_the_release_before_may_be_a_packed_export(clone: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.nq.gz"
    data = read_release(clone).store.dump(format=ox.RdfFormat.N_QUADS) or b""
    before.write_bytes(gzip.compress(data))
    plain = tmp_path / "plain"
    for name in ("graph", "ontology"):
        shutil.copytree(clone / name, plain / name)
    edit(plain, GAZETTE, "The Gazette", "Another Gazette")
    with visited(plain, before=str(before)) as client:
        assert "/changes/before.nq.gz..now" in client.get("/changes").text
        (row,) = rows(client.get("/changes/before.nq.gz..now"))
        assert row[2:4] == ["The Gazette", "Another Gazette"]
    with visited(plain, before=str(tmp_path / "none.nq")) as client:
        answer = client.get("/changes/none.nq..now")
        assert answer.status_code == 400
        assert "cannot be read" in answer.text


def test_without_an_earlier_state_it_says_so(clone: Path, tmp_path: Path) -> None:
    for name in ("graph", "ontology"):
        shutil.copytree(clone / name, tmp_path / name)
    with visited(tmp_path) as client:
        for path in ("/changes", "/changes?thing=vn-moha"):
            assert "No earlier state of the graph is known here" in client.get(path).text


def test_what_was_edited_while_it_runs_is_told_at_once(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "one")
    with running(root) as site:
        first = site.ready()["release"]
        retitle(root, "Edited")
        second = site.until(lambda now: now["release"] != first)["release"]
        page = site.client.get("/changes").text
        assert "Since this site was started" in page
        assert f"/changes/{first}..{second}" in page
        (row,) = rows(site.client.get(f"/changes/{first}..{second}"))
        assert row[2:4] == ["Gazette", "Edited"]
        (row,) = rows(site.client.get("/changes?thing=src:gazette"))
        assert row[0] == "Changed"


def test_what_follows_and_what_has_no_name_is_not_compared(clone: Path) -> None:
    store = open_store(clone)
    again = ox.Store()
    again.load(store.dump(format=ox.RdfFormat.N_QUADS) or b"", format=ox.RdfFormat.N_QUADS)
    assert compare(store, again, "a", "b").facts == []
