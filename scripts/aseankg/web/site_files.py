"""The files of a bundle that are no pages of the explorer: data, styles, what hosts look for."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import partial
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape as xml

import pyoxigraph as ox

from aseankg.export_rdf import nquads
from aseankg.namespaces import BASE, PREFIXES
from aseankg.web.policy import OFFLINE
from aseankg.web.release import Release
from aseankg.web.site_places import folder_of
from aseankg.web.void import COUNTS as QUERIES
from aseankg.web.void import DUMP, describe
from aseankg.web.words import LANGUAGES, translate

_URL = re.compile(r'url\("?([^")?#]+)[^")]*"?\)')
_TURTLE = "text/turtle"


def write_data(folder: Path, release: Release, base: str) -> None:
    """Write all of the graph as one file, and what the dataset says of itself."""
    dump = folder / DUMP
    dump.parent.mkdir(exist_ok=True)
    dump.write_bytes(gzip.compress(nquads(release.store), 9, mtime=0))
    store = ox.Store()
    store.bulk_extend(release.store)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    counts = {name: _rows(store, query) for name, query in QUERIES.items()}
    told = describe(counts, release, base or BASE, endpoint=False)
    (folder / "void.ttl").write_bytes(told.write(_TURTLE))


def _rows(store: ox.Store, query: str) -> list[dict[str, str]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in found]


def write_assets(folder: Path, names: Iterable[str]) -> None:
    """Write the static files that pages use, and those that these use."""
    place = files("aseankg.web")
    for name in names:
        source = place / name
        if not source.is_file():
            continue  # made for the bundle
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith(".css"):
            target.write_bytes(source.read_bytes())
            continue
        text = source.read_text("utf-8")
        target.write_text(_URL.sub(lambda found: f'url("{found[1]}")', text), "utf-8")
        inner = {str(Path(name).parent / url) for url in _URL.findall(text) if ":" not in url}
        write_assets(folder, sorted(inner))


def write_host(folder: Path, base: str, pages: Iterable[str]) -> None:
    """Write what hosts look for: a page for addresses that are none, a list of all pages."""
    (folder / ".nojekyll").write_bytes(b"")
    (folder / "404.html").write_text(_absent(base), "utf-8")
    if base:
        listed = "".join(f"<url><loc>{xml(base + quote(one))}</loc></url>\n" for one in pages)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        text = f'{head}<urlset xmlns="{space}">\n{listed}</urlset>\n'
        (folder / "sitemap.xml").write_text(text, "utf-8")


def _absent(base: str) -> str:
    """Write the page for absent addresses; without a base it cannot know where anything stands."""
    path = urlsplit(base).path
    style = f'<link rel="stylesheet" href="{escape(path)}static/explorer.css">\n' if base else ""
    said = []
    for lang in LANGUAGES:
        words = partial(translate, lang)
        first = f"{escape(path)}{folder_of(lang)}index.html"
        told, home = words("There is no page at this address."), words("To the first page")
        link = f' <a href="{first}">{home}</a>' if base else ""
        said.append(f'<p lang="{lang}">{told}{link}</p>')
    return (
        '<!doctype html>\n<html lang="en" data-offline>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(OFFLINE)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>404 - aseankg</title>\n{style}</head>\n<body>\n<main>\n<h1>404</h1>\n"
        + "\n".join(said)
        + "\n</main>\n</body>\n</html>\n"
    )
