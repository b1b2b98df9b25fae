"""Lines as lists without a table need them: without the marks of Markdown around them, and those of a
paragraph that counts its items (（1）…；（2）…) cut where each begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.layout import Line
from extract.lists.headings import stands_between
from extract.lists.items.facts import opens_with
from extract.lists.items.runs import is_heading, mark_of
from extract.lists.places import known
from extract.lists.words import is_title, words
from extract.numerals import number as numeral
from extract.rules import regexes

_APART = 6  # lines from the mark of an item to that of the next
_Mark = tuple[int, int, str, int]  # line, place in it, kind, value


def unmarked_line(line: Line) -> Line:
    """The line without the marks of a heading (###) and of emphasis around the whole of it."""
    match = regexes("items")["markup"].match(line.text)
    while match is not None:
        group = match.lastindex or 0
        first, last = match.span(group)
        line = Line(line.start + first, line.start + last, line.text[first:last])
        match = regexes("items")["markup"].match(line.text)
    return line


def unmarked_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines without these marks, but for those of headings that only the marks tell from names: a few
    words above items of which each is more than a labelled fact.
    """
    bare = [unmarked_line(line) for line in lines]
    below = [*bare[1:], Line(0, 0, "")][: len(bare)]
    return [
        line if _heads_items(line.text, own.text, behind.text) else own
        for line, own, behind in zip(lines, bare, below, strict=True)
    ]


def _heads_items(printed: str, text: str, below: str) -> bool:
    """Whether what Markdown marks as a heading, `text` as it reads, is one of the items below it, the first
    of which is `below`, though it bears no number.
    """
    marked = regexes("items")["ornament"].match(printed) is not None and printed != text
    if not marked or mark_of(text)[0] or is_heading(text) or is_title(text):
        return False
    kind, _, _, begins = mark_of(below)
    return (
        bool(kind) and opens_with(below[begins:]) is None and not words().names["strong_project"].search(text)
    )


def unrolled(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before each item that stands inside a paragraph; what stands before the first of them is
    a line of its own.
    """
    lines = _whole_marks(lines)
    cuts: dict[int, list[int]] = {}
    for run in _runs(list(_marks(lines))):
        if any(place for _, place, _, _ in run):
            for index, place, _, _ in run:
                cuts.setdefault(index, []).extend((_heading_before(lines[index].text, place), place))
            if not _several_sentences(lines, run) and (stop := _stop(lines, run[-1])):
                cuts.setdefault(stop[0], []).append(stop[1])
    found: list[Line] = []
    for index, line in enumerate(lines):
        bounds = sorted({0, *cuts.get(index, ()), len(line.text)})
        for first, last in pairwise(bounds):
            found += _piece(line, first, last)
    return found


def _whole_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines, one that ends with the mark of an item together with the next."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before and line.start == before.end + 1 and regexes("items")["mark-last"].search(before.text):
            found[-1] = Line(before.start, line.end, f"{before.text}\n{line.text}")
        else:
            found.append(line)
    return found


def _several_sentences(lines: Sequence[Line], run: Sequence[_Mark]) -> bool:
    """Whether items but the last say several sentences, so that it cannot be told where that ends."""
    pairs = ((one, other) for one, other in pairwise(run) if one[0] == other[0])
    said = (lines[one[0]].text[one[1] : other[1]].strip().rstrip("。") for one, other in pairs)
    return any("。" in text for text in said)


def _stop(lines: Sequence[Line], mark: _Mark) -> tuple[int, int] | None:
    """Where the sentence ends that the last item of a paragraph closes."""
    index, place, _, _ = mark
    for at in range(index, min(index + _APART, len(lines))):
        end = lines[at].text.find("。", place if at == index else 0)
        if end >= 0:
            return at, end + 1
    return None


def _heading_before(text: str, place: int) -> int:
    """Where the heading begins in front of the item at `place` (甲省（3个）：1.…), or else the item."""
    first = max((text.rfind(stop, 0, place) for stop in "。；;\n"), default=-1) + 1
    printed = text[first:place].strip().rstrip("：:")
    return first if printed and (stands_between(printed) or known(printed)) else place


def _piece(line: Line, first: int, last: int) -> Iterator[Line]:
    """A part of a line, without the stop that closes what introduces an item."""
    text = line.text[first:last]
    bare = text.strip()
    if last < len(line.text) and not stands_between(bare):
        marked = first > 0 or regexes("items")["mark"].match(bare)
        bare = bare.rstrip("；;：:") if marked else bare.rstrip("。；;：:")
    if bare:
        start = line.start + first + text.index(bare)
        yield Line(start, start + len(bare), bare)


def _marks(lines: Sequence[Line]) -> Iterator[_Mark]:
    for index, line in enumerate(lines):
        for match in regexes("items")["inline-mark"].finditer(line.text):
            group = match.lastindex or 1
            printed = match[group]
            value = _value(printed)
            yield index, match.start(), f"{group}", value


def _value(printed: str) -> int:
    """The number that a mark says in digits, in a circle, or in words."""
    if printed.isdigit() and printed.isascii():
        return int(printed)
    return ord(printed) - ord("①") + 1 if "①" <= printed <= "⑳" else int(numeral(printed))


def _runs(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """The marks that count up from 1, each not far behind the one before."""
    open_runs: dict[str, list[_Mark]] = {}
    for mark in marks:
        index, _, kind, value = mark
        run = open_runs.get(kind, [])
        if run and value == run[-1][3] + 1 and index - run[-1][0] <= _APART:
            run.append(mark)
        elif value == 1:
            if len(run) > 1:
                yield run
            open_runs[kind] = [mark]
    yield from (run for run in open_runs.values() if len(run) > 1)
