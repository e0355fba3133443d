"""What may no longer hold is told from the day on which it may not, and not a day before."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from aseankg.corpus import Corpus
from aseankg.dataset import read
from aseankg.dates import today
from aseankg.findings import Finding
from aseankg.house_staleness import CHECK_HOLDS, FIGURE_HOLDS, STALE_RULES, TENURE_HOLDS, stale
from aseankg.paths import data_root
from outside_cases import COUNCILS, GAZETTE, aseankg, plant, sound_root

CHECKED = '    akg:checkedOn "2026-01-26"^^xsd:date ;\n'
LAST_CHECKED = date(2026, 1, 26)
TENURE = """
id:an--vn-moha-minister
    a akg:Tenure ;
    akg:DATES ;
    akg:basis code:basis-observed ;
    akg:holder id:an ;
    akg:organization id:vn-moha ;
    akg:post id:vn-moha-minister ;
.
"""
FIGURE = """
id:jobs-YEAR
    akg:indicator "jobs"@en ;
    akg:periodFrom "YEAR"^^xsd:gYear ;
    akg:periodTo "YEAR"^^xsd:gYear ;
    akg:scope code:scope-country ;
    akg:subject id:plan ;
    akg:unit code:unit-number ;
    akg:value "7"^^xsd:decimal ;
.
"""
DISPUTE = """
id:vn-moha--contradiction--founded-1
    a akg:Contradiction ;
    akg:about id:vn-moha ;
    akg:leftSource src:gazette ;
    akg:leftValue "1945" ;
    akg:onProperty akg:founded ;
    akg:propertyText "founded" ;
    akg:rightSource src:councils ;
    akg:rightValue "1946" ;
.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


def found(root: Path, day: date) -> list[Finding]:
    """Give what is told on a day, but for dates that are still to come on it."""
    told = stale(Corpus(root, tuple(read(root))).parts, day)
    return [one for one in told if one.rule != "dated-ahead"]


def rules(root: Path, day: date) -> set[str]:
    """Give the rules broken on a day, but for sources that nobody looked at again."""
    return {one.rule for one in found(root, day)} - {"source-unchecked"}


def add(root: Path, name: str, text: str) -> None:
    path = root / name
    prefixes = (root / GAZETTE).read_text(encoding="utf-8").partition("\n\n")[0] + "\n"
    before = path.read_text(encoding="utf-8") if path.exists() else prefixes
    path.write_text(before + text, encoding="utf-8")


# --- sources --------------------------------------------------------------------------------------


def test_a_source_is_to_be_looked_at_again_after_a_year(root: Path) -> None:
    assert found(root, LAST_CHECKED + CHECK_HOLDS) == []
    late = found(root, LAST_CHECKED + CHECK_HOLDS + timedelta(days=1))
    assert [(one.rule, one.severity) for one in late] == [("source-unchecked", "warning")] * 2
    lines = [one.path.read_text(encoding="utf-8").split("\n")[one.line - 1] for one in late]
    assert lines == [CHECKED[:-1]] * 2
    assert "since 2026-01-26" in late[0].message


def test_a_source_that_says_nothing_of_a_look_is_told(root: Path) -> None:
    plant(root, GAZETTE, CHECKED, "")
    [one] = found(root, date(2026, 2, 1))
    assert (one.rule, one.path) == ("source-unchecked", root / GAZETTE)
    assert "a akg:Source" in one.path.read_text(encoding="utf-8").split("\n")[one.line - 1]
    assert "nobody has written down" in one.message
    assert 'akg:checkedOn "2026-02-01"^^xsd:date' in one.remedy


def test_the_day_to_write_down_is_that_of_the_check(root: Path) -> None:
    """A fixed one would be false, and read again a year later as a day of looking."""
    day = LAST_CHECKED + 2 * CHECK_HOLDS
    assert all(f'akg:checkedOn "{day}"^^xsd:date' in one.remedy for one in found(root, day))


# --- tenures --------------------------------------------------------------------------------------

DATES = {
    "seen on a day": ('asOf "2023-05-10"^^xsd:date', date(2023, 5, 10)),
    "seen in a month": ('asOf "2023-05"^^xsd:gYearMonth', date(2023, 5, 31)),
    "begun in a year": ('from "2023"^^xsd:gYear', date(2023, 12, 31)),
    "begun, then seen": (
        'from "2019"^^xsd:gYear ;\n    akg:asOf "2023-05-10"^^xsd:date',
        date(2023, 5, 10),
    ),
}


@pytest.mark.parametrize("row", DATES)
def test_a_tenure_is_stale_two_years_after_it_was_last_seen(row: str, root: Path) -> None:
    dates, seen = DATES[row]
    add(root, GAZETTE, TENURE.replace("DATES", dates))
    assert rules(root, seen + TENURE_HOLDS) == set()
    [one] = found(root, seen + TENURE_HOLDS + timedelta(days=1))
    assert (one.rule, one.severity, one.path) == ("tenure-unconfirmed", "warning", root / GAZETTE)
    line = one.path.read_text(encoding="utf-8").split("\n")[one.line - 1]
    assert dates.rpartition("akg:")[2] in line
    assert str(seen) in one.message


FRESH = {
    "it has an end": ('from "2019"^^xsd:gYear ;\n    akg:to "2020"^^xsd:gYear', ""),
    "the ministry is no more": ('from "2019"^^xsd:gYear', 'dissolved "2020"^^xsd:gYear'),
    "no day is known": ('locator "page 1"', ""),
}


