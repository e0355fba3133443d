"""What a page may load and who may frame it: nothing but our own, nobody but pages for it."""

from __future__ import annotations

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
)
POLICY = _OWN + "frame-ancestors 'none'"
FRAMED = _OWN + "frame-ancestors *"
# For pages that are files: a page from the disk has no origin that 'self' could mean, so that it
# is named; what only a header may say is left out.
OFFLINE = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    "img-src 'self' file: data:; font-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)
