"""Tables whose cells are stated: by the format (DOCX, ruled PDF, HTML), or by bars in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from extract.layout import Layout, Line
from extract.lists.model import Range
from extract.lists.words import is_title, row_number, words
from extract.ranges import Ranges
from extract.site_furniture import is_of_site
from extract.text import Table

_RULE = re.compile(r"[|\s:\-—–=+\u2500-\u257f]+")
_BAR = re.compile(r"(?<!\\)[|│┃║]")
# A rule drawn with characters: ├──┼──┤, +----+----+, also over some columns alone (+    +----+).
_DRAWN = re.compile(r"[\s\u2500-\u257f]{3,}|[+|](?=.*[-=]{2})(?:(?:[-=]{2,}|\s{2,})[+|])+")
_LINE_BELOW = re.compile(r"-{3,}(?:\|-{3,})+")  # below the head of a table without bars at its edges
_LEAST_BROKEN, _MOST_BROKEN = 3, 12  # rows, lines of one
_MOST_BREAK = 3  # characters that break a line in Markdown
_MOST_FRAME = 3  # rules around a table and below its head
_MOST_LOOSE = 4
_LEAST_CELLS, _MOST_CELLS = 3, 14  # of a head without a bar alone in front
_LEAST_ACROSS = 2  # columns of a cell that heads rows
_MOST_OVER = 3  # cells more than the head has, below a cell of it that stands over several


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; a cell is (start, end), or None where nothing stands. `spread` says of rows in which one
    cell reaches across to the last column where that begins.

    `below[r][c]` is true where the cell is one with the cell above it. `rests` are rows that are the rest of
    the row above: no rule stands between the two where rules part the others.
    """

    start: int
    end: int
    rows: tuple[tuple[Range | None, ...], ...]
    below: tuple[tuple[bool, ...], ...]
    rests: frozenset[int] = frozenset()
    spread: Mapping[int, int] = field(default_factory=dict)


def find_grids(layout: Layout) -> list[Grid]:
    """Every table of the text with stated cells, in order."""
    chars = layout.text.chars
    stated = [_stated(table, chars) for table in layout.text.tables if not is_of_site(table, chars)]
    grids = [grid for grid in stated if grid.rows]
    taken = Ranges((grid.start, grid.end) for grid in grids)
    lines = [line for line in layout.lines if not taken.holds(line.start)]
    barred = (grid for grid in _barred(lines) if grid.rows)  # lines of a bar alone have no cells
    return sorted([*grids, *barred], key=lambda grid: grid.start)


def grids_between(layout: Layout, start: int, end: int) -> list[Grid]:
    """The tables with stated cells that begin among the characters `start` to `end`, in order."""
    tables = tuple(table for table in layout.text.tables if start <= table.start < end)
    if not tables and layout.text.chars.find("|", start, end) < 0:
        return []
    first, last = (bisect_left(layout.lines, at, key=lambda line: line.start) for at in (start, end))
    return find_grids(Layout(replace(layout.text, tables=tables), layout.lines[first:last]))


def _stated(table: Table, chars: str) -> Grid:
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    wide = max((cell.column + cell.column_span for cell in table.cells), default=0)
    rows: list[list[Range | None]] = [[None] * wide for _ in range(height)]
    below = [[False] * wide for _ in range(height)]
    spread: dict[int, int] = {}
    for cell in table.cells:
        place = _trim(chars, cell.start, cell.end)
        if place and cell.column_span >= _LEAST_ACROSS and cell.column + cell.column_span == wide:
            spread[cell.row] = cell.column
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row][cell.column] = place
            below[row][cell.column] = row > cell.row
    return Grid(table.start, table.end, tuple(map(tuple, rows)), tuple(map(tuple, below)), spread=spread)


def _trim(chars: str, start: int, end: int) -> Range | None:
    inner = chars[start:end]
    left = len(inner) - len(inner.lstrip())
    return (start + left, start + len(inner.rstrip())) if inner.strip() else None


def _barred(lines: Sequence[Line]) -> Iterator[Grid]:
    """Tables with bars: a row a line (| a | b |), or a cell a line (a |), rows then opened by a bar alone."""
    index = 0
    while index < len(lines):
        text = lines[index].text
        if _is_row_line(text):
            behind = (lines[at] for at in range(index, len(lines)))  # a slice would copy them all
            block = list(takewhile(lambda line: _is_row_line(line.text), behind))
            broken = _of_broken_rows(lines, index)
            if broken is not None:
                grid, index = broken
                yield grid
                continue
            if len(block) >= 2:
                yield _of_row_lines(block)
            index += len(block)
        elif text == "|" or _begins_cells(lines, index):
            last = _last_cell_line(lines, index)
            if last > index + 1:
                yield _cell_a_line(lines[index : last + 1])
            index = last + 1
        else:
            index += 1


def _is_row_line(text: str) -> bool:
    return len(_BAR.findall(text)) >= 2 or _DRAWN.fullmatch(text) is not None


