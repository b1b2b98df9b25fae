"""Values to keep in tables of limits: which column says what, and one indicator a value of a row.

A table counts where its values are bounded by signs or words, or where a head or the line above it says that
they are limits. Whose values they are is told by a column, by the head of the value, or by the line above.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.cleaning import plain, uncut
from extract.duties.clauses import Paragraph, Span, mask
from extract.figures.indicator_groups import groups, technical
from extract.figures.indicator_names import Named, Told, ends_in_class, is_measured, told
from extract.figures.indicator_values import Value, bounds
from extract.figures.target_tables import period_end
from extract.layout import Layout
from extract.lists.stated.grids import Grid, grids_between
from extract.ranges import Ranges
from extract.rules import load, regexes

_MOST_HEADS = 3
_MOST_COLUMNS = 16
_ABOVE = 2
_FAR = 120
_MOST_VALUES = 0.6
_LONGEST_LABEL = 40
_LONGEST_CELL = 60
_SIGNED = "table/signed"
_SIDES = ("table/ceiling", "table/floor")
_WHOLE_CELLS = tuple(f"table/{form}" for form in ("range", "plus-minus", "around", "below", "above", "plain"))

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of a table, and the row in which it stands."""

    start: int
    end: int
    item: Told


@dataclass(frozen=True, slots=True)
class LimitTable:
    """A table of limits: its characters, and what it says."""

    start: int
    end: int
    told: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: its place, its own head, its unit, and how a plain number in it is to be read."""

    at: int
    head: str
    unit: str
    comparator: str | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column says what: the labels of a row, its unit, its values; `above` is the line above."""

    labels: tuple[int, ...]
    named: bool
    unit: int | None
    values: tuple[_Column, ...]
    above: str
    condition: int | None = None


def limit_tables(layout: Layout, start: int, end: int, areas: Sequence[Range]) -> list[LimitTable]:
    """The tables of limits among the characters `start` to `end`, none in `areas` (lists of projects)."""
    held = Ranges(areas)
    found = []
    for grid in grids_between(layout, start, end):
        if held.touches(grid.start, grid.end):
            continue
        rows = _read(layout, grid)
        if rows is not None:
            found.append(LimitTable(grid.start, grid.end, tuple(rows)))
    return found


def _read(layout: Layout, grid: Grid) -> Iterable[Row] | None:
    """What a table of limits says; nothing where it holds money, marks or goals, None where it is no such."""
    texts = [[plain(layout.text.chars[slice(*cell)]) if cell else "" for cell in row] for row in grid.rows]
    first = next((at for at, row in enumerate(texts) if any(map(_is_value, row[1:]))), 0)
    if not 0 < first <= _MOST_HEADS or len(texts[0]) > _MOST_COLUMNS:
        return None
    above, heads = _line_above(layout, grid.start), _heads(texts[:first], grid.below[:first])
    if _rules()["table/no-limits"].search(" ".join("".join(levels) for levels in heads)):
        return ()
    columns = _columns(heads, texts[first:], above)
    return None if columns is None else _rows(grid, texts, first, columns)


def _heads(texts: Sequence[Sequence[str]], below: Sequence[Sequence[bool]]) -> list[list[str]]:
    """The head of each column, level by level: one that spans several columns is of each of them."""
    filled: list[list[str]] = []
    for level, (row, again) in enumerate(zip(texts, below, strict=True)):
        own = ["" if merged else text for text, merged in zip(row, again, strict=True)]
        if level + 1 < len(texts):
            for at in range(1, len(own)):
                own[at] = own[at] or (own[at - 1] if texts[level + 1][at] else "")
        filled.append(own)
    return [list(dict.fromkeys(text for text in column if text)) for column in zip(*filled, strict=True)]


def _rows(grid: Grid, texts: list[list[str]], first: int, columns: _Columns) -> Iterator[Row]:
    """The indicators of each row; a label holds on where a row leaves it out."""
    carried: list[str] = [""] * len(texts[0])
    for cells, below, row in zip(grid.rows[first:], grid.below[first:], texts[first:], strict=True):
        own = [cell for cell, again in zip(cells, below, strict=True) if cell and not again]
        if len([text for text in row if text]) <= 1 or not own:
            continue
        for at in columns.labels[:-1]:
            carried[at] = row[at] = row[at] or carried[at]
        place = min(cell[0] for cell in own), max(cell[1] for cell in own)
        for column in columns.values:
            yield from (Row(*place, _under(item, row, columns)) for item in _items(row, columns, column))


def _under(item: Told, row: Sequence[str], columns: _Columns) -> Told:
    """`item` with what a column of conditions says of its row."""
    said = row[columns.condition] if columns.condition is not None else ""
    subject, condition, measure, value = item
    if not said or condition or _rules()["table/none"].match(said):
        return item
    return subject, said, measure, value


def _columns(heads: Sequence[Sequence[str]], body: Sequence[Sequence[str]], above: str) -> _Columns | None:
    """What the columns say, or None where the table is none of limits."""
    rules = _rules()
    if rules["table/no-limits"].search(above) or period_end(above):
        return None
    whole = ["".join(levels) for levels in heads]
    cells = list(zip(*body, strict=True))
    unit = next((at for at, head in enumerate(whole) if rules["table/unit-head"].match(head)), None)
    values = tuple(
        column
        for at in range(1, len(whole))
        if at != unit and (column := _value_column(at, heads[at], cells[at], above)) is not None
    )
    labels = tuple(
        at
        for at in range(values[0].at if values else 0)
        if at != unit and whole[at] and not rules["table/beside-head"].search(whole[at]) and any(cells[at])
    )
    if not labels:
        return None
    named = rules["table/name-head"].search(whole[labels[-1]]) is not None
    states = (at for at, head in enumerate(whole) if rules["table/condition-head"].match(head))
    condition = next((at for at in states if at not in labels), None)
    return _Columns(labels, named, unit, values, above, condition)


