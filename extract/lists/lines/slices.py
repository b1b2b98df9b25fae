"""Tables of which each printed line is a slice: pieces of several cells, parted by single spaces.

Nothing on such a line says which columns its pieces are of, but for the lines that have a piece of each. They
tell how wide the columns are; a cell goes on below only where its line was full. Which lines stand above the
row's number and which below, and which columns they go on, is the cheapest of all ways (costs.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.cells import SETTLED, balanced, cell_cost, missing_cost, piece_cost
from extract.lists.headings import Headings, stands_between
from extract.lists.model import Column, Range, Row
from extract.lists.places import is_piece
from extract.lists.words import code_number, costs, row_number, width

_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"\s{2,}|\t|\u3000")
_LEAST_ROWS, _LEAST_COLUMNS, _LEAST_WHOLE = 2, 3, 0.5
_MOST_LINES, _MOST_COLUMNS = 7, 9  # lines between two numbers, columns
_BEAM, _WAYS = 8, 12
_ROOM = 3  # a line is full when less is left of its column
_LONGEST_JUMP = 60
_DOUBT = 8.0  # what rows cost at most, on average

_Piece = tuple[str, Range]
_Pieces = tuple[_Piece, ...]
_Cell = tuple[tuple[int, _Piece], ...]  # pieces with the lines they stand on
_Cells = tuple[_Cell, ...]
_Priced = tuple[float, _Cells]


@dataclass(frozen=True, slots=True)
class _Between:
    """What stands between two numbers: lines, how many of them at least and at most are of the row before."""

    lines: tuple[_Pieces, ...]
    least: int
    most: int
    headings: tuple[_Piece, ...] = ()


def is_sliced(lines: Sequence[Line]) -> bool:
    """Whether most lines hold pieces of several cells, parted by single spaces."""
    parted = sum(" " in line.text and not _WIDE.search(line.text) for line in lines)
    return parted >= _LEAST_WHOLE * len(lines)


def sliced_rows(chars: str, lines: Sequence[Line], columns: Sequence[Column]) -> list[Row] | None:
    """The rows of `lines` of the text `chars`; None where they are not plausibly printed in slices."""
    if not _LEAST_COLUMNS <= len(columns) <= _MOST_COLUMNS:
        return None
    cut = [_pieces(line) for line in lines]
    number = next((at for at, column in enumerate(columns) if column.role == "number"), None)
    places = _numbered(cut, number) if number is not None else _whole(cut, len(columns))
    anchors = list(places)
    whole = [cut[at] for at in anchors if len(cut[at]) == len(columns)]
    if len(anchors) < _LEAST_ROWS or len(whole) < _LEAST_WHOLE * len(anchors):
        return None
    cut = cut[: _end(chars, lines, anchors[-1])]
    gaps = [_between(cut[first + 1 : last]) for first, last in pairwise((-1, *anchors, len(cut)))]
    if any(len(gap.lines) > _MOST_LINES for gap in gaps[1:-1]):
        return None
    widths = [max(width(pieces[at][0]) for pieces in whole) for at in range(len(columns))]
    table = _Table([column.role for column in columns], widths, number)
    return _rows([(cut[at], places[at]) for at in anchors], gaps, table)


def _end(chars: str, lines: Sequence[Line], last: int) -> int:
    """Behind which line the table ends: where blank lines follow its last number that are not usual in it."""
    blank = [chars.count("\n", before.end, after.start) for before, after in pairwise(lines)]
    usual = max(blank[:last], default=1)
    return next((at + 1 for at in range(last, len(blank)) if blank[at] > usual), len(lines))


def _pieces(line: Line) -> _Pieces:
    return tuple(
        (match.group(), (line.start + match.start(), line.start + match.end()))
        for match in _WORD.finditer(line.text)
    )


def _numbered(cut: Sequence[_Pieces], column: int) -> dict[int, int]:
    """The places of the lines with row numbers, those of the given column, and which piece the number is."""
    found: dict[int, int] = {}
    before = 0
    for at, pieces in enumerate(cut):
        for place, (text, _) in enumerate(pieces[: column + 1] if len(pieces) > 1 else ()):
            number = row_number(text)
            value = code_number(text) if number is None and column == 0 else number
            if value is not None and (value == 1 or before < value <= before + _LONGEST_JUMP):
                found[at] = place
                before = value
                break
    return found


def _whole(cut: Sequence[_Pieces], size: int) -> dict[int, int]:
    """The places of the lines with a piece of each column."""
    return {at: 0 for at, pieces in enumerate(cut) if len(pieces) == size}


def _between(cut: Sequence[_Pieces]) -> _Between:
    """Headings part the rows for sure."""
    headings = [at for at, pieces in enumerate(cut) if len(pieces) == 1 and stands_between(pieces[0][0])]
    lines = tuple(pieces for at, pieces in enumerate(cut) if at not in headings)
    if not headings:
        return _Between(lines, 0, len(lines))
    return _Between(lines, headings[0], headings[0], tuple(cut[at][0] for at in headings))


class _Table:
    """How wide the columns are, and what rows cost."""

    def __init__(self, roles: Sequence[str], widths: Sequence[int], number: int | None) -> None:
        self.roles, self.widths, self.number = roles, widths, number
        self.cost = costs()
        self.cell = lru_cache(maxsize=1 << 14)(self._cell)

    def row(
        self, above: Sequence[_Pieces], own: tuple[_Pieces, int], below: Sequence[_Pieces]
    ) -> Iterator[_Priced]:
        """The cheapest row of the lines `above` its number, the line `own` of the number (and which of its
        pieces that is), and none, one, two … of the lines `below`.
        """
        states: list[_Priced] = [(0.0, ((),) * len(self.roles))]
        for line, pieces in enumerate((*above, own[0], *below)):
            ways = self._ways(pieces, own[1] if line == len(above) else None)
            grown = [self._grown(state, line, pieces, way) for state in states for way in ways]
            states = sorted(grown, key=lambda state: state[0])[:_BEAM]
            if not states:
                return
            if line >= len(above):
                yield min((cost + self._closed(cells), cells) for cost, cells in states)

    def _ways(self, pieces: _Pieces, place: int | None) -> list[tuple[float, tuple[int, ...]]]:
        """The columns that the pieces of a line may be of, from left to right, the likeliest first, each with
        what that costs. `place` is which of them is the number, if one is.
        """
        each = [[self._piece(text, column) for column in range(len(self.roles))] for text, _ in pieces]
        priced = sorted(
            (sum(prices[column] for prices, column in zip(each, way, strict=True)), way)
            for way in self._orders(len(pieces), place)
        )
        return priced[:_WAYS]

    def _orders(self, count: int, place: int | None) -> Iterator[tuple[int, ...]]:
        columns = range(len(self.roles))
        if self.number is None:
            yield from combinations(columns, count)
        elif place is None:
            yield from combinations([at for at in columns if at != self.number], count)
        else:
            for left in combinations(columns[: self.number], place):
                for right in combinations(columns[self.number + 1 :], count - place - 1):
                    yield (*left, self.number, *right)

    def _piece(self, text: str, column: int) -> float:
        """The cost of a piece in a column, whatever stands above it."""
        role, wide = self.roles[column], width(text)
        cost = 0.0 if role == "number" else piece_cost(text, wide, role, True, is_piece(text))
        return cost + (self.cost["too_wide"] if wide > self.widths[column] + _ROOM else 0.0)

    def _grown(
        self, state: _Priced, line: int, pieces: _Pieces, way: tuple[float, tuple[int, ...]]
    ) -> _Priced:
        cost, cells = state[0] + way[0], list(state[1])
        for piece, column in zip(pieces, way[1], strict=True):
            cell = cells[column]
            if cell:
                last, (before, _) = cell[-1]
                cost += 0.0 if last == line - 1 else self.cost["reopen_whole"]
                cost += self.cost["after_short"] if width(before) <= self.widths[column] - _ROOM else 0.0
            cells[column] = (*cell, (line, piece))
        return cost, tuple(cells)

    def left_to_head(self, line: _Pieces) -> float:
        """The cost of a line behind the head that is in no row: none where it ends a bracket of the head."""
        whole = all(balanced(text) for text, _ in line)
        return float(self.cost["outside_apart"]) if whole else 0.0

    def _closed(self, cells: _Cells) -> float:
        """What the finished cells cost."""
        return sum(
            self.cell(role, tuple(text for _, (text, _) in cell))
            for role, cell in zip(self.roles, cells, strict=True)
            if role != "number"
        )

    def _cell(self, role: str, texts: tuple[str, ...]) -> float:
        return cell_cost(plain("\n".join(texts)), role, SETTLED) if texts else missing_cost(role)


def _rows(
    anchors: Sequence[tuple[_Pieces, int]], gaps: Sequence[_Between], table: _Table
) -> list[Row] | None:
    """The rows, cut from one another in the cheapest way: dynamic programming over how many of the lines
    between two numbers are of the row above.
    """
    first, *between, last = gaps
    tail = _Between(last.lines[:_MOST_LINES], 0, min(len(last.lines), _MOST_LINES))
    above = first.lines[-_MOST_LINES:]
    # By how many lines stand above the number of the next row: the cost, and the rows so far.
    states: dict[int, tuple[float, tuple[_Priced, ...]]] = {
        taken: (sum(map(table.left_to_head, above[: len(above) - taken])), ())
        for taken in range(len(above) + 1)
    }
    for own, gap in zip(anchors, [*between, tail], strict=True):
        following: dict[int, tuple[float, tuple[_Priced, ...]]] = {}
        for taken, (cost, rows) in states.items():
            found = table.row(above[len(above) - taken :], own, gap.lines[: gap.most])
            for kept, row in enumerate(found):
                left = len(gap.lines) - kept
                total = cost + row[0] + (table.cost["outside_apart"] * left if gap is tail else 0.0)
                if kept >= gap.least and (left not in following or total < following[left][0]):
                    following[left] = total, (*rows, row)
        states, above = following, gap.lines
    best = min(states.values(), key=lambda state: state[0], default=(0.0, ()))[1]
    if not best or sum(cost for cost, _ in best) > _DOUBT * len(best):
        return None
    return list(_built(best, [first, *between]))


def _built(rows: Sequence[_Priced], gaps: Sequence[_Between]) -> Iterator[Row]:
    headings = Headings()
    for (cost, cells), gap in zip(rows, gaps, strict=True):
        for text, place in gap.headings:
            headings.add(text, place)
        places = tuple(tuple(place for _, (_, place) in cell) for cell in cells)
        yield Row(places, headings.places, round(cost, 2))
