"""Rows by height: which lines of each column are one cell, and of which row.

A row is known by its number, by a blank across all columns, or by a column whose cells have one line. Its
other cells stand level with that by their first line, their middle or their last one, as the table has it
column by column. Of all ways to give the lines of a column to the rows the cheapest is taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import heappop, heappush
from itertools import accumulate, pairwise, takewhile
from typing import Any, NamedTuple

from extract.cleaning import plain
from extract.lists.cells import SETTLED, cell_cost, missing_cost
from extract.lists.model import Range
from extract.lists.numbering import chain_of
from extract.lists.positions.bands import banded
from extract.lists.positions.full import early_breaks, wide_of
from extract.lists.positions.pieces import Piece
from extract.lists.words import code_number, costs, row_number

_HALF, _SLOPE, _EXACT = 0.5, 0.2, 0.1
_SAME = 0.3  # of a line: pieces on one height
_BEAM, _REACH, _MOST_LEFT, _HIGHEST = 6, 4.0, 2, 60
_EASE = 0.3  # so much dearer, on average, rows may be that are bands
_LEAST_ROWS, _LEAST_NUMBERED, _MOST_COST, _CLEAR = 2, 0.5, 3.0, 1.0
_WRAPPED = 1.15  # lines, at most, between the lines of one cell
_GAPS = (1.1, 1.3, 1.6)  # lines, from one row to the next where nothing else tells them apart

_Line = tuple[Piece, ...]
_State = tuple[float, Any]  # the cost, the cells so far: (those before, the last one)
_DEAREST: _State = float("inf"), None


@dataclass(frozen=True, slots=True)
class Placing:
    """The cells of each row, the height each row is known by, what it costs; pieces in no row; where the rows
    end.
    """

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    anchors: tuple[float, ...]
    costs: tuple[float, ...]
    left: tuple[Piece, ...]
    end: float

    def without(self, placed: Collection[Piece]) -> Placing:
        """The same, with pieces that were left over placed elsewhere."""
        return replace(self, left=tuple(piece for piece in self.left if piece not in placed))


class _Ways(NamedTuple):
    """The cells that begin with one line, each with what it costs that it is broken, and that it stands off;
    where they end; the least of the second.
    """

    cells: list[tuple[float, float, Range]]
    ends: dict[int, None]
    least: float


@dataclass(frozen=True, slots=True)
class _Filled:
    """A column: the lines (first, behind the last) of its cell in each row, and what they cost."""

    cost: float
    cells: tuple[tuple[int, int], ...]


def place_rows(cells: Sequence[Sequence[Piece]], roles: Sequence[str]) -> Placing | None:
    """The rows that the pieces of the columns make; None where none can be seen."""
    columns = [_lines(pieces) for pieces in cells]
    if not any(columns):
        return None
    if "number" in roles:
        at = roles.index("number")
        columns[at] = _whole_numbers(columns[at])
        anchors = _numbered(columns[at])
        if len(anchors) < _LEAST_ROWS or len(anchors) < _LEAST_NUMBERED * len(columns[at]):
            return None
        return _placing(columns, roles, anchors, at)
    parted = [_parted(columns, roles, gap) for gap in _GAPS]
    clear = [
        placing for placing in parted if _average(placing) <= _MOST_COST and len(placing.rows) >= _LEAST_ROWS
    ]
    found = list(clear)
    if not clear or min(map(_average, clear)) > _CLEAR:
        # Where blanks part rows after a fashion only a cell that no two rows share tells better.
        found += (
            _placing(columns, roles, column, at)
            for at, column in enumerate(columns)
            if len(column) >= _LEAST_ROWS
            and (roles[at] == "name" if clear else roles[at] not in ("description", "note"))
        )
    return min(found, key=lambda placing: (round(_average(placing), 1), -len(placing.rows)), default=None)


def _average(placing: Placing) -> float:
    """What a row costs."""
    return sum(placing.costs) / len(placing.costs)


def _parted(columns: Sequence[Sequence[_Line]], roles: Sequence[str], gap: float) -> Placing:
    """The rows that a blank across all columns parts from one another."""
    every = sorted((line[0].level, at, line) for at, column in enumerate(columns) for line in column)
    rows: list[list[list[_Line]]] = []
    anchors: list[float] = []
    before = float("-inf")
    for level, at, line in every:
        if level - before > gap:
            rows.append([[] for _ in columns])
            anchors.append(level)
        rows[-1][at].append(line)
        before = level
    wides = [wide_of(column) for column in columns]
    prices = tuple(
        sum(
            _worth(list(map(_printed, lines)), role, early_breaks(lines, role, wide)[-1])
            for lines, role, wide in zip(row, roles, wides, strict=True)
        )
        for row in rows
    )
    cells = tuple(tuple(map(_pieces, row)) for row in rows)
    return Placing(cells, tuple(anchors), prices, (), before)


def _lines(pieces: Sequence[Piece]) -> list[_Line]:
    """The printed lines of a column, from above."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.level):
        if lines and piece.level - lines[-1][0].level < _SAME:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [tuple(sorted(line, key=lambda piece: piece.left)) for line in lines]


