"""The characters that matches of a regular expression begin with.

`re` tries a pattern at every character of a text, unless it begins with a literal or a set. One that begins
with what may be left out, or with what must not stand before it, takes ten times as long to fail there, and
one of many words tries each of them. Where a lookahead tells which two characters can come first, it fails at
once.

How Python parses a pattern is its own affair, and may be another with the next version: then a pattern is
compiled as it stands, which finds the same, slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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

_FAR = 2  # characters are looked at
_MOST_BEGINNINGS = 5_000  # of one pattern
_MOST_PAIRS = 6  # sets for a first and a second character in one lookahead

# The first characters of a match, one set each, two at most; and whether what follows on them is known.
_Beginning = tuple[tuple[frozenset[str], ...], bool]
_NOTHING: _Beginning = ((), True)
_UNKNOWN: _Beginning = ((), False)


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
    beginnings = [first for first, _ in _begin(items)]
    if not all(beginnings) or not all(chars for first in beginnings for chars in first):
        return ""
    alone = frozenset[str]().union(*(first[0] for first in beginnings if len(first) == 1))
    pairs: dict[str, set[str]] = {}
    for first in beginnings:
        for char in first[0] - alone if len(first) > 1 else ():
            pairs.setdefault(char, set()).update(first[1])
    ways = [_class(alone)] if alone else []
    ways += (_class(firsts) + _class(seconds) for firsts, seconds in _together(pairs))
    return f"(?={'|'.join(ways)})"


def _together(pairs: Mapping[str, set[str]]) -> list[tuple[set[str], set[str]]]:
    """First characters with those that follow on them, in a few groups of similar size."""
    ordered = sorted(pairs.items(), key=lambda pair: (len(pair[1]), sorted(pair[1]), pair[0]))
    size = sum(len(seconds) for _, seconds in ordered) / _MOST_PAIRS
    groups: list[tuple[set[str], set[str]]] = []
    filled = 0.0
    for first, seconds in ordered:
        if not groups or filled >= size * len(groups):
            groups.append((set(), set()))
        groups[-1][0].add(first)
        groups[-1][1].update(seconds)
        filled += len(seconds)
    return groups


def _class(members: Iterable[str]) -> str:
    return f"[{''.join(sorted(members))}]"


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


def _begin(items: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    """What matches of `items` begin with."""
    found = {_NOTHING}
    for kind, value in items:
        going_on = {first for first, known in found if known and len(first) < _FAR}
        if not going_on:
            break
        found = {one for one in found if one[0] not in going_on or not one[1]}
        own = _of_item(kind, value)
        found |= {((*first, *more)[:_FAR], known) for first in going_on for more, known in own}
        if len(found) > _MOST_BEGINNINGS:
            return {_UNKNOWN}
    return found


def _of_item(kind: Any, value: Any) -> set[_Beginning]:
    found = {_UNKNOWN}
    if kind in _EMPTY:
        found = {_NOTHING}
    elif kind is constants.LITERAL:
        found = {((frozenset({re.escape(chr(value))}),), True)}
    elif kind is constants.IN:
        chars = _of_set(value)
        found = {((chars,), True)} if chars is not None else found
    elif kind in _REPEATS:
        found = _begin(value[2])
        if value[1] > 1:
            found = {(first, False) for first, _ in found}
        found |= {_NOTHING} if value[0] == 0 else set()
    elif kind is constants.SUBPATTERN and not value[1]:
        found = _begin(value[3])
    elif kind is constants.BRANCH:
        found = set().union(*map(_begin, value[1]))
    return found


def _of_set(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
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
    return frozenset(found)
