"""The ruled tables of PDF pages, as grids of boxes."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import tablers

from extract.readers.pdf_characters import Box
from extract.readers.pdf_strokes import Stroke
from extract.readers.stand_in_font import StandInFonts

_SAME_EDGE = 2.0
_ALL_LINES = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
}  # strict lines miss cells drawn as boxes


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the edges of its columns and rows, and which cell owns each field between them."""

    box: Box
    edges_x: tuple[float, ...]
    edges_y: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]  # row, column, row span, column span
    owners: dict[tuple[int, int], int]

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds the point, or None."""
        row, column = bisect_right(self.edges_y, y) - 1, bisect_right(self.edges_x, x) - 1
        return self.owners.get((row, column))

    def field_at(self, x: float, y: float) -> Box:
        """The field between two edges of columns and two of rows in which the point lies."""
        row, column = bisect_right(self.edges_y, y), bisect_right(self.edges_x, x)
        left, right = self.edges_x[column - 1 : column + 1]
        top, bottom = self.edges_y[row - 1 : row + 1]
        return Box(left, top, right, bottom)


def use_fonts(fonts: StandInFonts) -> None:
    """Let the pdfium that tablers has of its own ask `fonts` too.

    Reading the outlines of the machine's fonts, which no table needs, took four fifths of the time of a page.
    """
    pdfium = ctypes.CDLL(str(tablers.get_default_pdfium_path()))
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(fonts.raw))


class PageTables:
    """The tables of one document. Use it on one thread, and close it."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document: tablers.Document | None = tablers.Document(bytes=data)
        except BaseException as error:
            if not _is_tablers_own(error):
                raise
            self._document = None

    def of_page(
        self, index: int, height: float, quarters: int, strokes: Sequence[Stroke] = ()
    ) -> list[Grid] | None:
        """The grids of a page, top first, turned like its characters; None where the search failed.

        `height` is that of the page before its /Rotate: tablers measures from its top edge. `strokes` are
        rules that tablers does not see by itself.
        """
        if self._document is None:
            return None
        try:
            page = self._document.get_page(index)
            found = (
                _with_strokes(page, height, strokes)
                if strokes
                else tablers.find_tables(page, extract_text=False, **_ALL_LINES)
            )
            boxes = [[Box(*cell.bbox) for cell in table.cells] for table in found]
        except BaseException as error:
            if not _is_tablers_own(error):
                raise
            return None
        grids = [_grid([_placed(box, height, quarters) for box in cells]) for cells in boxes]
        return sorted(
            (grid for grid in grids if grid is not None), key=lambda grid: (grid.box.top, grid.box.left)
        )

    def close(self) -> None:
        """Give the document back to pdfium."""
        if self._document is not None:
            self._document.close()


def _with_strokes(page: tablers.Page, height: float, strokes: Sequence[Stroke]) -> list[Any]:
    edges = tablers.get_edges(page, **_ALL_LINES)
    for left, low, right, high in strokes:
        x1, x2 = sorted((left, right))
        y1, y2 = sorted((height - low, height - high))
        kind: Literal["h", "v"] = "h" if x2 - x1 > y2 - y1 else "v"
        edges[kind].append(tablers.Edge(kind, x1, y1, x2, y2))
    found: list[Any] = tablers.find_tables(
        None,
        extract_text=False,
        vertical_strategy="explicit",
        horizontal_strategy="explicit",
        explicit_h_edges=edges["h"],
        explicit_v_edges=edges["v"],
    )
    return found


def _is_tablers_own(error: BaseException) -> bool:
    """Whether tablers failed: by an error, or by a Rust panic, which no module exports."""
    known = (RuntimeError, ValueError, IndexError)
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def _placed(box: Box, height: float, quarters: int) -> Box:
    return Box(box.left, box.top - height, box.right, box.bottom - height).turned(quarters)


def _grid(boxes: list[Box]) -> Grid | None:
    """The grid of these cells; None where they make one column only: a frame around text, not a table."""
    edges_x = _edges([x for box in boxes for x in (box.left, box.right)])
    edges_y = _edges([y for box in boxes for y in (box.top, box.bottom)])
    if len(edges_x) < 3:
        return None
    cells: list[tuple[int, int, int, int]] = []
    owners: dict[tuple[int, int], int] = {}
    for box in sorted(boxes, key=lambda box: (box.top, box.left, -box.bottom, -box.right)):
        row, column = _edge(edges_y, box.top), _edge(edges_x, box.left)
        last_row, last_column = _edge(edges_y, box.bottom), _edge(edges_x, box.right)
        fields = [(at, across) for at in range(row, last_row) for across in range(column, last_column)]
        if not fields or any(field in owners for field in fields):
            continue  # a field has one owner: no two cells share characters
        owners.update(dict.fromkeys(fields, len(cells)))
        cells.append((row, column, last_row - row, last_column - column))
    for row, column, rows in _open_cells(cells, owners, len(edges_y) - 1, len(edges_x) - 1):
        owners.update({(at, column): len(cells) for at in range(row, row + rows)})
        cells.append((row, column, rows, 1))
    outline = Box(edges_x[0], edges_y[0], edges_x[-1], edges_y[-1])
    return Grid(outline, edges_x, edges_y, tuple(cells), owners)


def _open_cells(
    cells: Sequence[tuple[int, int, int, int]], owners: Mapping[tuple[int, int], int], rows: int, columns: int
) -> Iterator[tuple[int, int, int]]:
    """The cells that a page break leaves without a rule at the head or foot of the table: row, column, rows.

    Such a cell is as wide as the one it borders on in its column, and has cells of other columns beside it.
    """
    for column in range(columns):
        own = [row for row in range(rows) if (row, column) in owners]
        if not own:
            continue
        for first, last, next_to in ((0, own[0], own[0]), (own[-1] + 1, rows, own[-1])):
            alone = cells[owners[next_to, column]][3] == 1
            flanked = all(
                any((row, other) in owners for other in (column - 1, column + 1))
                for row in range(first, last)
            )
            if first < last and alone and flanked:
                yield first, column, last - first


def _edges(values: list[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return tuple(edges)


def _edge(edges: tuple[float, ...], value: float) -> int:
    return bisect_right(edges, value) - 1
