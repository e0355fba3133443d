"""Graphs with seeded faults: the small sound graph of the fixtures, damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

from aseankg.findings import Finding, Place, in_order
from aseankg.paths import data_root

SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
GAZETTE = "graph/việt nam 100%/gazette.ttl"
G, C, R = GAZETTE, "graph/asean/councils.ttl", "graph/register/institutions.ttl"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
NASTY = "50 % of a,b: ::error::x\r\nsecond </failure> ]]> {0} [a](1) \"'& "
NASTY += "\x00 \x1b[31m \ufffe \u202e"

# file, text that stands once, other text: each a fault of another kind
SEEDS = [
    (G, '"2025-05-26"', '"2025-02-30"'),
    (G, '"2026"^^xsd:gYear', '"soon"@en'),
    (G, 'dcterms:issued "2026-01-25"', 'dcterms:issued "2126-01-25"'),
    (G, "akg:role code:role-lead", "akg:role code:basis-stated"),
    (G, "code:commitment-level-goal", "code:commitment-level-gaol"),
    (G, "authority id:plan ", "authority id:plam "),
    (G, "a akg:Statement", "a akg:Statment"),
    (G, "target id:plan-goal", "target id:viet-nam"),
    (G, "akg:founded", "akg:funded"),
    (G, '"Kế hoạch"@vi', '"Kế hoạch"@vn'),
    (G, "partOf id:plan-goal", "partOf id:plan-measure"),
    (G, "object id:ascc-council", "object id:aec-council"),
    (G, "code:basis-observed", "code:basis-inferred"),
    (G, '"VN" ;', '"VN"^^xsd:integer ;'),
    (G, "<https://example.org/gazette>", '"gazette"'),
    (G, '"Government"', '" Government"'),
    (G, "code:language-vi", "code:language-xx"),
    (G, "akg:status code:instrument-status-adopted", "akg:status code:role-lead"),
    (G, "id:vn-moha\n", "id:vn-moha\n    a akg:Institution ;\n"),
    (C, "apsc-council\n    akg:kind", "apsc-counsil\n    akg:kind"),
    (C, "id:aec-council\n", f'id:aec-council\n    {LABEL} "A"@en ;\n'),
    (R, 'Label "Moha"@en', 'Label "Moha"@en ;\n    skos:altLabel "Moha"@en'),
]
FEW = SEEDS[0], SEEDS[4], SEEDS[7], SEEDS[9]


def lay_out(place: Path) -> Path:
    """Make a sound graph in a folder of a repository; names hold spaces, marks and signs."""
    root = place / "dữ liệu"
    shutil.copytree(data_root() / "ontology", root / "ontology")
    shutil.copytree(SOUND, root / "graph")
    (place / ".git").mkdir()
    (root / "graph" / "viet-nam").rename(root / "graph" / "việt nam 100%")
    return root


def damage(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands once."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(root: Path, file: str, new: str) -> int:
    """Give the line on which a text ends, as the file stands now."""
    text = (root / file).read_text(encoding="utf-8")
    return text[: text.index(new) + len(new.rstrip("\n"))].count("\n") + 1


def and_odd_ones(root: Path, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Add findings such as nobody would wish for."""
    odd = Finding("odd-rule", "warning", root / "graph", 0, "", "", "", NASTY, "")
    worse = Finding(
        *("OddShape-thing", "violation", root.parent.parent / "else, where.ttl", 3),
        *(f"https://example.org/{NASTY}", "https://example.org/p", NASTY, NASTY, NASTY),
        (Place(root / "graph" / "[x](y) {0}.ttl", 7), Place(root / GAZETTE, 0)),
        12,
    )
    note = Finding("odd-rule", "info", root / GAZETTE, 1, "", "", "", "a note", "do nothing")
    return tuple(in_order([*found, odd, worse, note]))
