"""The characters that matches of a regular expression begin with.

`re` tries a pattern at every character of a text, unless it begins with a literal or a set. One that begins
with what may be left out, or with what must not stand before it, takes ten times as long to fail there.
Where a lookahead tells which characters can come first, it fails at once.

How Python parses a pattern is its own affair, and may be another with the next version: then a pattern is
compiled as it stands, which finds the same, slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from extract.rules import kept

_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_SPACE: r"\s",
}
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
_EMPTY = (constants.ASSERT, constants.ASSERT_NOT, constants.AT)
_FAST = (constants.LITERAL, constants.NOT_LITERAL, constants.IN, constants.AT)

_First = tuple[set[str] | None, bool]


def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern` compiled so that it fails fast where no match begins. Raises re.error."""
    ahead = kept.kept("ahead", pattern, lambda: _ahead_or_none(pattern))
    return kept.compiled(f"{ahead}(?:{pattern})" if ahead else pattern)


def _ahead_or_none(pattern: str) -> str:
    try:
        return _ahead(pattern)
    except (AttributeError, IndexError, TypeError, ValueError):
        return ""


def _ahead(pattern: str) -> str:
    """The lookahead for what matches of `pattern` begin with; empty where it would gain or tell nothing."""
    items = parser.parse(pattern)
    if _is_fast(items) or items.state.flags & ~re.UNICODE:
        return ""
    first, empty = _first(items)
    return f"(?=[{''.join(sorted(first))}])" if first and not empty else ""


def _is_fast(items: Any) -> bool:
    """Whether `re` finds by itself where a match can begin."""
    if not len(items):
        return True
    kind, value = items[0]
    if kind is constants.SUBPATTERN:
        return _is_fast(value[3])
    return kind in _FAST or (kind is constants.BRANCH and all(_is_literal(branch) for branch in value[1]))


def _is_literal(items: Any) -> bool:
    return len(items) > 0 and items[0][0] is constants.LITERAL


def _first(items: Iterable[tuple[Any, Any]]) -> _First:
    """What a match of `items` begins with, as members of a set (None: anything), and whether it may be
    empty.
    """
    found: set[str] = set()
    for kind, value in items:
        own, empty = _of_item(kind, value)
        if own is None:
            return None, False
        found |= own
        if not empty:
            return found, False
    return found, True


def _of_item(kind: Any, value: Any) -> _First:
    found: _First = (None, False)
    if kind in _EMPTY:
        found = set(), True
    elif kind is constants.LITERAL:
        found = {re.escape(chr(value))}, False
    elif kind is constants.IN:
        found = _of_set(value), False
    elif kind in _REPEATS:
        own, empty = _first(value[2])
        found = own, empty or value[0] == 0
    elif kind is constants.SUBPATTERN and not value[1]:
        found = _first(value[3])
    elif kind is constants.BRANCH:
        branches = [_first(branch) for branch in value[1]]
        own = set()
        for first, _ in branches:
            own = None if own is None or first is None else own | first
        found = own, any(empty for _, empty in branches)
    return found


def _of_set(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if kind is constants.LITERAL:
            found.add(re.escape(chr(value)))
        elif kind is constants.RANGE:
            found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif kind is constants.CATEGORY and value in _CATEGORIES:
            found.add(_CATEGORIES[value])
        else:
            return None
    return found
