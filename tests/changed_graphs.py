"""Small repositories of git with a sound graph, to be changed by tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from aseankg.paths import data_root

GAZETTE, COUNCILS = "graph/viet-nam/gazette.ttl", "graph/asean/councils.ttl"
REGISTER = "graph/register/institutions.ttl"
SOUND = Path(__file__).parent / "fixtures" / "check" / "graph"
_WHO = {
    f"GIT_{who}_{what}": "x@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_SETTINGS = {**_WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *command: str, stdin: bytes | None = None) -> str:
    """Run git without any settings of the machine; give what it says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", *command],
        cwd=folder,
        env={**environment, **_SETTINGS},
        input=stdin,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def commit(folder: Path, files: dict[str, str], subject: str) -> str:
    """Write files, commit all that there is, give the id of the commit."""
    put(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", subject)
    return git(folder, "rev-parse", "HEAD")


def sound(folder: Path) -> Path:
    """Lay out a small sound graph with the real ontology."""
    shutil.copytree(SOUND, folder / "graph")
    shutil.copytree(data_root() / "ontology", folder / "ontology")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times"
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def changed_clone(folder: Path) -> Path:
    """Make a repository with a sound graph whose work tree holds one change of each kind."""
    sound(folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {}, "sound")
    edit(folder, GAZETTE, 'akg:founded "1945"', 'akg:founded "1946"')
    edit(folder, GAZETTE, "    akg:partOf id:plan-goal ;\n", "")
    duty = "id:vn-moha--support--plan\n    a akg:Responsibility ;\n    akg:agent id:vn-moha ;\n"
    duty += "    akg:basis code:basis-stated ;\n    akg:role code:role-support ;\n"
    duty += "    akg:target id:plan ;\n.\n\n"
    edit(folder, GAZETTE, "id:vn-moha--works-with", f"{duty}id:vn-moha--works-with")
    moved = "id:aec-council\n    akg:kind code:institution-kind-council ;\n.\n\n"
    edit(folder, COUNCILS, moved, "")
    edit(folder, GAZETTE, "id:plan\n", f"{moved}id:plan\n")
    return folder


def drop_thing(folder: Path) -> None:
    """Take out a council and all that is said of it."""
    kind = "akg:kind code:institution-kind-council"
    edit(folder, COUNCILS, f"id:apsc-council\n    {kind} ;\n.\n\n", "")
    label = 'skos:prefLabel "Apsc-Council"@en'
    edit(folder, REGISTER, f"id:apsc-council\n    a akg:Institution ;\n    {label} ;\n.\n\n", "")
