"""Rules that are tried one after another on the same piece of text: those alone that can match in it.

Most rules of such a battery lack in a piece a character that each of their matches has (日 of a day, 内 of a
period). Which characters those are is read off the pattern, as in `openings`: where that cannot be told, or
Python parses patterns otherwise, the rule is always tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, reduce
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from extract.rules import kept

Entry = TypeVar("Entry")

_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
_MOST_CHARACTERS = 24  # in one set: of a wider one a text nearly always has one
_MOST_SETS = 4
_MOST_KEPT = 1 << 11

# Sets of characters: a match has one of each.
_Needs = frozenset[frozenset[str]]


class Battery(Generic[Entry]):
    """The rules `entries`, each with its pattern, in the order in which they are tried."""

    def __init__(self, entries: Iterable[tuple[Entry, re.Pattern[str]]]) -> None:
        self._entries = tuple(entries)
        self._needs = [needs(pattern.pattern, pattern.flags) for _, pattern in self._entries]
        characters = sorted({char for needed in self._needs for one in needed for char in one})
        self._told = re.compile(f"[{re.escape(''.join(characters))}]" if characters else r"(?!)").findall
        self._kept: dict[frozenset[str], Sequence[tuple[Entry, re.Pattern[str]]]] = {}

    def within(self, text: str, start: int, end: int) -> Sequence[tuple[Entry, re.Pattern[str]]]:
        """The rules that can match in `text[start:end]`, in order."""
        there = frozenset(self._told(text, start, end))
        found = self._kept.get(there)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[there] = tuple(
                entry
                for entry, needed in zip(self._entries, self._needs, strict=True)
                if not any(map(there.isdisjoint, needed))
            )
        return found


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern` in the whole of `text`, which is not gone through where it lacks a character
    that each has: one document is asked for some hundred kinds of names.
    """
    there = _characters(text)
    return iter(()) if any(map(there.isdisjoint, _needs_of(pattern))) else pattern.finditer(text)


@lru_cache(maxsize=4)
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


@cache
def _needs_of(pattern: re.Pattern[str]) -> _Needs:
    return needs(pattern.pattern, pattern.flags)


def needs(pattern: str, flags: int = re.UNICODE) -> _Needs:
    """Sets of characters of which each match of `pattern` has one of every set; the narrowest few of them."""
    if flags & ~re.UNICODE:
        return frozenset()
    return frozenset(map(frozenset, kept.kept("needs", pattern, lambda: _needed(pattern))))


def _needed(pattern: str) -> tuple[str, ...]:
    try:
        found = _of(parser.parse(pattern))
    except (AttributeError, IndexError, TypeError, ValueError):
        return ()
    return tuple("".join(sorted(one)) for one in sorted(found, key=_width)[:_MOST_SETS])


def _width(one: frozenset[str]) -> tuple[int, list[str]]:
    return len(one), sorted(one)


def _of(items: Iterable[tuple[Any, Any]]) -> _Needs:
    return reduce(frozenset.union, (_of_item(kind, value) for kind, value in items), frozenset())


def _of_item(kind: Any, value: Any) -> _Needs:
    found: _Needs = frozenset()
    if kind is constants.LITERAL:
        found = frozenset([frozenset(chr(value))])
    elif kind is constants.IN:
        found = _of_set(value)
    elif kind is constants.SUBPATTERN and not value[1] and not value[2]:
        found = _of(value[3])
    elif kind is constants.ATOMIC_GROUP:
        found = _of(value)
    elif kind in _REPEATS and value[0] > 0:
        found = _of(value[2])
    elif kind is constants.ASSERT and value[0] > 0:  # what must follow lies within the piece as well
        found = _of(value[1])
    elif kind is constants.BRANCH:
        found = _of_branches([_of(branch) for branch in value[1]])
    return found


def _of_branches(branches: Sequence[_Needs]) -> _Needs:
    """What all branches need, and of each one set, the narrowest."""
    if not all(branches):
        return frozenset()
    shared = reduce(frozenset.intersection, branches)
    narrow = frozenset[str]().union(*(min(one, key=_width) for one in branches))
    return shared | {narrow} if len(narrow) <= _MOST_CHARACTERS else shared


def _of_set(members: Sequence[tuple[Any, Any]]) -> _Needs:
    if len(members) > _MOST_CHARACTERS or any(kind is not constants.LITERAL for kind, _ in members):
        return frozenset()
    return frozenset([frozenset(chr(value) for _, value in members)])