def _of_row_lines(block: Sequence[Line]) -> Grid:
    """The grid of lines that are rows each; where drawn rules part rows, of the lines between two rules."""
    frame = _frame([line.text for line in block])
    cells = [_cells_of_line(line, frame) for line in block]
    grid = _grid(block[0].start, block[-1].end, cells)
    drawn = [_DRAWN.fullmatch(line.text) is not None for line in block]
    if sum(drawn) <= _MOST_FRAME:
        return grid
    parted = [at == 0 or drawn[at - 1] for at, line in enumerate(block) if any(cells[at])]
    wide = [sum(map(bool, row)) > 1 for row in grid.rows]
    rests = {row for row in range(1, len(wide)) if not parted[row] and (wide[row - 1] or not parted[row - 1])}
    return replace(grid, rests=frozenset(rests))


def _of_broken_rows(lines: Sequence[Line], first: int) -> tuple[Grid, int] | None:
    """The grid of a table without bars at its edges, of which a line break in a cell breaks the line of the
    row, and the line behind it; None where no row is broken so. A row begins with its number.
    """
    bars = _count(lines[first])
    if first + 1 >= len(lines) or not _LINE_BELOW.fullmatch(lines[first + 1].text):
        return None
    rows: list[list[Line]] = [[lines[first]]]
    at = first + 2
    while at < len(lines) and _opens(lines[at]):
        ahead = lines[at : at + _MOST_BROKEN]
        behind = next((step for step, line in enumerate(ahead) if step and _opens(line)), None)
        size = _last_row(ahead, bars) if behind is None else behind
        row = lines[at : at + size]
        if sum(map(_count, row)) > bars or any(words().closing.match(line.text) for line in row):
            break
        rows.append(list(row))
        at += size
    if len(rows) < _LEAST_BROKEN or all(len(row) == 1 for row in rows):
        return None
    cells = [list(_cells_of_lines(row)) for row in rows]
    return _grid(lines[first].start, rows[-1][-1].end, cells), at


def _opens(line: Line) -> bool:
    """Whether a line begins with the number of a row."""
    number, bar, _ = line.text.partition("|")
    return bool(bar) and row_number(number.strip()) is not None


def _last_row(lines: Sequence[Line], bars: int) -> int:
    """How many of `lines` are of the last row: up to the last with a bar, where it has not more of them than
    the head has `bars`, and those behind it up to a blank line.
    """
    size = found = 0
    for at, line in enumerate(lines[:_MOST_LOOSE], 1):
        found += _count(line)
        if found > bars or words().closing.match(line.text):
            break
        size = at if _count(line) else size
    while size and size < len(lines) and lines[size].start - lines[size - 1].end <= _MOST_BREAK:
        size += 1
    return size


def _count(line: Line) -> int:
    return len(_BAR.findall(line.text))


def _cells_of_lines(row: Sequence[Line]) -> Iterator[Range | None]:
    """The cells of a row of several lines, each from the first to the last of its pieces."""
    pieces: list[Range] = []
    for line in row:
        begin = 0
        for match in [*_BAR.finditer(line.text), None]:
            place = _trim_in(line, begin, match.start() if match else len(line.text))
            pieces += [place] if place else []
            if match:
                yield (pieces[0][0], pieces[-1][1]) if pieces else None
                pieces, begin = [], match.end()
    yield (pieces[0][0], pieces[-1][1]) if pieces else None


def _frame(texts: Sequence[str]) -> tuple[bool, bool]:
    """Whether bars stand before the first cells and behind the last: where they only part cells (a | b), a
    line that begins or ends with one has an empty cell there.
    """
    told = [text for text in texts if not _RULE.fullmatch(text)]
    edges = [(bool(_BAR.match(text)), bool(_BAR.match(text[-1:]))) for text in told]
    # Half of the lines tell: one row may lack the bar of the others.
    before, behind = (2 * sum(edge[side] for edge in edges) >= len(edges) for side in (0, 1))
    return before, behind


def _cells_of_line(line: Line, frame: tuple[bool, bool]) -> list[Range | None]:
    if _RULE.fullmatch(line.text) or _DRAWN.fullmatch(line.text):
        return []
    bars = [match.start() for match in _BAR.finditer(line.text)]
    starts = [0, *(bar + 1 for bar in bars)]
    ends = [*bars, len(line.text)]
    cells = [_trim_in(line, start, end) for start, end in zip(starts, ends, strict=True)]
    before, behind = frame
    first = 1 if before and cells[0] is None else 0
    return cells[first : -1 if behind and cells[-1] is None else None]


def _trim_in(line: Line, start: int, end: int) -> Range | None:
    place = _trim(line.text, start, end)
    return (line.start + place[0], line.start + place[1]) if place else None


def _last_cell_line(lines: Sequence[Line], first: int) -> int:
    """The last line with a bar; a cell may go on over a few lines without one."""
    last = index = first
    while index < len(lines) and index - last <= _MOST_LOOSE:
        if lines[index].text.endswith("|"):
            last = index
        elif is_title(lines[index].text):
            break
        index += 1
    return last


