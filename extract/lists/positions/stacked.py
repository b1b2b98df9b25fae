"""Heads of tables whose words stand on several lines, one part of a word above the other (示范 above 任务),
with other heads beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.layout import Layout
from extract.lists.heads import Head, column_heads
from extract.lists.positions.textplaces import Measure, pieces_on
from extract.lists.words import row_number, width, words
from extract.ranges import Ranges

_MOST_LINES, _LEAST_KNOWN, _LONGEST = 3, 3, 14

_Strip = tuple[float, float, str]


def stacked_heads(layout: Layout, taken: Ranges) -> Iterator[Head]:
    """The heads among the lines outside of `taken` of which at least one goes on below another line."""
    if layout.text.spots:
        return
    for first, line in enumerate(layout.lines):
        if "  " not in line.text or line.furniture or taken.holds(line.start):
            continue
        if words().head_hint.search(line.text) and (head := _head_at(layout, first)):
            yield head


def _head_at(layout: Layout, first: int) -> Head | None:
    """The head that line `first` opens, with as many lines as name the most columns."""
    best: tuple[int, Head] | None = None
    for measure in (width, len):
        strips: list[_Strip] = []
        for last in range(first, min(first + _MOST_LINES, len(layout.lines))):
            line = layout.lines[last]
            if line.furniture or row_number(line.text.split()[0]) is not None:
                break
            added = _below(strips, layout, last, measure)
            if added is None:
                break
            strips = added
            columns = column_heads([text for _, _, text in strips])
            known = {column.role for column in columns} - {"other"}
            enough = "name" in known and len(known) >= max(_LEAST_KNOWN, len(columns) - 1)
            if last > first and enough and (best is None or len(known) > best[0]):
                start = layout.lines[first].start
                best = len(known), Head(first, last, start, line.end, columns)
    return best[1] if best else None


def _below(strips: Sequence[_Strip], layout: Layout, index: int, measure: Measure) -> list[_Strip] | None:
    """The words so far with the pieces of a further line, each below the one that it stands under or as a
    word of its own; None where one stands under several.
    """
    found = list(strips)
    for _, text, left, right in pieces_on(layout.text.chars, layout.lines[index], measure):
        over = [at for at, (begin, end, _) in enumerate(found) if left < end and right > begin]
        if len(over) > 1 or len(text) > _LONGEST:
            return None
        if over:
            begin, end, above = found[over[0]]
            found[over[0]] = min(begin, left), max(end, right), above + text
        else:
            found.append((left, right, text))
    return sorted(found)
