"""Where the lists of projects of a text stand, and what their rows are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extract.cleaning import clean
from extract.layout import Layout, Line
from extract.lists.cells import is_body
from extract.lists.headings import is_class_heading
from extract.lists.heads import Head, find_heads
from extract.lists.items.prose import prose_lists
from extract.lists.lines.broken import read_rows
from extract.lists.lines.longlines import unfolded
from extract.lists.merged import filled_down
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known
from extract.lists.stated.grids import Grid, find_grids
from extract.lists.stated.tables import head_row, holds_facts, holds_on, join_pages, read_table
from extract.lists.words import MARKUP, bare_heading, heading_level, only_heads, row_number, unmarked, words
from extract.ranges import Ranges
from extract.rules import regexes

_TITLE_REACH = 5
_MOST_HEADINGS = 2
_LEAST_HEAD = 3
_SAME_HEAD = 0.6
_MOST = 0.7


def find_lists(layout: Layout) -> tuple[ListArea, ...]:
    """Every list of projects in the text, in order. Tables of other things are left out."""
    layout = unfolded(layout)
    grids = join_pages(layout, [grid for grid in find_grids(layout) if not holds_facts(layout, grid)])
    areas: list[ListArea] = []
    for at, grid in enumerate(grids):
        goes_on = areas and areas[-1].end == grids[at - 1].end
        held = holds_on(layout, grids[at - 1], areas[-1].columns, grid) if goes_on else ()
        columns, rows = read_table(layout, grid, held)
        if columns:
            area = _area(layout, _list_start(layout, grid), grid.end, columns, rows, ())
            areas.append(_part(layout, areas[-1], area) if held else area)
    taken = [(grid.start, grid.end) for grid in grids]
    areas += _broken(layout, taken)
    areas += prose_lists(layout, [*taken, *((area.start, area.end) for area in areas)])
    listed = [area for area in areas if _lists_projects(layout, area)]
    return _marked_repeats(layout, sorted(listed, key=lambda area: area.start))


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
    head = head_row(layout, grid)
    return min(cell[0] for cell in grid.rows[head] if cell) if head else grid.start


def _broken(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists whose cells are broken over lines."""
    held = Ranges(taken)
    heads = [head for head in find_heads(layout.lines, held) if not held.touches(head.start, head.end)]
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
        columns, rows, unplaced = read_rows(layout, head, heads[at + 1 : after], stop)
        if rows:
            found.append(_area(layout, head.start, max(row.end for row in rows), columns, rows, unplaced))
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
    # Where places are known, words of a head that stand on several heights may be found in part.
    whole = min if layout.text.spots else max
    if shared < _SAME_HEAD * whole(len(head.words), len(later.words)):
        return False
    following = layout.lines[later.last + 1].text.split()[0] if later.last + 1 < len(layout.lines) else ""
    if row_number(following) == 1:
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
        for row in filled_down(layout.text.chars, columns, rows)
    )
    return ListArea(start, end, columns, headed, title_above(layout, start), tuple(unplaced))


def _still(layout: Layout, above: Sequence[Range], between: Sequence[Range]) -> tuple[Range, ...]:
    """The headings `above` a table that hold below those `between` its rows too: these close what is of their
    level, and a place another place.
    """
    own = [_text(layout, place) for place in between]
    levels = {level for text in own if (level := heading_level(text)) is not None}
    placed = any(known(bare_heading(text)) for text in own)
    texts = {place: _text(layout, place) for place in above}
    return tuple(
        place
        for place, text in texts.items()
        if heading_level(text) not in levels and not (placed and known(bare_heading(text)))
    )


def headings_above(layout: Layout, start: int) -> tuple[Range, ...]:
    """The headings that stand right above the table that begins at `start` and hold for all of it: a region,
    a class; the widest first.
    """
    at = bisect_right(layout.lines, start - 1, key=lambda line: line.start) - 1
    found: list[Range] = []
    for line in reversed(layout.lines[max(at - _MOST_HEADINGS + 1, 0) : at + 1]):
        text = line.text.strip(MARKUP)
        if line.furniture or line.end > start or not is_class_heading(text) or _opens_annex(layout, line):
            break
        first = line.start + line.text.index(text)
        found.insert(0, (first, first + len(text)))
    return tuple(found)


