"""The pieces of a text that may be a title, a signature or a heading: its lines, and where whole pages
stand on one line, what white space sets apart in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from extract.cleaning import plain
from extract.instruments.run_in import breaks
from extract.layout import Layout, Line
from extract.rules import finder, load, regexes

_LONG = 120
_MARKUP = re.compile(
    r"^(?P<mark>#{1,6}(?=\s)|>|[-*•](?=\s))?\s*(?:\*\*|__)?(?P<core>.*?)(?:\*\*|__)?\s*$", re.DOTALL
)
_BEGINS_MARKUP, _ENDS_MARKUP = frozenset("#>-*•_"), frozenset("*_")
_PIECE = re.compile(r"\S+")
_SHORT_NAME = 20
_SPACED = re.compile(r"\s")
_BLANK = re.compile(r"[^\S\n]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u200b-\u200d\ufeff\u00ad]")
_WRAPPED = 0.5
_NARROWEST = 15
_FEWEST = 12
_FEWEST_PIECES = 4
_LONGEST_LABEL = 12
_TOP, _BELOW = 1_500, 3_000  # how far the labels of a site reach, and where the text then prints its title
_MOST_AGAIN = 6  # lines of a title that is printed again
_MOST_TOP, _LEAST_TITLE = 12, 12  # of a title near the top without a mark: its place, its length


class Area(Protocol):
    """A list: rows of cells in which no head stands."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Segment(NamedTuple):
    """Characters `start` to `end` and their cleaned text. `rank` is the level of a Markdown heading, 0 for
    none; `marked` says that markup of any kind sets it off; `listed`, that it stands in a list; `label`, that
    it is the title that the labels at the head of a page say.
    """

    start: int
    end: int
    text: str
    rank: int = 0
    marked: bool = False
    listed: bool = False
    split: bool = False
    label: bool = False

    @property
    def ended(self) -> bool:
        """Whether a sentence ends here."""
        return bool(regexes("documents")["sentence-end"].search(self.text))

    @property
    def is_matter(self) -> bool:
        """Whether it is a sentence or a row of a list, which a label of a site, closed by a colon, is not."""
        return self.listed or (self.ended and not self.text.endswith(("：", ":")))


def is_a(name: str, text: str) -> bool:
    """Whether the rule `name` for documents is found in `text`."""
    return finder("documents", name)(text) is not None


def is_contents_entry(text: str) -> bool:
    """Whether `text` is a line of a contents list: it ends with the number of a page."""
    return text[-1:].isdigit() and is_a("contents-entry", text)


def named_by(rule: str) -> str:
    """The kind of document that the rule `rule` stands for."""
    return load("documents")[rule].value or ""


def segments(layout: Layout, areas: Iterable[Area] = ()) -> tuple[Segment, ...]:
    """The segments of `layout` in order, without page furniture."""
    bounds = sorted((area.start, area.end) for area in areas)
    starts = [start for start, _ in bounds]
    found: list[Segment] = []
    rules = regexes("documents")
    chars = layout.text.chars
    title = labels = rules["saved-page"].match(chars)
    if labels is None and (labels := rules["front-matter"].match(chars)) is not None:
        title = rules["front-matter/title"].search(labels.group())
    title = title or _labelled(chars)
    if title is not None:
        found.append(Segment(*title.span("title"), _plain(title.group("title")), 1, True, label=True))
    begun = bool(found)
    for line in layout.lines:
        if line.furniture or (labels and line.start < labels.end()) or _holds(line, title):
            continue
        at = bisect_right(starts, line.start) - 1
        listed = at >= 0 and line.start < bounds[at][1]
        linked = None if begun or listed else _linked_heading(line)
        for piece in [linked] if linked else _of_line(chars, line, listed):
            found.extend(_parted(chars, piece, found[-1].text if found else ""))
            begun = begun or piece.rank > 0 or piece.ended
    if title is not None and _comes_again(found):
        del found[0]
    return tuple(_with_titles_again(found))


