"""Tables of which a text gives cell below cell, each on lines of its own: what is left of a table where a
tool took its text alone.

No line holds pieces of two cells, but a cell may have several lines, an empty one has none, one that stands
for several rows is printed once, and of a head of two rows the words of the second stand behind all of the
first. Of all ways to give the lines to cells, row by row, the cheapest is taken (`piled` in costs.yaml):
first by what the head asks, then also by what the rows have in common. Where rows are not plausible on
average nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from extract.cleaning import plain
from extract.layout import Line
from extract.lists.cells import BODIES, CLASSES, OFFICES, balanced, ends_sentence, is_body
from extract.lists.contents import kinds_of
from extract.lists.headings import Headings, is_class_heading, stands_between
from extract.lists.heads import Head, column_heads
from extract.lists.model import Column, Range, Row
from extract.lists.numbering import chain_of
from extract.lists.roles import by_content
from extract.lists.stated.headrows import OVER
from extract.lists.words import code_number, costs, head_role, row_number, words
from extract.rules import regexes

_LEAST_ROWS, _MOST_LINES, _MOST_TEXT_LINES = 3, 5, 9
_LEAST_UNDER, _MOST_UNDER = 2, 4
_SAMPLE = 80  # lines that tell which order of columns is meant
_MOST_ABOVE = 3
_LONGEST_CLASS, _LONGEST_NOTE, _SHORTEST_TEXT = 12, 30, 12
_MARKS = "、，,；;"
_LONG = ("description", "scale", "host")

Lines = Sequence[Line]


class _Cell(NamedTuple):
    """The lines `first` up to `end`, in a column; or a heading (no column)."""

    column: int
    first: int
    end: int


_Way = tuple["_Way", _Cell | None] | None  # the cells so far, the last one first; None opens a row


class _Found(NamedTuple):
    """The rows that a way of reading finds, each the cells by column, with the headings among them."""

    cost: float
    columns: tuple[Column, ...]
    rows: list[dict[int, _Cell] | _Cell]


def piled_rows(
    lines: Lines, head: Head, above: Lines
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The columns and rows of `lines` below a `head` with a word a line (`above`), and pieces of rows that
    belong to no cell; None where the lines are not plausibly printed so.
    """
    cost: Mapping[str, float] = costs()["piled"]
    if head.last - head.first + 1 < len(head.columns) or any("\t" in line.text for line in lines):
        return None
    numbers = _numbers(lines, head)
    chain = chain_of(numbers) if numbers else []
    heads, begin = _head_words(lines, head, above, chain)
    body = lines[begin:]
    anchors = frozenset(at - begin for at in chain)
    found: list[_Found] = []
    sample = body[:_SAMPLE]
    near = frozenset(at for at in anchors if at < len(sample))
    for at, columns in enumerate(_orders(heads)):
        if ("number" in [column.role for column in columns]) == bool(chain) and (
            told := _settled(sample, columns, near)
        ):
            moved = cost["moved"] * _count(told) if at else 0.0
            found.append(told._replace(cost=told.cost + moved))
    best = min(found, key=_average, default=None)
    if best is None or _average(best) > cost["most"]:
        return None
    if len(sample) < len(body):
        best = _settled(body, best.columns, anchors)
        if best is None or _average(best) > cost["most"]:
            return None
    rows = [row for row in best.rows if isinstance(row, dict)]
    if len(rows) < _LEAST_ROWS or "name" not in {column.role for column in best.columns}:
        return None
    return best.columns, list(_rows(body, best)), []


def _average(found: _Found) -> float:
    return found.cost / max(_count(found), 1)


def _count(found: _Found) -> int:
    return sum(isinstance(row, dict) for row in found.rows)


def _numbers(lines: Lines, head: Head) -> list[int | None]:
    """The numbers that lines may be of rows; none where the head has none for them."""
    if "number" not in {column.role for column in head.columns}:
        return []
    plainly = [row_number(line.text) for line in lines]
    if len(chain_of(plainly)) >= _LEAST_ROWS:
        return plainly
    return [code_number(line.text) for line in lines]


def _head_words(lines: Lines, head: Head, above: Lines, chain: Sequence[int]) -> tuple[list[str], int]:
    """The words of the head, with those below it that may be of it, and the first line behind them."""
    told = [column.head for column in head.columns]
    whole = [line.text for line in above]
    if len(whole) > len(told) and all(head_role(text) is not None for text in whole):
        told = whole  # two heads, on a line each, may read like one
    before = [column.role for column in head.columns].index("number") if chain else 0
    begin = 0
    while chain and begin < chain[0] - before and _goes_on(lines[begin].text):
        begin += 1
    return [*told, *(line.text for line in lines[:begin])], begin


