"""The rules of the house: each tells what it is for, file by file, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aseankg import house
from aseankg.corpus import Corpus
from aseankg.dataset import read
from aseankg.findings import Finding, in_order
from aseankg.house_registry import RULES, WHOLE_RULES
from aseankg.paths import data_root
from aseankg.twins import Twins
from outside_cases import COUNCILS, GAZETTE, TEXT, aseankg, plant, sound_root

REGISTER = "graph/register/institutions.ttl"
LAST = '    skos:prefLabel "Moha"@en ;\n.\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_root(tmp_path)


@pytest.fixture(scope="module")
def real() -> Corpus:
    return Corpus(data_root(), tuple(read(data_root())))


def found(root: Path) -> list[Finding]:
    return in_order(house.check(Corpus(root, tuple(read(root)))))


def add(root: Path, name: str, text: str) -> int:
    """Write a text at the end of a file; give its first line that holds something."""
    before = (root / name).read_text(encoding="utf-8")
    (root / name).write_text(f"{before}\n{text}", encoding="utf-8")
    return before.count("\n") + 2


# --- the real graph -------------------------------------------------------------------------------


def test_the_real_graph_keeps_the_rules(real: Corpus) -> None:
    told = [one for one in house.check(real) if one.severity != "info"]
    late = [one for one in told if one.rule == "seen-after-publication"]
    assert told == late
    assert len(late) < 20


def test_the_rules_are_quick(real: Corpus) -> None:
    """The whole graph within the time that a person does not notice."""
    fresh = Corpus(real.root, real.located)
    begun = time.process_time()
    house.check(fresh)
    assert time.process_time() - begun < 1.5


def test_each_rule_has_a_name_and_says_what_holds() -> None:
    for name, one in {**RULES, **WHOLE_RULES}.items():
        assert name == one.__name__.replace("_", "-")
        assert (one.__doc__ or "").partition("\n")[0].rstrip().endswith(".")


# --- file by file ---------------------------------------------------------------------------------


@dataclass
class Asked:
    """Answers as a corpus does, and remembers what was asked."""

    corpus: Corpus
    questions: set[tuple[str, str]] = field(default_factory=set)

    def described(self, iri: str) -> bool:
        self.questions.add(("described", iri))
        return self.corpus.described(iri)

    def minted(self, iri: str) -> bool:
        self.questions.add(("minted", iri))
        return self.corpus.minted(iri)

    def files(self, graph: str) -> Sequence[Path]:
        self.questions.add(("files", graph))
        return self.corpus.files(graph)

    def twins(self, iri: str) -> Sequence[Twins]:
        self.questions.add(("twins", iri))
        return self.corpus.twins(iri)


def test_a_file_is_judged_by_itself_and_by_what_was_asked_of_the_graph(root: Path) -> None:
    """So a change of another file matters only if it changes an answer."""
    plant(root, GAZETTE, "akg:worksWith id:ascc-council", "akg:worksWith id:nobody")
    add(root, COUNCILS, "id:somebody\n    a akg:Person ;\n.\n")
    whole = Corpus(root, tuple(read(root)))
    by_file = [one for file in whole.parts for one in house.check_file(file, whole)]
    assert in_order(by_file + house.check_whole(whole.whole)) == found(root)
    for file in whole.parts:
        asked = Asked(whole)
        assert house.check_file(file, asked) == [one for one in by_file if one.path == file.path]
        assert all(iri.startswith("https://w3id.org/aseankg/") for _, iri in asked.questions)
        if file.path == root / GAZETTE:
            name = "https://w3id.org/aseankg/id/nobody"
            assert ("described", name) in asked.questions


def test_a_sound_graph_breaks_no_rule(root: Path) -> None:
    assert found(root) == []


# --- rules ----------------------------------------------------------------------------------------


def test_a_thing_under_two_ids_is_told_with_the_other(root: Path) -> None:
    line = add(root, REGISTER, f"id:vn-moha-2\n    a akg:Institution ;\n{LAST}") + 1
    [one] = found(root)
    assert (one.rule, one.severity, one.path, one.line) == (
        "twin-things",
        "warning",
        root / REGISTER,
        line,
    )
    assert "id:vn-moha, with the same skos:prefLabel: 'Moha'" in one.message


def test_two_things_of_one_name_that_differ_are_no_twins(root: Path) -> None:
    add(root, REGISTER, f"id:vn-moha-2\n    a akg:Institution ;\n{LAST}")
    add(root, COUNCILS, "id:vn-moha-2\n    akg:country id:singapore ;\n.\n")
    assert "twin-things" not in {one.rule for one in found(root)}


def test_one_page_given_as_two_sources_is_noted(root: Path) -> None:
    plant(root, COUNCILS, 'akg:noAddressReason "read on paper"', "<https://schema.org/url> <A>")
    plant(root, COUNCILS, "<A>", "<https://www.example.org/gazette/>")
    told = [one for one in found(root) if one.rule == "twin-things"]
    assert [(one.severity, one.path) for one in told] == [("info", root / GAZETTE)]
    assert "perhaps src:councils, with the same schema:url" in told[0].message


ENGLISH = {
    "Vietnamese": ("Bộ Nội vụ", True),
    "Thai": ("กระทรวงมหาดไทย", True),
    "Khmer": ("ក្រសួងមហាផ្ទៃ", True),
    "Lao": ("ກະຊວງພາຍໃນ", True),
    "Burmese": ("ပြည်ထဲရေး", True),
    "English": ("Ministry of Home Affairs", False),
    "English with signs": ("Women’s Affairs – Türkiye", False),
}


@pytest.mark.parametrize("language", ENGLISH)
def test_a_label_that_is_not_english_is_told(language: str, root: Path) -> None:
    """The command tells it as a warning: it holds, and ends with 1 only if one asks for it."""
    name, wrong = ENGLISH[language]
    line = plant(root, REGISTER, '"Moha"@en', f'"{name}"@en')
    told = aseankg(root, "check", "--fail-on", "warning")
    assert told.exit_code == int(wrong)
    place = f"{REGISTER}:{line}: warning: id:vn-moha skos:prefLabel: this thing has no label in"
    assert told.stdout.startswith(place) == wrong
    assert aseankg(root, "check").exit_code == 0


def test_a_person_bears_a_name_of_any_language(root: Path) -> None:
    add(root, REGISTER, 'id:an\n    a akg:Person ;\n    skos:prefLabel "Trần Thị An"@en ;\n.\n')
    assert "no-english-label" not in {one.rule for one in found(root)}


@pytest.mark.parametrize("tag", ["@vi", "@en-GB", ""])
def test_a_label_not_tagged_as_english_is_a_violation(tag: str, root: Path) -> None:
    plant(root, REGISTER, '"Moha"@en', f'"Moha"{tag}')
    told = aseankg(root, "check")
    assert told.exit_code == (0 if tag == "@en-GB" else 1)
    assert ("[CommonShape-prefLabel]" in told.stdout) == (tag != "@en-GB")


def test_files_that_are_not_read_are_told(root: Path) -> None:
    for name in (".gitkeep", ".cache/x.bin", "read-me.md", "gazette.ttl~", "old.n3"):
        (root / "graph" / name).parent.mkdir(exist_ok=True)
        (root / "graph" / name).write_text("x", encoding="utf-8")
    told = {one.path.name for one in found(root) if one.rule == "stray-file"}
    assert told == {"gazette.ttl~", "old.n3"}


def test_line_ends_of_windows_are_not_canonical(root: Path) -> None:
    (root / GAZETTE).write_bytes(TEXT.encode().replace(b"\n", b"\r\n"))
    [one] = found(root)
    assert (one.rule, one.path, one.line) == ("not-canonical", root / GAZETTE, 1)
    assert aseankg(root, "fmt").exit_code == 0
    assert (root / GAZETTE).read_bytes() == TEXT.encode()


def test_words_that_look_like_an_id_name_nothing(root: Path) -> None:
    words = '"https://w3id.org/aseankg/id/nobody"'
    plant(root, GAZETTE, 'dcterms:publisher "Government"', f"dcterms:publisher {words}")
    assert found(root) == []


@pytest.mark.parametrize(
    "folder", ["id/vn-moha-x", "source/nothing", "code/role-x", "thing/x", "ns#x"]
)
def test_a_name_of_ours_that_is_described_nowhere_is_told(folder: str, root: Path) -> None:
    old = "akg:worksWith id:ascc-council"
    line = plant(root, GAZETTE, old, f"akg:worksWith <https://w3id.org/aseankg/{folder}>")
    told = [one for one in found(root) if one.rule == "unknown-thing"]
    assert [(one.path, one.line) for one in told] == [(root / GAZETTE, line)]


def test_a_second_file_of_a_source_is_told_wherever_it_is(root: Path) -> None:
    (root / "graph" / "thailand").mkdir()
    (root / "graph" / "thailand" / "gazette.ttl").write_text(TEXT, encoding="utf-8")
    told = [one for one in found(root) if one.rule == "source-in-two-files"]
    assert [one.path for one in told] == [root / GAZETTE]
