"""Titles among the segments of a text: what may be one, where it begins and where it ends."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extract.bodies import find_bodies
from extract.instruments.captions import caption_segments
from extract.instruments.segments import Segment, full_width, is_a, is_contents_entry
from extract.rules import regexes

LONGEST = 110
MOST_LINES = 4
_SHORTEST_WHOLE = 6
_LEAST_TITLE = 6
_NEARLY = 0.75
_BRACKETS = {"《": "》", "（": "）", "(": ")", "“": "”", "〈": "〉", "〔": "〕"}
_SAME = re.compile(r"[\s《》〈〉“”\"'（）()\[\]【】—\-–－]+")


def title_text(pieces: Sequence[Segment], first: int, last: int) -> str:
    """The cleaned title of segments `first` to `last`."""
    return "".join(piece.text for piece in pieces[first : last + 1])


@lru_cache(maxsize=4096)
def same(title: str) -> str:
    """The form in which titles are compared: brackets, quotation marks and dashes do not count."""
    return _SAME.sub("", unicodedata.normalize("NFKC", title))


def repeated(pieces: Sequence[Segment]) -> frozenset[str]:
    """What the text prints as a line of its own more than once, and what may be a title by its length."""
    lines = Counter(piece.text for piece in pieces if not piece.listed and len(piece.text) >= _LEAST_TITLE)
    return frozenset(text for text, count in lines.items() if count > 1)


class Titles:
    """The segments of a text, asked for the titles in them."""

    def __init__(self, pieces: Sequence[Segment]) -> None:
        self.pieces = pieces
        self.width = full_width(pieces)
        self.captions = {
            index for first, last in caption_segments(pieces).items() for index in range(first, last + 1)
        }
        self._stops: dict[int, bool] = {}
        self.repeated = repeated(pieces)

    def stops(self, index: int) -> bool:
        """Whether a title cannot stand in segment `index`, nor go on over it."""
        if index not in self._stops:
            self._stops[index] = index in self.captions or _stops(self.pieces[index])
        return self._stops[index]

    def is_title(self, first: int, last: int) -> bool:
        text = title_text(self.pieces, first, last)
        if not 4 <= len(text) <= LONGEST or is_contents_entry(text) or is_a("item", text):
            return False
        if is_a("prose-opening", text):
            return False
        text = bare_title(text)
        return (
            is_a("kind", text) or is_a("headline", text) or is_a("whole-title", text) or is_a("answers", text)
        )

    def title_before(self, end: int) -> tuple[int, int] | None:
        """The title that ends nearest above `end`, over captions and furniture of a site."""
        last = end - 1
        while last >= 0 and (last in self.captions or is_a("site", self.pieces[last].text)):
            last -= 1
        if last < 0 or self.stops(last):
            return None
        first = last
        while self._goes_on_above(first, last):
            first -= 1
        return (first, last) if self.is_title(first, last) else None

    def _goes_on_above(self, first: int, last: int) -> bool:
        if first == 0 or last - first + 1 >= MOST_LINES or self.stops(first - 1):
            return False
        above, here = self.pieces[first - 1], self.pieces[first]
        if above.rank != here.rank or above.marked != here.marked or self._only_issues(first - 1):
            return False
        text = title_text(self.pieces, first, last)
        if len(text) + len(above.text) > LONGEST:
            return False
        if self._breaks_a_name(above, text) or _is_rest(above.text, text):
            return True
        if is_a("whole-title", text) and len(text) > _SHORTEST_WHOLE:
            return is_a("issuers-line", above.text) and (
                is_a("about", text)
                or (is_a("more-issuers", text) and not text.startswith(above.text.rstrip("、")))
            )
        return is_a("whole-title", above.text + text) or self._begins_higher(first - 1, last)

    def _begins_higher(self, first: int, last: int) -> bool:
        """Whether a title begins above segment `first`, and ends in `last`."""
        for start in range(first - 1, max(last - MOST_LINES, -1), -1):
            if self.stops(start) or self.pieces[start].rank != self.pieces[last].rank:
                return False
            text = title_text(self.pieces, start, last)
            if len(text) > LONGEST:
                return False
            if is_a("about", self.pieces[start].text) or is_a("more-issuers", self.pieces[start].text):
                return balanced(text) and is_a("kind", text) and is_a("whole-title", text)
        return False

    def _only_issues(self, index: int) -> bool:
        """Whether segment `index` names who issues the text whose title stands below it: the page prints that
        title elsewhere without the name, or the title begins with it.
        """
        text = self.pieces[index].text
        below = self.pieces[index + 1].text if index + 1 < len(self.pieces) else ""
        own = regexes("documents")["issuers-of-title"].match(below)
        again = own is not None and text.endswith(own.group("bodies"))
        known = again or below in self.repeated or (len(below) > len(text) and below.startswith(text))
        return known and is_a("issuers-line", text) and self.is_title(index + 1, index + 1)

    def _breaks_a_name(self, above: Segment, text: str) -> bool:
        """Whether the line `above` broke at the width inside the name of a body, which ends in `text`."""
        if is_a("issuers-continued", text) and is_a("issuers-placed", above.text):
            return True
        full = not self.width or len(above.text) >= _NEARLY * self.width
        return full and is_a("broken-issuers", text) and is_a("issuers-begun", above.text)

    def title_after(self, start: int) -> tuple[int, int] | None:
        """The title whose first segment is `start`, taking in the lines below as long as it is not whole."""
        whole = None
        if self._only_issues(start):
            return None
        for last in range(start, min(start + MOST_LINES, len(self.pieces))):
            if self.stops(last) or self.pieces[last].rank != self.pieces[start].rank:
                break
            text = title_text(self.pieces, start, last)
            if len(text) > LONGEST:
                break
            if not balanced(text) or not self.is_title(start, last):
                continue
            if is_a("kind", bare_title(text)) or is_a("headline", text):
                return start, self.with_last_words(last)
            whole = whole or (start, last)
        return whole

    def with_last_words(self, last: int) -> int:
        """`last`, or the segment below where that holds the edition, or where a title that was broken at the
        width ends in a few words there.
        """
        if (whole := self.with_edition(last)) > last:
            return whole
        below = last + 1
        if (
            self.width
            and self.pieces[last].text not in self.repeated
            and below + 1 < len(self.pieces)
            and not self.stops(below)
            and len(self.pieces[below].text) < self.width // 3
            and len(self.pieces[last].text) > self.width // 2
            and not is_a("item", self.pieces[below].text)
            and not is_a("signatory", self.pieces[below].text)
        ):
            return below
        return last

    def with_edition(self, last: int) -> int:
        """`last`, or the segment below where that is (试行) or another edition in brackets."""
        below = last + 1
        alone = (
            below < len(self.pieces)
            and self.pieces[below].rank == self.pieces[last].rank
            and is_a("edition-alone", self.pieces[below].text)
        )
        return below if alone else last


def bare_title(text: str) -> str:
    """A title without the mark 附件 before it, and without the name of the site, the day, the number or the
    issuers after it.
    """
    text = regexes("documents")["attachment-prefix"].sub("", text)
    text = regexes("documents")["title-label"].sub("", text)
    text = regexes("documents")["site-tail"].sub("", text)
    if text.endswith("》") and text.count("》") > text.count("《"):
        text = text[:-1]
    if (bracketed := regexes("documents")["bracketed-title"].match(text)) is not None:
        return bracketed.group("title")
    if (issued := regexes("documents")["title-and-issuers"].match(text)) is not None:
        starts = [start for start, _, _ in find_bodies(issued.group("who"))]
        if len(starts) > 1 and starts[0] == 0:
            return issued.group("title")
    if (order := regexes("documents")["order-and-number"].match(text)) is not None:
        return order.group("title")
    numbered = regexes("documents")["title-and-number"].match(text)
    return (numbered.group("title") or numbered.group("numbered")) if numbered else text


def _is_rest(above: str, text: str) -> bool:
    """Whether `text` cannot be the whole of a title, but what follows on the line `above` it."""
    return (
        not balanced(text)
        or is_a("edition-alone", text)
        or is_a("never-first", text)
        or (is_a("ends-about", above) and not is_a("own-about", text))
    )


def balanced(text: str) -> bool:
    """Whether each bracket that opens in `text` closes in it, and the other way round."""
    return all(text.count(left) == text.count(right) for left, right in _BRACKETS.items())


def _stops(piece: Segment) -> bool:
    """Whether a title cannot stand in this segment, nor go on over it."""
    text = piece.text
    return (
        piece.listed
        or piece.ended
        or text == "|"
        or any(
            is_a(name, text)
            for name in (
                "date-line",
                "month-line",
                "number-line",
                "page-line",
                "standard-line",
                "site",
                "red-head",
                "order-subtitle",
                "closing-note",
                "attachment-mark",
                "contents-mark",
                "item",
            )
        )
        or is_contents_entry(text)
    )
