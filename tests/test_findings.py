"""Findings in every form: what readers of others read back is what was found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from aseankg.cli import cli
from aseankg.finding_formats import FORMATS
from aseankg.finding_report import Report, place, repository, title
from aseankg.findings import Finding, Place, count, fingerprints, grave, in_order
from aseankg.paths import data_root
from aseankg.validation import validate

SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
SCHEMA = Path(__file__).parents[2] / "shared" / "conformance" / "schemas" / "sarif-2.1.0.json"
GAZETTE = "graph/việt nam 100%/gazette.ttl"
MACHINES = ("json", "github", "sarif", "junit", "gitlab", "html")
NASTY = (
    "50 % of a,b: ::error::x\r\nsecond </failure> ]]> {0} [a](1) \"'& \x00 \x1b[31m \ufffe \u202e"
)
# what is done to the sound graph: text, other text
FAULTS = {
    '"2025-05-26"': '"2025-02-30"',
    "code:commitment-level-goal": "code:commitment-level-gaol",
    "    akg:kind code:institution-kind-government-ministry ;\n": "",
    "target id:plan-goal": "target id:viet-nam",
    '"Kế hoạch"@vi': '"Kế <b>hoạch</b>"@vn',
}

Row = tuple[str, int, str]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A broken graph in a folder of a repository; names hold spaces, marks and signs."""
    place = tmp_path_factory.mktemp("a repository") / "dữ liệu"
    shutil.copytree(data_root() / "ontology", place / "ontology")
    shutil.copytree(SOUND, place / "graph")
    (place.parent / ".git").mkdir()
    (place / "graph" / "viet-nam").rename(place / "graph" / "việt nam 100%")
    text = (place / GAZETTE).read_text(encoding="utf-8")
    for old, new in FAULTS.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (place / GAZETTE).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def found(root: Path) -> tuple[Finding, ...]:
    return tuple(validate(root))


@pytest.fixture(scope="module")
def report(root: Path, found: tuple[Finding, ...]) -> Report:
    """The findings of the broken graph, and some such as nobody would wish for."""
    odd = Finding("odd-rule", "warning", root / "graph", 0, "", "", "", NASTY, "")
    worse = Finding(
        *("OddShape-thing", "violation", root.parent.parent / "else where.ttl", 3),
        *(f"https://example.org/{NASTY}", "https://example.org/p", NASTY, NASTY, NASTY),
        (Place(root / "graph" / "[x](y) {0}.ttl", 7), Place(root / GAZETTE, 0)),
        12,
    )
    note = Finding("odd-rule", "info", root / GAZETTE, 1, "", "", "", "a note", "do nothing")
    every = tuple(in_order([*found, odd, worse, note]))
    return Report(every, repository(root), least="info", root=root)


def write(report: Report, name: str) -> str:
    text = FORMATS[name].write(report)
    text.encode()
    assert FORMATS[name].write(report) == text
    return text


def rows(report: Report) -> list[Row]:
    return [(report.file(one.path), one.line, one.severity) for one in report.findings]


# --- what is told ---------------------------------------------------------------------------------


def test_the_broken_graph_is_what_the_tests_need(root: Path, report: Report) -> None:
    assert count(report.findings)["violation"] >= 5
    assert report.base == root.parent
    assert f"dữ liệu/{GAZETTE}" in {name for name, _, _ in rows(report)}
    assert any(one.related for one in report.findings)


def test_text_is_one_line_for_each(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.base)
    lines = write(report, "text").splitlines()
    assert len(lines) == len(report.findings)
    for line, (file, number, severity) in zip(lines, rows(report), strict=True):
        assert re.match(rf"{re.escape(file)}(:{number}(:12)?)?: {severity}: ", line), line
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", "".join(lines))


def test_text_tells_ten_warnings_of_a_rule_and_all_violations() -> None:
    many = [
        Finding(rule, level, Path("f"), number, "", "", "", "m", "r")
        for rule, level in (("w", "warning"), ("v", "violation"), ("i", "info"))
        for number in range(1, 13)
    ]
    report = Report(tuple(in_order(many)), Path())
    told = write(report, "text").splitlines()
    assert sum("[w]; r" in line for line in told) == 10
    assert sum("[v]; r" in line for line in told) == 12
    assert told[-1] == "... and 2 more of [w]; --all shows them"
    assert len(told) == 23
    assert len(write(replace(report, every=True), "text").splitlines()) == 24
    assert len(write(replace(report, least="info"), "text").splitlines()) == 34


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


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def unescaped(text: str) -> str:
    """Read a value as GitHub's runner does."""
    return re.sub("|".join(ESCAPES), lambda found: ESCAPES[found[0]], text)


