"""The lines of a text; those of a long one are made when they are asked for, as they do not fit beside it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, overload

_LONG = 1_000
_MOST = 100_000  # so many lines are kept: some 25 MB


class Line(NamedTuple):
    """One printed line without its white space at either end: characters `start` to `end`."""

    start: int
    end: int
    text: str
    furniture: bool = False


def lines_at(chars: str, places: Sequence[tuple[int, int]], furniture: Collection[int]) -> Sequence[Line]:
    """The lines of `chars` that stand at `places`; `furniture` are the indices of those that are."""
    made = Lines(chars, places, furniture)
    return made if len(made) > _MOST else tuple(made)


class Lines(Sequence[Line]):
    """Lines by their places in `chars`; each is cut out of it anew, but for long ones, which are kept."""

    __slots__ = ("_chars", "_ends", "_furniture", "_long", "_starts")

    def __init__(self, chars: str, places: Sequence[tuple[int, int]], furniture: Collection[int]) -> None:
        """`furniture` are the indices of the lines that are."""
        self._chars = chars
        self._starts = array("I", (start for start, _ in places))
        self._ends = array("I", (end for _, end in places))
        self._furniture = bytearray(len(self._starts))
        for index in furniture:
            self._furniture[index] = True
        self._long = {
            index: chars[start:end] for index, (start, end) in enumerate(places) if end - start > _LONG
        }

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self._line(at) for at in range(*index.indices(len(self._starts)))]
        return self._line(index if index >= 0 else len(self._starts) + index)

    def __iter__(self) -> Iterator[Line]:
        if self._long:
            return map(self._line, range(len(self._starts)))
        cut = map(self._chars.__getitem__, map(slice, self._starts, self._ends))
        return map(Line._make, zip(self._starts, self._ends, cut, map(bool, self._furniture), strict=True))

    def _line(self, index: int) -> Line:
        start, end = self._starts[index], self._ends[index]
        text = self._long.get(index) or self._chars[start:end]
        return Line(start, end, text, bool(self._furniture[index]))
