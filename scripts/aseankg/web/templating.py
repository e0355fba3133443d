"""Pages from templates: everything put into them is escaped, every name says its language."""

from __future__ import annotations

from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from aseankg.dates import today
from aseankg.labels import labels_of
from aseankg.namespaces import shorten
from aseankg.web.links import is_web, path_of, with_query
from aseankg.web.negotiation import languages
from aseankg.web.refusals import translated
from aseankg.web.release import Release
from aseankg.web.settings import Settings
from aseankg.web.words import LANGUAGES, translate


class View:
    """What a request asks for beside its page: language, day, and the release it is told of."""

    def __init__(self, request: Request) -> None:
        """Read them; a day that cannot be read is today."""
        self.request = request
        self.release: Release = request.state.release
        self.settings: Settings = request.app.state.settings
        asked = request.query_params.get("lang", "")
        liked = [asked, *languages(request.headers.get("accept-language", "")), "en"]
        self.lang = next(tag for tag in liked if tag in LANGUAGES)
        self.asked_lang = asked if asked in LANGUAGES else None
        self.day = _day(request.query_params.get("as_of", "")) or today()
        self.asked_day = self.day.isoformat() if "as_of" in request.query_params else None
        self.offline: bool = getattr(request.app.state, "offline", False)

    def words(self, text: str, **values: object) -> str:
        """Give words of the interface in the language of the view."""
        return translate(self.lang, text, **values)

    def to(self, target: str, **values: str | None) -> str:
        """Give the address of an IRI or path, keeping the language and the day that were asked."""
        path = path_of(target)
        if not path.startswith("/"):
            return path
        return with_query(path, {"lang": self.asked_lang, "as_of": self.asked_day, **values})

    def here(self, **values: str | None) -> str:
        """Give the address of this page with some values of its query changed."""
        return with_query(self.request.url.path, {**self.request.query_params, **values})

    def name(self, iri: str) -> tuple[str, str]:
        """Give the name of a thing and the language of it."""
        return labels_of(self.release.store, [iri], self.lang)[iri]

    @property
    def report(self) -> str:
        """Give the address at which an error on this page is told."""
        return self.settings.report.format(thing=quote(self.request.url.path, safe=""))


def page(view: View, template: str, *, status: int = 200, **values: object) -> Response:
    """Fill a template of `aseankg/web/templates`."""
    given = {"view": view, "_": view.words, "lang": view.lang, "languages": LANGUAGES, **values}
    return HTMLResponse(_environment().get_template(template).render(given), status)


@cache
def _environment() -> Environment:
    place = Environment(
        loader=PackageLoader("aseankg.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    place.filters |= {
        "shorten": shorten,
        "path_of": path_of,
        "web": lambda url: url if is_web(url) else "",
    }
    place.globals |= {"refusal": _refusal, "thing": _thing, "asset": asset, "static": _static}
    return place


@pass_context
def _thing(context: Context, iri: str, name: str = "", lang: str | None = None) -> Markup:
    """Give a link to a thing with its name, which says its language if it is another one."""
    view: View = context["view"]
    if not name:
        name, lang = view.name(iri)
    tag = Markup(' lang="{}"').format(lang) if lang and lang != view.lang else Markup("")
    return Markup('<a href="{}"{}>{}</a>').format(view.to(iri), tag, name)


@pass_context
def _refusal(context: Context, text: str) -> Markup:
    """Give why something cannot be answered, with its language if it is another one."""
    view: View = context["view"]
    told, lang = translated(view.words, view.lang, text)
    tag = Markup(' lang="{}"').format(lang) if lang != view.lang else Markup("")
    return Markup("<span{}>{}</span>").format(tag, told)


def asset(name: str) -> str:
    """Give the address of a static file, which changes with its content: it can be kept."""
    return f"/static/{name}?v={_digest(name)}"


def _static(name: str) -> bool:
    """Tell whether a static file is there: what scripts are built of may be missing."""
    return bool(_digest(name))


@cache
def _digest(name: str) -> str:
    place = files("aseankg.web") / "static" / name
    return sha256(place.read_bytes()).hexdigest()[:12] if place.is_file() else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