def _goes_on(text: str) -> bool:
    return head_role(text) is not None and not kinds_of(text) & {"place", "body"}


def _orders(heads: Sequence[str]) -> Iterator[tuple[Column, ...]]:
    """The columns that the words of a head name: in their order, and where one of them stands over several,
    of which the words then stand behind all others.
    """
    yield column_heads(heads)
    for over in range(len(heads)):
        if head_role(heads[over]) not in OVER:
            continue
        for under in range(_LEAST_UNDER, min(_MOST_UNDER, len(heads) - over - 1) + 1):
            moved = heads[len(heads) - under :]
            yield column_heads([*heads[:over], *moved, *heads[over + 1 : len(heads) - under]])


def _settled(lines: Lines, columns: tuple[Column, ...], anchors: frozenset[int]) -> _Found | None:
    """The cheapest way, read anew by what the rows found so have in common."""
    found = _Pile(lines, columns, anchors).read()
    if found is None:
        return None
    told = by_content(columns, _texts(lines, found))
    if "name" not in {column.role for column in told}:
        return None
    return _Pile(lines, told, anchors, found).read()


def _texts(lines: Lines, found: _Found) -> list[list[str]]:
    rows = [row for row in found.rows if isinstance(row, dict)]
    return [[_text(lines, row[at]) if at in row else "" for row in rows] for at in range(len(found.columns))]


def _text(lines: Lines, cell: _Cell) -> str:
    return plain("\n".join(line.text for line in lines[cell.first : cell.end]))


class _Pile:
    """What it costs to give `lines` to cells of `columns`; `before` are rows that tell what is usual."""

    def __init__(
        self, lines: Lines, columns: tuple[Column, ...], anchors: frozenset[int], before: _Found | None = None
    ) -> None:
        self.lines, self.columns, self.anchors = lines, columns, anchors
        self.texts = [line.text for line in lines]
        self.roles = [column.role for column in columns]
        self.cost: Mapping[str, Any] = costs()["piled"]
        missing: Mapping[str, float] = self.cost["missing"]
        self.missing = [missing.get(role, missing["other"]) for role in self.roles]
        self.filled = [0.0] * len(columns)
        self.more = [1.0] * len(columns)
        if before is not None:
            self._learn([row for row in before.rows if isinstance(row, dict)])

    def _learn(self, rows: Sequence[Mapping[int, _Cell]]) -> None:
        """How often cells are empty, and how often of several lines."""
        for at, role in enumerate(self.roles):
            cells = [row[at] for row in rows if at in row]
            if role not in ("number", "name"):
                self.missing[at] *= len(cells) / len(rows)
                self.filled[at] = self.cost["seldom"] * (1 - len(cells) / len(rows))
            several = sum(cell.end - cell.first > 1 for cell in cells) / max(len(cells), 1)
            self.more[at] = self.cost["usual"] if several > self.cost["often"] else 1.0

    def read(self) -> _Found | None:
        """The rows of the cheapest way; None where there is none. A state is how many lines are given out,
        and the column that comes next.
        """
        size, wide = len(self.lines), len(self.columns)
        states: list[list[tuple[float, _Way] | None]] = [[None] * (wide + 1) for _ in range(size + 1)]
        first, last = min(self.anchors, default=size), max(self.anchors, default=-1)
        above = 0.0
        best: tuple[float, _Way] | None = None
        for at in range(size + 1):
            here = states[at]
            if at <= min(_MOST_ABOVE, first):
                here[wide] = _cheaper(here[wide], (above, None))
            above += self.cost["above"]
            for column in range(wide):
                self._skip(here, column)
            whole = here[wide]
            if whole is not None:
                if at > last:
                    best = _cheaper(best, (whole[0] + self._left(at), whole[1]))
                opened = whole[0] - (0.0 if self.anchors else self.cost["row"]), (whole[1], None)
                here[0] = _cheaper(here[0], opened)
                for column in range(wide - 1):
                    self._skip(here, column)
                if at < size and at not in self.anchors and _is_heading(self.texts[at]):
                    way = (whole[1], _Cell(-1, at, at + 1))
                    states[at + 1][wide] = _cheaper(
                        states[at + 1][wide], (whole[0] + self.cost["heading"], way)
                    )
            for column in range(wide):
                state = here[column]
                if state is None:
                    continue
                for end, price in self._cells(at, column):
                    way = (state[1], _Cell(column, at, end))
                    states[end][column + 1] = _cheaper(states[end][column + 1], (state[0] + price, way))
        if best is None:
            return None
        rows = list(_laid_out(best[1]))
        count = sum(isinstance(row, dict) for row in rows)
        if not count:
            return None
        paid = best[0] + (0.0 if self.anchors else self.cost["row"] * count)
        return _Found(paid, self.columns, rows)

    def _left(self, at: int) -> float:
        """What it costs to end the table in front of line `at`: a company that stands there signs nothing."""
        left = at < len(self.lines) and _is_body_alone(self.texts[at])
        return float(self.cost["left"]) if left and "office" not in kinds_of(self.texts[at]) else 0.0

    def _skip(self, here: list[tuple[float, _Way] | None], column: int) -> None:
        state = here[column]
        if state is not None and self.roles[column] not in ("number", "name"):
            here[column + 1] = _cheaper(here[column + 1], (state[0] + self.missing[column], state[1]))

    def _cells(self, first: int, column: int) -> Iterator[tuple[int, float]]:
        """The cells that may begin with line `first`: the line behind each, and what it costs."""
        role = self.roles[column]
        if role == "number":
            if first in self.anchors:
                yield first + 1, 0.0
            return
        most = _MOST_TEXT_LINES if role in _LONG else _MOST_LINES
        for end in range(first + 1, min(first + most, len(self.lines)) + 1):
            if end - 1 in self.anchors:
                return
            own, joins = priced(role, tuple(self.texts[first:end]))
            yield end, own + self.more[column] * joins + self.filled[column]


