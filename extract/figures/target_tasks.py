"""Tasks in tables that say by when each is done: what is to be done may hold numbers to reach by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.cleaning import plain
from extract.figures.target_times import day_of
from extract.layout import Layout
from extract.lists.stated.grids import Grid, grids_between
from extract.ranges import Ranges
from extract.rules import regexes

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Task:
    """A row of such a table: its characters, the cell that says what is to be done, and by when."""

    start: int
    end: int
    said: Range
    by: str


def due_tasks(layout: Layout, start: int, end: int, areas: Sequence[Range]) -> list[Task]:
    """The tasks with a time in the tables among the characters `start` to `end`, none in `areas`."""
    if not regexes("targets")["task/hint"].search(layout.text.chars, start, end):
        return []
    held = Ranges(areas)
    grids = (grid for grid in grids_between(layout, start, end) if not held.touches(grid.start, grid.end))
    return [task for grid in grids for task in _tasks(layout.text.chars, grid)]


def _tasks(chars: str, grid: Grid) -> list[Task]:
    """The rows of a table that has a column of tasks, of which the last counts, and one of times."""
    rules, texts = regexes("targets"), [plain(chars[slice(*cell)]) if cell else "" for cell in grid.rows[0]]
    names = [at for at, head in enumerate(texts) if rules["task/name-head"].match(head)]
    times = [at for at, head in enumerate(texts) if rules["task/due-head"].match(head)]
    if not names or not times:
        return []
    found = []
    for row in grid.rows[1:]:
        said, time = row[names[-1]], row[times[0]]
        due = rules["task/due"].match(plain(chars[slice(*time)])) if said and time else None
        if said and due:
            cells = [cell for cell in row if cell]
            span = min(cell[0] for cell in cells), max(cell[1] for cell in cells)
            found.append(Task(*span, said, day_of(due)))
    return found
