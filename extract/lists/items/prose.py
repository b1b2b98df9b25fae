"""Lists of projects without a table: numbered names under a title, or facts behind labels (项目名称：…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.layout import Layout, Line
from extract.lists.cells import is_body
from extract.lists.headings import Headings, stands_between
from extract.lists.items.blocks import blocks
from extract.lists.items.entries import entry_lists
from extract.lists.items.inline import unmarked_line
from extract.lists.model import Column, ListArea, Range, Row
from extract.lists.places import known
from extract.lists.words import MARKUP, announces, head_role, is_list_title, words
from extract.ranges import Ranges
from extract.rules import load, regexes

_LEAST = 2
_MOST = 0.7
_REACH = 12  # lines from one label to the next
_LONGEST_NAME = 60
_LONGEST_LIST = 2_000
_LEAST_ALIKE = 3
_CLOSERS = {"）": "（", ")": "("}
_TELLING = ("implementer", "maker", "applicant", "region", "site")


def prose_lists(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists outside the ranges `taken` that no table holds."""
    lines = [unmarked_line(line) for line in layout.lines if not line.furniture]
    held = Ranges(taken)
    free = [line for line in lines if not held.holds(line.start)]
    entries = list(entry_lists(free))
    held = Ranges((area.start, area.end) for area in entries)
    free = [line for line in free if not held.holds(line.start)]
    return [*entries, *_numbered(free), *_labelled(free)]


def _numbered(lines: Sequence[Line]) -> Iterator[ListArea]:
    """Names with numbers under the title of a list of projects; who or where may stand in brackets behind."""
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP)
        if not announces(text):
            continue
        first = line.start + line.text.index(text)
        title = (first, first + len(text))
        rows, behind = _items(lines[at + 1 :])
        apart = _set_apart(lines[at + 1 : at + 1 + 2 * len(rows)])
        if len(rows) >= (_LEAST_ALIKE if apart else _LEAST) and all(_named(behind)):
            yield _with_facts(rows, behind, title) or _plain_list(rows, behind, title)
        elif area := blocks(_up_to_title(lines[at + 1 : at + _LONGEST_LIST]), title):
            yield area


def _up_to_title(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines in front of the next title of a list."""
    titles = (at for at, line in enumerate(lines) if is_list_title(line.text) or announces(line.text))
    return lines[: next(titles, len(lines))]


def _plain_list(rows: Sequence[Row], behind: Sequence[tuple[str, str]], title: Range) -> ListArea:
    heads = (("number", ""), ("name", load("cells")["projects-head"].value or ""), (_role(behind), ""))
    return ListArea(rows[0].start, rows[-1].end, tuple(Column(*head) for head in heads), tuple(rows), title)


def _with_facts(rows: Sequence[Row], behind: Sequence[tuple[str, str]], title: Range) -> ListArea | None:
    """The list where each bracket holds labelled facts (实施单位：甲；所在地：乙), all the same; or None."""
    records = []
    for row, (_, text) in zip(rows, behind, strict=True):
        facts = list(regexes("items")["fact"].finditer(text))
        start = row.cells[2][0][0] if row.cells[2] else 0
        record = {"number": ("", row.cells[0][0]), "name": ("", row.cells[1][0])}
        for fact in facts:
            role = head_role(fact[1]) or "other"
            record.setdefault(role, (fact[1], (start + fact.start(2), start + fact.end(2))))
        records.append(record)
    alike = all(record.keys() == records[0].keys() for record in records)
    if len(records) < _LEAST_ALIKE or not alike or records[0].keys() == {"number", "name"}:
        return None
    area = _of_records(records, title)
    return replace(
        area,
        rows=tuple(replace(row, headings=old.headings) for row, old in zip(area.rows, rows, strict=True)),
    )


def _items(lines: Sequence[Line]) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows that the first of `lines` make, and name and bracket of each."""
    headings, rows, texts = Headings(), [], []
    before, anew = 0, set[int]()
    for line in lines:
        number = regexes("items")["digits"].match(line.text)
        if number is None and stands_between(line.text):
            headings.add(line.text, (line.start, line.end))
            anew = {1}
            continue
        if number is None or int(number[1]) not in {before + 1, *anew}:
            break
        before, anew = int(number[1]), set()
        end = len(line.text.rstrip("；;。，"))
        name, behind = _name_and_rest(line.text, number.end(), end)
        places = tuple(
            (line.start + start, line.start + stop) for start, stop in (number.span(1), name, behind)
        )
        rows.append(Row(tuple((place,) if place[0] < place[1] else () for place in places), headings.places))
        texts.append((line.text[slice(*name)], line.text[slice(*behind)]))
    return rows, texts


def _set_apart(lines: Sequence[Line]) -> bool:
    """Whether an item among `lines` has a wide space behind its name."""
    return any(
        (item := regexes("items")["digits"].match(line.text))
        and regexes("items")["apart"].search(line.text, item.end())
        for line in lines
    )


def _name_and_rest(text: str, start: int, end: int) -> tuple[Range, Range]:
    """Where a name that begins at `start` stands, and what follows it in a bracket or after a wide space."""
    open_at = _bracket(text, end)
    if open_at is not None:
        return (start, open_at), (open_at + 1, end - 1)
    apart = regexes("items")["apart"].search(text, start, end)
    return ((start, apart.start()), (apart.end(), end)) if apart else ((start, end), (end, end))


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
    yield not any(regexes("items")["page"].match(behind) for _, behind in items)


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
        label = regexes("items")["label"].match(line.text)
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
    yield _of_records(records)


def _of_records(records: Sequence[dict[str, tuple[str, Range]]], title: Range | None = None) -> ListArea:
    """The list of projects of which each is told by role: what its label says, and where it stands."""
    heads = {role: head for record in records for role, (head, _) in record.items()}
    heads["name"] = heads["name"] or load("cells")["projects-head"].value or ""
    columns = tuple(Column(role, head) for role, head in heads.items())
    rows = [Row(tuple((record[role][1],) if role in record else () for role in heads)) for record in records]
    return ListArea(rows[0].start, rows[-1].end, columns, tuple(rows), title)
