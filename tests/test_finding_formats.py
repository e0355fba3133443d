"""Findings in every form: what readers of others read back is what was found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from aseankg.finding_formats import FORMATS
from aseankg.finding_groups import by_rule
from aseankg.finding_report import Report, place, repository, title
from aseankg.findings import SEVERITIES, Finding, Place, count, in_order
from aseankg.validation import validate
from broken_graph import FEW, GAZETTE, and_odd_ones, damage, lay_out
from finding_readers import GITLAB, JUNIT, READERS, Row, github

SCHEMA = Path(__file__).parents[2] / "shared" / "conformance" / "schemas" / "sarif-2.1.0.json"
WORDS = st.text(st.characters(codec=None), max_size=40)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The findings of a broken graph, and some odd ones."""
    root = lay_out(tmp_path_factory.mktemp("a repository"))
    for seed in FEW:
        damage(root, *seed)
    every = and_odd_ones(root, tuple(validate(root)))
    return Report(every, repository(root), least="info", root=root)


def write(report: Report, name: str) -> str:
    text = FORMATS[name].write(report)
    text.encode()
    assert FORMATS[name].write(report) == text
    return text


def rows(report: Report) -> list[Row]:
    return [(report.file(one.path), one.line, one.severity) for one in report.findings]


def test_the_broken_graph_is_what_the_tests_need(report: Report) -> None:
    assert count(report.findings)["violation"] >= 5
    assert f"dữ liệu/{GAZETTE}" in {name for name, _, _ in rows(report)}
    assert any(one.related for one in report.findings)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_form_tells_all_places(
    report: Report, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report.base)
    wanted = rows(report)
    if name in ("sarif", "gitlab"):
        wanted = [(file, line or 1, severity) for file, line, severity in wanted]
    if name == "junit":
        wanted = [(f, n, s if s == "violation" else "skipped") for f, n, s in wanted]
    assert sorted(READERS[name](write(report, name))) == sorted(wanted)
    assert READERS[name](write(replace(report, findings=()), name)) == []


def test_text_is_one_clean_line_for_each(report: Report) -> None:
    text = write(report, "text")
    assert len(text.splitlines()) == len(report.findings)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def repeated(rule: str, level: str, times: int, words: str = "m", thing: str = "") -> list[Finding]:
    """Findings of one rule, on as many lines of two files."""
    places = [(Path("b" if number % 2 else "a"), number) for number in range(1, times + 1)]
    return [Finding(rule, level, *one, thing, "", "", words, "r") for one in places]


@pytest.fixture(scope="module")
def many() -> Report:
    """Findings of rules that find a lot, and of some that find little."""
    found = [
        *repeated("w", "warning", 12),
        *repeated("v", "violation", 12),
        *repeated("i", "info", 11, "since 2025-01-31"),
        *repeated("i", "info", 1, "since 2024"),
        *repeated("few", "warning", 10),
    ]
    return Report(tuple(in_order(found)), Path())


def test_text_tells_violations_first_and_rules_that_find_a_lot_in_one_line(many: Report) -> None:
    told = write(many, "text").splitlines()
    assert [line.split("[")[1].split("]")[0] for line in told] == ["v"] * 12 + ["few"] * 10 + ["w"]
    places = [(one[0], one[1]) for one in (line.split(":") for line in told[:12])]
    assert places == sorted(places, key=lambda one: (one[0], int(one[1])))
    assert told[-1] == "warning: 12 times in 2 files: m [w]; --all lists them"
    notes = write(replace(many, least="info"), "text").splitlines()
    assert notes[:-1] == told
    assert notes[-1] == "info: 12 times in 2 files: since ... [i]; --all lists them"


def test_all_lists_each_finding_with_violations_first(many: Report) -> None:
    every = replace(many, every=True, least="info")
    for name in ("text", "github"):
        levels = [level for _, _, level in READERS[name](write(every, name))]
        assert sorted(levels) == ["info"] * 12 + ["violation"] * 12 + ["warning"] * 22
        assert set(levels[:12]) == {"violation"}
    rules = re.findall(r"\[(few|w)\]; r", write(replace(many, every=True), "text"))
    assert rules == ["few"] * 10 + ["w"] * 12


