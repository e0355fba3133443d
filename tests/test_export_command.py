"""The command that exports: what it writes, and faults in one line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aseankg.cli import cli
from aseankg.console import Failure
from aseankg.exporters import EXPORTERS, GRAPH, NETWORK, QUESTION


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["export", *args])


def test_command_writes_networks_questions_and_the_graph(tmp_path: Path) -> None:
    out = tmp_path / "a file.gexf"
    name = ["--network", "institution-institution", "--country", "viet-nam"]
    done = run("gexf", *name, "-o", str(out), "-q")
    assert (done.exit_code, done.output) == (0, "")
    assert b"vn-moha" in out.read_bytes()
    assert run("graphology", f"--network={name[1]}", "--country=viet-nam").exit_code == 0
    rows = run("csv", "--question", "who-held-a-post", "--spreadsheet-safe").stdout
    assert rows.splitlines()[0].endswith("sources,source_urls")
    assert run("svg", "--around", "Bộ Nội vụ", "--lang", "vi").stdout.startswith("<?xml")
    assert run("nquads", "--around", "vn-moha", "--hops", "2").stdout.count("\n") > 2000


def test_command_leaves_out_what_it_is_told_to() -> None:
    whole = run("nquads").stdout
    stated = run("nquads", "--without", "inferred", "--without", "editorial").stdout
    assert "source/editorial> ." in whole
    assert "source/editorial> ." not in stated
    assert (
        hashlib.sha256(whole.encode()).digest()
        == hashlib.sha256(run("nquads").stdout_bytes).digest()
    )


def test_page_says_what_was_asked_for_and_names_its_sources() -> None:
    page = run("html", "--network", "instruments", "--country", "viet-nam").stdout
    assert "country: viet-nam" in page
    assert 'id="source-1"><a href="http' in page


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["dott"], "did you mean dot"),
        (["dot"], "give --network NAME or --around THING"),
        (["svg", "--question", "who-held-a-post"], "choose csv, xlsx, html"),
        (["trig", "--network", "instruments"], "leave out --network and --question"),
        (["csv", "--network", "instrument"], "did you mean instruments"),
        (["csv", "--question", "who"], "no question 'who'"),
        (["csv", "--network", "instruments", "--question", "who-held-a-post"], "one of them"),
        (["csv", "--network", "instruments", "--around", "vn-moha"], "one of them"),
        (["csv", "--network", "instruments", "--contry", "x"], "No such option '--contry'"),
        (["csv", "--network", "instruments", "--country", "atlantis"], "atlantis"),
        (["gexf", "--around", "vn-moha", "--spreadsheet-safe"], "for csv alone"),
        (["svg", "--around", "no such thing at all"], "no such thing"),
    ],
)
def test_faults_take_one_line(args: list[str], told: str) -> None:
    done = run(*args)
    assert done.exit_code == Failure.exit_code
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_help_lists_the_options_of_a_network() -> None:
    text = run("csv", "--network", "instruments", "--help").output
    assert "--country" in text
    assert all(name in text for name in EXPORTERS)


def test_every_format_can_be_written() -> None:
    for name, one in EXPORTERS.items():
        assert one.name == name
        assert one.about
        assert one.suffix.startswith(".")
        assert set(one.writers) <= {GRAPH, NETWORK, QUESTION}
