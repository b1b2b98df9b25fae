"""Lists of projects among the tables with stated cells: their head, their rows, headings between rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.cleaning import clean, plain
from extract.layout import Layout
from extract.lists.cells import BODIES, CLASSES, ends_sentence, is_body
from extract.lists.headings import Headings, is_class_heading, is_summed_heading, stands_between
from extract.lists.heads import column_heads
from extract.lists.items.facts import begins_with_label
from extract.lists.merged import fit, moved_right
from extract.lists.model import Column, Range, Row
from extract.lists.places import known
from extract.lists.stated.grids import Grid, joined
from extract.lists.words import MARKUP, head_role, heading_level, is_title, row_number, unmarked, words
from extract.rules import regexes

_HEAD_ROWS = 5
_CARRIED = CLASSES | BODIES | {"region", "site", "recommender", "lead", "host", "period"}
_MOST_BETWEEN = 80
_MOST_HEADINGS = 3
_OVER = (None, "scale", "amount", "description", "period", "site")
_LONGEST_UNDER = 14
_MOST, _SHORT, _LONGEST_HEADING = 0.7, 30, 40
_LEAST_ROWS, _SHORTEST_NAME = 3, 4


def join_pages(layout: Layout, grids: Sequence[Grid]) -> list[Grid]:
    """Tables that go on over a page break are one."""
    found: list[Grid] = []
    for grid in grids:
        before = found[-1] if found else None
        if before is not None and _goes_on(layout, before, grid):
            again = head_row(layout, grid)
            found[-1] = joined(before, grid, 0 if again is None else again + 1)
        else:
            found.append(grid)
    return found


def _goes_on(layout: Layout, before: Grid, grid: Grid) -> bool:
    if len(before.rows[0]) != len(grid.rows[0]):
        return False
    between = layout.body(before.end, grid.start).text
    if len(between) > _MOST_BETWEEN or (between and ends_sentence(between)):
        return False
    first, again = head_row(layout, before), head_row(layout, grid)
    if first is None or is_class_heading(between.strip(MARKUP)):
        return False
    if again is None:
        return not between or regexes("cells")["goes-on"].match(between) is not None
    same = _heads(layout, before.rows[first]) == _heads(layout, grid.rows[again])
    numbers = [row_number(text) for row in grid.rows[again + 1 :][:1] for text in _texts(layout, row)]
    return same and 1 not in numbers


def _heads(layout: Layout, row: Sequence[Range | None]) -> list[str]:
    return ["".join(text.split()) for text in _texts(layout, row)]


def _texts(layout: Layout, row: Sequence[Range | None]) -> list[str]:
    return [unmarked(clean(layout.text.chars, [cell] if cell else []).text) for cell in row]


def head_row(layout: Layout, grid: Grid) -> int | None:
    """Which of the first rows is the head of the table, or None."""
    best, place = 1, None
    for index, row in enumerate(grid.rows[:_HEAD_ROWS]):
        columns = column_heads(_texts(layout, row))
        count = len({column.role for column in columns if column.role != "other"})
        if count > best:
            best, place = count, index
    return place


def holds_facts(layout: Layout, grid: Grid) -> bool:
    """Whether the cells of a table without a head are labelled facts, parted by bars: no table, but items."""
    if head_row(layout, grid) is not None:
        return False
    texts = [text for row in grid.rows for text in _texts(layout, row)[1:] if text]
    return bool(texts) and sum(begins_with_label(text) for text in texts) >= _MOST * len(texts)


def holds_on(layout: Layout, before: Grid, columns: tuple[Column, ...], grid: Grid) -> tuple[Column, ...]:
    """The `columns` of the table `before`, where they hold for `grid` too: it has no head, as many columns
    with cells that fit them, and nothing but headings stands between. No columns where that is not so.
    """
    first, last = (
        bisect_left(layout.lines, at, key=lambda line: line.start) for at in (before.end, grid.start)
    )
    between = [line.text.strip(MARKUP) for line in layout.lines[first:last] if not line.furniture]
    if not 0 < len(between) <= _MOST_HEADINGS or not all(map(_goes_between, between)):
        return ()
    if len(grid.rows[0]) != len(columns) or head_row(layout, grid) is not None:
        return ()
    rows = [texts for row in grid.rows if sum(map(bool, texts := _texts(layout, row))) > 1]
    named = [row for row in rows if fit(columns, row)]
    return columns if named and len(named) >= _MOST * len(rows) else ()


def _goes_between(text: str) -> bool:
    """Whether a line may stand between the parts of one table: a heading, or a note such as the unit."""
    heading = stands_between(text) or is_class_heading(text)
    return not is_title(text) and (heading or words().titles["note"].match(text) is not None)


def read_table(
    layout: Layout, grid: Grid, held: tuple[Column, ...] = ()
) -> tuple[tuple[Column, ...], list[Row]]:
    """The columns and rows of `grid`; no columns where it cannot be a list of projects. `held` are the
    columns of a table before it that hold for it too.
    """
    head = head_row(layout, grid)
    if head is None:
        columns = held or _by_nature(layout, grid)
        body = 0
    else:
        body = head + 1
        texts = _texts(layout, grid.rows[head])
        while body in grid.rests:
            texts = [
                before + rest for before, rest in zip(texts, _texts(layout, grid.rows[body]), strict=True)
            ]
            body += 1
        below = _texts(layout, grid.rows[body]) if body < len(grid.rows) else []
        levels = _two_levels(texts, below)
        columns = column_heads(levels or texts)
        body += 1 if levels else 0
    if not columns:
        return (), []
    columns = _completed(layout, grid, columns, body)
    return columns, _rows(layout, grid, columns, body)


def _completed(layout: Layout, grid: Grid, columns: tuple[Column, ...], body: int) -> tuple[Column, ...]:
    """The columns, with what the heads leave open told by the cells below: where, who, and, of what the head
    calls projects, the names.
    """
    rows = [texts for row in grid.rows[body:] if sum(map(bool, texts := _texts(layout, row))) > 1]
    columns = _parted(columns, rows)
    for role, missing, heads in _LEFT_OPEN:
        if {column.role for column in columns} & missing:
            continue
        rule = regexes("cells")[heads]
        fits = (
            at
            for at, column in enumerate(columns)
            if column.role == "other" and rule.search(column.head)
            if _holds(role, [row[at] for row in rows if row[at]])
        )
        place = next(fits, None)
        if place is not None:
            told = Column(role, columns[place].head)
            columns = (*columns[:place], told, *columns[place + 1 :])
    return columns


def _parted(columns: tuple[Column, ...], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns, where one of bodies stands beside another: below a head that stands over two, the second
    may hold the bodies and the first only what part each takes; and public bodies that lead (牵头单位) leave
    it to others, in a column of their own, to carry a project out.
    """
    found = list(columns)
    cells = [[row[at] for row in rows if row[at]] for at in range(len(columns))]
    for at, (column, following) in enumerate(pairwise(columns)):
        held = [_holds("implementer", cells[place]) for place in (at, at + 1)]
        if column.role in BODIES and not following.head and held == [False, True]:
            found[at], found[at + 1] = Column("other", column.head), Column(column.role, "")
    carried = [at for at, column in enumerate(found) if column.role == "implementer"]
    leading = [at for at in carried if regexes("cells")["leads"].match(found[at].head)]
    if len(carried) > len(leading):
        for at in leading:
            if not any(map(words().names["company"].search, cells[at])):
                found[at] = Column("lead", found[at].head)
    return tuple(found)


