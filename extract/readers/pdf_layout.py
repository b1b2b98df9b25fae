"""A PDF page in reading order: lines outside tables as the file has them, a table where its text begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from extract.readers.content import GridCell
from extract.readers.pdf_characters import Box, Glyph
from extract.readers.pdf_spots import spots_of
from extract.readers.pdf_tables import Grid
from extract.text import Spot

_SAME_LINE = 0.5
_MARGIN = 0.1
_SAME_PLACE = 3.0  # points
_NEVER_FIRST = frozenset("，。、；：？！）》”’」』】〕,.;:?!)")
_HANGING = 0.6  # of the width of a character
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


_middle, _left = attrgetter("middle"), itemgetter(1)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line outside all tables: its characters, its middle from the top of the page, its left end, where its
    pieces stand (characters counted from its first).
    """

    chars: str
    middle: float
    left: float
    spots: tuple[Spot, ...] = ()


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
        _, _, top, _, bottom = glyph
        return abs((top + bottom) / 2 - self.middle) <= _SAME_LINE * max(bottom - top, self.height)


def page_blocks(glyphs: list[Glyph], grids: list[Grid], page: Box) -> list[TextLine | PageTable]:
    """What stands on a page with this outline, in reading order.

    Every character goes to the one cell that holds its middle, but a mark that ends a line may hang over the
    edge of its cell; within a cell, lines go downwards and characters to the right. Text outside keeps the
    order of the file, as its author's program wrote it.
    """
    if not grids:
        return [line for row in _rows(glyphs) if (line := _line(row)).chars]
    owned: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[_Row | int] = []  # a row of glyphs, or the index of a table whose text begins here
    begun: set[int] = set()
    row: _Row | None = None
    before: tuple[Glyph, tuple[int, int]] | None = None
    for glyph, place in zip(glyphs, _owners(glyphs, grids), strict=True):
        if before is not None and place != before[1] and _hangs(glyph, before[0]):
            place = before[1]  # noqa: PLW2901
        before = (glyph, place) if place is not None else None
        if place is not None:
            if place[0] not in begun:
                begun.add(place[0])
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
    return _settled(filled, page)


def _rows(glyphs: Iterable[Glyph]) -> list[_Row]:
    """The rows of a page without tables: what `_Row.takes` says, without a call for each character."""
    rows: list[_Row] = []
    middle, height, own = 0.0, 0.0, None
    for glyph in glyphs:
        char, _, top, _, bottom = glyph
        if char == "\n":
            own = None
            continue
        high = bottom - top
        if own is not None and abs((top + bottom) / 2 - middle) <= _SAME_LINE * max(high, height):
            own.append(glyph)
        else:
            rows.append(row := _row_of(glyph))
            middle, height, own = row.middle, row.height, row.glyphs
    return rows


def _owners(glyphs: Iterable[Glyph], grids: Sequence[Grid]) -> Iterator[tuple[int, int] | None]:
    """The cell of each character; most often it is that of the one before."""
    owner, field = None, _NOWHERE
    for char, left, top, right, bottom in glyphs:
        x, y = (left + right) / 2, (top + bottom) / 2
        if char == "\n":
            yield None
            continue
        if not (field[0] <= x < field[2] and field[1] <= y < field[3]):
            owner = _owner(x, y, grids)
            # Only in the first table is it sure that none before it has a cell there.
            field = grids[0].field_at(x, y) if owner is not None and owner[0] == 0 else _NOWHERE
        yield owner


def _owner(x: float, y: float, grids: Sequence[Grid]) -> tuple[int, int] | None:
    for index, grid in enumerate(grids):
        box = grid.box
        if box.left <= x <= box.right and box.top <= y <= box.bottom:
            cell = grid.cell_at(x, y)
            if cell is not None:
                return index, cell
    return None


def _hangs(glyph: Glyph, before: Glyph) -> bool:
    """Whether `glyph` is a mark that begins no line and stands right behind `before`."""
    if glyph.char not in _NEVER_FIRST or not _row_of(before).takes(glyph):
        return False
    return abs(glyph.left - before.right) < _HANGING * (before.right - before.left)


def _row_of(glyph: Glyph) -> _Row:
    return _Row((glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top, [glyph])


def _finished(
    item: _Row | int, grids: list[Grid], owned: dict[tuple[int, int], list[Glyph]]
) -> TextLine | PageTable:
    if isinstance(item, _Row):
        return _line(item)
    cells = [
        GridCell(row, column, _cell_text(owned.get((item, index), [])), row_span, column_span)
        for index, (row, column, row_span, column_span) in enumerate(grids[item].cells)
    ]
    return PageTable(grids[item].box, tuple(cells))


def _line(row: _Row) -> TextLine:
    chars = "".join([glyph[0] for glyph in row.glyphs]).strip()
    return TextLine(chars, row.middle, row.glyphs[0].left, spots_of(row.glyphs))


def _cell_text(glyphs: Iterable[Glyph]) -> str:
    rows: list[_Row] = []
    for glyph in glyphs:
        row = rows[-1] if rows and rows[-1].takes(glyph) else None
        row = row or next((row for row in rows[:-1] if row.takes(glyph)), None)
        if row is not None:
            row.glyphs.append(glyph)
        elif not glyph.char.isspace():
            rows.append(_row_of(glyph))
    rows.sort(key=_middle)
    lines = (sorted(row.glyphs, key=_left) for row in rows)
    return "\n".join(["".join([glyph[0] for glyph in line]).strip() for line in lines])


def _settled(blocks: list[TextLine | PageTable], page: Box) -> list[TextLine | PageTable]:
    """`blocks` as they are, or by their places on the page where a table is on the wrong side of text.

    Running heads and feet may come first or last in a file, so lines in the margins prove nothing.
    """
    margin = _MARGIN * (page.bottom - page.top)
    inner = [
        (index, block.middle)
        for index, block in enumerate(blocks)
        if isinstance(block, TextLine) and page.top + margin < block.middle < page.bottom - margin
    ]
    for at, block in enumerate(blocks):
        if isinstance(block, PageTable):
            top, bottom = block.box.top, block.box.bottom
            if not all(middle < bottom if index < at else middle > top for index, middle in inner):
                return sorted(blocks, key=_place)
    return blocks


def _place(block: TextLine | PageTable) -> tuple[int, float]:
    if isinstance(block, PageTable):
        return round(block.box.top / _SAME_PLACE), block.box.left
    return round(block.middle / _SAME_PLACE), block.left