def _whole_numbers(lines: Sequence[_Line]) -> list[_Line]:
    """The lines of the column of numbers, the digits of one broken in a narrow column (1 / 0) as one line in
    their middle: two together where that is the next number and the first of them is not.
    """
    found: list[_Line] = []
    before = 0
    for line in lines:
        text = _text_of(line)
        above = found[-1] if found else ()
        if above and line[0].level - above[0].level < _WRAPPED and row_number(_text_of(above)) != before + 1:
            whole = row_number(_text_of(above) + text)
            if whole == before + 1 and text.isdigit():
                middle = (above[0].level + line[0].level) / 2
                found[-1] = tuple(piece._replace(level=middle) for piece in (*above, *line))
                before = whole
                continue
        found.append(line)
        value = row_number(text)
        before = value if value == before + 1 else before
    return found


def _text_of(line: _Line) -> str:
    return plain(" ".join(piece.text for piece in line))


def _numbered(lines: Sequence[_Line]) -> list[_Line]:
    """The lines of the column of numbers by which rows run on."""
    texts = list(map(_text_of, lines))
    found: list[list[int]] = []
    for read in (row_number, code_number):
        found.append(chain_of([read(text) for text in texts]))
    return [lines[at] for at in max(found, key=len)]


def _placing(
    columns: Sequence[Sequence[_Line]], roles: Sequence[str], anchors: Sequence[_Line], own: int
) -> Placing:
    heights = [line[0].level for line in anchors]
    cells = list(map(_Cells, columns, roles))
    others = [
        None if at == own else _Column(column, heights, [line[0].page for line in anchors])
        for at, column in enumerate(cells)
    ]
    filled = [other.exact() if other else None for other in others]
    exact = sum(fill is None for fill in filled) <= 1
    if not exact:
        filled = [other.filled() if other else None for other in others]
    rows = [tuple(fill.cells[row] if fill else None for fill in filled) for row in range(len(anchors))]
    found = _made(cells, anchors, rows)
    coarse = all(line[0].level.is_integer() for column in columns for line in column)
    if coarse and roles[own] == "number":
        bands = banded(
            [[line[0].level for line in column] for column in columns],
            heights,
            lambda at, first, last: 0.0 if at == own else cells[at].worth(first, last),
        )
        if bands is not None:
            rows = [tuple(None if at == own else cell for at, cell in enumerate(row)) for row in bands]
            whole = _made(cells, anchors, rows)
            # Where all cells begin level with their rows, bands have to tell better, not nearly as well.
            ease = -_EASE if exact and not found.left else _EASE
            found = whole if _average(whole) <= _average(found) + ease else found
    return found


def _pieces(lines: Sequence[_Line]) -> tuple[Piece, ...]:
    return tuple(piece for line in lines for piece in line)


