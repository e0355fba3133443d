"""Member States against goals."""

from __future__ import annotations

from aseankg.report_content import Content


def matrix(told: Content) -> None:
    """Wait for the question."""
