"""Turtle read with lines: right on nasty files, and bad files refused with line and remedy."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aseankg.dataset import files
from aseankg.errors import InputError
from aseankg.namespaces import ID
from aseankg.positions import parse
from aseankg.terms import value_of

HEAD = (
    "@prefix id: <https://w3id.org/aseankg/id/> .\n@prefix akg: <https://w3id.org/aseankg/ns#> .\n"
)
GOOD = 'id:a akg:abbreviation "A" .\n'


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "bad.ttl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        parse(path)
    assert caught.value.file == str(path)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value


# Name: what the file holds, the line of the fault (0: the file as a whole), words of the message.
BAD: dict[str, tuple[str | bytes, int, str]] = {
    "cut off": (HEAD + GOOD + 'id:b akg:abbreviation "B', 4, "Unexpected end|not terminated|line"),
    "cut off between statements": (HEAD + GOOD + "id:b akg:abbreviation", 4, "end"),
    "byte order mark": (b"\xef\xbb\xbf" + (HEAD + GOOD).encode(), 1, "byte order mark"),
    "UTF-16": ((HEAD + GOOD).encode("utf-16"), 1, "byte order mark"),
    "Latin-1": ((HEAD + 'id:a akg:place "é" .\n').encode("latin-1"), 3, "0xe9 is not UTF-8"),
    "underscore in a tag": (HEAD + 'id:a akg:place "x"@en_US .\n', 3, "language tag holds _"),
    "merge conflict": (
        HEAD + f"<<<<<<< ours\n{GOOD}=======\n{GOOD}>>>>>>> theirs\n", 3, "merge conflict",
    ),
    "git-lfs pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 1, "LFS"),
    "web page": (b"<!DOCTYPE html>\n<html><body>404</body></html>\n", 1, "web page"),
    "web page without doctype": (b"\n <HTML><body></body></HTML>\n", 1, "web page"),
    "RDF/XML": (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>', 1, "XML"),
    "empty": (b"", 0, "no statement"),
    "only a comment": (b"# nothing yet\n", 0, "no statement"),
    "only prefixes": (HEAD, 0, "no statement"),
    "relative IRI": (HEAD + "<a> akg:country id:b .\n", 3, "relative|absolute|scheme"),
    "file IRI": (HEAD + GOOD + "<file:///etc/passwd> akg:country id:b .\n", 4, "no address"),
    "javascript IRI": (HEAD + "id:a akg:country <javascript:alert(1)> .\n", 3, "no address"),
    "IRI with a space": (HEAD + "id:a akg:country <https://e.org/a b> .\n", 3, "IRI"),
    "IRI with an escaped space": (HEAD + "id:a akg:country <https://e.org/\\u0020b> .\n", 3, "IRI"),
    "undeclared prefix": (HEAD + "id:a akg:country foo:b .\n", 3, "declared"),
    "NUL": (HEAD + GOOD + 'id:a akg:place "a\x00b" .\n', 4, r"U\+0000"),
    "bell": (HEAD + 'id:a akg:place "a\x07b" .\n', 3, r"U\+0007"),
    "escaped bell": (HEAD + 'id:a akg:place "a\\u0007b" .\n', 3, r"U\+0007"),
    "C1 control": (HEAD + 'id:a akg:place "a\x85b" .\n', 3, r"U\+0085"),
    "text turned round": (HEAD + 'id:a akg:place "a\u202eb" .\n', 3, r"U\+202E"),
    "replacement character": (HEAD + 'id:a akg:place "Vi\ufffdt" .\n', 3, r"U\+FFFD"),
    "decomposed letters": (
        HEAD + GOOD + f'id:a akg:place "{unicodedata.normalize("NFD", "Việt")}" .\n', 4, "several",
    ),
    "escaped decomposed letters": (HEAD + 'id:a akg:place "Vie\\u0302" .\n', 3, "several"),
    "Cyrillic a in an id": (HEAD + "id:\u0430sean akg:country id:b .\n", 3, "CYRILLIC SMALL"),
    "fullwidth letter in an id": (
        HEAD + GOOD + "id:a akg:country id:\uff41sean .\n", 4, "FULLWIDTH LATIN SMALL LETTER A",
    ),
    "Greek o in a property": (HEAD + "id:a akg:c\u03bfuntry id:b .\n", 3, "GREEK SMALL"),
    "missing full stop": (HEAD + 'id:a akg:place "x"\nid:b akg:place "y" .\n', 3, "full stop"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_with_its_line(fault: str, tmp_path: Path) -> None:
    content, line, words = BAD[fault]
    error = refusal(write(tmp_path, content))
    assert error.line == line
    assert re.search(words, str(error)), str(error)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + 'id:a akg:place "a\tb\\nc" .\n',
        HEAD + 'id:a akg:place """line\n <<<<<<< no conflict here"""@en .\n',
        HEAD + 'id:a akg:place "ព្រះរាជាណាចក្រកម្ពុជា", "ປະເທດລາວ", "မြန်မာ", "ประเทศไทย" .\n',
        HEAD + 'id:a akg:place "x"@zh-Hant-TW .\n',
        HEAD.replace("\n", "\r\n") + 'id:a akg:place "x" .\r\n',
        HEAD + "id:a akg:country <https://e.org/%20b?q=(a)&r=ü> .\n",
        HEAD + 'id:a akg:place "=======", "<html>" .',
    ],
)
def test_a_good_file_is_taken(text: str, tmp_path: Path) -> None:
    assert parse(write(tmp_path, text))


# --- lines are right ------------------------------------------------------------------------------

_TEXT = st.text(st.sampled_from("ab é中\"\\\n\t#.;,<>@^'[]()"), max_size=12)
_GAPS = st.lists(
    st.sampled_from([" ", "\n", "\n\n", "\t", " # a . comment ; , \" '''\n", "\r\n"]), max_size=3
).map("".join)


def _long(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return f'"""{escaped}"""'


def _short(text: str) -> str:
    return _long(text)[2:-2].replace("\n", "\\n").replace("\t", "\\t")


_OBJECT = st.one_of(
    st.tuples(st.sampled_from([_long, _short]), _TEXT).map(lambda two: (two[0](two[1]), two[1])),
    st.sampled_from(["x", "y-1", "z.z"]).map(lambda name: (f"id:{name}", ID + name)),
    st.integers(0, 99).map(lambda number: (str(number), str(number))),
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(_GAPS, _OBJECT, _GAPS, st.sampled_from(",;.")), min_size=1, max_size=8))
def test_each_statement_has_the_line_on_which_its_object_ends(
    tmp_path: Path, parts: list[tuple[str, tuple[str, str], str, str]]
) -> None:
    """Objects joined by , ; or . with gaps, comments and strings of many lines between.

    Where the mark after an object stands further down the line may be any up to that of the mark.
    """
    text, ends = HEAD, []
    for number, (gap, (turtle, value), after, mark) in enumerate(parts):
        start = {",": "", ";": f"akg:p{number}", ".": f"id:s{number} akg:p{number}"}
        text += start["." if number == 0 else parts[number - 1][3]] + f" {gap}{turtle}"
        ends.append((value, text.count("\n") + 1, text.count("\n") + 1 + after.count("\n")))
        text += f" {after}{'.' if number == len(parts) - 1 else mark}\n"
    found = [(value_of(triple.object), line) for triple, line in parse(write(tmp_path, text))]
    assert [value for value, _ in found] == [value for value, _, _ in ends]
    for (_, line), (_, end, latest) in zip(found, ends, strict=True):
        assert end <= line <= latest


def test_lines_are_those_of_the_real_files() -> None:
    """In canonical form every statement has a line of its own, and ends on it."""
    for path, _ in files()[::25]:
        lines = path.read_text(encoding="utf-8").split("\n")
        located = parse(path)
        assert len({line for _, line in located}) == len(located)
        for triple, line in located:
            assert lines[line - 1].endswith(" ;")
            words = triple.object.value if isinstance(triple.object, ox.Literal) else ""
            assert not words.isascii() or words[:10].split('"')[0].split("\n")[0] in lines[line - 1]


def test_a_huge_line_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + f'id:a akg:place "{"x" * 3_000_000}" .\nid:b akg:place "y" .\n')
    assert [line for _, line in parse(path)] == [3, 4]


def test_a_directory_or_no_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nothing\.ttl"):
        parse(tmp_path / "nothing.ttl")
