"""The lists of the rules of the house, into which each rule is entered where it is written.

A rule on files looks at one file and asks of the rest of the graph only what `Known` answers. The
name of a rule is that of its function with hyphens; the first line of its docstring says what
holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aseankg.corpus import File, Known, Whole
from aseankg.findings import Finding

Rule = Callable[[File, Known], Iterator[Finding]]
WholeRule = Callable[[Whole], Iterator[Finding]]
RULES: dict[str, Rule] = {}
WHOLE_RULES: dict[str, WholeRule] = {}


def rule(check: Rule) -> Rule:
    """Enter a rule on files under its name."""
    RULES[check.__name__.replace("_", "-")] = check
    return check


def whole_rule(check: WholeRule) -> WholeRule:
    """Enter a rule on the graph as a whole under its name."""
    WHOLE_RULES[check.__name__.replace("_", "-")] = check
    return check
