"""What is worked out once for a release and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from aseankg.web.release import Release

T = TypeVar("T")
_known: WeakKeyDictionary[Release, dict[str, object]] = WeakKeyDictionary()
_lock = Lock()


def once(release: Release, name: str, make: Callable[[], T]) -> T:
    """Give what is known of a release under a name; make it where it is not known yet."""
    with _lock:
        known = _known.setdefault(release, {})
    if name not in known:
        known[name] = make()
    return known[name]  # type: ignore[return-value]
