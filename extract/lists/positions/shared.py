"""Cells that are printed once for several rows, in the middle of their height: a region beside its projects.

Nothing says for which rows such a cell holds but that it stands in their middle: the first holds from the
first row of the page on, each other from where the one above it ends, the last to the last row. They are read
only where exactly one way to share out the rows puts each cell into the middle of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extract.cleaning import plain
from extract.lists.places import known
from extract.lists.positions.heights import Placing
from extract.lists.positions.pieces import Piece

_GAPS = (0.3, 1.15, 1.4)  # lines, at most, between the lines of one cell: one way to see it must hold
_OFF = 0.35  # lines, at most, from the middle of the rows

Group = tuple[int, int, tuple[Piece, ...]]  # the rows from the first up to the last, and their cell
_Extent = tuple[float, float]


def shared_cells(pieces: Sequence[Piece], placing: Placing, column: int) -> list[Group]:
    """The cells of the column, which holds `pieces`, with the rows from first to last for which each is
    printed; none where every row has a cell, or it cannot be told.
    """
    if not pieces or all(row[column] for row in placing.rows):
        return []
    rows = [[piece for at, cell in enumerate(row) if at != column for piece in cell] for row in placing.rows]
    if not all(rows):
        return []
    read = (_groups(pieces, rows, gap) for gap in _GAPS)
    found = {tuple(groups) for groups in read if groups and len(groups) < len(rows)}
    return list(found.pop()) if len(found) == 1 else []


def _groups(pieces: Sequence[Piece], rows: Sequence[Sequence[Piece]], gap: float) -> list[Group] | None:
    """The same, a cell being lines no further apart than `gap`; None where that is not so on each page."""
    found: list[Group] = []
    for page, own in groupby(range(len(rows)), key=lambda at: min(piece.page for piece in rows[at])):
        at = list(own)
        extents = [_extent([piece for piece in rows[row] if piece.page == page]) for row in at]
        blocks = _blocks([piece for piece in pieces if piece.page == page], gap)
        if any(known(_text(block)) for block in blocks) and not all(known(_text(block)) for block in blocks):
            return None
        ways = _ways(extents, [sum(_extent(block)) / 2 for block in blocks])
        if len(ways) != 1:
            return None
        found += (
            (at[first], at[last], tuple(block)) for (first, last), block in zip(ways[0], blocks, strict=True)
        )
    return found


def _text(block: Sequence[Piece]) -> str:
    return plain("\n".join(piece.text for piece in block))


def _extent(pieces: Sequence[Piece]) -> _Extent:
    return min(piece.level for piece in pieces), max(piece.level for piece in pieces)


def _blocks(pieces: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """The pieces of each cell: lines below one another, no further apart than `gap`."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.level, piece.left)):
        if found and piece.level - found[-1][-1].level < gap:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _ways(rows: Sequence[_Extent], middles: Sequence[float]) -> list[list[tuple[int, int]]]:
    """Up to two ways to share out the rows so that each of `middles` is that of its rows."""
    ways: dict[int, list[list[tuple[int, int]]]] = {-1: [[]]}  # two at most that end with each row
    for middle in middles:
        grown: dict[int, list[list[tuple[int, int]]]] = {}
        for before, found in ways.items():
            first = before + 1
            for last in range(first, len(rows)):
                if abs((rows[first][0] + rows[last][1]) / 2 - middle) <= _OFF:
                    there = grown.setdefault(last, [])
                    there += ([*way, (first, last)] for way in found[: 2 - len(there)])
        ways = grown
    return ways.get(len(rows) - 1, []) if middles else []
