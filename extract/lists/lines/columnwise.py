"""Columns one below the other, each under its head, whose cells have several lines.

The first column counts the rows. A cell goes on only behind a full line, and what it says tells where it ends
otherwise. A column is read where exactly one way to cut it gives as many cells as there are rows; where one
column cannot be cut so, nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise

from extract.layout import Line
from extract.lists.cells import AMOUNTS, BODIES, ends_sentence, is_body
from extract.lists.parties import bodies
from extract.lists.places import known
from extract.lists.words import head_role, is_title, row_number, width, words

_LEAST_ROWS, _MOST_ROWS, _LEAST_COLUMNS, _HIGHEST = 3, 200, 3, 12
_TITLE = 4  # lines
_LONGEST_HEAD = 20

Cell = tuple[Line, ...]
Block = tuple[Line, list[Cell]]  # the head of a column, and its cells


def columns_below_heads(lines: Sequence[Line]) -> Iterator[list[Block]]:
    """The tables among `lines`, each as the heads of its columns with their cells."""
    at = 0
    while at < len(lines):
        count = _count(lines, at + 1) if head_role(lines[at].text) in ("number", "code") else 0
        found = _blocks(lines, at, count) if _LEAST_ROWS <= count <= _MOST_ROWS else []
        if len(found) >= _LEAST_COLUMNS:
            yield found
            at = lines.index(found[-1][1][-1][-1], at)
        at += 1


def _count(lines: Sequence[Line], first: int) -> int:
    """How many lines from `first` on count up from 1."""
    count = 0
    while first + count < len(lines) and row_number(lines[first + count].text) == count + 1:
        count += 1
    return count


def _blocks(lines: Sequence[Line], first: int, count: int) -> list[Block]:
    """The columns of the table whose numbers stand below line `first`; none where one cannot be cut."""
    at = first + 1 + count
    found: list[Block] = [(lines[first], [(line,) for line in lines[first + 1 : at]])]
    used: set[str] = set()
    # The title in the middle of the page may stand behind the column at its edge.
    at = next((at + more for more in range(_TITLE) if _new_role_at(lines, at + more, used)), at)
    while at < len(lines) and (role := _new_role(lines[at], used)):
        used.add(role)
        end = at + 1
        while end < len(lines) and not _new_role(lines[end], used) and not _is_over(lines, end):
            end += 1
            if end - at > count * _HIGHEST + 1:
                return []
        cells = cut(lines[at + 1 : end], count, role)
        if cells is None:
            return []
        found.append((lines[at], cells))
        at = end
    return found


def _new_role_at(lines: Sequence[Line], at: int, used: Collection[str]) -> str | None:
    return _new_role(lines[at], used) if at < len(lines) else None


def _new_role(line: Line, used: Collection[str]) -> str | None:
    """The role that a line gives a further column as its head; None for any other line, also for the end of a
    cell that reads like a head (示范 / 项目).
    """
    role = head_role(line.text) if len(line.text) <= _LONGEST_HEAD else None
    end = role in used or words().tails.fullmatch(line.text)
    return None if end or (role not in AMOUNTS and is_body(line.text)) else role


def _is_over(lines: Sequence[Line], at: int) -> bool:
    """Whether the table ends before line `at`: a blank line, a title or a note stands there."""
    line = lines[at]
    closes = words().closing.match(line.text) is not None or is_title(line.text)
    return closes or line.start - lines[at - 1].end > 1


def cut(lines: Sequence[Line], count: int, role: str) -> list[Cell] | None:
    """The lines cut into `count` cells of a column of `role`; None where there is no way to, or several."""
    if len(lines) == count:
        return [(line,) for line in lines]
    full = max((width(line.text) for line in lines), default=0)
    goes_on = [width(line.text) + width(behind.text[:1]) > full for line, behind in pairwise(lines)]
    if goes_on.count(False) + 1 == count:
        ends = [at + 1 for at, more in enumerate(goes_on) if not more]
        return [tuple(lines[first:end]) for first, end in zip([0, *ends], [*ends, len(lines)], strict=True)]
    ways: dict[int, list[list[int]]] = {0: [[]]}  # by where cells end so far: up to two ways

    @cache
    def whole(first: int, end: int) -> bool:
        return _is_whole("".join(line.text for line in lines[first:end]), role)

    for left in range(count - 1, -1, -1):  # cells that are still to come
        following: dict[int, list[list[int]]] = {}
        for first, ended in ways.items():
            for end in range(first + 1, min(first + _HIGHEST, len(lines) - left) + 1):
                if end + left * _HIGHEST >= len(lines) and whole(first, end):
                    own = following.setdefault(end, [])
                    own += [[*way, end] for way in ended][: 2 - len(own)]
                if end <= len(goes_on) and not goes_on[end - 1]:
                    break
        ways = following
    found = ways.get(len(lines), [])
    if len(found) != 1:
        return None
    return [tuple(lines[first:end]) for first, end in pairwise([0, *found[0]])]


def _is_whole(text: str, role: str) -> bool:
    """Whether a cell of a column of `role` may say just `text`."""
    names = words().names
    if role in ("region", "site"):
        return known(text)
    if role in BODIES:
        parts = bodies(text)
        cut_off = names["body_rest"].match(text) or names["run_together"].search(text)
        return not cut_off and bool(parts) and all(map(is_body, parts)) and text[-1] not in "、，；"
    if role == "name":
        return names["project"].search(text) is not None and names["name_tail"].match(text) is None
    return role == "description" and ends_sentence(text)
