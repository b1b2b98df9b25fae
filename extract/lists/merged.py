"""Cells that are printed once for several rows: a region, a class in front of the rows it holds for.

Below the first of these rows the cell is empty, or it is missing, and the cells behind it stand too far left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from extract.cleaning import text_at
from extract.lists.cells import CLASSES, may_be
from extract.lists.contents import is_sure_body
from extract.lists.model import Column, Range, Row
from extract.lists.places import known
from extract.text import Text

_ONCE = CLASSES | {"region"}
_MOST_MISSING = 2
_HABIT = 3  # cells that stand above empty ones


def moved_right(
    columns: Sequence[Column], cells: Sequence[Range | None], texts: Sequence[str]
) -> tuple[Range | None, ...]:
    """The cells of a row that has too few of them, each in the column that it fits: what is missing is a cell
    that the row shares with the one above. As they are where they fit as well so.
    """
    given = max((at + 1 for at, cell in enumerate(cells) if cell), default=0)
    missing = len(columns) - given
    once = [at for at, column in enumerate(columns) if column.role in _ONCE or column.role == "other"]
    if not 0 < missing <= min(_MOST_MISSING, len(once)) or not once:
        return tuple(cells)
    named = all(text for text, column in zip(texts, columns, strict=True) if column.role == "name")
    best, least = tuple(cells), _misfits(columns, texts) + (not named)
    for left_out in combinations(once, missing):
        kept = iter(range(given))
        order = [None if at in left_out else next(kept) for at in range(len(columns))]
        misfits = _misfits(columns, ["" if at is None else texts[at] for at in order])
        if misfits < least:
            best, least = tuple(None if at is None else cells[at] for at in order), misfits
    return best


def _misfits(columns: Sequence[Column], texts: Sequence[str]) -> int:
    return sum(
        bool(text) and not _fits(text, column.role) for text, column in zip(texts, columns, strict=True)
    )


def _fits(text: str, role: str) -> bool:
    return may_be(text, role) and not (role in CLASSES and is_sure_body(text))


def fit(columns: Sequence[Column], texts: Sequence[str]) -> bool:
    """Whether the cells `texts` are what the columns ask for, and name something."""
    named = all(text for text, column in zip(texts, columns, strict=True) if column.role == "name")
    return named and not _misfits(columns, texts)


def filled_down(
    text: Text, columns: Sequence[Column], rows: Sequence[Row], told: Collection[int] = ()
) -> list[Row]:
    """The rows of `text`, with the regions and classes that they share with the row above, and what else they
    share in the columns `told`, of which a note says that an empty cell is as the one above.

    Only where the first row has one, else it cannot be told which rows a cell between them is for, where no
    two rows in turn print the same, and where the column is in the habit of it (a page shows by its rules and
    heights what is one cell, of which a reader keeps the text alone). A heading ends what is shared, and so
    does the last row of a cell of several, but at the end of a page. A row that ends before the column says
    nothing of it.
    """
    chars = text.chars
    shared = [
        at
        for at, column in enumerate(columns)
        if rows and rows[0].cells[at] and not all(row.cells[at] for row in rows)
        if column.role in _ONCE or (column.role == "site" and _all_known(chars, rows, at))
        if not _comes_again(chars, rows, at) and (text.pages or _prints_once(rows, at))
    ]
    shared = sorted({*shared, *told})
    followed = frozenset(at for at in shared if at not in told and _most_go_on(rows, at))
    found: list[Row] = []
    held: dict[int, tuple[Range, ...]] = {}
    for index, row in enumerate(rows):
        if index and row.headings != rows[index - 1].headings:
            held = {at: cell for at, cell in held.items() if at in told}
        for at in _ended(text, rows[index - 1], row) if index else ():
            held.pop(at, None)
        held |= {at: row.cells[at] for at in shared if row.cells[at]}
        short = {at for at in followed if not _goes_on(row, at)}
        empty = {at: held[at] for at in shared if not row.cells[at] and at in held and at not in short}
        cells = tuple(empty.get(at, cell) for at, cell in enumerate(row.cells))
        found.append(replace(row, cells=cells, carried=row.carried | frozenset(empty)) if empty else row)
    return found


def _prints_once(rows: Sequence[Row], column: int) -> bool:
    """Whether a column prints once what several rows share: it is the first one, which groups the rows, or
    most of its cells are empty; half do below two of those that are not, a third below more. A few empty
    ones are just that.
    """
    filled = [bool(row.cells[column]) for row in rows]
    empty = len(filled) - sum(filled)
    over = sum(above and not below for above, below in pairwise(filled))
    least = len(rows) // 2 + 1 if over == 1 else len(rows) / (3 if over >= _HABIT else 2)
    return column == 0 or empty >= least


def _most_go_on(rows: Sequence[Row], column: int) -> bool:
    """Whether most rows that have a cell in a column have others behind it."""
    printed = [_goes_on(row, column) for row in rows if row.cells[column]]
    return 2 * sum(printed) > len(printed)


def _goes_on(row: Row, column: int) -> bool:
    """Whether a row has a cell behind a column."""
    return any(row.cells[column + 1 :])


def _all_known(chars: str, rows: Sequence[Row], column: int) -> bool:
    """Whether all that a column says are places that are known."""
    return all(known(text_at(chars, row.cells[column])) for row in rows if row.cells[column])


def _ended(text: Text, above: Row, row: Row) -> frozenset[int]:
    """The columns in which a cell of several rows ends with the row above, on the same page."""
    return above.carried if text.page_at(above.start) == text.page_at(row.start) else frozenset()


def _comes_again(chars: str, rows: Sequence[Row], column: int) -> bool:
    """Whether two rows in turn print the same in a column."""
    texts = [
        "" if column in row.carried else "".join(chars[start:end] for start, end in row.cells[column])
        for row in rows
    ]
    return any(text and text == following for text, following in pairwise(texts))