def test_github_shows_first_what_has_a_line_of_its_own(many: Report) -> None:
    """Of a step it shows only the first ten errors and the first ten warnings."""
    told = github(write(many, "github"))
    assert [command for command, _, _ in told] == ["error"] * 12 + ["warning"] * 11
    assert all("[few]" in values["title"] for _, values, _ in told[12:22])
    _, values, text = told[-1]
    assert values == {"title": "W [w]"}
    assert text.startswith("12 times in 2 files: m [w]; --all lists them\nhttps://")


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        (["a 1"] * 3, "a 1"),
        (["a 1.5", "a 2025-01"], "a ..."),
        (["a 1", "a 2", "b"], "mostly, a ..."),
        (["a", "b", "c"], "for example, a"),
    ],
)
def test_the_words_of_a_group(messages: list[str], words: str) -> None:
    found = [one for text in messages for one in repeated("w", "warning", 1, text)]
    [group] = by_rule(found)
    assert group.words == words


def test_a_mass_of_sources_is_told_out_of_all(report: Report) -> None:
    thing = "https://w3id.org/aseankg/source/s"
    found = [one for n in range(11) for one in repeated("s", "warning", 1, "old", f"{thing}{n}")]
    [line] = write(replace(report, findings=tuple(found)), "text").splitlines()
    assert report.root
    files = [
        path for path in (report.root / "graph").rglob("*.ttl") if "register" not in path.parts
    ]
    sources = len([path for path in files if path.stem != "editorial"])
    assert line == f"warning: 11 of {sources} sources: old [s]; --all lists them"


def test_text_names_five_other_places_and_counts_the_rest() -> None:
    [one] = repeated("v", "violation", 1)
    places = tuple(Place(Path("f"), number) for number in range(1, 8))
    seven = Report((replace(one, related=places),), Path())
    assert write(seven, "text").endswith("(see also f:1, f:2, f:3, f:4, f:5 and 2 more)\n")
    assert all(f">f:{number}<" in write(seven, "html") for number in range(1, 8))
    five = replace(seven, findings=(replace(one, related=places[:5]),))
    assert write(five, "text").endswith("(see also f:1, f:2, f:3, f:4, f:5)\n")


def test_json_holds_everything(report: Report) -> None:
    told = json.loads(write(report, "json"))
    assert told["counts"] == count(report.findings)
    for row, one in zip(told["findings"], report.findings, strict=True):
        assert (row["file"], row["line"]) == (report.file(one.path), one.line)
        for name in ("rule", "thing", "property", "value", "message", "remedy", "column", "help"):
            assert row[name] == getattr(one, name)
        assert [(p["file"], p["line"]) for p in row["related"]] == [
            (report.file(p.path), p.line) for p in one.related
        ]
    marks = [row["fingerprint"] for row in told["findings"]]
    assert len(set(marks)) == len(marks)


def test_github_gets_titles_and_links(report: Report) -> None:
    told = github(write(report, "github"))
    ranked = sorted(report.findings, key=lambda one: SEVERITIES.index(one.severity))
    for (_, values, text), one in zip(told, ranked, strict=True):
        assert set(values) <= {"file", "line", "endLine", "col", "title"}
        assert values.get("endLine") == values.get("line")
        assert values["title"].endswith(f"[{one.rule}]")
        assert text.endswith(f"\n{one.help}")
    few = write(replace(report, least="violation"), "github")
    assert few.count("::error file=") == len(few.splitlines())


def test_sarif_names_rules_places_and_fingerprints(report: Report) -> None:
    [run] = json.loads(write(report, "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({one.rule for one in report.findings})
    assert all(len(rule["fullDescription"]["text"]) <= 1024 for rule in rules)
    [told] = [rule for rule in rules if rule["id"] == "no-date"]
    assert "calendar" in told["shortDescription"]["text"]
    assert "Look up the date in the source" in told["help"]["markdown"]
    for result, one in zip(run["results"], report.findings, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == one.rule
        assert rule["helpUri"] == one.help
        related = result.get("relatedLocations", [])
        assert [other["id"] for other in related] == list(range(1, len(one.related) + 1))
        links = re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])
        assert links == [str(other["id"]) for other in related]
    assert len({json.dumps(result["partialFingerprints"]) for result in run["results"]}) == len(
        run["results"]
    )


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"the schema of OASIS is not at {SCHEMA}")
@pytest.mark.parametrize("empty", [False, True])
def test_sarif_is_valid(report: Report, empty: bool) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    told = json.loads(write(replace(report, findings=()) if empty else report, "sarif"))
    assert [error.message for error in checker.iter_errors(told)] == []
    told["runs"][0]["results"] = [{"ruleId": "a result needs a message"}]
    assert not checker.is_valid(told)


def test_junit_has_a_failure_for_each_that_fails(report: Report) -> None:
    suites = etree.fromstring(write(report, "junit").encode())
    cases = suites.findall(".//testcase")
    failed = [case.find("failure") is not None for case in cases]
    assert failed == [one.severity == "violation" for one in report.findings]
    assert int(suites.get("failures")) == sum(failed)
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    stricter = etree.fromstring(write(replace(report, fail_on="warning"), "junit").encode())
    counts = count(report.findings)
    assert int(stricter.get("failures")) == counts["violation"] + counts["warning"]


