"""Text without line-break artefacts, with the way back to the original characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_letters, digits

_RUN = re.compile(r"[^\s\u200b-\u200d\ufeff\u00ad]+")
_LETTERS = frozenset(ascii_letters)
# After and before which a space may stay.
_AFTER = frozenset(ascii_letters + digits + ",.;:%)]'\"&+-")
_BEFORE = frozenset(ascii_letters + digits + "(['\"&")


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned characters; `offsets[i]` is where character `i` stands in the original text."""

    text: str
    offsets: tuple[int, ...]

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of the cleaned range; an empty range is placed at its start."""
        if start >= end:
            after = self.offsets[-1] + 1 if self.offsets else 0
            at = self.offsets[start] if start < len(self.offsets) else after
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def clean_index(self, offset: int) -> int:
        """Index of the first cleaned character that stands at or after the original `offset`."""
        return bisect_left(self.offsets, offset)


def clean(chars: str, ranges: Iterable[tuple[int, int]]) -> Clean:
    """Join the `ranges` of `chars` and drop white space inside Chinese text.

    White space stays, as one space, between two Latin words and between a Latin word and a number;
    between Chinese characters, or between Chinese and a number, it goes.
    """
    runs: list[str] = []
    offsets: list[int] = []
    last = ""
    for start, end in ranges:
        for run in _RUN.finditer(chars, start, end):
            at, after = run.span()
            if last and _keeps_space(last, chars[at]):
                runs.append(" ")
                offsets.append(offsets[-1] + 1)
            runs.append(run.group())
            offsets.extend(range(at, after))
            last = chars[after - 1]
    return Clean("".join(runs), tuple(offsets))


def _keeps_space(before: str, after: str) -> bool:
    return before in _AFTER and after in _BEFORE and (before in _LETTERS or after in _LETTERS)


def joined(before: str, after: str) -> str:
    """Two cleaned texts that white space parts, as one."""
    keeps = before and after and _keeps_space(before[-1], after[0])
    return f"{before} {after}" if keeps else before + after


def plain(chars: str) -> str:
    """`chars` cleaned, without a map."""
    runs = _RUN.findall(chars)
    spaced = [
        run if not at or not _keeps_space(runs[at - 1][-1], run[0]) else " " + run
        for at, run in enumerate(runs)
    ]
    return "".join(spaced)
