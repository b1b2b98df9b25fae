"""One file in, its records out: the way of the data through this room, top to bottom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import attrgetter
from pathlib import Path

from extract.agencies import agencies
from extract.duties.obligations import statements
from extract.extraction import Extraction
from extract.figures.indicators import indicators
from extract.figures.targets import targets
from extract.figures.warnings import warnings
from extract.instruments.citations import citations
from extract.instruments.documents import documents
from extract.instruments.outline import Part, outline
from extract.instruments.withdrawals import withdrawals
from extract.layout import Layout, lay_out
from extract.lists import ListArea, projects, survey, unread_lists, unread_tables
from extract.privacy import public
from extract.ranges import Range
from extract.readers import read
from extract.records import Document, Record, lacking
from extract.text import Finding, Text


def extract_file(path: Path, name: str | None = None) -> Extraction:
    """Read `path` and extract every record. `name` is the source's name, the file name by default.

    Raises InputError when the file cannot be read.
    """
    return extract_text(read(path, name))


def extract_text(text: Text) -> Extraction:
    """The records of a text that a reader produced."""
    layout = lay_out(text)
    areas, doubtful = survey(layout)
    parts = outline(layout, areas)
    heads = documents(layout, parts)
    found: list[Record] = list(heads)
    findings = list(text.findings)
    within = _within(areas)
    for part, head in zip(parts, heads, strict=True):
        found += _prose(layout, part, head, heads, within(part.body))
    listed_at = tuple((area.start, area.end) for area in areas)
    waiting = list(reversed(areas))
    del areas, within  # a long text needs the room
    listed, unplaced = _of_lists(layout, waiting, _Owners(heads))
    found += listed
    findings += unplaced
    told = (*listed_at, *((area.start, area.end) for area in doubtful))
    findings += unread_tables(layout, doubtful)
    findings += unread_lists(layout, told, {head.start for head in heads})
    whole: list[Record] = []
    for record in found:
        if lacking(record):
            findings.append(_incomplete(text, record))
        else:
            whole.append(record)
    del found, listed
    whole += warnings(layout, parts, heads, whole, listed_at)
    whole = [shown for record in whole if (shown := _public(text, record)) is not None]
    if text.tables:
        whole = [_placed(text, record) for record in whole]
    if any(page.certainty < 1 for page in text.pages):
        whole = [_less_sure(text, record) for record in whole]
    for name in ("id", "type", "end", "start"):  # a key that holds all four would take a long text's room
        whole.sort(key=attrgetter(name))
    return Extraction(text, tuple(whole), tuple(findings))


def _public(text: Text, record: Record) -> Record | None:
    """`record` with evidence that names nobody to ask; None where it rests on nothing else."""
    start, end = public(text.chars, record.start, record.end)
    if (start, end) == (record.start, record.end):
        return record
    if start == end:
        return record if isinstance(record, Document) else None
    return replace(record, start=start, end=end, page=text.page_at(start), quote=text.chars[start:end])


def _placed(text: Text, record: Record) -> Record:
    """`record` with the cell in which it begins."""
    place = text.place_at(record.start)
    return record if place is None else replace(record, row=place[0], column=place[1])


def _less_sure(text: Text, record: Record) -> Record:
    """`record` as sure as the characters that it rests on."""
    return replace(record, confidence=round(record.confidence * text.certainty_at(record.start), 2))


def _incomplete(text: Text, record: Record) -> Finding:
    where = f"characters {record.start} to {record.end}"
    message = f"One {record.type} record at {where} was left out: no {' and no '.join(lacking(record))}."
    return Finding("incomplete-record", message, text.page_at(record.start))


def _unowned(text: Text, area: ListArea) -> Finding:
    message = f"The list at characters {area.start} to {area.end} stands in no document: it was left out."
    return Finding("list-without-document", message, text.page_at(area.start))


def _prose(
    layout: Layout, part: Part, head: Document, heads: tuple[Document, ...], skip: tuple[Range, ...]
) -> list[Record]:
    return [
        *withdrawals(layout, part, head, heads),
        *citations(layout, part, head, heads),
        *agencies(layout, part, head, heads),
        *statements(layout, part, head, skip),
        *targets(layout, part, head, skip),
        *indicators(layout, part, head, skip),
    ]


def _of_lists(layout: Layout, waiting: list[ListArea], owners: _Owners) -> tuple[list[Record], list[Finding]]:
    """The projects of the lists `waiting`, of which the last is taken first and none is kept."""
    found: list[Record] = []
    findings: list[Finding] = []
    while waiting:
        area = waiting.pop()
        owner = owners.of(area)
        if owner is None:
            findings.append(_unowned(layout.text, area))
            continue
        listed, unplaced = projects(layout, area, owner)
        found += listed
        findings += unplaced
    return found, findings


def _within(areas: Sequence[ListArea]) -> Callable[[Range], tuple[Range, ...]]:
    """What gives the lists that have characters in a range. `areas` are sorted by where they begin."""
    starts = [area.start for area in areas]
    reach = list(accumulate((area.end for area in areas), max))

    def within(place: Range) -> tuple[Range, ...]:
        first, last = bisect_right(reach, place[0]), bisect_left(starts, place[1])
        return tuple((area.start, area.end) for area in areas[first:last])

    return within


class _Owners:
    """The documents of a file, asked for the one in whose body a list stands."""

    def __init__(self, heads: Sequence[Document]) -> None:
        self._heads = sorted(heads, key=_begin)
        self._reach = list(accumulate((head.body_end for head in self._heads), max))

    def of(self, area: ListArea) -> Document | None:
        """The document around the list; of nested ones the innermost."""
        first = bisect_right(self._reach, area.start)
        last = bisect_right(self._heads, area.start, key=_begin)
        around = [head for head in self._heads[first:last] if area.start < head.body_end]
        return min(around, key=lambda head: head.body_end - head.start, default=None)


def _begin(head: Document) -> int:
    return min(head.start, head.body_start)
