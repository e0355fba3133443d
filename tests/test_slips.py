"""The commonest slips in Turtle are told on their line, with what to do about just them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aseankg.errors import InputError
from aseankg.positions import parse
from outside_cases import GAZETTE, TEXT, aseankg, sound_root

DAY, KIND = 'akg:adoptedOn "2025-05-26"^^xsd:date', "akg:kind code:instrument-kind-strategic-plan"
WHO, PLAN, PAGE = '"Government"', '"Kế hoạch"@vi', "<https://example.org/gazette>"
END = "akg:status code:instrument-status-adopted ;\n."
FOUNDED = 'akg:founded "1945"^^xsd:gYear ;'

# slip: what stands in a sound file, what stands there instead, words of the message, of the remedy
SLIPS = {
    "no ; after a date": (f"{DAY} ;", DAY, "no ; stands after", "write ;"),
    "no ; after a code": (f"{KIND} ;", KIND, "no ; stands after", "write ;"),
    "no ; after an address": (f"{PAGE} ;", PAGE, "no ; stands after", "write ;"),
    "no ; after a class": ("a akg:Source ;", "a akg:Source", "no ; stands after", "write ;"),
    "no ; after a text": (f"{PLAN} ;", PLAN, "no ; stands after", "write ;"),
    "no ; before a comment": (f"{DAY} ;", f"{DAY} # ; here", "no ; stands after", "write ;"),
    "curly quotes": (WHO, "“Government”", "the quote “", "straight quote"),
    "curly at the end": (WHO, '"Government”', "the quote ”", "straight quote"),
    "curly at the beginning": (WHO, '“Government"', "the quote “", "straight quote"),
    "single curly quotes": (WHO, "‘Government’", "the quote ‘", "straight quote"),
    "low quotes": (WHO, "„Government“", "the quote „", "straight quote"),
    "guillemets": (WHO, "«Government»", "the quote «", "straight quote"),
    "text without end": (f"{WHO} ;", '"Government ;', "does not end on", 'close it with "'),
    "name without end": (PLAN, '"Kế hoạch@vi', "does not end on", 'close it with "'),
    "long text without end": (WHO, '"""Government"', 'begins with """', 'close it with """'),
    "text without beginning": (WHO, 'Government"', "'Government' .* without quotes", "in quotes"),
    "words without quotes": (WHO, "Government", "'Government' .* without quotes", "in quotes"),
    "quotes within a text": (WHO, '"The "big" one"', "follow the closing", r'\\" for a quote'),
    "block without full stop": (END, END[:-2], "no full stop .* block", "with a full stop"),
    "block without ; or full stop": (END, END[:-4], "no full stop .* block", "with a full stop"),
    "full stop too early": (FOUNDED, f"{FOUNDED[:-1]}.", "ends the block", "; instead"),
    "prefix without full stop": ("ns#> .", "ns#>", "no full stop .* line", "with a full stop"),
    "no comma": (PLAN, f'{PLAN} "Plan"@en', "'\"Plan\"@en' follows", "write ,"),
    "date without quotes": ('"2025-05-26"^^xsd:date', "2025-05-26", "date stands", '"2025-05-26"'),
    "one ^": (DAY, DAY.replace("^^", "^"), "datatype follows", "two of them"),
    "language without @": (PLAN, '"Kế hoạch"vi', "follow the closing quote", "@ before a language"),
    "space in an id": ("id:plan-goal\n", "id:plan goal\n", "'goal' stands where", "no space"),
    "address without end": (PAGE, PAGE[:-1], "address does not end", "close it with >"),
    "address without <": (PAGE, PAGE[1:-1], "without < and >", "<https://"),
    "no value": (FOUNDED, "akg:founded ;", "no value", "write the value"),
    "property without prefix": (FOUNDED, FOUNDED[4:], "where a property should", "prefix"),
    "backslash": (WHO, r'"C:\Government"', "escape", r"\\\\ for"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_on_its_line_with_its_own_remedy(name: str, tmp_path: Path) -> None:
    old, new, message, remedy = SLIPS[name]
    error = refusal(tmp_path, TEXT.replace(old, new, 1))
    assert error.line == TEXT[: TEXT.index(old)].count("\n") + 1
    assert re.search(message, error.message), error.message
    assert re.search(remedy, error.remedy), error.remedy
    if error.column:
        assert 1 <= int(error.column) <= len(TEXT.split("\n")[error.line - 1]) + 2


@pytest.mark.parametrize("end", ["\n.\n", " ;\n.\n", "\n.", "."])
def test_a_file_without_its_last_full_stop_is_told_so(end: str, tmp_path: Path) -> None:
    assert TEXT.endswith(" ;\n.\n")
    left = TEXT.removesuffix(" ;\n.\n") + end.replace(".", "")
    error = refusal(tmp_path, left)
    assert error.line >= left.rstrip().count("\n") + 1
    assert "no full stop stands after the last statement" in error.message
    assert "cut off" in error.remedy


def test_quotes_of_all_kinds_may_stand_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "gazette.ttl"
    path.write_text(TEXT.replace(WHO, '"The “big” «one», ‘so’"'), encoding="utf-8")
    assert parse(path)


def test_the_check_tells_the_slip(tmp_path: Path) -> None:
    root = sound_root(tmp_path)
    (root / GAZETTE).write_text(TEXT.replace(f"{KIND} ;", KIND), encoding="utf-8")
    line = TEXT[: TEXT.index(KIND)].count("\n") + 1
    told = aseankg(root, "check").stdout
    assert told.startswith(f"{GAZETTE}:{line}: violation: no ; stands after this value [syntax]")


def refusal(folder: Path, text: str) -> InputError:
    assert text != TEXT
    path = folder / "gazette.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        parse(path)
    return refused.value
