"""Where documents begin: their titles, and what stands around a title.

A head is found by what only a head has: a line that is a document number, a line of addressees that ends in
a colon, a
title that the notice above names as what it sends out, a mark 附件 above a title, a headline of its own
form, the first
article of a text in articles. Of several titles with nothing between them the last is the head (a page's
own title and
the entries of a contents list stand above it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.rules import regexes
from extract.segments import Segment, full_width, is_a

_LONGEST_TITLE = 110
_MOST_LINES = 4
_LEAST_BODY = 40
_LEAST_ATTACHED = 12
_SHORTEST_WHOLE = 6
_BRACKETS = {"《": "》", "（": "）", "(": ")", "“": "”", "〈": "〉", "〔": "〕"}
_SAME = re.compile(r"[\s《》〈〉“”\"'（）()\[\]【】—\-–－]+")


@dataclass(frozen=True, slots=True)
class Head:
    """Indices of segments: the title is `first` to `last`; the number and the addressees, where there are,
    follow.

    `mark` is the segment where the document's own matter begins (the title, or 附件 above it). `how` says
    what it was
    found by; `attached` that the document above sends it out."""

    first: int
    last: int
    how: str
    number: int | None = None
    addressees: tuple[int, int] | None = None
    mark: int | None = None
    attached: bool = False

    @property
    def begin(self) -> int:
        """The first segment that is not the document's above."""
        return self.first if self.mark is None else self.mark


def title_text(pieces: Sequence[Segment], first: int, last: int) -> str:
    """The cleaned title of segments `first` to `last`."""
    return "".join(piece.text for piece in pieces[first : last + 1])


@lru_cache(maxsize=4096)
def same(title: str) -> str:
    """The form in which titles are compared: brackets, quotation marks and dashes do not count."""
    return _SAME.sub("", unicodedata.normalize("NFKC", title))


def find_heads(pieces: Sequence[Segment]) -> list[Head]:
    """The heads of all documents, in order."""
    finder = _Finder(pieces)
    own = _without_bare(pieces, _disjoint(_own_heads(finder)))
    own = _claimed(pieces, own)
    owners = [head for head in own if not head.attached]
    more: list[Head] = []
    if not owners or owners[0].begin > 0:
        more += _attached(finder, Head(-1, -1, "none"), owners[0].begin if owners else len(pieces))[:1]
        more = [replace(head, attached=False) for head in more]
    for owner, end in _reaches(owners, len(pieces)):
        more += _attached(finder, owner, end)
    return _without_bare(pieces, _disjoint([*own, *more]))


