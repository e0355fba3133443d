"""The question files: one SPARQL query each, described in `#+` lines as grlc reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aseankg.header_lines import read_header, text_of
from aseankg.paths import queries_root

# What is no parameter: long and short strings, IRIs, comments. Then the parameter itself.
TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|"
    r'<[^<>"{}|^`\\\s]*>|\#[^\n]*|'
    r"[?$]_(?P<name>\w+?)_(?P<type>iri|date|literal|integer)\b",
    re.DOTALL,
)


@dataclass(frozen=True)
class Parameter:
    """What may be set in a question.

    `name` is written with underscores, `type` is iri, date, literal or integer. `of` says what
    things the value may name (`country`, `institution`, `code role`, ...); `default` is a text
    as a person would give it, or empty; `within` says which day a month or year means; `choices`
    are the only texts allowed, if there are any.
    """

    name: str
    type: str
    about: str
    of: str = "text"
    default: str = ""
    required: bool = False
    within: str = "last"
    choices: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """Give the name as the command line writes it, with dashes."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class Question:
    """One query of the catalogue with all that its header says."""

    name: str
    summary: str
    description: str
    tags: list[str]
    parameters: dict[str, Parameter]
    text: str
    expect_min: int
    expect: list[Any]
    network: bool
    path: Path
    header: dict[str, Any] = field(repr=False)

    @property
    def defaults(self) -> dict[str, str]:
        """Give the values that hold where a person sets none."""
        return {name: one.default for name, one in self.parameters.items() if one.default}


class Catalogue(Mapping[str, Question]):
    """The questions of a folder by name; a file is read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        """List the files, read none."""
        self._paths = {path.stem: path for path in sorted(folder.glob("*.rq"))}
        self._read: dict[str, Question] = {}

    def __getitem__(self, name: str) -> Question:
        """Give the question of this name; raises `KeyError`."""
        if name not in self._read:
            self._read[name] = read_question(self._paths[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Count the questions."""
        return len(self._paths)


def questions(root: Path | None = None) -> Mapping[str, Question]:
    """Give the questions of `queries/` below a root; the package's own where it has none."""
    return Catalogue(queries_root(root))


def networks(root: Path | None = None) -> Mapping[str, Question]:
    """Give the networks of `queries/networks/`: questions whose rows are edges."""
    return Catalogue(queries_root(root) / "networks")


def read_question(path: Path) -> Question:
    """Read a question file; raises `InputError` for what is wrong with its header."""
    text = text_of(path)
    header = read_header(path, text)
    return Question(
        name=path.stem,
        summary=str(header.get("summary", "")),
        description=str(header.get("description", "")),
        tags=[str(tag) for tag in header.get("tags", [])],
        parameters=_parameters(header, text),
        text=text,
        expect_min=header.get("expect-min", 0),
        expect=header.get("expect", []),
        network=header.get("network", False),
        path=path,
        header=header,
    )


def _parameters(header: Mapping[str, Any], text: str) -> dict[str, Parameter]:
    """Give the parameters that the query uses, in the order of the header."""
    used = tokens(text)
    told = header.get("parameters") or {}
    defaults = {name: str(one) for name, one in _merged(header.get("defaults")).items()}
    choices = _merged(header.get("enumerate"))
    order = sorted(used, key=lambda name: list(told).index(name) if name in told else len(told))
    return {
        name: _parameter(name, used[name], told.get(name) or {}, defaults, choices.get(name) or ())
        for name in order
    }


def tokens(text: str) -> dict[str, str]:
    """Give the name and type of each parameter that a query uses, in order of first use."""
    return {found["name"]: found["type"] for found in TOKEN.finditer(text) if found["name"]}


def _merged(given: Any) -> dict[str, Any]:
    """Take what grlc writes as a list of mappings, or as one mapping, as one mapping."""
    parts = given if isinstance(given, list) else [given or {}]
    return {name: value for part in parts for name, value in (part or {}).items()}


def _parameter(
    name: str,
    kind: str,
    told: Mapping[str, Any],
    defaults: Mapping[str, str],
    choices: Iterable[object],
) -> Parameter:
    plain = {"literal": "text"}.get(kind, kind)
    return Parameter(
        name=name,
        type=kind,
        about=str(told.get("about", "")),
        of=str(told.get("of", "thing" if kind == "iri" else plain)),
        default=defaults.get(name, ""),
        required=bool(told.get("required", False)),
        within=str(told.get("within", "last")),
        choices=tuple(str(one) for one in choices),
    )
