"""A notice that takes in one project by a sentence, and says in it or in the next who carries it out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.cleaning import Clean
from extract.layout import Layout, Line
from extract.lists.cells import is_body
from extract.lists.items.records import Record, Said, is_named, is_other, list_of
from extract.lists.items.runs import mark_of
from extract.lists.model import ListArea
from extract.lists.parties import bodies
from extract.lists.words import width, words
from extract.ranges import Ranges
from extract.rules import regexes

_ABOVE, _BELOW = 4, 2  # lines of a sentence around the one that says by whom
_LONGEST_LEAD = 20  # characters in front of the verb that takes a project in
_FULL, _STOPS = 0.8, "。：:"


def single_lists(layout: Layout) -> list[ListArea]:
    """The projects that sentences take in one by one, a list each; for a text without any other list."""
    rules = regexes("items")
    lines = [line for line in layout.lines if not line.furniture]
    found: list[ListArea] = []
    for at, line in enumerate(lines):
        if not rules["carried-out"].search(line.text):
            continue
        near = lines[_first(lines, at) : _last(lines, at) + 1]
        said = layout.body(near[0].start, near[-1].end)
        for rule in ("taken-in", "approved"):
            for match in rules[rule].finditer(said.text):
                record = _record(said, match, near)
                area = list_of([record], None)
                taken = Ranges((one.start, one.end) for one in found)
                who = bodies(record.facts["implementer"].text)
                if _is_project(record, who) and not taken.touches(area.start, area.end):
                    found.append(area)
    return found


def _record(said: Clean, match: re.Match[str], lines: Sequence[Line]) -> Record:
    """The project that a sentence of `said` takes in, with the number of the item that it opens, if any."""
    parts = {"n": "name", "b": "implementer", "c": "implementer", "d": "description"}
    told = {group: value for group, value in match.groupdict().items() if value}
    facts = {parts[group]: Said(match[group], (said.source_range(*match.span(group)),)) for group in told}
    start = said.source_range(match.start(), match.end())[0]
    line = next((one for one in lines if one.start <= start < one.end), None)
    kind, _, place, begins = mark_of(line.text) if line else ("", None, (0, 0), 0)
    between = line.text[begins : start - line.start] if line else ""
    opens = bool(kind) and len(between) <= _LONGEST_LEAD and "。" not in between and place[0] < place[1]
    number = (line.start + place[0], line.start + place[1]) if line and opens else None
    return Record(facts, number)


def _first(lines: Sequence[Line], at: int) -> int:
    """The first line of the paragraph of line `at`, as far as that is near: full ones stand above it."""
    first = at
    while first > max(at - _ABOVE, 0) and _runs_on(lines[first - 1], lines[at]):
        first -= 1
    return first


def _last(lines: Sequence[Line], at: int) -> int:
    """The last line of the paragraph of line `at`, as far as that is near."""
    last = at
    while last < min(at + _BELOW, len(lines) - 1) and _runs_on(lines[last], lines[max(at - 1, 0)]):
        last += 1
    return last


def _runs_on(line: Line, other: Line) -> bool:
    """Whether a line may go on in the next one: about as wide as another of the paragraph, and not ended."""
    return line.text[-1] not in _STOPS and width(line.text) >= _FULL * width(other.text)


def _is_project(record: Record, who: Sequence[str]) -> bool:
    """Whether what a sentence takes in is one project, with a name of its own, that bodies carry out."""
    one = is_named(record) and words().names["strong_project"].search(record.name) is not None
    general = regexes("items")["not-one"].search(record.name) is not None or is_other(record.name)
    companies = any(map(words().names["company"].search, who))
    return one and not general and companies and all(map(is_body, who))
