"""Tables of which a text gives the pieces from above to below, whichever column they stand in (pdftotext).

A row is all that stands between two cuts, one number in each; what is on one line is of several columns, in
no order that can be told. Of all ways to cut, and to give the pieces of a row to its cells, the cheapest is
taken (costs.yaml); where rows are not plausible on average nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.cells import BODIES, SETTLED, cell_cost, missing_cost, piece_cost
from extract.lists.model import Column, Range, Row
from extract.lists.numbering import chain_of
from extract.lists.places import is_piece, is_region, known
from extract.lists.words import costs, row_number, width
from extract.rules import regexes

_LEAST_ROWS, _MOST_ROWS, _MOST_LINES, _MOST_PIECES = 3, 400, 12, 18
_MOST_JUMPS = 0.1
_BEAM = 10
_DOUBT, _ROW_DOUBT, _EVEN = 1.5, 4.0, 2
_FEW, _MOST = 4, 0.9
_PLACE, _ROOM, _SHORT = 8, 3, 3

_Piece = tuple[str, Range, int]  # text, place, line
_Priced = tuple[float, tuple[tuple[_Piece, ...], ...]]
_Way = tuple["_Way", _Priced] | None  # the rows so far, the last one first


def strewn_rows(
    lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The columns and rows of `lines` below a head, and the pieces of rows that are too hard to believe; None
    where the lines are not plausibly printed so.
    """
    kept = [at for at, column in enumerate(columns) if not _is_number(column)]
    cut = [_pieces(line, at) for at, line in enumerate(lines)]
    chain = chain_of([row_number(pieces[0][0]) for pieces in cut])
    values = [row_number(cut[at][0][0]) or 0 for at in chain]
    jumps = sum(after - before != 1 for before, after in pairwise(values))
    if not _LEAST_ROWS <= len(chain) <= _MOST_ROWS or values[0] != 1 or jumps > _MOST_JUMPS * len(chain):
        return None
    if any(after - before > 2 * _MOST_LINES for before, after in pairwise(chain)):
        return None
    roles = [columns[at].role for at in kept]
    if "description" in roles:
        return None
    found = _Table(roles, [None] * len(roles)).rows(cut, chain)
    if found is None:
        return None
    widths = [
        _usual([width(piece[0]) for _, cells in found for piece in cells[at]]) for at in range(len(roles))
    ]
    found = _Table(roles, widths).rows(cut, chain)
    if found is None or sum(cost for cost, _ in found) > _DOUBT * len(found):
        return None
    rows, lost = [], []
    for at, (cost, cells) in zip(chain, found, strict=True):
        places = tuple(tuple(piece[1] for piece in cell) for cell in cells)
        if cost > _ROW_DOUBT:
            lost += [cut[at][0][1], *(place for cell in places for place in cell)]
        else:
            rows.append(Row(((cut[at][0][1],), *places), (), round(cost, 2)))
    return (Column("number", ""), *(columns[at] for at in kept)), rows, sorted(lost)


def _usual(widths: Sequence[int]) -> int | None:
    """How wide lines of a column get, but for one in ten, and but for one at least where there are a few."""
    if len(widths) <= _FEW:
        return max(widths, default=None)
    return sorted(widths)[min(int(_MOST * len(widths)), len(widths) - 2)]


def _is_number(column: Column) -> bool:
    return column.role == "number" or regexes("cells")["number-piece"].match(column.head) is not None