@pytest.mark.parametrize("row", FRESH)
def test_a_tenure_that_is_over_is_not_stale(row: str, root: Path) -> None:
    dates, more = FRESH[row]
    add(root, GAZETTE, TENURE.replace("DATES", dates))
    if more:
        plant(root, GAZETTE, 'founded "1945"^^xsd:gYear', more)
    assert rules(root, date(2030, 1, 1)) == set()


def test_the_source_that_saw_a_tenure_last_counts_wherever_it_is(root: Path) -> None:
    add(root, GAZETTE, TENURE.replace("DATES", 'asOf "2020-05-10"^^xsd:date'))
    add(root, COUNCILS, TENURE.replace("DATES", 'asOf "2023-05-10"^^xsd:date'))
    assert rules(root, date(2024, 1, 1)) == set()
    [one] = [one for one in found(root, date(2026, 1, 26)) if one.rule == "tenure-unconfirmed"]
    assert one.path == root / COUNCILS


def test_a_source_that_states_a_tenure_shows_it_when_it_is_published(root: Path) -> None:
    """The gazette is of 2026-01-25; who was only observed in it was so on the day observed."""
    stated = TENURE.replace("basis-observed", "basis-stated")
    add(root, GAZETTE, stated.replace("DATES", 'from "2019-01-01"^^xsd:date'))
    assert rules(root, date(2028, 1, 1)) == set()
    assert rules(root, date(2028, 2, 1)) == {"tenure-unconfirmed"}


# --- figures --------------------------------------------------------------------------------------


def test_a_figure_is_old_after_five_years_unless_there_is_a_newer_one(root: Path) -> None:
    add(root, GAZETTE, FIGURE.replace("YEAR", "2020"))
    assert rules(root, date(2020, 12, 31) + FIGURE_HOLDS) == set()
    [one] = found(root, date(2020, 12, 31) + FIGURE_HOLDS + timedelta(days=1))
    assert (one.rule, one.severity, one.thing[-9:]) == ("figure-old", "warning", "jobs-2020")
    assert "akg:periodTo" in one.path.read_text(encoding="utf-8").split("\n")[one.line - 1]
    add(root, COUNCILS, FIGURE.replace("YEAR", "2021"))
    assert rules(root, date(2026, 1, 26)) == set()
    assert [one.path for one in found(root, date(2027, 1, 1)) if one.rule == "figure-old"] == [
        root / COUNCILS
    ]


def test_a_newer_figure_of_something_else_makes_no_figure_new(root: Path) -> None:
    add(root, GAZETTE, FIGURE.replace("YEAR", "2020"))
    other = FIGURE.replace("YEAR", "2021").replace('"jobs"@en', '"wages"@en')
    add(root, COUNCILS, other)
    assert rules(root, date(2026, 1, 26)) == {"figure-old"}


# --- contradictions -------------------------------------------------------------------------------


def test_a_contradiction_waits_until_an_editor_judges_it(root: Path) -> None:
    add(root, "graph/editorial.ttl", DISPUTE)
    [one] = found(root, date(2026, 2, 1))
    assert (one.rule, one.severity) == ("contradiction-unjudged", "warning")
    assert (one.path, one.thing[-10:]) == (root / "graph/editorial.ttl", "-founded-1")
    why = '    akg:propertyText "founded" ;\n'
    judged = f'{why}    akg:rationale "the law of 1945 is printed in the gazette"@en ;\n'
    plant(root, "graph/editorial.ttl", why, judged)
    assert found(root, date(2026, 2, 1)) == []
    assert aseankg(root, "check").exit_code == 0


# --- the command and the real graph ---------------------------------------------------------------


def test_the_command_tells_what_is_stale_on_a_day(root: Path) -> None:
    assert aseankg(root, "check", "--as-of", "2026-02-01").stdout == ""
    assert aseankg(root, "check").stdout == ""  # the day of the tests is that too
    late = aseankg(root, "check", "--as-of", "2027-02-01", "--fail-on", "warning")
    assert late.exit_code == 1
    assert f"{COUNCILS}:" in late.stdout
    assert "warning: src:councils: nobody has looked at this source since" in late.stdout
    assert aseankg(root, "check", "--as-of", "2027-02-01").exit_code == 0
    told = json.loads(aseankg(root, "check", "--as-of", "2027-02-01", "-f", "json").stdout)
    assert told["counts"] == {"violation": 0, "warning": 2, "info": 0}
    assert aseankg(root, "check", "--as-of", "tomorrow").exit_code == 2


def test_today_is_the_day_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == date(1970, 1, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert today() >= date(2026, 1, 1)


def test_the_real_graph_has_stale_facts_of_each_kind_and_more_as_time_goes_by() -> None:
    files = Corpus(data_root(), tuple(read(data_root()))).parts
    now, later = (Counter(one.rule for one in stale(files, date(y, 12, 1))) for y in (2026, 2028))
    assert set(now) == set(STALE_RULES) - {"dated-ahead"}
    assert all(later[rule] >= now[rule] for rule in now)
    assert later["tenure-unconfirmed"] > now["tenure-unconfirmed"]
    assert {one.severity for one in stale(files, date(2026, 12, 1))} == {"warning"}