def title_above(layout: Layout, start: int) -> Range | None:
    """The title that stands above the table that begins at `start`, or None."""
    at = bisect_right(layout.lines, start - 1, key=lambda line: line.start) - 1
    for line in reversed(layout.lines[max(at - _TITLE_REACH, 0) : at + 1]):
        if line.furniture or line.end > start or line.text.strip("|") == "":
            continue
        text = line.text.strip(MARKUP)
        if words().titles["line"].fullmatch(text) or (_opens_annex(layout, line) and is_class_heading(text)):
            first = line.start + line.text.index(text)
            return first, first + len(text)
        if any(words().titles[name].match(text) for name in ("mark", "note")) or is_class_heading(text):
            continue
        if words().other_tables.fullmatch(text):
            continue
        return None
    return None


def _opens_annex(layout: Layout, line: Line) -> bool:
    """Whether `line` stands right below the mark of an annex (附件2): what stands there is the title."""
    at = _line_at(layout, line.start)
    return at > 0 and words().titles["mark"].match(layout.lines[at - 1].text.strip(MARKUP)) is not None


def _text(layout: Layout, place: Range) -> str:
    return clean(layout.text.chars, [place]).text


def _lists_projects(layout: Layout, area: ListArea) -> bool:
    """Whether the rows of a table are projects: by the head of the names, by the title, by what the names
    are.
    """
    roles = [column.role for column in area.columns]
    if "name" not in roles or any(words().other_tables.fullmatch(column.head) for column in area.columns):
        return False
    named = words().titles["projects"].search(area.columns[roles.index("name")].head)
    if not named and any(words().other_names.fullmatch(column.head) for column in area.columns):
        return False
    name, number = roles.index("name"), roles.index("number") if "number" in roles else None
    rows = [row for row in area.rows if row.cells[name]]
    heads = [column.head for column in area.columns if len(column.head) >= _LEAST_HEAD]
    names = [text for row in rows if _names_something(text := _text_of(layout, row, name), heads)]
    if not names or len(names) < 0.5 * len(rows) or len(names) < 0.3 * len(area.rows):
        return False
    told = sum(any(cell for at, cell in enumerate(row.cells) if at not in (name, number)) for row in rows)
    if len(set(roles) - {"number", "name"}) >= 2 and told < 0.5 * len(rows):
        return False
    title = _text(layout, area.title) if area.title else ""
    units = (at for at, column in enumerate(area.columns) if regexes("cells")["unit-head"].match(column.head))
    measured = any(not _holds_bodies(layout, area, at) for at in units)
    if measured or _is_form(layout, area, name) or _of_products(title, area.columns):
        return False
    return _named_as_projects(title, area.columns, name, names)


def _is_form(layout: Layout, area: ListArea, name: int) -> bool:
    """Whether the table is a form to be filled in: what stands in a row below its head are heads again,
    others than those of the table.
    """
    heads = {column.head for column in area.columns}
    for row in area.rows:
        told = [text for at in range(len(row.cells)) if (text := _text_of(layout, row, at))]
        named = _text_of(layout, row, name)
        if named and len(told) > 1 and named not in heads and all(map(only_heads, told)):
            return True
    return False


def _of_products(title: str, columns: Sequence[Column]) -> bool:
    """Whether the rows are products or their models, and nothing says that those are part of projects."""
    said = [title, *(column.head for column in columns)]
    products, carried_out = words().titles["products"], words().titles["carried_out"]
    return any(map(products.search, said[1:])) and not any(map(carried_out.search, said))


def _holds_bodies(layout: Layout, area: ListArea, column: int) -> bool:
    texts = [text for row in area.rows if (text := _text_of(layout, row, column))]
    return bool(texts) and sum(map(is_body, texts)) >= 0.5 * len(texts)


def _names_something(text: str, heads: Sequence[str]) -> bool:
    """Whether a cell is a name: not words of the head of the table, nor of a form."""
    if sum(head in text for head in heads) > 1:
        return False
    return not words().names["none"].match(text) and not only_heads(text) and text[-1] not in ":："


def _named_as_projects(title: str, columns: Sequence[Column], name: int, names: Sequence[str]) -> bool:
    titles = words().titles
    if titles["other"].search(title):
        return False
    entitled, headed = (
        titles["projects"].search(title) is not None,
        titles["projects"].search(columns[name].head) is not None,
    )
    headed = headed or any(titles["built"].search(column.head) for column in columns)
    if titles["none"].search(title) and not entitled:
        return False
    if sum(known(text) for text in names) >= _MOST * len(names):
        return False
    if not headed and not entitled and sum(is_body(text) for text in names) >= _MOST * len(names):
        return False
    strong = sum(words().names["strong_project"].search(text) is not None for text in names)
    return headed or entitled or strong >= _MOST * len(names)


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
    return unmarked(clean(layout.text.chars, row.cells[column]).text)
