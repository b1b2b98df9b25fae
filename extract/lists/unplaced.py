"""Cells of a list that no record has room for: under heads that nobody knows, and more of them than heads."""

from __future__ import annotations

from collections.abc import Iterator

from extract.cleaning import text_at
from extract.figures.quantities import quantities
from extract.layout import Layout
from extract.lists.contents import kinds_of
from extract.lists.model import Column, ListArea, Range
from extract.lists.words import head_role, says_nothing, unmarked

_LONG = 24
_OF_OTHERS = frozenset({"phone", "person", "loose-body", "loose-place", "period", "document"})
_UNKNOWN = frozenset({"other", "scale", "amount", "note"})


def unplaced_cells(layout: Layout, area: ListArea) -> Iterator[tuple[str, int, Range]]:
    """For each column of `area` that no record tells of: its head, how many of its cells say what a record
    might (long text, quantities), and where the first of these stands.
    """
    headed = any(column.head for column in area.columns)
    described = any(column.role == "description" for column in area.columns)
    for at, column in enumerate(area.columns):
        if not headed or not _is_unknown(column, described):
            continue
        cells = [row.own[at] for row in area.rows]
        places = [
            (cell[0][0], cell[-1][1])
            for cell in cells
            if cell and _tells(unmarked(text_at(layout.text.chars, cell)))
        ]
        if places:
            yield column.head, len(places), places[0]


def _is_unknown(column: Column, described: bool) -> bool:
    """Whether a record has no room for a column: its head is not known, or it has none, and no figures
    are in it that stand for the description.
    """
    figures = column.role == "scale" and not described
    known = column.role not in _UNKNOWN or head_role(column.head) is not None
    return not known and not figures


def _tells(text: str) -> bool:
    """Whether a cell says more than a remark: it is long, or says how much."""
    if says_nothing(text) or kinds_of(text) & _OF_OTHERS:
        return False
    return len(text) >= _LONG or bool(quantities(text))
