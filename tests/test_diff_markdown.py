"""A difference as a comment on a pull request: it reads well, fits, and nothing in it acts."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from aseankg.cli import cli
from aseankg.deltas import apply
from aseankg.difference_escapes import escape, escape_html, value
from aseankg.difference_markdown import LIMIT
from aseankg.paths import data_root
from aseankg.states import read_states
from changed_graphs import GAZETTE, REGISTER, changed_clone, edit


@pytest.fixture(name="clone")
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose work tree holds one change of each kind."""
    folder = changed_clone(tmp_path / "clone")
    monkeypatch.setenv("ASEANKG_DATA", str(folder))
    return folder


def run(*arguments: str | Path, code: int = 0) -> str:
    result: Result = CliRunner().invoke(cli, ["diff", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.stdout if code < 2 else result.stderr


@pytest.mark.usefixtures("clone")
def test_a_small_change_is_one_open_table_then_the_sources() -> None:
    told = run("HEAD", "--format", "markdown")
    assert told.startswith(
        "### From HEAD to the files as they are\n\n**4 facts: 1 added, 1 changed"
    )
    changes, sources = told.split("\n#### Sources\n\n")
    assert "| changed: founded | <del>1945</del> → 1946 | <sub>`gazette`</sub> |" in changes
    assert "| moved: kind | council | <sub>`councils` to `gazette`</sub> |" in changes
    assert "| removed: part of | <del>" in changes
    assert "<br><sub>institution `id:vn-moha`</sub> |" in changes
    assert "| [Gazette](<https://example.org/gazette>) `gazette` | 1 | 1 | 1 | 1 |" in sources
    assert "<details" not in told
    assert widths(changes) == {4}
    assert widths(sources) == {5}


def test_a_source_is_named_where_it_changes(clone: Path) -> None:
    edit(clone, GAZETTE, 'dcterms:publisher "Government"', 'dcterms:publisher "State"')
    edit(clone, GAZETTE, 'dcterms:title "Gazette"', 'dcterms:title "The gazette"')
    told = run("HEAD", "--format", "markdown")
    rows = [
        line.split(" | ") for line in told.partition("#### S")[0].split("\n") if "| chan" in line
    ]
    of_source = [row for row in rows if "publisher" in row[1] or "title" in row[1]]
    assert [row[0] != "| " for row in of_source] == [True, False]
    assert [row[-1] for row in of_source] == ["<sub>`gazette`</sub> |", " |"]


def widths(text: str) -> set[int]:
    """How many cells the rows of tables have."""
    rows = [line for line in text.split("\n") if line.startswith("|")]
    return {len(re.findall(r"(?<!\\)\|", row)) - 1 for row in rows}


HOSTILE = (
    "<script>alert(1)</script> | `rm` </summary></details> @everyone ping #1 GH-2 org/x#3 "
    "![x](http://e.org/x.png) [a](javascript:1) **b** _c_ $x$ &lt; \\| (www.e.org) `@x`|#4 "
    "https://github.com/o/r/issues/1 0123456789abcdef0123456789abcdef01234567 :tada: a@b.org"
)
ACTS = r"@\w", r"#\d", r"GH-\d", r"://\w", "www[.]", r"\b[0-9a-f]{7,40}\b", ":tada:"


def rendered(text: str) -> Any:
    """The page as a forge makes it of a comment."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return html.document_fromstring(f"<main>{page.render(text)}</main>")


def plain(page: Any) -> str:
    """The text of a page that stands in no code and no link: there a forge looks for more."""
    return "\n".join(page.xpath("//text()[not(ancestor::code) and not(ancestor::a)]"))


@pytest.mark.parametrize("flat", [True, False])
def test_nothing_in_the_data_acts_in_a_comment(
    clone: Path, flat: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    literal = HOSTILE.replace("\\", "\\\\")
    edit(clone, GAZETTE, 'dcterms:title "Gazette"', f'dcterms:title "{literal}"')
    edit(clone, REGISTER, '"Moha"@en', f'"{literal}"@en')
    if not flat:
        monkeypatch.setattr("aseankg.difference_markdown._FLAT", 0)
    told = run("HEAD", "--format", "markdown")
    page = rendered(told)
    assert ("<details>" in told) is not flat
    assert {one.tag for one in page.xpath("//main//*")} <= {
        *("h3", "h4", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "a", "code"),
        *("details", "summary", "b", "br", "sub", "span", "del"),
    }
    assert set(page.xpath("//a/@href")) <= {"https://example.org/gazette"}
    for act in ACTS:
        assert not re.search(act, plain(page)), act
    assert widths(told) == {4, 5}
    shown = [one.text_content() for one in page.xpath("//td/b | //td")]
    assert any(HOSTILE in one for one in shown)


@given(st.text("`|\\\\<>&$*_~[]()@#1a:/!.- é", max_size=30))
def test_escaping_keeps_the_letters_and_nothing_else(text: str) -> None:
    """Also what is copied from the page: no letter is put between."""
    wanted = " ".join(text.split())
    [cell] = rendered(f"| a |\n| --- |\n| x{escape(text)} |\n").xpath("//tbody//td")
    assert cell.text_content().rstrip() == f"x{wanted}".rstrip()
    assert {one.tag for one in cell.iterdescendants()} <= {"code", "span"}
    flat = rendered(f"<p>x{escape_html(text)}</p>")
    assert flat.text_content().strip() == f"x{wanted}".strip()


def test_what_would_act_is_code_and_addresses_are_links() -> None:
    assert escape("ກຸງ | a_b (see @me, #1.) <x>") == ("ກຸງ \\| a\\_b (see `@me`, `#1`.) &lt;x&gt;")
    assert escape("`@me`|@you") == "`` `@me` ``\\|`@you`"
    assert escape_html("<x> @me") == "&lt;x&gt; <code>@me</code>"
    assert value("https://asean.org/a_b?c=1#d") == "<https://asean.org/a_b?c=1#d>"
    for text in (
        "https://github.com/o/r/issues/1",
        "javascript:a://b",
        "https://a b",
        "http://a|b",
    ):
        assert "<" not in value(text)
        assert "`" in value(text)


# --- the real graph -------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="emptied")
def without_asean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real graph without the facts of the region."""
    folder = tmp_path_factory.mktemp("emptied")
    shutil.copytree(data_root() / "ontology", folder / "ontology")
    ignore = shutil.ignore_patterns("asean")
    shutil.copytree(data_root() / "graph", folder / "graph", ignore=ignore)
    return folder


def test_a_large_difference_fits_into_a_comment_and_is_quick(emptied: Path) -> None:
    begun = time.process_time()
    told = run(emptied, "--format", "markdown")
    assert time.process_time() - begun < 8
    assert LIMIT - 4000 < len(told) <= LIMIT
    assert told.count("<details>") == told.count("</details>") > 5
    assert "\n#### Sources\n" in told
    left = re.search(r"\*\*(\d+) more facts are left out here", told)
    rows = len(re.findall(r"^\|.* \| added: ", told, re.MULTILINE))
    total = re.search(r"\*\*(\d+) facts: ", told)
    assert left
    assert total
    assert int(total[1]) == rows + int(left[1])


def test_a_delta_of_the_real_graph_can_be_applied(emptied: Path) -> None:
    old, new = read_states(str(emptied), ".", data_root())
    assert len(new.quads - old.quads) > 10_000
    written = run(emptied, "--format", "delta")
    assert apply(old.quads, written) == new.quads
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in new.quads)


def test_no_value_is_too_long_for_a_comment(clone: Path) -> None:
    words = "<" * 30_000 + " $" * 20_000
    address = f"https://example.org/{'x' * 50_000}"
    edit(clone, GAZETTE, 'dcterms:title "Gazette"', f'dcterms:title "{words}"')
    edit(clone, GAZETTE, "https://example.org/gazette", address)
    edit(clone, REGISTER, '"Moha"@en', f'"{words}"@en')
    told = run("HEAD", "--format", "markdown")
    assert len(told) <= LIMIT
    changes = re.findall(r"^\|.* \| (?:added|changed|removed|moved): ", told, re.MULTILINE)
    assert len(changes) == 7
