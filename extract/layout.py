"""Lines of a text, and which of them are page furniture (running heads and feet, page numbers).

A running head is known by what it does on every page, never by its words: it comes back at the edge of a
page, or in
front of a page number. A line that merely comes back (the last line of a cell, say) in front of the next
row's number
is none: row numbers run on from one to the next, page numbers run beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.cleaning import Clean, clean
from extract.text import Text

_LINE = re.compile(r"[^\s](?:[^\n\r\f]*[^\s])?")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_MARKED_NUMBER = re.compile(
    r"[—–\-－‐•·]+\s*\d{1,4}\s*[—–\-－‐•·]+|第\s*\d{1,4}\s*页(\s*[/，,]?\s*共\s*\d{1,4}\s*页)?|Page\s+\d{1,4}(\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_REPEATS = 3
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 40
_PAGE_LINES = 15
_EDGE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its white space at either end: characters `start` to `end`."""

    start: int
    end: int
    text: str
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text that are not blank, in order."""

    text: Text
    lines: tuple[Line, ...]

    def body(self, start: int, end: int) -> Clean:
        """Cleaned text of the characters `start` to `end`, without page furniture."""
        first = bisect_left(self.lines, start, key=lambda line: line.end)
        last = bisect_left(self.lines, end, key=lambda line: line.start)
        return clean(
            self.text.chars,
            [
                (max(line.start, start), min(line.end, end))
                for line in self.lines[first:last]
                if not line.furniture and line.end > start
            ],
        )


def lay_out(text: Text) -> Layout:
    """Split `text` into lines and mark the furniture."""
    lines = [(match.start(), match.end(), match.group()) for match in _LINE.finditer(text.chars)]
    words = [word for _, _, word in lines]
    marked = {
        index
        for index, word in enumerate(words)
        if len(word) <= _LONGEST_HEAD and _MARKED_NUMBER.fullmatch(word)
    }
    marked |= set(_before_numbers(words))
    marked |= set(_at_edges(lines, _page_starts(text)))
    return Layout(text, tuple(Line(*line, index in marked) for index, line in enumerate(lines)))


def _before_numbers(words: Sequence[str]) -> Iterator[int]:
    """Lines that come back, each time in front of a page number, and those numbers."""
    numbers = [index for index, word in enumerate(words) if _BARE_NUMBER.fullmatch(word)]
    heads: dict[str, list[int]] = defaultdict(list)
    for index in numbers:
        if index and _SHORTEST_HEAD <= len(words[index - 1]) <= _LONGEST_HEAD:
            heads[words[index - 1]].append(index)
    counts = Counter(word for word in words if word in heads)
    for head, places in heads.items():
        if len(places) < _REPEATS or len(places) < 0.8 * counts[head]:
            continue
        if _runs_beside(words, numbers, places):
            for place in places:
                yield from (place - 1, place)


def _runs_beside(words: Sequence[str], numbers: Sequence[int], places: Sequence[int]) -> bool:
    """Whether the numbers at `places` are of pages: rising, a page apart, not a link in another running
    number.
    """
    values = [int(words[place]) for place in places]
    if any(later <= value for value, later in pairwise(values)):
        return False
    if median(later - place for place, later in pairwise(places)) < _PAGE_LINES:
        return False
    own = set(places)
    links = 0
    for place, value in zip(places, values, strict=True):
        at = bisect_left(numbers, place)
        before = numbers[at - 1] if at else None
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        links += any(
            near is not None and near not in own and int(words[near]) == value + step
            for near, step in ((before, -1), (after, 1))
        )
    return links <= 0.3 * len(places)


def _page_starts(text: Text) -> list[int]:
    return [page.start for page in text.pages]


def _at_edges(lines: Sequence[tuple[int, int, str]], pages: Sequence[int]) -> Iterator[int]:
    """First and last lines of pages that come back, numbers aside, and page numbers there."""
    if len(pages) < 2:
        return
    starts = [line[0] for line in lines]
    bounds = [bisect_left(starts, page) for page in pages] + [len(lines)]
    edges: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for page, (first, last) in enumerate(pairwise(bounds)):
        for place in range(min(_EDGE, last - first)):
            for sign, index in ((1, first + place), (-1, last - 1 - place)):
                word = lines[index][2]
                if len(word) <= _LONGEST_HEAD:
                    edges[sign * (place + 1), _DIGITS.sub("#", word)].append((page, index))
    for (_, shape), found in edges.items():
        if shape == "#":
            steps = Counter(int(_DIGITS.findall(lines[index][2])[0]) - page for page, index in found)
            shift, count = steps.most_common(1)[0]
            if count >= min(_REPEATS, len(pages)) and count >= 0.5 * len(found):
                yield from (index for page, index in found if int(lines[index][2]) - page == shift)
        elif len(found) >= _REPEATS and len(found) >= 0.3 * len(pages):
            yield from (index for _, index in found)