def _pieces(line: Line, at: int) -> list[_Piece]:
    found, begin = [], 0
    for match in [*regexes("cells")["border"].finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        found.append((line.text[begin:end], (line.start + begin, line.start + end), at))
        begin = match.end() if match else end
    return found


class _Table:
    """What rows cost, in columns of these roles and widths (None where they are not known)."""

    def __init__(self, roles: Sequence[str], widths: Sequence[int | None]) -> None:
        self.roles, self.widths = roles, widths
        self.cost = costs()
        self.own: Mapping[str, float] = self.cost["strewn"]
        self.absent = [missing_cost(role) for role in roles]
        self.piece = lru_cache(maxsize=1 << 14)(self._piece)
        self.cell = lru_cache(maxsize=1 << 15)(self._cell)

    def rows(self, cut: Sequence[Sequence[_Piece]], chain: Sequence[int]) -> list[_Priced] | None:
        """The cheapest rows: dynamic programming over the line that a row begins with."""
        first = range(max(chain[0] - _MOST_LINES, 0), chain[0] + 1)
        left = [0.0]
        for pieces in cut[: chain[0]]:
            short = len(pieces) == 1 and len(pieces[0][0]) <= _SHORT
            left.append(left[-1] + self.own["left_short" if short else "left"])
        states: dict[int, tuple[float, _Way]] = {low: (left[low], None) for low in first}
        for place, following in pairwise([*chain, min(chain[-1] + _MOST_LINES, len(cut))]):
            ended: dict[int, tuple[float, _Way]] = {}
            last = place == chain[-1]
            for low, (cost, way) in states.items():
                for high in range(place + 1, following + 1):
                    pieces = [piece for line in cut[low:high] for piece in line]
                    if len(pieces) > _MOST_PIECES or high - low > _MOST_LINES:
                        break
                    own = self._row(pieces, cut[place][0])
                    uneven = max(abs((place - low) - (high - 1 - place)) - _EVEN, 0) * self.own["uneven"]
                    behind = self.own["left_short"] * (following - high) if last else 0.0
                    total = cost + own[0] + uneven + behind
                    if high not in ended or total < ended[high][0]:
                        ended[high] = total, (way, own)
            states = dict(sorted(ended.items(), key=lambda item: item[1][0])[:_MOST_LINES])
        if not states:
            return None
        way = min(states.values(), key=lambda state: state[0])[1]
        found = []
        while way is not None:
            way, row = way
            found.append(row)
        return found[::-1]

    def _row(self, pieces: Sequence[_Piece], number: _Piece) -> _Priced:
        """The cheapest way to give the pieces of a row to its cells."""
        states: list[_Priced] = [(0.0, ((),) * len(self.roles))]
        last: _Piece | None = None
        for piece in pieces:
            if piece is number:
                continue
            grown = []
            for cost, cells in states:
                for at, cell in enumerate(cells):
                    if cell and cell[-1][2] == piece[2]:
                        continue
                    total = cost + self.piece(piece[0], at) + (self._join(cell, at) if cell else 0.0)
                    down = any(other and other[-1] is last for other in cells[at:])
                    total += self.own["down"] if down else 0.0
                    grown.append((total, (*cells[:at], (*cell, piece), *cells[at + 1 :])))
            states = sorted(grown, key=lambda state: state[0])[:_BEAM]
            last = piece
        closed = [(cost + self._closed(cells), cells) for cost, cells in states]
        return min(closed, key=lambda state: state[0], default=(99.0, ((),) * len(self.roles)))

    def _piece(self, text: str, column: int) -> float:
        role, wide, most = self.roles[column], width(text), self.widths[column]
        cost = piece_cost(text, wide, role, True, is_piece(text))
        if role == "region" and (len(text) > _PLACE or regexes("cells")["no-place"].search(text)):
            cost += 0.0 if known(text) else self.own["unlike"]
        return cost + (self.cost["too_wide"] if most is not None and wide > most + _ROOM else 0.0)

    def _join(self, cell: Sequence[_Piece], column: int) -> float:
        """What it costs to go on with a cell: nothing where its last line was full."""
        most, role = self.widths[column], self.roles[column]
        cost = 0.0
        if most is not None and width(cell[-1][0]) < most - _ROOM:
            cost += self.cost["after_short"]
        if role in BODIES or role == "region":
            whole = self.cell(role, tuple(piece[0] for piece in cell)) == 0.0
            cost += self.cost["unwrapped_open"] if whole else 0.0
        return cost + (self.cost["amount_goes_on"] if role == "amount" else 0.0)

    def _closed(self, cells: Sequence[Sequence[_Piece]]) -> float:
        return sum(
            self.cell(role, tuple(piece[0] for piece in cell)) if cell else absent
            for role, absent, cell in zip(self.roles, self.absent, cells, strict=True)
        )

    def _cell(self, role: str, texts: tuple[str, ...]) -> float:
        text = plain("\n".join(texts))
        stub = len(text) <= 2 and not is_region(text)
        odd = role == "region" and (stub or regexes("cells")["no-place"].search(text) is not None)
        return cell_cost(text, role, SETTLED) + (self.own["no_place"] if odd else 0.0)
