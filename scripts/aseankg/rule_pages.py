"""The pages of the rules, one a rule: what is wrong, why it matters, how to mend it, examples.

They are made from the shapes and their groups, the examples in `tests/shapes`, the rules of the
house and `rule_texts.yaml`; nothing is written by hand in `docs/rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aseankg import house
from aseankg.house_registry import RULES, WHOLE_RULES
from aseankg.house_staleness import STALE_RULES
from aseankg.namespaces import AKG, SH, shorten
from aseankg.paths import data_root
from aseankg.release_rules import RULES as RELEASE_RULES
from aseankg.rule_advice import advice
from aseankg.rule_examples import Examples, with_prefixes
from aseankg.shapes import TARGETS, Shapes, read_shapes

if TYPE_CHECKING:
    from rdflib.term import Node

assert house.PARTS  # they enter their rules
TEXTS = Path(__file__).parent / "rule_texts.yaml"
INDEX = "README.md"
_CODE = re.compile(
    r"(?:akg|code|dcterms|id|owl|prov|query|rdf|rdfs|schema|sdg|skos|src|xsd):[\w-]+(?:\.\.\.)?"
    r'(?: (?:"[^"]*"(?:@\w+|\^\^xsd:\w+)?|<[^>]*>|(?:src|id):[\w-]+))?'
    r'|"[^"]*"(?:@\w+|\^\^xsd:\w+)|<[^>]*>'
)
_ABOUT = """The check names the rule that is broken in square brackets: `[unknown-thing]`. Each rule
has a page that tells what is wrong, why it matters and how to mend it, with a wrong and a right
example. `aseankg rules NAME` prints it in a terminal.

These pages are made by `aseankg rules --write docs/rules` from the shapes, the examples in
`tests/shapes` and `scripts/aseankg/rule_texts.yaml`."""


@dataclass(frozen=True)
class Example:
    """What an example says, and in which files; under an empty path it stands in any file."""

    files: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """All that a page tells of a rule; the examples are `None` where they are not at hand.

    Only a rule of a release has `before`: what the release before says. `advice` is Markdown.
    """

    name: str
    group: str
    level: str
    what: str
    looks_at: str
    why: str
    mend: str
    wrong: Example | None
    right: Example | None
    before: Example | None = None
    advice: str = ""


def rules(root: Path | None = None) -> dict[str, Rule]:
    """Give every rule that a finding can name, by name; raises as `read_shapes` does."""
    root = root or data_root()
    shapes = read_shapes(root)
    folder = root / "tests" / "shapes"
    examples = Examples(folder, shapes) if folder.is_dir() else None
    found = [*_of_shapes(shapes, examples), *_of_house()]
    return {rule.name: rule for rule in sorted(found, key=lambda one: one.name.lower())}


def pages(root: Path | None = None) -> dict[str, str]:
    """Give the text of each page by the name of its file, and that of the index."""
    known = rules(root)
    told = {f"{rule.name}.md": markdown(rule) for rule in known.values()}
    return {INDEX: _index(known.values()), **told}


def markdown(rule: Rule) -> str:
    """Write the page of a rule."""
    about = f"{rule.level} · {rule.looks_at}" if rule.looks_at else rule.level
    parts = [
        f"# {rule.name}",
        f"**{_marked(rule.what)}** ({about})",
        rule.why,
        "## How to mend it",
        _marked(rule.mend),
        *filter(None, [rule.advice]),
        *_shown("Released before", rule.before),
        *_shown("Wrong", rule.wrong, _lacks(rule)),
        *_shown("Right", rule.right),
        f"[{rule.group}]({INDEX}#{_anchor(rule.group)}) · [all rules]({INDEX})",
    ]
    return "\n\n".join(parts) + "\n"


def _lacks(rule: Rule) -> str:
    """Say so where what is wrong cannot be marked, because it is not there."""
    wrong, right = ("".join(one.files.values()) if one else "" for one in (rule.wrong, rule.right))
    return "Something is missing:" if "  # right" in right and "  # wrong" not in wrong else ""


def _shown(heading: str, example: Example | None, words: str = "") -> Iterator[str]:
    if example is None:
        return
    yield f"## {heading}"
    if words:
        yield words
    if not example.files:
        yield "No file at all."
    for path, text in example.files.items():
        language = "csv" if path.endswith(".csv") else "turtle"
        yield (f"In `{path}`:\n\n" if path else "") + f"```{language}\n{text}```"


def _index(known: Iterable[Rule]) -> str:
    groups: dict[str, list[Rule]] = defaultdict(list)
    for rule in known:
        groups[rule.group].append(rule)
    parts = ["# The rules", _ABOUT]
    for group in sorted(groups):
        rows = (
            f"| [{rule.name}]({rule.name}.md) | {_marked(rule.what).replace('|', '&#124;')} |"
            for rule in groups[group]
        )
        parts += [f"## {group}", "\n".join(["| rule | says |", "|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def _anchor(heading: str) -> str:
    """Give the name by which forges link to a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _marked(text: str) -> str:
    """Mark terms, literals and addresses as code; leave what is marked already."""
    return text if "`" in text else _CODE.sub(lambda found: f"`{found[0].rstrip('.')}`", text)


