"""Text without line-break artefacts, with the way back to the original characters."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from string import ascii_letters, digits

# Signs without width, and the tags and named spaces of HTML that Markdown and saved pages keep in their text.
_MARKUP = (
    r"&(?:emsp|ensp|nbsp|thinsp|#160|#12288);"
    r"|</?(?i:p|b|i|u|br|em|strong|span|div|font|center)"
    r"(?:[ \t]+[A-Za-z][\w-]*[ \t]*=[^<>\n]{0,200})?[ \t]?/?>"
)
_NO_WIDTH = r"\u200b-\u200d\ufeff\u00ad"
_UNSEEN = re.compile(rf"[{_NO_WIDTH}]|{_MARKUP}")
_RUN = re.compile(rf"(?:{_MARKUP})|((?:(?!{_MARKUP})[^\s{_NO_WIDTH}])+)")
_FRONT = re.compile(rf"(?:\s|{_MARKUP})*+")
_ONE_MARK = re.compile(_MARKUP)
_LONGEST_MARK = 240
_MARKS = frozenset("&<")
_SPACE = re.compile(r"\s")
_PORTION = 100_000  # characters whose words are held at a time: a word takes ten times its room
_LETTERS = frozenset(ascii_letters)
# After and before which a space may stay.
_AFTER = frozenset(ascii_letters + digits + ",.;:%)]'\"&+-²³")
_BEFORE = frozenset(ascii_letters + digits + "(['\"&")
_DIGITS = frozenset(digits)
# A digit may be the end of a Latin word (CO2, ABC-3), which is no code that begins with a long number.
_NAME = re.compile(r"(?:\A|[^A-Za-z\d.-])[\d.]{0,4}[A-Za-z][A-Za-z\d.-]*\Z")
_LONGEST_NAME = 24
# A number behind a mark that closes a word of letters alone stands in a text of such words (5 MW, 11 h).
_STOPS = frozenset(",;:")
_LATIN_END = re.compile(r"(?:\A|\s)\(?[A-Za-z][A-Za-z\d./-]*\)?[,;:]\Z")


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned characters, and where they stand in the original text.

    Run `i` of them begins at `starts[i]` here and at `origins[i]` there: a place a run, not one a character,
    so that the map of a long text stays small.
    """

    text: str
    starts: Sequence[int]
    origins: Sequence[int]

    def origin(self, at: int) -> int:
        """Where character `at` stands in the original text."""
        run = bisect_right(self.starts, at) - 1
        return self.origins[run] + at - self.starts[run]

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of the cleaned range; an empty range is placed at its start."""
        if start < end:
            return self.origin(start), self.origin(end - 1) + 1
        if start < len(self.text):
            at = self.origin(start)
        else:
            at = self.origin(len(self.text) - 1) + 1 if self.text else 0
        return at, at

    def clean_index(self, offset: int) -> int:
        """Index of the first cleaned character that stands at or after the original `offset`."""
        run = bisect_right(self.origins, offset) - 1
        if run < 0:
            return 0
        end = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + offset - self.origins[run], end)

    def behind(self, cut: int) -> Clean:
        """What stands behind the first `cut` characters."""
        return self.kept([(cut, len(self.text))]) if cut else self

    def kept(self, ranges: Iterable[tuple[int, int]]) -> Clean:
        """The characters of `ranges` alone, which are in order."""
        pieces: list[str] = []
        starts, origins = array("I"), array("I")
        size = 0
        for start, end in ranges:
            at = start
            run = bisect_right(self.starts, start) - 1
            while at < end:
                after = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
                starts.append(size + at - start)
                origins.append(self.origins[run] + at - self.starts[run])
                at, run = after, run + 1
            pieces.append(self.text[start:end])
            size += max(end - start, 0)
        return Clean("".join(pieces), starts, origins)


def uncut(text: str) -> Clean:
    """`text` as its own original."""
    return Clean(text, (0,), (0,))


def clean(chars: str, ranges: Iterable[tuple[int, int]]) -> Clean:
    """Join the `ranges` of `chars` and drop white space inside Chinese text.

    White space stays, as one space, between two Latin words and between a Latin word (CO2 too, or one that a
    comma closes) and a number;
    between Chinese characters, or between Chinese and a number, it goes.
    """
    done: list[str] = []
    runs: list[str] = []
    starts, origins = array("I"), array("I")
    size = 0
    before = last = ""
    places = list(ranges)
    low, high = min(map(itemgetter(0), places), default=0), max(map(itemgetter(1), places), default=0)
    parted = _seen if _UNSEEN.search(chars, low, high) else _parted
    for start, end in (portion for place in places for portion in _portions(chars, *place)):
        if len(runs) > _PORTION:
            done.append("".join(runs))
            runs.clear()
        for at, word in parted(chars, start, end):
            if last in _AFTER and _keeps_space(before, word):
                runs.append(" ")
                size += 1
            runs.append(word)
            starts.append(size)
            origins.append(at)
            size += len(word)
            before, last = word, word[-1]
    return Clean("".join((*done, *runs)), starts, origins)


def _parted(chars: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The words between white space, each with where it begins."""
    at = start
    for word in chars[start:end].split():
        at = chars.index(word, at, end)
        yield at, word
        at += len(word)


