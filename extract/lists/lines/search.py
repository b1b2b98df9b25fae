"""The search for the most plausible table among fragments: which row and which column each belongs to.

Fragments come in printed order. Most rows come cell by cell, but a PDF puts the lines of a row in the order
of their height, so that the first or last line of a long cell may stand outside its row. So each fragment may
go on with the cell before it, open or reopen another cell of the row, open the next row, be a heading between
rows, stand after the end, or be given up; each step has a cost (costs.yaml), and so has each cell when its
row is closed. A beam of hypotheses is kept; two that agree on the row under way are one. The work is linear
in the number of fragments.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from extract.lists.cells import AMOUNTS, CLASSES, Habits, cell_cost, missing_cost, piece_costs
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
    given_up,
    has_begun,
    in_order,
)
from extract.lists.places import is_piece, is_region
from extract.lists.words import costs, heading_level

_new = tuple.__new__
_MARGIN = 6
_GIVEN_UP = -1  # the column of a fragment that is given up
_LEAST_SEEN = 2
_OFTEN = 5
_LONGEST_CELL = 4_000  # Latin letters wide
_FINISHED = 1.0  # a cell of less cost could be finished
_WIDER = 1 << 30  # than any line
_NEVER = float("inf")
_ERROR = 1e-6  # more than what sums of the same costs in another order differ by


class Search:
    """One search over `fragments` for a table with columns of `roles`. `anchors` are the places of running
    numbers, `size` how many hypotheses are kept.
    """

    def __init__(
        self,
        fragments: Sequence[Fragment],
        roles: Sequence[str],
        anchors: frozenset[int],
        habits: Habits,
        size: int,
    ) -> None:
        self.size = size
        self.fragments, self.roles, self.anchors, self.habits = fragments, tuple(roles), anchors, habits
        self.cost = costs()
        # Where most rows are sliced, a slice says little against a row.
        ease = 1.0 - self.cost["slice_ease"] * habits.sliced
        self.aside: dict[str, float] = {
            key: self.cost[key] * ease
            for key in ("start_aside", "back", "reopen", "reopen_full", "reopen_whole")
        }
        # What a fragment needs of the line before it, and below what it needs more while nothing is learned.
        self.rooms = [_room(fragment.text) for fragment in fragments]
        self.aheads = [
            -1 if habits.learned else fragment.width - _MARGIN - room - 1
            for fragment, room in zip(fragments, self.rooms, strict=True)
        ]
        self.numbered = "number" in roles
        self.numbers = {column for column, role in enumerate(roles) if role == "number"}
        widths = habits.widths if habits.learned else ()
        # How wide the lines of each column get, where that is known, and what is too wide for none.
        self.widest = [
            (column, wide[1]) for column, wide in enumerate(widths) if wide and column not in self.numbers
        ]
        self.narrow = min((wide for _, wide in self.widest), default=_WIDER)
        self.empty: Cells = (None,) * len(roles)
        self.absent = [missing_cost(role) for role in roles]
        self.all_absent = sum(self.absent)
        self.skip, self.back = float(self.cost["skip_column"]), self.aside["back"]
        self.least_back = min(self.aside[key] for key in ("reopen", "reopen_full", "reopen_whole"))
        self.unplaced, self.spread = float(self.cost["unplaced"]), float(self.cost["spread"])
        self.after_short = float(self.cost["after_short"])
        self.steps = self._steps()
        counts = Counter(fragment.text for fragment in fragments)
        self.frequent = frozenset(text for text, count in counts.items() if count > _LEAST_SEEN)
        self.classes = [column for column, role in enumerate(roles) if role in CLASSES]
        self.seen: Counter[tuple[int, str]] = Counter()
        # A line cut by wide spaces is a slice through the row: it may come back to any of its cells.
        self.slices = {index - 1 for index, fragment in enumerate(fragments) if fragment.gap == WIDE}
        self.homes: dict[str, Counter[int]] = defaultdict(Counter)
        self.counted: Closed | None = None

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
        """The hypotheses after fragment `index`, from those before it."""
        fragment = self.fragments[index]
        # Any fragment may be given up, so that no hypothesis dearer than that is kept.
        worst = self.unplaced + self.spread if states[0].current != ENDED else _NEVER
        beam = Beam(self.size, self.spread, states[0].cost + worst)
        pieces = self._pieces(index)
        places = [(column, piece) for column, piece in enumerate(pieces) if piece <= worst]
        heading = fragment.gap == 0 and self._is_heading(fragment.text)
        grown = _Grown(self, index)
        inside = self._inside(beam, index, [*places, (_GIVEN_UP, self.unplaced)])
        for state in states:
            cost, missing, _, current, _, _, _, _ = state
            if cost > beam.limit:
                break
            if current == ENDED:
                self._outside(beam, state, index)
                continue
            if current != BETWEEN:
                inside(state)
            elif cost + self.unplaced <= beam.limit:
                beam.keep(given_up(cost + self.unplaced, missing, state, index))
            known = beam.ended if beam.ended > beam.begun else beam.begun
            if cost + missing <= beam.limit and cost + missing <= known + _ERROR:
                fresh = self._close(state, known)
                if fresh is None:
                    continue
                beam.ended = min(beam.ended, fresh.cost)
                self._open(beam, fresh, index, places, grown)
                if heading:
                    self._heading(beam, fresh, index)
                if fresh.closed is not None:
                    self._outside(beam, fresh, index)
        return grown.states(beam.best())

    def _is_heading(self, text: str) -> bool:
        """Whether a line may be a heading between rows: marked as one, or a region where no column says
        it.
        """
        return heading_level(text) is not None or ("region" not in self.roles and is_region(text))

    def _inside(  # noqa: PLR0915
        self, beam: Beam, index: int, places: list[tuple[int, float]]
    ) -> Callable[[State], None]:
        """What puts the fragment into each cell of the row under way of a hypothesis, and into none.

        Most of the time of a search goes by there: a call for each step would take as long as they do.
        """
        fragment, spread, size = self.fragments[index], self.spread, self.size
        found, cheapest = beam.found, beam.cheapest
        least, least_back, absent = min(piece for _, piece in places), self.least_back, self.absent
        line, room, ahead = fragment.line, self.rooms[index], self.aheads[index]
        beside, below = self.steps[fragment.gap], self.steps[0]
        reopened = self.aside["reopen"] if index in self.slices else None

        def put(state: State) -> None:  # noqa: PLR0912, PLR0915
            cost, missing, cells, current, last, _, _, _ = state
            limit, enough = beam.limit, beam.enough
            if cost + least > limit:
                return
            stay, right, left, slice_goes_on = beside if last == index - 1 else below
            for column, piece in places:
                total = cost + piece
                if total > limit or (total >= enough and (column >= 0 or not has_begun(state))):
                    continue
                less = missing
                if column < 0:
                    pass
                elif (cell := cells[column]) is None:
                    less -= absent[column]
                    if column < current:
                        total += left + self.back
                    elif column == current + 1:
                        total += right
                    else:
                        total += right + self.skip * cells[current + 1 : column].count(None)
                else:
                    if cell.line != line and (room < cell.needs or cell.printed < ahead):
                        join = cell.short if cell.short is not None else self._short(column, cell)
                    else:
                        join = 0.0
                    if column == current:
                        total += join if stay is None else stay
                    elif slice_goes_on and column > current:
                        total += right + join
                    else:
                        step = left if column < current else right
                        if total + step + least_back > limit or total + step + least_back >= enough:
                            continue
                        total += step + join
                        if total + least_back > limit:
                            continue
                        if reopened is not None:
                            total += reopened
                        else:
                            total += cell.back if cell.back is not None else self._back(column, cell)
                if total <= limit and (total < enough or column < 0):
                    found.append((total, less, state, column))
                    if total + spread < limit:  # noqa: PLR1730 - min takes three times as long
                        limit = total + spread
                    if len(cheapest) < size:
                        cheapest.append(total)
                        if len(cheapest) == size:
                            cheapest.sort()
                            enough = cheapest[-1]
                    elif total < enough:
                        insort(cheapest, total)
                        cheapest.pop()
                        enough = cheapest[-1]
            beam.limit, beam.enough = limit, enough

        return put

    def _open(
        self, beam: Beam, fresh: State, index: int, places: list[tuple[int, float]], grown: _Grown
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
                cells = (*self.empty[:column], grown.first(column), *self.empty[column + 1 :])
                missing = self.all_absent - self.absent[column]
                beam.keep(_new(State, (total, missing, cells, column, index, fresh.closed, fresh.cost, 0)))

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
        beam.keep(_new(State, (cost + step, missing, self.empty, ENDED, last, closed, opened, outside)))

    def _pieces(self, index: int) -> list[float]:
        """The cost of fragment `index` in each column."""
        fragment, cost, homes = self.fragments[index], self.cost, self.homes.get(self.fragments[index].text)
        region = "region" in self.roles and is_piece(fragment.text)
        frequent = fragment.text in self.frequent
        found = list(piece_costs(fragment.text, fragment.width, self.roles, frequent, region))
        if not fragment.gap and heading_level(fragment.text) is not None:
            found = [total + cost["heading_inside"] for total in found]
        for column in self.numbers:
            found[column] = 0.0 if fragment.number is not None else float(cost["impossible"])
        for column, wide in self.widest if fragment.width > self.narrow else ():
            if fragment.width > wide + 1:
                found[column] += cost["too_wide"] + cost["too_wide_unit"] * (fragment.width - wide)
        if index in self.anchors:
            for column, role in enumerate(self.roles):
                found[column] += cost["number_elsewhere"] if role != "number" else 0.0
        if homes is not None and homes.total() >= _OFTEN:
            for column in range(len(found)):
                found[column] += 0.0 if homes[column] else cost["foreign_piece"]
        return found

    def _back(self, column: int, cell: Cell) -> float:
        """The cost of coming back to `cell` from another one."""
        if self._judge(column, cell)[0] >= _FINISHED:
            cell.back = self.aside["reopen"]
        else:
            cell.back = self.aside["reopen_full" if self._is_full(column, cell) else "reopen_whole"]
        return cell.back

    def _short(self, column: int, cell: Cell) -> float:
        """The cost of a further line in a cell of a column whose cells have one."""
        open_ = self._judge(column, cell)[0] >= _FINISHED
        cell.short = float(self.cost["unwrapped_open" if open_ else "unwrapped"])
        return cell.short

    def cell(self, before: Cell | None, column: int, index: int) -> Cell:
        """The cell `before`, or a new one, with fragment `index`. A line that ended early is the last of its
        cell.
        """
        cell = Cell(before, index, self.fragments[index])
        role = self.roles[column]
        if role == "number" or cell.size > _LONGEST_CELL:
            cell.line, cell.needs, cell.short = -1, _WIDER, float(self.cost["impossible"])
        elif role in AMOUNTS:
            cell.needs, cell.short = _WIDER, float(self.cost[f"{role}_goes_on"])
        else:
            known = self.habits.widths[column] if self.habits.learned else (cell.widest - _MARGIN, 0)
            if known is None:
                cell.needs = _WIDER
            else:
                cell.needs, cell.short = known[0] - cell.printed - 1, self.after_short
        return cell

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

    def _close(self, state: State, known: float = _NEVER) -> State | None:
        """The state after the row under way is closed, or the state itself where none is; None where that
        costs no less than `known`.
        """
        cost, _, cells, current, last, before, opened, outside = state
        if current == BETWEEN:
            return state
        total = 0.0
        for column, cell in enumerate(cells):
            if cell is None:
                total += self.absent[column]
            elif column in self.numbers:
                total += 0.0 if cell.first in self.anchors else self.cost["number_jump"]
            else:
                judged, text = cell.judged or self._judge(column, cell)
                total += judged
                if column in self.classes and self.seen[column, text] < _LEAST_SEEN:
                    total += self.cost["new_class"]
            if cost + total >= known:
                return None
        closed = _new(Closed, (before, cells, cost + total - opened, None, None))
        return _new(State, (cost + total, 0.0, cells, BETWEEN, last, closed, opened, outside))

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


class _Grown:
    """The cells that end with one fragment, each made once, for the hypotheses that are kept."""

    def __init__(self, search: Search, index: int) -> None:
        self._search, self._index = search, index
        self._cells: dict[Cell | int, Cell] = {}

    def first(self, column: int) -> Cell:
        """The cell of `column` that begins with the fragment."""
        return self._cells.get(column) or self._made(column, None, column)

    def states(self, kept: list[State | Longer]) -> list[State]:
        """The hypotheses in full."""
        made, known, index = [], self._cells, self._index
        for one in kept:
            if isinstance(one, State):
                made.append(one)
                continue
            cost, missing, before, column = one
            if column < 0:
                made.append(given_up(cost, missing, before, index))
                continue
            _, _, cells, _, _, closed, opened, outside = before
            cell = cells[column]
            key = column if cell is None else cell
            row = list(cells)
            row[column] = known.get(key) or self._made(key, cell, column)
            made.append(_new(State, (cost, missing, tuple(row), column, index, closed, opened, outside)))
        return made

    def _made(self, key: Cell | int, before: Cell | None, column: int) -> Cell:
        made = self._cells[key] = self._search.cell(before, column, self._index)
        return made


def _room(text: str) -> int:
    """How wide the first word of a line is, which does not break."""
    return 2 if text >= "\u2000" else min(8, len(text.split(" ", 1)[0]))
