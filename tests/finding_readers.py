"""Reads findings back from each form as the programs do that it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import jsonschema
from lxml import etree, html

# A file, a line (0 where none is told) and a severity.
Row = tuple[str, int, str]

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def unescaped(text: str) -> str:
    """Read a value as GitHub's runner does."""
    return re.sub("|".join(ESCAPES), lambda found: ESCAPES[found[0]], text)


def github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read commands as GitHub's runner does: line by line, the first :: ends the values."""
    read = []
    for line in text.split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = [pair.split("=", 1) for pair in match[2].split(",")]
        read.append((match[1], {k: unescaped(v) for k, v in pairs}, unescaped(match[3])))
    return read


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


def of_text(text: str) -> list[Row]:
    """Read lines as an editor does: file, line, severity."""
    told = [
        re.match(r"(.*?)(?::(\d+))?(?::\d+)?: (violation|warning|info): ", line)
        for line in text.splitlines()
    ]
    assert all(told)
    return [(one[1], int(one[2] or 0), one[3]) for one in told if one]


def of_json(text: str) -> list[Row]:
    return [(one["file"], one["line"], one["level"]) for one in json.loads(text)["findings"]]


def of_github(text: str) -> list[Row]:
    levels = {"error": "violation", "warning": "warning", "notice": "info"}
    return [(v["file"], int(v.get("line", 0)), levels[c]) for c, v, _ in github(text)]


def of_sarif(text: str) -> list[Row]:
    """Read places as GitHub does; a file as a whole is told by its first line."""
    [run] = json.loads(text)["runs"]
    return [_sarif_row(result) for result in run["results"]]


def _sarif_row(result: dict[str, Any]) -> Row:
    levels = {"error": "violation", "warning": "warning", "note": "info"}
    [location] = result["locations"]
    artifact = location["physicalLocation"]["artifactLocation"]
    name = unquote(artifact["uri"]).removeprefix("file://")
    assert name.startswith("/") == ("uriBaseId" not in artifact)
    assert artifact.get("uriBaseId", "%SRCROOT%") == "%SRCROOT%"
    return name, location["physicalLocation"]["region"]["startLine"], levels[result["level"]]


def of_junit(text: str) -> list[Row]:
    """Read test cases as Jenkins does; what fails is a violation as far as can be told."""
    suites = etree.fromstring(text.encode())
    JUNIT.assertValid(suites)
    return [
        (
            case.get("file"),
            int(case.get("line", 0)),
            "violation" if len(case.findall("failure")) else "skipped",
        )
        for case in suites.iter("testcase")
        if case.get("file")
    ]


def of_gitlab(text: str) -> list[Row]:
    levels = {"major": "violation", "minor": "warning", "info": "info"}
    told = json.loads(text)
    jsonschema.validate(told, GITLAB)
    return [
        (row["location"]["path"], row["location"]["lines"]["begin"], levels[row["severity"]])
        for row in told
    ]


def of_html(text: str) -> list[Row]:
    """Read the page: each finding with its place."""
    page = html.document_fromstring(text)
    told = page.xpath("//div[contains(@class, 'finding')]")
    return [
        (*_place_of(one.findtext("p[@class='place']")), one.get("class").split()[1]) for one in told
    ]


def _place_of(words: str) -> tuple[str, int]:
    match = re.fullmatch(r"(.*?)(?::(\d+))?(?::\d+)?", words, re.DOTALL)
    assert match
    return match[1], int(match[2] or 0)


READERS: dict[str, Callable[[str], list[Row]]] = {
    "text": of_text,
    "json": of_json,
    "github": of_github,
    "sarif": of_sarif,
    "junit": of_junit,
    "gitlab": of_gitlab,
    "html": of_html,
}
