"""What a reader produces: the characters of a file, and where they stand.

All offsets of the project are code-point offsets into `Text.chars`. For .txt and .md files these are the
characters of the decoded file itself (line ends as they are, a byte-order mark not counted).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its printed-order number (1-based), its range of characters, and how sure (0..1) these are:
    less than 1 where they were read from a picture.
    """

    number: int
    start: int
    end: int
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table that a format states: place in the grid (0-based), spans, characters."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table stated by the format or drawn with rules; its cells stand in reading order. `rows` and
    `columns` are the numbers (from 1) that the format gives them, where it gives any: those of a sheet.
    """

    start: int
    end: int
    page: int | None
    cells: tuple[Cell, ...]
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()

    def place_of(self, cell: Cell) -> tuple[int, int]:
        """The numbers of the row and the column of `cell`, from 1."""
        row = self.rows[cell.row] if self.rows else cell.row + 1
        return row, self.columns[cell.column] if self.columns else cell.column + 1


class Spot(NamedTuple):
    """Where the characters `start` to `end`, a piece of a line, stand on their page; y grows downwards."""

    start: int
    end: int
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader could not read, or not trust: a code, one sentence, the page where there is one."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not read, or not wholly: where it stands, as far as that is known, and why."""

    kind: str
    source: str
    reason: str
    page: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A file as read: `source` is its name in records, `sha256` is of its bytes.

    `spots` are the places of pieces outside `tables`, on pages that set columns apart, in order.
    """

    source: str
    sha256: str
    chars: str
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    spots: tuple[Spot, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The 1-based page on which the character at `offset` stands; None where there are no pages."""
        page = self._page(offset)
        return page.number if page else None

    def certainty_at(self, offset: int) -> float:
        """How sure (0..1) the character at `offset` is."""
        page = self._page(offset)
        return page.certainty if page else 1.0

    def _page(self, offset: int) -> Page | None:
        if not self.pages:
            return None
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[max(index, 0)]

    def cell_at(self, offset: int) -> Cell | None:
        """The cell of a stated table in which the character at `offset` stands; None outside all of them."""
        found = self._at(offset)
        return found[1] if found else None

    def place_at(self, offset: int) -> tuple[int, int] | None:
        """The row and the column of that cell, from 1, as the format counts them."""
        found = self._at(offset)
        return found[0].place_of(found[1]) if found else None

    def _at(self, offset: int) -> tuple[Table, Cell] | None:
        at = bisect_right(self.tables, offset, key=lambda table: table.start) - 1
        if at < 0 or offset >= self.tables[at].end:
            return None
        cells = self.tables[at].cells
        place = bisect_right(cells, offset, key=lambda cell: cell.start) - 1
        inside = place >= 0 and offset < cells[place].end
        return (self.tables[at], cells[place]) if inside else None
