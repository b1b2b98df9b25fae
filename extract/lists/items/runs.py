"""The items that follow one another in a text, all marked in one way: by numbers, by bullets, by nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.layout import Line
from extract.lists.headings import Headings, stands_between
from extract.lists.model import Range
from extract.lists.signatures import DATE, OFFICE, sign_of
from extract.lists.words import width, words
from extract.numerals import number as numeral
from extract.rules import regexes

_LONGEST_ITEM, _MOST_LINES = 400, 8
_USUAL, _ROOM = 6, 8
_ASKED_AGAIN = 1 << 13  # lines: one reader of lists after another asks for the same


@dataclass(frozen=True, slots=True)
class Item:
    """An item: the lines of it (the first without its mark), its number, the headings above."""

    lines: tuple[Line, ...]
    number: Range | None
    headings: tuple[Range, ...]


@lru_cache(maxsize=_ASKED_AGAIN)
def mark_of(text: str) -> tuple[str, int | None, Range, int]:
    """The kind of mark that opens a line, its number, where that stands, and where the item begins."""
    if match := regexes("items")["mark"].match(text):
        group = next(at for at, value in enumerate(match.groups(), 1) if value)
        return "digits", int(match[group]), match.span(group), match.end()
    if match := regexes("items")["mark-in-words"].match(text):
        group = next(at for at, value in enumerate(match.groups(), 1) if value)
        value = ord(match[3]) - ord("①") + 1 if match[3] else int(numeral(match[group]))
        return f"words {group}", value, match.span(group), match.end()
    if match := regexes("items")["bullet"].match(text):
        return match.group().strip(), None, (0, 0), match.end()
    return "", None, (0, 0), 0


def run_from(lines: Sequence[Line], first: int, above: Headings) -> tuple[list[Item], int]:
    """The items that begin with line `first`, all marked in one way, and the line behind what was looked at
    for them.
    """
    kind, value, _, _ = mark_of(lines[first].text)
    if value not in (1, None):
        return [], first
    items: list[tuple[list[Line], Range | None, tuple[Range, ...]]] = []
    headings = above.copy()
    before, anew = 0, False
    at = first
    for at in range(first, len(lines)):
        line = lines[at]
        own, number, place, begins = mark_of(line.text)
        if words().closing.match(line.text) or len(line.text) > _LONGEST_ITEM:
            break
        if own == kind and (value is None or number == before + 1 or (anew and number == 1)):
            if not kind and add_heading(headings, line):
                continue
            if not kind and not _may_be_item(line.text):
                break
            body = Line(line.start + begins, line.end, line.text[begins:])
            where = (line.start + place[0], line.start + place[1]) if value else None
            items.append(([body], where, headings.places))
            before, anew = number or 0, False
        elif own and own != kind and number == 1 and items:
            return [], at
        elif add_heading(headings, line):
            anew = True
        elif not kind or not items or (value and own == kind) or _is_over(items[-1][0]):
            break
        else:
            items[-1][0].append(line)
    else:
        at = len(lines)
    if len(items) > 1:
        _cut_last([own for own, _, _ in items])
    return [Item(tuple(own), number, places) for own, number, places in items], at


def add_heading(headings: Headings, line: Line) -> bool:
    """Whether `line` is a heading between items, marked as one (一、储能, ◆ 储能) or a place; then it is
    added.
    """
    if not is_heading(line.text):
        return False
    ornament = regexes("items")["ornament"].match(line.text)
    start, end = ornament.span(1) if ornament else (0, len(line.text))
    headings.add(line.text[start:end], (line.start + start, line.start + end))
    return True


def is_heading(text: str) -> bool:
    """Whether a line is a heading between items."""
    return regexes("items")["ornament"].match(text) is not None or stands_between(text)


def _is_over(item: Sequence[Line]) -> bool:
    """Whether no further line can be of the item."""
    return len(item) >= _MOST_LINES or item[-1].text.endswith("。")


def _cut_last(items: Sequence[list[Line]]) -> None:
    """Leave to the last item only what goes on with it: lines behind full ones, or as many as others have;
    none that signs where each other item is a line.
    """
    full = max(width(line.text) for item in items for line in item) - _ROOM
    last, most = items[-1], max(map(len, items[:-1]))
    signed = (at for at, line in enumerate(last) if at and sign_of(line.text) in (DATE, OFFICE))
    if most == 1:
        del last[next(signed, len(last)) :]
    broken = next((at for at, line in enumerate(last, 1) if width(line.text) < full), len(last))
    del last[max(broken, most) if most > 1 and broken < most else broken :]


def _may_be_item(text: str) -> bool:
    """Whether a line without a mark says what and who or where."""
    return len(text) > _USUAL and regexes("items")["sayer"].search(text) is not None
