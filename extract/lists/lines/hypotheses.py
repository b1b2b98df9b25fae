"""What the search for a table keeps in mind: cells in the making, closed rows, hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from extract.cleaning import joined
from extract.lists.lines.fragments import Fragment

_new = tuple.__new__
_NEVER = float("inf")
ENDED, BETWEEN = -2, -1
cost_of = itemgetter(0)  # the cost of a hypothesis, by which they are ordered


class Found(NamedTuple):
    """A row (the fragments of each cell), or a heading or a fragment given up (its fragment alone)."""

    cells: tuple[tuple[int, ...], ...]
    cost: float
    heading: int | None
    unplaced: int | None


class Cell:
    """The fragments of a cell so far: its last one, and the cell before that.

    In one search the same fragments in the same column are one object. So cells compare by identity, and
    what a cell costs is found out once.
    """

    __slots__ = (
        "back",
        "before",
        "first",
        "fragment",
        "judged",
        "line",
        "needs",
        "piece",
        "printed",
        "short",
        "size",
        "widest",
    )

    def __init__(self, before: Cell | None, piece: int, fragment: Fragment) -> None:
        self.before, self.piece, self.fragment = before, piece, fragment
        self.line = fragment.line
        # The width of its last line, of its widest, and of all.
        wide = fragment.width
        printed = wide
        if before is None:
            self.first, self.size, self.widest = piece, wide, wide
        else:
            self.first, self.size = before.first, before.size + wide
            if before.fragment.line == fragment.line:
                printed += before.printed
            self.widest = before.widest if before.widest > printed else printed
        self.printed: int = printed
        # What it costs to go on with it on a further line that begins with less than it needs, and to come
        # back to it; None until that is asked.
        self.short: float | None = None
        self.needs = 0
        self.back: float | None = None
        self.judged: tuple[float, str] | None = None

    def text(self) -> str:
        """Its text, cleaned."""
        parts, cell = [self.fragment.plain], self.before
        while cell is not None and cell.judged is None:
            parts.append(cell.fragment.plain)
            cell = cell.before
        if cell is not None and cell.judged is not None:
            parts.append(cell.judged[1])
        return reduce(joined, reversed(parts))

    def fragments(self) -> Iterator[Fragment]:
        """Its fragments, the last one first."""
        cell: Cell | None = self
        while cell is not None:
            yield cell.fragment
            cell = cell.before

    def pieces(self) -> tuple[int, ...]:
        """The places of its fragments, in order."""
        found, cell = [self.piece], self.before
        while cell is not None:
            found.append(cell.piece)
            cell = cell.before
        return tuple(reversed(found))


class Steps(NamedTuple):
    """What steps cost, told by how the fragment is set apart from the one before it (not at all, by a space,
    by a wide space): on in the same cell (None: as on a further line), to the right, to the left.
    """

    stay: float | None
    right: float
    left: float
    slice_goes_on: bool


Cells = tuple[Cell | None, ...]


class Closed(NamedTuple):
    """A finished row, or a heading (its fragment alone), or a fragment given up, and what came before it."""

    before: Closed | None
    cells: Cells
    cost: float
    heading: int | None = None
    unplaced: int | None = None


class State(NamedTuple):
    """A hypothesis. `missing` is what the cells still empty would cost, `opened` the cost when the row
    began.
    """

    cost: float
    missing: float
    cells: Cells
    current: int
    last: int
    closed: Closed | None
    opened: float
    outside: int


# That a state goes on with the fragment under way in the cell of a column (below 0: in none): its cost, what
# the cells still empty would cost, the state, the column. It is made into a state only where it is among the
# best.
Longer = tuple[float, float, State, int]


class Beam:
    """The best hypotheses after one more fragment: the `size` cheapest, none dearer than the cheapest by more
    than `spread`.
    """

    def __init__(self, size: int, spread: float, limit: float) -> None:
        self.size, self.spread = size, spread
        # What none may pass, and what those that go on in a row may not reach: as many cost less.
        self.limit, self.enough = limit, _NEVER
        self.cheapest: list[float] = []  # in order as soon as there are enough
        self.found: list[State | Longer] = []
        # By what rows and their ends are the same, the place of each in `found`; those that go on in a row
        # differ.
        self._places: dict[object, int] = {}
        # The least cost of a row that ended before the fragment, and with what it costs to begin one with it.
        self.ended = self.begun = _NEVER

    def keep(self, state: State) -> None:
        """Keep one that has begun or closed a row, where none that agrees with it costs less."""
        at = self._places.setdefault((state.cells, state.current, state.outside), len(self.found))
        if at == len(self.found):
            self.found.append(state)
        elif state.cost < self.found[at][0]:
            self.found[at] = state
        else:
            return
        self.limit = min(self.limit, state.cost + self.spread)

    def best(self) -> list[State | Longer]:
        """The cheapest; also the cheapest that has just closed a row, for the others put the cost of that
        off.
        """
        limit, size = self.limit, self.size
        ordered = sorted([one for one in self.found if one[0] <= limit], key=cost_of)
        if len(ordered) <= size:
            return ordered
        best, rest = ordered[:size], ordered[size:]
        return [*best, *islice(filter(_has_ended, rest), 1), *islice(filter(_begins, rest), 1)]


def given_up(cost: float, missing: float, state: State, index: int) -> State:
    """`state` with fragment `index` in no cell."""
    _, _, cells, current, _, closed, opened, outside = state
    left = _new(Closed, (closed, (), 0.0, None, index))
    return _new(State, (cost, missing, cells, current, index, left, opened, outside))


def _has_ended(one: State | Longer) -> bool:
    return isinstance(one, State) and one.current == ENDED


def _begins(one: State | Longer) -> bool:
    """Whether the row of a hypothesis is one piece so far."""
    return has_begun(one) if isinstance(one, State) else one[3] < 0 and has_begun(one[2])


def has_begun(state: State) -> bool:
    """Whether its row is one piece so far."""
    if state.current < 0 or state.cells.count(None) < len(state.cells) - 1:
        return False
    cell = state.cells[state.current]
    return cell is not None and cell.before is None


def in_order(closed: Closed | None) -> list[Found]:
    """The rows that end with `closed`, the first one first."""
    found: list[Found] = []
    while closed is not None:
        cells = tuple(cell.pieces() if cell else () for cell in closed.cells)
        found.append(Found(cells, closed.cost, closed.heading, closed.unplaced))
        closed = closed.before
    return found[::-1]
