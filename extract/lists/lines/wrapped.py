"""Tables with a row a line whose lines were cut at a fixed length: a row, its lines put together again, holds
a piece for each column, parted by single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.layout import Line
from extract.lists.cells import AMOUNTS, may_be
from extract.lists.model import Column, Range, Row
from extract.lists.words import code_number, row_number, width
from extract.rules import regexes

_LEAST_ROWS, _LEAST_CUT, _LEAST_COLUMNS = 4, 3, 3
_SPREAD = (
    4  # how far apart the lengths of lines may be that were cut at one length, as punctuation opens none
)
_WORD = re.compile(r"\S+")
_BLANK = re.compile(r"[^\S\n]*\n[^\S\n]*(?:\n|$)")
_DOUBT = 1.0
_Cells = tuple[tuple[Range, ...], ...]


def wrapped_rows(chars: str, lines: Sequence[Line], columns: Sequence[Column]) -> list[Row] | None:
    """The rows of `lines` of the text `chars`; None where a row has more or fewer pieces than there are
    columns, a piece is not what its column holds, or the lines were not cut at one length.
    """
    if len(columns) < _LEAST_COLUMNS or columns[0].role != "number":
        return None
    rows = _numbered(lines)
    cut = [line for row in rows[:-1] for line in row[:-1]]
    if len(rows) < _LEAST_ROWS or len(cut) < _LEAST_CUT or not _one_length(chars, cut):
        return None
    least = min(width(line.text) for line in cut) - _SPREAD
    rows[-1] = _last(chars, rows[-1], least)
    read = [_cells(chars, row, columns) for row in rows]
    found = [Row(cells, (), _DOUBT) for cells in read if cells is not None]
    return found if len(found) == len(rows) else None


def _numbered(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row, which the next number opens."""
    rows: list[list[Line]] = []
    before = 0
    for line in lines:
        first, _, rest = line.text.partition(" ")
        number = row_number(first)
        value = code_number(first) if number is None else number
        if rest and value == before + 1:
            rows.append([line])
            before = value
        elif rows:
            rows[-1].append(line)
    return rows


def _last(chars: str, row: Sequence[Line], least: int) -> list[Line]:
    """The lines of the last row: up to one that is not as wide as `least`, or that a blank line follows."""
    ends = (
        at + 1
        for at, line in enumerate(row)
        if width(line.text) < least or _BLANK.match(chars, line.end) is not None
    )
    return list(row[: next(ends, len(row))])


def _one_length(chars: str, cut: Sequence[Line]) -> bool:
    """Whether all the lines have one length, in characters or as printed."""
    whole = [line.text + " " * _space_behind(chars, line) for line in cut]
    return any(
        max(sizes) - min(sizes) <= _SPREAD for sizes in (list(map(len, whole)), list(map(width, whole)))
    )


def _space_behind(chars: str, line: Line) -> bool:
    """Whether a space stands at the end of a line: the cut fell between two cells."""
    return chars[line.end : line.end + 1] == " "


def _cells(chars: str, lines: Sequence[Line], columns: Sequence[Column]) -> _Cells | None:
    """The cells of a row, or None where it has more or fewer, or one is not what its column holds."""
    cells: list[list[Range]] = []
    goes_on = False
    for line in lines:
        goes_on = goes_on and chars[line.start - 1] != " "
        for match in _WORD.finditer(line.text):
            place = (line.start + match.start(), line.start + match.end())
            if goes_on:
                cells[-1].append(place)
            else:
                cells.append([place])
            goes_on = False
        goes_on = not _space_behind(chars, line)
    texts = ["".join(chars[start:end] for start, end in cell) for cell in cells]
    if len(cells) != len(columns) or not all(map(_fits, texts, columns)):
        return None
    return tuple(map(tuple, cells))


def _fits(text: str, column: Column) -> bool:
    amount = regexes("cells")["amount"].search(text) if column.role in AMOUNTS else text
    return bool(amount) and may_be(text, column.role)
