"""Columns that a plain text sets apart by spaces: which one a piece of a line stands in, by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from extract.layout import Line
from extract.lists.headings import is_class_heading, stands_between
from extract.lists.heads import Head, column_heads
from extract.lists.model import Column
from extract.lists.textplaces import pieces_on
from extract.lists.words import is_title, words

_WIDE = re.compile(r"\s{2,}|\u3000+")
_LEAST_APART, _LEAST_LINES, _LEAST_STRIPS = 0.5, 3, 3
_ABOVE, _BELOW = 2, 3  # lines of a head over and under the one that it is known by
_SHORT = 3  # so short a line is rather the end of a cell (项目) than a heading

# A piece: its first character, its text, where it begins and ends on the printed line.
_Piece = tuple[int, str, int, int]
_Strips = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Apart:
    """A table whose columns are set apart: the columns, by the first character of each piece the column that
    it stands in, and the line behind the head.
    """

    columns: tuple[Column, ...]
    homes: dict[int, int]
    first: int


def set_apart(chars: str, lines: Sequence[Line], head: Head, skip: set[int], stop: int) -> Apart | None:
    """The columns below `head` (up to line `stop`, without the lines `skip`) by the place of what stands in
    them; None where the text does not set them apart.
    """
    if not _may_be_apart([lines[index] for index in range(head.first, stop) if index not in skip]):
        return None
    printed = {
        index: list(pieces_on(chars, lines[index]))
        for index in range(max(head.first - _ABOVE, 0), stop)
        if index not in skip and not lines[index].furniture
    }
    rows = [pieces for index, pieces in printed.items() if index >= head.first and not _between(lines[index])]
    apart = sum(len(pieces) > 1 for pieces in rows)
    if apart < _LEAST_APART * len(rows) or apart < _LEAST_LINES:
        return None
    strips = _strips((start, end) for pieces in rows for _, _, start, end in pieces)
    if len(strips) < _LEAST_STRIPS:
        return None
    columns, first = _columns(lines, printed, strips, head)
    if len(columns) < min(len(head.columns), len(printed[head.first])):
        return None
    homes = {
        piece[0]: home for pieces in rows for piece in pieces if (home := _home(piece, strips)) is not None
    }
    return Apart(columns, homes, first)


def _may_be_apart(lines: Sequence[Line]) -> bool:
    """Whether lines with wide gaps can be as many as a table set apart has: soon told where they are few."""
    body = [line for line in lines if not line.furniture]
    gaps = [_WIDE.search(line.text) is not None for line in body]
    whole = (line for line, gap in zip(body, gaps, strict=True) if not gap and not _between(line))
    most = sum(gaps)
    return most >= _LEAST_LINES and next(islice(whole, most, None), None) is None


def _between(line: Line) -> bool:
    text = line.text
    return (
        stands_between(text)
        or words().closing.match(text) is not None
        or is_title(text)
        or (len(_WIDE.split(text)) == 1 and len(text) > _SHORT and is_class_heading(text))
    )


def _columns(
    lines: Sequence[Line], printed: dict[int, list[_Piece]], strips: _Strips, head: Head
) -> tuple[tuple[Column, ...], int]:
    """The columns that the pieces of the head name, strip by strip, and the line behind it.

    Of the lines around the one that the head is known by those are its own with which most words are known.
    """
    best: tuple[int, int] = (0, 0)
    columns: tuple[Column, ...] = ()
    behind = head.last + 1
    for above, below in product(range(_ABOVE + 1), range(_BELOW + 1)):
        zone = range(head.first - above, head.last + 1 + below)
        if any(index not in printed or (index < head.first and _between(lines[index])) for index in zone):
            continue
        texts = [""] * len(strips)
        for piece in (piece for index in zone for piece in printed[index]):
            if (home := _home(piece, strips)) is not None:
                texts[home] += piece[1]
        found = column_heads(texts)
        known = sum(column.role != "other" for column in found)
        if (known, -above - below) > best and all(texts):
            best, columns, behind = (known, -above - below), found, zone.stop
    return columns, behind


def _home(piece: _Piece, strips: _Strips) -> int | None:
    return next((at for at, (left, right) in enumerate(strips) if left <= piece[2] < right), None)


def _strips(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of the line that are printed on, apart from one another."""
    found: list[list[int]] = []
    for start, end in sorted(pieces):
        if found and start < found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]
