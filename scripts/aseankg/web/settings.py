"""What whoever runs the explorer may set; each setting is a variable of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from aseankg.errors import InputError
from aseankg.namespaces import BASE


@dataclass(frozen=True)
class Settings:
    """Limits and addresses; `ASEANKG_` and the name in capitals set one from outside.

    `base` is where the IRIs of the graph resolve to; `report` is the address of a form or mailbox
    for errors, in which {thing} stands for the id; `before` is a file or folder with the release
    before this one, to tell what changed. Seconds, bytes and rows are upper limits.
    """

    base: str = BASE
    report: str = "https://w3id.org/aseankg/report?thing={thing}"
    query_seconds: float = 10.0
    query_rows: int = 10_000
    query_bytes: int = 60_000
    post_bytes: int = 1_000_000
    workers: int = 2
    query_queue: int = 100
    query_memory: int = 1_000_000_000
    body_seconds: float = 10.0
    reload_seconds: float = 2.0
    kept_bytes: int = 32_000_000
    before: str = ""

    @classmethod
    def of_environment(cls) -> Settings:
        """Read what is set; raises `InputError` for a value that is no number where one must be."""
        given: dict[str, object] = {}
        for one in fields(cls):
            text = os.environ.get(name := f"ASEANKG_{one.name.upper()}")
            if text is not None:
                given[one.name] = _as(type(one.default), text, name)
        return cls(**given)  # type: ignore[arg-type]


def _as(kind: type[object], text: str, name: str) -> object:
    if kind is str:
        return text
    try:
        number = float(text) if kind is float else int(text)
    except ValueError:
        number = 0
    if number <= 0:
        raise InputError(name, 0, None, f"{text!r} is no number above 0", "correct the variable")
    return number
