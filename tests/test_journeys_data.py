"""Two people who work with the data use the explorer: a maintainer and a developer of apps."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from aseankg import rule_pages
from aseankg.catalogue import ask, questions
from aseankg.namespaces import AKG, ID, RDF
from aseankg.rules import rules
from web_browser import KINDS, Tab, follow, saved

EVERYWHERE = pytest.mark.parametrize("tab", KINDS, indirect=True, ids=str)
SCRIPTED = [kind for kind in KINDS if kind.javascript]
OWES = "what-an-institution-owes"
ROOT = Path(__file__).resolve().parent.parent


@EVERYWHERE
def test_a_maintainer(tab: Tab, store: ox.Store) -> None:
    page = tab.go("/about")
    follow(page, page.locator('#main a[href="/rules"]').first)
    shown = page.locator("article.rule").count()
    assert shown == len(rules(ROOT))
    name, rule = next(iter(sorted(rule_pages.rules().items())))
    page.locator("details.group summary").first.click()
    page.goto(f"{tab.site}/rules/{name}")
    told = " ".join(page.locator("#main").inner_text().split())
    assert " ".join(rule.why.replace("`", "").split()) in told
    assert rule.wrong
    assert next(iter(rule.wrong.files.values())).strip().splitlines()[-1].strip() in told
    page.goto(f"{tab.site}/changes")
    assert page.locator("h2").count() > 0
    page.goto(f"{tab.site}/id/vn-moha")
    text = page.request.get(page.locator('.forms a[href$=".ttl"]').evaluate("one => one.href"))
    found = {
        (triple.predicate, triple.object)
        for triple in ox.parse(text.body(), format=ox.RdfFormat.TURTLE)
        if triple.subject == ox.NamedNode(ID + "vn-moha")
    }
    quads = store.quads_for_pattern(ox.NamedNode(ID + "vn-moha"), None, None, None)
    kept = {(quad.predicate, quad.object) for quad in quads}
    assert found
    assert found <= kept
    assert {predicate.value for predicate, _ in kept} - {one.value for one, _ in found} == set()


# --- a developer: pages of another origin ask for JSON -------------------------------------------


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app of somebody else: a page on a site of its own."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "index.html").write_text(
        "<!doctype html><title>App</title><link rel=icon href=data:,>"
    )
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


_FETCH = """async ([address, headers, method, body]) => {
  const answer = await fetch(address, {headers, method, body});
  const kind = answer.headers.get('content-type').split(';')[0];
  const text = await answer.text();
  const told = {};
  for (const name of ['etag', 'link', 'aseankg-rows']) told[name] = answer.headers.get(name);
  const data = kind.includes('json') ? JSON.parse(text) : null;
  return {status: answer.status, kind, text, told, data};
}"""


def fetched(
    tab: Tab, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> Any:
    """Let the page ask the site for something, as the script of an app would."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return tab.page.evaluate(_FETCH, [f"{tab.site}{path}", named, method, body])


@pytest.mark.parametrize("tab", SCRIPTED, indirect=True, ids=str)
def test_a_developer_fetches_from_another_origin(tab: Tab, elsewhere: str, store: ox.Store) -> None:
    tab.others.add(elsewhere)
    tab.page.goto(elsewhere)
    document = fetched(tab, "/api/openapi.json")["data"]
    path = f"/api/questions/{OWES}"
    assert path in document["paths"]
    found = fetched(tab, f"{path}?institution=vn-moha")
    rows = ask(store, questions()[OWES], {"institution": "vn-moha"}).rows
    assert [one["duty"]["iri"] for one in found["data"]["rows"]] == [
        row["duty"].iri for row in rows
    ]
    assert found["told"]["etag"]
    refused = fetched(tab, f"{path}?institution=nobody-at-all")
    assert (refused["status"], refused["kind"]) == (404, "application/problem+json")
    assert "nobody-at-all" in refused["data"]["detail"]
    asked = fetched(tab, "/id/vn-moha", accept="application/ld+json")
    assert asked["kind"] == "application/ld+json"
    assert asked["text"] == fetched(tab, "/id/vn-moha.jsonld")["text"]
    assert ID + "vn-moha" in asked["text"] or "id:vn-moha" in asked["text"]
    for form in ("application/ld+json", "text/turtle"):
        assert fetched(tab, "/id/nobody-at-all", accept=form)["status"] == 404
    query = "SELECT (COUNT(*) AS ?n) { ?x a akg:Country }"
    counted = fetched(tab, "/sparql", "POST", query, content_type="application/sparql-query",
                      accept="application/sparql-results+json")  # fmt: skip
    kind = (ox.NamedNode(RDF + "type"), ox.NamedNode(AKG + "Country"))
    countries = {quad.subject for quad in store.quads_for_pattern(None, *kind, None)}
    assert counted["data"]["results"]["bindings"][0]["n"]["value"] == str(len(countries))
    assert counted["told"]["aseankg-rows"] == "1"


@EVERYWHERE
def test_a_developer_reads_what_is_there(tab: Tab) -> None:
    page = tab.go(f"/questions/{OWES}?institution=vn-moha")
    file = saved(page, page.locator('.files a[href*=".json"]'))
    link = page.locator('.files a[href^="/api/questions/"]').get_attribute("href")
    answered = page.request.get(f"{tab.site}{link}")
    assert answered.status == 200
    assert answered.json()["rows"]
    assert len(answered.json()["rows"]) == file.count(b'"duty": {')
    gone = tab.go("/id/nobody-at-all", 404)
    assert "nobody-at-all" in gone.locator("#main").inner_text()
    follow(gone, gone.locator('#main a[href^="/search"]'))
    assert gone.locator("h1").is_visible()
