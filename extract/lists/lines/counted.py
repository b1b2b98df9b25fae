"""Tables whose columns begin behind the same number of characters on every line, however wide these are
printed (inscriptis), a row having one line or several.

What a row does not have because it shares it with the one above is left out, so that all cells behind it
stand a column too far left. Of all ways to part the lines into rows, and to give the cells of each to
columns, the cheapest is taken, by what a cell of each column may hold (`piled` in costs.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.cells import BODIES, CLASSES, is_body
from extract.lists.headings import Headings, is_class_heading, stands_between
from extract.lists.lines.piled import priced
from extract.lists.model import Column, Range, Row
from extract.lists.positions.textplaces import pieces_on
from extract.lists.roles import by_content
from extract.lists.words import code_number, costs, row_number

_LEAST_ROWS, _LEAST_COLUMNS, _MOST_LINES, _MOST_SHARED = 3, 3, 8, 2
_SHARED = CLASSES | {"region", "site", "lead", "recommender", "other"}
_MARKS = "、，,；;"
_PIECE = re.compile(r"\S+")

_Piece = tuple[str, Range]
_Places = dict[int, tuple[_Piece, ...]]  # the pieces of a row, by the column below whose head they stand


class _Row(NamedTuple):
    cost: float
    cells: dict[int, tuple[_Piece, ...]]  # by the column that they belong to; a heading has none
    heading: _Piece | None = None


def counted_rows(
    chars: str, head: Line, lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The columns and rows of the `lines` below the line `head` of the text `chars`; None where they are not
    printed so.
    """
    starts = [left for _, _, left, _ in pieces_on(chars, head, len)]
    if len(starts) != len(columns) or len(starts) < _LEAST_COLUMNS:
        return None
    body = list(_below(chars, lines, starts))
    parted = _parted(chars, lines[: len(body)])
    wide = max((len(places) for places in body), default=0)
    if len(body) < _LEAST_ROWS or wide < len(starts):
        return None
    found = _settled(body, tuple(columns), parted)
    for _ in range(_MOST_SHARED):
        told = by_content(columns, _texts(found, len(columns)))
        if told == columns:
            break
        columns, found = told, _settled(body, told, parted)
    rows = [row for row in found if not row.heading]
    whole = sum(row.cost for row in found)
    if len(rows) < _LEAST_ROWS or whole > costs()["piled"]["most"] * len(rows):
        return None
    return tuple(columns), list(_rows(found, columns)), []


