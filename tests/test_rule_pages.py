"""Each rule that a finding can name has a page, and each example on a page does what it says."""

from __future__ import annotations

import ast
import csv
import re
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from aseankg.chronicle import Chronicle
from aseankg.cli import cli
from aseankg.corpus import Corpus
from aseankg.dataset import read
from aseankg.dates import normalise
from aseankg.editorial_tables import ALL_TABLES
from aseankg.findings import Finding
from aseankg.house_registry import RULES, WHOLE_RULES
from aseankg.house_staleness import STALE_RULES, check_stale
from aseankg.namespaces import AKG, shorten
from aseankg.positions import parse
from aseankg.rule_pages import INDEX, Rule, pages, reported, rules
from aseankg.shacl_data import Data
from aseankg.shapes import Shapes, read_shapes
from aseankg.tables import TABLES
from aseankg.terms import value_of
from aseankg.turtle import format_turtle
from aseankg.validation import validate

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "rules"
SOUND = ROOT / "tests" / "fixtures" / "check" / "graph"
PACKAGE = ROOT / "scripts" / "aseankg"
DAY = date(2026, 11, 25)
KNOWN = rules()
HOUSE = [name for name, rule in KNOWN.items() if not name[0].isupper() and not rule.before]
SHAPES = [name for name in KNOWN if name[0].isupper()]


def test_the_pages_are_up_to_date() -> None:
    remedy = "write them anew: aseankg rules --write docs/rules"
    told = pages()
    assert {path.name for path in PAGES.iterdir()} == set(told), remedy
    for name, text in told.items():
        assert (PAGES / name).read_text(encoding="utf-8") == text, f"{name}; {remedy}"


# --- every rule has a page ------------------------------------------------------------------------


def named_in_code() -> set[str]:
    """The names that code gives to findings: hyphenated words where a rule is named."""
    found = {"syntax"}
    for path in PACKAGE.glob("*.py"):
        if path.stem.startswith(("house", "literals", "shape_focus", "shapes", "validation")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    found |= {one for arg in node.args for one in _name(arg)}
                elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                    found |= set(_name(node.value.elts[0]))
    return found


def _name(node: ast.expr) -> list[str]:
    text = node.value if isinstance(node, ast.Constant) else ""
    return [text] if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", text) else []


def test_every_rule_that_a_finding_can_name_has_a_page_and_no_page_is_left_over() -> None:
    shapes = {one.removeprefix(AKG) for one in reported(read_shapes())}
    said = {name for name in shapes if name in SHAPES or _constrains(name)}
    assert set(RULES) | set(WHOLE_RULES) | set(STALE_RULES) <= set(HOUSE), "see rule_texts.yaml"
    assert named_in_code() - {"utf-8"} == set(HOUSE)
    assert said == set(SHAPES)


def _constrains(name: str) -> bool:
    from rdflib import URIRef
    from rdflib.namespace import SH

    silent = {"targetClass", "targetSubjectsOf", "targetNode", "property", "path", "group"}
    told = {str(one) for one in read_shapes().graph.predicates(URIRef(AKG + name))}
    return any(one.startswith(str(SH)) and one.removeprefix(str(SH)) not in silent for one in told)


@pytest.mark.parametrize("rule", KNOWN.values(), ids=lambda rule: rule.name)
def test_a_page_says_what_why_and_how(rule: Rule) -> None:
    assert rule.level in ("violation", "warning", "info")
    assert rule.why, "give the shape a sh:group or a sh:description that says why"
    for text in (rule.what, rule.why, rule.mend):
        assert re.match(r"[A-Z`\"]|akg:", text), text
    assert re.search(r"[.!?)]$", rule.why.rstrip())
    assert len(rule.why.split()) >= 12
    assert rule.wrong
    assert rule.right


@pytest.mark.parametrize("name", sorted(one for one in KNOWN if one.startswith("AgreedShape-")))
def test_the_page_of_a_disagreement_shows_how_to_record_it(name: str) -> None:
    [row] = csv.DictReader(
        re.findall(r"```csv\n(.*?)```", KNOWN[name].advice, re.DOTALL)[0].splitlines()
    )
    columns = {one.name: one for one in ALL_TABLES["contradictions"].columns}
    assert set(row) <= set(columns)
    assert {one.name for one in columns.values() if one.required} <= set(row)
    props = {c.prop for t in TABLES.values() for c in t.columns if c.name == row["property"]}
    property_ = name.removeprefix("AgreedShape-")
    assert AKG + property_ in props or row["property"] == f"tenure ID OF THE POST: {property_}"
    assert "aseankg import contradictions.csv" in KNOWN[name].mend


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for path in PAGES.glob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (PAGES / link).is_file(), f"{path.name}: {link}"
    index = (PAGES / INDEX).read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w -]", "", one.lower()) for one in re.findall(r"## (.*)", index)}
    for rule in KNOWN.values():
        assert re.sub(r"[^\w -]", "", rule.group.lower()) in headings
        assert f"]({rule.name}.md)" in index


# --- the examples of the shapes -------------------------------------------------------------------


def turtle_of(name: str, heading: str) -> str:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(rf"## {heading}\n\n(?:[^\n`]+\n\n)?```turtle\n(.*?)```", text, re.DOTALL)
    assert found, f"{name} shows nothing {heading}"
    return found[1]


def subjects(text: str) -> list[str]:
    return re.findall(r"^(\S+:\S+|<\S+>)(?:  # \w+)?$", text, re.MULTILINE)


