"""The search of a copy without a server finds what the server's search finds, in each script."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

import aseankg.web
from aseankg import headers, search
from aseankg.namespaces import BASE, ID
from aseankg.search_names import Entry
from aseankg.search_words import indexed, key, spell
from aseankg.web.release import Release, read_release
from aseankg.web.site_search import table, write_index
from search_cases import CASES, named

SCRIPT = Path(aseankg.web.__file__).parent / "static" / "search.js"
MORE = [
    *("ministry", "plan 2025", "id:asean", "src:vnp-en-final-0815", "xqzzy wvvk", "a", "."),
    *("socio-cultural", "2.1.3", "minstry of helth", "ASEAN women", "Việt Nam", "អាស៊ាន", "SG2.C"),
    *(
        "who held which post",
        "pillar-ASCC",
        "ベトナム",
        "reports to",
        "charter",
        "๒๕๖๓",
        "ＡＳＥＡＮ",
    ),
]
_ASK = """
const fs = require("node:fs");
const [, , script, index, asked] = process.argv;
(0, eval)(fs.readFileSync(index, "utf8"));
(0, eval)(fs.readFileSync(script, "utf8"));
const begun = Date.now();
const lookup = new globalThis.aseankgLookup(globalThis.aseankgNames);
const ready = Date.now() - begun;
const found = JSON.parse(fs.readFileSync(asked, "utf8")).map(([lang, text]) => {
  const { hits, meant, most } = lookup.search(text, lang);
  return [hits.map((hit) => hit.entry.id), hits.map((hit) => hit.name.text), meant, most];
});
console.log(JSON.stringify({ ready, asked: Date.now() - begun - ready, found }));
"""

pytestmark = [
    pytest.mark.skipif(not SCRIPT.is_file(), reason="the islands are not built"),
    pytest.mark.skipif(not shutil.which("node"), reason="there is no Node"),
]
Found = list[tuple[list[str], list[str], str, bool]]


@pytest.fixture(scope="module")
def real() -> Release:
    return read_release()


@pytest.fixture(scope="module")
def entries(store: ox.Store) -> list[Entry]:
    return named(store)


def ask_script(folder: Path, told: object, asked: list[tuple[str, str]]) -> Found:
    index, query, program = folder / "index.js", folder / "asked.json", folder / "ask.cjs"
    index.write_text(f"globalThis.aseankgNames={json.dumps(told)};")
    query.write_text(json.dumps(asked))
    program.write_text(_ASK)
    words = ["node", *map(str, (program, SCRIPT, index, query))]
    done = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8")
    answer = json.loads(done.stdout)
    print(f"index ready in {answer['ready']} ms, {len(asked)} asked in {answer['asked']} ms")
    return [tuple(one) for one in answer["found"]]


def place(iri: str) -> str:
    return iri.removeprefix(BASE).replace("#", "/").replace("query/", "questions/")


def test_the_script_finds_first_what_the_server_finds_first(
    tmp_path: Path, real: Release, entries: list[Entry]
) -> None:
    asked = [(lang, text) for lang, text, _ in CASES]
    found = ask_script(tmp_path, table(real, entries), asked)
    first = [hits[0] if hits else "" for hits, *_ in found]
    assert len(CASES) >= 101
    wrong = [
        (case, got) for case, got in zip(CASES, first, strict=True) if got != place(ID + case[2])
    ]
    assert not wrong, f"{len(CASES) - len(wrong)} of {len(CASES)}"


def test_the_script_finds_all_the_server_finds_in_its_order(tmp_path: Path, real: Release) -> None:
    index = search.build(real.store, headers.questions().values())
    asked = [*((lang, text) for lang, text, _ in CASES), *(("en", text) for text in MORE)]
    found = ask_script(tmp_path, table(real), asked)
    for (lang, text), (hits, names, meant, most) in zip(asked, found, strict=True):
        wanted = index.search(text, lang)
        assert hits == [place(hit.iri) for hit in wanted.hits], text
        assert names == [hit.name.text for hit in wanted.hits], text
        assert (meant, most) == (wanted.meant, wanted.most), text


def test_names_are_spelled_and_taken_apart_alike(tmp_path: Path, entries: list[Entry]) -> None:
    program = tmp_path / "words.cjs"
    script = SCRIPT.parents[2].parent / "islands" / "src" / "search" / "words.ts"
    esbuild = SCRIPT.parents[2].parent / "islands" / "node_modules" / ".bin" / "esbuild"
    if not esbuild.is_file():
        pytest.skip("esbuild is not installed")
    built = tmp_path / "w.cjs"
    subprocess.run(
        [esbuild, script, "--bundle", "--format=cjs", f"--outfile={built}", "--log-level=error"],
        check=True,
    )
    texts = sorted({name.text for entry in entries for name in entry.names})
    (tmp_path / "texts.json").write_text(json.dumps(texts))
    program.write_text(
        'const w=require("./w.cjs"),f=require("node:fs");'
        'const t=JSON.parse(f.readFileSync(__dirname+"/texts.json","utf8"));'
        "console.log(JSON.stringify(t.map(x=>[w.spell(x),w.key(x),w.indexed(x)])));"
    )
    done = subprocess.run(
        ["node", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    for text, (spelled, compared, words) in zip(texts, json.loads(done.stdout), strict=True):
        assert (spelled, compared, words) == (spell(text), key(text), list(indexed(text))), text


def test_the_index_is_a_script_of_moderate_size(tmp_path: Path, real: Release) -> None:
    path = tmp_path / "index.js"
    write_index(path, real)
    text = path.read_text("utf-8")
    print(f"{len(text.encode()) / 1e6:.2f} MB")
    assert text.startswith("globalThis.aseankgNames=JSON.parse(")
    assert "</script" not in text
    assert len(text.encode()) < 3_000_000
