"""What a query from outside may not do: change the graph, reach another place, nest too deeply.

The engine's own parser decides: a word that is told otherwise by a second parser is a hole. So a
query that has the word SERVICE somewhere is read once more with another letter in it. In a name,
a string or a comment that makes no difference; as a keyword it makes the query unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urljoin

from aseankg.errors import InputError
from aseankg.namespaces import PREFIXES

DEEPEST = 100
PLACE = "query"

_SPACE = r"(?:\s|\#[^\n\r]*)"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_PROLOGUE = re.compile(
    rf"(?i)(?:{_SPACE}|base\s*{_IRI}|prefix\s*[^\s<>:]*:\s*{_IRI}|version\s*['\"][\w.-]*['\"])*+"
    r"(?P<word>[a-z]+)"
)
TOKEN = re.compile(
    r"(?P<comment>\#[^\n\r]*)|(?P<iri>" + _IRI + r")|"
    r'(?P<string>"""(?:[^"\\]|\\.|"(?!""))*+"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*+'''|"
    r'"(?:[^"\\\n\r]|\\.)*+"|' + r"'(?:[^'\\\n\r]|\\.)*+')|"
    r"(?P<variable>[?$]\w+)|(?P<tag>@[A-Za-z][\w-]*)|"
    r"(?P<name>[^\W\d_]?[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)|"
    r"(?P<word>[^\W\d]\w*)|(?P<open>[({\[])|(?P<close>[)}\]])|(?P<other>\S)",
    re.DOTALL,
)
_UPDATES = {*("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with")}
_ASKS = {"select", "ask", "construct", "describe"}
_CHANGING = re.compile(r"(?i)\b(now|rand|uuid|struuid|bnode)\s*\(")
_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)

Token = tuple[str, str]


def tokens(text: str) -> Iterator[Token]:
    """Give kind and text of each token, without comments."""
    for found in TOKEN.finditer(text):
        if found.lastgroup != "comment":
            yield str(found.lastgroup), found[0]


def kind_of(text: str) -> str | None:
    """Give select, ask, construct or describe; update for what changes data; None for neither."""
    found = _PROLOGUE.match(text)
    word = found["word"].lower() if found else ""
    return word if word in _ASKS else "update" if word in _UPDATES else None


def is_lasting(text: str) -> bool:
    """Tell whether a query has the same answer each time that it is put to one release."""
    return not _CHANGING.search(text)


def refuse_depth(text: str) -> None:
    """Raise `InputError` for brackets nested so deeply that reading them exhausts the stack."""
    if sum(text.count(bracket) for bracket in "({[") <= DEEPEST:
        return
    depth = 0
    for found in TOKEN.finditer(text):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > DEEPEST:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            message = f"nested more than {DEEPEST} deep"
            raise InputError(PLACE, line, column, message, "write it flatter")


def refuse_service(text: str, read: Callable[[str], object]) -> None:
    """Raise `InputError` if SERVICE is a keyword of a query, which `read` reads or refuses.

    `read` raises `SyntaxError` for what is no query.
    """
    if "service" not in text.lower():
        return
    if not _is_readable(other_word(text), read) and _is_readable(text, read):
        remedy = "leave it out and combine the answers afterwards"
        raise InputError(PLACE, 0, None, "SERVICE would ask another computer", remedy)


def _is_readable(text: str, read: Callable[[str], object]) -> bool:
    """Tell whether the engine can read a text; what goes wrong after that is no matter here."""
    try:
        read(text)
    except SyntaxError:
        return False
    except MemoryError:
        raise
    except Exception:
        return True
    return True


def other_word(text: str) -> str:
    """Write another letter for the first one of each "service", so that all else stays apart."""
    low = text.lower()
    letter = next(one for one in "zxqjkvwy" + "abcdefghi" if f"{one}ervice" not in low)
    pairs = {"s": letter, "S": letter.upper()}
    return re.sub(r"(?i)s(?=ervice)", lambda found: pairs.get(found[0], letter), text)


def refuse_graphs(asked: Collection[str], known: Collection[str]) -> None:
    """Raise `InputError` if a graph is asked for that the dataset does not hold."""
    for graph in asked:
        if graph not in known:
            message = f"<{graph}> is no graph of this dataset"
            raise InputError(PLACE, 0, None, message, "name a source (src:...), or leave it out")


def asked_graphs(text: str) -> list[str]:
    """Give the IRIs that follow FROM and FROM NAMED in a query."""
    if "from" not in text.lower():
        return []
    base, prefixes, graphs = "", dict(PREFIXES), []
    stream = tokens(text)
    for kind, word in stream:
        if kind != "word" or word.lower() not in ("base", "prefix", "from"):
            continue
        kind, value = next(stream, ("", ""))
        if word.lower() == "base":
            base = urljoin(base, value[1:-1])
        elif word.lower() == "prefix":
            prefixes[value[:-1]] = urljoin(base, next(stream, ("", ""))[1][1:-1])
        else:
            kind, value = next(stream, ("", "")) if value.lower() == "named" else (kind, value)
            graphs.append(_iri(kind, value, base, prefixes))
    return graphs


def _iri(kind: str, value: str, base: str, prefixes: dict[str, str]) -> str:
    if kind == "iri":
        return urljoin(base, value[1:-1]) if base else value[1:-1]
    prefix, _, local = value.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def explain(error: SyntaxError, text: str) -> InputError:
    """Say where and why a query cannot be read."""
    if kind_of(text) == "update":
        remedy = "ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return InputError(PLACE, 0, None, "the graph is read only", remedy)
    found = _PLACE.match(str(error.msg))
    if not found:
        return InputError(PLACE, 0, None, f"not SPARQL 1.1: {error.msg}", "correct the query")
    line, column = int(found[1]), int(found[2])
    row = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1]
    message, remedy = _reason(found[3], row, column)
    return InputError(PLACE, line, column, message, remedy)


def _reason(told: str, row: str, column: int) -> tuple[str, str]:
    if "Prefix not found" in told:
        names = [one[0] for one in re.finditer(r"[\w.-]*:", row[: column - 1])]
        name = f"{names[-1]} " if names else ""
        return f"the prefix {name}is not declared", "declare it with PREFIX, or correct it"
    if "variable that is unbound" in told:
        message = "SELECT shows a variable that is neither grouped nor counted"
        return message, "name it in GROUP BY, or leave it out"
    rest = row[column - 1 :].strip()
    where = f"at {rest[:40]!r}" if rest else "at the end of the line"
    wanted = told.removeprefix("expected ").strip()
    hint = f", where {wanted} was expected" if len(wanted) <= 40 and "[" not in wanted else ""
    return f"not SPARQL 1.1 {where}{hint}", "correct the query there"
