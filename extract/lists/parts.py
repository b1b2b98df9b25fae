"""Tables in parts, each below a heading and a head that says the same again: a table for each province.

What stands right above a head that comes back is a heading where it is a place or bears a mark; and also
where it says neither (中央企业), if it stands as such headings do: it ends what they say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.cleaning import text_at
from extract.layout import Layout, Line
from extract.lists.cells import CLASSES, is_body
from extract.lists.headings import Headings, closes, labelled
from extract.lists.heads import Head
from extract.lists.model import Range, Row
from extract.lists.places import is_region, is_zone, known
from extract.lists.words import MARKUP, bare_heading, heading_level, is_title, width, words
from extract.rules import regexes
from extract.text import Spot

_MOST_LINES = 2  # of headings above one head
_WIDEST = 40
_SHORTEST = 2
_STOPS, _MORE = "。；，！？", "--"  # what no heading holds; what may follow the end of a name
_LEVEL, _BESIDE = 0.5, 1.0  # times the height of a line: on one height, at one edge


class Part(NamedTuple):
    """Rows behind `start` stand below these headings, the widest first."""

    start: int
    headings: tuple[Range, ...]


def has_heading(layout: Layout, head: Head) -> bool:
    """Whether a heading that says so by itself stands right above `head`."""
    line = _above(layout, head.first)
    return line is not None and _is_sure(layout, line, head)


def parts(
    layout: Layout, head: Head, repeats: Sequence[Head], above: Sequence[Range]
) -> tuple[list[Head], list[Part]]:
    """The `repeats` of a head with the lines of the headings above them, and the parts that they begin;
    `above` are the headings of the first one.
    """
    sure = [one for one in (head, *repeats) if has_heading(layout, one)]
    # Only where places are told is it sure that what stands above a head that comes back is no cell's rest.
    if not sure and layout.text.spots and _may_stand_above(layout, head):
        sure = [head]
    if not sure or (sure == [head] and not layout.text.spots):
        return list(repeats), []
    own, pattern = _above(layout, sure[0].first), sure[0]
    wider: list[Head] = []
    found: list[Part] = []
    headings = Headings()
    for place in above:
        headings.add(text_at(layout.text.chars, [place]), place)
    before = head
    for again in repeats:
        lines = _heading_lines(layout, again)
        if not lines and own and _stands_alike(layout, before, again, own, pattern):
            lines = [line for line in [_above(layout, again.first)] if line]
        for line in lines:
            text = line.text.strip(MARKUP)
            first = line.start + line.text.index(text)
            headings.add(text, (first, first + len(text)))
        if lines:
            at = bisect_left(layout.lines, lines[0].start, key=lambda line: line.start)
            wider.append(replace(again, first=at))
            found.append(Part(again.end, headings.places))
        else:
            wider.append(again)
        before = again
    return wider, found


def below(layout: Layout, row: Row, found: Sequence[Part]) -> Row:
    """`row` below the headings of its part and those that follow there, which may close some; as it is where
    it is in no part.
    """
    part = next((part for part in reversed(found) if part.start <= row.start), None)
    if part is None:
        return row
    own = tuple(place for place in row.headings if place[0] > part.start)
    texts = [_text(layout, place) for place in own]
    still = (
        place for place in part.headings if not any(closes(text, _text(layout, place)) for text in texts)
    )
    return replace(row, headings=(*still, *own))


def _text(layout: Layout, place: Range) -> str:
    return text_at(layout.text.chars, [place])


def _above(layout: Layout, at: int) -> Line | None:
    """The line above line `at` that is no furniture."""
    return next((line for line in reversed(layout.lines[max(at - 3, 0) : at]) if not line.furniture), None)


def _heading_lines(layout: Layout, head: Head) -> list[Line]:
    """The lines of headings right above `head`, each sure by itself."""
    found: list[Line] = []
    at = head.first
    while len(found) < _MOST_LINES and (line := _above(layout, at)) and _is_sure(layout, line, head):
        found.insert(0, line)
        at = bisect_left(layout.lines, line.start, key=lambda line: line.start)
    return found


def _is_sure(layout: Layout, line: Line, head: Head) -> bool:
    """Whether a line above `head` is a heading by what it says: marked as one, a class, or a place, where no
    column holds such cells.
    """
    text = line.text.strip(MARKUP)
    bare = bare_heading(text)
    if is_title(text) or width(text) > 2 * _WIDEST or not _is_alone(layout, line, head):
        return False
    roles = {column.role for column in head.columns}
    place = is_region(bare) or (len(bare) > _SHORTEST and (known(bare) or is_zone(bare)))
    if (said := labelled(text)) is not None:
        return said[0] not in roles
    counted = regexes("cells")["counted"].search(text) is not None
    if counted or heading_level(text) is not None:
        return bool(bare) and (counted or heading_level(text) != 4 or not roles & CLASSES)
    return place and not roles & {"region", "site"}


def _stands_alike(layout: Layout, before: Head, head: Head, own: Line, pattern: Head) -> bool:
    """Whether what stands right above `head` is a heading as it stands where `own`, a sure one, stands above
    the head `pattern`: one short word that is the rest of no cell.
    """
    line = _above(layout, head.first)
    if line is None or line.start < before.end or not _is_alone(layout, line, head):
        return False
    spots = layout.text.spots
    if not _may_head(line.text.strip(MARKUP), bool(spots)):
        return False
    if spots:
        one, other = _spot(spots, line), _spot(spots, own)
        return abs(one.left - other.left) < _BESIDE * (one.bottom - one.top)
    if pattern.first == pattern.last and " " in layout.lines[head.last].text.replace("\t", " ").strip():
        return True
    between = bisect_left(layout.lines, line.start, key=lambda line: line.start) - before.last - 1
    alone = head.last - head.first + 1 == len(head.columns)
    return alone and between > 0 and between % len(head.columns) == 0


def _may_stand_above(layout: Layout, head: Head) -> bool:
    """Whether a word that is no cell stands alone above `head`."""
    line = _above(layout, head.first)
    return line is not None and _is_alone(layout, line, head) and _may_head(line.text.strip(MARKUP), True)


def _may_head(text: str, placed: bool) -> bool:
    """Whether `text` is one short word that is no cell, nor the rest of one: neither body nor project; where
    it is known to be `placed` as a heading is, it may be a public body.
    """
    names = words().names
    if width(text) > _WIDEST or len(text) < _SHORTEST or len(text.split()) > 1 or is_title(text):
        return False
    if any(char in _STOPS or char.isdigit() for char in text) or names["strong_project"].search(text):
        return False
    body = names["company"].search(text) if placed else is_body(text)
    ends = names["body_rest"].match(text) or names["name_tail"].match(text + _MORE) or body
    return not ends or regexes("cells")["class-of-bodies"].search(text) is not None


def _is_alone(layout: Layout, line: Line, head: Head) -> bool:
    """Whether nothing else is printed at the height of a line, on the page of the head below it."""
    text, spots = layout.text, layout.text.spots
    if not spots:
        return True
    if text.page_at(line.start) != text.page_at(head.start):
        return False
    own = _spot(spots, line)
    page = text.page_at(line.start)
    low, high = (
        bisect_left(spots, number, key=lambda spot: text.page_at(spot.start) or 0)
        for number in (page or 0, (page or 0) + 1)
    )
    far = _LEVEL * (own.bottom - own.top)
    return not any(spot is not own and abs(spot.bottom - own.bottom) < far for spot in spots[low:high])


def _spot(spots: Sequence[Spot], line: Line) -> Spot:
    return spots[min(bisect_left(spots, line.start, key=lambda spot: spot.start), len(spots) - 1)]
