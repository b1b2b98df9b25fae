"""What the headings of one list tell of each other, and of the column of directions."""

from __future__ import annotations

from collections import Counter, defaultdict

from extract.cleaning import text_at
from extract.layout import Layout
from extract.lists.headings import labelled, names_owners, shared_by
from extract.lists.model import ListArea, Range
from extract.lists.places import is_place
from extract.lists.words import bare_heading, heading_level, unmarked

_LEAST_SHARED = 2


def owners_among(layout: Layout, area: ListArea) -> frozenset[str]:
    """The headings between the rows of `area` that say whose projects stand below them (省属企业) where
    others of their level say where they are: they are of no class.
    """
    texts = {_text(layout, place) for row in area.rows for place in row.headings}
    levels = {heading_level(text) for text in texts if shared_by(text) == "region"}
    return frozenset(text for text in texts if names_owners(text) and heading_level(text) in levels)


def classes_first(layout: Layout, area: ListArea) -> bool:
    """Whether the column of directions is wider than the headings: one direction for all rows below each
    heading, several below more than one, and one direction below several headings.
    """
    column = next((at for at, one in enumerate(area.columns) if one.role == "direction" and one.head), None)
    if column is None:
        return False
    below: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in area.rows:
        headings = tuple(text for place in row.headings if _is_class(text := _text(layout, place)))
        direction = unmarked(text_at(layout.text.chars, row.cells[column]))
        if not headings or not direction:
            return False
        below[headings][direction] += 1
    directions = Counter(direction for counts in below.values() for direction in counts)
    alone = all(len(counts) == 1 for counts in below.values())
    shared = sum(counts.total() > 1 for counts in below.values())
    return alone and shared >= _LEAST_SHARED and max(directions.values(), default=0) >= _LEAST_SHARED


def _is_class(text: str) -> bool:
    return labelled(text) is None and not is_place(bare_heading(text))


def _text(layout: Layout, place: Range) -> str:
    return unmarked(text_at(layout.text.chars, [place]))
