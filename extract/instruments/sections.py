"""Chapters, articles and items of a document, each with its locator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.cleaning import plain
from extract.instruments.segments import Segment, is_a
from extract.numerals import number
from extract.rules import load, regexes
from extract.rules.kept import compiled

_GAP = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, article or item: its locator as printed (第三条, （二）, 一、), and its characters."""

    locator: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    locator: str
    level: int
    number: int
    sure: bool


def sections(chars: str, pieces: Sequence[Segment], end: int) -> tuple[Section, ...]:
    """The sections of a document whose segments are `pieces` and whose last character is before `end`.

    A mark opens a section only when its number follows on the one before at its level, so that a reference
    that a line break brought to the head of a line does not; the entries of a contents list are no
    sections.
    """
    kept: list[_Mark] = []
    last: dict[int, int] = {}
    for mark in _without_contents(pieces, list(_marks(chars, pieces))):
        expected = last.get(mark.level, 0)
        if not (
            mark.number == expected + 1 or (mark.number == 1 and mark.level != 4) or _restarts(mark, last)
        ):
            if not (mark.sure and expected < mark.number <= expected + _GAP):
                continue
        elif not mark.sure:
            continue
        last = {
            level: number for level, number in last.items() if level < mark.level or _runs_on(level, mark)
        }
        last[mark.level] = mark.number
        kept.append(mark)
    return tuple(
        Section(mark.locator, mark.level, mark.start, last)
        for mark, last in zip(kept, _ends(kept, end), strict=True)
    )


def _runs_on(level: int, mark: _Mark) -> bool:
    """Articles are numbered through chapters and divisions; in many notices （一） runs through the items
    above it.
    """
    return (level == 4 and mark.level < 4) or (level == 5 and mark.locator.endswith("、"))


def _restarts(mark: _Mark, last: dict[int, int]) -> bool:
    return mark.number == 1 and mark.level == 4 and last.get(4, 0) == 0


def _ends(marks: Sequence[_Mark], end: int) -> list[int]:
    """Where the section of each mark ends: at the next one of its level or above, or at `end`."""
    found: list[int] = []
    following: list[_Mark] = []
    for mark in reversed(marks):
        while following and following[-1].level > mark.level:
            following.pop()
        found.append(following[-1].start if following else end)
        following.append(mark)
    return found[::-1]


def _marks(chars: str, pieces: Sequence[Segment]) -> Iterator[_Mark]:
    sure = True
    short = max((len(piece.text) for piece in pieces), default=0) * 0.7
    for piece in pieces:
        if piece.listed:
            sure = True
            continue
        yield from _mark(chars, piece.start, piece.end, sure or piece.split)
        for inner in regexes("documents")["inner-start"].finditer(chars, piece.start, piece.end):
            yield from _mark(chars, inner.end(), piece.end, True)
        sure = piece.ended or len(piece.text) < short or is_a("item", piece.text)


def _mark(chars: str, start: int, end: int, sure: bool) -> Iterator[_Mark]:
    text = chars[start : min(end, start + 24)]
    if _any().match(text) is None:
        return
    for regex, level in _patterns():
        if found := regex.match(text):
            yield _Mark(start, plain(found.group()), level, int(number(found.group("n"))), sure)
            return


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple(
        (rule.regex, int(rule.value))
        for rule in load("documents").values()
        if rule.id.startswith("section/") and rule.regex is not None and rule.value is not None
    )


@cache
def _any() -> re.Pattern[str]:
    """All of them as one pattern: most pieces begin with none."""
    return compiled("|".join(regex.pattern.replace("?P<n>", "?:") for regex, _ in _patterns()))


def _without_contents(pieces: Sequence[Segment], marks: list[_Mark]) -> list[_Mark]:
    """`marks` without those of a contents list: under 目录, up to where its first entry is printed again."""
    contents = next((piece.start for piece in pieces if is_a("contents-mark", piece.text)), None)
    if contents is None:
        return marks
    entries = [mark for mark in marks if mark.start > contents]
    if not entries:
        return marks
    first = entries[0]
    again = next(
        (mark.start for mark in entries[1:] if (mark.level, mark.locator) == (first.level, first.locator)),
        first.start,
    )
    return [mark for mark in marks if mark.start < contents or mark.start >= again]
