"""A difference as a comment on a pull request: it reads well, fits, and nothing in it acts."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.deltas import apply
from aseankg.difference_markdown import LIMIT, escape
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
def test_as_markdown_a_summary_then_what_changed() -> None:
    told = run("HEAD", "--format", "markdown")
    assert told.startswith(
        "### From HEAD to the files as they are\n\n**4 facts: 1 added, 1 changed"
    )
    assert "| [Gazette](<https://example.org/gazette>) `gazette` | 1 | 1 | 1 | 1 |" in told
    assert "| changed | founded | 1945 | 1946 | `gazette` |" in told
    assert "| moved | kind | council | council | `councils` to `gazette` |" in told
    assert told.count("<details open>") == told.count("</details>") == 3
    rows = [line for line in told.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


HOSTILE = (
    "<script>alert(1)</script> | `rm` </summary></details> @everyone ping #1 GH-2 org/x#3 "
    "![x](http://e.org/x.png) [a](javascript:1) **b** _c_ $x$ &lt; \\| "
    "https://github.com/o/r/issues/1 0123456789abcdef0123456789abcdef01234567 :tada:"
)


def test_nothing_in_the_data_acts_in_a_comment(clone: Path) -> None:
    literal = HOSTILE.replace("\\", "\\\\")
    edit(clone, GAZETTE, 'dcterms:title "Gazette"', f'dcterms:title "{literal}"')
    edit(clone, REGISTER, '"Moha"@en', f'"{literal}"@en')
    told = run("HEAD", "--format", "markdown")
    html = re.findall(r"<[^>]*>", re.sub(r"\(<https://[^>]*>\)", "", told))
    assert {re.sub(r"[ >].*", ">", tag) for tag in html} <= {
        *("<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>"),
        *("<br>", "<sub>", "</sub>", "<span>", "</span>"),
    }
    text = re.sub(r"`[^`\n]*`|\(<https://[^>]*>\)|<b>.*</b>", "", told)
    for act in (r"@\w", r"#\d", r"GH-\d", r"://\w", r"(?<!\\)\*\*b", r"[0-9a-f]{40}", ":tada:"):
        assert not re.search(act, text), act
    assert not re.search(r"(?<!\\)\]\(", text)


def test_escaping_keeps_the_letters() -> None:
    told = escape("ກຸງ | a_b @me <x>")
    assert told == "ກຸງ \\| a\\_b @\u200bme &lt;x&gt;"


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
    assert LIMIT - 2000 < len(told) <= LIMIT
    assert told.count("<details>") == told.count("</details>")
    left = re.search(r"\*\*(\d+) more facts are left out here", told)
    rows = len(re.findall(r"^\| added \|", told, re.MULTILINE))
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
    assert told.count("<details open>") == told.count("</details>") == 4
