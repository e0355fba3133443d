"""Findings as SARIF 2.1.0, the form that code scanning and many editors read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from aseankg import __version__
from aseankg.errors import InputError
from aseankg.finding_report import Report, dump, one_line, place, sentence, title
from aseankg.findings import SEVERITIES, Finding, Place

if TYPE_CHECKING:
    from aseankg.rule_pages import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://w3id.org/aseankg"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_LONGEST = 1000  # GitHub takes descriptions of up to 1024 letters
_ROOT = "%SRCROOT%"

Object = dict[str, object]


def as_sarif(report: Report) -> str:
    """Write all findings as one run of the tool."""
    rules = _rules(report.findings)
    numbers = {rule: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules, _known(report.root))},
        "automationDetails": {"id": "aseankg-check/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _text("The folder of the repository.")}},
        "results": [
            _result(one, fingerprint, numbers[one.rule], report)
            for one, fingerprint in report.with_fingerprints()
        ],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Sort findings by rule, the rules by name."""
    found: dict[str, list[Finding]] = {one.rule: [] for one in findings}
    for one in findings:
        found[one.rule].append(one)
    return dict(sorted(found.items()))


def _driver(rules: Mapping[str, Sequence[Finding]], known: Mapping[str, Rule]) -> Object:
    return {
        "name": "aseankg",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": _HOME,
        "rules": [_rule(name, found, known.get(name)) for name, found in rules.items()],
    }


def _known(root: Path | None) -> Mapping[str, Rule]:
    """Give what the pages of the rules tell; nothing where a shape lacks its reason."""
    from aseankg.rule_pages import rules

    with suppress(InputError):
        return rules(root) if root else {}
    return {}


def _rule(name: str, found: Sequence[Finding], known: Rule | None) -> Object:
    gravest = min((one.severity for one in found), key=SEVERITIES.index)
    link = found[0].help
    what, why, mend = (known.what, known.why, known.mend) if known else (title(name), "", "")
    about = one_line(f"{what}. {why}").strip()[:_LONGEST]
    return {
        "id": name,
        "shortDescription": _text(f"{what}."),
        "fullDescription": _text(about),
        "help": _text(f"{about} {mend} See {link}")
        | {"markdown": _escaped(f"{why}\n\n{mend}\n\n") + f"[Examples of {name}]({link})"},
        "helpUri": link,
        "defaultConfiguration": {"level": _LEVELS[gravest]},
    }


def _result(one: Finding, fingerprint: str, number: int, report: Report) -> Object:
    result: Object = {
        "ruleId": one.rule,
        "ruleIndex": number,
        "level": _LEVELS[one.severity],
        "message": {"text": _message(one, report)},
        "locations": [_location(Place(one.path, one.line), report, one.column)],
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": number, **_location(other, report), "message": _text("This has a part in it.")}
            for number, other in enumerate(one.related, 1)
        ]
    told = {"thing": one.thing, "property": one.property, "value": one.value, "remedy": one.remedy}
    return result | {
        "partialFingerprints": {"aseankgFinding/v1": fingerprint},
        "properties": {name: words for name, words in told.items() if words},
    }


def _message(one: Finding, report: Report) -> str:
    """Say what is wrong; the other places are links, without which GitHub does not show them."""
    links = ", ".join(
        f"[{_in_link(place(other, report.base))}]({number})"
        for number, other in enumerate(one.related, 1)
    )
    return _escaped(one_line(sentence(one))) + (f" (see also {links})" if links else "")


def _escaped(text: str) -> str:
    """Write a text that holds no placeholder and no link (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _in_link(text: str) -> str:
    return _escaped(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _text(words: str) -> Object:
    return {"text": _escaped(words)}


def _location(where: Place, report: Report, column: int = 0) -> Object:
    """Give a place; the first line stands for a file as a whole, since GitHub wants a line."""
    region = {"startLine": max(where.line, 1)}
    if where.line and column:
        region["startColumn"] = column
    return {"physicalLocation": {"artifactLocation": _artifact(where, report), "region": region}}


def _artifact(where: Place, report: Report) -> Object:
    name = report.file(where.path)
    if where.path.resolve().is_relative_to(report.base.resolve()):
        return {"uri": quote(name), "uriBaseId": _ROOT}
    return {"uri": "file://" + quote(name if name.startswith("/") else f"/{name}")}
