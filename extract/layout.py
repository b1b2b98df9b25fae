"""Lines of a text, and which of them are page furniture (running heads and feet, page numbers)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.cleaning import Clean, clean
from extract.text import Text

_PAGE_NUMBER = re.compile(r"^[—\-–\s]*\d{1,4}[—\-–\s]*$")
_REPEATS = 3
_LONGEST_HEAD = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its white space at either end: characters `start` to `end`."""

    start: int
    end: int
    text: str
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text that are not blank, in order."""

    text: Text
    lines: tuple[Line, ...]

    def body(self, start: int, end: int) -> Clean:
        """Cleaned text of the characters `start` to `end`, without page furniture."""
        ranges = [
            (max(line.start, start), min(line.end, end))
            for line in self.lines
            if not line.furniture and line.end > start and line.start < end
        ]
        return clean(self.text.chars, ranges)


def lay_out(text: Text) -> Layout:
    """Split `text` into lines and mark the furniture."""
    lines = _lines(text.chars)
    counts = Counter(line.text for line in lines if len(line.text) <= _LONGEST_HEAD)
    marked = []
    for index, line in enumerate(lines):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        before = lines[index - 1].text if index else ""
        head = counts[line.text] >= _REPEATS and _PAGE_NUMBER.match(following)
        number = _PAGE_NUMBER.match(line.text) and counts[before] >= _REPEATS and not _PAGE_NUMBER.match(before)
        number = number and bool(marked) and marked[-1].furniture
        marked.append(Line(line.start, line.end, line.text, bool(head or number)))
    return Layout(text, tuple(marked))


def _lines(chars: str) -> list[Line]:
    return [
        Line(match.start(), match.end(), match.group())
        for match in re.finditer(r"[^\s](?:[^\n\r\f]*[^\s])?", chars)
    ]
