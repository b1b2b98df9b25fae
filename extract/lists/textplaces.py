"""Where a plain text prints the pieces of its lines, where wide spaces set columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.layout import Line
from extract.lists.words import width
from extract.text import Spot

_WIDE = re.compile(r"\s{2,}|\u3000+")
_TAB = 8
_HEIGHT = 2.0  # of a line, as wide as a Chinese character
_LEAST = 0.3


def spots_in_text(chars: str, lines: Sequence[Line]) -> tuple[Spot, ...]:
    """The places of what wide spaces part on `lines`; none where few lines have them."""
    if sum(_WIDE.search(line.text) is not None for line in lines) < max(3, _LEAST * len(lines)):
        return ()
    found: list[Spot] = []
    level, before = 0, lines[0].start
    for line in lines:
        level += chars.count("\n", before, line.start)
        before = line.start
        bottom = level * _HEIGHT
        for start, text, left, right in pieces_on(chars, line):
            found.append(Spot(start, start + len(text), left, right, bottom - _HEIGHT, bottom))
    return tuple(found)


def pieces_on(chars: str, line: Line) -> Iterator[tuple[int, str, int, int]]:
    """The pieces of a line that wide spaces part: first character, text, from where to where on the line."""
    first = line.start
    while first and chars[first - 1] not in "\n\r\f":
        first -= 1
    at, begin = _wide(chars[first : line.start]), 0
    for match in [*_WIDE.finditer(line.text), None]:
        text = line.text[begin : match.start() if match else len(line.text)]
        yield line.start + begin, text, at, at + width(text)
        if match:
            at += width(text) + _wide(match.group())
            begin = match.end()


def _wide(blank: str) -> int:
    return sum(_TAB if char == "\t" else width(char) for char in blank)
