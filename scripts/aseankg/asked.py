"""What a rule asked about the rest of the graph while it looked at one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Question = tuple[str, object]


class Asked:
    """Hands on questions about the graph, and writes them down with what was answered.

    It stands in for `Known` and `Times`, whose questions are all about one thing. As long as the
    answers stay the same, so does what is found in the file.
    """

    def __init__(self, *known: object) -> None:
        """Take those who answer, each questions of its own."""
        self._known = known
        self.answers: dict[Question, str] = {}

    def __getattr__(self, name: str) -> Any:
        """Give the question of that name."""
        ask = asker(name, self._known)

        def asked(about: object) -> object:
            answer = ask(about)
            self.answers[name, about] = repr(answer)
            return answer

        setattr(self, name, asked)
        return asked


def asker(name: str, known: tuple[object, ...]) -> Callable[[object], object]:
    """Give the question of a name, from the first that can answer it."""
    found = next((getattr(one, name) for one in known if hasattr(one, name)), None)
    if found is None:
        raise AttributeError(name)
    ask: Callable[[object], object] = found
    return ask


def same(answers: Mapping[Question, str], *known: object) -> bool:
    """Tell whether all questions are answered as they were."""
    return all(repr(asker(name, known)(about)) == told for (name, about), told in answers.items())
