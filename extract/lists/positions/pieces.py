"""The pieces of printed lines with their places, for the range of a text in which a table may stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import median
from typing import NamedTuple

from extract.layout import Layout
from extract.lists.heads import Head
from extract.lists.positions.textplaces import spots_in_text
from extract.lists.words import row_number, words
from extract.rules import regexes
from extract.text import Spot, Text

_ABOVE = 12  # lines before a head in the order of the file
_PAGE_GAP = 1.0
_LEAST_STEP = 0.7  # of the height of a line, from one line of a cell to the next


class Piece(NamedTuple):
    """Characters `start` to `end` of line `line`, piece number `order` of its page; `left`, `right` and
    `height` in points, `level` in lines of the table, over all its pages.
    """

    start: int
    end: int
    text: str
    left: float
    right: float
    height: float
    level: float
    line: int
    order: int
    page: int


def pieces_of(layout: Layout, head: Head, repeats: Sequence[Head], stop: int) -> list[Piece]:
    """The pieces around and below `head` and up to line `stop`, by height; none where places are not told."""
    spots = layout.text.spots or spots_in_text(
        layout.text.chars, layout.lines[max(head.first - _ABOVE, 0) : stop]
    )
    first = bisect_left(spots, layout.lines[head.first].start, key=_start)
    if first == len(spots) or not head.start <= spots[first].start < head.end:
        return []
    begin = max(head.first - _ABOVE, 0)
    skip = {index for again in repeats for index in range(again.first, again.last + 1)}
    if not layout.text.spots:  # the number of a page stands alone on its line
        skip |= {at for again in repeats if row_number(layout.lines[at := again.first - 1].text) is not None}
    found: list[tuple[int, int, Spot]] = []
    for index in range(begin, stop):
        line = layout.lines[index]
        if index > head.last and words().closing.match(line.text):
            break
        at = bisect_left(spots, line.start, key=_start)
        if regexes("cells")["rule"].match(line.text):
            continue
        if index in skip or (line.furniture and (not layout.text.spots or _at_edge(spots, at, layout.text))):
            continue
        while at < len(spots) and spots[at].start < line.end:
            found.append((layout.text.page_at(spots[at].start) or 0, index, spots[at]))
            at += 1
    own = layout.text.page_at(head.start) or 0
    return _levelled(layout.text.chars, [item for item in found if item[0] >= own])


def _at_edge(spots: Sequence[Spot], at: int, text: Text) -> bool:
    """Whether a spot stands at the upper or lower edge of what its page holds: a number of rows may look like
    that of pages, and stands among them.
    """
    if at == len(spots):
        return True
    page = text.page_at(spots[at].start)
    low = bisect_left(spots, page or 0, key=lambda spot: text.page_at(spot.start) or 0)
    high = bisect_right(spots, page or 0, key=lambda spot: text.page_at(spot.start) or 0)
    height = spots[at].bottom - spots[at].top
    bottoms = [spot.bottom for spot in spots[low:high]]
    return not min(bottoms) + height < spots[at].bottom < max(bottoms) - height


def _start(spot: Spot) -> int:
    return spot.start


def _levelled(chars: str, found: Sequence[tuple[int, int, Spot]]) -> list[Piece]:
    """The pieces with their heights counted in lines, page below page."""
    step = _step([(page, spot) for page, _, spot in found])
    pieces: list[Piece] = []
    below = 0.0
    for number, group in groupby(found, key=lambda item: item[0]):
        page = list(group)
        top = min(spot.bottom for _, _, spot in page)
        for order, (_, line, spot) in enumerate(page):
            level = below + (spot.bottom - top) / step
            text = chars[spot.start : spot.end]
            height = spot.bottom - spot.top
            pieces.append(
                Piece(spot.start, spot.end, text, spot.left, spot.right, height, level, line, order, number)
            )
        below = max(piece.level for piece in pieces) + _PAGE_GAP
    return sorted(pieces, key=lambda piece: (piece.level, piece.left))


def _step(found: Iterable[tuple[int, Spot]]) -> float:
    """How far apart the lines of a cell are: the usual least step between pieces one under the other."""
    pages = [(page, spot) for page, spot in found]
    height = median(spot.bottom - spot.top for _, spot in pages)
    steps: list[float] = []
    lasts: dict[tuple[int, int], float] = {}
    for page, spot in sorted(pages, key=lambda item: (item[0], item[1].bottom)):
        for at in range(int(spot.left // height), int(spot.right // height) + 1):
            before = lasts.get((page, at))
            if before is not None and _LEAST_STEP * height < spot.bottom - before < 3 * height:
                steps.append(spot.bottom - before)
            lasts[page, at] = spot.bottom
    if not steps:
        return height
    steps.sort()
    least = steps[len(steps) // 20]
    return median(steps[: bisect_right(steps, 1.15 * least)])
