"""Lists of projects that nothing here read: what a title announces, lines in a row that name bodies and what
is built, and tables of which it stays open what they list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.layout import Layout, Line
from extract.lists.cells import BODIES
from extract.lists.clues import is_head_of_others, is_of_others, opens_list
from extract.lists.contents import names_something, shares
from extract.lists.items.runs import mark_of
from extract.lists.model import ListArea, Range
from extract.lists.places import is_region
from extract.lists.stated.grids import find_grids
from extract.lists.words import MARKUP, head_role, is_list_title, only_heads, row_number, words
from extract.ranges import Ranges
from extract.rules import regexes
from extract.text import Finding

_LEAST = 2
_LEAST_UNNUMBERED = 3
_LONGEST = 200
_LONGEST_HEAD, _LONGEST_CELL = 12, 40
_OF_TABLES = frozenset({"number", "name", "description", "region", "site", *BODIES})
_CELLS = re.compile(r"[^\s|]+")
# Lines of a stretch that name bodies, and projects, at least; lines between two such at most.
_LEAST_SAID, _MOST_BETWEEN, _LEAST_SHARE = 3, 8, 0.25


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
    """A finding for each list of projects outside `lists`, the ranges of those that were read: below a title
    of one, or lines one after another that name bodies and what is built.

    `begins` is where documents begin: none of what a title announces stands in the next one.
    """
    taken = Ranges(lists)
    lines = [line for line in layout.lines if not line.furniture]
    told: list[Range] = []
    for title, place in [
        *_announced(layout, lines, taken, begins),
        *_stretches(lines, taken),
        *_headed(lines, taken),
    ]:
        if not Ranges(told).touches(*place[1]):
            told.append(place[1])
            yield _finding(layout, title, *place)


def _announced(
    layout: Layout, lines: Sequence[Line], taken: Ranges, begins: Collection[int]
) -> Iterator[tuple[str, tuple[int, Range]]]:
    """Each title of a list of projects, or sentence that announces one, below which items stand, how many,
    and where.
    """
    current: _Open | None = None
    single: Ranges | None = None
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP + "|")
        if taken.holds(line.start):
            if current:
                current.before = None
        elif opens_list(text) or is_list_title(text) or line.start in begins:
            yield from _items(current)
            current = _Open(text) if opens_list(text) else None
        elif current:
            single = _single_columns(layout) if single is None else single
            if single.holds(line.start):
                _add_cell(current, line, text)
            else:
                _add(current, line, text, lines[at + 1].text if at + 1 < len(lines) else "")
    yield from _items(current)


def _single_columns(layout: Layout) -> Ranges:
    """Where tables of one column stand."""
    grids = find_grids(layout)
    return Ranges((grid.start, grid.end) for grid in grids if max(map(len, grid.rows)) == 1)


def _stretches(lines: Sequence[Line], taken: Ranges) -> Iterator[tuple[str, tuple[int, Range]]]:
    """The stretches in which lines one after another name bodies and what is built, and which no list of
    another kind is; the title of a list above it, how many lines, and where.
    """
    title, other, last = "", False, 0
    stretch: list[tuple[Line, bool, bool]] = []
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP + "|")
        opens = is_list_title(text)
        if stretch and (opens or taken.holds(line.start) or at - last > _MOST_BETWEEN):
            yield from _told(title, stretch, lines)
            stretch = []
        if opens:
            title, other = text, is_of_others(text)
        if opens or other or taken.holds(line.start):
            continue
        body, built = _names_body(text), _names_project(text)
        if body or built:
            stretch.append((line, body, built))
            last = at
    yield from _told(title, stretch, lines)


def _headed(lines: Sequence[Line], taken: Ranges) -> Iterator[tuple[str, tuple[int, Range]]]:
    """The stretches below titles in which heads of columns stand on lines of their own, those of names and of
    bodies or places among them, and lines that are places or hold bodies.
    """
    title, other = "", False
    roles: set[str] = set()
    said: list[Range] = []
    for line in [*lines, None]:
        text = line.text.strip(MARKUP + "|") if line else ""
        if line is None or is_list_title(text) or taken.holds(line.start):
            if "name" in roles and len(roles & _OF_TABLES) >= _LEAST_SAID and len(said) >= 2 * _LEAST_SAID:
                yield title, (len(said), (said[0][0], said[-1][1]))
            roles, said = set(), []
            title, other = text, is_of_others(text)
        elif not other and len(text) <= _LONGEST_HEAD and (role := head_role(text)):
            roles.add(role)
        elif not other and roles and len(text) <= _LONGEST_CELL and (_names_body(text) or is_region(text)):
            said.append((line.start, line.end))


def _told(
    title: str, stretch: Sequence[tuple[Line, bool, bool]], lines: Sequence[Line]
) -> Iterator[tuple[str, tuple[int, Range]]]:
    bodies, built = sum(body for _, body, _ in stretch), sum(built for _, _, built in stretch)
    if min(bodies, built) >= _LEAST_SAID:
        start, end = stretch[0][0].start, stretch[-1][0].end
        between = sum(start <= line.start < end for line in lines)
        if len(stretch) >= _LEAST_SHARE * between:
            yield title, (len(stretch), (start, end))


def _names_body(text: str) -> bool:
    """Whether a line of a list names a body that may carry something out."""
    return _may_be_item(text) and regexes("items")["company"].search(text) is not None


def _names_project(text: str) -> bool:
    """Whether a line of a list names something built or carried out."""
    return _may_be_item(text) and regexes("items")["project-piece"].search(text) is not None


def _may_be_item(text: str) -> bool:
    """Whether a line may be an item of a list: none that says what is to be done, and no paragraph but one
    that a mark opens.
    """
    short = len(text) <= _LONGEST or mark_of(text)[0] != ""
    return short and regexes("items")["duty"].search(text[:_LONGEST]) is None


def unread_tables(layout: Layout, doubtful: Iterable[ListArea]) -> Iterator[Finding]:
    """A finding for each table that may list projects and was not read."""
    for area in doubtful:
        heads = "、".join(column.head for column in area.columns if column.head)
        below = f" below the heads {heads}" if heads else ""
        message = (
            f"{len(area.rows)} rows at {area.start}–{area.end}{below} may be projects and were not read."
        )
        yield Finding("unread-table", message, layout.text.page_at(area.start))


def _add(current: _Open, line: Line, text: str, below: str) -> None:
    """Count the line `text` as an item of the list that is open, if it looks like one."""
    if not current.numbered and not current.unnumbered:
        current.other |= any(map(is_head_of_others, _CELLS.findall(text)))
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


def _add_cell(current: _Open, line: Line, text: str) -> None:
    """Count the line `text` of a table of one column as an item of the open list, if it may be one."""
    item = regexes("items")["number"].match(text)
    name = text[item.end() :] if item else text
    current.other |= not current.unnumbered and is_head_of_others(name)
    if not only_heads(name) and names_something(shares([name])):
        current.unnumbered.append((line.start, line.end))


def _tells(item: str) -> bool:
    """Whether the words behind a number are those of a row: cells, or a name of a project, alone or before
    sentences that tell of it; no sentence by itself.
    """
    rules = regexes("items")
    first = rules["sentence"].split(item, 1)
    if len(first) > 1 and first[1].strip():
        name = first[0].strip()
        task = rules["duty"].search(name) or regexes("contents")["act"].match(name)
        return not task and "，" not in name and words().names["strong_project"].search(name) is not None
    if len(first) > 1:
        return False
    name = regexes("items")["behind"].sub("", item)
    return len(_CELLS.findall(item)) > 1 or words().names["project"].search(name) is not None


def _items(current: _Open | None) -> Iterator[tuple[str, tuple[int, Range]]]:
    if current is None or current.other:
        return
    items = current.numbered if len(current.numbered) >= _LEAST else current.unnumbered
    if len(items) >= (_LEAST if items is current.numbered else _LEAST_UNNUMBERED):
        yield current.title, (len(items), (items[0][0], items[-1][1]))


def _finding(layout: Layout, title: str, count: int, place: Range) -> Finding:
    start, end = place
    below = f" below {title!r}" if title else ""
    message = f"{count} items at {start}–{end}{below} were not read as projects."
    return Finding("unread-list", message, layout.text.page_at(start))
