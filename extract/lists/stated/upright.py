"""Tables of one project each, a fact a row: what it is in the first cell, the fact itself in the second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.cleaning import plain
from extract.layout import Layout
from extract.lists.model import Range
from extract.lists.stated.grids import Grid
from extract.lists.words import head_role, row_number

_WIDTHS = (2, 4)  # a fact a row, or two
_LEAST_FACTS, _LEAST_TABLES = 3, 2


def laid_down(layout: Layout, grids: Sequence[Grid]) -> list[Grid]:
    """The tables, those that stand upright one after another put into one, with a row for each of them."""
    found: list[Grid] = []
    for labels, alike in groupby(grids, key=lambda grid: _labels(layout, grid)):
        group = list(alike)
        if labels and len(group) >= _LEAST_TABLES:
            found.append(_one(group))
        else:
            found += group
    return found


def _labels(layout: Layout, grid: Grid) -> tuple[str, ...]:
    """What the facts of an upright table are; nothing where the table is none."""
    facts = list(_facts(grid)) if grid.rows and len(grid.rows[0]) in _WIDTHS else []
    labels = [plain(layout.text.chars[slice(*label)]) for label, _ in facts]
    roles = [head_role(label) for label in labels]
    told = [plain(layout.text.chars[slice(*fact)]) for _, fact in facts if fact]
    if len(facts) < _LEAST_FACTS or roles.count("name") != 1:
        return ()
    other = any(row_number(label) is not None for label in labels) or any(map(head_role, told))
    return () if other else tuple(labels)


def _facts(grid: Grid) -> Iterator[tuple[Range, Range | None]]:
    """The facts of an upright table: where it says what each is, and where it says it."""
    for row in grid.rows:
        for at in range(0, len(row) - 1, 2):
            label = row[at]
            if label is not None:
                yield label, row[at + 1]


def _one(grids: Sequence[Grid]) -> Grid:
    told = [tuple(_facts(grid)) for grid in grids]
    rows = (tuple(label for label, _ in told[0]), *(tuple(fact for _, fact in facts) for facts in told))
    return Grid(grids[0].start, grids[-1].end, rows, tuple((False,) * len(row) for row in rows))
