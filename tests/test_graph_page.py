"""The page of networks: filters, the same lines in table, data and files, what it refuses."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, OrderedDict
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pytest
from lxml import etree, html

from aseankg.headers import networks
from aseankg.namespaces import ID
from aseankg.placement import place
from aseankg.web import graph_layout
from aseankg.web.graph_network import lay_out
from aseankg.web.release import read_release
from web_site import served, visitor

NAMES = sorted(networks())
MOST = 1500
NARROWED = "?country=viet-nam&basis=inferred"


def parsed(visit: httpx.Client, path: str, **headers: str) -> html.HtmlElement:
    answer = visit.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def data(page: html.HtmlElement) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(page.get_element_by_id("graph-data").text)
    return told


def table(page: html.HtmlElement) -> Counter[tuple[str, str, str]]:
    """Give the lines that the table tells: from, relation, to."""
    rows = page.xpath("//table[@id='lines']/tbody/tr")
    ends = [(row.xpath("td[1]//a/@href")[0], row.xpath("td[3]//a/@href")[0]) for row in rows]
    names = [row.xpath("string(td[2])") for row in rows]
    return Counter((_local(a), name, _local(b)) for (a, b), name in zip(ends, names, strict=True))


def _local(path: str) -> str:
    return path.partition("?")[0].removeprefix("/").removeprefix("id/")


def _id(iri: str) -> str:
    return iri.removeprefix(ID).removeprefix("https://w3id.org/aseankg/")


@pytest.mark.parametrize("name", NAMES)
def test_a_network_opens_on_lines_that_can_be_followed(visit: httpx.Client, name: str) -> None:
    page = parsed(visit, f"/graph/{name}")
    told = data(page)
    assert 0 < len(told["edges"]) <= MOST
    lines = table(page)
    ids = [one["id"].removeprefix("https://w3id.org/aseankg/") for one in told["nodes"]]
    drawn = Counter((ids[edge[0]], ids[edge[1]]) for edge in told["edges"])
    assert drawn == Counter({}) + Counter((a, b) for a, _, b in lines.elements())
    assert str(len(told["edges"])) in page.get_element_by_id("told").text_content()
    assert len(page.xpath("//svg[@class='network']//a")) == len(told["nodes"])


@pytest.mark.parametrize("query", ["", NARROWED, "?lines=100", "?q=health&lang=vi"])
def test_files_hold_what_is_shown(visit: httpx.Client, query: str) -> None:
    name = "institution-commitment"
    lines = table(parsed(visit, f"/graph/{name}{query}"))
    assert lines

    rows = list(csv.DictReader(io.StringIO(visit.get(f"/graph/{name}.csv{query}").text)))
    assert Counter((row["from_id"], row["label"], row["to_id"]) for row in rows) == lines

    graph = nx.parse_graphml(visit.get(f"/graph/{name}.graphml{query}").text, force_multigraph=True)
    iris = {node: _id(told["iri"]) for node, told in graph.nodes(data=True)}
    said = [(iris[a], told["label"], iris[b]) for a, b, told in graph.edges(data=True)]
    assert Counter(said) == lines

    gexf = etree.fromstring(visit.get(f"/graph/{name}.gexf{query}").content)
    edges = gexf.findall(".//{*}edge")
    said = [(_id(one.get("source")), one.get("label"), _id(one.get("target"))) for one in edges]
    assert Counter(said) == lines

    svg = etree.fromstring(visit.get(f"/graph/{name}.svg{query}").content)
    things = {_id(one.get("href")) for one in svg.iter("{*}a")}
    assert things == {end for one in lines for end in (one[0], one[2])}
    strokes = [one.get("d") for one in svg.iter("{*}path") if one.get("stroke-opacity")]
    assert sum(d.count("M") for d in strokes) == lines.total()


def test_the_short_address_is_the_first_network(visit: httpx.Client) -> None:
    told = data(parsed(visit, "/graph"))
    assert told == data(parsed(visit, "/graph?network=institution-commitment"))
    assert visit.get("/graph.csv").text == visit.get("/graph/institution-commitment.csv").text


@pytest.mark.parametrize(
    ("field", "value", "of"),
    [
        ("kind", "government-ministry", "type"),
        ("kind", "Commitment", "kind"),
        ("pillar", "AEC", "pillar"),
        ("country", "viet-nam", "country"),
    ],
)
def test_a_filter_keeps_the_lines_of_which_an_end_fits(
    visit: httpx.Client, field: str, value: str, of: str
) -> None:
    every = csv_of(visit, "")
    kept = csv_of(visit, f"?{field}={value}")
    fitting = [row for row in every if value in f"{row[f'from_{of}']} {row[f'to_{of}']}".split()]
    assert kept == fitting
    assert len(kept) > 0


def csv_of(visit: httpx.Client, query: str) -> list[dict[str, str]]:
    text = visit.get(f"/graph/institution-commitment.csv{query}").text
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        del row["key"]
    return rows


def test_the_basis_the_name_and_the_day_narrow_down(visit: httpx.Client) -> None:
    assert {row["basis"] for row in csv_of(visit, "?basis=stated")} == {"stated"}
    for row in (found := csv_of(visit, "?q=HEALTH")):
        assert "health" in (row["from"] + row["to"]).lower()
    assert found
    earlier = data(parsed(visit, "/graph?as_of=2001-01-01"))
    assert earlier["edges"] != data(parsed(visit, "/graph"))["edges"]


def test_what_is_cut_is_said(visit: httpx.Client) -> None:
    page = parsed(visit, "/graph/sources-facts?lines=100")
    assert len(data(page)["edges"]) == 100
    told = page.get_element_by_id("told").text_content()
    assert "100 of " in told
    assert "the most links" in told
    weights = [edge[2] for edge in data(parsed(visit, "/graph/ministries-sharing-goals"))["edges"]]
    assert min(weights) > 1


def test_the_form_keeps_what_was_asked(visit: httpx.Client) -> None:
    page = parsed(visit, "/graph?country=viet-nam&q=moha&lines=300&lang=id&as_of=2026-01-01")
    form = page.get_element_by_id("narrow")
    given = dict(form.form_values())
    assert {
        "country": "viet-nam",
        "q": "moha",
        "lines": "300",
        "lang": "id",
    }.items() <= given.items()
    assert given["as_of"] == "2026-01-01"
    assert form.get("method") == "get"


@pytest.mark.parametrize(
    "query",
    [
        "country=atlantis",
        "kind=x",
        "pillar=x",
        "basis=x",
        "lines=7",
        "lines=x",
        "as_of=x",
        "network=x",
    ],
)
@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_what_there_is_not_is_refused(visit: httpx.Client, query: str, suffix: str) -> None:
    answer = visit.get(f"/graph{suffix}?{query}")
    assert answer.status_code == 400
    assert html.fromstring(answer.text).xpath("//h1")


def test_other_names_are_not_found(visit: httpx.Client) -> None:
    assert visit.get("/graph/nothing").status_code == 400
    assert visit.get("/graph/instruments.pdf").status_code == 404


def test_a_network_may_be_empty(visit: httpx.Client) -> None:
    answer = visit.get("/graph/instruments?q=zzzzzz")
    assert answer.status_code == 200
    assert "No line of this network fits" in answer.text
    assert visit.get("/graph/instruments.svg?q=zzzzzz").status_code == 200


@pytest.mark.parametrize(("lang", "word"), [("id", "Jaringan"), ("vi", "Mạng lưới")])
def test_it_speaks_the_language_that_is_liked(visit: httpx.Client, lang: str, word: str) -> None:
    page = parsed(visit, "/graph", **{"accept-language": f"{lang}, en;q=0.5"})
    assert page.get("lang") == lang
    assert word in page.text_content()
    foreign = page.xpath("//table[@id='lines']//a[@lang='en']")
    assert foreign, "names that are not translated say so"


def test_a_kind_has_a_mark_and_a_colour_of_its_own(visit: httpx.Client) -> None:
    for name in NAMES:
        looks = [tuple(one) for one in data(parsed(visit, f"/graph/{name}"))["looks"].values()]
        assert len(set(looks)) == len(looks)


def test_places_are_the_same_each_time_and_apart() -> None:
    radii = {f"n{number}": 5.0 for number in range(60)}
    links = [(f"n{number}", f"n{number // 3}", 1.0) for number in range(1, 50)]
    places = place(radii, links)
    assert places == place(dict(reversed(radii.items())), links[::-1])
    spots = sorted(places.values())
    near = [
        (a, b)
        for a in spots
        for b in spots
        if a < b and (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < 64
    ]
    assert not near
    assert place({}, []) == {}


def test_what_networks_open_on_is_laid_out_before_anybody_asks(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_layout, "_known", OrderedDict())
    release = read_release()
    lay_out(release)
    made = set(cache.glob("*.places"))
    assert len(made) == len(release.networks)
    with served(release) as address, visitor(address) as visit:
        for name in release.networks:
            assert visit.get(f"/graph/{name}").status_code == 200
    assert set(cache.glob("*.places")) == made
