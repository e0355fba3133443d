"""Where a thing of the graph has its page: its IRI below the address of the site."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from aseankg.namespaces import BASE, QUERY

# What an IRI begins with -> where its pages begin.
_PLACES = {QUERY: "/questions/"}


def path_of(iri: str) -> str:
    """Give the path of the page of an IRI of ours; of any other the IRI itself."""
    for prefix, place in _PLACES.items():
        if iri.startswith(prefix):
            return place + quote(iri.removeprefix(prefix))
    if iri.startswith(BASE):
        name, hash_, fragment = iri.removeprefix(BASE).partition("#")
        return "/" + quote(name) + (f"/{quote(fragment)}" if hash_ and fragment else "")
    return iri


def is_web(url: str) -> bool:
    """Tell whether an address may be linked to: a page must not run what a source holds."""
    return url.startswith(("https://", "http://"))


def with_query(path: str, values: Mapping[str, str | None]) -> str:
    """Add what is set to a path, in a fixed order."""
    given = sorted((name, value) for name, value in values.items() if value)
    return f"{path}?{urlencode(given)}" if given else path
