"""The catalogue: the list of questions, and each question with its form and its answer."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlencode

import pyoxigraph as ox
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from aseankg.answers import heading
from aseankg.catalogue import Table
from aseankg.dates import today
from aseankg.headers import Question
from aseankg.web.asking import Asked, answer, in_time, read
from aseankg.web.downloads import FORMS, MEDIA, QUERY, SUFFIXES, download, query_file
from aseankg.web.forms import capital, fields, label_of, plain
from aseankg.web.grids import ROWS, grid, meanings
from aseankg.web.negotiation import chosen
from aseankg.web.policy import FRAMED
from aseankg.web.replies import kept
from aseankg.web.telling import Teller
from aseankg.web.templating import View, page

OWN = ("lang", "as_of", "page", "embed", "format", "raw", "release")
HTML = "text/html"


def catalogue(request: Request) -> Response:
    """List the questions by what they are about."""
    view = View(request)
    groups = by_tag(list(view.release.questions.values()))
    return kept(request, page(view, "questions.html", groups=groups, capital=capital))


def by_tag(questions: list[Question]) -> list[tuple[str, list[Question]]]:
    """Put questions under as few of their tags as will do, the tag of the most first."""
    groups = []
    while questions:
        often = Counter(tag for one in questions for tag in one.tags or ["other"])
        tag = min(often, key=lambda name: (-often[name], name))
        groups.append((tag, [one for one in questions if tag in (one.tags or ["other"])]))
        questions = [one for one in questions if tag not in (one.tags or ["other"])]
    return groups


async def question(request: Request) -> Response:
    """Show a question, with its answer once it is asked; or the answer in another format."""
    seconds = request.app.state.settings.query_seconds
    return await in_time(seconds, lambda: _question(request))


def _question(request: Request) -> Response:
    view = View(request)
    name, form = _form(request)
    asked = read(view.release, _known(view, name), request.query_params, OWN)
    clean = _clean(request, asked)
    if clean:
        return clean
    if form == QUERY and not asked.faults:
        return kept(request, query_file(asked))
    table = None if asked.faults else answer(view.release, asked, view.lang)
    if form == HTML:
        return _page(view, asked, table)
    if table is None:
        fault = next(iter(asked.faults.values()))
        raise HTTPException(400, f"{fault.file.lstrip('-')}: {fault.message}; {fault.remedy}")
    file = download(asked, table, form, raw=bool(request.query_params.get("raw")))
    return kept(request, file, "Accept, Accept-Language")


def _form(request: Request) -> tuple[str, str]:
    """Give the name of the question and the form of the answer: by suffix, `format` or Accept."""
    path = str(request.path_params["name"])
    stem, _, suffix = path.rpartition(".")
    if stem and suffix in SUFFIXES:
        return stem, suffix
    named = request.query_params.get("format", "")
    if named and named not in (*SUFFIXES, "html"):
        raise HTTPException(406, f"there is no format {named}: html, {', '.join(SUFFIXES)}")
    if named:
        return path, HTML if named == "html" else named
    offered = (HTML, *MEDIA)
    media = chosen(request.headers.get("accept", ""), offered)
    if media is None:
        raise HTTPException(406, f"an answer can be {', '.join(offered)}")
    return path, MEDIA.get(media, HTML)


def _known(view: View, name: str) -> Question:
    if name not in view.release.questions:
        raise HTTPException(404, f"no question is called {name}")
    return view.release.questions[name]


def _clean(request: Request, asked: Asked) -> Response | None:
    """Send a form with empty fields or several boxes on to the short address of its answer."""
    pairs = request.query_params.multi_items()
    needed = {one.name for one in asked.question.parameters.values() if one.required}
    full = [(name, text) for name, text in pairs if text.strip() or name in needed]
    if len(request.query_params.getlist("without")) > 1:
        full = [one for one in full if one[0] != "without"]
        full.append(("without", ",".join(asked.without)))
    if full == pairs:
        return None
    query = urlencode(full)
    return RedirectResponse(request.url.path + (f"?{query}" if query else ""), 303)


def _page(view: View, asked: Asked, table: Table | None) -> Response:
    params = view.request.query_params
    told = any(name in params for name in (*asked.question.parameters, "without"))
    wrong = bool(asked.faults) and told
    teller = Teller(view)
    shown = grid(teller, table, _number(params.get("page", ""), table)) if table else None
    embedded = bool(params.get("embed"))
    answer_page = page(
        view,
        "question_embed.html" if embedded else "question.html",
        status=400 if wrong else 200,
        inquiry=asked,
        question=asked.question,
        fields=fields(view, asked) if not view.offline else [],
        given=_given(view, asked) if view.offline else [],
        wrong=wrong,
        grid=shown,
        meanings=meanings(teller, shown) if shown else [],
        wider=_wider(view, asked) if table and not table.rows and not view.offline else [],
        links=Links(view, asked),
        retrieved=today(),
        example=_example(view, asked),
        heading=heading,
        described=_linked(view, plain(view.words(asked.question.description))),
        other_release=params.get("release", view.release.name) != view.release.name,
    )
    if embedded:
        answer_page.headers["content-security-policy"] = FRAMED
    return kept(view.request, answer_page, "Accept, Accept-Language")


def _given(view: View, asked: Asked) -> list[tuple[str, str, str]]:
    """Give the values of an answer with their labels: the IRI of a thing, or text."""
    known = asked.question.parameters
    return [(label_of(view, known[name]), *_value(asked, name)) for name in asked.values]


def _value(asked: Asked, name: str) -> tuple[str, str]:
    term = asked.terms.get(name)
    return (term.value, "") if isinstance(term, ox.NamedNode) else ("", asked.values[name])


def _number(text: str, table: Table) -> int:
    """Give the page that is asked for; the first or last one for what is none."""
    last = max(1, -(-len(table.rows) // ROWS))
    return min(max(int(text), 1), last) if text.isascii() and text.isdigit() else 1


def _wider(view: View, asked: Asked) -> list[tuple[str, int, str]]:
    """Give for an answer without rows each value without which it has some, or all of them."""
    free = [one for one in asked.question.parameters.values() if not one.required]
    used = [one for one in free if one.name in asked.terms]
    tries = [(label_of(view, one), asked.loosened(one.name)) for one in used]
    counted = [(label, *_rows(view, one)) for label, one in tries]
    found = [one for one in counted if one[1]]
    if found or not used:
        return found
    for one in used:
        asked = asked.loosened(one.name)
    rows, address = _rows(view, asked)
    return [(view.words("all of them"), rows, address)] if rows else []


def _rows(view: View, asked: Asked) -> tuple[int, str]:
    return len(answer(view.release, asked, view.lang).rows), Links(view, asked).here()


def _linked(view: View, words: str) -> Markup:
    """Link the questions that a description names."""
    parts = (
        Markup('<a href="{}">{}</a>').format(
            view.to(f"/questions/{part}"), view.words(view.release.questions[part].summary)
        )
        if part in view.release.questions
        else escape(part)
        for part in re.split(r"([a-z]+(?:-[a-z]+)+)", words)
    )
    return Markup("").join(parts)


def _example(view: View, asked: Asked) -> str:
    """Give the address of an example of a question that needs a value."""
    told = asked.question.header.get("parameters") or {}
    values = {
        name: str(told[name]["example"])
        for name, one in asked.question.parameters.items()
        if one.required and "example" in told.get(name, {})
    }
    return view.to(f"/questions/{asked.question.name}", **values) if values else ""


class Links:
    """The addresses of an answer: other pages of it, files, the query, what to cite."""

    def __init__(self, view: View, asked: Asked) -> None:
        """Take what is asked, and the view for language and day."""
        self.view, self.asked = view, asked
        self.path = f"/questions/{asked.question.name}"
        self.forms = {suffix: form.name for suffix, form in FORMS.items() if suffix != "tsv"}

    def here(self, **more: str) -> str:
        """Give the address of this answer with the values it has now."""
        return self._address(self.path, more)

    def file(self, suffix: str, **more: str) -> str:
        """Give the address of this answer as a file."""
        return self._address(f"{self.path}.{suffix}", more)

    def api(self) -> str:
        """Give the address of this answer for programs."""
        return self._address(f"/api{self.path}", {})

    def sparql(self) -> str:
        """Give the address of the endpoint's form with the query in it."""
        lines = self.asked.sparql.splitlines()
        query = "\n".join(line for line in lines if not line.startswith("#+"))
        text = f"# {self.asked.question.summary}\n{query}\n"
        return "/sparql?" + urlencode({"query": text})

    def lasting(self) -> str:
        """Give the address to cite: it names the values, the day and the release."""
        pairs = [*self.asked.pairs, ("release", self.view.release.name)]
        return f"{self.view.settings.base.rstrip('/')}{self.path}?{urlencode(pairs)}"

    def _address(self, path: str, more: dict[str, str]) -> str:
        view = self.view
        kept = {"lang": view.asked_lang, "as_of": view.asked_day}
        free = [(n, text) for n, text in kept.items() if text and n not in self.asked.given]
        pairs = [*self.asked.pairs, *free, *more.items()]
        return f"{path}?{urlencode(pairs)}" if pairs else path


routes = [Route("/questions", catalogue), Route("/questions/{name}", question)]
