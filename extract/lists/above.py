"""What stands above a table: its title, headings that hold for all of it, the title of its document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extract.cleaning import text_at
from extract.layout import Layout, Line
from extract.lists.clues import is_head_of_others, says
from extract.lists.headings import is_class_heading
from extract.lists.model import ListArea, Range
from extract.lists.words import MARKUP, width, words

_TITLE_REACH = 5
_DOCUMENT_REACH = 80
_LONGEST_CAPTION = 120  # halves of a Chinese character
_STOPS, _ENDS = "。；！？，、", ("。", "；")
_MOST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What stands around a table: the title above it; the title of the document, with what announces a list
    in it; that title alone.
    """

    title: str = ""
    document: str = ""
    entitled: str = ""


def said_above(layout: Layout, area: ListArea) -> Said:
    """What stands around a table: its title; the title of its document, and what announces a list in it."""
    title = text_at(layout.text.chars, [area.title]) if area.title else _caption(layout, area.start)
    first = area.title[0] if area.title else area.start
    at = max(bisect_right(layout.lines, first, key=lambda line: line.start) - 1, 0)
    if _is_below_a_sentence(layout, at):
        return Said(title)
    above: list[str] = []
    entitled = ""
    for line in reversed(layout.lines[max(at - _DOCUMENT_REACH, 0) : at]):
        text = line.text.strip(MARKUP)
        if line.furniture:
            continue
        if says("around-entitles", text):
            entitled = text
            break
        if says("around-announces", text):
            above.append(text)
    return Said(title, entitled + "".join(above), entitled)


def _is_below_a_sentence(layout: Layout, at: int) -> bool:
    """Whether a sentence that announces nothing stands right above line `at`: what follows is of what that
    says, whatever the title of the document.
    """
    above = next((line for line in reversed(layout.lines[max(at - 2, 0) : at]) if not line.furniture), None)
    text = above.text.strip(MARKUP) if above else ""
    return text[-1:] in _ENDS and not says("around-announces", text)


def _caption(layout: Layout, start: int) -> str:
    """What stands right above a table and is no sentence, where that has no title of a list."""
    at = bisect_left(layout.lines, start, key=lambda line: line.start)
    for line in reversed(layout.lines[max(at - _MOST_HEADINGS, 0) : at]):
        text = line.text.strip(MARKUP)
        if line.furniture or words().titles["note"].match(text) or words().titles["mark"].match(text):
            continue
        entitles = says("around-entitles", text)
        return "" if entitles or width(text) > _LONGEST_CAPTION or text[-1] in _STOPS else text
    return ""


def headings_above(layout: Layout, start: int) -> tuple[Range, ...]:
    """The headings that stand right above the table that begins at `start` and hold for all of it: a region,
    a class; the widest first.
    """
    at = bisect_right(layout.lines, start - 1, key=lambda line: line.start) - 1
    found: list[Range] = []
    for line in reversed(layout.lines[max(at - _MOST_HEADINGS + 1, 0) : at + 1]):
        text = line.text.strip(MARKUP)
        if line.furniture or line.end > start or not is_class_heading(text) or _entitles(layout, line, text):
            break
        first = line.start + line.text.index(text)
        found.insert(0, (first, first + len(text)))
    return tuple(found)


def title_above(layout: Layout, start: int) -> Range | None:
    """The title that stands above the table that begins at `start`, or None."""
    at = bisect_right(layout.lines, start - 1, key=lambda line: line.start) - 1
    for line in reversed(layout.lines[max(at - _TITLE_REACH, 0) : at + 1]):
        if line.furniture or line.end > start or line.text.strip("|") == "":
            continue
        text = line.text.strip(MARKUP)
        mark = words().titles["annexed"].match(text)
        annexed = _entitles(layout, line, text) and is_class_heading(text)
        if annexed or words().titles["line"].fullmatch(text):
            first = line.start + line.text.index(text)
            return first + (mark.end() if mark else 0), first + len(text)
        if any(words().titles[name].match(text) for name in ("mark", "note")) or is_class_heading(text):
            continue
        if is_head_of_others(text):
            continue
        return None
    return None


def _entitles(layout: Layout, line: Line, text: str) -> bool:
    """Whether `line`, with `text` in it, is the title of an annex, below its mark or behind it."""
    return _opens_annex(layout, line) or words().titles["annexed"].match(text) is not None


def _opens_annex(layout: Layout, line: Line) -> bool:
    """Whether `line` stands right below the mark of an annex (附件2): what stands there is the title."""
    at = bisect_left(layout.lines, line.start, key=lambda line: line.start)
    return at > 0 and words().titles["mark"].match(layout.lines[at - 1].text.strip(MARKUP)) is not None
