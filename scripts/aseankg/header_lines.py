"""The `#+` lines of a question file: YAML, in which each value is of the kind that it should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aseankg.errors import InputError


def text_of(path: Path) -> str:
    """Read a text file; raises `InputError` when it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(path, line, None, "is not UTF-8", "save the file as UTF-8") from error


def read_header(path: Path, text: str) -> dict[str, Any]:
    """Read the header that a question file begins with.

    Raises `InputError` with the line when it is no YAML mapping, or a value is of a wrong kind.
    """
    lines = dict(_lines(text))
    header = _load(path, lines)
    if not isinstance(header, dict):
        raise InputError(path, 1, None, "has no #+ header", "begin it with #+ summary: ...")
    for names, kind, value in _parts(header):
        sound, remedy = _KINDS[kind]
        if not sound(value):
            shown = " ".join(str(value).split())
            message = f"{names[-1]} " + ("is empty" if value is None else f"cannot be '{shown}'")
            raise InputError(path, _line(lines, names), None, message, remedy)
    return header


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines of the header by their numbers."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#+"):
            yield number, line[2:].removeprefix(" ").rstrip("\r")


def _load(path: Path, lines: Mapping[int, str]) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load("\n".join(lines.values()), Loader=loader)
    except (yaml.YAMLError, ValueError) as error:  # a date that is in no calendar is the latter
        mark = getattr(error, "problem_mark", None)
        line = [1, *lines][min(mark.line + 1, len(lines)) if mark else 0]
        what = getattr(error, "problem", "") or str(error)
        remedy = "put into quotes what holds a colon, a # or a bracket"
        message = f"the #+ lines are not YAML: {' '.join(what.split())}"
        raise InputError(path, line, None, message, remedy) from error


def _line(lines: Mapping[int, str], names: Iterable[str]) -> int:
    """Give the line on which a name stands, below those that it stands in, or the last of these."""
    last = 1
    for name in names:
        wanted = re.compile(rf"[\s{{,-]*[\"']?{re.escape(name)}[\"']?\s*:")
        found = (number for number, line in lines.items() if number >= last and wanted.match(line))
        last = next(found, last)
    return last


def _parts(header: Mapping[Any, Any]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Give each value with its names and kind: those of the header, then those within them."""
    yield from (((name,), name, value) for name, value in header.items() if name in _KINDS)
    for name, told in (header.get("parameters") or {}).items():
        yield ("parameters", str(name)), "parameter", told
    for outer, kind in (("defaults", "default"), ("enumerate", "choices")):
        given = header.get(outer) or {}
        for one in given if isinstance(given, list) else [given]:
            yield from ((((outer, str(name)), kind, value)) for name, value in (one or {}).items())


# --- kinds of values ------------------------------------------------------------------------------


def _word(value: object) -> bool:
    return value is not None and not isinstance(value, list | dict)


def _words(value: object) -> bool:
    return isinstance(value, list) and all(map(_word, value))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int) and not _flag(value) and value >= 0


def _mapping(value: object) -> bool:
    return isinstance(value, dict) or value is None


def _mappings(value: object) -> bool:
    return all(map(_mapping, value)) if isinstance(value, list) else _mapping(value)


def _parameter(value: object) -> bool:
    if not isinstance(value, dict):
        return value is None
    return all(map(_word, value.values())) and _flag(value.get("required", False))


_KINDS: dict[object, tuple[Callable[[object], bool], str]] = {
    "summary": (_word, "write words, within quotes if they hold a colon"),
    "description": (_word, "write words, after >- on lines of their own"),
    "caution": (_word, "write words, after >- on lines of their own"),
    "tags": (_words, "write a list: [institution, goal]"),
    "expect-min": (_number, "write a whole number: 70"),
    "expect": (lambda value: isinstance(value, list), "write a list"),
    "network": (_flag, "write true or false"),
    "directed": (_flag, "write true or false"),
    "labels": (_mapping, "write the words of each relation below it"),
    "parameters": (_mapping, "write each parameter on a line below it"),
    "parameter": (_parameter, 'write {about: "what it is", of: country, required: true}'),
    "defaults": (_mappings, "write each on a line below it: - as_of: today"),
    "default": (_word, "write one value"),
    "enumerate": (_mappings, "write each on a line below it: - reach: [direct, all]"),
    "choices": (_words, "write a list: [direct, all]"),
}