def github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read commands as GitHub's runner does: line by line, the first :: ends the values."""
    read = []
    for line in text.removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = [pair.split("=", 1) for pair in match[2].split(",")]
        read.append((match[1], {k: unescaped(v) for k, v in pairs}, unescaped(match[3])))
    return read


def test_github_reads_the_annotations(report: Report) -> None:
    levels = {"error": "violation", "warning": "warning", "notice": "info"}
    told = github(write(report, "github"))
    assert [(v["file"], int(v.get("line", 0)), levels[c]) for c, v, _ in told] == rows(report)
    for (_, values, text), one in zip(told, report.findings, strict=True):
        assert set(values) <= {"file", "line", "endLine", "col", "title"}
        assert values.get("endLine") == values.get("line")
        assert values["title"].endswith(f"[{one.rule}]")
        assert text.endswith(f"\n{one.help}")
    assert write(replace(report, least="violation"), "github").count("::error file=") == len(
        write(replace(report, least="violation"), "github").splitlines()
    )


def sarif_places(results: list[dict[str, Any]]) -> list[tuple[str, int]]:
    found = []
    for result in results:
        [location] = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        name = unquote(artifact["uri"]).removeprefix("file://")
        assert name.startswith("/") == ("uriBaseId" not in artifact)
        assert artifact.get("uriBaseId", "%SRCROOT%") == "%SRCROOT%"
        found.append((name, location["physicalLocation"]["region"]["startLine"]))
    return found


