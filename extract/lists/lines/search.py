"""The search for the most plausible table among fragments: which row and which column each belongs to.

Fragments come in printed order. Most rows come cell by cell, but a PDF puts the lines of a row in the order
of their height, so that the first or last line of a long cell may stand outside its row. So each fragment may
go on with the cell before it, open or reopen another cell of the row, open the next row, be a heading between
rows, stand after the end, or be given up; each step has a cost (costs.yaml), and so has each cell when its
row is closed. A beam of hypotheses is kept; two that agree on the row under way are one. The work is linear
in the number of fragments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.lists.cells import AMOUNTS, CLASSES, Habits, cell_cost, missing_cost, piece_cost
from extract.lists.lines.fragments import SPACE, WIDE, Fragment
from extract.lists.lines.hypotheses import (
    BETWEEN,
    ENDED,
    Beam,
    Cell,
    Cells,
    Closed,
    Found,
    Longer,
    State,
    Steps,
    cost_of,
    in_order,
)
from extract.lists.places import is_piece, is_region
from extract.lists.words import costs, heading_level

_new = tuple.__new__
_MARGIN = 6
_LEAST_SEEN = 2
_OFTEN = 5
_LONGEST_CELL = 4_000  # Latin letters wide
_FINISHED = 1.0  # a cell of less cost could be finished


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
        self.empty: Cells = (None,) * len(roles)
        self.absent = [missing_cost(role) for role in roles]
        self.skip, self.back = float(self.cost["skip_column"]), self.aside["back"]
        self.least_back = min(self.aside[key] for key in ("reopen", "reopen_full", "reopen_whole"))
        self.unplaced = float(self.cost["unplaced"])
        self.steps = self._steps()
        counts = Counter(fragment.text for fragment in fragments)
        self.frequent = frozenset(text for text, count in counts.items() if count > _LEAST_SEEN)
        self.classes = [column for column, role in enumerate(roles) if role in CLASSES]
        self.seen: Counter[tuple[int, str]] = Counter()
        # A line cut by wide spaces is a slice through the row: it may come back to any of its cells.
        self.slices = {index - 1 for index, fragment in enumerate(fragments) if fragment.gap == WIDE}
        self.homes: dict[str, Counter[int]] = defaultdict(Counter)
        self.counted: Closed | None = None
        self.grown: list[Cell] = []  # the cells that have a longer one

    def _steps(self) -> dict[int, Steps]:
        cost = self.cost
        return {
            0: Steps(None, 0.0, 0.0, False),
            SPACE: Steps(
                cost["keep_space"], cost["break_space"], cost["break_space"] + cost["same_line_back"], False
            ),
            WIDE: Steps(cost["keep_wide"], 0.0, cost["same_line_back"], True),
        }

    def run(self) -> list[Found]:
        """The rows of the most plausible table, and what stands between them, in order."""
        states = [State(0.0, 0.0, self.empty, BETWEEN, -1, None, 0.0, 0)]
        for index in range(len(self.fragments)):
            states = self._step(states, index)
            self._learn(states[0])
            if not self.numbered and states[0].current == ENDED and states[0].outside >= self.cost["gap"]:
                break
        ended = [state if state.current == ENDED else self._close(state) or state for state in states]
        return in_order(min(ended, key=cost_of).closed)

    def _step(self, states: list[State], index: int) -> list[State]:
        spread = self.cost["spread"]
        # Any fragment may be given up, so that no hypothesis dearer than that is kept.
        worst = self.unplaced + spread if states[0].current != ENDED else float("inf")
        beam = Beam(self.cost["beam"], spread, states[0].cost + worst)
        pieces = self._pieces(index)
        places = [(column, piece) for column, piece in enumerate(pieces) if piece <= worst]
        fragment = self.fragments[index]
        heading = fragment.gap == 0 and self._is_heading(fragment.text)
        first = [Cell(None, index, fragment) for _ in pieces]
        for state in states:
            if state.cost > beam.limit:
                break
            if state.current == ENDED:
                self._outside(beam, state, index)
                continue
            if state.current != BETWEEN:
                self._inside(beam, state, index, places, first)
            if state.cost + self.unplaced <= beam.limit:
                self._give_up(beam, state, index)
            if state.cost + state.missing <= beam.limit:
                fresh = self._close(state, max(beam.ended, beam.begun))
                if fresh is None:
                    continue
                beam.ended = min(beam.ended, fresh.cost)
                self._open(beam, fresh, index, places, first)
                if heading:
                    self._heading(beam, fresh, index)
                if fresh.closed is not None:
                    self._outside(beam, fresh, index)
        for cell in self.grown:
            cell.longer = None
        self.grown.clear()
        return beam.best()

    def _is_heading(self, text: str) -> bool:
        """Whether a line may be a heading between rows: marked as one, or a region where no column says
        it.
        """
        return heading_level(text) is not None or ("region" not in self.roles and is_region(text))

    def _inside(
        self, beam: Beam, state: State, index: int, places: list[tuple[int, float]], first: list[Cell]
    ) -> None:
        """Put the fragment into a cell of the row under way. Most of the time of a search goes by here."""
        cost, missing, cells, current, last, *_ = state
        limit, enough = beam.limit, beam.enough
        stay, right, left, slice_goes_on = self.steps[self.fragments[index].gap if last == index - 1 else 0]
        for column, piece in places:
            total = cost + piece
            if total > limit or total >= enough:
                continue
            cell = cells[column]
            if cell is None:
                total += left + self.back if column < current else self._past(cells, current, column, right)
                longer, less = first[column], missing - self.absent[column]
            elif column == current:
                longer, less = cell.longer or self._grow(cell, index, column), missing
                total += cell.join if stay is None else stay
            elif slice_goes_on and column > current:
                longer, less = cell.longer or self._grow(cell, index, column), missing
                total += right + cell.join
            else:
                step = left if column < current else right
                least = total + step + self.least_back
                if least > limit or least >= enough:
                    continue
                longer, less = cell.longer or self._grow(cell, index, column), missing
                total += step + cell.join
                if total + self.least_back > limit:
                    continue
                total += self._reopen(cell, index, column) if cell.back is None else cell.back
            if total <= limit and total < enough:
                beam.go_on(_new(Longer, (total, less, state, column, longer, index)))
                limit, enough = beam.limit, beam.enough

    def _past(self, cells: Cells, current: int, column: int, right: float) -> float:
        """The cost of the step to an empty cell on the right, past the empty ones between."""
        return right + self.skip * cells[current + 1 : column].count(None)

    def _grow(self, cell: Cell, index: int, column: int) -> Cell:
        cell.back = None
        cell.join = self._join(cell, index, column)
        cell.longer = longer = Cell(cell, index, self.fragments[index])
        self.grown.append(cell)
        return longer

    def _give_up(self, beam: Beam, state: State, index: int) -> None:
        """Leave the fragment to no cell."""
        cost, missing, cells, current, _, closed, opened, outside = state
        given_up = Closed(closed, (), 0.0, unplaced=index)
        left = State(cost + self.unplaced, missing, cells, current, index, given_up, opened, outside)
        if current == BETWEEN:
            beam.keep(left)
        else:
            beam.go_on(left)

    def _open(
        self, beam: Beam, fresh: State, index: int, places: list[tuple[int, float]], first: list[Cell]
    ) -> None:
        """Begin the next row with the fragment; after the cheapest of the rows before it."""
        base = fresh.cost
        if self.fragments[index].gap and fresh.last == index - 1:
            base += self.cost["same_line_row"]
        if base >= beam.begun:
            return
        beam.begun = base
        for column, piece in places:
            total = base + piece + (self.aside["start_aside"] if column else 0.0)
            if total <= beam.limit:
                cells = (*self.empty[:column], first[column], *self.empty[column + 1 :])
                missing = sum(self.absent) - self.absent[column]
                beam.keep(State(total, missing, cells, column, index, fresh.closed, fresh.cost, 0))

    def _heading(self, beam: Beam, fresh: State, index: int) -> None:
        total = fresh.cost + self.cost["heading"]
        closed = Closed(fresh.closed, (), self.cost["heading"], heading=index)
        beam.keep(State(total, 0.0, self.empty, BETWEEN, index, closed, total, 0))

    def _outside(self, beam: Beam, state: State, index: int) -> None:
        """Leave the fragment to the text after the table."""
        if index in self.anchors and self.numbered:
            step = self.cost["outside_number"]
        elif not self.numbered:
            step = self.cost["outside_unnumbered"]
        else:
            step = 0.0 if state.current == ENDED else self.cost["outside"]
        outside = min(state.outside + 1, self.cost["gap"])
        cost, missing, _, _, last, closed, opened, _ = state
        beam.keep(State(cost + step, missing, self.empty, ENDED, last, closed, opened, outside))

    def _pieces(self, index: int) -> list[float]:
        """The cost of fragment `index` in each column."""
        fragment = self.fragments[index]
        found = []
        region = "region" in self.roles and is_piece(fragment.text)
        frequent = fragment.text in self.frequent
        homes = self.homes.get(fragment.text)
        marked = not fragment.gap and heading_level(fragment.text) is not None
        settled = homes is not None and homes.total() >= _OFTEN
        for column, role in enumerate(self.roles):
            total = piece_cost(fragment.text, fragment.width, role, frequent, region)
            total += self.cost["heading_inside"] if marked else 0.0
            if role == "number":
                total = 0.0 if fragment.number is not None else float(self.cost["impossible"])
            wide = self.habits.widths[column] if self.habits.learned else None
            if wide is not None and fragment.width > wide[1] + 1 and role != "number":
                total += self.cost["too_wide"] + self.cost["too_wide_unit"] * (fragment.width - wide[1])
            if index in self.anchors and role != "number":
                total += self.cost["number_elsewhere"]
            if settled and homes is not None and not homes[column]:
                total += self.cost["foreign_piece"]
            found.append(total)
        return found

    def _reopen(self, cell: Cell, index: int, column: int) -> float:
        """The cost of coming back to `cell` from another one."""
        if index in self.slices or self._judge(column, cell)[0] >= _FINISHED:
            cell.back = self.aside["reopen"]
        else:
            cell.back = self.aside["reopen_full" if self._is_full(column, cell) else "reopen_whole"]
        return cell.back

    def _join(self, cell: Cell, index: int, column: int) -> float:
        """The cost of going on with `cell` on a further line: a line that ended early is the last of its
        cell.
        """
        if self.roles[column] == "number" or cell.size > _LONGEST_CELL:
            return float(self.cost["impossible"])
        fragment = self.fragments[index]
        if cell.fragment.line == fragment.line:
            return 0.0
        if self.roles[column] in AMOUNTS:
            return float(self.cost[f"{self.roles[column]}_goes_on"])
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

    def _is_full(self, column: int, cell: Cell) -> bool:
        """Whether the last line of `cell` is as wide as lines get before they break, so that it may go on."""
        wide = self.habits.widths[column] if self.habits.learned else None
        return wide is not None and cell.printed >= wide[0]

    def _judge(self, column: int, cell: Cell) -> tuple[float, str]:
        """The cost of `cell` as it stands, and its text."""
        if cell.judged is None:
            text = cell.text()
            cell.judged = (cell_cost(text, self.roles[column], self.habits), text)
        return cell.judged

    def _close(self, state: State, known: float = float("inf")) -> State | None:
        """The state after the row under way is closed, or the state itself where none is; None where that
        costs no less than `known`.
        """
        if state.current == BETWEEN:
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
            if state.cost + total >= known:
                return None
        closed = Closed(state.closed, state.cells, state.cost + total - state.opened)
        return State(
            state.cost + total, 0.0, state.cells, BETWEEN, state.last, closed, state.opened, state.outside
        )

    def _learn(self, best: State) -> None:
        """Remember from the rows that the best hypothesis has closed which values classes take, and which
        columns pieces.
        """
        if best.closed is self.counted or best.closed is None or not best.closed.cells:
            return
        self.counted = best.closed
        for column, cell in enumerate(best.closed.cells):
            if cell is None:
                continue
            for fragment in cell.fragments():
                if fragment.text in self.frequent:
                    self.homes[fragment.text][column] += 1
            if column in self.classes:
                self.seen[column, self._judge(column, cell)[1]] += 1
