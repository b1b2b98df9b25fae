"""Tables that a text prints evenly: a row a line, its cells parted by tabs or spaces, or a cell a line.

Nothing has to be known of the words: that line after line has as many pieces, or that the numbers of rows
stand as many lines apart, says where the cells are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from extract.layout import Line
from extract.lists.contents import shares
from extract.lists.headings import is_class_heading, stands_between
from extract.lists.model import Range
from extract.lists.stated.grids import Grid
from extract.lists.stated.headrows import head_rows
from extract.lists.stated.numbered import numbered_heading
from extract.lists.sums import is_total_line
from extract.lists.words import code_number, head_role, is_title, row_number, words

_LEAST_LINES, _LEAST_CELLS, _MOST_CELLS = 3, 3, 30
_MOST_OPEN = 2  # empty cells at the end of a row whose tabs are lost
_MOST_HEADINGS = 2
_LONGEST_HEADING = 40
_NEAR = 4  # lines in which a further row of as many cells does
_BEHIND = 8  # lines in which a further row shows that a table goes on
_NUMBERS = {"number", "code"}
_NATURES = ("place", "body", "figure", "period", "phone")
_NO_HEADS = "。；，：:！"
_BORDERS = (
    re.compile(r"(?:(?<![ \u00a0\u3000])[ \u00a0\u3000]+)?\t[ \u00a0\u3000]*"),
    re.compile(r"\s{2,}|\u3000+"),
    re.compile(r"\s+"),
)
_TAB, _WIDE, _ANY = _BORDERS

Cells = tuple[Range | None, ...]


class _Pieces(NamedTuple):
    line: Line
    cells: Cells


def even_grids(lines: Sequence[Line]) -> list[Grid]:
    """The tables among `lines` that are printed evenly, in order; of two in one place the first way wins."""
    found: list[Grid] = []
    lines = _without_totals(lines)
    for grids in (*(_rows_a_line(lines, border) for border in _BORDERS), _cells_a_line(lines)):
        for grid in grids:
            if not any(grid.start < other.end and other.start < grid.end for other in found):
                found.append(grid)
    return sorted(found, key=lambda grid: grid.start)


def _without_totals(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that add up others above a further row."""
    pairs = zip(lines, [*lines[1:], *lines[-1:]], strict=True)
    return [
        line
        for line, behind in pairs
        if len(behind.text.split(None, _LEAST_CELLS)) < _LEAST_CELLS or not is_total_line(line.text)
    ]


def _rows_a_line(lines: Sequence[Line], border: re.Pattern[str]) -> Iterator[Grid]:
    split = [_Pieces(line, _split(line, border)) for line in lines]
    at = 0
    while at < len(split):
        if not _LEAST_CELLS <= len(split[at].cells) <= _MOST_CELLS:
            at += 1
            continue
        block = list(_block(split, at, border))
        behind = at + len(block)
        while block and not _is_row(block[-1]):
            block.pop()
        if _is_even(block, border) and not _continues(split[behind : behind + _BEHIND], block):
            yield _grid(block)
        at = max(behind, at + 1)


def _split(line: Line, border: re.Pattern[str]) -> Cells:
    places, at = [], 0
    for match in islice(border.finditer(line.text), _MOST_CELLS):  # a line of more is no row
        places.append((at, match.start()))
        at = match.end()
    places.append((at, len(line.text)))
    return tuple((line.start + start, line.start + end) if end > start else None for start, end in places)


def _block(split: Sequence[_Pieces], first: int, border: re.Pattern[str]) -> Iterator[_Pieces]:
    """The lines from `first` on that go on as a table: rows, and headings between them."""
    wide = len(split[first].cells)
    headings = 0
    for pieces in map(split.__getitem__, range(first, len(split))):
        count = len(pieces.cells)
        whole = count == wide or (border is _TAB and max(1, wide - _MOST_OPEN - 1) < count < wide)
        headings = 0 if whole else headings + 1
        heading = _is_heading(pieces.line.text) if count == 1 else not _is_row(pieces)
        if not whole and (headings > _MOST_HEADINGS or not heading):
            return
        yield pieces


