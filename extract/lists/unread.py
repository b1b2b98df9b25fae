"""What a title announces as a list of projects and nothing here read as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from extract.layout import Layout, Line
from extract.lists.model import Range
from extract.lists.words import MARKUP, announces, is_list_title, row_number, words
from extract.ranges import Ranges
from extract.rules import regexes
from extract.text import Finding

_LEAST = 2
_LEAST_UNNUMBERED = 3
_LONGEST = 200
_CELLS = re.compile(r"[^\s|]+")


@dataclass(slots=True)
class _Open:
    """A title, and the items below it that no list holds. `before` is the last number, None where a list was
    read in between, from which any number may go on.
    """

    title: str
    numbered: list[Range] = field(default_factory=list)
    unnumbered: list[Range] = field(default_factory=list)
    before: int | None = 0
    other: bool = False

    def follows(self, number: int) -> bool:
        """Whether `number` is the next one, or begins anew; of others the count is left as it was."""
        follows = self.before is None or number in (1, self.before + 1)
        self.before = number if follows else self.before
        return follows


def unread_lists(layout: Layout, lists: Iterable[Range], begins: Collection[int]) -> Iterator[Finding]:
    """A finding for each title of a list of projects below which rows or items stand outside `lists`, the
    ranges of those that were read.

    `begins` is where documents begin: none of what a title announces stands in the next one.
    """
    taken = Ranges(lists)
    lines = [line for line in layout.lines if not line.furniture]
    current: _Open | None = None
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP + "|")
        if taken.holds(line.start):
            if current:
                current.before = None
        elif announces(text) or is_list_title(text) or line.start in begins:
            yield from _finding(layout, current)
            current = _Open(text) if announces(text) else None
        elif current:
            _add(current, line, text, lines[at + 1].text if at + 1 < len(lines) else "")
    yield from _finding(layout, current)


def _add(current: _Open, line: Line, text: str, below: str) -> None:
    """Count the line `text` as an item of the list that is open, if it looks like one."""
    current.other |= any(words().other_tables.fullmatch(word) for word in _CELLS.findall(text))
    item = regexes("items")["number"].match(text) if len(text) <= _LONGEST else None
    place = (line.start, line.end)
    if row_number(text) is not None:
        if current.follows(row_number(text) or 0) and below and row_number(below) is None:
            current.numbered.append(place)
    elif item is not None:
        if current.follows(int(item[1])) and _tells(text[item.end() :]):
            current.numbered.append(place)
    elif regexes("items")["name-and-more"].match(text):
        current.unnumbered.append(place)


def _tells(item: str) -> bool:
    """Whether the words behind a number are those of a row: cells, or a name of a project; no sentence."""
    if regexes("items")["sentence"].search(item):
        return False
    name = regexes("items")["behind"].sub("", item)
    return len(_CELLS.findall(item)) > 1 or words().names["project"].search(name) is not None


def _finding(layout: Layout, current: _Open | None) -> Iterator[Finding]:
    if current is None or current.other:
        return
    items = current.numbered if len(current.numbered) >= _LEAST else current.unnumbered
    if len(items) >= (_LEAST if items is current.numbered else _LEAST_UNNUMBERED):
        start, end = items[0][0], items[-1][1]
        message = f"{len(items)} items at {start}–{end} below {current.title!r} were not read as projects."
        yield Finding("unread-list", message, layout.text.page_at(start))
