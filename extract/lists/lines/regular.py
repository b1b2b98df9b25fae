"""Tables printed so regularly that nothing has to be searched for: a row a line, or a cell a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.layout import Line
from extract.lists.cells import BODIES, is_body, may_be
from extract.lists.headings import Headings, is_class_heading, is_summed_heading, stands_between
from extract.lists.model import Column, Range, Row
from extract.lists.places import known
from extract.lists.sums import is_sum
from extract.lists.words import code_number, row_number, words
from extract.rules import regexes

_LEAST_ROWS = 2
_MOST = 0.7
_LONGEST_JUMP = 60
# What parts the cells of a row where no tab does: wide spaces, any space.
_BORDERS = (re.compile(r"\s{2,}|\u3000|\t"), re.compile(r"\s+"))
_BLANKS = " \t\u00a0\u3000"

Lines = Sequence[Line]


class _Item(NamedTuple):
    """A row, as the texts and places of its cells; or a heading between rows."""

    texts: tuple[str, ...]
    places: tuple[Range, ...]
    heading: bool = False


def regular_rows(chars: str, lines: Lines, columns: Sequence[Column]) -> list[Row] | None:
    """The rows of `lines` of the text `chars`, in the order of `columns`; None where they are not printed
    regularly to the end.
    """
    found = _readings(chars, lines, columns, _heading)
    return next((_rows(items) for items in found if items and _plausible(items, columns)), None)


def rows_set_off(chars: str, lines: Lines, columns: Sequence[Column]) -> list[Row] | None:
    """The same, where lines of their own between whole rows part these into classes, though nothing but where
    they stand says that they are headings.
    """
    found = _readings(chars, lines, columns, _may_part)
    read = (items for items in found if items and _plausible(items, columns) and _parted(items, columns))
    return next(map(_rows, read), None)


def _readings(
    chars: str, lines: Lines, columns: Sequence[Column], parts: Callable[[str], bool]
) -> Iterator[list[_Item] | None]:
    """The rows and headings as each way of printing has them; `parts` tells a line that is a heading."""
    yield _row_a_line((_at_tabs(chars, line) for line in lines), columns, parts)
    for border in _BORDERS:
        yield _row_a_line((_cut(line, border) for line in lines), columns, parts)
    yield _cell_a_line([_Item((line.text,), ((line.start, line.end),)) for line in lines], columns, parts)


def _may_part(text: str) -> bool:
    """Whether a line may be a heading by itself, with or without a mark."""
    return _heading(text) or regexes("cells")["set-off"].match(text) is not None


def _parted(items: Sequence[_Item], columns: Sequence[Column]) -> bool:
    """Whether headings that nothing marks stand above the first row and between others, and no cell goes on
    in one of them: each stands right in front of a row, and all rows have names and bodies that are whole.
    """
    if not items[0].heading or sum(item.heading for item in items) < _LEAST_ROWS:
        return False
    pairs = [one.texts[0] for one, other in pairwise(items) if one.heading and other.heading]
    if not all(map(_heading, pairs)):
        return False
    for at, column in enumerate(columns):
        cells = [item.texts[at] for item in items if not item.heading]
        if column.role == "name" and not all(map(words().names["project"].search, cells)):
            return False
        if column.role in BODIES and not all(map(is_body, cells)):
            return False
    return True


def _at_tabs(chars: str, line: Line) -> _Item:
    """The cells of a line cut at each tab, with the empty ones at its edges."""
    start, end = line.start, line.end
    while start and chars[start - 1] in _BLANKS:
        start -= 1
    while end < len(chars) and chars[end] in _BLANKS:
        end += 1
    places, at = [], start
    for piece in chars[start:end].split("\t"):
        left = at + len(piece) - len(piece.lstrip())
        places.append((left, left + len(piece.strip())))
        at += len(piece) + 1
    return _Item(tuple(chars[slice(*place)] for place in places), tuple(places))


def _cut(line: Line, border: re.Pattern[str]) -> _Item:
    places, at = [], 0
    for match in border.finditer(line.text):
        places.append((at, match.start()))
        at = match.end()
    places.append((at, len(line.text)))
    texts = tuple(line.text[start:end] for start, end in places)
    return _Item(texts, tuple((line.start + start, line.start + end) for start, end in places))


def _row_a_line(
    lines: Iterable[_Item], columns: Sequence[Column], parts: Callable[[str], bool]
) -> list[_Item] | None:
    """The lines that are rows, and headings between them; None where a row comes after what is neither."""
    number = _place(columns, "number")
    items: list[_Item] = []
    before, ended = 0, False
    for line in lines:
        value = (
            _number(line.texts[number]) if number is not None and len(line.texts) == len(columns) else None
        )
        if len(line.texts) == len(columns) and (number is None or _follows(before, value)):
            if ended:
                return None
            items.append(line)
            before = value or 0
        elif number is not None and before and _follows(before, _number(line.texts[0])):
            return None
        elif not ended and _is_heading(line.texts, parts):
            items.append(_Item(line.texts, line.places, heading=True))
        else:
            ended = True
    return items


def _cell_a_line(
    lines: Sequence[_Item], columns: Sequence[Column], parts: Callable[[str], bool]
) -> list[_Item] | None:
    """As many lines as there are columns make a row, again and again; headings may stand between."""
    number, size = _place(columns, "number"), len(columns)
    items: list[_Item] = []
    before = at = 0
    while at < len(lines):
        row = lines[at : at + size]
        value = _number(row[number].texts[0]) if number is not None and number < len(row) else None
        if number is None:
            fits = len(row) == size and _is_row(row, columns)
        else:
            fits = len(row) == size and (
                _follows(before, value) or (value == before and _fits_all(row, columns))
            )
        if fits:
            texts = tuple(piece.texts[0] for piece in row)
            items.append(_Item(texts, tuple(piece.places[0] for piece in row)))
            before, at = value or 0, at + size
        elif parts(lines[at].texts[0]):
            items.append(_Item(lines[at].texts, lines[at].places, heading=True))
            at = _behind_sums(lines, at + 1, before)
        else:
            break
    rest = [line.texts[0] for line in lines[at:]]
    if number is not None:
        return None if any(_follows(before, _number(text)) for text in rest) else items
    return None if any(_fits_only(text, columns) for text in rest[: 2 * size]) else items


def _fits_all(row: Sequence[_Item], columns: Sequence[Column]) -> bool:
    """Whether each line is what its column asks for, as in a row that bears the number of the one above."""
    return all(
        may_be(piece.texts[0], column.role) and (column.role == "number" or _number(piece.texts[0]) is None)
        for piece, column in zip(row, columns, strict=True)
    )


def _behind_sums(lines: Sequence[_Item], at: int, before: int) -> int:
    """Where the lines end that begin at `at` and hold the sums of a heading: before the number of
    the next row.
    """
    while at < len(lines) and is_sum(lines[at].texts[0]):
        if _number(lines[at].texts[0]) in (1, before + 1):
            break
        at += 1
    return at


def _place(columns: Sequence[Column], role: str) -> int | None:
    return next((at for at, column in enumerate(columns) if column.role == role), None)


def _number(text: str) -> int | None:
    number = row_number(text)
    return code_number(text) if number is None else number


def _follows(before: int, value: int | None) -> bool:
    """Whether rows may run on from `before` to `value`: by a step, or by few, or from one again."""
    return value is not None and (value == 1 or before < value <= before + _LONGEST_JUMP)


def _heading(text: str) -> bool:
    return len(text) <= 40 and (stands_between(text) or is_class_heading(text))


def _is_heading(texts: Sequence[str], parts: Callable[[str], bool]) -> bool:
    told = [text for text in texts if text]
    return parts(told[0]) if len(told) == 1 else bool(told) and is_summed_heading(told)


def _is_row(row: Sequence[_Item], columns: Sequence[Column]) -> bool:
    """Whether the lines are a row of a table without numbers, by what its cells are."""
    told = 0
    for piece, column in zip(row, columns, strict=True):
        text = piece.texts[0]
        if column.role == "region" and not known(text):
            return False
        if column.role in BODIES and not is_body(text):
            return False
        if column.role == "name" and regexes("cells")["figure"].match(text):
            return False
        told += column.role in BODIES or column.role == "region"
    return told > 0


def _fits_only(text: str, columns: Sequence[Column]) -> bool:
    """Whether a line can be but a cell of a table with these columns."""
    roles = {column.role for column in columns}
    return ("region" in roles and known(text)) or words().names["company"].search(text) is not None


def _plausible(items: Sequence[_Item], columns: Sequence[Column]) -> bool:
    """Whether most cells are what their columns ask for."""
    rows = [item.texts for item in items if not item.heading]
    if len(rows) < _LEAST_ROWS:
        return False
    for at, column in enumerate(columns):
        cells = [row[at] for row in rows if row[at]]
        fits = sum(may_be(text, column.role) for text in cells)
        if fits < _MOST * len(cells) or (column.role == "name" and len(cells) < _MOST * len(rows)):
            return False
    return True


def _rows(items: Sequence[_Item]) -> list[Row]:
    headings, rows = Headings(), []
    last = max(at for at, item in enumerate(items) if not item.heading)
    for item in items[: last + 1]:
        if item.heading:
            headings.add(item.texts[0], item.places[0])
        else:
            cells = tuple(
                (place,) if text else () for text, place in zip(item.texts, item.places, strict=True)
            )
            rows.append(Row(cells, headings.places))
    return rows
