"""Headings that reach over all columns but those of a cell which stands left of them for several rows."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lists.headings import Headings
from extract.lists.model import Column, Range
from extract.lists.stated.grids import Grid


def heading_across(grid: Grid, columns: Sequence[Column], at: int) -> Range | None:
    """The heading that the row `at` of `grid` is: one cell over the name and all behind it, right of cells
    that go on below; None for any other row.
    """
    first = grid.spread.get(at, 0)
    if not first or at + 1 >= len(grid.rows) or grid.below[at][first]:
        return None
    left = [column for column in range(first) if grid.rows[at][column]]
    on = left and all(grid.below[at + 1][column] for column in left)
    over = any(column.role == "name" for column in columns[first:])
    return grid.rows[at][first] if on and over else None


class Within:
    """The headings where a reader of rows stands: those inside a cell for several rows end with it."""

    def __init__(self, headings: Headings) -> None:
        self._headings = self._outer = headings
        self._inside: tuple[int, Range] | None = None

    def at(self, cells: Sequence[Range | None]) -> Headings:
        """The headings that hold where the row of `cells` begins."""
        if self._inside is not None and cells[self._inside[0]] != self._inside[1]:
            self._headings, self._inside = self._outer, None
        return self._headings

    def open(self, cells: Sequence[Range | None], text: str, place: Range, inside: bool) -> None:
        """Go on below the heading `text` at `place`; `inside` the first of `cells` where that is so."""
        if inside and self._inside is None:
            self._inside = next((at, cell) for at, cell in enumerate(cells) if cell)
            self._outer = self._headings.copy()
        self._headings.add(text, place)