def _value_column(at: int, levels: Sequence[str], cells: Sequence[str], above: str) -> _Column | None:
    """The column of values at a place, or None where it is none of limits."""
    rules, head = _rules(), "".join(levels)
    filled = [cell for cell in cells if cell and not rules["table/none"].match(cell)]
    if not filled or not head or rules["table/beside-head"].search(head):
        return None
    if sum(map(_is_value, filled)) < _MOST_VALUES * len(filled):
        return None
    limits = head if rules["table/limit-head"].search(head) else ""
    limits = limits or (above if rules["table/limit-above"].search(above) else "")
    if not limits and not any(map(_is_bounded, filled)):
        return None
    sides = (load("indicators")[side].value for side in _SIDES if rules[side].search(limits))
    bare = "table/unit-bare" if rules["table/unit-bare"].search(head) else "table/unit-behind"
    stated = rules[bare].search(head) or rules["table/unit-said"].search(above)
    own = rules[bare].sub("", levels[-1])
    return _Column(at, own, stated["unit"] if stated else "", next(sides, None))


def _items(row: Sequence[str], columns: _Columns, column: _Column) -> Iterator[Told]:
    """The indicators of one cell."""
    rules, cell = _rules(), row[column.at]
    label = row[columns.labels[-1]]
    if not cell or not label or len(label) > _LONGEST_LABEL or len(cell) > _LONGEST_CELL:
        return
    unit = row[columns.unit] if columns.unit is not None else ""
    if behind := rules["table/unit-behind"].search(label):
        label, unit = label[: behind.start()], unit or behind["unit"]
    unit = column.unit if not unit else "" if rules["table/none"].match(unit) else unit
    named, paragraph = _named(row, label, columns, column), Paragraph(uncut(cell), mask(cell))
    if alone := _alone(cell, named.measure, column):
        yield from told(named, [replace(alone, unit=alone.unit or unit)])
        return
    said = _of("".join(dict.fromkeys(row[at] for at in columns.labels)), "")
    told_by_cell = list(groups(paragraph, Span(0, len(cell)), said))
    names = any(group.named.measure for group in told_by_cell)
    for group in told_by_cell if names else groups(paragraph, Span(0, len(cell)), named):
        kept = replace(group, values=tuple(replace(value, unit=value.unit or unit) for value in group.values))
        if technical(kept, True) and not rules["counted"].search(kept.values[-1].unit):
            yield from told(kept.named, kept.values)


def _alone(cell: str, measure: str, column: _Column) -> Value | None:
    """The value of a cell of nothing but a number, or two; None where its column does not bound it."""
    rules = _rules()
    for rule in _WHOLE_CELLS:
        if match := rules[rule].match(cell):
            comparator = load("indicators")[rule].value or column.comparator
            if comparator == "<=" and rules["table/floor-measure"].search(measure):
                comparator = ">="
            if comparator is None:
                return None
            low, high = bounds(rule, match["low"], match.groupdict().get("high"))
            return Value(0, len(cell), comparator, low, high, match["unit"], "", "", rule)
    return None


def _named(row: Sequence[str], label: str, columns: _Columns, column: _Column) -> Named:
    """What a cell is of: class of things, measure and condition, by its row, its head and the line above."""
    rules, head = _rules(), _rules()["table/limit-words"].sub("", column.head)
    before = "".join(dict.fromkeys(row[at] for at in columns.labels[:-1]))
    owner = before or _above(columns)
    if not head:
        if rules["when"].match(label) and before:
            return _of(_above(columns), before, label)
        return _of(owner, label)
    if is_measured(head):
        return _of(before + label, head)
    if columns.named or is_measured(label):
        return _of(head, label) if ends_in_class(head) else _of(owner, label, head)
    measure = _measure_above(columns)
    return _of(before + label, measure, head) if measure else _of(before + label, head)


def _of(subject: str, measure: str, condition: str = "") -> Named:
    return Named((subject,) if subject else (), measure, conditions=(condition,) if condition else ())


def _above(columns: _Columns) -> str:
    """The class of things that the line above the table names."""
    found = _rules()["table/of"].match(columns.above)
    return found["class"] if found else ""


def _measure_above(columns: _Columns) -> str:
    found = _rules()["table/measure"].search(columns.above)
    return found["measure"] if found else ""


def _is_value(cell: str) -> bool:
    return len(cell) <= _LONGEST_CELL and (
        _is_bounded(cell) or _rules()["table/plain"].match(cell) is not None
    )


def _is_bounded(cell: str) -> bool:
    return _rules()[_SIGNED].match(cell) is not None


def _line_above(layout: Layout, start: int) -> str:
    """The line above a table that says of what it is, without its number."""
    index = bisect_left(layout.lines, start, key=lambda line: line.start)
    for line in reversed(layout.lines[max(0, index - _ABOVE) : index]):
        text = plain(line.text)
        if not line.furniture and not _rules()["table/unit-said"].fullmatch(text):
            return _rules()["table/number"].sub("", text) if len(text) <= _FAR else ""
    return ""


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("indicators"))
