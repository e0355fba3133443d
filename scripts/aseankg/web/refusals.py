"""Why something cannot be answered, in the language of the reader where the words are known."""

from __future__ import annotations

import re
from collections.abc import Callable

# What `InputError` says in English -> words of the interface; what stands in a group stays.
_KNOWN = {
    r"no .+ is called '(?P<what>.*)'": "Nothing of this kind is called “{what}”",
    r"'(?P<what>.*)' is there but is no .+": "“{what}” is there, but is of another kind",
    r"is needed": "This is needed",
    r"'(?P<what>.*)' is no date": "“{what}” is no date",
    r"cannot be '(?P<what>.*)'": "This cannot be “{what}”",
    r"is given twice": "This is given twice",
    r"give it once": "give it once",
    r"give its id, its IRI, or a name or abbreviation in any language": (
        "give its id, its IRI, or a name or abbreviation in any language"
    ),
    r"write yyyy, yyyy-mm, yyyy-mm-dd or today": "write yyyy, yyyy-mm, yyyy-mm-dd or today",
    r"did you mean (?P<what>.+)": "did you mean {what}",
    r"give the id or a name of one": "give the id or a name of a fitting thing",
    r"give (?P<what>[\w-]+(?:, [\w-]+)*)": "give {what}",
    r"nothing here is called (?P<what>\S+)": "Nothing here is called {what}",
    r"no question is called (?P<what>\S+)": "No question is called {what}",
    r"Not Found": "There is nothing at this address",
    r"Method Not Allowed": "This address cannot be used so",
}


def translated(words: Callable[..., str], lang: str, text: str) -> tuple[str, str]:
    """Give a message as `words` tells it, with its language; English where nothing is known."""
    if lang != "en":
        for pattern, known in _KNOWN.items():
            found = re.fullmatch(pattern, text, re.DOTALL)
            if found:
                return words(known, **found.groupdict()), lang
        if words(text) != text:  # what a parameter is about
            return words(text), lang
    return text, "en"