def short_rows(
    lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The columns and rows of `lines` that are a row each, its cells parted by spaces and those that are
    empty left out; None where they are not printed so. Each begins with its number.
    """
    if len(columns) < _LEAST_COLUMNS or columns[0].role != "number":
        return None
    pile, found, before = _Columns(tuple(columns)), list[_Row](), 0
    for line in lines:
        pieces = list(_pieces(line))
        number = row_number(pieces[0][0])
        if number is not None and number in (1, before + 1) and 1 < len(pieces) <= len(columns):
            found.append(pile.short(pieces, not before))
            before = number
        elif len(pieces) == 1 and (heading := _heading(pieces[0])):
            found.append(_Row(0.0, {}, heading))
        elif found and number == before + 1:
            return None
        elif found:
            break
    rows = [row for row in found if not row.heading]
    whole = sum(row.cost for row in rows)
    if len(rows) < _LEAST_ROWS or whole > costs()["piled"]["most"] * len(rows) or _goes_on(lines, before):
        return None
    return tuple(columns), list(_rows(found, columns)), []


def _pieces(line: Line) -> Iterator[_Piece]:
    for match in _PIECE.finditer(line.text):
        yield match.group(), (line.start + match.start(), line.start + match.end())


def _goes_on(lines: Sequence[Line], last: int) -> bool:
    """Whether a further row stands behind the last that was read."""
    return any(row_number(line.text.split(None, 1)[0]) == last + 1 for line in lines)


def _below(chars: str, lines: Sequence[Line], starts: Sequence[int]) -> Iterator[_Places]:
    """The lines up to the first of which a piece does not begin below a head, each as its pieces."""
    for line in lines:
        places: _Places = {}
        for start, text, left, _ in pieces_on(chars, line, len):
            if left not in starts:
                return
            places[starts.index(left)] = ((text, (start, start + len(text))),)
        yield places


def _parted(chars: str, lines: Sequence[Line]) -> frozenset[int]:
    """The lines above which a blank one stands."""
    pairs = enumerate(pairwise(lines), 1)
    return frozenset(at for at, (before, line) in pairs if chars.count("\n", before.end, line.start) > 1)


def _settled(body: Sequence[_Places], columns: tuple[Column, ...], parted: frozenset[int]) -> list[_Row]:
    """The cheapest rows, cells being set on the first lines of all rows or on their middles; `parted` are the
    lines above which a blank one stands.
    """
    settings = _SETTINGS[::-1] if parted else _SETTINGS  # of ways that fit as well the likely one
    ways = [_rows_set(body, _Columns(columns, late), parted) for late in settings]
    return min(ways, key=lambda rows: sum(row.cost for row in rows))


def _rows_set(body: Sequence[_Places], pile: _Columns, parted: frozenset[int]) -> list[_Row]:
    """The cheapest rows: dynamic programming over the line behind a row."""
    best: list[tuple[float, int, _Row | None]] = [(0.0, 0, None)]
    for end in range(1, len(body) + 1):
        options = []
        for first in range(max(end - _MOST_LINES, 0), end):
            row = pile.row(body[first:end], first == 0)
            row = row._replace(cost=row.cost + pile.parting(body, first, end, parted))
            options.append((best[first][0] + row.cost, first, row))
        best.append(min(options, key=lambda option: option[0]))
    found: list[_Row] = []
    at = len(body)
    while at:
        _, at, last = best[at]
        if last is not None:
            found.append(last)
    return found[::-1]


def _late(lines: Sequence[_Places]) -> int:
    """How many cells of a row do not begin on its first line."""
    return len({at for places in lines for at in places} - set(lines[0]))


def _off_middle(lines: Sequence[_Places]) -> int:
    """How far from the middle of a row, the upper of two, the line stands that has most of its cells."""
    return abs(_fullest(lines) - (len(lines) - 1) // 2)


def _off_lower(lines: Sequence[_Places]) -> int:
    """The same, where of two middle lines the lower is meant."""
    return abs(_fullest(lines) - len(lines) // 2)


def _fullest(lines: Sequence[_Places]) -> int:
    return max(range(len(lines)), key=lambda at: len(lines[at]))


_SETTINGS = (_late, _off_lower, _off_middle)


class _Columns:
    """What rows cost in these columns; `late` says how far a row is from how its cells are set."""

    def __init__(
        self, columns: tuple[Column, ...], late: Callable[[Sequence[_Places]], int] | None = None
    ) -> None:
        self.late = late or _late
        self.roles = [column.role for column in columns]
        self.cost: Mapping[str, Any] = costs()["piled"]
        missing: Mapping[str, float] = self.cost["missing"]
        self.missing = [missing.get(role, missing["other"]) for role in self.roles]
        self.shared = [at for at, role in enumerate(self.roles) if role in _SHARED]

    def row(self, lines: Sequence[_Places], is_first: bool) -> _Row:
        """The cheapest row that `lines` make together; the first of a table shares nothing."""
        texts: _Places = {}
        for places in lines:
            for at, pieces in places.items():
                texts[at] = texts.get(at, ()) + pieces
        if len(lines) == 1 and list(texts) == [0] and (heading := _heading(texts[0][0])):
            return _Row(self.cost["heading"], {}, heading)
        wide, most = len(self.roles), 0 if is_first else _MOST_SHARED
        best = _Row(float(self.missing[self.roles.index("name")]) if "name" in self.roles else 99.0, texts)
        for count in range(min(most, len(self.shared)) + 1):
            for left_out in combinations(self.shared, count):
                kept = [at for at in range(wide) if at not in left_out]
                if max(texts, default=0) >= len(kept):
                    continue
                cells = {kept[at]: pieces for at, pieces in texts.items()}
                total = self.cost["shared"] * count + self._price(cells, left_out)
                best = min(best, _Row(total, cells), key=lambda row: row.cost)
        return best

    def short(self, pieces: Sequence[_Piece], is_first: bool) -> _Row:
        """The cheapest row of cells of which those that are empty are left out."""
        wide = len(self.roles)
        may_lack = [at for at, role in enumerate(self.roles) if role not in ("number", "name")]
        best = _Row(99.0, {})
        for left_out in combinations(may_lack, wide - len(pieces)):
            kept = [at for at in range(wide) if at not in left_out]
            cells: _Places = {at: (piece,) for at, piece in zip(kept, pieces, strict=True)}
            shared = () if is_first else [at for at in left_out if at in self.shared]
            total = self.cost["shared"] * len(shared) + self._price(cells, shared)
            best = min(best, _Row(total, cells), key=lambda row: row.cost)
        return best

    def parting(self, body: Sequence[_Places], first: int, end: int, parted: frozenset[int]) -> float:
        """What it costs that the lines `first` up to `end` are a row: where blank lines part rows, these
        stand around it.
        """
        total = float(self.cost["late"]) * self.late(body[first:end])
        if parted:
            total += float(self.cost["unparted"]) if first and first not in parted else 0.0
            total += float(self.cost["across"]) * sum(at in parted for at in range(first + 1, end))
        return total

    def _price(self, cells: _Places, left_out: Sequence[int]) -> float:
        total = 0.0
        for at, role in enumerate(self.roles):
            if at in cells:
                total += self._cell(role, tuple(text for text, _ in cells[at]))
            elif at not in left_out:
                total += self.missing[at]
        return total

    def _cell(self, role: str, texts: tuple[str, ...]) -> float:
        if role == "number":
            whole = "".join(texts)
            counts = row_number(whole) is not None or code_number(whole) is not None
            return 0.0 if counts else float(self.cost["unlike"])
        own, joins = priced(role, texts)
        return own + joins * float(self.cost["usual"])


def _heading(piece: _Piece) -> _Piece | None:
    return piece if stands_between(piece[0]) or is_class_heading(piece[0]) else None


def _texts(found: Sequence[_Row], wide: int) -> list[list[str]]:
    rows = [row.cells for row in found if not row.heading]
    return [[plain("\n".join(text for text, _ in row.get(at, ()))) for row in rows] for at in range(wide)]


def _rows(found: Sequence[_Row], columns: Sequence[Column]) -> Iterator[Row]:
    headings = Headings()
    bodies = [at for at, column in enumerate(columns) if column.role in BODIES]
    several = [row.cells[at] for row in found for at in bodies if len(row.cells.get(at, ())) > 1]
    by_hand = all(is_body(text.rstrip(_MARKS)) for pieces in several for text, _ in pieces)
    for row in found:
        if row.heading:
            headings.add(*row.heading)
            continue
        cells = (tuple(place for _, place in row.cells.get(at, ())) for at in range(len(columns)))
        yield Row(tuple(cells), headings.places, round(row.cost, 2), by_hand=by_hand)
