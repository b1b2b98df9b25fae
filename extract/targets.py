"""Numbers to be reached by a date or year."""

from __future__ import annotations

from collections.abc import Sequence

from extract.layout import Layout
from extract.outline import Part
from extract.records import Document, Target


def targets(
    layout: Layout, part: Part, document: Document, areas: Sequence[tuple[int, int]] = ()
) -> tuple[Target, ...]:
    """The targets of one document in reading order."""
    return ()
