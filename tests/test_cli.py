"""The command line as people meet it: help, exit codes, faults in one line, all kinds of output."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aseankg.cli import COMMANDS
from aseankg.console import fit, width_of, wrap, write_whole
from aseankg.formats import FORMATS
from aseankg.screen import runs

ROOT = Path(__file__).resolve().parent.parent
MAIN = "which-ministries-contribute-to-which-goals"
MERGER = "what-moved-in-a-merger"


def aseankg(
    *words: str, env: dict[str, str] | None = None, cwd: Path = ROOT, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aseankg", *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "COLUMNS": "100", **(env or {})},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data to run examples in, with the files that they name."""
    place = tmp_path_factory.mktemp("a copy")
    for name in ("graph", "ontology", "queries"):
        shutil.copytree(ROOT / name, place / name)
    (place / "new-facts.xlsx").write_bytes(_empty_workbook())
    return place


def _empty_workbook() -> bytes:
    from aseankg.tables import TABLES
    from aseankg.templates import template_csv
    from aseankg.workbooks import workbook

    return workbook({"results": list(csv.reader(io.StringIO(template_csv(TABLES["results"]))))})


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_an_example_that_runs(command: str, copy: Path) -> None:
    told = aseankg(command, "--help")
    assert told.returncode == 0
    found = re.search(r"Example: aseankg (.*)", " ".join(told.stdout.split()))
    assert found, told.stdout
    words = shlex.split(found[1])
    if words[0] in ("check", "diff", "explore"):
        return  # test_check.py and test_diff.py run them; a server runs until it is stopped
    done = aseankg(*words, cwd=copy, env={"ASEANKG_DATA": str(copy)})
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_help_lists_the_commands_and_their_exit_codes() -> None:
    told = aseankg("--help").stdout
    assert all(re.search(rf"^  {name} ", told, re.MULTILINE) for name in COMMANDS)
    assert "Exit codes: 0 it passes, 1 the data falls short, 2 it could not run" in told


@pytest.mark.parametrize(
    ("words", "what", "remedy"),
    [
        ("asc", "no command 'asc'", "did you mean ask"),
        ("ask what-moved", "no question 'what-moved'", f"did you mean {MERGER}"),
        (f"ask {MERGER} --contry x", "No such option '--contry'", "--help tells"),
        (f"ask {MERGER} --before 2025-02-30", "'2025-02-30' is no date", "write yyyy"),
        (f"ask {MERGER} --institution vn-molissa", "no institution", "vn-molisa"),
        (f"ask {MERGER} --institution viet-nam", "is no institution", "give the id"),
        ("ask what-an-institution-owes", "Missing option '--institution'", "--help tells"),
        ("show vn-mohaa", "no thing is called 'vn-mohaa'", "vn-moha (Ministry of Home Affairs)"),
        ("show ACCC", "is the name of", "name one"),
        ("show", "Missing argument 'THING'", "--help tells"),
        ("network institution-commitmen", "no such network", "did you mean institution-commitment"),
        ("export gefx", "no format 'gefx'", "did you mean gexf"),
        ("query nowhere.rq", "nowhere.rq", "--help tells"),
        ("import nowhere.csv", "nowhere.csv", "--help tells"),
        ("path vn-moha nowhere-at-all", "nowhere-at-all", ""),
    ],
)
def test_fault_is_told_in_one_line_with_what_to_do(words: str, what: str, remedy: str) -> None:
    done = aseankg(*shlex.split(words))
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert what in done.stderr
    assert remedy in done.stderr


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("INSERT DATA { id:a akg:b id:c }", "read only"),
        ("SELECT * {", "not SPARQL 1.1"),
        ("SELECT * { SERVICE <http://localhost:9> { ?a ?b ?c } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }", "FROM"),
    ],
)
def test_query_that_cannot_be_run_is_told_in_one_line(query: str, what: str) -> None:
    done = aseankg("query", "-", stdin=query)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert what in done.stderr


def test_a_query_that_names_its_graphs_is_asked_of_these_only() -> None:
    source = "https://w3id.org/aseankg/source/gnlm-amrdpe12"
    count = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{0}> {{ ?s ?p ?o }} }}"
    held = "SELECT (COUNT(*) AS ?n) FROM <{0}> WHERE {{ ?s ?p ?o }}"
    told = [aseankg("query", "-", stdin=one.format(source)).stdout for one in (count, held)]
    assert told[0] == told[1]
    assert any(one.isdecimal() and int(one) > 0 for one in told[0].split())


@pytest.mark.parametrize("whole", ["", "1"])
def test_a_fault_that_nobody_foresaw_is_one_line_too_and_ends_with_2(whole: str) -> None:
    code = (
        "import sys; sys.argv = ['aseankg', 'ask']\n"
        "from aseankg import cli, commands_ask\n"
        "def fail(*_): raise ValueError('odd\\n  value')\n"
        "commands_ask.ask_command.invoke = fail\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "ASEANKG_TRACEBACK": whole},
    )
    *shown, line = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith(
        "error: a fault of aseankg, not of yours: ValueError: odd value (<string"
    )
    assert "please report it with what ASEANKG_TRACEBACK=1 before the command prints" in line
    assert ("Traceback (most recent call last):" in shown) is bool(whole)
    assert bool(shown) is bool(whole)


def test_what_the_data_does_not_hold_ends_with_1() -> None:
    assert aseankg("why", "vn-moha", "contributes", "aec-sp-goal-2").returncode == 1