def _begins_cells(lines: Sequence[Line], first: int) -> bool:
    """Whether cells that end with a bar each begin here without a bar alone in front: up to number 1 there
    are such cells and nothing else.
    """
    for at in range(first, min(first + _MOST_CELLS, len(lines))):
        text = lines[at].text
        if _count(lines[at]) != 1 or not text.endswith("|"):
            return at - first >= _LEAST_CELLS and _number_below(lines, at) == 1
        if row_number(text.removesuffix("|").strip()) == 1:
            return at - first >= _LEAST_CELLS
    return False


def _number_below(lines: Sequence[Line], at: int) -> int | None:
    """The row number that the cell in the line below is, over the bar alone that opens its row."""
    below = next((line.text for line in lines[at + 1 : at + 3] if line.text != "|"), "")
    return row_number(below.removesuffix("|").strip()) if below.endswith("|") else None


class _Cell(NamedTuple):
    """A cell with its text; `bar` that it is a bar alone, `heading` that it stands between two rows."""

    place: Range | None
    text: str
    bar: bool = False
    heading: bool = False


def _cell_a_line(lines: Sequence[Line]) -> Grid:
    """Cells that end with a bar each. The first row says how many make a row: up to the bar alone that opens
    the next, to a heading between the rows or to the first number.
    """
    cells = list(_ended_by_bars(lines))
    told = cells[1:] if cells[0].bar else cells
    ends = (at for at, cell in enumerate(told) if cell.place is None or cell.heading)
    plain = [cell for cell in told if not cell.heading]
    size = next(ends, None) if cells[0].bar else None
    size = size or _up_to_first_number(plain) or len(plain)
    size = max(size, _between_numbers(plain, size))
    return _grid(lines[0].start, lines[-1].end, list(_rows_of(told, size)))


def _ended_by_bars(lines: Sequence[Line]) -> Iterator[_Cell]:
    """The cells of `lines`. A line without a bar begins a cell of several lines, but not between two rows:
    behind the end of a cell, above the bar or the number that opens a row.
    """
    opened: Range | None = None
    said = ""
    for at, line in enumerate(lines):
        body = line.text.removesuffix("|").rstrip()
        ended = line.text.endswith("|")
        if not ended and opened is None and at and _number_below(lines, at) is not None:
            yield _Cell((line.start, line.end), body, heading=True)
            continue
        if body:
            said = said if opened else body
            opened = (opened[0] if opened else line.start, line.start + len(body))
        if ended:
            yield _Cell(opened, said, bar=line.text == "|")
            opened, said = None, ""


def _up_to_first_number(cells: Sequence[_Cell]) -> int | None:
    """How many cells stand before the first row number: where no bar alone opens the rows, the head."""
    return next((at for at, cell in enumerate(cells) if row_number(cell.text) == 1), None)


def _between_numbers(cells: Sequence[_Cell], size: int) -> int:
    """How many cells most rows have that a number opens, where these are a few more than the head has: one of
    its cells stands over several.
    """
    opened = [
        at
        for at, cell in enumerate(cells)
        if at and cells[at - 1].place is None and row_number(cell.text) is not None
    ]
    steps = Counter(later - place - 1 for place, later in pairwise(opened))
    usual = steps.most_common(1)[0][0] if steps else size
    return usual if size < usual <= size + _MOST_OVER else size


def _rows_of(cells: Sequence[_Cell], size: int) -> Iterator[list[Range | None]]:
    row: list[Range | None] = []
    for at, cell in enumerate(cells):
        following = cells[at + 1] if at + 1 < len(cells) else None
        numbered = following is not None and row_number(following.text) is not None
        opens = cell.bar and cell.place is None and (not row or (numbered and len(row) < size))
        if (opens or cell.heading) and row:
            yield row
            row = []
        if cell.heading:
            yield [cell.place]
        elif not opens:
            row.append(cell.place)
            if len(row) == size:
                yield row
                row = []
    if row:
        yield row


def _grid(start: int, end: int, rows: Iterable[list[Range | None]]) -> Grid:
    kept = [row for row in rows if any(row)]
    wide = max((len(row) for row in kept), default=0)
    filled = tuple((*row, *[None] * (wide - len(row))) for row in kept)
    return Grid(start, end, filled, tuple((False,) * wide for _ in filled))


def joined(first: Grid, second: Grid, drop: int) -> Grid:
    """`second`, without its first `drop` rows, as the continuation of `first` on the next page."""
    moved = len(first.rows) - drop
    return replace(
        first,
        end=second.end,
        rows=first.rows + second.rows[drop:],
        below=first.below + second.below[drop:],
        rests=first.rests | {row + moved for row in second.rests if row >= drop},
        spread={**first.spread, **{row + moved: at for row, at in second.spread.items() if row >= drop}},
    )