def test_sarif_names_rules_places_and_fingerprints(report: Report) -> None:
    [run] = json.loads(write(report, "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({one.rule for one in report.findings})
    assert all(len(rule["fullDescription"]["text"]) <= 1024 for rule in rules)
    [told] = [rule for rule in rules if rule["id"] == "no-date"]
    assert "calendar" in told["shortDescription"]["text"]
    assert "Look up the date in the source" in told["help"]["markdown"]
    levels = {"error": "violation", "warning": "warning", "note": "info"}
    places = sarif_places(run["results"])
    assert places == [(file, line or 1) for file, line, _ in rows(report)]
    for result, one in zip(run["results"], report.findings, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == one.rule
        assert rule["helpUri"] == one.help
        assert levels[result["level"]] == one.severity
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


# The elements and attributes that Jenkins, GitLab and others read.
JUNIT = etree.RelaxNG(
    etree.fromstring(
        """<grammar xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="testsuites"><ref name="totals"/><oneOrMore><element name="testsuite">
  <ref name="totals"/><oneOrMore><ref name="case"/></oneOrMore></element></oneOrMore>
</element></start>
<define name="totals"><attribute name="name"/>
  <attribute name="time"><data type="decimal"/></attribute>
  <attribute name="tests"><data type="positiveInteger"/></attribute>
  <attribute name="failures"><data type="nonNegativeInteger"/></attribute>
  <attribute name="errors"><data type="nonNegativeInteger"/></attribute>
  <attribute name="skipped"><data type="nonNegativeInteger"/></attribute></define>
<define name="case"><element name="testcase"><attribute name="classname"/><attribute name="name"/>
  <attribute name="time"/><optional><attribute name="file"/></optional>
  <optional><attribute name="line"><data type="positiveInteger"/></attribute></optional>
  <optional><choice><element name="skipped"><attribute name="message"/></element>
  <element name="failure"><attribute name="message"/><attribute name="type"/><text/></element>
  </choice></optional></element></define>
</grammar>"""
    )
)


def test_junit_has_a_failure_for_each_that_fails(report: Report) -> None:
    suites = etree.fromstring(write(report, "junit").encode())
    JUNIT.assertValid(suites)
    cases = suites.findall(".//testcase")
    read = [(case.get("file"), int(case.get("line", 0))) for case in cases]
    assert read == [(file, line) for file, line, _ in rows(report)]
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


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_gets_what_its_page_asks_for(report: Report) -> None:
    told = json.loads(write(report, "gitlab"))
    jsonschema.validate(told, GITLAB)
    levels = {"major": "violation", "minor": "warning", "info": "info"}
    assert [
        (row["location"]["path"], row["location"]["lines"]["begin"], levels[row["severity"]])
        for row in told
    ] == [(file, line or 1, severity) for file, line, severity in rows(report)]
    assert len({row["fingerprint"] for row in told}) == len(told)


def test_the_page_loads_nothing_and_holds_all(report: Report) -> None:
    page = html.document_fromstring(write(report, "html"))
    assert page.xpath("//script | //link | //img | //iframe | //@onclick | //@onload") == []
    assert "url(" not in page.findtext(".//style")
    assert "default-src 'none'" in page.xpath("//meta/@content")[0]
    assert page.xpath("//b") == []
    read = [
        (details.findtext("summary").rsplit(" (", 1)[0], finding.get("class").split()[1])
        for details in page.xpath("//details")
        for finding in details.xpath("./div[contains(@class, 'finding')]")
    ]
    assert sorted(read) == sorted((file, severity) for file, _, severity in rows(report))
    for level in ("violation", "warning", "info"):
        assert page.xpath(f"//input[@id='show-{level}' and @type='checkbox']")
    assert set(page.xpath("//dd/a/@href")) == {one.help for one in report.findings}


# --- escaping -------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec=None), max_size=40)


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
    assert len(page.xpath("//details/div")) == 2


@given(WORDS)
def test_what_github_reads_is_what_was_written(words: str) -> None:
    one = Finding("r", "violation", Path("/base/f"), 1, "", "", "", words, "")
    [(_, _, text)] = github(write(Report((one,), Path("/base")), "github"))
    kept = re.sub(r"[^\w%:,]", "", words, flags=re.ASCII)
    assert re.sub(r"[^\w%:,]", "", text.split("\n")[0], flags=re.ASCII) == kept


# --- fingerprints and baselines -------------------------------------------------------------------


def shifted(root: Path, to: Path) -> Path:
    """Copy the graph elsewhere with three more lines at the top of each file."""
    shutil.copytree(root, to)
    for path in (to / "graph").rglob("*.ttl"):
        path.write_text("# a\n# b\n# c\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return to


def test_fingerprints_stay_when_lines_shift_and_the_folder_moves(
    root: Path, found: tuple[Finding, ...], tmp_path: Path
) -> None:
    lines = {(one.rule, one.thing, one.value, one.line) for one in found}
    told = set(fingerprints(found))
    after = [one for one in validate(shifted(root, tmp_path / "x")) if one.rule != "not-canonical"]
    assert {(one.rule, one.thing, one.value, one.line - 3) for one in after} == lines
    assert set(fingerprints(after)) == told
    assert len(told) == len(found)


def test_a_fingerprint_tells_apart_what_is_another_finding() -> None:
    one = Finding("r", "warning", Path("/x/graph/a/f.ttl"), 4, "t", "p", "v", "m", "do")
    for same in (
        replace(one, line=9, column=2),
        replace(one, message="in other words", remedy="do else"),
        replace(one, severity="violation"),
        replace(one, path=Path("/y/z/graph/a/f.ttl")),
    ):
        assert same.fingerprint == one.fingerprint
    others = [
        replace(one, rule="s"),
        replace(one, thing="u"),
        replace(one, property="q"),
        replace(one, value="w"),
        replace(one, thing="tp", property=""),
        replace(one, path=Path("/x/graph/b/f.ttl")),
    ]
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 7
    bare = replace(one, thing="", property="", value="")
    assert bare.fingerprint != replace(bare, message="another fault of the file").fingerprint
    alike = fingerprints([one, replace(one, line=8), replace(one, line=9)])
    assert len(set(alike)) == 3
    assert alike[:2] == fingerprints([replace(one, line=5), replace(one, line=6)])


def check(root: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("ASEANKG_DATA", str(root))
    monkeypatch.chdir(root)
    return CliRunner().invoke(cli, ["check", *arguments])


def test_a_baseline_leaves_out_what_is_known(
    root: Path, found: tuple[Finding, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "known findings.json"
    first = check(root, "--write-baseline", str(known), monkeypatch=monkeypatch)
    assert (first.exit_code, first.stdout) == (0, "")
    assert f"{len(found)} findings are known now" in first.stderr
    text = known.read_text(encoding="utf-8")
    lines = text.splitlines()[1:-1]
    assert len(lines) == len(found)
    assert lines == sorted(lines, key=lambda line: line.rstrip(","))
    assert {json.loads(line.rstrip(","))["fingerprint"] for line in lines} == set(
        fingerprints(found)
    )

    copy = shifted(root, tmp_path / "copy")
    gazette = copy / GAZETTE
    mended = gazette.read_text(encoding="utf-8").replace('"2025-02-30"', '"2025-02-28"')
    gazette.write_text(mended.replace('"VN"', '" VN"'), encoding="utf-8")
    second = check(copy, "--baseline", str(known), "-f", "json", monkeypatch=monkeypatch)
    new = {row["rule"] for row in json.loads(second.stdout)["findings"]}
    assert "not-canonical" in new
    assert "no-date" not in new
    assert not new & {one.rule for one in found if one.rule != "CommonShape-label"}
    assert f"{len(found) - 1} known by {known} left out" in second.stderr
    assert f"1 of {known} no longer found: no-date in dữ liệu/{GAZETTE}" in second.stderr
    part = check(copy, "graph/asean", "--baseline", str(known), monkeypatch=monkeypatch)
    assert "no longer found" not in part.stderr
    assert check(root, "--baseline", str(known), monkeypatch=monkeypatch).exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", ":1:2: no JSON"),
        ("[]", "is no baseline"),
        ('{"format": 2, "findings": []}', "is no baseline of format 1"),
        ('{"format": 1, "findings": [{"rule": "r"}]}', "an entry without fingerprint"),
        ("\udc80", "is not UTF-8"),
    ],
)
def test_what_is_no_baseline_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    (tmp_path / "b.json").write_bytes(text.encode(errors="surrogateescape"))
    answer = check(root, "--baseline", str(tmp_path / "b.json"), monkeypatch=monkeypatch)
    assert answer.exit_code == 2
    assert told in answer.stderr


def test_no_baseline_of_what_cannot_be_read_or_of_a_part(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = str(tmp_path / "b.json")
    part = check(root, "graph/asean", "--write-baseline", to, monkeypatch=monkeypatch)
    assert part.exit_code == 2
    assert "leave out the files" in part.stderr
    copy = shutil.copytree(root, tmp_path / "copy")
    (copy / GAZETTE).write_text("id:a", encoding="utf-8")
    unread = check(copy, "--write-baseline", to, monkeypatch=monkeypatch)
    assert unread.exit_code == 2
    assert f"{GAZETTE}:1" in unread.stderr
    assert not Path(to).exists()


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MACHINES)
def test_the_command_writes_each_form_to_a_file(
    root: Path, found: tuple[Finding, ...], name: str, tmp_path: Path
) -> None:
    """The real command, in a locale without UTF-8 and from another folder."""
    output = tmp_path / f"found.{name}"
    done = subprocess.run(
        [sys.executable, "-m", "aseankg", "check", "--format", name, "-o", output, "-q"],
        env={**os.environ, "ASEANKG_DATA": str(root), "LC_ALL": "C", "PYTHONUTF8": "0"},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    report = Report(found, repository(root), root=root)
    assert output.read_bytes() == FORMATS[name].write(report).encode()


def test_never_failing_is_a_choice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(root, "--fail-on", "never", "-q", monkeypatch=monkeypatch).exit_code == 0
    assert not grave([Finding("r", "violation", Path("f"), 1, "", "", "", "m", "r")], "never")


def test_names_of_rules_and_places_in_words(tmp_path: Path) -> None:
    assert title("TenureShape-dutyAfterEnd") == "Tenure: duty after end"
    assert title("unknown-thing") == "Unknown thing"
    assert title("SourceShape") == "Source"
    assert place(Place(tmp_path / "f", 0), tmp_path, 4) == "f"
    assert place(Place(tmp_path / "f", 2), tmp_path, 4) == "f:2:4"
    assert repository(tmp_path) in (tmp_path.resolve(), *tmp_path.resolve().parents)
