"""Text without line-break artefacts, with the way back to the original characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_RUN = re.compile(r"[^\s\u200b-\u200d\ufeff\u00ad]+")
_LATIN = re.compile(r"[A-Za-z0-9,.;:%)\]'\"&+\-]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")


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
    return bool(
        _LATIN.match(before)
        and re.match(r"[A-Za-z0-9(\['\"&]", after)
        and (_LATIN_LETTER.match(before) or _LATIN_LETTER.match(after))
    )


def plain(chars: str) -> str:
    """`chars` cleaned, without a map."""
    return clean(chars, [(0, len(chars))]).text