def _cheaper(one: tuple[float, _Way] | None, other: tuple[float, _Way]) -> tuple[float, _Way]:
    return other if one is None or other[0] < one[0] else one


def _laid_out(way: _Way) -> Iterator[dict[int, _Cell] | _Cell]:
    """The rows and headings of a way, from the first to the last."""
    steps: list[_Cell | None] = []
    while way is not None:
        way, step = way
        steps.append(step)
    row: dict[int, _Cell] = {}
    for step in reversed(steps):
        if step is None or step.column < 0:
            if row:
                yield row
            row = {}
        if step is not None and step.column < 0:
            yield step
        elif step is not None:
            row[step.column] = step
    if row:
        yield row


def _is_heading(text: str) -> bool:
    return stands_between(text) or is_class_heading(text)


def _rows(lines: Lines, found: _Found) -> Iterator[Row]:
    headings = Headings()
    by_hand = all(map(is_body, _lines_of_bodies(lines, found)))
    price = round(_average(found), 2)
    for row in found.rows:
        if isinstance(row, _Cell):
            line = lines[row.first]
            headings.add(line.text, (line.start, line.end))
            continue
        cells = (
            tuple((line.start, line.end) for line in lines[row[at].first : row[at].end]) if at in row else ()
            for at in range(len(found.columns))
        )
        yield Row(tuple(cells), headings.places, price, by_hand=by_hand)


def _lines_of_bodies(lines: Lines, found: _Found) -> Iterator[str]:
    """The lines of cells of bodies that have several."""
    for row in found.rows:
        for cell in row.values() if isinstance(row, dict) else ():
            if found.columns[cell.column].role in BODIES and cell.end - cell.first > 1:
                yield from (line.text.rstrip(_MARKS) for line in lines[cell.first : cell.end])


@lru_cache(maxsize=1 << 14)
def priced(role: str, texts: tuple[str, ...]) -> tuple[float, float]:
    """What it costs that lines are a cell of a column of `role`: for what it holds, and for the further
    lines.
    """
    whole = plain("\n".join(texts))
    cost: Mapping[str, float] = costs()["piled"]
    total = 0.0 if balanced(whole) else cost["unbalanced"]
    if words().names["none"].match(whole):
        return total + (cost["nothing"] if role != "name" else cost["unlike"]), 0.0
    own = _HOLDS.get(role, _any if role not in BODIES else _bodies)(whole, texts, kinds_of(whole), cost)
    return total + own, _joins(role, texts, cost)


