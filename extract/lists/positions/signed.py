"""Signatures below tables without rules: their lines stand under columns in which they do not belong, or not
where the cells of a column begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, takewhile
from statistics import median

from extract.lists.cells import BODIES, TEXTS, is_body
from extract.lists.model import Column
from extract.lists.positions.pieces import Piece
from extract.lists.signatures import BODY, DATE, LABEL, OFFICE, sign_of
from extract.lists.words import row_number

_LEAST_CELLS = 3  # on a line of a row of which no number tells
_MOST_LINES = 5
_ALIGNED, _LEVEL, _OFF = 0.6, 0.75, 1.0  # share of the pieces; heights of a line
_BODIES = BODIES | {"lead", "recommender"}
_FREE = TEXTS | {"period"}

_Line = list[Piece]


def without_signature(
    columns: Sequence[Column], body: Sequence[Piece], home: Callable[[Piece], int | None]
) -> list[Piece]:
    """The pieces `body` of a table up to who signs below its last row; `home` says in which column one is."""
    ordered = sorted(body, key=lambda piece: (round(piece.level, 1), piece.left))
    lines = [list(line) for _, line in groupby(ordered, key=lambda piece: round(piece.level, 1))]
    last = _last_row(columns, lines, home)
    first = next((at for at in range(last + 1, len(lines)) if _signs(lines[at])), len(lines))
    block = list(takewhile(_signs, lines[first : first + _MOST_LINES]))
    if not block:
        return list(body)
    cells = _cells(columns, [piece for line in lines[:first] for piece in line], home)
    strange = [[_is_strange(piece, columns, cells, home(piece)) for piece in line] for line in block]
    at = _begin(block, strange)
    if at is None:
        return list(body)
    end = block[at][0].level - _OFF / 4
    return [piece for piece in body if piece.level < end]


def _last_row(columns: Sequence[Column], lines: Sequence[_Line], home: Callable[[Piece], int | None]) -> int:
    """The last line that has the number of a row, or cells enough to be of one; -1 if there is none."""
    numbers = [at for at, column in enumerate(columns) if column.role == "number"]

    def is_row(line: _Line) -> bool:
        if numbers:
            return any(home(piece) == numbers[0] and row_number(piece.text) is not None for piece in line)
        return len({home(piece) for piece in line} - {None}) >= _LEAST_CELLS

    return max((at for at, line in enumerate(lines) if is_row(line)), default=-1)


def _signs(line: _Line) -> bool:
    return all(sign_of(piece.text) is not None for piece in line)


def _cells(
    columns: Sequence[Column], pieces: Sequence[Piece], home: Callable[[Piece], int | None]
) -> list[list[Piece]]:
    found: list[list[Piece]] = [[] for _ in columns]
    for piece in pieces:
        if (at := home(piece)) is not None:
            found[at].append(piece)
    return found


def _is_strange(
    piece: Piece, columns: Sequence[Column], cells: Sequence[Sequence[Piece]], at: int | None
) -> bool:
    """Whether a piece that may be of a signature cannot be the rest of a cell of the column `at`."""
    sign = sign_of(piece.text)
    if sign == LABEL or at is None:
        return True
    own, role = cells[at], columns[at].role
    edge = median(other.left for other in own) if own else piece.left
    begun = sum(abs(other.left - edge) <= _LEVEL * other.height for other in own)
    if begun >= _ALIGNED * len(own) and abs(piece.left - edge) > _OFF * piece.height:
        return True
    if role in _FREE:
        return False
    if sign == DATE:
        return True
    return role not in _BODIES and not any(is_body(other.text) for other in own)


def _begin(block: Sequence[_Line], strange: Sequence[Sequence[bool]]) -> int | None:
    """The line of `block` with which the signature begins: what stands in its place in a column may be the
    rest of the last row, unless it alone says who signs. None where nothing is known to be a signature.
    """
    signs = [[sign_of(piece.text) for piece in line] for line in block]
    at = next((at for at, line in enumerate(strange) if any(line)), None)
    if at is None:
        return None
    below = {sign for line in signs[at:] for sign in line}
    above = _above(signs[:at])
    if {DATE, LABEL} & below:
        return at - 1 if above and not below & {OFFICE, BODY, LABEL} else at
    return at if below == {OFFICE} else None


def _above(signs: Sequence[Sequence[str | None]]) -> bool:
    """Whether the line right above holds offices alone."""
    return bool(signs) and set(signs[-1]) == {OFFICE}
