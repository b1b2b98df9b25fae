"""Sections of a document that holds a table in each: their headings stand above the tables, some of them
further up than right above, as one heading may hold for several tables.

A heading of a section is one of a class or a place by what it says, or one of those of a level that stand
above tables of projects again and again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from extract.cleaning import text_at
from extract.layout import Layout, Line
from extract.lists.cells import ends_sentence
from extract.lists.headings import closes, is_class_heading, names_owners, shared_by
from extract.lists.model import ListArea, Range
from extract.lists.places import known
from extract.lists.words import MARKUP, PLAIN_HEADING, bare_heading, heading_level, is_title, width, words
from extract.ranges import Ranges
from extract.rules import regexes

_STOPS = re.compile(r"[\d。；，：！？]")
_WIDEST = 60  # halves of a Chinese character
_MOST_NOTES = 2  # lines below a heading that are none
_MOST_BETWEEN = 12  # lines between two tables
_LEAST_ALIKE = 2


@dataclass(slots=True)
class _Section:
    """A heading, its level, whether it says nothing of the rows below it, and how many lines stand below it
    that are none.
    """

    place: Range
    text: str
    level: int
    silent: bool = False
    notes: int = 0

    def ends(self, other: _Section) -> bool:
        """Whether this heading ends the section `other` above it."""
        marked = max(self.level, other.level) < PLAIN_HEADING
        return self.level == other.level or (marked and self.level < other.level)


def with_sections(layout: Layout, areas: Sequence[ListArea], tables: Sequence[Range]) -> list[ListArea]:
    """The lists `areas`, in order, below the headings of the sections that they stand in. `tables` are what
    else holds no headings of sections.
    """
    held = Ranges([*tables, *((area.start, area.end) for area in areas)])
    above = _sections(layout, areas, held)
    heading = {id(one): one for sections in above for one in sections}
    levels = Counter(one.level for one in heading.values())
    placed = {one.level for one in heading.values() if shared_by(one.text)}
    found = []
    for area, sections in zip(areas, above, strict=True):
        kept = tuple(one.place for one in sections if _holds(one, levels, placed))
        found.append(_below(layout, area, kept) if kept else area)
    return found


def _holds(section: _Section, levels: Counter[int], placed: set[int]) -> bool:
    """Whether the heading of a section says something of the rows below it."""
    if section.silent:
        return False
    if is_class_heading(section.text) or shared_by(section.text):
        return True
    alone = section.level in placed and names_owners(section.text)
    return section.level < PLAIN_HEADING and levels[section.level] >= _LEAST_ALIKE and not alone


def _sections(layout: Layout, areas: Sequence[ListArea], held: Ranges) -> list[list[_Section]]:
    """The sections that each of the lists stands in, the widest first."""
    found: list[list[_Section]] = []
    opened: list[_Section] = []
    reached = 0
    for area in areas:
        between = _between(layout, reached, area.start, held)
        if len(between) > _MOST_BETWEEN:
            opened, between = [], between[1:]
        for line in between:
            opened = _after(opened, line)
        if between and _may_head(between[-1]):
            opened = [one for one in opened if one.level < PLAIN_HEADING]
        found.append([one for one in opened if one.notes <= _MOST_NOTES])
        reached = max(reached, area.end)
    return found


def _between(layout: Layout, start: int, end: int, held: Ranges) -> list[Line]:
    """The lines from `start` to `end` outside the ranges `held`, of many the last."""
    first, last = (bisect_left(layout.lines, at, key=lambda line: line.start) for at in (start, end))
    lines = (layout.lines[at] for at in range(last - 1, first - 1, -1))
    kept = (line for line in lines if not line.furniture and not held.holds(line.start))
    return list(islice(kept, _MOST_BETWEEN + 1))[::-1]


def _after(opened: Sequence[_Section], line: Line) -> list[_Section]:
    """The sections that are open below `line`: a title ends all, a heading those of its level and below, and
    one that is marked as a second one all, where no first one is open.
    """
    section = _section(line)
    if section is None:
        if is_title(line.text):
            return []
        for one in opened[-1:]:
            one.notes += 1
        return list(opened)
    kept = list(takewhile(lambda one: not section.ends(one), opened))
    later = section.level < PLAIN_HEADING and not regexes("cells")["first-mark"].match(section.text)
    return [*([] if later and len(kept) == len(opened) else kept), section]


def _may_head(line: Line) -> bool:
    """Whether `line`, right above a table, may be what the table is under though it says no class or place:
    it ends what one without a mark says.
    """
    text = line.text.strip(MARKUP)
    noted = any(words().titles[name].match(text) for name in ("note", "mark"))
    return _section(line) is None and not noted and width(text) <= _WIDEST and not _STOPS.search(text)


def _section(line: Line) -> _Section | None:
    """The section that `line` is the heading of, or None."""
    text = line.text.strip(MARKUP)
    mark = regexes("cells")["place-mark"].match(text)
    if mark is not None and known(bare_heading(text[mark.end() :])):
        text = text[mark.end() :]
    level = heading_level(text)
    bare = bare_heading(text)
    if not bare or width(text) > _WIDEST or is_title(text) or words().titles["mark"].match(text):
        return None
    if ends_sentence(bare) or (level is None and not shared_by(text)):
        return None
    first = line.start + line.text.index(text)
    silent = regexes("cells")["section-of-text"].search(bare) is not None
    return _Section((first, first + len(text)), text, level or PLAIN_HEADING, silent)


def _below(layout: Layout, area: ListArea, above: Sequence[Range]) -> ListArea:
    """The list `area` below the headings `above` it, as far as those between its rows do not close them; what
    some of its rows stand below has been looked at row by row.
    """
    known = {place for row in area.rows for place in row.headings}
    further = [place for place in above if place not in known]
    rows = []
    for row in area.rows:
        texts = [_text(layout, place) for place in row.headings if place[0] >= area.start]
        kept = [place for place in further if not any(closes(text, _text(layout, place)) for text in texts)]
        rows.append(replace(row, headings=tuple(sorted((*kept, *row.headings)))))
    return replace(area, rows=tuple(rows))


def _text(layout: Layout, place: Range) -> str:
    return text_at(layout.text.chars, [place])