def _labelled(chars: str) -> re.Match[str] | None:
    """The title that a label of a site says above a text that does not print it."""
    rules = regexes("documents")
    told = rules["label-title"].search(chars, 0, _TOP)
    if told is None or not is_a("whole-title", told.group("title")) or not is_a("kind", told.group("title")):
        return None
    if regexes("layout")["site-label/sure"].search(chars, 0, _TOP) is None:
        return None
    above = [_plain(line) for line in chars[: told.start()].split("\n") if line.strip()]
    if not all(is_a("site", line) or len(line) <= _LONGEST_LABEL for line in above):
        return None
    below = "".join(chars[told.end() : told.end() + _BELOW].split())
    return None if "".join(told.group("title").split()) in below else told


def _holds(line: Line, title: re.Match[str] | None) -> bool:
    """Whether `line` is that of the label which gave the `title`."""
    return title is not None and line.start <= title.start("title") < line.end


def _comes_again(found: Sequence[Segment]) -> bool:
    """Whether the first of `found`, from the labels of a page, is the first heading of the text, too, with
    no more than quotations and points between.
    """
    for one in found[1:]:
        if one.rank or (not one.marked and (one.is_matter or is_a("item", one.text))):
            return one.rank == 1 and one.text == found[0].text
    return False


def _linked_heading(line: Line) -> Segment | None:
    """The words of a heading that is a link; above all text it may be the title of the page itself."""
    match = regexes("documents")["heading-link"].match(line.text)
    if match is None or not is_a("whole-title", _plain(match.group("title"))):
        return None
    start, end = (line.start + place for place in match.span("title"))
    return Segment(start, end, _plain(match.group("title")), len(match.group("mark")), marked=True)


def _with_titles_again(pieces: Sequence[Segment]) -> Iterable[Segment]:
    """`pieces`; where lines below a heading, or below a title near the top, are, together, the same, they are
    one.
    """
    headings: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.rank:
            headings = [_SPACED.sub("", piece.text)]
        elif (again := _title_again(pieces, at, headings)) is not None:
            last, heading = again
            piece = piece._replace(end=pieces[last].end, text=heading)
            at = last
        elif at < _MOST_TOP and len(piece.text) >= _LEAST_TITLE and is_a("kind", piece.text):
            headings.append(_SPACED.sub("", piece.text))
        yield piece
        at += 1


def _title_again(pieces: Sequence[Segment], at: int, headings: Sequence[str]) -> tuple[int, str] | None:
    """The last segment of those from `at` on that are, together, one of `headings`, and that one."""
    found = ((_again(pieces, at, heading), heading) for heading in headings)
    return next(((last, heading) for last, heading in found if last is not None), None)


def _again(pieces: Sequence[Segment], first: int, heading: str) -> int | None:
    """The last of several segments from `first` on that are, together, `heading`."""
    joined = ""
    for at in range(first, min(first + _MOST_AGAIN, len(pieces))):
        joined += _SPACED.sub("", pieces[at].text)
        if pieces[at].rank or not heading.startswith(joined):
            return None
        if joined == heading:
            return at if at > first else None
    return None


def _parted(chars: str, piece: Segment, above: str) -> Iterable[Segment]:
    """`piece`, or the pieces that stood on lines of their own before it lost its line breaks."""
    printed = chars[piece.start : piece.end]
    begins = [] if piece.listed or piece.rank else breaks(printed, above)
    if not begins:
        return (piece,)
    return [
        Segment(piece.start + start, piece.start + start + len(one), _plain(one), split=True)
        for start, end in zip(begins, [*begins[1:], len(printed)], strict=True)
        if (one := printed[start:end].rstrip())
    ]


