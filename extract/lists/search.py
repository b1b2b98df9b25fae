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
from typing import NamedTuple

from extract.cleaning import plain
from extract.lists.cells import CLASSES, Habits, cell_cost, missing_cost, piece_cost
from extract.lists.fragments import SPACE, WIDE, Fragment
from extract.lists.places import is_piece, is_region
from extract.lists.words import costs, heading_level

Cell = tuple[int, ...]
_ENDED, _BETWEEN = -2, -1
_MARGIN = 6
_LEAST_SEEN = 2
_OFTEN = 5
_FINISHED = 1.0  # a cell of less cost could be finished


class Closed(NamedTuple):
    """A finished row, or a heading (its fragment alone), or a fragment given up, and what came before it."""

    before: Closed | None
    cells: tuple[Cell, ...]
    cost: float
    heading: int | None = None
    unplaced: int | None = None


class _State(NamedTuple):
    """A hypothesis. `missing` is what the cells still empty would cost, `opened` the cost when the row
    began.
    """

    cost: float
    missing: float
    cells: tuple[Cell, ...]
    current: int
    last: int
    closed: Closed | None
    opened: float
    outside: int


class _Beam:
    """The best hypotheses after one more fragment."""

    def __init__(self, spread: float) -> None:
        self.spread = spread
        self.limit = float("inf")
        self.states: dict[tuple[tuple[Cell, ...], int, int], _State] = {}

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
        ordered = sorted(self.states.values(), key=_cost)
        kept = ordered[:size]
        for closed in (_has_ended, _has_begun):
            kept += [state for state in ordered[size:] if closed(state)][:1]
        return [state for state in kept if state.cost <= self.limit]


def _has_ended(state: _State) -> bool:
    return state.current == _ENDED


