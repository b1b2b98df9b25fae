"""Ranges of characters that are asked for again and again whether something lies in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Range = tuple[int, int]


class Ranges:
    """Ranges (start, end), joined where they meet."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, offset: int) -> bool:
        """Whether the character at `offset` lies in one of them."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def touches(self, start: int, end: int) -> bool:
        """Whether one of them and `start` to `end` have a character in common."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and start < self._ends[at]

    def next_start(self, offset: int) -> int | None:
        """Where the first of them begins that begins at `offset` or behind it."""
        at = bisect_left(self._starts, offset)
        return self._starts[at] if at < len(self._starts) else None
