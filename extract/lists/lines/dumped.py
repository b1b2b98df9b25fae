"""Tables that a text gives one column after another: all names, then all bodies. Which cell is of which row
is believed only where each column has as many cells as the others, and holds what its head says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, takewhile

from extract.layout import Line
from extract.lists.cells import AMOUNTS, BODIES, is_body, may_be
from extract.lists.heads import settled
from extract.lists.lines.columnwise import columns_below_heads
from extract.lists.model import Column, Range, Row
from extract.lists.places import known, region_at_head
from extract.lists.words import head_role, is_title, row_number, words
from extract.rules import regexes

_LEAST_ROWS, _LEAST_COLUMNS, _MOST, _MOST_ROWS, _MOST_COLUMNS = 3, 3, 0.9, 200, 30
_MOST_BELOW = 0.7  # where each column counts as many cells as there are numbers, below its own head
_LONG = 20

_Cell = tuple[Line, ...]


def dumped_rows(lines: Sequence[Line], columns: Sequence[Column]) -> list[Row] | None:
    """The rows of `lines`, which stand below the heads of all columns; None where it cannot be told which
    cells are of one row.
    """
    for cells in (_by_lines(lines), by_blanks(lines)):
        count = _numbers(cells) if columns[0].role == "number" else len(cells) // len(columns)
        if not _LEAST_ROWS <= count <= _MOST_ROWS or len(cells) < count * len(columns):
            continue
        size = count * len(columns)
        rest = cells[size:]
        blocks = [cells[at : at + count] for at in range(0, size, count)]
        if _is_over(rest) and _fit(columns, blocks):
            return _rows(blocks)
    return None


def dumped_lists(lines: Sequence[Line]) -> list[tuple[int, tuple[Column, ...], list[Row]]]:
    """The tables each of whose columns stands below its own head: where they begin, columns and rows."""
    found: list[tuple[int, tuple[Column, ...], list[Row]]] = []
    for units in (_by_lines(lines), by_blanks(lines)):
        for run in _even(units):
            start, size = units[run[0]][0].start, run[1] - run[0]
            if found and start < found[-1][2][-1].end:
                continue
            blocks = [units[at + 1 : at + size] for at in run]
            columns = settled([_column(_text(units[at]), own) for at, own in zip(run, blocks, strict=True)])
            if any(column.role == "name" for column in columns) and _fit(columns, blocks):
                found.append((start, columns, _rows(blocks)))
        if found:
            break
    return found or list(_wrapped(lines))


def _wrapped(lines: Sequence[Line]) -> Iterator[tuple[int, tuple[Column, ...], list[Row]]]:
    """The same of tables whose cells have several lines."""
    for table in columns_below_heads(lines):
        blocks = [cells for _, cells in table]
        columns = settled([_column(head.text, cells) for head, cells in table])
        if any(column.role == "name" for column in columns) and _fit(columns, blocks, _MOST_BELOW):
            yield table[0][0].start, columns, _rows(blocks)


def _column(head: str, cells: Sequence[_Cell]) -> Column:
    """The column below `head`, by what its cells are where that says nothing known."""
    role = head_role(head)
    if role is None and all(known(_text(cell)) for cell in cells):
        role = "region"
    return Column(role or "other", head)


def _by_lines(lines: Sequence[Line]) -> list[_Cell]:
    return [(line,) for line in lines]


def by_blanks(lines: Sequence[Line]) -> list[_Cell]:
    """The lines, those together between which neither a blank line stands nor the end of a title."""
    found: list[list[Line]] = []
    for line in lines:
        before = found[-1][-1] if found else None
        if before and line.start - before.end <= 1 and not is_title(before.text):
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(cell) for cell in found]


def _text(cell: _Cell) -> str:
    return "".join(line.text for line in cell)


def _is_head(cell: _Cell) -> bool:
    text = _text(cell)
    return len(text) <= _LONG and head_role(text) is not None and not known(text)


def _even(units: Sequence[_Cell]) -> Iterator[list[int]]:
    """Runs of heads that stand equally far apart, up to where the table ends; known ones but for one."""
    heads = [at for at, cell in enumerate(units) if _is_head(cell)]
    known_ones = set(heads)
    may_be_head = cache(lambda at: _may_be_head(units[at]))
    for at, first in enumerate(heads[:-1]):
        for second in heads[at + 1 : at + 1 + _LEAST_COLUMNS]:
            size = second - first
            if not _LEAST_ROWS < size <= _MOST_ROWS:
                continue
            ends = range(first + size, len(units) - size + 1, size)
            run = [first, *takewhile(may_be_head, islice(ends, _MOST_COLUMNS))]
            unknown = sum(place not in known_ones for place in run)
            enough = _LEAST_COLUMNS <= len(run) <= _MOST_COLUMNS
            if enough and unknown <= 1 and _is_over(units[run[-1] + size : run[-1] + size + 1]):
                yield run
                break


def _may_be_head(cell: _Cell) -> bool:
    text = _text(cell)
    plain = len(text) <= _LONG and region_at_head(text) is None and row_number(text) is None
    return plain and not is_body(text) and not words().names["strong_project"].search(text)


def _numbers(cells: Sequence[_Cell]) -> int:
    """How many row numbers, counting up from 1, stand first."""
    count = 0
    while count < len(cells) and row_number(_text(cells[count])) == count + 1:
        count += 1
    return count


def _is_over(rest: Sequence[_Cell]) -> bool:
    """Whether what follows the last cell is none: nothing, or a note."""
    return (
        not rest or words().closing.match(_text(rest[0])) is not None or _text(rest[0]).endswith(("。", "："))
    )


def _fit(columns: Sequence[Column], blocks: Sequence[Sequence[_Cell]], most: float = _MOST) -> bool:
    """Whether the cells of each column, or `most` of them, are what its head asks for, and so could be of no
    other.
    """
    telling = 0
    for column, cells in zip(columns, blocks, strict=True):
        texts = [_text(cell) for cell in cells]
        if sum(_fits(text, column.role) for text in texts) < most * len(texts):
            return False
        telling += column.role in ("number", "region", *BODIES)
    return telling > 1


def _fits(text: str, role: str) -> bool:
    """Whether a cell can be of a column, and is not what columns of other kinds hold."""
    names = words().names
    if role == "site":
        return known(text) or (not is_body(text) and len(text) <= 2 * _LONG)
    if role in BODIES:
        return may_be(text, role) and names["strong_project"].search(text) is None
    if role in AMOUNTS:
        return regexes("cells")["amount"].search(text) is not None
    other = role in ("number", "region") or not (known(text) or names["company"].search(text))
    return other and may_be(text, role)


def _rows(blocks: Sequence[Sequence[_Cell]]) -> list[Row]:
    """The rows: of each column the cell at the same place."""
    return [Row(tuple(_places(cell) for cell in cells), (), 0.0) for cells in zip(*blocks, strict=True)]


def _places(cell: _Cell) -> tuple[Range, ...]:
    return tuple((line.start, line.end) for line in cell)
