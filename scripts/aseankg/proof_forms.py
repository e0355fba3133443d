"""Proofs written: as a tree in text, as nested lists in Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from aseankg import console
from aseankg.formats import citation, slug, source_object
from aseankg.namespaces import EDITORIAL, shorten
from aseankg.proofs import HOUSE, Proof, Reason
from aseankg.rules import Rule
from aseankg.things import source_infos


def as_text(proof: Proof) -> str:
    """Write each reason as a tree, then the sources by number."""
    numbers = {iri: number for number, iri in enumerate(proof.sources(), 1)}
    width = console.terminal_width()
    lines = [proof.asked]
    told: set[str] = set()
    for number, reason in enumerate(proof.reasons, 1):
        many = f"{number} of {len(proof.reasons)}: " if len(proof.reasons) > 1 else ""
        lines += ["", *_paragraph("", many + reason.says, width)]
        lines += _below(reason, "", numbers, width, told)
    infos = source_infos(proof.store, numbers)
    lines += ["", "Sources"] if numbers else []
    lines += [f"  [{number}] {citation(infos[iri], iri)}" for iri, number in numbers.items()]
    return "\n".join(lines) + "\n"


def _below(
    reason: Reason, indent: str, numbers: dict[str, int], width: int, told: set[str]
) -> list[str]:
    """Give the lines below a step; what was told before is not told again."""
    lines: list[str] = []
    deeper = indent + ("│  " if reason.because else "   ")
    for note in _notes(reason, numbers, told):
        lines += _paragraph(deeper, note, width)
    if reason.rule and reason.says in told:
        return [*lines, f"{indent}└─ (explained above)"]
    told.add(reason.says)
    for number, premise in enumerate(reason.because, 1):
        last = number == len(reason.because)
        first, *others = _paragraph("", premise.says, width - len(indent) - 3)
        lines.append(f"{indent}{'└─ ' if last else '├─ '}{first}")
        inside = indent + ("   " if last else "│  ")
        lines += [inside + other for other in others]
        lines += _below(premise, inside, numbers, width, told)
    return lines


def _paragraph(indent: str, text: str, width: int) -> list[str]:
    return [indent + line for line in console.wrap(text, max(30, width - len(indent)))]


def _notes(reason: Reason, numbers: dict[str, int], told: set[str]) -> list[str]:
    """Say where a step comes from: a rule, sources, editors, or the graph itself."""
    notes = [_by_rule(reason.rule, told)] if reason.rule else []
    if reason.stated:
        places = (f"[{numbers[iri]}]{f' ({at})' if at else ''}" for iri, at in reason.stated)
        notes.append("stated in " + ", ".join(places))
    if reason.rationale or reason.house == HOUSE[EDITORIAL]:
        notes.append(_concluded(reason, numbers))
    elif reason.house:
        notes.append(reason.house)
    return notes


def _by_rule(rule: Rule, told: set[str]) -> str:
    """Name a rule, with what it says and where it stands when it is named first."""
    name = f"by the rule {rule.name}"
    if name in told:
        return name
    told.add(name)
    return f"{name}: {rule.summary} {rule.description}".strip() + f" ({_file(rule)})"


def _concluded(reason: Reason, numbers: dict[str, int]) -> str:
    sure = f", confidence {reason.confidence}" if reason.confidence else ""
    why = f": {reason.rationale}" if reason.rationale else ""
    names = [f"[{numbers[i]}]" if i in numbers else slug(i) for i in reason.drawn_from]
    return f"concluded by the editors{sure}{why}" + (f" (from {', '.join(names)})" if names else "")


def _file(rule: Rule) -> str:
    return "/".join(rule.path.parts[-3:])


def as_markdown(proof: Proof) -> str:
    """Write nested lists, the sources as a numbered list of links."""
    numbers = {iri: number for number, iri in enumerate(proof.sources(), 1)}
    lines = [f"**{proof.asked}**", ""]
    told: set[str] = set()
    for reason in proof.reasons:
        lines += _items(reason, 0, numbers, told)
    infos = source_infos(proof.store, numbers)
    lines += ["", "Sources", ""] if numbers else []
    for iri, number in numbers.items():
        title = infos[iri].title.replace("[", "(").replace("]", ")")
        lines.append(
            f"{number}. [{title}]({infos[iri].url})" if infos[iri].url else f"{number}. {title}"
        )
    return "\n".join(lines) + "\n"


def _items(reason: Reason, depth: int, numbers: dict[str, int], told: set[str]) -> Iterator[str]:
    notes = " — ".join(_notes(reason, numbers, told))
    yield f"{'  ' * depth}- {reason.says}{f' — *{notes}*' if notes else ''}".replace("<", "&lt;")
    for premise in reason.because:
        yield from _items(premise, depth + 1, numbers, told)


def as_json(proof: Proof) -> str:
    """Write the reasons as nested objects, and the sources that they name."""
    infos = source_infos(proof.store, proof.sources())
    document = {
        "asked": proof.asked,
        "reasons": [_reason_object(reason) for reason in proof.reasons],
        "sources": [source_object(infos[iri], iri) for iri in proof.sources()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _reason_object(reason: Reason) -> dict[str, Any]:
    rule = reason.rule
    members = {
        "says": reason.says,
        "statements": reason.statements,
        "rule": rule and {"id": shorten(rule.iri), "summary": rule.summary, "file": _file(rule)},
        "stated": [{"source": shorten(iri), "locator": at} for iri, at in reason.stated],
        "rationale": reason.rationale,
        "confidence": reason.confidence,
        "drawn_from": [shorten(iri) for iri in reason.drawn_from],
        "house": reason.house,
        "because": [_reason_object(one) for one in reason.because],
    }
    return {name: value for name, value in members.items() if value}


FORMATS: dict[str, Callable[[Proof], str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_markdown,
}
