"""Where a plain text prints the pieces of its lines, where wide spaces set columns apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from extract.layout import Line
from extract.lists.words import head_role, width
from extract.rules import regexes
from extract.text import Spot

_WIDE = re.compile(r"\s{2,}|\u3000+")
_TAB = 8
HEIGHT = 2.0  # of a line, as wide as a Chinese character
_LEAST, _OWN = 0.3, 0.5
_LEAST_COLUMN = 0.1

Measure = Callable[[str], int]


def spots_in_text(chars: str, lines: Sequence[Line]) -> tuple[Spot, ...]:
    """The places of what spaces part on `lines`, wide ones or all; none where few lines have wide ones.

    A text may set its columns by how wide characters are printed, or by how many they are (pdftotext);
    it is read in the way in which more pieces begin at one place.
    """
    if sum(_WIDE.search(line.text) is not None for line in lines) < max(3, _LEAST * len(lines)):
        return ()
    counted = _aligned(chars, lines, len) > _aligned(chars, lines, width)
    borders = _borders(chars, lines) if counted else []
    found: list[Spot] = []
    level, before = 0, lines[0].start
    for line in lines:
        level += chars.count("\n", before, line.start)
        before = line.start
        bottom = level * HEIGHT
        pieces = (
            pieces_on(chars, line, len, regexes("cells")["border"]) if counted else pieces_on(chars, line)
        )
        for start, end, left, right in _words(list(pieces)):
            # A column that begins before most of a piece is printed is the column of the piece itself.
            border = bisect_right(borders, left + (right - left) * _OWN)
            most = max(borders[border], left + 1) if border < len(borders) else right
            found.append(Spot(start, end, left, min(right, most), bottom - HEIGHT, bottom))
    return tuple(found)


def _words(pieces: Sequence[tuple[int, str, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """The pieces of a line, first and last character and place; those of one character each that are one word
    of a head together (项　目　名　称) as one.
    """
    at = 0
    while at < len(pieces):
        start, text, left, right = pieces[at]
        behind = at + 1
        while behind < len(pieces) and len(pieces[behind - 1][1]) == len(pieces[behind][1]) == 1:
            behind += 1
        for last in range(behind - 1, at, -1):
            if head_role("".join(piece[1] for piece in pieces[at : last + 1])) is not None:
                at, text = last, pieces[last][1]
                right = pieces[last][3]
                break
        yield start, pieces[at][0] + len(text), left, right
        at += 1


def _borders(chars: str, lines: Sequence[Line]) -> list[int]:
    """Where columns begin, by the characters in front: such a text sets them about a character too far left
    or right, so that what is long may seem to reach into the next.
    """
    starts = Counter(
        left for line in lines for _, _, left, _ in pieces_on(chars, line, len, regexes("cells")["border"])
    )
    found: list[tuple[int, int]] = []
    last = -2
    for start in sorted(starts):
        if start > last + 1:
            found.append((start, 0))
        found[-1] = (found[-1][0], found[-1][1] + starts[start])
        last = start
    return [start for start, count in found if count >= max(3, _LEAST_COLUMN * len(lines))]


def _aligned(chars: str, lines: Sequence[Line], measure: Measure) -> float:
    """How many pieces behind a wide space begin where others do, and not one less beside it."""
    starts = Counter(
        left for line in lines for _, _, left, _ in islice(pieces_on(chars, line, measure), 1, None)
    )
    return sum(count * count for count in starts.values())


def pieces_on(
    chars: str, line: Line, measure: Measure = width, border: re.Pattern[str] = _WIDE
) -> Iterator[tuple[int, str, int, int]]:
    """The pieces of a line that spaces part: first character, text, from where to where on the line."""
    first = line.start
    while first and chars[first - 1] not in "\n\r\f":
        first -= 1
    at, begin = _wide(chars[first : line.start], measure), 0
    for match in [*border.finditer(line.text), None]:
        text = line.text[begin : match.start() if match else len(line.text)]
        yield line.start + begin, text, at, at + measure(text)
        if match:
            at += measure(text) + _wide(match.group(), measure)
            begin = match.end()


def _wide(blank: str, measure: Measure) -> int:
    return sum(_TAB if char == "\t" else measure(char) for char in blank)