def _made(
    columns: Sequence[_Cells], anchors: Sequence[_Line], given: Sequence[Sequence[Range | None]]
) -> Placing:
    """The rows of which `given` says the lines of each cell; None where that is what it is known by."""
    used: set[Piece] = set()
    rows, prices = [], []
    for anchor, places in zip(anchors, given, strict=True):
        lines = [
            [anchor] if place is None else column.lines[slice(*place)]
            for column, place in zip(columns, places, strict=True)
        ]
        cells = tuple(map(_pieces, lines))
        used.update(piece for cell in cells for piece in cell)
        rows.append(cells)
        prices.append(
            sum(
                _worth([_printed(anchor)], column.role) if place is None else column.worth(*place)
                for column, place in zip(columns, places, strict=True)
            )
        )
    end = max((piece.level for piece in used), default=0.0)
    left = [piece for column in columns for line in column.lines for piece in line if piece not in used]
    strewn = sum(piece.level < end for piece in left) * costs()["unplaced"] / len(prices)
    heights = tuple(line[0].level for line in anchors)
    return Placing(tuple(rows), heights, tuple(price + strewn for price in prices), tuple(left), end)


def _printed(line: _Line) -> str:
    return "\n".join(piece.text for piece in line)


def _worth(lines: Sequence[str], role: str, early: int = 0) -> float:
    """What a finished cell costs, of printed lines of which so many ended `early`."""
    if not lines:
        return missing_cost(role, apart=True)
    if role == "number":
        return 0.0
    return cell_cost(plain("\n".join(lines)), role, SETTLED) + float(costs()["height"]["short"] * early)


class _Cells:
    """The lines of one column, and what it costs that those from one up to another are a cell."""

    def __init__(self, lines: Sequence[_Line], role: str) -> None:
        self.lines, self.role = lines, role
        self.worth = cache(self._worth)
        self._printed = list(map(_printed, lines))
        self._early = early_breaks(lines, role, wide_of(lines))

    def _worth(self, first: int, last: int) -> float:
        early = self._early[last - 1] - self._early[first] if first < last else 0
        return _worth(self._printed[first:last], self.role, early)


