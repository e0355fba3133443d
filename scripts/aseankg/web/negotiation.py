"""Which form of an answer a client wants: by the suffix of the address, `format`, or Accept.

The rules are those of RFC 9110, section 12.5.1: the most telling range counts, then q.
"""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[str, str, float]


def chosen(accept: str, offered: Sequence[str]) -> str | None:
    """Give the media type of those offered that Accept likes best, the first of equals.

    Without a header that is the first; None if nothing offered is acceptable.
    """
    ranges = [one for part in accept.split(",") if (one := _range(part))]
    if not ranges:
        return offered[0] if not accept.strip() else None
    liked = [(_quality(one, ranges), -number, one) for number, one in enumerate(offered)]
    quality, _, best = max(liked)
    return best if quality > 0 else None


def _range(part: str) -> Range | None:
    kind, *parameters = (one.strip().lower() for one in part.split(";"))
    main, slash, sub = kind.partition("/")
    if not slash or not main or not sub:
        return None
    quality = 1.0
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return main, sub, quality


def _quality(media_type: str, ranges: Sequence[Range]) -> float:
    main, _, sub = media_type.partition(";")[0].partition("/")
    fitting = [
        ((a != "*") + (b != "*"), quality)
        for a, b, quality in ranges
        if a in ("*", main) and b in ("*", sub)
    ]
    return max(fitting)[1] if fitting else 0.0


def languages(accept: str) -> list[str]:
    """Give the languages of an Accept-Language header, the dearest first, as primary tags."""
    found: list[tuple[float, int, str]] = []
    for number, part in enumerate(accept.split(",")):
        tag, _, rest = part.strip().partition(";")
        name, _, value = rest.strip().partition("=")
        try:
            quality = float(value) if name == "q" else 1.0
        except ValueError:
            quality = 0.0
        if tag and quality > 0:
            found.append((-quality, number, tag.partition("-")[0].lower()))
    return [tag for _, _, tag in sorted(found)]
