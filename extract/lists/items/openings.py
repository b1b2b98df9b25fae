"""Which lines open items of several lines, by their marks, by a label that comes back, or by names that stand
above paragraphs; and which lines are of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.layout import Line
from extract.lists.headings import Headings
from extract.lists.items.facts import begins_with_label, labels_in, opens_with
from extract.lists.items.runs import add_heading, is_heading, mark_of
from extract.lists.model import Range
from extract.lists.words import is_title, row_number, width, words
from extract.rules import regexes

_REACH = 40  # lines from one item to the next
_ROOM = 8  # a line is full when less is left of the widest one
_LONGEST_NAME = 40
_CLAUSES = re.compile("[，。；：]")


class Opening(NamedTuple):
    """A line that opens an item: which, the item's number, the headings above."""

    line: int
    number: Range | None
    begins: int
    headings: tuple[Range, ...]


def openings(lines: Sequence[Line], at: int, above: Headings) -> list[Opening]:
    """The lines that open items in the way in which line `at` does; too few where it opens none."""
    opens = _way(lines, at)
    return _openers(lines, at, opens, above) if opens else []


def bare(line: Line) -> Line:
    """The line without its number, where that stands in front of a label (1.建设地点：…)."""
    kind, _, _, begins = mark_of(line.text)
    if kind and begins_with_label(line.text[begins:]):
        return Line(line.start + begins, line.end, line.text[begins:])
    return line


def _way(lines: Sequence[Line], at: int) -> Callable[[int, int], int | None] | None:
    """How it is told whether a line opens the item of a number behind the one before (0 where items bear
    none); None where line `at` opens none. What tells gives the number, or None.
    """
    kind, value, _, _ = mark_of(lines[at].text)
    text = bare(lines[at]).text
    label = next((label for label, (start, _), _ in labels_in(text) if not start), None)
    again = [line for line in lines[at + 1 : at + _REACH] if label and opens_with(bare(line).text, [label])]
    if kind and opens_with(lines[at].text) is None:
        counted = not again or value is None or mark_of(again[0].text)[1] == value + 1
        if counted:  # what is counted may begin anywhere where a label comes back as well
            return (lambda line, _: _marked(lines[line], kind)) if value in (1, None) or again else None
    if label is not None and again:
        return lambda line, _: 0 if opens_with(bare(lines[line]).text, [label]) else None
    if _is_name(lines, at):
        return lambda line, _: 0 if _is_name(lines, line) else None
    first = _first_label(lines, at)
    return (lambda line, _: 0 if _first_label(lines, line) == first else None) if first else None


def _is_name(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name without a mark, below which a paragraph stands."""
    text, below = lines[at].text, lines[at + 1].text if at + 1 < len(lines) else ""
    if mark_of(text)[0] or len(text) > _LONGEST_NAME or _CLAUSES.search(text) or begins_with_label(below):
        return False
    before = lines[at - 1].text[-1] if at else "。"
    return before in "。：" and len(below) > _LONGEST_NAME // 2 and _CLAUSES.search(below) is not None


def _marked(line: Line, kind: str) -> int | None:
    own, value, _, _ = mark_of(line.text)
    return (value or 0) if own == kind and opens_with(line.text) is None else None


def _first_label(lines: Sequence[Line], at: int) -> str | None:
    """The label that the facts of a name without a mark begin with: behind it on line `at`, or below."""
    for label, (start, _), dashed in labels_in(lines[at].text):
        if start or not dashed:
            return label if start else None
    if at + 1 < len(lines):
        for label, (start, _), _ in labels_in(lines[at + 1].text):
            return None if start else label
    return None


def _openers(
    lines: Sequence[Line], first: int, opens: Callable[[int, int], int | None], above: Headings
) -> list[Opening]:
    """The lines that open items, from `first` on, their numbers running on."""
    found: list[Opening] = []
    headings, anew, before = above.copy(), False, (mark_of(lines[first].text)[1] or 1) - 1
    for at in range(first, len(lines)):
        line = lines[at]
        closes = words().closing.match(line.text) and opens_with(line.text) is None
        if closes or (found and at - found[-1].line > _REACH):
            break
        value = opens(at, before)
        if value is not None and (value in (0, before + 1) or (anew and value == 1)):
            _, own, place, begins = mark_of(line.text)
            number = (line.start + place[0], line.start + place[1]) if own is not None and value else None
            if own is None and at and row_number(lines[at - 1].text) is not None:
                number = lines[at - 1].start, lines[at - 1].end
            found.append(Opening(at, number, begins, headings.places))
            before, anew = value, False
        elif is_heading(line.text):
            add_heading(headings, line)
            anew = True
        elif is_title(line.text):
            break
    return found


def lines_of(lines: Sequence[Line], opened: Sequence[Opening]) -> list[list[Line]]:
    """The lines of each item, the first without its mark; headings in front of the next one are of none."""
    stops = [one.line for one in opened[1:]] + [min(opened[-1].line + _REACH, len(lines))]
    items = []
    for one, stop in zip(opened, stops, strict=True):
        first = lines[one.line]
        rest = [bare(line) for line in lines[one.line + 1 : stop]]
        while one is not opened[-1] and rest and _is_between(rest[-1].text):
            rest.pop()
        items.append([Line(first.start + one.begins, first.end, first.text[one.begins :]), *rest])
    return items


def _is_between(text: str) -> bool:
    """Whether a line at the end of an item is of none: a heading, or but the number of the next one."""
    alone = regexes("items")["number-alone"].match(text) is not None or row_number(text) is not None
    return alone or is_heading(text)


def end_last(items: Sequence[list[Line]], labels: frozenset[str]) -> None:
    """Leave to the last item its labelled lines and what goes on with them."""
    last, least, most = items[-1], min(map(len, items[:-1])), max(map(len, items[:-1]))
    full = max(width(line.text) for own in items[:-1] for line in own) - _ROOM
    told = max((at for at, line in enumerate(last[:most]) if _has_label(line.text, labels)), default=0)
    for at in range(1, len(last)):
        line, before = last[at], last[at - 1]
        closes = words().closing.match(line.text) and opens_with(line.text, labels) is None
        over = closes or is_heading(line.text) or is_title(line.text)
        ended = before.text.endswith("。") and width(before.text) < full
        if over or (at > told and at >= least and (ended or line.start - before.end > 1 or at >= most)):
            del last[at:]
            return


def _has_label(text: str, labels: frozenset[str]) -> bool:
    return any(label in labels for label, _, _ in labels_in(text))


def joins(lines: Sequence[Line], labels: frozenset[str], full: int) -> Iterator[str]:
    """What stands between the lines of an item: nothing where the next goes on with a line that was full."""
    for at, (line, following) in enumerate(pairwise(lines)):
        goes_on = width(line.text) >= full or (at > 0 and not begins_with_label(following.text))
        opens = opens_with(following.text, labels) is not None
        yield "" if goes_on and (not opens or _cuts_label(line.text, following.text, labels)) else "\n"


def _cuts_label(text: str, following: str, labels: frozenset[str]) -> bool:
    """Whether a label goes on from one line to the next."""
    found = labels_in(f"{text}{following}")
    return any(start < len(text) < end and label in labels for label, (start, end), _ in found)
