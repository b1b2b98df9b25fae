"""Tables of which a text gives cell after cell, row by row, with a blank line between two cells (pdftotext).

A cell may have several lines, and a head may have lost a column or two, which then stands elsewhere. That
each row begins with the next number and all have as many cells makes it certain which cells are of one row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.cells import BODIES, may_be
from extract.lists.headings import Headings, is_class_heading, stands_between
from extract.lists.lines.dumped import by_blanks
from extract.lists.model import Column, Range, Row
from extract.lists.places import known
from extract.lists.roles import by_content
from extract.lists.words import row_number

_LEAST_ROWS, _MOST_LOST, _MOST = 3, 2, 0.9
_SURE = BODIES | {"region", "name"}

_Cell = tuple[Line, ...]


def block_rows(
    lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[tuple[Column, ...], list[Row]] | None:
    """The columns and rows of `lines` below the head of `columns`; None where rows have not all as many cells
    between blank lines, or cells are not what the head asks for.
    """
    cells = by_blanks(lines)
    second = next((at for at, cell in enumerate(cells) if at and row_number(_text(cell)) == 2), None)
    if columns[0].role != "number" or not cells or row_number(_text(cells[0])) != 1 or second is None:
        return None
    if not len(columns) <= second <= len(columns) + _MOST_LOST:
        return None
    found = list(_rows(cells, second, {"".join(column.head.split()) for column in columns}))
    if len(found) < _LEAST_ROWS or _goes_on(cells, found[-1][0] - second + 1, len(found)):
        return None
    rows = [row for _, row in found]
    texts = [
        [plain("\n".join(line.text for line in cell)) for cell in column]
        for column in zip(*(row for row, _ in rows), strict=True)
    ]
    wide = (*columns, *[Column("other", "")] * (second - len(columns)))
    wide = by_content(wide, texts)
    if not all(_fits(column, own) for column, own in zip(wide, texts, strict=True)):
        return None
    if "name" not in {column.role for column in wide}:
        return None
    return wide, [Row(tuple((_place(cell),) for cell in row), places) for row, places in rows]


def _rows(
    cells: Sequence[_Cell], size: int, heads: Collection[str]
) -> Iterator[tuple[int, tuple[Sequence[_Cell], tuple[Range, ...]]]]:
    """The rows, each with the cell behind it, and with the headings above it; words of the head that come
    back on the next page are none.
    """
    headings, at, number = Headings(), 0, 1
    while at + size <= len(cells):
        if row_number(_text(cells[at])) == number:
            yield at + size, (cells[at : at + size], headings.places)
            at, number = at + size, number + 1
        elif number > 1 and _text(cells[at]) in heads:
            at += 1
        elif number > 1 and _is_heading(_text(cells[at])):
            headings.add(_text(cells[at]), _place(cells[at]))
            at += 1
        else:
            return


def _is_heading(text: str) -> bool:
    return stands_between(text) or is_class_heading(text)


def _goes_on(cells: Sequence[_Cell], behind: int, count: int) -> bool:
    """Whether the number of a further row stands behind that of the last one that was read, at or behind cell
    `behind`.
    """
    return any(row_number(_text(cell)) == count + 1 for cell in islice(cells, behind, None))


def _fits(column: Column, texts: Sequence[str]) -> bool:
    if column.role == "site":
        return sum(map(known, texts)) >= (1 - _MOST) * len(texts)
    hits = sum(may_be(text, column.role) for text in texts)
    return column.role not in _SURE or hits >= _MOST * len(texts)


def _text(cell: _Cell) -> str:
    return "".join(line.text for line in cell)


def _place(cell: _Cell) -> Range:
    return cell[0].start, cell[-1].end
