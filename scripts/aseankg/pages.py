"""HTML pages from the templates of the package; everything put into them is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from aseankg.namespaces import shorten


def render(template: str, **values: object) -> str:
    """Fill a template of `aseankg/templates` and give the page."""
    place = Environment(
        loader=PackageLoader("aseankg"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    place.filters["shorten"] = shorten
    return place.get_template(template).render(**values)