# --- the rules of the house -----------------------------------------------------------------------


def _of_house() -> Iterator[Rule]:
    """Give the rules that are functions, or named in the texts only; a test misses none."""
    texts = _texts()
    functions = {**RULES, **WHOLE_RULES, **STALE_RULES, **RELEASE_RULES}
    for name, text in texts.items():
        told = (functions[name].__doc__ or "") if name in functions else ""
        yield Rule(
            name=name,
            group=text["group"],
            level=text["level"],
            what=text.get("title") or told.partition("\n")[0].rstrip("."),
            looks_at="",
            why=text["why"],
            mend=text["mend"],
            wrong=_example(text["wrong"]),
            right=_example(text["right"]),
            before=_example(text["before"]) if "before" in text else None,
        )


def _texts() -> dict[str, dict[str, Any]]:
    import yaml

    texts: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return texts


def _example(files: Mapping[str, str]) -> Example:
    return Example({path: with_prefixes(text) for path, text in files.items()})


# --- the shapes -----------------------------------------------------------------------------------


def _of_shapes(shapes: Shapes, examples: Examples | None) -> Iterator[Rule]:
    """Give the shapes that a result can name: those that a target leads to by `sh:property`."""
    from rdflib import URIRef
    from rdflib.namespace import RDFS
    from rdflib.namespace import SH as TERM

    graph = shapes.graph
    for iri in reported(shapes):
        shape, name = URIRef(iri), iri.removeprefix(AKG)
        what, _, mend = str(graph.value(shape, TERM.message) or "").partition(". ")
        if not what:
            continue  # it has parts, and nothing of its own to say
        group = graph.value(shape, TERM.group)
        reasons = [graph.value(shape, TERM.description), graph.value(group, RDFS.comment)]
        shown = examples and name in examples.files
        wrong, right = examples.pair(name) if examples and shown else (None, None)
        yield Rule(
            name=name,
            group=str(graph.value(group, RDFS.label) or "Others"),
            level=str(graph.value(shape, TERM.severity) or SH + "Violation")
            .removeprefix(SH)
            .lower(),
            what=what,
            looks_at=_looks_at(shapes, shape),
            why="\n\n".join(str(one) for one in reasons if one),
            mend=mend.rstrip(".") + ".",
            wrong=None if wrong is None else Example({"": wrong}),
            right=None if right is None else Example({"": right}),
            advice=advice(str(group), name),
        )


def reported(shapes: Shapes) -> list[str]:
    """Give the IRIs of the shapes that results name; those used by `sh:node` alone never are."""
    from rdflib import URIRef
    from rdflib.namespace import SH as TERM

    graph = shapes.graph
    found = {one for target in TARGETS for one in graph.subjects(URIRef(target))}
    pending = list(found)
    while pending:
        new = set(graph.objects(pending.pop(), TERM.property)) - found
        found |= new
        pending += new
    return sorted(str(one) for one in found if isinstance(one, URIRef))


def _looks_at(shapes: Shapes, shape: Node) -> str:
    """Say on what a shape is, if that can be said in a few words."""
    from rdflib import URIRef
    from rdflib.namespace import SH as TERM

    graph = shapes.graph
    owners = {shape, *graph.subjects(TERM.property, shape)}
    classes = {shorten(str(o)) for one in owners for o in graph.objects(one, TERM.targetClass)}
    path = graph.value(shape, TERM.path) or graph.value(shape, URIRef(AKG + "onProperty"))
    property_ = f"`{shorten(str(path))}`" if isinstance(path, URIRef) else ""
    if property_.endswith(("Earliest`", "Latest`")):
        property_ = property_.replace("Earliest", "").replace("Latest", "")
    things = ", ".join(f"`{name}`" for name in sorted(classes)) if len(classes) < 5 else ""
    return " of ".join(filter(None, (property_, things)))
