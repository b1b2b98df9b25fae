"""Where the lists of projects of a text stand, and what their rows are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.cleaning import text_at
from extract.layout import Layout
from extract.lists.above import headings_above, title_above
from extract.lists.believed import believed
from extract.lists.cells import BODIES
from extract.lists.evidence import is_doubtful, is_listed, weight_of
from extract.lists.headings import shared_by
from extract.lists.heads import Head, find_heads
from extract.lists.items.prose import prose_lists
from extract.lists.items.singles import single_lists
from extract.lists.lines.broken import read_rows
from extract.lists.lines.dumped import dumped_lists
from extract.lists.lines.longlines import unfolded
from extract.lists.merged import filled_down
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.parts import below, has_heading, parts
from extract.lists.positions.stacked import stacked_heads
from extract.lists.sections import with_sections
from extract.lists.stated.even import even_grids
from extract.lists.stated.grids import Grid, find_grids
from extract.lists.stated.tables import head_of, holds_facts, holds_on, join_pages, read_table
from extract.lists.stated.upright import laid_down
from extract.lists.words import heading_level, row_number, unmarked, words
from extract.ranges import Ranges
from extract.rules import regexes

_LEAST_TOLD = 3
_MOST_NOTES = 4  # lines below a list among which a note of it stands
_SAME_HEAD = 0.6


class Survey(NamedTuple):
    """The lists of projects of a text, and the tables of which it stays open what they list."""

    lists: tuple[ListArea, ...]
    doubtful: tuple[ListArea, ...]


def find_lists(layout: Layout) -> tuple[ListArea, ...]:
    """Every list of projects in the text, in order. Tables of other things are left out."""
    return survey(layout).lists


def survey(layout: Layout) -> Survey:
    """Every list of projects in the text, in order, and the tables that may be some and are not read."""
    layout = unfolded(layout)
    grids = [grid for grid in laid_down(layout, find_grids(layout)) if not holds_facts(layout, grid)]
    grids = join_pages(layout, grids)
    areas: list[ListArea] = []
    for at, grid in enumerate(grids):
        goes_on = areas and areas[-1].end == grids[at - 1].end
        held = holds_on(layout, grids[at - 1], areas[-1].columns, grid) if goes_on else ()
        columns, rows = read_table(layout, grid, held)
        if rows:
            area = _area(layout, _list_start(layout, grid), grid.end, columns, rows, ())
            areas.append(_part(layout, areas[-1], area) if held else area)
    taken = [(grid.start, grid.end) for grid in grids]
    dumped = _dumped(layout, taken)
    areas += dumped
    taken += ((area.start, area.end) for area in dumped)
    even = [(area, weight_of(layout, area)) for area in _even(layout, taken)]
    # Where places are known they tell cells better than lines that happen to look even.
    kept = [area for area, _ in even if _is_headed(area) and not layout.text.spots]
    areas += kept
    taken += ((area.start, area.end) for area in kept)
    areas += _broken(layout, taken)
    # A table that is read by its head may look even without it.
    covered = Ranges((area.start, area.end) for area in areas)
    bare = (area for area, weight in even if is_listed(weight) and area not in kept)
    areas += [area for area in bare if not covered.touches(area.start, area.end)]
    areas += prose_lists(layout, [*taken, *((area.start, area.end) for area in areas)])
    covered = Ranges((area.start, area.end) for area in areas)
    areas += (area for area, _ in even if not covered.touches(area.start, area.end))
    areas = areas or single_lists(layout)
    weighed = _weighed(layout, areas)
    weighed.sort(key=lambda pair: pair[0].start)
    listed = [area for area, weight in weighed if is_listed(weight)]
    listed = with_sections(layout, listed, taken)
    doubtful = (area for area, weight in weighed if is_doubtful(weight) and _may_be_told(area))
    return Survey(_marked_repeats(layout, listed), tuple(doubtful))


def _weighed(layout: Layout, areas: Sequence[ListArea]) -> list[tuple[ListArea, float]]:
    """The tables with what speaks for them; those with the same heads under one title list the same: where
    one is of projects, and all together may be, all are.
    """
    alike: dict[tuple[Range | None, tuple[str, ...]], list[ListArea]] = {}
    titles: dict[tuple[str, ...], Range | None] = {}
    for area in sorted(areas, key=lambda area: area.start):
        heads = tuple(column.head for column in area.columns)
        titles[heads] = area.title or titles.get(heads)
        alike.setdefault((titles[heads], heads), []).append(area)
    found: list[tuple[ListArea, float]] = []
    for (_, heads), group in alike.items():
        weights = [weight_of(layout, area) for area in group]
        if len(group) > 1 and sum(map(bool, heads)) >= _LEAST_TOLD and is_listed(max(weights)):
            whole = replace(group[0], rows=tuple(row for area in group for row in area.rows))
            together = weight_of(layout, whole)
            weights = [max(weights) if is_doubtful(together) else together] * len(group)
        found += zip(group, weights, strict=True)
    return found


def _even(layout: Layout, taken: Sequence[Range]) -> Iterator[ListArea]:
    """The tables that the text prints evenly, outside the ranges `taken`."""
    held = Ranges(taken)
    lines = [line for line in layout.lines if not line.furniture and not held.holds(line.start)]
    for grid in even_grids(lines):
        columns, rows = read_table(layout, grid) if not holds_facts(layout, grid) else ((), [])
        rows, lost = believed(layout.text.chars, columns, rows)
        if rows:
            yield _area(layout, _list_start(layout, grid), grid.end, columns, rows, lost)


def _is_headed(area: ListArea) -> bool:
    """Whether a table has a head of its own: above two rows any line may look like one."""
    return len(area.rows) >= _LEAST_TOLD and any(column.head for column in area.columns)


def _may_be_told(area: ListArea) -> bool:
    """Whether a table that is not read is worth a word: rows, and names or bodies in them."""
    roles = {column.role for column in area.columns}
    return len(area.rows) >= _LEAST_TOLD and bool(roles & (BODIES | {"name"}))


def _dumped(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists whose columns stand one after another, each below its head."""
    held = Ranges(taken)
    lines = [line for line in layout.lines if not line.furniture and not held.holds(line.start)]
    return [
        _area(layout, start, max(row.end for row in rows), columns, rows, ())
        for start, columns, rows in dumped_lists(lines)
    ]