def _has_begun(state: _State) -> bool:
    return state.current >= 0 and sum(map(len, state.cells)) == 1


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
        self.empty: tuple[Cell, ...] = ((),) * len(roles)
        self.absent = [missing_cost(role) for role in roles]
        counts = Counter(fragment.text for fragment in fragments)
        self.frequent = frozenset(text for text, count in counts.items() if count > _LEAST_SEEN)
        self.classes = [column for column, role in enumerate(roles) if role in CLASSES]
        self.seen: Counter[tuple[int, str]] = Counter()
        # A line cut by wide spaces is a slice through the row: it may come back to any of its cells.
        self.slices = {index - 1 for index, fragment in enumerate(fragments) if fragment.gap == WIDE}
        self.homes: dict[str, Counter[int]] = defaultdict(Counter)
        self.counted: Closed | None = None
        self.judged: dict[tuple[int, Cell], tuple[float, str]] = {}
        self.lines: dict[Cell, tuple[int, int]] = {}

    def run(self) -> Closed | None:
        """The rows of the most plausible table, last first."""
        states = [_State(0.0, 0.0, self.empty, _BETWEEN, -1, None, 0.0, 0)]
        for index in range(len(self.fragments)):
            states = self._step(states, index)
            self._learn(states[0])
            if not self.numbered and states[0].current == _ENDED and states[0].outside >= self.cost["gap"]:
                break
        ended = [state if state.current == _ENDED else self._close(state) for state in states]
        return min(ended, key=_cost).closed

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
            for column, piece in enumerate(pieces):
                total = state.cost + piece
                if total > beam.limit:
                    continue
                total += self._move(state, index, column)
                if total > beam.limit:
                    continue
                cell = state.cells[column]
                missing = state.missing if cell else state.missing - self.absent[column]
                cells = (*state.cells[:column], (*cell, index), *state.cells[column + 1 :])
                beam.keep(_State(total, missing, cells, column, index, *state[5:]))
        total = state.cost + self.cost["unplaced"]
        if total <= beam.limit:
            closed = Closed(state.closed, (), 0.0, unplaced=index)
            beam.keep(state._replace(cost=total, closed=closed, last=index))

    def _open(self, beam: _Beam, fresh: _State, index: int, pieces: list[float]) -> None:
        """Begin the next row with the fragment."""
        base = fresh.cost
        if self.fragments[index].gap and fresh.last == index - 1:
            base += self.cost["same_line_row"]
        for column, piece in enumerate(pieces):
            total = base + piece + (self.aside["start_aside"] if column else 0.0)
            if total <= beam.limit:
                cells = (*self.empty[:column], (index,), *self.empty[column + 1 :])
                missing = sum(self.absent) - self.absent[column]
                beam.keep(_State(total, missing, cells, column, index, fresh.closed, fresh.cost, 0))

    def _heading(self, beam: _Beam, fresh: _State, index: int) -> None:
        total = fresh.cost + self.cost["heading"]
        closed = Closed(fresh.closed, (), self.cost["heading"], heading=index)
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
        for column, role in enumerate(self.roles):
            total = piece_cost(fragment.text, fragment.width, role, fragment.text in self.frequent, region)
            wide = self.habits.widths[column] if self.habits.learned else None
            if wide is not None and fragment.width > wide[1] + 1 and role != "number":
                total += self.cost["too_wide"] + self.cost["too_wide_unit"] * (fragment.width - wide[1])
            if index in self.anchors and role != "number":
                total += self.cost["number_elsewhere"]
            if fragment.text in self.homes and self.homes[fragment.text].total() >= _OFTEN:
                total += 0.0 if self.homes[fragment.text][column] else self.cost["foreign_piece"]
            found.append(total)
        return found

    def _move(self, state: _State, index: int, column: int) -> float:
        """The cost of the step from the cell under way to `column`."""
        cost = self.cost
        together = self.fragments[index].gap if state.last == index - 1 else 0
        cell = state.cells[column]
        if column == state.current:
            if together:
                return float(cost["keep_wide" if together == WIDE else "keep_space"])
            return self._join(cell, index, column)
        total = 0.0
        if together:
            total += cost["break_space"] if together == SPACE else 0.0
            total += cost["same_line_back"] if column < state.current else 0.0
        if cell:
            slice_goes_on = together == WIDE and column > state.current
            total += self._join(cell, index, column)
            total += 0.0 if slice_goes_on else self._reopen(cell, index, column)
        elif column < state.current:
            total += self.aside["back"]
        else:
            total += cost["skip_column"] * state.cells[state.current + 1 : column].count(())
        return total

    def _reopen(self, cell: Cell, index: int, column: int) -> float:
        """The cost of coming back to `cell` from another one."""
        if index in self.slices or self._judge(column, cell)[0] >= _FINISHED:
            return self.aside["reopen"]
        return self.aside["reopen_full" if self._is_full(column, cell) else "reopen_whole"]

    def _join(self, cell: Cell, index: int, column: int) -> float:
        """The cost of going on with `cell` on a further line: a line that ended early is the last of its
        cell.
        """
        if self.roles[column] == "number":
            return float(self.cost["impossible"])
        if self.fragments[cell[-1]].line == self.fragments[index].line:
            return 0.0
        printed, widest = self._printed(cell)
        if self.habits.learned:
            known = self.habits.widths[column]
            if known is None:
                return float(
                    self.cost["unwrapped" if self._judge(column, cell)[0] < _FINISHED else "unwrapped_open"]
                )
            wide = known[0]
        else:
            wide = max(widest, self.fragments[index].width) - _MARGIN
        text = self.fragments[index].text
        room = 2 if text[0] >= "\u2000" else min(8, len(text.split(" ", 1)[0]))
        return float(self.cost["after_short"]) if printed + room + 1 < wide else 0.0

    def _is_full(self, column: int, cell: Cell) -> bool:
        """Whether the last line of `cell` is as wide as lines get before they break, so that it may go on."""
        wide = self.habits.widths[column] if self.habits.learned else None
        return wide is not None and self._printed(cell)[0] >= wide[0]

    def _printed(self, cell: Cell) -> tuple[int, int]:
        """The width of the last line of `cell`, and of its widest line."""
        found = self.lines.get(cell)
        if found is None:
            widths: dict[int, int] = {}
            for piece in cell:
                fragment = self.fragments[piece]
                widths[fragment.line] = widths.get(fragment.line, 0) + fragment.width
            found = self.lines[cell] = (widths[self.fragments[cell[-1]].line], max(widths.values()))
        return found

    def _judge(self, column: int, cell: Cell) -> tuple[float, str]:
        """The cost of `cell` as it stands, and its text."""
        key = (column, cell)
        found = self.judged.get(key)
        if found is None:
            text = plain("\n".join(self.fragments[index].text for index in cell))
            found = self.judged[key] = (cell_cost(text, self.roles[column], self.habits), text)
        return found

    def _close(self, state: _State) -> _State:
        """The state after the row under way is closed, or the state itself where none is."""
        if state.current == _BETWEEN:
            return state
        total = 0.0
        for column, cell in enumerate(state.cells):
            if not cell:
                total += self.absent[column]
            elif self.roles[column] == "number":
                total += 0.0 if cell[0] in self.anchors else self.cost["number_jump"]
            else:
                judged, text = self._judge(column, cell)
                total += judged
                if column in self.classes and self.seen[column, text] < _LEAST_SEEN:
                    total += self.cost["new_class"]
        closed = Closed(state.closed, state.cells, state.cost + total - state.opened)
        return state._replace(cost=state.cost + total, closed=closed, current=_BETWEEN, missing=0.0)

    def _learn(self, best: _State) -> None:
        """Remember from the rows that the best hypothesis has closed which values classes take, and which
        columns pieces.
        """
        if best.closed is self.counted or best.closed is None or not best.closed.cells:
            return
        self.counted = best.closed
        for column, cell in enumerate(best.closed.cells):
            for index in cell:
                if self.fragments[index].text in self.frequent:
                    self.homes[self.fragments[index].text][column] += 1
            if cell and column in self.classes:
                self.seen[column, self._judge(column, cell)[1]] += 1
