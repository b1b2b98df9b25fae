"""Rows of a table whose cells are broken over lines, from the text alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import quantiles

from extract.cleaning import plain
from extract.layout import Layout, Line
from extract.lists.cells import Habits, ends_sentence
from extract.lists.fragments import Fragment, fragments, leading_number
from extract.lists.heads import Head
from extract.lists.model import Range, Row
from extract.lists.search import Closed, Search
from extract.lists.words import costs, heading_level, row_number, words


def read_rows(
    layout: Layout, head: Head, repeats: Sequence[Head], stop: int
) -> tuple[tuple[str, ...], list[Row], list[Range]]:
    """The rows below `head`, up to line `stop`, without its `repeats`: roles of the columns, rows, pieces not placed."""
    skip = {index for again in repeats for index in range(again.first, again.last + 1)}
    lines = [
        (index, layout.lines[index])
        for index in range(head.last + 1, stop)
        if index not in skip and not layout.lines[index].furniture
    ]
    one_line = _one_line(lines)
    pieces = fragments(lines, one_line)
    roles = [column.role for column in head.columns]
    chain = _chain([piece.number for piece in pieces])
    anchors, last = frozenset(chain), max(chain, default=0)
    if "number" not in roles and len(anchors) >= 2 and _first_in_row(pieces, anchors):
        roles.insert(0, "number")
    if "number" in roles:
        if not anchors:
            return tuple(roles), [], []
        pieces = pieces[: last + costs()["tail"]]
    sample = pieces[: costs()["sample"]]
    found = Search(sample, roles, anchors, Habits()).run()
    habits = learn(sample, roles, found)
    found = Search(pieces, roles, anchors, habits).run()
    rows, unplaced = _rows(pieces, found)
    return tuple(roles), rows, unplaced


def _one_line(lines: Sequence[tuple[int, Line]]) -> bool:
    """Whether the rows stand on a line each: running numbers open lines that go on."""
    alone = _chain([row_number(line.text) for _, line in lines])
    opening = _chain([leading_number(line.text) for _, line in lines])
    return len(opening) > 2 * len(alone)


def _chain(numbers: Sequence[int | None]) -> list[int]:
    """The places of running numbers: 1, 2, 3 …, and from 1 again where a further list begins."""
    places: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(numbers):
        if number is not None:
            places[number].append(index)
    found: list[int] = []
    at, value = -1, 0
    while True:
        place = _next(places, value + 1, at)
        if place is None and value:
            place = _next(places, 1, at)
            if place is None or _next(places, 2, place) is None:
                return found
        if place is None:
            return found
        found.append(place)
        at, value = place, numbers[place] or 0


def _next(places: dict[int, list[int]], number: int, after: int) -> int | None:
    known = places.get(number, [])
    at = bisect_right(known, after)
    return known[at] if at < len(known) and (after < 0 or known[at] - after <= costs()["stale"]) else None


def _first_in_row(pieces: Sequence[Fragment], anchors: frozenset[int]) -> bool:
    return min(anchors) == 0


def learn(pieces: Sequence[Fragment], roles: Sequence[str], found: Closed | None) -> Habits:
    """What the rows of a first search have in common."""
    lines: list[list[int]] = [[] for _ in roles]
    broken, texts = [0] * len(roles), [[] for _ in roles]
    rows = 0
    while found is not None:
        if found.cells:
            rows += 1
            for column, cell in enumerate(found.cells):
                printed = _line_widths(pieces, cell)
                lines[column] += printed[:-1]
                broken[column] += len(printed) > 1
                texts[column].append(plain("\n".join(pieces[index].text for index in cell)))
        found = found.before
    if not rows:
        return Habits()
    widths = tuple(
        _usual(column) if broken[number] >= max(1, 0.1 * rows) else None
        for number, column in enumerate(lines)
    )
    whole = [
        text
        for role, column in zip(roles, texts, strict=True)
        if role == "description"
        for text in column
        if text
    ]
    names = [
        text for role, column in zip(roles, texts, strict=True) if role == "name" for text in column if text
    ]
    return Habits(
        widths=widths,
        learned=True,
        sentences=_share(map(ends_sentence, whole)),
        named=_share(words().names["project"].search(name) is not None for name in names),
    )


def _line_widths(pieces: Sequence[Fragment], cell: Sequence[int]) -> list[int]:
    widths: dict[int, int] = {}
    for index in cell:
        widths[pieces[index].line] = widths.get(pieces[index].line, 0) + pieces[index].width
    return list(widths.values())


def _usual(widths: Sequence[int]) -> tuple[int, int]:
    """Between which widths lines break, but for one in twenty on either side."""
    if len(widths) < 2:
        return widths[0], widths[0]
    steps = quantiles(widths, n=20, method="inclusive")
    return int(steps[0]), round(steps[-1])


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def _rows(pieces: Sequence[Fragment], found: Closed | None) -> tuple[list[Row], list[Range]]:
    chain: list[Closed] = []
    while found is not None:
        chain.append(found)
        found = found.before
    rows: list[Row] = []
    unplaced: list[Range] = []
    headings: list[tuple[int, Range]] = []
    for item in reversed(chain):
        if item.unplaced is not None:
            unplaced.append((pieces[item.unplaced].start, pieces[item.unplaced].end))
        elif item.heading is not None:
            piece = pieces[item.heading]
            level = heading_level(piece.text) or 0
            headings = [known for known in headings if known[0] < level] + [(level, (piece.start, piece.end))]
        else:
            cells = tuple(
                tuple((pieces[index].start, pieces[index].end) for index in cell) for cell in item.cells
            )
            rows.append(Row(cells, tuple(place for _, place in headings), round(item.cost, 2)))
    return rows, unplaced