def apart(text: str, number: int) -> str:
    """Give the things of an example names of their own, so that all fit into one graph."""
    for name in subjects(text):
        if not name.startswith("<"):
            text = re.sub(rf"(?<![\w:-]){re.escape(name)}(?![\w-])", f"{name}-{number}", text)
    return text


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return read_shapes()


@pytest.fixture(scope="module")
def rejected(shapes: Shapes) -> dict[str, set[str]]:
    """What is rejected, by which rules, among the examples of all pages and the sound things."""
    sound = [ROOT / "ontology" / f"{name}.ttl" for name in ("aseankg", "codes")]
    sound += sorted((ROOT / "tests" / "shapes").glob("*.valid*.ttl"))
    texts = [path.read_text(encoding="utf-8") for path in sound]
    for number, name in enumerate(SHAPES):
        texts += [apart(turtle_of(name, "Wrong"), 2 * number)]
        texts += [apart(turtle_of(name, "Right"), 2 * number + 1)]
    data = [
        one.triple
        for text in texts
        for one in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, lenient=True)
    ]
    bounds = [bound.triple for one in data for bound in _bounds(one)]
    found: dict[str, set[str]] = defaultdict(set)
    assert shapes.engine
    for result in shapes.engine.run(Data([*data, *bounds])):
        thing = result.value if value_of(result.focus) == AKG + "Tenure" else result.focus
        found[shorten(value_of(thing))].add(value_of(result.shape).removeprefix(AKG))
    return found


def _bounds(triple: ox.Triple) -> list[ox.Quad]:
    try:
        return list(normalise([ox.Quad(*triple)]))
    except ValueError:
        return []


@pytest.mark.parametrize("name", SHAPES)
def test_the_wrong_example_of_a_shape_breaks_it_alone_and_the_right_one_nothing(
    name: str, rejected: dict[str, set[str]]
) -> None:
    number = SHAPES.index(name)
    wrong = subjects(apart(turtle_of(name, "Wrong"), 2 * number))
    right = subjects(apart(turtle_of(name, "Right"), 2 * number + 1))
    assert set().union(*(rejected.get(shorten(one.strip("<>")), set()) for one in wrong)) == {name}
    assert {one: rejected[one] for one in right if one in rejected} == {}


# --- the examples of the other rules --------------------------------------------------------------


def broken_by(place: Path, rule: Rule, heading: str) -> set[tuple[str, str]]:
    """Check the small sound graph with the files of an example; give rules and levels."""
    shutil.copytree(ROOT / "ontology", place / "ontology")
    if rule.name != "empty-graph":
        shutil.copytree(SOUND, place / "graph")
    (place / "graph" / "register").mkdir(parents=True, exist_ok=True)
    example = rule.wrong if heading == "Wrong" else rule.right
    assert example
    for name, text in example.files.items():
        path = place / name
        path.parent.mkdir(exist_ok=True)
        if path.suffix != ".ttl" or not path.exists():
            path.write_text(text, encoding="utf-8")
        elif path.stem == "shapes":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        else:
            add(path, text)
    found = stale(place) if rule.name in STALE_RULES else validate(place)
    if rule.name == "empty-graph":  # then the pillars have no councils either
        found = [one for one in found if one.path.parent.name != "ontology"]
    return {(one.rule, one.severity) for one in found}


def stale(place: Path) -> list[Finding]:
    """Give what is out of date, but of what the small graph holds already."""
    files = Corpus(place, tuple(read(place))).parts
    found = [one for file in files for one in check_stale(file, Chronicle.of(files), DAY)]
    return [one for one in found if not one.thing.endswith(("/gazette", "/councils"))]


def add(path: Path, text: str) -> None:
    """Put statements into a file, in the order that all files have."""
    given = [triple for triple, _ in parse(path)]
    first = next((str(one.subject)[1:-1] for one in given if "/source/" in str(one.subject)), "")
    new = [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    try:
        path.write_text(format_turtle([*given, *new], first), encoding="utf-8")
    except ValueError:  # it holds a thing without an id
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


@pytest.mark.parametrize("name", HOUSE)
def test_the_wrong_example_of_a_rule_breaks_it_alone_and_the_right_one_nothing(
    name: str, tmp_path: Path
) -> None:
    rule = KNOWN[name]
    assert broken_by(tmp_path / "wrong", rule, "Wrong") == {(name, rule.level)}
    assert broken_by(tmp_path / "right", rule, "Right") == set()


# --- the command ----------------------------------------------------------------------------------


def test_the_command_explains_a_rule_and_writes_the_pages(tmp_path: Path) -> None:
    run = CliRunner().invoke
    told = run(cli, ["rules", "[unknown-thing]"]).output
    assert told.startswith("unknown-thing\n\nWhatever is spoken of or named as a value")
    assert '\n    id:vn-mhoa\n        akg:seatCity "Ha Noi" ;\n    .\n' in told
    assert not re.search(r"`|\*\*|^#+ |\]\(|README", told, re.MULTILINE)
    listed = run(cli, ["rules"]).output
    assert all(name in listed for name in KNOWN)
    missing = run(cli, ["rules", "unknwon-thing"])
    assert (missing.exit_code, "did you mean unknown-thing" in missing.stderr) == (2, True)
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    written = run(cli, ["rules", "--write", str(tmp_path)])
    assert written.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in PAGES.iterdir()}
    assert run(cli, ["rules", "--write", str(tmp_path)]).output == ""
