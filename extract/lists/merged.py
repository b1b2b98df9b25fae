"""Cells that are printed once for several rows: a region, a class in front of the rows it holds for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.lists.cells import CLASSES
from extract.lists.model import Column, Row

_ONCE = CLASSES | {"region"}


def filled_down(columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """The rows, with the regions and classes that they share with the row above.

    Only where the first row has one: else it cannot be told which rows a cell between them is for. A heading
    ends what is shared.
    """
    shared = [
        at
        for at, column in enumerate(columns)
        if column.role in _ONCE and rows and rows[0].cells[at] and not all(row.cells[at] for row in rows)
    ]
    found: list[Row] = []
    for row in rows:
        before = found[-1] if found and found[-1].headings == row.headings else None
        empty = [at for at in shared if not row.cells[at] and before and before.cells[at]]
        if before is None or not empty:
            found.append(row)
            continue
        cells = tuple(before.cells[at] if at in empty else cell for at, cell in enumerate(row.cells))
        found.append(replace(row, cells=cells, carried=row.carried | frozenset(empty)))
    return found