def test_junit_of_nothing_found_is_a_test_that_passed(report: Report) -> None:
    suites = etree.fromstring(write(replace(report, findings=()), "junit").encode())
    JUNIT.assertValid(suites)
    [case] = suites.findall(".//testcase")
    assert len(case) == 0


def test_gitlab_gets_a_fingerprint_for_each(report: Report) -> None:
    told = json.loads(write(report, "gitlab"))
    assert len({row["fingerprint"] for row in told}) == len(told)
    assert not jsonschema.Draft202012Validator(GITLAB).is_valid([{"description": "no place"}])


def test_the_page_loads_nothing_and_holds_all(report: Report) -> None:
    page = html.document_fromstring(write(report, "html"))
    assert page.xpath("//script | //link | //img | //iframe | //@onclick | //@onload") == []
    assert "url(" not in page.findtext(".//style")
    assert "default-src 'none'" in page.xpath("//meta/@content")[0]
    assert page.xpath("//b") == []
    assert set(page.xpath("//dd/a/@href")) == {one.help for one in report.findings}


def test_the_page_shows_violations_and_folds_the_rest_by_rule(many: Report) -> None:
    page = html.document_fromstring(write(many, "html"))
    findings = page.xpath("//div[contains(@class, 'finding')]")
    open_ = [one for one in findings if not one.xpath("ancestor::details")]
    assert {one.get("class") for one in open_} == {"finding violation"}
    assert findings[: len(open_)] == open_
    assert len(open_) == 12
    folded = [len(one.xpath(".//div")) for one in page.xpath("//details[not(@open)]")]
    assert folded == [12, 10, 12]
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert [row[:4] for row in rows] == [
        ["violation", "12", "2", "V"],
        ["warning", "12", "2", "W"],
        ["warning", "10", "2", "Few"],
        ["info", "12", "2", "I"],
    ]
    links = page.xpath("//tbody//a/@href")
    assert {link[1:] for link in links} == set(page.xpath("//@id"))


# --- escaping -------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(message=WORDS, value=WORDS, remedy=WORDS, line=st.integers(0, 3), column=st.integers(0, 3))
def test_no_words_break_a_form(
    message: str, value: str, remedy: str, line: int, column: int
) -> None:
    """Any letters at all, halves of letters included, in all forms."""
    one = Finding(
        *("ShapeOf-x", "violation", Path("/base/a b.ttl"), line, value, value, value),
        *(message, remedy, (Place(Path("/base/c.ttl"), line),), column),
    )
    report = Report((one, replace(one, severity="warning")), Path("/base"))
    assert len(write(report, "text").splitlines()) == 2
    assert [len(github(write(report, "github"))), len(json.loads(write(report, "gitlab")))] == [
        2,
        2,
    ]
    assert len(json.loads(write(report, "json"))["findings"]) == 2
    suites = etree.fromstring(write(report, "junit").encode())
    JUNIT.assertValid(suites)
    assert suites.findtext(".//failure").endswith(one.help)
    results = json.loads(write(report, "sarif"))["runs"][0]["results"]
    links = [re.findall(r"\]\(([^)]*)\)", result["message"]["text"]) for result in results]
    assert links == [["1"], ["1"]]
    page = html.document_fromstring(write(report, "html"))
    assert len(page.xpath("//div[contains(@class, 'finding')]")) == 2


@given(WORDS)
def test_what_github_reads_is_what_was_written(words: str) -> None:
    one = Finding("r", "violation", Path("/base/f"), 1, "", "", "", words, "")
    [(_, _, text)] = github(write(Report((one,), Path("/base")), "github"))
    kept = re.sub(r"[^\w%:,]", "", words, flags=re.ASCII)
    assert re.sub(r"[^\w%:,]", "", text.split("\n")[0], flags=re.ASCII) == kept


def test_names_of_rules_and_places_in_words(tmp_path: Path) -> None:
    assert title("TenureShape-dutyAfterEnd") == "Tenure: duty after end"
    assert title("unknown-thing") == "Unknown thing"
    assert title("SourceShape") == "Source"
    assert place(Place(tmp_path / "f", 0), tmp_path, 4) == "f"
    assert place(Place(tmp_path / "f", 2), tmp_path, 4) == "f:2:4"
    assert repository(tmp_path) in (tmp_path.resolve(), *tmp_path.resolve().parents)
