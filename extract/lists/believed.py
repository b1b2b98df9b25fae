"""Which rows that were put together from lines of text are to be believed: by what their cells hold.

Where nothing says what is of which cell, lines of two columns may be taken for one, or the end of a cell for
the beginning of that below it. That shows: what stands in a column of places is none, a column of bodies that
the head names stays empty, a body begins with what but ends one. Such rows are not read but told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.cleaning import text_at
from extract.lists.cells import BODIES, is_body
from extract.lists.model import Column, Range, Row
from extract.lists.parties import bodies
from extract.lists.places import known
from extract.lists.words import words
from extract.rules import regexes

_LEAST, _MOST, _HALF = 3, 0.7, 0.5


def believed(chars: str, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[Row], list[Range]]:
    """The rows of the text `chars` that may be believed, and the pieces of those that may not; no rows where
    that holds for the whole table.
    """
    if len(rows) >= _LEAST and not all(
        _hold(column, [text_at(chars, row.cells[at]) for row in rows]) for at, column in enumerate(columns)
    ):
        return [], []
    broken = {at + step for at, row in enumerate(rows) for step in _broken(chars, columns, row)}
    if len(rows) >= _LEAST and len(broken) > _HALF * len(rows):
        return [], []
    lost = [place for at in sorted(broken) if 0 <= at < len(rows) for cell in rows[at].own for place in cell]
    return [row for at, row in enumerate(rows) if at not in broken], lost


def _hold(column: Column, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are what its head asks for."""
    told = [text for text in cells if text]
    if column.role == "region":
        return _are_most(map(known, told), told)
    if column.role in BODIES:
        filled = len(told) >= (1 - _MOST) * len(cells)
        return filled and _are_most((all(map(is_body, bodies(text))) for text in told), told)
    if column.role == "name":
        return not _are_most(map(_is_company, told), told)
    return True


def _is_company(text: str) -> bool:
    """Whether a cell ends as a company does, and not with what is built as well (a plant)."""
    names = words().names
    return names["company"].search(text) is not None and names["project"].search(text) is None


def _are_most(hits: Iterable[bool], told: Sequence[str]) -> bool:
    return sum(hits) >= _MOST * len(told)


def _broken(chars: str, columns: Sequence[Column], row: Row) -> set[int]:
    """Which rows around this one, it being 0, its cells show to be wrongly parted: one begins with the end of
    a cell above or lacks its own, or is what no name is.
    """
    names = words().names
    found: set[int] = set()
    for column, cell in zip(columns, row.own, strict=True):
        text = text_at(chars, cell)
        if text and column.role in BODIES:
            found |= {-1, 0} if names["body_rest"].match(text) else set()
            found |= {0, 1} if names["body_open"].search(text) else set()
        elif text and column.role == "name":
            found |= {0, 1} if names["name_open"].search(text) else set()
            place = known(text) and not regexes("cells")["zone-built"].search(text)
            found |= {0} if place or names["name_mixed"].search(text) else set()
    return found
