"""Targets in tables of indicators: tables that a format states, or with a cell a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.cleaning import plain
from extract.layout import Layout, Line
from extract.lists.stated.grids import grids_between
from extract.numerals import number
from extract.ranges import Ranges
from extract.rules import load, regexes

_LONGEST_HEAD = 20
_MOST_COLUMNS = 8
_FEWEST_ROWS = 2
_ABOVE = 3
_YEAR_ALONE = 5

Range = tuple[int, int]
Cells = Sequence[Range | None]


@dataclass(frozen=True, slots=True)
class Told:
    """One target of a table: where it stands, what is counted, how much, by when if a head says so."""

    start: int
    end: int
    subject: str
    comparator: str
    value: float | int
    unit: str | None
    by: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class TargetTable:
    """A table of targets: its characters, and what it says. `by` is the time that its title names."""

    start: int
    end: int
    by: str | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column says what: name, unit, and each value with the year of its head."""

    name: int
    unit: int | None
    values: tuple[tuple[int, str | None], ...]


def target_tables(layout: Layout, start: int, end: int, areas: Sequence[Range]) -> list[TargetTable]:
    """The tables of targets among the characters `start` to `end`, none in `areas` (lists of projects)."""
    chars = layout.text.chars
    if not _rules()["table/hint"].search(chars, start, end):
        return []
    found = [*_stated(layout, start, end), *_flattened(layout, start, end)]
    held = Ranges(areas)
    kept = [
        TargetTable(rows[0][0], rows[-1][1], _title_year(layout, rows[0][0]), told)
        for rows, told in found
        if not held.touches(rows[0][0], rows[-1][1])
    ]
    return sorted(kept, key=lambda table: table.start)


def period_end(text: str) -> str | None:
    """The last year of the five-year period that `text` names, in any words."""
    rules = load("targets")
    for rule in rules.values():
        if rule.id.startswith("period/") and rule.regex is not None and rule.regex.search(text):
            return rule.value
    return None


def _stated(layout: Layout, start: int, end: int) -> Iterator[tuple[list[Range], tuple[Told, ...]]]:
    chars = layout.text.chars
    for grid in grids_between(layout, start, end):
        if told := _read(chars, grid.rows):
            yield [(grid.start, grid.end)], told


def _flattened(layout: Layout, start: int, end: int) -> Iterator[tuple[list[Range], tuple[Told, ...]]]:
    """Tables of which each cell is a line: as many heads as cells in each row."""
    lines = [line for line in layout.lines[_first(layout, start) : _first(layout, end)] if not line.furniture]
    index = 0
    while index < len(lines):
        heads = _heads(lines, index)
        rows = [_ranges(heads), *_rows(layout.text.chars, lines, index, heads)] if heads else []
        told = _read(layout.text.chars, rows) if len(rows) > _FEWEST_ROWS else ()
        if told:
            spans = [cell for row in rows for cell in row]
            yield spans, told
            index += len(spans)
        else:
            index += 1


def _first(layout: Layout, offset: int) -> int:
    return bisect_left(layout.lines, offset, key=lambda line: line.start)


def _heads(lines: Sequence[Line], index: int) -> list[Line]:
    """The lines from `index` on that are heads, where they name a column of names and one of values."""
    heads = []
    for line in lines[index : index + _MOST_COLUMNS]:
        if _role(plain(line.text)) is None:
            break
        heads.append(line)
    roles = {_role(plain(line.text)) for line in heads}
    return heads if {"name", "value"} <= roles else []


def _ranges(lines: Sequence[Line]) -> list[Range]:
    return [(line.start, line.end) for line in lines]


def _rows(chars: str, lines: Sequence[Line], index: int, heads: Sequence[Line]) -> Iterator[list[Range]]:
    """Rows of as many lines as there are heads, as long as each cell is what its head says."""
    roles = [_role(plain(line.text)) for line in heads]
    for at in range(index + len(heads), len(lines), len(heads)):
        row = lines[at : at + len(heads)]
        if len(row) < len(heads) or not all(
            _fits(role, plain(line.text)) for role, line in zip(roles, row, strict=True)
        ):
            return
        yield _ranges(row)


def _fits(role: str | None, text: str) -> bool:
    rules = _rules()
    match role:
        case "number":
            return text.isdigit()
        case "value":
            return _value(text) is not None
        case "kind":
            return bool(rules["table/kind"].match(text))
        case _:
            return len(text) < _LONGEST_HEAD * 3


def _role(head: str) -> str | None:
    """What a head says of its column; None where it is no head."""
    rules = _rules()
    if not head or len(head) > _LONGEST_HEAD:
        return None
    for role in ("number", "unit", "kind", "base", "name", "value"):
        if rules[f"table/{role}-head"].search(head):
            return role
    return None


def _columns(heads: Sequence[str]) -> _Columns | None:
    roles = [_role(head) for head in heads]
    if "name" not in roles or "value" not in roles:
        return None
    years = [_rules()["table/value-head"].match(head) for head in heads]
    values = [(at, found["year"]) for at, found in enumerate(years) if found and roles[at] == "value"]
    bare = [
        at for at, year in values if year and heads[at].startswith(year) and len(heads[at]) <= len(year) + 1
    ]
    if len(bare) > 1 and "base" not in roles:
        values = [(at, year) for at, year in values if at != bare[0]]
    return _Columns(roles.index("name"), roles.index("unit") if "unit" in roles else None, tuple(values))


def _read(chars: str, rows: Sequence[Cells]) -> tuple[Told, ...]:
    """What a table says whose first row has the heads; nothing where it is no table of targets."""
    if len(rows) <= 1:
        return ()
    columns = _columns([plain(chars[slice(*cell)]) if cell else "" for cell in rows[0]])
    if columns is None:
        return ()
    return tuple(
        told
        for row in rows[1:]
        for at, year in columns.values
        if at < len(row) and (told := _cell(chars, row, columns, at, year)) is not None
    )


def _cell(chars: str, row: Cells, columns: _Columns, at: int, year: str | None) -> Told | None:
    name, cell = row[columns.name], row[at]
    found = _value(plain(chars[slice(*cell)])) if cell else None
    if name is None or cell is None or found is None:
        return None
    rule, comparator, value, unit = found
    subject = plain(chars[slice(*name)])
    if behind := _rules()["table/name-unit"].search(subject):
        subject, unit = subject[: behind.start()], unit or behind["unit"]
    stated = row[columns.unit] if columns.unit is not None else None
    unit = unit or (plain(chars[slice(*stated)]) if stated else None)
    return Told(min(name[0], cell[0]), max(name[1], cell[1]), subject, comparator, value, unit, year, rule)


def _value(text: str) -> tuple[str, str, float | int, str | None] | None:
    """Rule, comparator, number and unit of a cell that holds a value."""
    for rule in ("table/at-most", "table/at-least", "table/equal"):
        if found := _rules()[rule].match(text):
            groups = found.groupdict()
            value = groups["value"] or groups.get("value2")
            unit = groups["unit"] or groups.get("unit2")
            if value:
                return rule, load("targets")[rule].value or "=", number(value), unit
    return None


def _title_year(layout: Layout, start: int) -> str | None:
    """The year that the lines above a table name."""
    index = _first(layout, start)
    for line in reversed(layout.lines[max(0, index - _ABOVE) : index]):
        text = plain(line.text)
        if found := _rules()["by/until"].search(text):
            return found["year"]
        if year := period_end(text):
            return year
    return None


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("targets"))
