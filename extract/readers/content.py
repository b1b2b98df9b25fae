"""What one reader hands back, and how it is put together character by character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.text import Cell, Finding, Page, Spot, Table


@dataclass(frozen=True, slots=True)
class Content:
    """The characters of one file with what stands where; `read` adds the file's name and hash."""

    chars: str
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell before it has offsets: its place in the grid (0-based), its spans and its characters."""

    row: int
    column: int
    chars: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Builder:
    """Characters in the making. Offsets are handed out as they are added and never change."""

    length: int = 0
    _parts: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, chars: str) -> tuple[int, int]:
        """Append `chars`; their range."""
        start = self.length
        self._parts.append(chars)
        self.length += len(chars)
        return start, self.length

    def add_table(
        self,
        cells: Sequence[GridCell],
        page: int | None = None,
        numbers: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ) -> None:
        """Append a table: cells of a row with a tab between them, a line end after each row. `numbers` are
        those that the format gives its rows and columns.
        """
        start, placed, row = self.length, [], None
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            if row is not None:
                self.add("\t" if cell.row == row else "\n")
            row = cell.row
            first, last = self.add(cell.chars)
            placed.append(Cell(cell.row, cell.column, first, last, cell.row_span, cell.column_span))
        self.tables.append(Table(start, self.length, page, tuple(placed), *map(tuple, numbers)))
        self.add("\n")

    def content(self) -> Content:
        """What was added, frozen."""
        return Content(
            "".join(self._parts),
            tuple(self.pages),
            tuple(self.tables),
            tuple(self.findings),
            tuple(self.spots),
        )