class _Column:
    """The ways to give the lines of one column to the rows."""

    def __init__(self, cells: _Cells, anchors: Sequence[float], pages: Sequence[int]) -> None:
        lines, self.worth = cells.lines, cells.worth
        self.heights = [line[0].level for line in lines]
        self.pages, self.own_pages = [line[0].page for line in lines], pages
        self.bounds = [*anchors, float("inf")]
        self.cost: Mapping[str, float] = costs()["height"]
        gaps = (later - before > self.cost["far"] for before, later in pairwise(self.heights))
        self.apart = list(accumulate(gaps, initial=0))  # how many gaps are wide, up to each line
        # A text has whole lines only, so that what stood half a line lower is printed level or a line lower.
        self.coarse = all(height.is_integer() for height in self.heights)
        self.free = _HALF if self.coarse else 0.0
        self.weight: float = self.cost["text_coarse" if self.coarse else "text"]

    def filled(self) -> _Filled:
        """The cheapest way: cells level with their rows by their first line, middle or last one."""
        ways = [self._level_by(share) for share in (0.0, _HALF, 1.0)]
        # The one that costs least so far goes on by a row: the others need not come to their ends.
        costs_so_far: list[tuple[float, int, _Filled | None]] = [(0.0, at, None) for at in range(len(ways))]
        while True:
            _, at, fill = heappop(costs_so_far)
            if fill is not None:
                return fill
            cost, fill = next(ways[at])
            heappush(costs_so_far, (cost, at, fill))

    def exact(self) -> _Filled | None:
        """The cells that begin level with their rows, where all do and no line is left; in a text only."""
        if not self.coarse:
            return None
        weight, self.weight = self.weight, 0.0
        fill = next(fill for _, fill in self._level_by(0.0) if fill is not None)
        self.weight = weight
        empty = sum(first == last for first, last in fill.cells) * self.cost["empty"]
        return fill if fill.cost - empty < _EXACT else None

    def _level_by(self, share: float) -> Iterator[tuple[float, _Filled | None]]:
        """... by the line that stands at this share of its height: what that costs up to each row, at last
        with the cells.
        """
        states: dict[int, _State] = {0: (0.0, None)}  # by how many lines are given to rows so far
        empty, left = self.cost["empty"], self.cost["left"]
        for row, anchor in enumerate(self.bounds[:-1]):
            following: dict[int, _State] = {}
            met: dict[int, None] = {}  # where cells end, in the order in which they come up, dear ones too
            enough = float("inf")
            known: dict[int, _Ways] = {}  # by the first line
            for at, (price, cells) in states.items():
                met.setdefault(at)
                if price + empty <= enough and price + empty < following.get(at, _DEAREST)[0]:
                    following[at] = price + empty, (cells, (at, at))
                for first in range(at, min(at + _MOST_LEFT + 1, len(self.heights))):
                    if self.heights[first] > anchor + _REACH:
                        break
                    ways = known.get(first) or known.setdefault(first, self._ways(first, row, share))
                    met.update(ways.ends)
                    before = left * (first - at)
                    if price + (before + ways.least) > enough:
                        continue
                    for broken, off, cell in ways.cells:
                        cost, dearest = before + broken + off, following.get(cell[1], _DEAREST)[0]
                        # What a text costs is found out only where the rest does not cost too much already.
                        if price + cost > enough or price + cost >= dearest:
                            continue
                        total = price + (cost + self._text(*cell))
                        if total < dearest:
                            following[cell[1]] = total, (cells, cell)
                if len(following) >= _BEAM:
                    enough = sorted(found[0] for found in following.values())[_BEAM - 1]
            ordered = [(end, following[end]) for end in met if end in following]
            states = dict(sorted(ordered, key=lambda item: item[1][0])[:_BEAM])
            yield min(price for price, _ in states.values()), None
        price, cells = min((price + self._rest(at), cells) for at, (price, cells) in states.items())
        found: list[Range] = []
        while cells is not None:
            cells, cell = cells
            found.append(cell)
        yield price, _Filled(price, tuple(reversed(found)))

    def _ways(self, first: int, row: int, share: float) -> _Ways:
        """The cells of the row that begin with the line `first`, with what they cost but for their texts and
        the lines left before them.
        """
        anchor, heights, broken = self.bounds[row], self.heights, self.cost["broken"]
        away_cost, away_most = self.cost["away"], self.cost["away_most"]
        begin, end = heights[first], min(first + _HIGHEST, len(heights))
        if share:
            low, high = (begin + (anchor + reach - begin) / share for reach in (-_REACH, _REACH))
            low, high = (
                bisect_left(heights, low - _SAME, first, end),
                bisect_right(heights, high + _SAME, first, end),
            )
        else:
            low = first if begin >= anchor - _REACH else end
            high = bisect_right(heights, self.bounds[row + 1], low, end)
        cells, ends, least = list[tuple[float, float, Range]](), dict[int, None](), away_most
        pages, page, before = self.pages, self.own_pages[row], self.apart
        apart, on_page = None, self._on_own_page(first, row, share)
        free = self.free if share == _HALF else 0.0
        for last in range(low, high):
            level = begin + share * (heights[last] - begin)
            if level > anchor + _REACH:
                break
            if level < anchor - _REACH:
                continue
            apart = before[max(last - 1, first)] if apart is None else apart
            away = abs(level - anchor)
            if on_page < away and pages[last] > page:
                away = on_page
            if free:
                away = max(away - free, 0.0) + _SLOPE * min(away, free)
            off = away * away_cost
            if off < least:  # noqa: PLR1730 - min takes three times as long
                least = off
            cells.append(
                (broken * (before[last] - apart), off if off < away_most else away_most, (first, last + 1))
            )
            ends[last + 1] = None
        return _Ways(cells, ends, least if cells else 0.0)

    def _on_own_page(self, first: int, row: int, share: float) -> float:
        """How far from its row a cell stands that goes on over the end of the row's page, by what stands
        before that; infinity for one that begins on another.
        """
        page = self.own_pages[row]
        if self.pages[first] != page:
            return float("inf")
        end = bisect_right(self.pages, page, first) - 1
        level = self.heights[first] + share * (self.heights[end] - self.heights[first])
        return abs(level - self.bounds[row])

    def _text(self, first: int, last: int) -> float:
        if first == last or not self.weight:
            return 0.0
        return self.weight * self.worth(first, last)

    def _rest(self, at: int) -> float:
        """The cost of the lines behind the last cell that stand above the last row or go on with it."""
        inside = bisect_left(self.heights, self.bounds[-2], at)
        close = takewhile(
            lambda pair: pair[1] - pair[0] < self.cost["far"], pairwise(self.heights[max(inside - 1, 0) :])
        )
        return self.cost["left"] * (inside - at + sum(1 for _ in close))
