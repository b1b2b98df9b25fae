"""A PDF page in reading order: lines outside tables as the file has them, a table where its text begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.readers.content import GridCell
from extract.readers.pdf_characters import Box, Glyph
from extract.readers.pdf_tables import Grid

_SAME_LINE = 0.5
_MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line outside all tables: its characters and its middle from the top of the page."""

    chars: str
    middle: float


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table with its characters."""

    box: Box
    cells: tuple[GridCell, ...]


@dataclass(slots=True)
class _Row:
    """Glyphs on one line, in the making."""

    middle: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)

    def takes(self, glyph: Glyph) -> bool:
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        return abs(middle - self.middle) <= _SAME_LINE * max(height, self.height)


def page_blocks(glyphs: list[Glyph], grids: list[Grid], height: float) -> list[TextLine | PageTable]:
    """What stands on a page of this height (points), in reading order.

    Every character goes to the one cell that holds its middle; within a cell, lines go downwards and
    characters to the right. Text outside keeps the order of the file, as its author's program wrote it.
    """
    owned: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[_Row | int] = []  # a row of glyphs, or the index of a table whose text begins here
    row: _Row | None = None
    for glyph in glyphs:
        place = _owner(glyph, grids) if glyph.char != "\n" else None
        if place is not None:
            if place[0] not in outside:
                outside.append(place[0])
            owned.setdefault(place, []).append(glyph)
            row = None
        elif glyph.char == "\n":
            row = None
        elif row is not None and row.takes(glyph):
            row.glyphs.append(glyph)
        else:
            row = _row_of(glyph)
            outside.append(row)
    blocks = [_finished(item, grids, owned) for item in outside]
    filled = [block for block in blocks if isinstance(block, PageTable) or block.chars]
    return _settled(filled, height, glyphs)


def _owner(glyph: Glyph, grids: list[Grid]) -> tuple[int, int] | None:
    x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    for index, grid in enumerate(grids):
        box = grid.box
        if box.left <= x <= box.right and box.top <= y <= box.bottom:
            cell = grid.cell_at(x, y)
            if cell is not None:
                return index, cell
    return None


def _row_of(glyph: Glyph) -> _Row:
    return _Row((glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top, [glyph])


def _finished(
    item: _Row | int, grids: list[Grid], owned: dict[tuple[int, int], list[Glyph]]
) -> TextLine | PageTable:
    if isinstance(item, _Row):
        return TextLine("".join(glyph.char for glyph in item.glyphs).strip(), item.middle)
    cells = [
        GridCell(row, column, _cell_text(owned.get((item, index), [])), row_span, column_span)
        for index, (row, column, row_span, column_span) in enumerate(grids[item].cells)
    ]
    return PageTable(grids[item].box, tuple(cells))


def _cell_text(glyphs: list[Glyph]) -> str:
    rows: list[_Row] = []
    for glyph in glyphs:
        row = next((row for row in reversed(rows) if row.takes(glyph)), None)
        if row is not None:
            row.glyphs.append(glyph)
        elif not glyph.char.isspace():
            rows.append(_row_of(glyph))
    rows.sort(key=lambda row: row.middle)
    lines = (sorted(row.glyphs, key=lambda glyph: glyph.left) for row in rows)
    return "\n".join("".join(glyph.char for glyph in line).strip() for line in lines)


def _settled(
    blocks: list[TextLine | PageTable], height: float, glyphs: list[Glyph]
) -> list[TextLine | PageTable]:
    """`blocks` with every table moved that the file has on the wrong side of text above or below it.

    Running heads and feet may come first or last in a file, so lines in the margins do not count.
    """
    top = min((glyph.top for glyph in glyphs if glyph.char != "\n"), default=0.0)
    bottom = max((glyph.bottom for glyph in glyphs if glyph.char != "\n"), default=0.0)
    margin = _MARGIN * min(height, bottom - top)
    settled = list(blocks)
    for table in [block for block in blocks if isinstance(block, PageTable)]:
        at = settled.index(table)
        inner = [
            (index, block)
            for index, block in enumerate(settled)
            if isinstance(block, TextLine) and top + margin < block.middle < bottom - margin
        ]
        box = table.box
        if all(line.middle < box.bottom if index < at else line.middle > box.top for index, line in inner):
            continue
        settled.remove(table)
        below = next((line for _, line in inner if line.middle > table.box.bottom), None)
        settled.insert(len(settled) if below is None else settled.index(below), table)
    return settled