@pytest.mark.parametrize("form", FORMATS)
def test_output_to_a_file_is_what_standard_output_would_be(form: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "aseankg", "ask", MERGER, "--format", form]
    plain = subprocess.run(words, capture_output=True, check=True, cwd=ROOT)
    target = tmp_path / "out"
    done = subprocess.run([*words, "-o", target], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == b""
    assert done.stderr.decode() == f"wrote {target}\n"
    assert target.read_bytes() == plain.stdout != b""
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_quiet_says_nothing_but_the_answer(tmp_path: Path) -> None:
    done = aseankg("ask", MERGER, "--quiet", "-o", str(tmp_path / "out"))
    assert done.stdout == done.stderr == ""


@pytest.mark.parametrize("target", ["nowhere/out.csv", "file/out.csv"])
def test_output_that_cannot_be_written_is_told_in_one_line(target: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    done = aseankg("ask", MERGER, "-o", str(tmp_path / target))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert target in done.stderr


def test_read_only_folder_is_told_and_keeps_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    tmp_path.chmod(0o500)
    # Root may write into any folder but those of the system itself.
    folder = Path("/proc/self") if os.geteuid() == 0 else tmp_path
    done = aseankg("ask", MERGER, "-o", str(folder / "out"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "out").read_text() == "old"


@pytest.mark.skipif(
    not Path("/dev/full").is_char_device(), reason="this system has no device that is always full"
)
def test_full_disk_is_told_in_one_line() -> None:
    words = [sys.executable, "-m", "aseankg", "ask", MERGER]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


def test_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"all of it")
    reader.join()
    assert got == [b"all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_reader_that_leaves_is_no_fault() -> None:
    command = f"{shlex.quote(sys.executable)} -m aseankg ask {MAIN} --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_every_script_is_written_whatever_the_locale(locale: str) -> None:
    done = aseankg("show", "Bộ Nội vụ", "--lang", "vi", env={"LC_ALL": locale, "LANG": locale})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Bộ Nội vụ (")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("words", [f"ask {MAIN} --country viet-nam", f"ask {MERGER}", "ask"])
def test_table_fits_the_width(words: str, width: int) -> None:
    text = aseankg(*words.split(), env={"COLUMNS": str(width)}).stdout
    table = text.partition("\nSources\n")[0]
    assert max(map(width_of, table.splitlines())) <= width


def test_listing_breaks_no_name_of_a_question() -> None:
    text = aseankg("ask", env={"COLUMNS": "80"}).stdout
    assert MAIN in text
    assert "which-commitments-have-no-lead" in text


def test_rows_of_a_table_on_the_screen_are_those_of_the_csv() -> None:
    text = aseankg("ask", MAIN, "--country", "viet-nam").stdout
    rows = list(
        csv.DictReader(
            io.StringIO(aseankg("ask", MAIN, "--country", "viet-nam", "-f", "csv").stdout)
        )
    )
    assert f"\n{len(rows)} rows\n" in text
    cited = {one for row in rows for one in row["sources"].split()}
    assert len(re.findall(r"^  \[\d+\] ", text, re.MULTILINE)) == len(cited)


def test_terminal_gets_colours_and_its_width() -> None:
    parent, child = pty.openpty()
    env = {**os.environ, "COLUMNS": "90", "TERM": "xterm", "PYTHONPATH": str(ROOT / "scripts")}
    words = [sys.executable, "-m", "aseankg", "ask", MERGER]
    running = subprocess.Popen(words, stdout=child, stderr=child, cwd=ROOT, env=env)
    os.close(child)
    text = _drain(parent)
    assert running.wait() == 0
    assert "\x1b[1mSources\x1b[0m" in text
    table = re.sub(r"\x1b\[\d*m", "", text.partition("\x1b[1mSources")[0])
    assert max(width_of(line) for line in table.splitlines()) <= 90


def _drain(handle: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(handle, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode()


def test_spreadsheet_safe_disarms_formulas() -> None:
    from aseankg.catalogue import Cell, Table
    from aseankg.formats import Answer, as_csv

    table = Table(["name"], [{"name": Cell("=1+1")}, {"name": Cell("plain")}], {})
    assert "\n=1+1," in as_csv(Answer("x", "x", table))
    assert "\n'=1+1," in as_csv(Answer("x", "x", table, spreadsheet_safe=True))


def test_json_names_things_sources_and_what_was_asked() -> None:
    told = json.loads(aseankg("ask", MERGER, "--format", "json").stdout)
    assert told["parameters"] == {"before": "2025-02-28", "after": "2025-03-01"}
    for row in told["rows"]:
        assert row["owed_before"]["id"].startswith("id:")
        assert all(source["title"] for source in row["sources"])


def test_show_finds_a_thing_by_id_iri_and_name() -> None:
    texts = {
        aseankg("show", name).stdout
        for name in ("vn-moha", "https://w3id.org/aseankg/id/vn-moha", "id:vn-moha", "Bộ Nội vụ")
    }
    (text,) = texts
    assert "Contribution\n" in text
    assert "employment" in text


def test_show_of_a_source_tells_what_it_says() -> None:
    text = aseankg("show", "src:baotintuc-2025-11-27").stdout
    for word in ("Participation", "Result", "Ministry of Finance", "locator: first paragraph"):
        assert word in text


def test_sources_in_a_row_become_a_range() -> None:
    assert runs([1, 2, 3, 5, 7, 8]) == ["1-3", "5", "7", "8"]


def test_words_break_at_hyphens_when_they_must() -> None:
    assert wrap("People-centred", 10) == ["People-", "centred"]
    assert wrap("unbreakable", 6) == ["unbrea", "kable"]


def test_columns_never_take_more_than_the_width() -> None:
    rows = [["a" * 50, "b c " * 30, "d"], ["e", "f", "g" * 40]]
    assert sum(fit(rows, 60)) + 4 <= 60