def _joins(role: str, texts: Sequence[str], cost: Mapping[str, float]) -> float:
    """What it costs that a cell goes on: little where its parts are whole, more where one is broken."""
    total = 0.0
    for before, text in pairwise(texts):
        goes_on = regexes("cells")["open-border"].search(f"{before[-1]}\n{text[0]}") is not None
        if role in BODIES or role in OFFICES:
            whole = is_body(before) and is_body(text)
            total += cost["next_body"] if whole or goes_on else cost["broken"]
            own = is_body(text) and not words().names["body_tail"].match(text)
            total += cost["whole_next"] if own and not (whole or goes_on) else 0.0
        elif role in _LONG or role == "note":
            stops = ends_sentence(before) or goes_on
            total += cost["next_sentence"] if stops else cost["broken"]
        elif role == "name":
            total += cost["goes_on"] if goes_on else cost["broken"]
        else:
            total += cost["broken_short"]
    return total


_Holds = Callable[[str, Sequence[str], frozenset[str], Mapping[str, float]], float]


def _any(_whole: str, _texts: Sequence[str], _kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    return cost["any"]


_NO_PIECES = frozenset({"project", "place", "period", "phone", "money"})


def _name(whole: str, texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    if kinds & {"figure", "period", "phone", "place", "number", "nature"}:
        return cost["unlike"]
    names = words().names
    bodies = sum(map(_is_body_alone, texts))
    total = cost["unlike"] * bodies + (0.0 if kinds & {"built", "project"} else cost["open_name"])
    total += cost["rather_not"] if "prose" in kinds else 0.0
    total += cost["rather_not"] * sum(bool(kinds_of(text) & _NO_PIECES) for text in texts[:-1])
    return total + (cost["rather_not"] if names["name_tail"].match(whole) else 0.0)


def _is_body_alone(text: str) -> bool:
    """Whether a line names a body, and not what may as well be built (a plant)."""
    kinds = kinds_of(text)
    return "body" in kinds or ("company" in kinds and "built" not in kinds)


def _bodies(whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    total = 0.0 if is_body(whole) and "place" not in kinds else cost["unlike"]
    total += cost["rather_not"] if words().names["body_tail"].match(whole) else 0.0
    return total + (cost["rather_not"] if "project" in kinds or "prose" in kinds else 0.0)


def _offices(whole: str, texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    total = _bodies(whole, texts, kinds, cost)
    companies = ("company" in own and "office" not in own for own in map(kinds_of, texts))
    return total + cost["rather_not"] * sum(companies)


def _region(_whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    return 0.0 if "place" in kinds else cost["loose"] if "loose-place" in kinds else cost["unlike"]


def _site(_whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    if kinds & {"body", "figure", "period", "phone"}:
        return cost["unlike"]
    if kinds & {"place", "loose-place"}:
        return 0.0
    return cost["rather_not"] if kinds & {"prose", "project"} else cost["any"]


def _class(whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    if _is_body_alone(whole) or kinds & {"figure", "period", "phone", "prose"}:
        return cost["unlike"]
    total = cost["rather_not"] if kinds & {"place", "project", "loose-body"} else 0.0
    return total + (cost["rather_not"] if len(whole) > _LONGEST_CLASS else 0.0)


def _prose(whole: str, texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    if kinds & {"place", "period", "phone"} and "prose" not in kinds:
        return cost["unlike"]
    bodies = sum(_is_body_alone(text) and "prose" not in kinds_of(text) for text in texts)
    short = "prose" not in kinds and any(len(text) < _SHORTEST_TEXT for text in (whole, *texts[:-1]))
    return cost["unlike"] * bodies + (cost["any"] if short or "figure" in kinds else 0.0)


def _of(*wanted: str) -> _Holds:
    def holds(_whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
        return 0.0 if kinds & set(wanted) else cost["unlike"]

    return holds


def _note(whole: str, _texts: Sequence[str], kinds: frozenset[str], cost: Mapping[str, float]) -> float:
    if kinds & {"body", "place"}:
        return cost["rather_not"]
    long = len(whole) > _LONGEST_NOTE
    return cost["any"] + (cost["any"] if long or kinds & {"project", "figure", "period"} else 0.0)


_HOLDS: Mapping[str, _Holds] = {
    "name": _name,
    "region": _region,
    "site": _site,
    "description": _prose,
    "scale": _prose,
    "host": _prose,
    "amount": _of("figure", "money"),
    "period": _of("period"),
    "nature": _of("nature"),
    "contact": _of("phone", "person"),
    "note": _note,
    **dict.fromkeys(CLASSES, _class),
    **dict.fromkeys(OFFICES, _offices),
}
