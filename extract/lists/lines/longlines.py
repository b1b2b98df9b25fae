"""Texts that lost their line breaks: a table within one long line, its cells parted by spaces."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from extract.layout import Layout, Line
from extract.lines import lines_at
from extract.lists.words import head_role

_LONG = 120
_WORD = re.compile(r"\S+")
_LEAST_HEADS = 3
_LONGEST_HEAD = 24


def unfolded(layout: Layout) -> Layout:
    """The layout with each word of a long line that holds the head of a table as a line of its own."""
    if not any(_holds_head(line) for line in layout.lines):
        return layout
    words = chain.from_iterable(_words(line) if _holds_head(line) else [line] for line in layout.lines)
    lines = [(line.start, line.end, line.furniture) for line in words]
    places = [(start, end) for start, end, _ in lines]
    marked = [index for index, (_, _, furniture) in enumerate(lines) if furniture]
    return replace(layout, lines=lines_at(layout.text.chars, places, marked))


def _holds_head(line: Line) -> bool:
    """Whether words in a row name columns, a name of projects among them. (Prose has no spaces.)

    A head that is not known may stand between two that are.
    """
    if len(line.text) <= _LONG or line.furniture or "|" in line.text:
        return False
    roles: set[str] = set()
    unknown = 0
    for match in _WORD.finditer(line.text):
        role = head_role(match.group()) if len(match.group()) <= _LONGEST_HEAD else None
        unknown = 0 if role else unknown + 1
        if unknown > 1:
            roles.clear()
        elif role:
            roles.add(role)
        if len(roles) >= _LEAST_HEADS and "name" in roles:
            return True
    return False


def _words(line: Line) -> list[Line]:
    return [
        Line(line.start + match.start(), line.start + match.end(), match.group())
        for match in _WORD.finditer(line.text)
    ]
