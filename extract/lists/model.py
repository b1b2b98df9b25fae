"""What a list is: its columns, its rows of cells, where each stands in the text."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the role its head (or the nature of its cells) gives it, and the head as printed ("" if there
    is none).
    """

    role: str
    head: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for each column the ranges of the original text that make up its cell, in reading order.

    `headings` are the headings above the row, the widest first. `cost` says how hard the row is to believe
    (0 for one that a format states). `carried` are the columns whose cell stands in a row above (a region
    that is printed once for several rows). `by_hand` is true where lines of a cell
    were parted by who wrote it, not by the width of a column.
    """

    cells: tuple[tuple[Range, ...], ...]
    headings: tuple[Range, ...] = ()
    cost: float = 0.0
    carried: frozenset[int] = frozenset()
    by_hand: bool = False

    @property
    def own(self) -> tuple[tuple[Range, ...], ...]:
        """The cells that stand in this row; empty in place of those that are carried."""
        return tuple(() if at in self.carried else cell for at, cell in enumerate(self.cells))

    @property
    def start(self) -> int:
        """Where the first piece of the row begins."""
        return min(start for cell in self.own for start, _ in cell)

    @property
    def end(self) -> int:
        """Where the last piece of the row ends."""
        return max(end for cell in self.own for _, end in cell)


@dataclass(frozen=True, slots=True)
class ListArea:
    """A list of projects in a text. `unplaced` are pieces inside it that belong to no cell as far as can be
    told.

    `repeats` is true when an earlier list of the same text uses the same numbers.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: Range | None = None
    unplaced: tuple[Range, ...] = ()
    repeats: bool = False
