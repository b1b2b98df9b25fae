"""The search for the most plausible table among fragments: which row and which column each belongs to.

Fragments come in printed order. Most rows come cell by cell, but a PDF puts the lines of a row in the order
of their
height, so that the first or last line of a long cell may stand outside its row. So each fragment may go on
with the
cell before it, open or reopen another cell of the row, open the next row, be a heading between rows, stand
after the
end, or be given up; each step has a cost (costs.yaml), and so has each cell when its row is closed. A beam of
hypotheses is kept; two that agree on the row under way are one. The work is linear in the number of
fragments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from extract.cleaning import plain
from extract.lists.cells import CLASSES, Habits, cell_cost, missing_cost, piece_cost
from extract.lists.fragments import SPACE, WIDE, Fragment
from extract.lists.places import is_piece, is_region
from extract.lists.words import costs, heading_level

_ENDED, _BETWEEN = -2, -1
_MARGIN = 6
_LEAST_SEEN = 2
_OFTEN = 5
_FINISHED = 1.0  # a cell of less cost could be finished


class Found(NamedTuple):
    """A row (the fragments of each cell), or a heading or a fragment given up (its fragment alone)."""

    cells: tuple[tuple[int, ...], ...]
    cost: float
    heading: int | None
    unplaced: int | None


class _Cell:
    """The fragments of a cell so far: its last one, and the cell before that.

    In one search the same fragments in the same column are one object. So cells compare by identity, and
    what a cell costs is found out once.
    """

    __slots__ = ("before", "judged", "line", "longer", "piece", "printed", "widest")

    def __init__(self, before: _Cell | None, piece: int, fragment: Fragment) -> None:
        self.before, self.piece, self.line = before, piece, fragment.line
        # The width of its last line, and of its widest.
        self.printed = self.widest = fragment.width
        if before is not None:
            self.printed += before.printed if before.line == fragment.line else 0
            self.widest = max(before.widest, self.printed)
        self.longer: dict[int, _Cell] = {}
        self.judged: tuple[float, str] | None = None

    def pieces(self) -> tuple[int, ...]:
        """The places of its fragments, in order."""
        found, cell = [self.piece], self.before
        while cell is not None:
            found.append(cell.piece)
            cell = cell.before
        return tuple(reversed(found))


_Cells = tuple[_Cell | None, ...]


class _Closed(NamedTuple):
    """A finished row, or a heading (its fragment alone), or a fragment given up, and what came before it."""

    before: _Closed | None
    cells: _Cells
    cost: float
    heading: int | None = None
    unplaced: int | None = None


class _State(NamedTuple):
    """A hypothesis. `missing` is what the cells still empty would cost, `opened` the cost when the row
    began.
    """

    cost: float
    missing: float
    cells: _Cells
    current: int
    last: int
    closed: _Closed | None
    opened: float
    outside: int


class _Beam:
    """The best hypotheses after one more fragment."""

    def __init__(self, spread: float) -> None:
        self.spread = spread
        self.limit = float("inf")
        self.states: dict[tuple[_Cells, int, int], _State] = {}

    def keep(self, state: _State) -> None:
        key = (state.cells, state.current, state.outside)
        known = self.states.get(key)
        if known is None or state.cost < known.cost:
            self.states[key] = state
            self.limit = min(self.limit, state.cost + self.spread)

    def best(self, size: int) -> list[_State]:
        """The cheapest `size`; also the cheapest that has just closed a row, for the others put the cost of
        that off.
        """
        ordered = sorted((state for state in self.states.values() if state.cost <= self.limit), key=_cost)
        rest = ordered[size:]
        return [*ordered[:size], *islice(filter(_has_ended, rest), 1), *islice(filter(_has_begun, rest), 1)]


def _has_ended(state: _State) -> bool:
    return state.current == _ENDED


def _has_begun(state: _State) -> bool:
    if state.current < 0 or state.cells.count(None) < len(state.cells) - 1:
        return False
    cell = state.cells[state.current]
    return cell is not None and cell.before is None


def _cost(state: _State) -> float:
    return state.cost


class Search:
    """One search over `fragments` for a table with columns of `roles`. `anchors` are the places of running
    numbers.
    """

    def __init__(
        self,
        fragments: Sequence[Fragment],
        roles: Sequence[str],
        anchors: frozenset[int],
        habits: Habits,
    ) -> None:
        self.fragments, self.roles, self.anchors, self.habits = fragments, roles, anchors, habits
        self.cost = costs()
        # Where most rows are sliced, a slice says little against a row.
        ease = 1.0 - self.cost["slice_ease"] * habits.sliced
        self.aside: dict[str, float] = {
            key: self.cost[key] * ease
            for key in ("start_aside", "back", "reopen", "reopen_full", "reopen_whole")
        }
        self.numbered = "number" in roles
        self.empty: _Cells = (None,) * len(roles)
        self.begun: list[dict[int, _Cell]] = [{} for _ in roles]
        self.absent = [missing_cost(role) for role in roles]
        counts = Counter(fragment.text for fragment in fragments)
        self.frequent = frozenset(text for text, count in counts.items() if count > _LEAST_SEEN)
        self.classes = [column for column, role in enumerate(roles) if role in CLASSES]
        self.seen: Counter[tuple[int, str]] = Counter()
        # A line cut by wide spaces is a slice through the row: it may come back to any of its cells.
        self.slices = {index - 1 for index, fragment in enumerate(fragments) if fragment.gap == WIDE}
        self.homes: dict[str, Counter[int]] = defaultdict(Counter)
        self.counted: _Closed | None = None

    def run(self) -> list[Found]:
        """The rows of the most plausible table, and what stands between them, in order."""
        states = [_State(0.0, 0.0, self.empty, _BETWEEN, -1, None, 0.0, 0)]
        for index in range(len(self.fragments)):
            states = self._step(states, index)
            self._learn(states[0])
            if not self.numbered and states[0].current == _ENDED and states[0].outside >= self.cost["gap"]:
                break
        ended = [state if state.current == _ENDED else self._close(state) for state in states]
        return _in_order(min(ended, key=_cost).closed)

    def _step(self, states: list[_State], index: int) -> list[_State]:
        beam = _Beam(self.cost["spread"])
        pieces = self._pieces(index)
        fragment = self.fragments[index]
        heading = fragment.gap == 0 and self._is_heading(fragment.text)
        for state in states:
            if state.cost > beam.limit:
                break
            if state.current == _ENDED:
                self._outside(beam, state, index)
                continue
            self._inside(beam, state, index, pieces)
            if state.cost + state.missing <= beam.limit:
                fresh = self._close(state)
                self._open(beam, fresh, index, pieces)
                if heading:
                    self._heading(beam, fresh, index)
                if fresh.closed is not None:
                    self._outside(beam, fresh, index)
        return beam.best(self.cost["beam"])

    def _is_heading(self, text: str) -> bool:
        """Whether a line may be a heading between rows: marked as one, or a region where no column says
        it.
        """
        return heading_level(text) is not None or ("region" not in self.roles and is_region(text))

    def _inside(self, beam: _Beam, state: _State, index: int, pieces: list[float]) -> None:
        """Put the fragment into a cell of the row under way, or give it up."""
        if state.current != _BETWEEN:
            cost, missing, cells, _, _, closed, opened, outside = state
            for column, piece in enumerate(pieces):
                if cost + piece > beam.limit:
                    continue
                cell = cells[column]
                total = cost + piece + self._move(state, index, column, cell)
                if total <= beam.limit:
                    grown = (*cells[:column], self._longer(column, cell, index), *cells[column + 1 :])
                    less = missing if cell else missing - self.absent[column]
                    beam.keep(_State(total, less, grown, column, index, closed, opened, outside))
        total = state.cost + self.cost["unplaced"]
        if total <= beam.limit:
            given_up = _Closed(state.closed, (), 0.0, unplaced=index)
            beam.keep(state._replace(cost=total, closed=given_up, last=index))

    def _open(self, beam: _Beam, fresh: _State, index: int, pieces: list[float]) -> None:
        """Begin the next row with the fragment."""
        base = fresh.cost
        if self.fragments[index].gap and fresh.last == index - 1:
            base += self.cost["same_line_row"]
        for column, piece in enumerate(pieces):
            total = base + piece + (self.aside["start_aside"] if column else 0.0)
            if total <= beam.limit:
                cells = (
                    *self.empty[:column],
                    self._longer(column, None, index),
                    *self.empty[column + 1 :],
                )
                missing = sum(self.absent) - self.absent[column]
                beam.keep(_State(total, missing, cells, column, index, fresh.closed, fresh.cost, 0))

    def _longer(self, column: int, cell: _Cell | None, index: int) -> _Cell:
        """The cell with one more fragment."""
        known = self.begun[column] if cell is None else cell.longer
        found = known.get(index)
        if found is None:
            found = known[index] = _Cell(cell, index, self.fragments[index])
        return found

    def _heading(self, beam: _Beam, fresh: _State, index: int) -> None:
        total = fresh.cost + self.cost["heading"]
        closed = _Closed(fresh.closed, (), self.cost["heading"], heading=index)
        beam.keep(_State(total, 0.0, self.empty, _BETWEEN, index, closed, total, 0))

    def _outside(self, beam: _Beam, state: _State, index: int) -> None:
        """Leave the fragment to the text after the table."""
        if not self.numbered:
            step = self.cost["outside_unnumbered"]
        elif index in self.anchors:
            step = self.cost["outside_number"]
        else:
            step = 0.0 if state.current == _ENDED else self.cost["outside"]
        outside = min(state.outside + 1, self.cost["gap"])
        beam.keep(state._replace(cost=state.cost + step, cells=self.empty, current=_ENDED, outside=outside))

    def _pieces(self, index: int) -> list[float]:
        """The cost of fragment `index` in each column."""
        fragment = self.fragments[index]
        found = []
        region = "region" in self.roles and is_piece(fragment.text)
        frequent = fragment.text in self.frequent
        homes = self.homes.get(fragment.text)
        settled = homes is not None and homes.total() >= _OFTEN
        for column, role in enumerate(self.roles):
            total = piece_cost(fragment.text, fragment.width, role, frequent, region)
            wide = self.habits.widths[column] if self.habits.learned else None
            if wide is not None and fragment.width > wide[1] + 1 and role != "number":
                total += self.cost["too_wide"] + self.cost["too_wide_unit"] * (fragment.width - wide[1])
            if index in self.anchors and role != "number":
                total += self.cost["number_elsewhere"]
            if settled and homes is not None and not homes[column]:
                total += self.cost["foreign_piece"]
            found.append(total)
        return found

    def _move(self, state: _State, index: int, column: int, cell: _Cell | None) -> float:
        """The cost of the step from the cell under way to `cell`, that of `column`."""
        cost, current = self.cost, state.current
        together = self.fragments[index].gap if state.last == index - 1 else 0
        if column == current and cell is not None:
            if together:
                return float(cost["keep_wide" if together == WIDE else "keep_space"])
            return self._join(cell, index, column)
        total = 0.0
        if together:
            total += cost["break_space"] if together == SPACE else 0.0
            total += cost["same_line_back"] if column < current else 0.0
        if cell is not None:
            slice_goes_on = together == WIDE and column > current
            total += self._join(cell, index, column)
            total += 0.0 if slice_goes_on else self._reopen(cell, index, column)
        elif column < current:
            total += self.aside["back"]
        else:
            total += cost["skip_column"] * state.cells[current + 1 : column].count(None)
        return total

    def _reopen(self, cell: _Cell, index: int, column: int) -> float:
        """The cost of coming back to `cell` from another one."""
        if index in self.slices or self._judge(column, cell)[0] >= _FINISHED:
            return self.aside["reopen"]
        return self.aside["reopen_full" if self._is_full(column, cell) else "reopen_whole"]

    def _join(self, cell: _Cell, index: int, column: int) -> float:
        """The cost of going on with `cell` on a further line: a line that ended early is the last of its
        cell.
        """
        if self.roles[column] == "number":
            return float(self.cost["impossible"])
        fragment = self.fragments[index]
        if cell.line == fragment.line:
            return 0.0
        if self.habits.learned:
            known = self.habits.widths[column]
            if known is None:
                return float(
                    self.cost["unwrapped" if self._judge(column, cell)[0] < _FINISHED else "unwrapped_open"]
                )
            wide = known[0]
        else:
            wide = max(cell.widest, fragment.width) - _MARGIN
        text = fragment.text
        room = 2 if text[0] >= "\u2000" else min(8, len(text.split(" ", 1)[0]))
        return float(self.cost["after_short"]) if cell.printed + room + 1 < wide else 0.0

    def _is_full(self, column: int, cell: _Cell) -> bool:
        """Whether the last line of `cell` is as wide as lines get before they break, so that it may go on."""
        wide = self.habits.widths[column] if self.habits.learned else None
        return wide is not None and cell.printed >= wide[0]

    def _judge(self, column: int, cell: _Cell) -> tuple[float, str]:
        """The cost of `cell` as it stands, and its text."""
        if cell.judged is None:
            text = plain("\n".join(self.fragments[index].text for index in cell.pieces()))
            cell.judged = (cell_cost(text, self.roles[column], self.habits), text)
        return cell.judged

    def _close(self, state: _State) -> _State:
        """The state after the row under way is closed, or the state itself where none is."""
        if state.current == _BETWEEN:
            return state
        total = 0.0
        for column, cell in enumerate(state.cells):
            if cell is None:
                total += self.absent[column]
            elif self.roles[column] == "number":
                total += 0.0 if cell.pieces()[0] in self.anchors else self.cost["number_jump"]
            else:
                judged, text = self._judge(column, cell)
                total += judged
                if column in self.classes and self.seen[column, text] < _LEAST_SEEN:
                    total += self.cost["new_class"]
        closed = _Closed(state.closed, state.cells, state.cost + total - state.opened)
        return state._replace(cost=state.cost + total, closed=closed, current=_BETWEEN, missing=0.0)

    def _learn(self, best: _State) -> None:
        """Remember from the rows that the best hypothesis has closed which values classes take, and which
        columns pieces.
        """
        if best.closed is self.counted or best.closed is None or not best.closed.cells:
            return
        self.counted = best.closed
        for column, cell in enumerate(best.closed.cells):
            if cell is None:
                continue
            for index in cell.pieces():
                if self.fragments[index].text in self.frequent:
                    self.homes[self.fragments[index].text][column] += 1
            if column in self.classes:
                self.seen[column, self._judge(column, cell)[1]] += 1


def _in_order(closed: _Closed | None) -> list[Found]:
    found: list[Found] = []
    while closed is not None:
        cells = tuple(cell.pieces() if cell else () for cell in closed.cells)
        found.append(Found(cells, closed.cost, closed.heading, closed.unplaced))
        closed = closed.before
    return found[::-1]
