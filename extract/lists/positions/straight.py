"""Columns of a plain text that seem to reach into one another, for its characters are not as wide as the
spaces that set them apart (pdftotext): where line after line has as many pieces as heads stand over them,
these are told by their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extract.lists.positions.pieces import Piece

_LEAST, _MOST = 3, 0.7  # lines, and which share of them, that have a piece for each head
_GAP = 1.0


def straightened(
    pieces: Sequence[Piece], seeds: Sequence[Piece], strips: Sequence[tuple[float, float]]
) -> list[Piece] | None:
    """The `pieces` with those of one of the `strips`, or of two beside each other, that hold more of them
    than words of a head, `seeds`, stand over it, set below these by their order, and all on their right as
    far away as before; None where none is.
    """
    if not all(piece.level.is_integer() for piece in pieces):
        return None
    held = [_lines(pieces, strip) for strip in strips]
    crowded = [max(map(len, lines), default=0) > max(_heads(lines, seeds), 1) for lines in held]
    for at, (_, right) in enumerate(strips):
        if (heads := _heads(held[at], seeds)) > 1 and (moved := _moved(held[at], heads)):
            return _put(pieces, moved, right)
    for at in range(len(strips) - 1):
        if any(crowded[at : at + 2]):
            lines = _lines(pieces, (strips[at][0], strips[at + 1][1]))
            heads = _heads(lines, seeds)
            if heads > 1 and (moved := _moved(lines, heads)):
                return _put(pieces, moved, strips[at + 1][1])
    return None


def _lines(pieces: Sequence[Piece], strip: tuple[float, float]) -> list[list[Piece]]:
    """The lines of the pieces in a strip."""
    inside = [piece for piece in pieces if strip[0] <= (piece.left + piece.right) / 2 < strip[1]]
    return [list(line) for _, line in groupby(inside, key=lambda piece: piece.level)]


def _heads(lines: Sequence[Sequence[Piece]], seeds: Sequence[Piece]) -> int:
    """How many words of a head stand beside one another on one of the lines."""
    return max((sum(piece in seeds for piece in line) for line in lines), default=0)


def _moved(lines: Sequence[Sequence[Piece]], count: int) -> dict[Piece, Piece] | None:
    """The pieces of the lines, each in one of `count` columns of their own; None where they do not say in
    which.
    """
    whole = [line for line in lines if len(line) == count]
    wanted = sum(len(line) > 1 for line in lines)
    if len(whole) < max(_LEAST, _MOST * wanted) or any(len(line) > count for line in lines):
        return None
    placed = [[(at, piece) for at, piece in enumerate(line)] for line in whole]
    for line in lines:
        if len(line) < count:
            above = _above(whole, line[0].level)
            placed.append([(_nearest(above, piece), piece) for piece in line])
    found: dict[Piece, Piece] = {}
    start = min(piece.left for line in lines for piece in line)
    for column in range(count):
        own = [piece for line in placed for at, piece in line if at == column]
        found.update(
            {piece: piece._replace(left=start, right=start + piece.right - piece.left) for piece in own}
        )
        start = max(piece.right for piece in map(found.__getitem__, own)) + _GAP
    return found


def _above(whole: Sequence[Sequence[Piece]], level: float) -> Sequence[Piece]:
    """The last whole line above a height, or the first of all."""
    return next((line for line in reversed(whole) if line[0].level < level), whole[0])


def _nearest(line: Sequence[Piece], piece: Piece) -> int:
    """Which of the pieces of a line is printed nearest to a piece below it."""
    return min(range(len(line)), key=lambda at: abs(line[at].left - piece.left))


def _put(pieces: Sequence[Piece], moved: dict[Piece, Piece], right: float) -> list[Piece]:
    """The pieces with those that are `moved`, and what stands behind these moved on."""
    further = max(max(piece.right for piece in moved.values()) - right, 0.0) + _GAP

    def put(piece: Piece) -> Piece:
        if piece in moved:
            return moved[piece]
        behind = piece.left >= right - _GAP
        return piece._replace(left=piece.left + further, right=piece.right + further) if behind else piece

    return sorted(map(put, pieces), key=lambda piece: (piece.level, piece.left))
