"""The lines of a broken table as fragments: pieces of a line that can stand in a cell of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.words import row_number, width

NEWLINE, SPACE, WIDE = 0, 1, 2

_ANY_GAP = re.compile(r"\s+")
# A single space between two Chinese words may be the border of two cells; letters set apart (示 范 项 目) are
# one word.
_GAP = re.compile(
    r"[ \u00a0\u3000]*\t[ \t\u00a0\u3000]*|[ \u00a0\u3000]{2,}|\u3000"
    r"|(?<=[\u4e00-\u9fff）》”。][\u4e00-\u9fff）》”。]) (?=[\u4e00-\u9fff（《“][\u4e00-\u9fff—（《“])"
)


class Fragment(NamedTuple):
    """Characters `start` to `end`, as they are and cleaned; `line` numbers its line, `gap` is what stands
    before it.
    """

    start: int
    end: int
    text: str
    plain: str
    line: int
    gap: int
    width: int
    number: int | None


def fragments(lines: Iterable[tuple[int, Line]], one_line: bool = False) -> list[Fragment]:
    """The fragments of numbered `lines`, in order. `one_line` is for rows that stand on one line: cut at
    every space.
    """
    found: list[Fragment] = []
    pattern = _ANY_GAP if one_line else _GAP
    for index, line in lines:
        for start, end, gap in _pieces(line.text, pattern):
            text = line.text[start:end]
            cleaned = plain(text)
            found.append(
                Fragment(
                    line.start + start,
                    line.start + end,
                    text,
                    cleaned,
                    index,
                    gap,
                    width(cleaned),
                    row_number(text),
                )
            )
    return found


def leading_number(text: str) -> int | None:
    """The row number that opens a line with more on it, or None."""
    first, _, rest = text.partition(" ")
    return row_number(first) if rest else None


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
    at, gap = 0, NEWLINE
    for match in pattern.finditer(text):
        yield at, match.start(), gap
        at, gap = match.end(), SPACE if match.group() == " " else WIDE
    yield at, len(text), gap
