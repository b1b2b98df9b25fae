"""Lines of a text, and which of them are page furniture (running heads and feet, page numbers).

A running head is known by what it does on every page, never by its words: it comes back at the edge of a
page, beside a page number, or with the page number in its own line. A line that merely comes back (the last
line of a cell, say) in front of the next row's number is none: row numbers run on from one to the next, page
numbers run beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Any, TypeVar

from extract.cleaning import Clean, clean, inside_markup
from extract.lines import Line, lines_at
from extract.rules import regexes
from extract.site_furniture import feet, lines_of_site, menus
from extract.text import Text
from extract.text_nodes import rejoined

__all__ = ["Layout", "Line", "lay_out"]

Kept = TypeVar("Kept")

_start, _end = attrgetter("start"), attrgetter("end")

_LINE = re.compile(r"[^\s](?:[^\n\r\f]*[^\s])?")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")
MOST_KEPT = 500_000
_MOST_SHARED = 20_000
_REPEATS = 3
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 40
_PAGE_LINES = 15
_EDGE = 2
_TOP_LINES = 6
_LEAST_LETTERS = 6
_MOST_STEP = 3


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The lines of a text that are not blank, in order."""

    text: Text
    lines: Sequence[Line]
    _kept: dict[str, tuple[object, Any]] = field(default_factory=dict, init=False, repr=False)
    _said: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def shared(self, value: Kept) -> Kept:
        """`value`, or an equal one given before: names, places and days come back in thousands of records."""
        if len(self._said) >= _MOST_SHARED:
            self._said.clear()
        found: Kept = self._said.setdefault((type(value), value), value)
        return found

    def kept(self, kind: str, key: object, make: Callable[[], Kept]) -> Kept:
        """What `make` gives for `key`; the last of its `kind` is kept, for several that ask in a row."""
        if kind not in self._kept or self._kept[kind][0] != key:
            self._kept[kind] = (key, make())
        found: Kept = self._kept[kind][1]
        return found

    def body(self, start: int, end: int) -> Clean:
        """Cleaned text of the characters `start` to `end`, without page furniture. Several ask for the same
        in turn: it is kept, unless it is long.
        """
        if end - start > MOST_KEPT:
            return self._body(start, end)
        return self.kept("body", (start, end), lambda: self._body(start, end))

    def _body(self, start: int, end: int) -> Clean:
        first = bisect_left(self.lines, start, key=_end)
        last = bisect_left(self.lines, end, key=_start)
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
    lines = rejoined(text, list(_without_markup(_LINE.finditer(text.chars))))
    words = [word for _, _, word in lines]
    marked = {
        index
        for index, word in enumerate(words)
        if len(word) <= _LONGEST_HEAD and regexes("layout")["page-number"].fullmatch(word)
    }
    marked |= set(_beside_marked(words, marked))
    pages = set(_before_numbers(words))
    marked |= pages | set(_set_apart(text.chars, lines, words, pages)) | set(_counting(words))
    marked |= set(_at_edges(lines, _page_starts(text))) | set(_beside_counters(lines, _page_starts(text)))
    marked |= (
        set(_printed_by_browser(words))
        | set(_containers(words))
        | set(menus(words))
        | set(feet(words))
        | lines_of_site(text, [start for start, _, _ in lines])
    )
    return Layout(text, lines_at(text.chars, [(start, end) for start, end, _ in lines], marked))


