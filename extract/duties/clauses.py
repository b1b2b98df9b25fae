"""Prose as paragraphs, sentences, segments and clauses, each with its place in the cleaned text.

A paragraph ends where a printed line does not run on; a sentence ends at a full stop; a segment at a
semicolon or at the colon of a lead-in; a clause at a comma. What stands in titles, quotations and brackets is
blanked out in `masked`, so that no pattern finds a word there and no comma there divides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise, starmap
from typing import NamedTuple

from extract.cleaning import Clean, clean
from extract.duties import marks
from extract.duties.conditions import Conditions
from extract.layout import MOST_KEPT, Layout, Line
from extract.privacy import without_asides
from extract.ranges import Ranges
from extract.rules import regexes

BLANK = "□"
_LONGEST = 4000
_ASKED_AGAIN = 4096  # duties, targets and indicators ask for the parts of one paragraph after another
_INSIDES = (
    r"《[^《》]{0,150}(?:《[^《》]{0,100}》[^《》]{0,50})?》"
    r"|（[^（）]{0,300}）|\([^()]{0,300}\)|【[^【】]{0,60}】"
)
_SENTENCE = re.compile(r"[^。！？]{1,800}[。！？]?")
_SEGMENT = re.compile(r"[^；;：:]+[；;：:]?")
_CLAUSE = re.compile(r"[^，]+，?")
_TERMINAL = "。；！？：”）;:"
_OPEN = "，、"
_WIDEST = 120
_NARROWEST = 20
_FEWEST = 3
_SHORTEST_LINE = 12
_BOLD = "**"
_ORDINAL = "第"
_MOST_CELLS = 40
_PROSE = re.compile("[，。]")
_NO_STARS = re.compile(r"[^*]+|(?<!\*)\*(?!\*)")


class Span(NamedTuple):
    """Characters `start` to `end` of a paragraph's cleaned text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without its number: cleaned text with its map, and the same with its insides blanked out.

    `numbered`: it has the number of an item; `heading`: it is no prose; `condition`: it is an item of a list
    of conditions.
    """

    clean: Clean
    masked: str
    numbered: bool = False
    heading: bool = False
    condition: bool = False

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.clean.text


def mask(text: str) -> str:
    """`text` with titles, quotations and brackets blanked out; the length stays."""
    return _insides().sub(lambda found: BLANK * len(found.group()), text)


@cache
def _insides() -> re.Pattern[str]:
    """Titles, brackets and quotations, but for what an amended text is to say."""
    return re.compile(f"{_INSIDES}|{regexes('obligations')['quotation'].pattern}")


def paragraphs(
    layout: Layout, start: int, end: int, breaks: Iterable[int] = (), skip: Iterable[tuple[int, int]] = ()
) -> Iterable[Paragraph]:
    """The paragraphs of the characters `start` to `end`, in order.

    `breaks` are offsets where a paragraph begins in any case (articles and items); `skip` are ranges that
    are no prose. Duties, targets and indicators ask for the same in turn: it is kept, unless it is long.
    """
    key = (start, end, tuple(breaks), tuple(skip))
    if end - start > MOST_KEPT:
        return _paragraphs(layout, *key)
    return layout.kept("paragraphs", key, lambda: tuple(_paragraphs(layout, *key)))


def _paragraphs(
    layout: Layout, start: int, end: int, breaks: Sequence[int], skip: Sequence[tuple[int, int]]
) -> Iterator[Paragraph]:
    pieces = list(_pieces(layout, start, end, sorted(breaks), Ranges(skip)))
    conditions = Conditions()
    for ranges in _joined(layout.text.chars, pieces):
        for mark, paragraph in _paragraph(layout.text.chars, ranges):
            item = conditions.hold(mark, paragraph.numbered, paragraph.text)
            yield replace(paragraph, condition=True) if item else paragraph


def sentences(paragraph: Paragraph) -> tuple[Span, ...]:
    """The sentences of a paragraph, with their full stops."""
    return _spans(_SENTENCE, paragraph.masked, Span(0, len(paragraph.masked)))


@lru_cache(maxsize=_ASKED_AGAIN)
def segments(masked: str, sentence: Span) -> tuple[Span, ...]:
    """The segments of a sentence; a colon divides only where what follows is a list or nothing."""
    found = _spans(_SEGMENT, masked, sentence)
    if len(found) < 2:
        return found
    joined: list[Span] = []
    for span in found:
        if joined and masked[joined[-1].end - 1] in "：:" and not _leads_in(masked, joined[-1], span):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def clauses(masked: str, segment: Span) -> tuple[Span, ...]:
    """The clauses of a segment, with their commas."""
    return _spans(_CLAUSE, masked, segment)


@lru_cache(maxsize=_ASKED_AGAIN)
def _spans(pattern: re.Pattern[str], text: str, span: Span) -> tuple[Span, ...]:
    return tuple(starmap(Span, map(re.Match.span, pattern.finditer(text, *span))))


def _leads_in(masked: str, span: Span, following: Span) -> bool:
    rules = regexes("obligations")
    if rules["list-begins"].match(masked[following.start : following.end]):
        return True
    return rules["lead-in"].search(masked, span.start, span.end) is not None


def _pieces(
    layout: Layout, start: int, end: int, breaks: list[int], skip: Ranges
) -> Iterator[tuple[int, int, Line]]:
    """Ranges of the lines that are prose, cut at `breaks` and at articles in the midst of a line."""
    lines, chars, articles = layout.lines, layout.text.chars, regexes("obligations")["article"]
    index = bisect_right(lines, start, key=lambda line: line.end)
    while index < len(lines) and lines[index].start < end:
        line = lines[index]
        index += 1
        if line.furniture or skip.touches(line.start, line.end):
            continue
        low, high = max(line.start, start), min(line.end, end)
        cuts = breaks[bisect_right(breaks, low) : bisect_left(breaks, high)]
        if chars.find(_ORDINAL, low + 1, high) > 0:
            cuts += [found.start() for found in articles.finditer(chars, low, high)]
        if cells := _prose_cells(layout, low, high):
            yield from ((*cell, line) for cell in cells)
            continue
        edges = [low, *sorted(set(cuts)), high] if cuts else (low, high)
        for left, right in pairwise(edges):
            yield from ((*piece, line) for piece in _windows(chars, left, right))


def _prose_cells(layout: Layout, start: int, end: int) -> list[tuple[int, int]]:
    """The cells that hold prose, where several cells stand in one line from `start` to `end`."""
    tables = layout.text.tables
    at = bisect_right(tables, start, key=lambda table: table.start) - 1
    if at < 0 or start >= tables[at].end:
        return []
    inside = bisect_left(tables[at].cells, start, key=lambda cell: cell.start)
    cells = [
        (cell.start, cell.end) for cell in tables[at].cells[inside : inside + _MOST_CELLS] if cell.end <= end
    ]
    return [cell for cell in cells if _PROSE.search(layout.text.chars, *cell)] if len(cells) > 1 else []


def _joined(chars: str, pieces: list[tuple[int, int, Line]]) -> Iterator[list[tuple[int, int]]]:
    """Pieces that run on, together: a line as wide as the page that does not end in a stop."""
    full = _full_width(pieces)
    ranges: list[tuple[int, int]] = []
    for position, (low, high, line) in enumerate(pieces):
        ranges.append((low, high))
        last = chars[high - 1]
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        runs_on = (
            following is not None
            and following[2] is not line
            and last not in _TERMINAL
            and (
                last in _OPEN or bool(full and _width(line.text) >= full) or _stops_midway(line, following[2])
            )
        )
        if not runs_on:
            yield ranges
            ranges = []


def _stops_midway(line: Line, following: Line) -> bool:
    """Whether a line ends within a sentence: one ends in it, or a comma stands in what it begins, and no
    item follows.
    """
    begun = max(line.text.rfind(mark) for mark in _TERMINAL) + 1
    if len(line.text) < _SHORTEST_LINE or not ("，" in line.text[begun:] or "。" in line.text[:begun]):
        return False
    return regexes("obligations")["item"].match(following.text) is None


def _full_width(pieces: list[tuple[int, int, Line]]) -> int | None:
    """The width from which a line counts as full, or None where lines are not broken at a width.

    Where they are, most lines do not end in a stop, most of those are as wide as the page, and few wider.
    """
    everything = [(_width(line.text), line.text[-1] in _TERMINAL) for _, _, line in pieces]
    widths = sorted(width for width, stopped in everything if not stopped and width > _NARROWEST)
    if len(widths) < _FEWEST:
        return None
    widest = widths[int(len(widths) * 0.9)]
    near = sum(1 for width in widths if abs(width - widest) <= 8)
    wider = sum(1 for width, _ in everything if width > widest + 10)
    broken = widest <= _WIDEST and near * 2 >= len(widths) and wider * 10 <= len(everything)
    return widest - 8 if broken else None


def _width(text: str) -> int:
    """How many Latin letters wide `text` is: its length in a code of two bytes a Chinese character."""
    return len(text) if len(text) > _WIDEST else len(text.encode("gbk", "replace"))


def _paragraph(chars: str, ranges: list[tuple[int, int]]) -> Iterator[tuple[str, Paragraph]]:
    """The number of a paragraph, if any, and the paragraph; a heading in the same line is one of its own."""
    whole = _without_emphasis(clean(chars, ranges))
    cut = marks.number_end(chars, whole)
    start = marks.heading_end(chars, whole, cut) if cut else marks.addressed_end(chars, whole)
    mark, item = whole.text[:cut], cut > 0 and not regexes("obligations")["item/chapter"].match(whole.text)
    if cut < start:
        heading = whole.kept([(cut, start)])
        yield mark, Paragraph(heading, mask(heading.text), item, True)
        mark, item = "", False
    part = without_asides(whole.behind(start))
    if not part.text:
        return
    bare = len(part.text) < 40 and part.text[-1] not in _TERMINAL and not _PROSE.search(part.text)
    yield mark, Paragraph(part, mask(part.text), item, bare or whole.text[0] == "#")


def _without_emphasis(whole: Clean) -> Clean:
    """The text without the stars of Markdown around bold words."""
    if _BOLD not in whole.text:
        return whole
    return whole.kept(run.span() for run in _NO_STARS.finditer(whole.text))


def _windows(chars: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The range, in pieces that end at full stops where it is longer than any paragraph."""
    while high - low > _LONGEST:
        stop = chars.rfind("。", low + 1, low + _LONGEST) + 1 or low + _LONGEST
        yield low, stop
        low = stop
    if low < high:
        yield low, high