def _is_row(pieces: _Pieces) -> bool:
    """Whether a line of several pieces is no heading, its mark and words apart."""
    texts = [text for cell in pieces.cells if (text := _text(pieces, cell))]
    return len(pieces.cells) > 1 and numbered_heading(texts) is None


def _is_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and not is_title(text)
        and (stands_between(text) or is_class_heading(text))
    )


def _is_even(block: Sequence[_Pieces], border: re.Pattern[str]) -> bool:
    """Whether the lines of a block are a table: enough rows with all their cells; where any space parts the
    cells, rows that are numbered one by one, of more cells than a numbered item has
    or below a head, or columns of one nature each.
    """
    if len(block) < _LEAST_LINES:
        return False
    wide = len(block[0].cells)
    rows = [pieces for pieces in block if _is_row(pieces)]
    least = wide - _MOST_OPEN if border is _TAB else wide
    if len(rows) < _LEAST_LINES or any(len(pieces.cells) < least for pieces in rows):
        return False
    numbers = _numbers(block)
    if len(numbers) == len(rows) and numbers[0] != 1:  # the rest of a table, whose head stands further above
        return False
    if border is not _ANY:
        return True
    column = _number_column(rows)
    if column is None:
        return _is_typed(rows)
    return wide > _LEAST_CELLS or _number(rows[0], column) is None


def _is_typed(rows: Sequence[_Pieces]) -> bool:
    """Whether the rows below a head have two columns at least of which each cell is of one nature."""
    texts = [[_text(pieces, cell) for cell in pieces.cells] for pieces in rows]
    head = head_rows(texts, [[False] * len(row) for row in texts])
    if head.missing or (head.first, head.end) != (0, 1):
        return False
    columns = (shares(column) for column in zip(*texts[1:], strict=True))
    return sum(any(told.get(kind) == 1 for kind in _NATURES) for told in columns) > 1


def _text(pieces: _Pieces, cell: Range | None) -> str:
    start = pieces.line.start
    return pieces.line.text[cell[0] - start : cell[1] - start] if cell else ""


def _number_column(rows: Sequence[_Pieces]) -> int | None:
    """The column whose cells number the rows, but for those of the head."""
    for column in range(len(rows[0].cells)):
        numbers = [_number(pieces, column) for pieces in rows]
        counted = [number for number in numbers if number is not None]
        first = len(numbers) - len(counted)
        whole = len(counted) > 1 and first <= _MOST_HEADINGS and None not in numbers[first:]
        if whole and all(later in (1, before + 1) for before, later in pairwise(counted)):
            return column
    return None


def _number(pieces: _Pieces, column: int) -> int | None:
    cell = pieces.cells[column] if column < len(pieces.cells) else None
    text = _text(pieces, cell)
    number = row_number(text)
    return code_number(text) if number is None else number


def _continues(behind: Sequence[_Pieces], block: Sequence[_Pieces]) -> bool:
    """Whether what stands behind a block is the rest of its last row, or a row printed otherwise: then the
    table is not even.
    """
    if not behind:
        return False
    if _closes(behind[0].line.text):
        return False
    if len(behind[0].cells) > 1:
        return True
    wide = len(block[0].cells)
    near = takewhile(lambda pieces: not _closes(pieces.line.text), behind[:_NEAR])
    if any(len(pieces.cells) == wide for pieces in near):
        return True
    numbers = _numbers(block)
    following = [row_number(pieces.line.text.split(None, 1)[0]) for pieces in behind]
    return bool(numbers) and numbers[-1] + 1 in following


def _closes(text: str) -> bool:
    return bool(
        words().closing.match(text) or words().total.match(text) or is_total_line(text) or is_title(text)
    )


def _numbers(block: Sequence[_Pieces]) -> list[int]:
    """The numbers of the rows of a block, where they are numbered."""
    rows = [pieces for pieces in block if _is_row(pieces)]
    column = _number_column(rows)
    found = [_number(pieces, column) for pieces in rows] if column is not None else []
    return [number for number in found if number is not None]


def _grid(block: Sequence[_Pieces]) -> Grid:
    wide = max(len(pieces.cells) for pieces in block)
    rows = tuple((*pieces.cells, *[None] * (wide - len(pieces.cells))) for pieces in block)
    return Grid(block[0].line.start, block[-1].line.end, rows, tuple((False,) * wide for _ in rows))


