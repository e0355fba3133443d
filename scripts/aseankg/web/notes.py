"""What is odd in a query that can be answered: told beside the answer, not refused."""

from __future__ import annotations

from aseankg.web.guards import Token, tokens


def notes_on(text: str) -> list[str]:
    """Give a sentence for each oddity of a query; none for most queries."""
    stream = list(tokens(text))
    words = {word.lower() for kind, word in stream if kind == "word"}
    told = [f"?{name} is shown, but nothing gives it a value" for name in _without_value(stream)]
    if words & {"limit", "offset"} and "order" not in words:
        told.append("LIMIT or OFFSET without ORDER BY: another run may give other rows")
    return told


def _without_value(stream: list[Token]) -> list[str]:
    """Give the variables of the outer SELECT that are named nowhere else in a query."""
    shown, rest = _parts(stream)
    elsewhere = {word[1:] for kind, word in rest if kind == "variable"}
    return [name for name in shown if name not in elsewhere]


def _parts(stream: list[Token]) -> tuple[list[str], list[Token]]:
    """Part the variables that SELECT lists by themselves from all other tokens."""
    starts = [at for at, (kind, word) in enumerate(stream) if (kind, word.lower()) == _SELECT]
    if not starts or any(token == ("open", "{") for token in stream[: starts[0]]):
        return [], []
    shown: list[str] = []
    depth = 0
    for at, (kind, word) in enumerate(stream[starts[0] :], starts[0]):
        if word == "{":
            return shown, [*rest_of(stream, starts[0], at), *stream[at:]]
        depth += (kind == "open") - (kind == "close")
        if kind == "variable" and depth == 0:
            shown.append(word[1:])
    return [], []


def rest_of(stream: list[Token], start: int, end: int) -> list[Token]:
    """Give the tokens in brackets between two places: what `(... AS ?x)` computes with."""
    depth, found = 0, []
    for kind, word in stream[start:end]:
        depth += (kind == "open") - (kind == "close")
        if depth:
            found.append((kind, word))
    return found


_SELECT = ("word", "select")