def _seen(chars: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The words between white space and what is not seen, each with where it begins."""
    return ((match.start(), match[1]) for match in _RUN.finditer(chars, start, end) if match[1])


def inside_markup(line: str) -> tuple[int, int]:
    """Where what `line` shows begins and ends: without tags of HTML and spaces at either end."""
    first, last = 0, len(line)
    if line[0] in _MARKS and (front := _FRONT.match(line)):
        first = front.end()
    while last > first and line[last - 1] in ">;":
        low = max(first, last - _LONGEST_MARK)
        at = max(line.rfind("<", low, last), line.rfind("&", low, last))
        if at < 0 or _ONE_MARK.fullmatch(line, at, last) is None:
            break
        last = first + len(line[first:at].rstrip())
    return first, last


def _portions(chars: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range in pieces that begin at white space, for it may be a line as long as a file."""
    while end - start > _PORTION and (cut := _SPACE.search(chars, start + _PORTION, end)):
        yield start, cut.start()
        start = cut.start()
    yield start, end


def _keeps_space(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    if last not in _AFTER or first not in _BEFORE:
        return False
    if last in _LETTERS or first in _LETTERS:
        return True
    if last in _STOPS and first in _DIGITS:
        return _LATIN_END.search(before[-_LONGEST_NAME:]) is not None
    return last in _DIGITS and first in _DIGITS and _NAME.search(before[-_LONGEST_NAME:]) is not None


def joined(before: str, after: str) -> str:
    """Two cleaned texts that white space parts, as one."""
    keeps = before and after and _keeps_space(before, after)
    return f"{before} {after}" if keeps else before + after


def text_at(chars: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The `ranges` of `chars` joined and cleaned, without a map."""
    return plain("\n".join(chars[start:end] for start, end in ranges))


def plain(chars: str) -> str:
    """`chars` cleaned, without a map."""
    if len(chars) <= _PORTION:
        return _plain(chars)
    pieces: list[str] = []
    for start, end in _portions(chars, 0, len(chars)):
        piece = _plain(chars[start:end])
        if pieces and piece and _keeps_space(pieces[-1], piece):
            pieces.append(" ")
        if piece:
            pieces.append(piece)
    return "".join(pieces)


def _plain(chars: str) -> str:
    runs = chars.split()
    if len(runs) == 1 and runs[0].isprintable() and _MARKS.isdisjoint(chars):
        return runs[0]
    if _UNSEEN.search(chars):
        runs = list(filter(None, _RUN.findall(chars)))
    spaced = runs[:1]
    for before, after in pairwise(runs):
        if before[-1] in _AFTER and _keeps_space(before, after):
            spaced.append(" ")
        spaced.append(after)
    return "".join(spaced)
