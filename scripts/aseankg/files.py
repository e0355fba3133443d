"""Files replaced together: either all new ones are seen, or none."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_JOURNAL = ".replacing"


def replace_all(root: Path, files: Mapping[Path, str]) -> list[Path]:
    """Write texts to files under `root`, all or nothing; give those that really changed.

    The texts are first written aside, then a journal names them; from then on a run that was
    killed is finished by `recover`. Raises `OSError` when the disk does not take them.
    """
    recover(root)
    changed = {path: text for path, text in sorted(files.items()) if _differs(path, text)}
    if not changed:
        return []
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    try:
        plan = {}
        for number, (path, text) in enumerate(changed.items()):
            staged = aside / f"{number}.ttl"
            staged.write_text(text, encoding="utf-8", newline="\n")
            plan[str(staged.relative_to(root))] = str(path.relative_to(root))
        draft = aside / "journal"
        draft.write_text(json.dumps({"aside": aside.name, "files": plan}), encoding="utf-8")
        os.replace(draft, root / _JOURNAL)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    recover(root)
    return list(changed)


def recover(root: Path) -> bool:
    """Finish a replacement that was cut short; tells whether there was one.

    Whoever reads the files calls this first, so that nobody sees some old and some new ones.
    """
    journal = root / _JOURNAL
    try:
        plan = json.loads(journal.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    for staged, final in plan["files"].items():
        (root / final).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # moved already
            os.replace(root / staged, root / final)
    journal.unlink(missing_ok=True)
    shutil.rmtree(root / plan["aside"], ignore_errors=True)
    return True


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode()
