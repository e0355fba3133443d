"""What a page may load and who may frame it: nothing but our own, nobody but pages for it."""

from __future__ import annotations

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
)
POLICY = _OWN + "frame-ancestors 'none'"
FRAMED = _OWN + "frame-ancestors *"