def _without_markup(lines: Iterable[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of `lines`, without classes and styles that Markdown sets behind one, and without
    tags of HTML around it.
    """
    behind = regexes("layout")["attribute-list"]
    for line in lines:
        word = line.group()
        if word[-1] == "}" and (attributes := behind.search(word)) is not None:
            word = word[: attributes.start()]
        first, last = inside_markup(word)
        if first < last:
            yield line.start() + first, line.start() + last, word[first:last]


def _containers(words: Sequence[str]) -> Iterator[int]:
    """Lines that begin or end a box."""
    box = regexes("layout")["container-mark"]
    return (index for index, word in enumerate(words) if word[0] in ":@[" and box.match(word))


def _before_numbers(words: Sequence[str]) -> Iterator[int]:
    """Lines that come back, each time in front of a page number, and those numbers."""
    numbers = [index for index, word in enumerate(words) if _BARE_NUMBER.fullmatch(word)]
    heads: dict[str, list[int]] = defaultdict(list)
    for index in numbers:
        if index and _SHORTEST_HEAD <= len(words[index - 1]) <= _LONGEST_HEAD:
            heads[words[index - 1]].append(index)
    counts = Counter(word for word in words if word in heads)
    often = [head for head, places in heads.items() if len(places) >= max(_REPEATS, 0.8 * counts[head])]
    often.sort(key=lambda head: (-len(heads[head]), head))
    for head in often:
        places = heads[head]
        # Left and right pages have heads of their own, so that the numbers between these are pages too.
        facing = next((heads[other] for other in often if other != head), [])
        if _runs_beside(words, numbers, places, {*places, *facing}):
            for place in places:
                yield from (place - 1, place)


def _beside_marked(words: Sequence[str], marked: Collection[int]) -> Iterator[int]:
    """Lines that come back beside page numbers that say that they are (— 3 —); also a single one, when the
    text begins with it.
    """
    beside: dict[str, list[int]] = defaultdict(list)
    for index in sorted({place + step for place in marked for step in (-1, 1)} - set(marked)):
        if 0 <= index < len(words) and len(words[index]) <= _LONGEST_HEAD:
            beside[words[index]].append(index)
    counts = Counter(word for word in words if word in beside)
    top = words[:_TOP_LINES]
    for word, places in beside.items():
        if len(word) < _SHORTEST_HEAD or word[-1] in "。；，、":
            continue
        often = len(places) >= _REPEATS and len(places) >= 0.5 * counts[word]
        opens = word in top and len(word) > 2 * _SHORTEST_HEAD
        if often or opens:
            yield from (index for index in places if index >= _TOP_LINES)


def _set_apart(
    chars: str, lines: Sequence[tuple[int, int, str]], words: Sequence[str], pages: Collection[int]
) -> Iterator[int]:
    """Page numbers between those of `pages` that fit into their row, each with the head that a gap sets apart
    above it.

    The heads of left and right pages differ, and one of them may stand but once.
    """
    known = sorted(index for index in pages if _BARE_NUMBER.fullmatch(words[index]))
    numbers = [index for index, word in enumerate(words) if _BARE_NUMBER.fullmatch(word)]
    gaps = [chars.count("\n", before[1], after[0]) for before, after in pairwise(lines)]
    usual = median(gaps) if gaps else 0
    for before, after in pairwise(known):
        first, last = int(words[before]), int(words[after])
        for index in numbers[bisect_right(numbers, before) : bisect_left(numbers, after)]:
            fits = first + (last - first) * (index - before) / (after - before)
            if not first < int(words[index]) < last or abs(int(words[index]) - fits) > 1:
                continue
            head = index - 1
            if head > 0 and gaps[head - 1] > usual and len(words[head]) <= _LONGEST_HEAD:
                yield from (head, index)


def _counting(words: Sequence[str]) -> Iterator[int]:
    """Lines that come back but for the page number in them, as far apart as pages are."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        if len(word) <= _LONGEST_HEAD and _DIGITS.search(word):
            shapes["".join(_DIGITS.sub("#", word).split())].append(index)
    for shape, places in shapes.items():
        letters = sum(char.isalpha() for char in shape)
        if (
            len(places) < _REPEATS
            or letters < _LEAST_LETTERS
            or regexes("layout")["date-or-number"].search(shape)
        ):
            continue
        figures = [tuple(map(int, _DIGITS.findall(words[place]))) for place in places]
        changing = [column for column in zip(*figures, strict=True) if len(set(column)) > 1]
        if len(changing) == 1 and _counts_pages(changing[0], places):
            yield from places


def _counts_pages(values: Sequence[int], places: Sequence[int]) -> bool:
    """Whether `values` rise as the numbers of the pages on which the lines `places` stand would."""
    steps = [later - value for value, later in pairwise(values)]
    if min(steps) < 1 or max(steps) > _MOST_STEP:
        return False
    rates = [(later - place) / step for (place, later), step in zip(pairwise(places), steps, strict=True)]
    usual = median(rates)
    return usual >= _PAGE_LINES and all(usual / 2 <= rate <= usual * 2 for rate in rates)


def _runs_beside(
    words: Sequence[str], numbers: Sequence[int], places: Sequence[int], own: Collection[int]
) -> bool:
    """Whether the numbers at `places` are of pages: rising, a page apart, not a link in a running number
    beside those of `own`.
    """
    values = [int(words[place]) for place in places]
    if any(later <= value for value, later in pairwise(values)):
        return False
    if median(later - place for place, later in pairwise(places)) < _PAGE_LINES:
        return False
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


def _beside_counters(lines: Sequence[tuple[int, int, str]], pages: Sequence[int]) -> Iterator[int]:
    """Lines at the edges of all pages that say which page it is (1 / 2, — 1 —), and those that come back
    beside them on every page: so two pages are enough.
    """
    if len(pages) < 2:
        return
    starts = [line[0] for line in lines]
    bounds = [bisect_left(starts, page) for page in pages] + [len(lines)]
    if any(last - first <= 2 * _EDGE for first, last in pairwise(bounds)):
        return
    for edge in (range(_EDGE), range(-_EDGE, 0)):
        at_edge = [
            [(last if place < 0 else first) + place for place in edge] for first, last in pairwise(bounds)
        ]
        upper, lower = list(zip(*at_edge, strict=True))
        counted = [
            places
            for places in (upper, lower)
            if _count_on([_counter(lines[at][2], len(pages)) for at in places])
        ]
        for places in counted:
            yield from places
        # What comes back below a counter at the top may be the head of a table.
        for other in (upper, lower) if edge.start < 0 else (upper,):
            if counted and other not in counted and _comes_back(lines, other):
                yield from other


def _counter(text: str, pages: int) -> int | None:
    """The number of the page that a line says; None where it says none, or another number of pages."""
    found = regexes("layout")["page-of-pages"].match(text)
    if found is not None:
        return int(found["page"]) if int(found["pages"]) == pages else None
    alone = regexes("layout")["page-number"].fullmatch(text)
    return int(_DIGITS.findall(text)[0]) if alone else None


def _count_on(numbers: Sequence[int | None]) -> bool:
    return all(one is not None and other is not None and other == one + 1 for one, other in pairwise(numbers))


def _comes_back(lines: Sequence[tuple[int, int, str]], places: Sequence[int]) -> bool:
    """Whether the lines at `places` are the same and may be a running head or foot."""
    text = lines[places[0]][2]
    return (
        all(lines[at][2] == text for at in places)
        and _SHORTEST_HEAD <= len(text) <= _LONGEST_HEAD
        and text[-1] not in "。；，、"
        and not _DIGITS.search(text)
    )


def _printed_by_browser(words: Sequence[str]) -> Iterator[int]:
    """What a browser prints around each sheet: the hour and the title, the address and the number."""
    below = [index for index, word in enumerate(words) if regexes("layout")["printed-address"].match(word)]
    if below:
        yield from below
        yield from (index for index, word in enumerate(words) if regexes("layout")["print-stamp"].match(word))