def _cells_a_line(lines: Sequence[Line]) -> Iterator[Grid]:
    numbers = [row_number(line.text) for line in lines]
    at = 0
    while at < len(lines):
        size = _step(numbers, at) if numbers[at] == 1 else None
        grid, behind = _counted(lines, numbers, at, size) if size else (None, at + 1)
        if grid is not None:
            yield grid
        at = behind


def _step(numbers: Sequence[int | None], first: int) -> int | None:
    """How many lines apart the first three row numbers from line `first` on stand, where that is the same."""
    for size in range(_LEAST_CELLS, _MOST_CELLS):
        ahead = [numbers[at] for at in (first + size, first + 2 * size) if at < len(numbers)]
        if ahead == [2, 3]:
            return size
    return None


def _counted(
    lines: Sequence[Line], numbers: Sequence[int | None], first: int, size: int
) -> tuple[Grid | None, int]:
    """The table with `size` cells in each row whose first row number is line `first`, and the line behind it.

    The number need not be the first cell: the lines in front that read like a head tell where a row begins.
    """
    best: tuple[int, list[Sequence[Line]]] | None = None
    for before in range(min(size, first + 1)):
        start = first - before
        rows, end = _rows_from(lines, numbers, start, before, size)
        head = (
            [lines[start - size : start]] if start >= size and _are_heads(lines[start - size : start]) else []
        )
        texts = [[line.text for line in row] for row in [*head, *rows] if len(row) == size]
        found = head_rows(texts, [[False] * size for _ in texts])
        if head and not found.missing and found.first == 0 and found.end == 1:
            roles = [head_role(line.text) for line in lines[max(start - size - 1, 0) : start]]
            longer = len(roles) > size and roles[0] is not None
            if longer or (_NUMBERS & set(roles[-size:]) and roles[before - size] not in _NUMBERS):
                return None, first + 1  # not all rows have a cell for each word of the head
            best = end, [*head, *rows]
            break
    if first and _is_head_line(lines[first - 1].text):
        return None, first + 1
    if best is None:
        rows, end = _rows_from(lines, numbers, first, 0, size)
        best = end, rows
    end, rows = best
    number = next((value for at in range(end - size, end) if (value := numbers[at]) is not None), 0)
    if len(rows) < _LEAST_LINES or _goes_on(numbers[end - size + 1 : end + _MOST_CELLS], number):
        return None, first + 1
    cells = tuple((*((line.start, line.end) for line in row), *[None] * (size - len(row))) for row in rows)
    return Grid(rows[0][0].start, rows[-1][-1].end, cells, tuple((False,) * size for _ in cells)), end


def _goes_on(numbers: Sequence[int | None], last: int) -> bool:
    """Whether rows go on behind the last one that is as long as the others, or its number stands among the
    cells of that one: then they are not even.
    """
    return last + 1 in numbers


def _is_head_line(text: str) -> bool:
    """Whether a line in front of cells on lines of their own holds the heads of several."""
    return len(text.split()) >= _LEAST_CELLS or sum(head_role(word) is not None for word in text.split()) > 1


def _are_heads(lines: Sequence[Line]) -> bool:
    """Whether lines may be a head each: no title, no sentence, nothing that addresses somebody."""
    return not any(is_title(line.text) or line.text[-1] in _NO_HEADS for line in lines)


def _rows_from(
    lines: Sequence[Line], numbers: Sequence[int | None], start: int, before: int, size: int
) -> tuple[list[Sequence[Line]], int]:
    """The rows from line `start` on, their numbers behind `before` cells, and headings between them."""
    rows: list[Sequence[Line]] = []
    at, wanted = start, 1
    while at + size <= len(lines):
        if numbers[at + before] in (wanted, 1):
            wanted = (numbers[at + before] or 0) + 1
            rows.append(lines[at : at + size])
            at += size
        elif rows and _is_heading(lines[at].text) and at + 1 + before < len(lines):
            if numbers[at + 1 + before] not in (wanted, 1):
                break
            rows.append(lines[at : at + 1])
            at += 1
        else:
            break
    return rows, at