def _of_line(chars: str, line: Line, listed: bool) -> list[Segment]:
    long = line.end - line.start > _LONG and not listed
    if long and _BLANK.search(line.text) and not regexes("documents")["heading-link"].match(line.text):
        words = ((line.start + word.start(), line.start + word.end()) for word in _PIECE.finditer(line.text))
        pieces = _with_bodies(chars, _rejoin(chars, words))
        if len(pieces) >= _FEWEST_PIECES:
            return [Segment(start, end, _plain(chars[start:end]), split=True) for start, end in pieces]
    if apart := regexes("documents")["day-and-number"].match(line.text):
        names = ("day", "number") if apart.group("day") else ("first", "behind")
        spans = [(line.start + start, line.start + end) for start, end in map(apart.span, names)]
        return [Segment(start, end, _plain(chars[start:end]), listed=listed) for start, end in spans]
    if line.text[0] not in _BEGINS_MARKUP and line.text[-1] not in _ENDS_MARKUP:
        return [Segment(line.start, line.end, _plain(line.text.replace("**", "")), listed=listed)]
    markup = _MARKUP.match(line.text)
    if markup is None or not markup.group("core"):
        return [Segment(line.start, line.end, _plain(line.text), listed=listed)]
    start, end = (line.start + place for place in markup.span("core"))
    mark = markup.group("mark") or ""
    set_off = (start, end) != (line.start, line.end)
    rank = len(mark) if mark.startswith("#") else 0
    return [Segment(start, end, _plain(chars[start:end].replace("**", "")), rank, set_off, listed)]


def _plain(printed: str) -> str:
    """`printed` cleaned. White space stays only beside a Latin letter, so that most lines need no map."""
    if _LATIN_LETTER.search(printed):
        return plain(printed)
    parts = printed.split()
    return printed if parts == [printed] else "".join(parts)


def _rejoin(chars: str, pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that are parted inside a word belong together: Latin words, a date, a number, the letters of a
    spaced heading.
    """
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and _goes_on(_end_of(chars, *joined[-1]), chars[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _end_of(chars: str, start: int, end: int) -> str:
    """As much of a piece as tells whether the next goes on with it: those of a long line may be many."""
    return chars[max(start, end - _LONG) : end]


def _goes_on(before: str, after: str) -> bool:
    if _latin(before[-1], after[0]):
        return True
    if _is_caption(before, after) or _in_title(before, after):
        return True
    if before[-1].isdigit() and is_a("date-goes-on", after):
        return True
    if after[0].isdigit() and is_a("open-number", before):
        return True
    if len(after) <= _SHORT_NAME and is_a("section-number", before):
        return True
    return is_a("chinese-letter", after) and (len(before) == 1 or is_a("spaced-letters", before))


def _with_bodies(chars: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`pieces`, bodies that give an order or an announcement together being one with its head."""
    rules = regexes("documents")
    joined: list[tuple[int, int]] = []
    for start, end in reversed(pieces):
        if joined and joined[-1][1] - joined[-1][0] <= _LONG:
            after = _plain(chars[slice(*joined[-1])])
            gives = rules["order-head"].match(after) or rules["order-number"].fullmatch(after)
            if gives and rules["issuers-line"].match(_plain(chars[start:end])):
                joined[-1] = (start, joined[-1][1])
                continue
        joined.append((start, end))
    return joined[::-1]


def _in_title(before: str, after: str) -> bool:
    """Whether the space stands inside a title that is named: between the bodies in front of it."""
    opened = before.rfind("《") > before.rfind("》")
    return opened and (len(after) <= _SHORT_NAME or 0 <= after.find("》") < _LONG)


def _is_caption(before: str, after: str) -> bool:
    """Whether `before` is the day of an act of a caption, and `after` says the act."""
    rules = regexes("captions")
    if rules["day-alone"].match(before) is None or rules["act-end"].search(after) is None:
        return False
    return not (is_a("closing-note", after) or is_a("number-line", after))


def _latin(before: str, after: str) -> bool:
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def full_width(pieces: Sequence[Segment]) -> int:
    """How many characters a full line has where lines are broken at a width; 0 where each line is a
    paragraph.
    """
    lines = [piece for piece in pieces if len(piece.text) >= _NARROWEST and not (piece.listed or piece.split)]
    if len(lines) < _FEWEST or sum(not piece.ended for piece in lines) < _WRAPPED * len(lines):
        return 0
    lengths = sorted(len(piece.text) for piece in lines)
    return lengths[len(lengths) * 3 // 4]