def _part(layout: Layout, before: ListArea, area: ListArea) -> ListArea:
    """The list `area` as a part of that `before`: under its title, and below the headings between the two."""
    first, last = (
        bisect_left(layout.lines, at, key=lambda line: line.start) for at in (before.end, area.start)
    )
    between = [line for line in layout.lines[first:last] if heading_level(line.text) is not None]
    above = tuple((line.start, line.end) for line in between)
    if not set(above) & {place for row in area.rows for place in row.headings}:
        rows = [replace(row, headings=(*above, *row.headings)) for row in area.rows]
        area = replace(area, rows=tuple(rows))
    return replace(area, title=before.title)


def _list_start(layout: Layout, grid: Grid) -> int:
    """Where the list in `grid` begins: at its head, as what a table has above it is the title."""
    first = head_of(layout, grid).first
    return min((cell[0] for cell in grid.rows[first] if cell), default=grid.start) if first else grid.start


def _broken(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists whose cells are broken over lines."""
    held = Ranges(taken)
    heads = [head for head in find_heads(layout.lines, held) if not held.touches(head.start, head.end)]
    seen = Ranges((head.start, head.end) for head in heads)
    more = (head for head in stacked_heads(layout, held) if not seen.touches(head.start, head.end))
    heads = sorted([*heads, *more], key=lambda head: head.first)
    heads = _without_cells(layout, heads)
    found: list[ListArea] = []
    at = 0
    while at < len(heads):
        head = heads[at]
        after = at + 1
        while after < len(heads) and _comes_back(layout, head, heads[after]):
            after += 1
        stop = heads[after].first if after < len(heads) else len(layout.lines)
        table = held.next_start(head.end)
        stop = stop if table is None else min(stop, _line_at(layout, table))
        repeats, under = parts(layout, head, heads[at + 1 : after], headings_above(layout, head.start))
        columns, rows, unplaced = read_rows(layout, head, repeats, stop)
        if rows:
            end = max(row.end for row in rows)
            area = _area(layout, head.start, end, columns, rows, unplaced)
            found.append(replace(area, rows=tuple(below(layout, row, under) for row in area.rows)))
        at = after
    return found


def _without_cells(layout: Layout, heads: Sequence[Head]) -> list[Head]:
    """The heads without ends of cells that look like one (建设项目 公司) among the rows of another."""
    found: list[Head] = []
    for head in heads:
        before = found[-1] if found else None
        cells = before is not None and _may_be_cells(head, before)
        same = before is not None and before.words & head.words
        if not cells or same or title_above(layout, head.start):
            found.append(head)
    return found


def _may_be_cells(head: Head, before: Head) -> bool:
    ends = any(words().tails.fullmatch(column.head) for column in head.columns)
    fewer = len(head.columns) < len(before.columns)
    return not _is_numbered(head) and (_is_numbered(before) or (ends and fewer))


def _is_numbered(head: Head) -> bool:
    return any(column.role == "number" for column in head.columns)


def _line_at(layout: Layout, offset: int) -> int:
    return max(bisect_right(layout.lines, offset, key=lambda line: line.start) - 1, 0)


def _comes_back(layout: Layout, head: Head, later: Head) -> bool:
    """Whether `later` is the head of the same list again, on a further page."""
    shared = len(head.words & later.words)
    # Where places are known, words of a head that stand on several heights may be found in part; where the
    # rows count on, some may stand elsewhere.
    below = [line.text.split()[0] for line in layout.lines[later.last + 1 : later.last + 3]]
    number = row_number(below[0]) if below else None
    whole = min if layout.text.spots or (number or 0) > 1 else max
    if shared < _SAME_HEAD * whole(len(head.words), len(later.words)):
        return False
    broken = len(below) > 1 and row_number(below[1]) is not None  # 1 / 6: a number in a narrow column
    if number == 1 and not broken and not (head.words == later.words and has_heading(layout, later)):
        return False
    title, first = title_above(layout, later.start), title_above(layout, head.start)
    return title is None or first is None or _text(layout, title) == _text(layout, first)


def _area(
    layout: Layout,
    start: int,
    end: int,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    unplaced: Sequence[Range],
) -> ListArea:
    above = headings_above(layout, start)
    headed = tuple(
        replace(row, headings=(*_still(layout, above, row.headings), *row.headings))
        for row in filled_down(layout.text, columns, rows, _as_above(layout, end, columns))
    )
    return ListArea(start, end, columns, headed, title_above(layout, start), tuple(unplaced))


def _as_above(layout: Layout, end: int, columns: Sequence[Column]) -> list[int]:
    """The columns of which a note below a list, which ends at `end`, says that an empty cell is as the one
    above.
    """
    at = _line_at(layout, end)
    lines = (line.text for line in layout.lines[max(at - 1, 0) : at + _MOST_NOTES])
    notes = [text for text in lines if regexes("cells")["blank-as-above"].search(text)]
    return [at for at, one in enumerate(columns) if one.head and any(one.head in note for note in notes)]


def _still(layout: Layout, above: Sequence[Range], between: Sequence[Range]) -> tuple[Range, ...]:
    """The headings `above` a table that hold below those `between` its rows too: these close what is of their
    level, and a place another place.
    """
    own = [_text(layout, place) for place in between]
    levels = {level for text in own if (level := heading_level(text)) is not None}
    shared = {kind for text in own if (kind := shared_by(text))}
    texts = {place: _text(layout, place) for place in above}
    return tuple(
        place
        for place, text in texts.items()
        if heading_level(text) not in levels and not (shared & {shared_by(text)})
    )


def _text(layout: Layout, place: Range) -> str:
    return text_at(layout.text.chars, [place])


def _marked_repeats(layout: Layout, areas: Sequence[ListArea]) -> tuple[ListArea, ...]:
    """The lists, each told whether an earlier one uses its numbers."""
    used: set[str] = set()
    marked = []
    for area in areas:
        number = next((at for at, column in enumerate(area.columns) if column.role == "number"), None)
        own = {_text_of(layout, row, number) for row in area.rows} if number is not None else set()
        marked.append(replace(area, repeats=bool(own & used)))
        used |= own
    return tuple(marked)


def _text_of(layout: Layout, row: Row, column: int) -> str:
    return unmarked(text_at(layout.text.chars, row.cells[column]))
