"""Lists of projects that no table holds: sections below what announces one, and the readers of items."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.layout import Layout, Line
from extract.lists.cells import is_body
from extract.lists.clues import announces, is_of_others, opens_list
from extract.lists.headings import Headings, stands_between
from extract.lists.items.entries import entry_lists
from extract.lists.items.inline import unmarked_lines, unrolled
from extract.lists.items.records import Record, Said, Section, list_of, share
from extract.lists.items.runs import mark_of
from extract.lists.items.told import told_lists
from extract.lists.model import ListArea, Range
from extract.lists.places import known
from extract.lists.words import MARKUP, is_list_title, words
from extract.ranges import Ranges
from extract.rules import regexes

_LEAST, _LEAST_ALIKE, _MOST = 2, 3, 0.7
_LONGEST_NAME = 60
_USUAL, _LONGEST_REST = 6, 60
_LONGEST_TOPIC = 50
_CLAUSES = re.compile("[，。；]")
_CLOSERS = {"）": "（", ")": "("}


def prose_lists(layout: Layout, taken: Sequence[Range]) -> list[ListArea]:
    """The lists outside the ranges `taken` that no table holds."""
    lines = unmarked_lines([line for line in layout.lines if not line.furniture])
    held = Ranges(taken)
    lines = [line for line in lines if not held.holds(line.start)]
    found: list[ListArea] = []
    for section, own in _sections(lines):
        areas = list(told_lists(own, section))
        left = _outside(own, areas)
        free = unrolled(left)
        if len(free) > len(left):
            areas += told_lists(free, section)
        if section.listed:
            areas += entry_lists(_outside(free, areas), section)
            areas += told_lists(_outside(free, areas), section, more=False)
        found += areas
    return [*found, *_numbered(_outside(lines, found))]


def _outside(lines: Sequence[Line], areas: Sequence[ListArea]) -> Sequence[Line]:
    held = Ranges((area.start, area.end) for area in areas)
    return [line for line in lines if not held.holds(line.start)] if areas else lines


def _sections(lines: Sequence[Line]) -> Iterator[tuple[Section, Sequence[Line]]]:
    """The stretches of the text, each opened by the title of a list or a sentence that announces one."""
    opened = [(0, 0, Section())]
    for at, line in enumerate(lines):
        if (end := _announced(lines, at)) is not None:
            title = _title(lines[at:end])
            opened.append((at, end, Section(title, True, at == end or title is not None)))
        elif is_list_title(line.text.strip(MARKUP)) or _is_topic(line.text.strip(MARKUP)):
            opened.append((at, at + 1, Section(_place(line, line), not is_of_others(line.text))))
    for (_, first, section), (stop, _, _) in pairwise([*opened, (len(lines), 0, Section())]):
        yield section, lines[first:stop]


def _is_topic(text: str) -> bool:
    """Whether a line that is no item says that projects stand below it."""
    plain = len(text) <= _LONGEST_TOPIC and mark_of(text)[0] != "digits" and not _CLAUSES.search(text)
    return plain and regexes("items")["topic"].search(text) is not None


def _announced(lines: Sequence[Line], at: int) -> int | None:
    """The line behind what announces a list of projects and begins with line `at`, which may be broken into
    two, or that line where the list begins inside it (同意以下项目：（1）…); None where nothing does.
    """
    text = lines[at].text.strip(MARKUP)
    if opens_list(text):
        return at + 1
    item = regexes("items")["inline-mark"].search(text)
    if regexes("items")["takes-in"].search(text) or (item and opens_list(text[: item.start()].strip())):
        return at
    if at + 1 == len(lines) or not len(text) >= _USUAL or stands_between(text):
        return None
    behind = lines[at + 1].text.strip(MARKUP)
    if not 0 < len(behind) <= _LONGEST_REST or not regexes("items")["announcing-end"].search(behind):
        return None
    whole = text[-_LONGEST_REST:] + behind
    return at + 2 if not opens_list(behind) and opens_list(whole) else None


def _title(lines: Sequence[Line]) -> Range | None:
    """Where the title stands that `lines` are; None where they are but a sentence."""
    if not lines or not announces("".join(line.text.strip(MARKUP) for line in lines)):
        return None
    return _place(lines[0], lines[-1])


def _place(first: Line, last: Line) -> Range:
    """Where a title stands that is the lines from `first` to `last`."""
    start = first.start + first.text.index(first.text.strip(MARKUP))
    return start, last.start + len(last.text.rstrip(MARKUP))


def _numbered(lines: Sequence[Line]) -> Iterator[ListArea]:
    """Names with numbers under the title of a list of projects; who or where may stand in brackets behind."""
    for at, line in enumerate(lines):
        text = line.text.strip(MARKUP)
        if not announces(text):
            continue
        records = _items(lines[behind] for behind in range(at + 1, len(lines)))
        apart = _set_apart(lines[at + 1 : at + 1 + 2 * len(records)])
        if len(records) >= (_LEAST_ALIKE if apart else _LEAST) and all(_named(records)):
            yield list_of(_with_role(records), _place(line, line))


def _items(lines: Iterable[Line]) -> list[Record]:
    """The items that the first of `lines` are: name, and what stands in a bracket or apart behind it."""
    headings, found = Headings(), []
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
        facts = {
            role: Said(line.text[start:stop], ((line.start + start, line.start + stop),))
            for role, (start, stop) in (("name", name), ("other", behind))
            if start < stop
        }
        place = (line.start + number.start(1), line.start + number.end(1))
        found.append(Record(facts, place, headings.places))
    return found


def _with_role(records: Sequence[Record]) -> list[Record]:
    """The items, what stands behind their names told by what it is."""
    behind = [record.facts["other"].text for record in records if "other" in record.facts]
    told = (role for role, holds in (("region", known), ("implementer", is_body)) if _share(behind, holds))
    role = next(told, "other")
    return [
        replace(record, facts={role if key == "other" else key: said for key, said in record.facts.items()})
        for record in records
    ]


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(texts) and share(texts, holds) >= _MOST


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


def _named(records: Sequence[Record]) -> Iterator[bool]:
    names = [record.name for record in records]
    yield share(names, words().names["strong_project"].search) >= _MOST
    yield all(len(name) <= _LONGEST_NAME for name in names)
    page = regexes("items")["page"]
    yield not any("other" in one.facts and page.match(one.facts["other"].text) for one in records)
