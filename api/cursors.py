"""Cursors: where the next page of a list begins, as text that only this server reads."""

from __future__ import annotations

import base64
import binascii

from ontology.errors import UsageError


def encoded(key: str) -> str:
    """The cursor for the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decoded(cursor: str) -> str:
    """The sort key of a cursor, "" of none. Raises UsageError."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise UsageError("cursor: not one that this server gave; begin without it.") from None
