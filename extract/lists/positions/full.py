"""How wide the lines of a column get before they break: a cell goes on below a line that is full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from extract.lists.cells import BODIES, is_body
from extract.lists.positions.pieces import Piece
from extract.lists.positions.textplaces import HEIGHT
from extract.lists.words import width

_LEAST = 2  # lines as wide as that
# What does not come apart at the end of a line: no line begins with the end of a sentence or a bracket.
_WORD = re.compile(r"[（“《【]*+(?:[A-Za-z0-9.,/+\-—~×]++|.)[，。、；：！？）”》】%％]*+")
_ENDS = "、，；,;"

_Line = Sequence[Piece]


def wide_of(lines: Sequence[_Line]) -> float | None:
    """How wide the lines of a column get, but for one that may reach out of its cell; None where but one is
    nearly as wide, so that it may be no border.
    """
    widths = sorted((_wide(line) for line in lines), reverse=True)
    far = _unit(lines[0][0]) if lines else 0.0
    near = len(widths) >= _LEAST and widths[0] - widths[_LEAST - 1] < far
    return widths[_LEAST - 1] if near else None


def early_breaks(lines: Sequence[_Line], role: str, wide: float | None) -> list[int]:
    """For each line of a column that is so `wide` how many of those above it had room for the first word of
    the next: such a line ends a cell, but for a body that has a line of its own.
    """
    if wide is None:
        return [0] * max(len(lines), 1)
    pairs = pairwise(lines)
    return list(accumulate((_has_room(one, other, role, wide) for one, other in pairs), initial=0))


def _has_room(one: _Line, other: _Line, role: str, wide: float) -> bool:
    text = one[-1].text
    if role in BODIES and (text[-1] in _ENDS or is_body(text)):
        return False
    word = _WORD.match(other[0].text)
    needed = width(word.group() if word else other[0].text) * _unit(one[-1]) / 2
    return _wide(one) + needed < wide + _unit(one[-1]) / 4


def _wide(line: _Line) -> float:
    """How wide a line is printed; in a text, which may have set it by counting its characters, how wide they
    were where it was broken.
    """
    if _in_text(line[0]):
        return sum(width(piece.text) for piece in line) + len(line) - 1.0
    return line[-1].right - line[0].left


def _in_text(piece: Piece) -> bool:
    return piece.height == HEIGHT


def _unit(piece: Piece) -> float:
    """How wide a Chinese character is printed in a piece."""
    if _in_text(piece):
        return 2.0
    return 2 * (piece.right - piece.left) / max(width(piece.text), 1)
