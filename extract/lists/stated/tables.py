"""Lists of projects among the tables with stated cells: their head, their rows, headings between rows."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.cleaning import plain, text_at
from extract.layout import Layout
from extract.lists.cells import BODIES, CLASSES, ends_sentence, is_body
from extract.lists.headings import Headings, is_class_heading, is_summed_heading, stands_between
from extract.lists.heads import column_heads
from extract.lists.items.facts import begins_with_label, label_of
from extract.lists.items.records import TELLING
from extract.lists.merged import fit, moved_right
from extract.lists.model import Column, Range, Row
from extract.lists.places import known
from extract.lists.roles import by_content
from extract.lists.signatures import are_signature
from extract.lists.stated.abreast import lists_abreast, one_below_the_other
from extract.lists.stated.across import Within, heading_across
from extract.lists.stated.grids import Grid, joined
from extract.lists.stated.headrows import TOLD_BY, HeadRows, head_rows
from extract.lists.stated.numbered import numbered_headings
from extract.lists.sums import adds_up
from extract.lists.words import MARKUP, head_role, heading_level, is_title, row_number, unmarked, words
from extract.rules import regexes

_LOOKED_AT = 400
_CARRIED = CLASSES | BODIES | {"region", "site", "recommender", "lead", "host", "period"}
_MOST_BETWEEN = 80
_MOST_HEADINGS = 3
_MOST, _LONGEST_HEADING = 0.7, 40
_LEAST_WHOLE = 2


def join_pages(layout: Layout, grids: Sequence[Grid]) -> list[Grid]:
    """Tables that go on over a page break are one."""
    found: list[Grid] = []
    head: HeadRows | None = None  # of the last table found
    for grid in grids:
        own = head_of(layout, grid)
        before = found[-1] if found else None
        if before is not None and head is not None and _goes_on(layout, before, head, grid, own):
            found[-1] = joined(before, grid, own.end)
            if len(before.rows) - len(before.rests) < TOLD_BY:
                head = head_of(layout, found[-1])
        else:
            found.append(grid)
            head = own
    return found


def _goes_on(layout: Layout, before: Grid, first: HeadRows, grid: Grid, again: HeadRows) -> bool:
    """Whether `grid`, whose head is `again`, goes on with the table `before`, whose head is `first`."""
    if len(before.rows[0]) != len(grid.rows[0]):
        return False
    between = layout.body(before.end, grid.start).text
    if len(between) > _MOST_BETWEEN or (between and ends_sentence(between)):
        return False
    if is_class_heading(between.strip(MARKUP)) or (first.missing and (between or not again.missing)):
        return False
    if again.missing:
        return not between or regexes("cells")["goes-on"].match(between) is not None
    if between and _may_head(between.strip(MARKUP)):
        return False
    numbers = [row_number(text) for row in grid.rows[again.end :][:1] for text in _texts(layout, row)]
    return _bare(first.texts) == _bare(again.texts) and 1 not in numbers


def _may_head(text: str) -> bool:
    """Whether what stands between two tables with the same head may be what the second one is under."""
    short = len(text) <= _LONGEST_HEADING and len(text.split()) == 1
    return short and not any(map(str.isdigit, text)) and not regexes("cells")["goes-on"].match(text)


def _bare(heads: Sequence[str]) -> list[str]:
    return ["".join(text.split()) for text in heads]


def _texts(layout: Layout, row: Sequence[Range | None]) -> list[str]:
    return [unmarked(text_at(layout.text.chars, [cell] if cell else [])) for cell in row]


def head_of(layout: Layout, grid: Grid) -> HeadRows:
    """Which of the first rows are the head of the table, and what it says."""
    rows = _whole(layout, grid, TOLD_BY)
    head = head_rows([texts for _, texts in rows], [grid.below[at] for at, _ in rows])
    first, end = (rows[at][0] if at < len(rows) else len(grid.rows) for at in (head.first, head.end))
    return head._replace(first=first, end=end)


def _whole(layout: Layout, grid: Grid, most: int = _LOOKED_AT) -> list[tuple[int, list[str]]]:
    """The first rows of a table, each where it begins, with the rests that stand in rows of their own."""
    found: list[tuple[int, list[str]]] = []
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        if len(found) == most and at not in grid.rests:
            break
        texts = _texts(layout, row)
        if at in grid.rests and found:
            found[-1] = (found[-1][0], [text + rest for text, rest in zip(found[-1][1], texts, strict=True)])
        else:
            found.append((at, texts))
    return found


def holds_facts(layout: Layout, grid: Grid) -> bool:
    """Whether the cells of a table are labelled facts, parted by bars or lines: no table, but items. All are,
    or, where no head stands above, those of two columns, or of one whose label says who or where.
    """
    rows = [_texts(layout, row) for row in grid.rows]
    texts = [text for row in rows for text in row[1:] if text]
    if not texts or sum(begins_with_label(text) for text in texts) >= _MOST * len(texts):
        return bool(texts)
    whole = [row for row in rows if sum(map(bool, row)) > 1]
    labels = [_label_of(column) for column in zip(*whole, strict=True)] if whole else []
    labelled = [label for label in labels if label]
    told = len(labelled) > 1 or any(head_role(label) in TELLING for label in labelled)
    return told and head_of(layout, grid).missing


def _label_of(column: Sequence[str]) -> str | None:
    """The label that most cells of a column begin with."""
    labels = Counter(label for text in column if (label := label_of(text)))
    label, count = labels.most_common(1)[0] if labels else ("", 0)
    return label if count >= _MOST * len(column) else None


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
    if len(grid.rows[0]) != len(columns) or not head_of(layout, grid).missing:
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
    """The columns and rows of `grid`, whatever it lists. `held` are the columns of a table before it that
    hold for it too.
    """
    head = head_of(layout, grid)
    heads, body = head.texts, head.end
    if not held and (spans := lists_abreast(heads)):
        grid, heads, body = one_below_the_other(grid, body, spans), heads[spans[0]], 0
    between = numbered_headings(_own_texts(layout, grid, body))
    columns = held or by_content(column_heads(heads), _cells_below(layout, grid, body, len(heads), between))
    return columns, _rows(layout, grid, columns, body, between)


def _own_texts(layout: Layout, grid: Grid, body: int) -> Iterator[tuple[int, list[str]]]:
    """The rows from `body` on, each with the texts of the cells that begin in it."""
    for at, (row, below) in enumerate(zip(grid.rows[body:], grid.below[body:], strict=True), body):
        yield at, _texts(layout, [cell for cell, again in zip(row, below, strict=True) if cell and not again])


def _cells_below(
    layout: Layout, grid: Grid, body: int, wide: int, between: Mapping[int, str]
) -> list[list[str]]:
    """The texts of each column from the row `body` on, of rows that are no headings (`between`) or sums."""
    own = [
        ["" if again else text for text, again in zip(texts, grid.below[at], strict=True)]
        for at, texts in _whole(layout, grid)
        if at >= body and at not in between
    ]
    told = [texts for texts in own if sum(map(bool, texts)) > 1]
    told = [
        texts
        for texts in told
        if not (words().total.match(next(text for text in texts if text)) or adds_up(texts))
    ]
    return [list(column) for column in zip(*told, strict=True)] if told else [[]] * wide


def _rows(
    layout: Layout, grid: Grid, columns: tuple[Column, ...], body: int, between: Mapping[int, str]
) -> list[Row]:
    rows: list[Row] = []
    within = Within(Headings())
    number = next((at for at, column in enumerate(columns) if column.role == "number"), None)
    heads = [column.head for column in columns]
    for at, (cells, below) in enumerate(zip(grid.rows[body:], grid.below[body:], strict=True), body):
        own = [cell for cell, again in zip(cells, below, strict=True) if cell and not again]
        texts = _texts(layout, cells)
        first = next((text for text in texts if text), "")
        headings = within.at(cells)
        if (heading := _heading(layout, grid, columns, at, between.get(at))) is not None:
            within.open(cells, *heading, inside=at not in between)
            continue
        if adds_up([text for text, again in zip(texts, below, strict=True) if not again]):
            continue
        if at in grid.rests and rows:
            rows[-1] = _appended(rows[-1], Row(tuple((cell,) if cell else () for cell in cells)))
            continue
        if not own or _is_no_row(first, len(own)) or [one.head for one in column_heads(texts)] == heads:
            continue
        unnumbered = number is None or row_number(texts[number]) is None
        if (
            number is not None
            and unnumbered
            and are_signature([layout.text.chars[slice(*one)] for one in own])
        ):
            continue
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
        unnumbered = number is not None and not row.cells[number]
        if (
            rows
            and unnumbered
            and (_continues(columns, row) or _is_between_numbers(layout, grid, number, at, rows[-1]))
            and not _is_another(layout, columns, rows[-1], row)
        ):
            rows[-1] = _appended(rows[-1], row)
        else:
            rows.append(row)
    return rows


def _heading(
    layout: Layout, grid: Grid, columns: Sequence[Column], at: int, numbered: str | None
) -> tuple[str, Range] | None:
    """What the row `at` says, and where, if it is a heading: `numbered`, whose mark has a cell of its own, or
    one across the table; None for others.
    """
    if numbered is not None:
        own = [cell for cell, again in zip(grid.rows[at], grid.below[at], strict=True) if cell and not again]
        return numbered, own[1]
    place = heading_across(grid, columns, at)
    text = plain(layout.text.chars[slice(*place)]) if place else ""
    return (text, place) if place and len(text) <= _LONGEST_HEADING and not _is_no_row(text, 1) else None


def _is_no_row(first: str, filled: int) -> bool:
    """Whether a row of so many filled cells, the `first` of them, adds up others or closes the table."""
    return bool(words().total.match(first) or (filled == 1 and words().closing.match(first)))


def _is_rest(layout: Layout, role: str, before: Sequence[Range], text: str) -> bool:
    """Whether the only cell of a row is the rest of the cell above it, broken at the end of a page: that one
    is no whole name, place or body, and with it becomes one.
    """
    holds = _holds(role)
    above = text_at(layout.text.chars, before)
    if holds is None or not above or heading_level(text) is not None:
        return False
    return not holds(above) and bool(holds(above + text))


def _continues(columns: Sequence[Column], row: Row) -> bool:
    """Whether a row without a number is the rest of the row before it, broken at the end of a page."""
    return sum(bool(cell) for cell in row.own) < len(columns) - 1


def _is_between_numbers(layout: Layout, grid: Grid, number: int | None, at: int, above: Row) -> bool:
    """Whether the row `at` opens a page and the numbers run on over it: it is the rest of that `above` it."""
    first = min(cell[0] for cell in grid.rows[at] if cell)
    if number is None or layout.text.page_at(first) == layout.text.page_at(above.start):
        return False
    below = [row[number] for row in grid.rows[at + 1 : at + 2]]
    cells = [above.cells[number], *([cell] if cell else [] for cell in below)]
    numbers = [row_number(text_at(layout.text.chars, cell)) for cell in cells]
    return None not in numbers and all(two == (one or 0) + 1 for one, two in pairwise(numbers))


def _is_another(layout: Layout, columns: Sequence[Column], above: Row, row: Row) -> bool:
    """Whether a row and the one `above` it are two: cells of two kinds are whole in each, but that the one
    above may lack its name.
    """
    whole = 0
    for column, cell, before in zip(columns, row.own, above.own, strict=True):
        holds = _holds(column.role)
        texts = [plain(text_at(layout.text.chars, place)) for place in (cell, before)]
        told = texts[:1] if column.role == "name" and not before else texts
        whole += holds is not None and all(map(holds, told))
    return whole >= _LEAST_WHOLE


def _holds(role: str) -> Callable[[str], object] | None:
    """What tells whether a cell of a column of `role` is whole; None where nothing does."""
    whole: dict[str, Callable[[str], object]] = {
        "region": known,
        "name": words().names["strong_project"].search,
    }
    return is_body if role in BODIES else whole.get(role)


def _appended(row: Row, rest: Row) -> Row:
    cells = tuple(
        cell if cell == more else (*cell, *more) for cell, more in zip(row.cells, rest.cells, strict=True)
    )
    return replace(row, cells=cells)