def _holds(role: str, texts: Sequence[str]) -> bool:
    """Whether the cells of a column may be of a role that its head does not say."""
    if len(texts) < _LEAST_ROWS:
        return False
    holds = _names_all if role == "name" else dict(_NATURES)[role]
    share = sum(map(holds, texts)) / len(texts)
    return share >= _MOST


def _two_levels(texts: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """The heads of a table where one of `texts` stands over several, `below`, and those behind it therefore
    too far left; None where that is not so.
    """
    filled, under = [text for text in texts if text], [text for text in below if text]
    over = len(texts) - len(filled)
    if (
        not over
        or list(texts[: len(filled)]) != filled
        or len(under) != over + 1
        or list(below[: over + 1]) != under
    ):
        return None
    if any(row_number(text) is not None or len(text) > _LONGEST_UNDER for text in under):
        return None
    wide = next((at for at, text in enumerate(filled) if head_role(text) in _OVER), None)
    if wide is None:
        return None
    return [*filled[:wide], *(filled[wide] + text for text in under), *filled[wide + 1 :]]


def _rows(layout: Layout, grid: Grid, columns: tuple[Column, ...], body: int) -> list[Row]:
    rows: list[Row] = []
    headings = Headings()
    number = next((at for at, column in enumerate(columns) if column.role == "number"), None)
    heads = [column.head for column in columns]
    for at, (cells, below) in enumerate(zip(grid.rows[body:], grid.below[body:], strict=True), body):
        own = [cell for cell, again in zip(cells, below, strict=True) if cell and not again]
        texts = _texts(layout, cells)
        first = next((text for text in texts if text), "")
        if at in grid.rests and rows:
            rows[-1] = _appended(rows[-1], Row(tuple((cell,) if cell else () for cell in cells)))
            continue
        if not own or words().total.match(first) or [column.head for column in column_heads(texts)] == heads:
            continue
        unnumbered = number is None or row_number(texts[number]) is None
        if len(own) > 1 and unnumbered and is_summed_heading([text for text in texts if text]):
            headings.add(first, own[0])
            continue
        if len(own) == 1 and len(columns) > 1 and unnumbered:
            text = layout.text.chars[own[0][0] : own[0][1]]
            column = cells.index(own[0])
            if rows and _is_rest(layout, columns[column].role, rows[-1].own[column], plain(text)):
                rows[-1] = _appended(rows[-1], Row(tuple((cell,) if cell else () for cell in cells)))
                continue
            if heading_level(plain(text)) or len(text) <= _LONGEST_HEADING:
                headings.add(plain(text), own[0])
                continue
        placed = cells if any(below) else moved_right(columns, cells, texts)
        kept = [
            cell if not again or column.role in _CARRIED else None
            for cell, again, column in zip(placed, below, columns, strict=True)
        ]
        above = frozenset(at for at, again in enumerate(below) if again and kept[at])
        row = Row(
            tuple((cell,) if cell else () for cell in kept),
            headings.places,
            carried=above,
        )
        if rows and number is not None and not row.cells[number] and _continues(columns, row):
            rows[-1] = _appended(rows[-1], row)
        else:
            rows.append(row)
    return rows


def _is_rest(layout: Layout, role: str, before: Sequence[Range], text: str) -> bool:
    """Whether the only cell of a row is the rest of the cell above it, broken at the end of a page: that one
    is no whole name, place or body, and with it becomes one.
    """
    whole: dict[str, Callable[[str], object]] = {
        "region": known,
        "name": words().names["strong_project"].search,
    }
    holds = is_body if role in BODIES else whole.get(role)
    above = clean(layout.text.chars, before).text
    if holds is None or not above or heading_level(text) is not None:
        return False
    return not holds(above) and bool(holds(above + text))


def _continues(columns: Sequence[Column], row: Row) -> bool:
    """Whether a row without a number is the rest of the row before it, broken at the end of a page."""
    return sum(bool(cell) for cell in row.own) < len(columns) - 1


def _appended(row: Row, rest: Row) -> Row:
    cells = tuple(
        cell if cell == more else (*cell, *more) for cell, more in zip(row.cells, rest.cells, strict=True)
    )
    return replace(row, cells=cells)


def _by_nature(layout: Layout, grid: Grid) -> tuple[Column, ...]:
    """Columns of a table without a head, by what its cells are; none unless names of projects and who or
    where are found.
    """
    rows = [_texts(layout, row) for row in grid.rows]
    columns = list(zip(*rows, strict=True)) if len(rows) >= 2 else []
    roles = [_nature(column) for column in columns]
    if roles.count("name") != 1 or not ({"region", "implementer"} & set(roles)):
        return ()
    return tuple(Column(role, "") for role in roles)


def _nature(column: Sequence[str]) -> str:
    """The role that the cells of a column without a head suggest."""
    filled = [text for text in column if text]
    for role, holds in _NATURES:
        if filled and sum(map(holds, filled)) >= _MOST * len(filled):
            return role
    return "other"


def _names_all(text: str) -> bool:
    """Whether a cell may be a name where the head says that it is."""
    body = words().names["company"].search(text)
    return len(text) >= _SHORTEST_NAME and not (body or known(text) or text.endswith("。"))


_NATURES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("number", lambda text: row_number(text) is not None),
    ("region", known),
    ("description", lambda text: ends_sentence(text) and len(text) > _SHORT),
    ("name", lambda text: words().names["strong_project"].search(text) is not None),
    ("implementer", is_body),
)
# Roles that no head may name though a column has them, what else says the same, and what the head says then.
_LEFT_OPEN = (
    ("region", frozenset({"region", "site"}), "place-head"),
    ("implementer", BODIES | {"lead"}, "body-head"),
    ("name", frozenset({"name"}), "called-project"),
)
