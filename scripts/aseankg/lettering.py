"""How wide text is in a picture, and where it may be broken, in every script of the region."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

FONTS = (
    "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, "
    "'Noto Sans Thai', 'Leelawadee UI', Thonburi, 'Noto Sans Lao', 'Lao UI', "
    "'Noto Sans Khmer', 'Khmer UI', 'Noto Sans Myanmar', 'Myanmar Text', sans-serif"
)
_NARROW = frozenset("iljIft|.,:;'!()[]/ ·-r\u2019")
_BROAD = frozenset("mwMW@%&—…")
# First and last letter of scripts without spaces between words, and how wide a letter is.
_SCRIPTS = (
    ("\u0e00", "\u0eff", 0.66),  # Thai, Lao
    ("\u1000", "\u109f", 0.95),  # Burmese
    ("\u1780", "\u17ff", 0.9),  # Khmer
)
_LEADING = frozenset("เแโใไເແໂໃໄ")
_STACKING = frozenset("\u1039\u17d2\u200d")


def width(text: str, size: float) -> float:
    """Give the width of a text in pixels, rather too wide than too narrow."""
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.95
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    for first, last, wide in _SCRIPTS:
        if first <= letter <= last:
            return wide
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.25
    return 0.7 if letter.isupper() else 0.58


def fit(text: str, room: float, size: float, lines: int) -> list[str]:
    """Break a text into at most so many lines of so many pixels; what is too long ends in …."""
    found = [""]
    for piece in _pieces(" ".join(text.split())):
        if width((found[-1] + piece).rstrip(), size) <= room or not found[-1]:
            found[-1] += piece
        else:
            found.append(piece.lstrip())
    whole = [line.strip() for line in found if line.strip()]
    if len(whole) > lines:
        last = list(clusters(whole[lines - 1]))
        while last and width("".join(last) + "…", size) > room:
            last.pop()
        whole = [*whole[: lines - 1], "".join(last).rstrip(" ,;") + "…"]
    return whole or [""]


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where lines may break: after spaces and hyphens, in some scripts anywhere."""
    piece = ""
    for cluster in clusters(text):
        if piece and (piece[-1] in " -/" or _breaks(cluster) or len(piece) > 30):
            yield piece
            piece = ""
        piece += cluster
    yield piece


def _breaks(cluster: str) -> bool:
    return any(first <= cluster[0] <= last for first, last, _ in _SCRIPTS)


def clusters(text: str) -> Iterator[str]:
    """Cut a text into what stands together: a letter with its marks, or stacked letters."""
    cluster = ""
    for letter in text:
        joined = unicodedata.category(letter).startswith("M") or letter in _STACKING
        if cluster and not joined and cluster[-1] not in _STACKING | _LEADING:
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster
