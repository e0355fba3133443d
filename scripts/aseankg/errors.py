"""What can go wrong with what people hand in, said so that they can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class InputError(Exception):
    """One fault in something handed in: where it is, what is wrong, what to do.

    `file` is empty for what a message names by itself.
    `line` is the line of a text file or the row of a table, from 1 (0: the file as a whole);
    `column` is a name or a number as text, or empty.
    """

    def __init__(
        self,
        file: Path | str,
        line: int,
        column: str | int | None,
        message: str,
        remedy: str = "",
    ) -> None:
        """Keep the parts; `str()` gives `file:line:column: message; remedy`."""
        self.file = str(file)
        self.line = line
        self.column = "" if column is None else str(column)
        self.message = message
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        """Give the one line that a person reads."""
        place = [self.file, str(self.line) if self.line else "", self.column]
        where = ":".join(part for part in place if part)
        told = f"{where}: {self.message}" if where else self.message
        return told + (f"; {self.remedy}" if self.remedy else "")


class MisnamedFile(InputError):
    """A file whose name gives no id to the source that it is of."""


class InputErrors(Exception):
    """Several faults found in one go; nothing of what was handed in has been taken."""

    def __init__(self, errors: Iterable[InputError]) -> None:
        """Keep the faults in the order in which they were found."""
        self.errors = list(errors)
        super().__init__("\n".join(str(error) for error in self.errors))
