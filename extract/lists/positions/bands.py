"""Rows as bands: everything between two heights is of one row, whatever stands where in it.

In a plain text a row takes whole lines and no line is of two rows. Of all ways to cut the lines between the
heights that rows are known by the one is taken with which the cells are the most plausible, and stand as
cells of a table do: level by their first line, their middle or their last one; or as pdftotext leaves them,
one below the other behind the number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise, takewhile

from extract.lists.model import Range
from extract.lists.words import costs

_SHARES = (0.0, 0.5, 1.0, None)
_MOST_LINES = 8  # of a row, over and under the height that it is known by

Heights = Sequence[Sequence[float]]
Worth = Callable[[int, int, int], float]
Bands = tuple[tuple[Range, ...], ...]


def banded(heights: Heights, anchors: Sequence[float], worth: Worth) -> Bands | None:
    """For each row the lines (first, behind the last) of each column that are its cells.

    `heights` are those of the lines of each column, `anchors` those that rows are known by; `worth` is what
    the lines of a column from one up to another cost as one cell.
    """
    cost: Mapping[str, float] = costs()["band"]
    levels = sorted({height for column in heights for height in column})
    places = [bisect_left(levels, anchor) for anchor in anchors]

    @cache
    def cells(low: int, high: int) -> tuple[Range, ...]:
        """The lines of each column in the band of the levels `low` up to `high`."""
        top = levels[low]
        bottom = levels[high] if high < len(levels) else float("inf")
        return tuple((bisect_left(column, top), bisect_left(column, bottom)) for column in heights)

    @cache
    def said(low: int, high: int) -> float:
        return sum(worth(at, *cell) for at, cell in enumerate(cells(low, high)))

    def price(share: float | None, row: int, low: int, high: int) -> float:
        if share is None and low != places[row]:
            return float("inf")
        found = said(low, high) + (cost["loose"] if share is None else 0.0)
        if share is None:
            return found
        target = levels[low] + share * (levels[high - 1] - levels[low])
        for column, (first, last) in zip(heights, cells(low, high), strict=True):
            if first < last:
                own = column[first] + share * (column[last - 1] - column[first])
                found += min(max(abs(own - target) - cost["free"], 0.0) * cost["away"], cost["away_most"])
                own_gaps = (gap for gap in pairwise(column[first:last]) if gap[1] - gap[0] > cost["far"])
                found += cost["broken"] * sum(not _around(gap, anchors[row]) for gap in own_gaps)
        return found

    ways = (_cheapest(levels, places, partial(price, share), cost) for share in _SHARES)
    best = min(filter(None, ways), key=lambda way: way[0], default=None)
    return tuple(cells(low, high) for low, high in best[1]) if best else None


def _around(gap: tuple[float, float], anchor: float) -> bool:
    """Whether two lines stand one above and one below the height a row is known by, and no more apart."""
    return anchor - gap[0] == gap[1] - anchor == 1.0


def _cheapest(
    levels: Sequence[float],
    places: Sequence[int],
    price: Callable[[int, int, int], float],
    cost: Mapping[str, float],
) -> tuple[float, list[Range]] | None:
    """The cheapest way to cut the levels into bands, one for each of `places`: dynamic programming over where
    the band begins.
    """
    first = range(max(places[0] - _MOST_LINES, 0), places[0] + 1)
    states: dict[int, tuple[float, list[Range]]] = {low: (cost["left"] * low, []) for low in first}
    for row, place in enumerate(places):
        stop = places[row + 1] if row + 1 < len(places) else min(place + 1 + _MOST_LINES, len(levels))
        following: dict[int, tuple[float, list[Range]]] = {}
        for low, (before, way) in states.items():
            for high in range(place + 1, stop + 1):
                if high - low > 2 * _MOST_LINES:
                    break
                total = before + price(row, low, high)
                if total < float("inf") and (high not in following or total < following[high][0]):
                    following[high] = total, [*way, (low, high)]
        states = following
    ended = [
        (total + cost["left"] * _behind(levels, high, cost["far"]), way)
        for high, (total, way) in states.items()
    ]
    return min(ended, key=lambda state: state[0], default=None)


def _behind(levels: Sequence[float], high: int, far: float) -> int:
    """How many levels go on, none `far` from the other, behind the last band, which ends before `high`."""
    steps = pairwise(levels[high - 1 : high + _MOST_LINES])
    return sum(1 for _ in takewhile(lambda pair: pair[1] - pair[0] < far, steps))
