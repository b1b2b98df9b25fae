"""Lists of projects without a table: numbered names under a title, or facts behind labels (项目名称：…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.layout import Layout, Line
from extract.lists.cells import is_body
from extract.lists.headings import Headings, stands_between
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known
from extract.lists.words import MARKUP, head_role, words
from extract.ranges import Ranges
from extract.rules import load

_LEAST = 2
_MOST = 0.7
_REACH = 12  # lines from one label to the next
_LONGEST_NAME = 60
_ITEM = re.compile(r"(\d{1,4})\s*[.．、]\s*(?=\D)")
_LABEL = re.compile(r"([^：:，。；\s]{2,12})\s*[：:]\s*(?=\S)")
_CLOSERS = {"）": "（", ")": "("}
_TELLING = ("implementer", "maker", "applicant", "region", "site")


def prose_lists(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists outside the ranges `taken` that no table holds."""
    lines = [line for line in layout.lines if not line.furniture]
    held = Ranges(taken)
    free = [line for line in lines if not held.holds(line.start)]
    return [*_numbered(free), *_labelled(free)]


def _numbered(lines: Sequence[Line]) -> Iterator[ListArea]:
    """Names with numbers under the title of a list of projects; who or where may stand in brackets behind."""
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP)
        titles = words().titles
        if (
            not titles["line"].fullmatch(text)
            or not titles["projects"].search(text)
            or titles["other"].search(text)
        ):
            continue
        rows, behind = _items(lines[at + 1 :])
        first = line.start + line.text.index(text)
        if len(rows) >= _LEAST and all(_named(behind)):
            columns = (
                Column("number", ""),
                Column("name", load("cells")["projects-head"].value or ""),
                Column(_role(behind), ""),
            )
            yield ListArea(rows[0].start, rows[-1].end, columns, tuple(rows), (first, first + len(text)))


def _items(lines: Sequence[Line]) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows that the first of `lines` make, and name and bracket of each."""
    headings, rows, texts = Headings(), [], []
    before, anew = 0, set[int]()
    for line in lines:
        number = _ITEM.match(line.text)
        if number is None and stands_between(line.text):
            headings.add(line.text, (line.start, line.end))
            anew = {1}
            continue
        if number is None or int(number[1]) not in {before + 1, *anew}:
            break
        before, anew = int(number[1]), set()
        end = len(line.text.rstrip("；;。，"))
        open_at = _bracket(line.text, end)
        name = (number.end(), open_at if open_at is not None else end)
        behind = (open_at + 1, end - 1) if open_at is not None else (end, end)
        places = tuple(
            (line.start + start, line.start + stop) for start, stop in (number.span(1), name, behind)
        )
        rows.append(Row(tuple((place,) if place[0] < place[1] else () for place in places), headings.places))
        texts.append((line.text[slice(*name)], line.text[slice(*behind)]))
    return rows, texts


def _bracket(text: str, end: int) -> int | None:
    """Where the bracket opens that closes at `end`, or None."""
    depth = 0
    for at in range(end - 1, 0, -1):
        depth += (text[at] in _CLOSERS) - (text[at] in _CLOSERS.values())
        if depth == 0:
            return at if at < end - 1 else None
    return None


def _named(items: Sequence[tuple[str, str]]) -> Iterator[bool]:
    names = [name for name, _ in items]
    strong = sum(words().names["strong_project"].search(name) is not None for name in names)
    yield strong >= _MOST * len(names)
    yield all(len(name) <= _LONGEST_NAME for name in names)


def _role(items: Sequence[tuple[str, str]]) -> str:
    behind = [text for _, text in items if text]
    for role, holds in (("region", known), ("implementer", is_body)):
        if behind and sum(map(holds, behind)) >= _MOST * len(behind):
            return role
    return "other"


def _labelled(lines: Sequence[Line]) -> Iterator[ListArea]:
    """Facts behind labels, project after project, each with its name first."""
    records: list[dict[str, tuple[str, Range]]] = []
    last = 0
    for at, line in enumerate(lines):
        label = _LABEL.match(line.text)
        role = head_role(label[1]) if label else None
        if label is None or role is None:
            continue
        if role == "name":
            if records and at - last > _REACH:
                yield from _filled(records)
                records = []
            records.append({})
        last = at
        if records:
            records[-1].setdefault(role, (label[1], (line.start + label.end(), line.end)))
    yield from _filled(records)


def _filled(records: Sequence[dict[str, tuple[str, Range]]]) -> Iterator[ListArea]:
    told = [record for record in records if any(role in record for role in _TELLING)]
    if len(told) < _LEAST or len(told) < len(records):
        return
    heads = {role: head for record in records for role, (head, _) in record.items()}
    columns = tuple(Column(role, head) for role, head in heads.items())
    rows = [Row(tuple((record[role][1],) if role in record else () for role in heads)) for record in records]
    yield ListArea(rows[0].start, rows[-1].end, columns, tuple(rows))
