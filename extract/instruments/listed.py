"""Documents named in the rows of a list: a title without 《》 and its number, in cells or in one line."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from extract.cleaning import plain
from extract.instruments.segments import is_a
from extract.layout import Layout
from extract.lines import Line
from extract.rules import regexes
from extract.text import Cell, Table

Row = tuple[int, int, str, str | None]


def listed(layout: Layout, start: int, end: int) -> Iterator[Row]:
    """(start, end, title, number) of the documents that rows between `start` and `end` name; characters of
    the source.
    """
    tables = [table for table in layout.text.tables if start <= table.start and table.end <= end]
    for table in tables:
        yield from _in_cells(layout, table)
    first = bisect_left(layout.lines, start, key=lambda line: line.start)
    for line in layout.lines[first:]:
        if line.start >= end:
            return
        if not line.furniture and not any(one.start <= line.start < one.end for one in tables):
            yield from _in_line(layout, line)


def _in_cells(layout: Layout, table: Table) -> Iterator[Row]:
    """The row's cell that is a title, with the number of the cell that is one."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    for cells in rows.values():
        printed = [(cell, layout.body(cell.start, cell.end).text) for cell in cells]
        numbers = (regexes("citations")["number-cell"].match(text) for _, text in printed)
        number = next((match.group("number") for match in numbers if match), None)
        for cell, text in printed:
            match = regexes("citations")["title-cell"].match(text)
            if match is not None and is_a("kind", match.group("title")):
                yield cell.start, cell.end, match.group("title"), match.group("number") or number
                break


def _in_line(layout: Layout, line: Line) -> Iterator[Row]:
    match = regexes("citations")["title-row"].match(line.text)
    if match is not None and is_a("kind", title := plain(match.group("title"))):
        yield line.start + match.start("named"), line.start + match.end("named"), title, match.group("number")