def _disjoint(heads: Iterable[Head]) -> list[Head]:
    """`heads` in order; of those that share segments the one that says most (a number, addressees, more
    lines)."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda head: (head.first, -head.last)):
        if kept and head.first <= kept[-1].last:
            kept[-1] = max(kept[-1], head, key=_weight)
        else:
            kept.append(head)
    return kept


def _weight(head: Head) -> tuple[bool, bool, bool, int]:
    return (
        head.number is not None,
        head.addressees is not None,
        head.how == "attached",
        head.last - head.first,
    )


def _claimed(pieces: Sequence[Segment], heads: Sequence[Head]) -> list[Head]:
    """`heads`, those marked as attached whose title the document above them names and that have no number
    of their own."""
    marked: list[Head] = []
    names: frozenset[str] = frozenset()
    for head, end in _reaches(heads, len(pieces)):
        title = same(bare_title(title_text(pieces, head.first, head.last)))
        attached = head.number is None and head.addressees is None and title in names
        marked.append(replace(head, attached=attached))
        if not attached:
            names = _named(pieces, head, end)
    return marked


class _Finder:
    """The segments with what is asked of them many times."""

    def __init__(self, pieces: Sequence[Segment]) -> None:
        self.pieces = pieces
        self.width = full_width(pieces)
        self._stops: dict[int, bool] = {}

    def stops(self, index: int) -> bool:
        """Whether a title cannot stand in segment `index`, nor go on over it."""
        if index not in self._stops:
            self._stops[index] = _stops(self.pieces[index])
        return self._stops[index]

    def is_title(self, first: int, last: int) -> bool:
        text = title_text(self.pieces, first, last)
        if not 4 <= len(text) <= _LONGEST_TITLE or is_a("contents-entry", text) or is_a("item", text):
            return False
        text = bare_title(text)
        return (
            is_a("kind", text) or is_a("headline", text) or is_a("whole-title", text) or is_a("answers", text)
        )

    def title_before(self, end: int) -> tuple[int, int] | None:
        """The title whose last segment is the nearest above `end` that is not furniture of a site."""
        last = end - 1
        while last >= 0 and is_a("site", self.pieces[last].text):
            last -= 1
        if last < 0 or self.stops(last):
            return None
        first = last
        while self._goes_on_above(first, last):
            first -= 1
        return (first, last) if self.is_title(first, last) else None

    def _goes_on_above(self, first: int, last: int) -> bool:
        if first == 0 or last - first + 1 >= _MOST_LINES or self.stops(first - 1):
            return False
        above, here = self.pieces[first - 1], self.pieces[first]
        if above.rank != here.rank or above.marked != here.marked:
            return False
        text = title_text(self.pieces, first, last)
        if len(text) + len(above.text) > _LONGEST_TITLE:
            return False
        if not balanced(text):
            return True
        if is_a("whole-title", text) and len(text) > _SHORTEST_WHOLE:
            return is_a("issuers-line", above.text) and text.startswith("关于")
        return is_a("whole-title", above.text + text)

    def title_after(self, start: int) -> tuple[int, int] | None:
        """The title whose first segment is `start`, taking in the lines below as long as it is not whole."""
        whole = None
        for last in range(start, min(start + _MOST_LINES, len(self.pieces))):
            if self.stops(last) or self.pieces[last].rank != self.pieces[start].rank:
                break
            text = title_text(self.pieces, start, last)
            if not balanced(text) or not self.is_title(start, last):
                continue
            if is_a("kind", bare_title(text)) or is_a("headline", text):
                return start, self._with_last_words(last)
            whole = whole or (start, last)
        return whole

    def _with_last_words(self, last: int) -> int:
        """`last`, or the segment below where a title that was broken at the width ends in a few words
        there."""
        below = last + 1
        if (
            self.width
            and below + 1 < len(self.pieces)
            and not self.stops(below)
            and len(self.pieces[below].text) < self.width // 3
            and len(self.pieces[last].text) > self.width // 2
            and not is_a("item", self.pieces[below].text)
            and not is_a("signatory", self.pieces[below].text)
        ):
            return below
        return last


def bare_title(text: str) -> str:
    """A title without the name of the site, the day or the number that is set after it."""
    text = regexes("documents")["site-tail"].sub("", text)
    numbered = regexes("documents")["title-and-number"].match(text)
    return numbered.group("title") if numbered else text


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
                "number-line",
                "site",
                "closing-note",
                "attachment-mark",
                "contents-mark",
                "contents-entry",
                "adoption-line",
                "in-force-line",
                "promulgation",
                "item",
            )
        )
    )


def _own_heads(finder: _Finder) -> Iterable[Head]:
    """Heads that show by themselves, without a document above that names them."""
    pieces = finder.pieces
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.listed or not is_a("cue", text):
            continue
        if is_a("number-line", text):
            yield from _by_number(finder, index)
        elif is_a("addressees", text):
            yield from _by_addressees(finder, index)
        elif is_a("first-article", text) or is_a("contents-mark", text):
            yield from _above(finder, index, "articles")
        elif is_a("interpretation", text) and not finder.stops(index):
            yield Head(index, finder._with_last_words(index), "interpretation")
        elif is_a("answers", text) or text == "答记者问":
            yield from _above(finder, index + 1, "answers")
        elif (is_a("own-title", text) or is_a("headline", text)) and _alone(finder, index):
            yield from _above(finder, index + 1, "title")
    yield from _first(finder)


def _by_number(finder: _Finder, index: int) -> Iterable[Head]:
    span = _order_head(finder, index) or finder.title_before(index)
    below = index + 1
    if span is None:
        span = finder.title_after(below) if below < len(finder.pieces) else None
        if span is None:
            return
        below = span[1] + 1
    yield Head(*span, "number", index, _addressees(finder, below))


def _order_head(finder: _Finder, index: int) -> tuple[int, int] | None:
    """The line above a bare 第N号 that says whose order it is."""
    above = index - 1
    if above >= 0 and is_a("order-head", finder.pieces[above].text):
        return above, above
    return None


def _addressees(finder: _Finder, start: int) -> tuple[int, int] | None:
    """The segments from `start` that name the addressees, up to their colon."""
    joined = ""
    for index in range(start, min(start + 40, len(finder.pieces))):
        piece = finder.pieces[index]
        joined += piece.text
        if piece.text.endswith(("：", ":")):
            return (start, index) if is_a("addressees", joined) else None
        if piece.listed or piece.ended or is_a("item", piece.text):
            return None
    return None


def _by_addressees(finder: _Finder, index: int) -> Iterable[Head]:
    span = finder.title_before(index)
    if span and is_a("own-title", bare_title(title_text(finder.pieces, *span))):
        yield Head(*span, "addressees", None, (index, index))


def _above(finder: _Finder, index: int, how: str) -> Iterable[Head]:
    """The head whose title stands above segment `index`, over the lines that say when a text was adopted."""
    while index > 0 and any(
        is_a(name, finder.pieces[index - 1].text)
        for name in ("promulgation", "adoption-line", "in-force-line", "contents-mark", "date-line", "site")
    ):
        index -= 1
    if span := finder.title_before(index):
        yield Head(*span, how, None, _addressees(finder, span[1] + 1))


def _alone(finder: _Finder, index: int) -> bool:
    """Whether a title in the form of one stands apart from the prose around it."""
    pieces = finder.pieces
    above_ends = index == 0 or finder.stops(index - 1) or pieces[index].rank > 0
    short = not finder.width or len(pieces[index].text) < finder.width
    return (above_ends or not balanced(pieces[index].text)) and short


def _first(finder: _Finder) -> Iterable[Head]:
    """The titles that stand before the first sentence of the file."""
    after = 0
    for index, piece in enumerate(finder.pieces):
        text = piece.text
        if piece.listed or is_a("item", text) or (piece.ended and not is_a("site", text)):
            return
        if index >= after and not finder.stops(index) and (span := finder.title_after(index)):
            after = span[1] + 1
            yield Head(*span, "first", None, _addressees(finder, after))


def _reaches(heads: Sequence[Head], end: int) -> list[tuple[Head, int]]:
    """Each head with the segment at which the next begins."""
    ends = [head.begin for head in heads[1:]] + [end] * bool(heads)
    return list(zip(heads, ends, strict=True))


def _attached(finder: _Finder, owner: Head, end: int) -> list[Head]:
    """What stands behind `owner` and is sent out by it: titles that it names, and titles under a mark or a
    signature."""
    pieces = finder.pieces
    named = _named(pieces, owner, end)
    firsts = {title[:1] for title in named}
    found: list[Head] = []
    signed = False
    index = owner.last + 1
    while index < end:
        piece = pieces[index]
        signed = signed or is_a("date-line", piece.text)
        span = None
        mark = None
        if is_a("attachment-mark", piece.text) and index + 1 < end:
            span, mark = _marked(finder, index + 1, signed), index
        elif not piece.listed:
            if _first_letter(piece.text) in firsts:
                span = _repeated(finder, index, end, named)
            if span is None and signed and is_a("date-line", pieces[_before(pieces, index)].text):
                span = finder.title_after(index)
        if span and span[1] < end and not is_a("no-attachment", title_text(pieces, *span)):
            below = _addressees(finder, span[1] + 1)
            found.append(Head(*span, "attached", None, below, mark, attached=True))
            index = span[1]
        index += 1
    return found


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")


def _before(pieces: Sequence[Segment], index: int) -> int:
    """The segment before `index` that is not a note behind a signature."""
    index -= 1
    while index > 0 and (is_a("closing-note", pieces[index].text) or is_a("site", pieces[index].text)):
        index -= 1
    return index


def _marked(finder: _Finder, start: int, signed: bool) -> tuple[int, int] | None:
    """The title under a mark 附件; a numbered list under it only names attachments."""
    if not signed or is_a("item", finder.pieces[start].text):
        return None
    return finder.title_after(start)


def _named(pieces: Sequence[Segment], owner: Head, end: int) -> frozenset[str]:
    """The titles that the document at `owner` names, in the form in which they are compared."""
    text = "".join(piece.text for piece in pieces[max(owner.first, 0) : end] if not piece.listed)
    found = {match.group("title") for match in regexes("documents")["quoted-title"].finditer(text)}
    title = title_text(pieces, owner.first, owner.last) if owner.first >= 0 else ""
    if match := regexes("documents")["issued-title"].search(title):
        found.add(match.group("title") or match.group("head"))
    return frozenset(map(same, found))


def _repeated(finder: _Finder, start: int, end: int, named: frozenset[str]) -> tuple[int, int] | None:
    """Lines from `start` that are, together and alone, a title the document above names."""
    joined = ""
    for index in range(start, min(start + _MOST_LINES, end)):
        if finder.stops(index):
            return None
        joined += finder.pieces[index].text
        if len(joined) > _LONGEST_TITLE:
            return None
        if same(bare_title(joined)) in named and balanced(joined):
            return start, index
    return None


def _without_bare(pieces: Sequence[Segment], heads: Sequence[Head]) -> list[Head]:
    """`heads` without those that have nothing of their own before the next: page titles, entries of
    contents."""
    kept: list[Head] = []
    for head, end in _reaches(heads, len(pieces)):
        last = max([head.last, head.number or 0, (head.addressees or (0, 0))[1]])
        own = [
            piece
            for piece in pieces[last + 1 : end]
            if piece.listed or not (is_a("site", piece.text) or is_a("contents-entry", piece.text))
        ]
        least = _LEAST_ATTACHED if head.attached else _LEAST_BODY
        if head.number is not None or sum(len(piece.text) for piece in own) >= least:
            kept.append(head)
    return [replace(head, attached=head.attached and index > 0) for index, head in enumerate(kept)]
