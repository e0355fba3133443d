"""A page of the explorer as a page of a bundle: links to files, notes for what needs a server."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape

from aseankg.web.policy import OFFLINE
from aseankg.web.site_places import Place, Plan, relative
from aseankg.web.words import translate

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_LOADED = re.compile(r"<(?:link|script|img|source|use|image)\b[^>]*>\n?")
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden"[^>]*>\n?')
_ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
_ATTRIBUTE = re.compile(r'\s(class|lang)="([^"]*)"')
_DRAWN = re.compile(r"<(?:text|rect|path|circle|g)\b")
_STATIC = "/static/"
_COPY = "/copy/"  # files that only a bundle has
_MOVING = "/static/graph.js"  # the script that narrows a network down without a server
_CHARSET = '<meta charset="utf-8">'
SEARCH = Place("/search")
ABOUT = Place("/about")


@dataclass
class Rewriter:
    """Rewrites one page; notes the places and the static files that it leads to."""

    plan: Plan
    here: Place
    lang: str
    absent: Collection[Place] = ()
    base: str = ""
    places: set[Place] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    left_out: bool = False
    text: str = ""

    @cached_property
    def file(self) -> str:
        """Give the file that the page is written to."""
        return self.here.file(self.lang)

    @cached_property
    def folder(self) -> str:
        """Give the folder that the page is in: links from there are all alike."""
        return self.file.rpartition("/")[0]

    def rewrite(self, text: str) -> str:
        """Give the page as it stands in the bundle."""
        self.text = text
        text = _FORM.sub(self._form, text)
        text = _LINK.sub(self._link, text)
        text = _LOADED.sub(self._loaded, text)
        text = text.replace("<html ", "<html data-offline ", 1)
        text = text.replace(_CHARSET, _CHARSET + self._head(), 1)
        return text.replace("</footer>", self._foot() + "</footer>", 1)

    def words(self, text: str, **values: object) -> str:
        """Give words of the interface as they stand in a page."""
        return escape(translate(self.lang, text, **values))

    def _target(self, url: str) -> str | None:
        """Give the relative address of what an address leads to, as it stands in a page."""
        key = (url, self.folder)
        if self.here.values or key not in self.plan.known:
            target = self.plan.target(unescape(url), self.here)
            found = (target.place, escape(target.address(self.file))) if target else None
            if not self.here.values:  # else what a link leads to depends on the page
                self.plan.known[key] = found
        else:
            found = self.plan.known[key]
        if found is None or found[0] in self.absent:
            return None
        self.places.add(found[0])
        return found[1]

    def _link(self, found: re.Match[str]) -> str:
        attributes, inner = found.groups()
        address = _ADDRESS.search(attributes)
        if not address or not address[1].startswith("/"):
            return found[0]
        if address[1].startswith(_COPY):
            url = relative(self.file, address[1].removeprefix(_COPY))
            return found[0].replace(address[1], url, 1)
        target = self._target(address[1])
        if target:
            href = f' href="{target}"'
            changed = attributes[: address.start()] + href + attributes[address.end() :]
            return f"<a{changed}>{inner}</a>"
        self.left_out = True
        kept = dict(_ATTRIBUTE.findall(attributes))
        kept["class"] = " ".join([*kept.get("class", "").split(), "unwritten"])
        told = "".join(f' {name}="{value}"' for name, value in kept.items())
        element = "g" if _DRAWN.search(inner) else "span"
        return f"<{element}{told}>{inner}</{element}>"

    def _loaded(self, found: re.Match[str]) -> str:
        element = found[0]
        if 'rel="canonical"' in element:
            return "" if self.base or 'href="/' in element else element
        address = _ADDRESS.search(element)
        if not address or not address[1].startswith("/"):
            return element
        if address[1].startswith(_STATIC):
            name = address[1].partition("?")[0].removeprefix("/")
            self.assets.add(name)
            url = escape(relative(self.file, name))
        else:
            target = self._target(address[1])
            if target is None:
                return ""
            url = target
        return element.replace(address[1], url, 1)

    def _form(self, found: re.Match[str]) -> str:
        attributes, inner = found.groups()
        if 'role="search"' in attributes:
            self.places.add(SEARCH)
            url = relative(self.file, SEARCH.file(self.lang))
            attributes = re.sub(r'action="[^"]*"', f'action="{url}"', attributes)
            return f"<form{attributes}>{_HIDDEN.sub('', inner)}</form>"
        if 'id="narrow"' in attributes and _MOVING in self.text:
            attributes = re.sub(r'action="[^"]*"', 'action=""', attributes)
            told = self.words("Without JavaScript this copy cannot be narrowed down.")
            note = f'<noscript><p class="offline soft">{told}</p></noscript>'
            return f"<form{attributes}>{_HIDDEN.sub('', inner)}</form>\n{note}"
        told = self.words(
            "This copy shows {day}. For another day or other values, run:", day=self.plan.day
        )
        return f'<p class="offline soft">{told} <code>aseankg explore</code></p>'

    def _head(self) -> str:
        policy = f'\n<meta http-equiv="Content-Security-Policy" content="{escape(OFFLINE)}">'
        if not self.base:
            return policy
        return f'{policy}\n<link rel="canonical" href="{escape(self.base + self.file)}">'

    def _foot(self) -> str:
        """Say that this is a copy, and of the words that lead nowhere what they stand for."""
        about = relative(self.file, ABOUT.file(self.lang))
        self.places.add(ABOUT)
        said = [self.words("This is a copy as files, made of the release and the day above.")]
        if self.left_out:
            words = self.words("Words in grey with dots below")
            lead = self.words("lead to what needs the explorer itself.")
            said.append(f'<span class="unwritten">{words}</span> {lead}')
        holds = self.words("What this copy holds")
        more = f'<a href="{about}#copy">{holds}</a>'
        return f"<p>{' '.join(said)} {more}</p>\n"
