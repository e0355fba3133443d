"""The names of all things as a script, so that a page can look them up without a server."""

from __future__ import annotations

import json
from pathlib import Path

from aseankg.labels import labels_of
from aseankg.namespaces import ID
from aseankg.search_names import KINDS, Entry
from aseankg.web.links import path_of
from aseankg.web.release import Release
from aseankg.web.site_places import Place
from aseankg.web.words import LANGUAGES, translate

INDEX = "static/search-index.js"
_ROLES = ("prefLabel", "label", "altLabel", "abbreviation", "isoAlpha2", "notation", "title",
          "summary", "id")  # fmt: skip


def write_index(path: Path, release: Release) -> None:
    """Write the index; it is a script, for a page from the disk may read no other file."""
    text = json.dumps(table(release), ensure_ascii=False, separators=(",", ":"))
    told = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028")
    told = told.replace("\u2029", "\\u2029").replace("</", "<\\/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"globalThis.aseankgNames=JSON.parse({told});\n", "utf-8")


def table(release: Release, entries: list[Entry] | None = None) -> dict[str, object]:
    """Give all there is to find: entries, each as a row of what the script needs.

    A row: IRI without its base, file where it is not that with `.html`, kind, type and country
    as numbers of entries (-1 for none), how many sources, names (text, language, role), entries
    by whose names it is found too, and its name in each language of the interface.
    """
    entries = entries if entries is not None else release.names.entries
    number = {entry.iri: at for at, entry in enumerate(entries)}
    langs = sorted({name.lang for entry in entries for name in entry.names})
    shown = [labels_of(release.store, number, lang) for lang in LANGUAGES]
    rows = [_row(entry, number, langs, [told[entry.iri] for told in shown]) for entry in entries]
    return {"kinds": list(KINDS), "roles": list(_ROLES), "langs": langs, "rows": rows}


def _row(
    entry: Entry, number: dict[str, int], langs: list[str], shown: list[tuple[str, str]]
) -> list[object]:
    place = Place(path_of(entry.iri))
    usual = place.path.strip("/") + ".html"
    names = [[one.text, langs.index(one.lang), _ROLES.index(one.role)] for one in entry.names]
    texts = [one.text for one in entry.names]
    told = [_shown(entry, lang, *name) for lang, name in zip(LANGUAGES, shown, strict=True)]
    return [
        place.path.strip("/"),
        "" if place.file("en") == usual else place.file("en"),
        KINDS.index(entry.kind),
        number.get(entry.type, -1),
        number.get(ID + entry.country, -1),
        entry.sources,
        [part for name in names for part in name],
        [number[iri] for iri in entry.around],
        [texts.index(text) if text in texts else [text, tag] for text, tag in told],
    ]


def _shown(entry: Entry, lang: str, name: str, tag: str) -> tuple[str, str]:
    """Give what a thing is called on the page; questions have names in the interface."""
    if entry.kind != "Question":
        return name, tag
    summary = entry.names[0].text
    told = translate(lang, summary)
    return told, lang if told != summary else "en"
